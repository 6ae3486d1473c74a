# SPDX-License-Identifier: EUPL-1.2
"""A registry exported as a workbook is the same registry as its CSV."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pecwatch.errors import UsageError
from pecwatch.model.person import RegistryPerson
from pecwatch.registry import load_mapping, read_registry
from tests.generators.sheets import Cell, ods, xls
from tests.registry.staging import HEADER, ROWS, RULES, stage

BORN = dt.date(1960, 4, 3)
HEADINGS = HEADER.split(";")


def read(path: Path) -> tuple[RegistryPerson, ...]:
    return read_registry(path, load_mapping(None, RULES.registry), RULES).people


def workbook(path: Path, *sheets: list[list[Cell]]) -> Path:
    made = openpyxl.Workbook()
    for place, rows in enumerate(sheets):
        sheet = made.active if place == 0 else made.create_sheet()
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def typed(*, born: Cell, updated: Cell = dt.date(2025, 10, 20)) -> list[Cell]:
    """The first row as a spreadsheet holds it: numbers and days are no texts."""
    row: list[Cell] = [*ROWS[0].split(";")]
    row[HEADINGS.index("civico")], row[HEADINGS.index("interno")] = 14.0, 7
    row[HEADINGS.index("data_nascita")], row[HEADINGS.index("aggiornato_al")] = born, updated
    return row


@pytest.mark.parametrize(
    "born",
    [
        pytest.param(BORN, id="day"),
        pytest.param(dt.datetime(1960, 4, 3), id="moment"),  # noqa: DTZ001
        pytest.param(22009, id="serial number"),
        pytest.param("22009.0", id="serial number as text"),
        pytest.param("03/04/1960 00:00:00", id="text with a time"),
    ],
)
def test_a_workbook_is_the_same_registry(tmp_path: Path, born: Cell) -> None:
    """Title rows, whole numbers with a point and any form of days: the people are those of the CSV."""
    expected = stage(tmp_path, "\n".join((HEADER, ROWS[0]))).people
    path = workbook(tmp_path / "r.xlsx", [["Estrazione cartelle"], [], list(HEADINGS), typed(born=born)])
    assert read(path) == expected


def test_the_sheet_of_the_people_is_found(tmp_path: Path) -> None:
    """A cover and an empty sheet before it hinder nothing; a second sheet of people is told."""
    rows = [list(HEADINGS), typed(born=BORN)]
    path = workbook(tmp_path / "r.xlsx", [["Copertina"]], [], rows, rows)
    staged = read_registry(path, load_mapping(None, RULES.registry), RULES)
    assert len(staged.people) == 1
    assert staged.remarks == ("sheet 4 has the same headings as sheet 3 and was not read",)


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    """A warning names the row that the program shows beside it."""
    path = workbook(tmp_path / "r.xlsx", [["Titolo"], [], list(HEADINGS), typed(born="ieri")])
    staged = read_registry(path, load_mapping(None, RULES.registry), RULES)
    assert [(each.row, each.column) for each in staged.warnings] == [(4, "data_nascita")]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_programs(tmp_path: Path, kind: str) -> None:
    """OpenDocument and old Excel by the same way, days and numbers as such programs hold them."""
    rows: list[list[Cell]] = [["Estrazione"], [*HEADINGS], typed(born=BORN, updated="20/10/2025")]
    by_place = {(y, x): value for y, row in enumerate(rows, 1) for x, value in enumerate(row, 1)}
    path = tmp_path / f"r.{kind}"
    path.write_bytes(ods(rows) if kind == "ods" else xls(by_place))
    assert read(path) == stage(tmp_path, "\n".join((HEADER, ROWS[0]))).people


def test_a_civic_number_that_became_a_day(tmp_path: Path) -> None:
    """Excel takes 3/12 for the third of December; the number comes back, and that is told."""
    row = typed(born=BORN)
    row[HEADINGS.index("civico")] = dt.date(2025, 12, 3)
    staged = read_registry(
        workbook(tmp_path / "r.xlsx", [list(HEADINGS), row]), load_mapping(None, RULES.registry), RULES
    )
    assert staged.people[0].address.civic == "3/12"
    assert [each.column for each in staged.warnings] == ["civico"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no workbook at all", "not a workbook"), (b"", "not a workbook"), (None, "cannot be read")],
    ids=["text", "empty", "missing"],
)
def test_refused_with_its_reason(tmp_path: Path, content: bytes | None, said: str) -> None:
    """What is no workbook is refused with its name and a remedy."""
    path = tmp_path / "r.xlsx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as refusal:
        read(path)
    assert "r.xlsx" in str(refusal.value)


def test_a_workbook_without_people(tmp_path: Path) -> None:
    """No sheet with column names: nothing is guessed."""
    with pytest.raises(UsageError, match="no row with column names"):
        read(workbook(tmp_path / "r.xlsx", [[1, 2, 3]], [["a", "b"]]))


@pytest.mark.fault("registry-bad-import")
def test_half_a_workbook(tmp_path: Path) -> None:
    """A copy that broke off is refused."""
    whole = workbook(tmp_path / "w.xlsx", [list(HEADINGS), typed(born=BORN)]).read_bytes()
    path = tmp_path / "r.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    assert not zipfile.is_zipfile(path)
    with pytest.raises(UsageError, match="damaged"):
        read(path)


def test_a_stray_cell_at_the_end_of_the_world(tmp_path: Path) -> None:
    """It would make the reader ask for more memory than there is: refused before, with the place."""
    made = openpyxl.Workbook()
    made.active.append(HEADINGS)
    made.active.append(typed(born=BORN))
    made.active["XFD1048576"] = "x"
    made.save(tmp_path / "r.xlsx")
    with pytest.raises(UsageError, match="row 1048576 and column 16384"):
        read(tmp_path / "r.xlsx")
