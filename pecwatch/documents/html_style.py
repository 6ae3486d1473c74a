# SPDX-License-Identifier: EUPL-1.2
"""Whether the text of an HTML element is seen, struck through, or set with its blanks."""

import re

from selectolax.lexbor import LexborNode

from pecwatch.model.record import record


@record
class Style:
    """How text is shown where we stand in the document."""

    gone: bool = False
    """Not displayed, whatever stands inside."""
    sizeless: bool = False
    """Font of size zero, until an element inside sets another (layouts use it against gaps)."""
    struck: bool = False
    preformatted: bool = False

    @property
    def hidden(self) -> bool:
        """Whether text here is not seen."""
        return self.gone or self.sizeless


PLAIN = Style()

_GONE = re.compile(
    r"display:none|visibility:(hidden|collapse)|mso-hide:all|max-height:0(px|pt)?(;|$)(?!.*overflow:vis)"
)
_FONT_SIZE = re.compile(r"(?:^|;)font-size:(\.?\d[\d.]*)")
_STRUCK = re.compile(r"text-decoration(-line)?:[^;]*line-through")
_PREFORMATTED = re.compile(r"white-space:(pre|break-spaces)")


def style_of(node: LexborNode | None, around: Style) -> Style:
    """The style inside an element, from its own tag and attributes and what it inherits."""
    if node is None:
        return around
    tag = node.tag or ""
    attributes = node.attributes
    written = re.sub(r"\s+", "", attributes.get("style") or "").lower()
    if not written and tag not in ("pre", "del", "s", "strike") and "hidden" not in attributes:
        return around
    size = _FONT_SIZE.search(written)
    return Style(
        gone=around.gone or "hidden" in attributes or _GONE.search(written) is not None,
        sizeless=around.sizeless if size is None else not size[1].strip("0."),
        struck=around.struck or tag in ("del", "s", "strike") or _STRUCK.search(written) is not None,
        preformatted=around.preformatted or tag == "pre" or _PREFORMATTED.search(written) is not None,
    )
