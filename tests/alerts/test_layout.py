# SPDX-License-Identifier: EUPL-1.2
"""The look of a mail: readable by anybody, on anything."""

import re
from html import unescape
from itertools import pairwise

import pytest

from pecwatch.model.alert import Alert, AlertKind
from tests.alerts.looking.gallery import gallery
from tests.outline import Outline

GALLERY = gallery()
EACH = pytest.mark.parametrize("mail", [shown.alert for shown in GALLERY], ids=[shown.name for shown in GALLERY])

ABOUT_TAPPING = {
    *("pecwatch", "dettagli", "riga", "tocchi", "delle", "risposte", "sottolineate", "invii", "mail", "apre"),
    *("lasciando", "oggetto", "nulla", "della"),
}
"""Words about links, which the text part has none of, and headings that it says otherwise."""


def test_every_kind_is_looked_at() -> None:
    """A kind of mail that nobody has looked at is not finished."""
    assert {shown.alert.kind for shown in GALLERY} == set(AlertKind)
    assert len({shown.name for shown in GALLERY}) == len(GALLERY)


@EACH
def test_html_is_accessible(mail: Alert) -> None:
    """Language, one first heading, tables with captions, every heading cell with its scope."""
    outline = Outline(mail.html)
    assert outline.open == []
    assert [attributes["lang"] for attributes in outline.all("html")] == ["it"]
    assert len(outline.all("h1")) == 1
    headings = [int(tag[1]) for tag, _ in outline.found if tag in ("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert len(outline.all("caption")) == len(outline.all("table"))
    assert all(attributes.get("scope") in ("row", "col") for attributes in outline.all("th"))


@pytest.mark.fault("content-html")
@EACH
def test_html_fetches_and_runs_nothing(mail: Alert) -> None:
    """No image, script or remote address; the only links open a mail to where answers are read."""
    outline = Outline(mail.html)
    assert not outline.all("img", "script", "link", "iframe", "form")
    assert all((link["href"] or "").startswith("mailto:pecwatch@comune.example?") for link in outline.all("a"))
    assert "http" not in mail.html and "url(" not in mail.html


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_colour_has_contrast() -> None:
    """AA (4.5 to 1) for every text colour on each background that the mails use, light and dark."""
    html = "".join(shown.alert.html for shown in GALLERY)
    inline = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    texts = set(re.findall(r"[;\"]color:(#[0-9a-f]{6})", inline))
    backgrounds = set(re.findall(r"background:(#[0-9a-f]{6})", inline)) - {"#e9eef4"}
    assert len(texts) >= 3 and len(backgrounds) >= 3
    assert {(text, back) for text in texts for back in backgrounds if contrast(text, back) < 4.5} == set()
    dark = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)[0]
    dark_texts = set(re.findall(r" color: (#[0-9a-f]{6})", dark))
    dark_backgrounds = set(re.findall(r"background: (#[0-9a-f]{6})", dark))
    assert min(contrast(text, back) for text in dark_texts for back in dark_backgrounds) >= 4.5


@EACH
def test_text_is_narrow_and_complete(mail: Alert) -> None:
    """At most 72 columns, no markup, every reference of the mail in it."""
    assert max(map(len, mail.text.splitlines())) <= 72
    assert "<" not in mail.text and "&amp;" not in mail.text
    beside = "".join(file.content.decode() for file in mail.attachments if file.name.endswith(".csv"))
    assert all(each in f"{mail.text}{beside}" and each in f"{mail.html}{beside}" for each in mail.references)
    assert "\n\n\n" not in mail.text


@pytest.mark.fault("content-html")
@EACH
def test_text_and_html_say_the_same(mail: Alert) -> None:
    """Every word of the HTML part stands in the text part too: half the office reads only one of them."""
    shown = re.sub(r"<!--.*?-->|<style>.*?</style>|<title>.*?</title>", " ", mail.html, flags=re.DOTALL)
    spoken = re.sub(r"<a [^>]*>.*?</a>", " ", shown, flags=re.DOTALL)
    words = set(re.findall(r"[^\W_]{4,}", unescape(re.sub(r"<[^>]+>", " ", spoken)).lower()))
    only_html = words - set(re.findall(r"[^\W_]{4,}", mail.text.lower()))
    assert only_html <= ABOUT_TAPPING, only_html


def test_outlook_gets_a_frame_of_its_own() -> None:
    """Its Windows edition knows no greatest width: a table that only it sees holds the mail together."""
    html = GALLERY[0].alert.html
    assert html.count("<!--[if mso]>") == html.count("<![endif]-->") >= 4
    assert '<table role="presentation" align="center" width="640"' in html
