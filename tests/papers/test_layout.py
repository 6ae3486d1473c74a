# SPDX-License-Identifier: EUPL-1.2
"""The look of a paper: readable by anybody, on a screen, on paper and read aloud."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.papers.charts import WIDTH, laid_out
from pecwatch.papers.dossier import dossier_paper
from pecwatch.papers.layout import COLUMNS, as_html, as_text
from pecwatch.papers.monthly import monthly_paper
from pecwatch.papers.page import Chart, Fact, Paper, Section, Table
from tests.alerts.test_layout import contrast
from tests.outline import Outline
from tests.papers.records import dossier, report

PAPERS = {
    "dossier": dossier_paper(dossier()),
    "full dossier": dossier_paper(dossier(full=True)),
    "report": monthly_paper(report()),
}
ALL = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


@ALL
def test_html_is_accessible(paper: Paper) -> None:
    """Language, title, one first heading, captions, scopes; pictures have words, and every id is there once."""
    outline = Outline(as_html(paper))
    assert outline.open == []
    assert [attributes["lang"] for attributes in outline.all("html")] == ["it"]
    assert len(outline.all("title")) == 1 + len(outline.all("svg"))
    assert len(outline.all("h1")) == 1 and not outline.all("h3")
    assert len(outline.all("caption")) == len(outline.all("table")) > 0
    assert all(attributes.get("scope") in ("row", "col") for attributes in outline.all("th"))
    ids = [attributes["id"] for _, attributes in outline.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [attributes["aria-labelledby"] for _, attributes in outline.found if "aria-labelledby" in attributes]
    assert set(named) <= set(ids)


@ALL
def test_it_fetches_and_runs_nothing(paper: Paper) -> None:
    """One file that needs no other, also in ten years."""
    html = as_html(paper).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not Outline(html).all("img", "script", "link", "a", "iframe", "form", "object")
    assert "http" not in html and "url(" not in html and "@import" not in html


def test_a_chart_has_its_numbers_as_words_and_as_a_table() -> None:
    """Nobody needs the picture."""
    html = as_html(PAPERS["report"])
    outline = Outline(html)
    assert len(outline.all("svg")) == 2
    assert all(attributes["role"] == "img" and attributes["aria-labelledby"] for attributes in outline.all("svg"))
    for section in (each for each in PAPERS["report"].sections if each.chart is not None):
        assert section.chart is not None
        assert html.count(f"{section.chart.title}. {section.chart.says}") == 2
        for _, values in section.chart.table.rows[:1] and section.chart.rows:
            assert all(f">{value}</td>" in html for value in values)


@ALL
def test_text_and_html_say_the_same(paper: Paper) -> None:
    """Every cell, fact, sentence and point stands in both."""
    html, text = as_html(paper), " ".join(as_text(paper).split())
    shown = re.sub(r"&#39;|&#34;", "'", html)
    for section in paper.sections:
        pieces = (section.intro, *section.bullets, *section.notes, *(fact.value for fact in section.facts))
        cells = (cell for table in section.tables for row in table.rows for cell in row)
        for piece in filter(None, (*pieces, *cells)):
            assert " ".join(piece.split()) in text
            assert piece in shown
    assert max(map(len, as_text(paper).splitlines())) <= COLUMNS


def test_every_text_colour_has_contrast() -> None:
    """AA (4.5 to 1) for each ink on each ground; bars and their ground need 3 to 1."""
    html = as_html(PAPERS["report"])
    inks = set(re.findall(r"[ ;{]color: (#[0-9a-f]{6})", html)) | set(re.findall(r"<text[^>]*fill=\"(#\w{6})\"", html))
    grounds = set(re.findall(r"background: (#[0-9a-f]{6})", html))
    assert len(inks) >= 3 and len(grounds) >= 3
    assert {(ink, ground) for ink in inks for ground in grounds if contrast(ink, ground) < 4.5} == set()
    bars = set(re.findall(r"<rect[^>]*fill=\"(#\w{6})\"", html)) | set(re.findall(r"stroke=\"(#\w{6})\"", html))
    assert bars and min(contrast(bar, "#ffffff") for bar in bars) >= 3


HOSTILE = '<script>alert(1)</script>\u202e\x1b[2J\x00 & "quoted" \''


@pytest.mark.fault("content-html")
def test_what_comes_from_outside_is_shown_and_does_nothing() -> None:
    """Markup is text, and characters that hide or move others are spelled out."""
    table = Table(caption=HOSTILE, columns=(HOSTILE, HOSTILE), rows=((HOSTILE, HOSTILE),))
    chart = Chart(title=HOSTILE, says=HOSTILE, corner=HOSTILE, columns=(HOSTILE,), rows=((HOSTILE, (1,)),))
    section = Section(
        heading=HOSTILE,
        intro=HOSTILE,
        facts=(Fact(label=HOSTILE, value=HOSTILE),),
        bullets=(HOSTILE,),
        chart=chart,
        tables=(table,),
        notes=(HOSTILE,),
    )
    paper = Paper(title="Dossier", lead=HOSTILE, answer=(HOSTILE,), warnings=(HOSTILE,), sections=(section,))
    html, text = as_html(paper), as_text(replace(paper, title=HOSTILE))
    assert not Outline(html).all("script")
    for shown in (html, text):
        assert not {"\u202e", "\x1b", "\x00"} & set(shown)
        assert "⟨U+202E⟩" in shown


@given(
    st.lists(st.lists(st.integers(0, 100_000), min_size=3, max_size=3), min_size=1, max_size=8),
    st.lists(st.text(min_size=1, max_size=30), min_size=3, max_size=3),
)
def test_bars_are_as_long_as_their_numbers(numbers: list[list[int]], headings: list[str]) -> None:
    """One scale for all; no bar leaves its column, and each has its number."""
    rows = tuple((str(row), tuple(values)) for row, values in enumerate(numbers))
    drawn = laid_out(Chart(title="", says="", corner="", columns=tuple(headings), rows=rows))
    assert [bar.value for bar in drawn.bars] == [value for values in numbers for value in values]
    longest = max(drawn.bars, key=lambda bar: bar.value)
    for bar in drawn.bars:
        assert bar.width * longest.value == pytest.approx(longest.width * bar.value)
        ends = [start for start in drawn.lines if start > bar.x] or [WIDTH]
        assert bar.x + bar.width <= ends[0]
        assert 0 <= bar.y <= drawn.height
