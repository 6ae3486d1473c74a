# SPDX-License-Identifier: EUPL-1.2
"""From a page to the two parts of a mail, through the templates beside this file."""

import re
import textwrap
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from pecwatch.alerts.page import Page
from pecwatch.alerts.shown import clean

REFERENCE = re.compile(r"PW-\d{4}-\d{2}-\d{3,}|\[pw:[0-9a-z]+\]")
"""What must stay on one line."""

COLUMNS = 72
"""Width of the text part, for readers that do not wrap."""


def _harmless(value: object) -> object:
    """A text with nothing invisible in it; what a macro has laid out was made harmless piece by piece."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html",), default=False),
    undefined=StrictUndefined,
    finalize=_harmless,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def _whole(text: str) -> Markup:
    """A text for the HTML part whose references are not broken over two lines: people read them out and copy them."""
    return Markup(REFERENCE.sub(r'<span style="white-space:nowrap;">\g<0></span>', str(escape(clean(text)))))  # noqa: S704  # escaped


_TEMPLATES.filters["whole"] = _whole


def as_html(page: Page) -> str:
    """The HTML part: everything escaped, styles inline, nothing fetched from anywhere."""
    return _TEMPLATES.get_template("mail.html").render(page=page)


def as_text(page: Page) -> str:
    """The text part, at most 72 columns wide."""
    laid_out = _TEMPLATES.get_template("mail.txt").render(page=page)
    lines = [piece for line in laid_out.splitlines() for piece in _wrapped(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _wrapped(line: str) -> list[str]:
    """A long line broken under its own beginning: after the bullet, the number or the label."""
    start = re.match(r"\s*(?:[-*•] |\d+\. |[A-ZÀ-Ú][\w’', ]{0,24}: +)?", line)
    indent = " " * min(start.end() if start is not None else 0, COLUMNS // 2)
    return textwrap.wrap(line, COLUMNS, subsequent_indent=indent, break_on_hyphens=False) or [""]
