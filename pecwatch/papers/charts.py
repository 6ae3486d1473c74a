# SPDX-License-Identifier: EUPL-1.2
"""A chart as SVG: bars in one ink, each with its number, so that print without colour loses nothing."""

from pecwatch.model.record import record
from pecwatch.papers.page import Chart

WIDTH = 680
"""Units of the picture, as wide as the text of an A4 page in CSS pixels."""

HEADINGS = 150
"""Of them for the headings on the left."""

LINE = 30
"""Height of a row of bars."""

THICK = 16
"""Height of a bar."""

NUMBERS = 30
"""Room for a number beside the longest bar."""

GAP = 14
"""Between two columns."""

HEAD = 40
"""Height of the column headings, two lines at most."""

LETTER = 6.6
"""Width of a letter of the headings, on average."""


@record
class Bar:
    """One bar and the number beside it."""

    x: float
    y: float
    width: float
    value: int


@record
class Label:
    """A text at a place."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@record
class Picture:
    """A chart laid out."""

    width: int
    height: int
    labels: tuple[Label, ...]
    bars: tuple[Bar, ...]
    lines: tuple[float, ...]
    """Where each column of bars begins."""
    top: int
    thick: int = THICK


def laid_out(chart: Chart) -> Picture:
    """Every bar of a chart in its place; all columns have one scale, so that their lengths compare."""
    most = max((value for _, values in chart.rows for value in values), default=0)
    room = (WIDTH - HEADINGS) / len(chart.columns)
    starts = tuple(HEADINGS + room * column for column in range(len(chart.columns)))
    longest = room - NUMBERS - GAP
    labels = [
        Label(x=start, y=16 + 14 * line, text=words)
        for start, heading in zip(starts, chart.columns, strict=True)
        for line, words in enumerate(_two_lines(heading, room - GAP))
    ]
    bars: list[Bar] = []
    for row, (heading, values) in enumerate(chart.rows):
        top = HEAD + row * LINE
        labels.append(Label(x=HEADINGS - 10, y=top + 18, text=heading, anchor="end"))
        for start, value in zip(starts, values, strict=True):
            bars.append(Bar(x=start, y=top + 6, width=longest * value / most if most else 0, value=value))
    height = HEAD + LINE * len(chart.rows) + 6
    return Picture(width=WIDTH, height=height, labels=tuple(labels), bars=tuple(bars), lines=starts, top=HEAD)


def _two_lines(heading: str, room: float) -> list[str]:
    """A heading broken once where it is too long for its column."""
    if len(heading) * LETTER <= room or " " not in heading:
        return [heading]
    words = heading.split(" ")
    cut = min(range(1, len(words)), key=lambda at: abs(len(" ".join(words[:at])) - len(" ".join(words[at:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
