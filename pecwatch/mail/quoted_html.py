# SPDX-License-Identifier: EUPL-1.2
"""An HTML answer as lines of text, cut or marked with «>» where mail programs mark the quoted mail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

NODES = 10_000
"""Tags that are looked at, an answer standing at the beginning; deep nesting costs the parser the square of it."""

_QUOTE = ">"
"""Line put in the place of a quoted block."""

_UNSEEN = frozenset({"style", "script", "head", "title", "template", "noscript", "object", "svg"})
_STRUCK = frozenset({"s", "strike", "del"})
_STRUCK_OUT = "[barrato]"
"""Word put in the place of what was struck out: it is not said, and that it stood there may mean «no»."""
_BLOCKS = frozenset(
    "p div br tr li ul ol table h1 h2 h3 h4 h5 h6 hr blockquote section article header footer pre body".split()
)
_REST_IDS = re.compile(
    r"(?:x_)*(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|zwchr"
    r"|isForwardContent|isReplyContent|oriMsgHtmlSeperator)$",
    re.I,
)
"""Outlook (web, new and mobile), Zimbra, NetEase: what they put where the quoted mail begins; it follows unmarked."""
_QUOTE_IDS = re.compile(r"(?:x_)*(?:reply-intro|replyBody\d?|yahoo_quoted_\w{1,40})$", re.I)
"""Roundcube, Yahoo: around the quoted mail, or around the words that announce it."""
_QUOTE_CLASSES = frozenset(
    "gmail_quote gmail_quote_container gmail_attr moz-cite-prefix moz-forward-container yahoo_quoted "
    "protonmail_quote ms-outlook-mobile-reference-message zmail_extra tutanota_quote".split()
)
_QUOTE_MARKERS = frozenset({"__HEADERS__", "__QUOTED_TEXT__"})
"""`data-marker` of Zimbra."""
_RULED = re.compile(
    r"border-top\s*:\s*(?:solid|\S{1,8}\s+solid)\s*(?:windowtext|#?(?:E1E1E1|B5C4DF)|rgb\((?:225|181))", re.I
)
"""The line above «Da:» in mails of Outlook on the desktop, which marks it by nothing else."""
_SIGNATURES = re.compile(r"(?:x_)*(?:ms-outlook-mobile-signature|Signature|signature|divSignature)$")
_SIGNATURE_CLASSES = frozenset({"gmail_signature", "moz-signature", "elementToProof-signature"})
_SIGNATURE_MARKERS = frozenset({"__SIG_PRE__", "__SIG_POST__"})
_HIDDEN = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|color\s*:\s*transparent"
    r"|(?:opacity|font-size|max-height)\s*:\s*(?:0+(?:\.0*)?|\.0+)(?![.\d]))",
    re.I,
)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through", re.I)
_LONGEST = 512
"""Characters of an attribute that tell something."""


def lines_of_html(html: str) -> Iterator[str]:
    """Visible lines; a quoted block is one line «>», and after what only comes before a quoted mail nothing follows."""
    body = LexborHTMLParser("<".join(html.split("<", NODES)[:NODES])).body
    if body is None:
        return
    lines = _Lines()
    lines.walk(body)
    yield from lines.done


@dataclass(kw_only=True)
class _Lines:
    """Lines while they are written."""

    done: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    def walk(self, body: LexborNode) -> None:
        """In the order of the document, without recursion: nesting from outside may be deep."""
        stack: list[LexborNode | None] = [body]
        for _ in range(4 * NODES):
            if not stack:
                break
            node = stack.pop()
            if node is None:
                self.end_line()
                continue
            if node.tag == "-text":
                self.text(node)
                continue
            if _is_unseen(node):
                continue
            if _is_struck(node):
                self.begun.append(f" {_STRUCK_OUT} ")
                continue
            if _begins_rest(node):
                self.quote()
                break
            if _is_quote(node):
                self.quote()
                continue
            if node.tag in _BLOCKS:
                self.end_line()
                stack.append(None)
            stack.extend(reversed(_children(node)))
        self.end_line()

    def text(self, node: LexborNode) -> None:
        """Some words of a line."""
        self.begun.append(re.sub(r"\s+", " ", node.text_content or ""))

    def quote(self) -> None:
        """A quoted block stands here."""
        self.end_line()
        self.done += [_QUOTE, ""]

    def end_line(self) -> None:
        """What follows stands on a line of its own; blank lines part paragraphs and count once."""
        line = "".join(self.begun).strip()
        self.begun.clear()
        if line or (self.done and self.done[-1]):
            self.done.append(line)


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "")[:_LONGEST]


def _is_unseen(node: LexborNode) -> bool:
    """Whether a reader does not see it, or it is a signature that a program has marked."""
    if node.tag in _UNSEEN or (node.tag or "").startswith("-") or "hidden" in node.attributes:
        return True
    classes = set(_attribute(node, "class").split())
    return (
        _HIDDEN.search(_attribute(node, "style")) is not None
        or _SIGNATURES.match(_attribute(node, "id")) is not None
        or bool(classes & _SIGNATURE_CLASSES)
        or _attribute(node, "data-marker") in _SIGNATURE_MARKERS
    )


def _is_struck(node: LexborNode) -> bool:
    return node.tag in _STRUCK or _LINE_THROUGH.search(_attribute(node, "style")) is not None


def _begins_rest(node: LexborNode) -> bool:
    """Whether the quoted mail begins here and goes on to the end."""
    is_ruled = node.tag == "div" and _RULED.search(_attribute(node, "style")) is not None
    return is_ruled or _REST_IDS.match(_attribute(node, "id")) is not None


def _is_quote(node: LexborNode) -> bool:
    """Whether it holds the quoted mail, or what announces it, and nothing else."""
    classes = {name.removeprefix("x_") for name in _attribute(node, "class").split()}
    return (
        node.tag == "blockquote"
        or bool(classes & _QUOTE_CLASSES)
        or _QUOTE_IDS.match(_attribute(node, "id")) is not None
        or _attribute(node, "data-marker") in _QUOTE_MARKERS
    )
