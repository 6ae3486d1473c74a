# SPDX-License-Identifier: EUPL-1.2
"""The table of buildings: what cooperatives write, and what of it nobody may rely on."""

from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.model.building import Parity
from pecwatch.registry.buildings import StagedBuildings, read_buildings
from tests.registry.staging import RULES

HEADINGS = "Via;Dal civico;Al;Pari/Dispari;Comune;Zona;Tutor;E-mail;Tel.;Chi chiamare;Tel. chi chiamare;N. alloggi"
ALLOWED = ("@cooperativa.example",)


def buildings(tmp_path: Path, *rows: str, allowed: tuple[str, ...] | None = ALLOWED) -> StagedBuildings:
    path = tmp_path / "stabili.csv"
    path.write_text("\n".join((HEADINGS, *rows)), encoding="utf-8")
    return read_buildings(path, RULES, allowed)


def line(street: str = "V.le dei Gelsi", first: str = "22", last: str = "", parity: str = "", **other: str) -> str:
    values = {"town": "", "district": "Zaist", "email": "t@cooperativa.example", "dwellings": "18", **other}
    return (
        f"{street};{first};{last};{parity};{values['town']};{values['district']};Tullio Ronchetti;{values['email']};"
        f"0000 31;Segreteria;0000 5;{values['dwellings']}"
    )


def test_a_whole_line(tmp_path: Path) -> None:
    """Street as lists have it, numbers, side, town, district, dwellings, tutor, whom to call."""
    staged = buildings(tmp_path, line(first="2", last="20", parity="pari", town="Borgo Salice (CR)"))
    (found,) = staged.buildings
    assert (found.street, found.first, found.last, found.parity) == ("VIALE DEI GELSI", 2, 20, Parity.EVEN)
    assert (found.municipality, found.district, found.dwellings) == ("BORGO SALICE", "Zaist", 18)
    assert (found.tutor_name, found.tutor_email, found.tutor_phone) == (
        "Tullio Ronchetti",
        "t@cooperativa.example",
        "0000 31",
    )
    assert (found.contact_name, found.contact_phone) == ("Segreteria", "0000 5")
    assert staged.warnings == ()


@pytest.mark.parametrize(
    ("row", "civics"),
    [
        pytest.param(line(first="14"), (14, 14, None), id="one number"),
        pytest.param(line(first="14.0"), (14, 14, None), id="a number of a spreadsheet"),
        pytest.param(line(first="22/A"), (22, 22, "A"), id="letter"),
        pytest.param(line(first="12 bis", last="12 BIS"), (12, 12, "BIS"), id="bis"),
        pytest.param(line(first="10-20"), (10, 20, None), id="a range in one cell"),
        pytest.param(line(first="n. 10"), (10, 10, None), id="called a number"),
        pytest.param(line("Via delle Robinie 14", first=""), (14, 14, None), id="behind the street"),
        pytest.param(line("Via delle Robinie 14/B", first=""), (14, 14, "B"), id="behind the street, with a letter"),
        pytest.param(line("Piazza 4 Novembre", first="12"), (12, 12, None), id="a day in the street"),
    ],
)
def test_civic_numbers(tmp_path: Path, row: str, civics: tuple[int, int, str | None]) -> None:
    """However a cooperative writes them."""
    (found,) = buildings(tmp_path, row).buildings
    assert (found.first, found.last, found.exponent) == civics


@pytest.mark.parametrize(
    ("row", "held"),
    [
        pytest.param(line(first="36/38"), [36, 38], id="two entrances"),
        pytest.param(line(first="36/38/40"), [36, 38, 40], id="three"),
        pytest.param(line("Via delle Robinie 9/11", first=""), [9, 11], id="behind the street"),
        pytest.param(line(first="36/38", parity="tutti"), [36, 37, 38], id="the column for the side goes first"),
        pytest.param(line(first="36", last="38"), [36, 37, 38], id="from and to"),
        pytest.param(line(first="36-39"), [36, 37, 38, 39], id="not of one side"),
    ],
)
def test_entrances_beside_each_other_are_on_one_side(tmp_path: Path, row: str, held: list[int]) -> None:
    """«36/38» is a building with two doors; 37 is across the street, and its tutor may be another."""
    (found,) = buildings(tmp_path, row).buildings
    assert [number for number in range(1, 60) if found.holds(number)] == held


@pytest.mark.parametrize(
    ("row", "column"),
    [
        pytest.param(line(street=""), "via", id="no street"),
        pytest.param(line(district=""), "quartiere", id="no district"),
        pytest.param(line(first=""), "dal", id="no number"),
        pytest.param(line(first="tutti"), "dal", id="not a number"),
        pytest.param(line(first="14, 20, 26"), "dal", id="numbers with others between them"),
        pytest.param(line(first="9/3"), "dal", id="a flat"),
        pytest.param(line(first="20", last="10"), "dal", id="a range that runs backwards"),
        pytest.param(line(first="22/A", last="30"), "dal", id="a letter in a range"),
        pytest.param(line(first="22 sud"), "dal", id="not an exponent"),
        pytest.param(line(first="2025-12-10"), "dal", id="a range that a spreadsheet took for a day"),
        pytest.param(line(first="10", parity="dispari"), "parita", id="nothing left of the range"),
        pytest.param(line(first="10", parity="sinistra"), "parita", id="no side of a street"),
    ],
)
def test_a_line_that_is_left_out(tmp_path: Path, row: str, column: str) -> None:
    """It is told by line and column, never by what stands there; the others are kept."""
    staged = buildings(tmp_path, row, line("Largo dei Pioppi", "3"))
    assert [found.street for found in staged.buildings] == ["LARGO DEI PIOPPI"]
    assert [(each.row, each.column) for each in staged.warnings] == [(2, column)]
    assert "elsi" not in staged.warnings[0].text and "onchetti" not in staged.warnings[0].text


@pytest.mark.parametrize(
    ("row", "column"),
    [
        pytest.param(line(email=""), "email", id="a tutor who left"),
        pytest.param(line(email="cooperativa"), "email", id="not an address"),
        pytest.param(line(email="a,t@cooperativa.example"), "email", id="two addresses"),
        pytest.param(line(email="<t@cooperativa.example>"), "email", id="an address with something around it"),
        pytest.param(line(email="josè@cooperativa.example"), "email", id="an address with an accent"),
        pytest.param(line(email="t@altrove.example"), "email", id="not allowed"),
        pytest.param(line(email="t@mail.cooperativa.example"), "email", id="a subdomain"),
        pytest.param(line(dwellings=""), "alloggi", id="nobody knows how many dwellings"),
        pytest.param(line(dwellings="9" * 5000), "alloggi", id="more figures than a number may have"),
        pytest.param(line(dwellings="molti"), "alloggi", id="not a number of dwellings"),
    ],
)
def test_a_line_for_which_no_notice_leaves(tmp_path: Path, row: str, column: str) -> None:
    """It stays in the table, and whoever imports it hears why nothing will be sent."""
    staged = buildings(tmp_path, row)
    assert len(staged.buildings) == 1
    assert [(each.row, each.column) for each in staged.warnings] == [(2, column)]
    assert staged.warnings[0].text.endswith("no notice leaves for it")


def test_nobody_is_missed_while_notices_are_off(tmp_path: Path) -> None:
    """An office that sends none has no list of addresses."""
    assert buildings(tmp_path, line(), allowed=None).warnings == ()


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        pytest.param(line(first="2", last="20"), line(first="20", last="30"), 1, id="one number in common"),
        pytest.param(line(first="2", last="20", parity="pari"), line(first="3", last="9"), 1, id="even and all"),
        pytest.param(
            line(first="2", last="20", parity="pari"), line(first="1", last="9", parity="dispari"), 2, id="sides"
        ),
        pytest.param(line(), line("Viale Gelsi"), 1, id="the particle left out"),
        pytest.param(line(), line("Via dei Gelsi"), 2, id="another street"),
        pytest.param(line(first="22"), line(first="22/A"), 2, id="number and letter"),
        pytest.param(line(first="22/A"), line(first="22 a"), 1, id="the same letter"),
        pytest.param(line(town="Borgo Salice"), line(town="Roccafinta"), 2, id="towns"),
        pytest.param(line(town="Borgo Salice"), line(), 1, id="a town left out"),
    ],
)
def test_of_two_lines_for_one_number_the_first_counts(tmp_path: Path, one: str, other: str, kept: int) -> None:
    """Both are told: a building has one tutor, and a person must say whose it is."""
    staged = buildings(tmp_path, one, other)
    assert len(staged.buildings) == kept
    assert [each.row for each in staged.warnings] == ([2, 3] if kept == 1 else [])


def test_a_table_without_buildings(tmp_path: Path) -> None:
    """Without a mandatory column, or without a line that can be used, the one before stays."""
    with pytest.raises(UsageError, match="no building"):
        buildings(tmp_path, line(first="tutti"))
    (tmp_path / "x.csv").write_text("via;quartiere;email\nVia Gelsi 2;Zaist;t@cooperativa.example\n")
    with pytest.raises(UsageError, match="mandatory column alloggi"):
        read_buildings(tmp_path / "x.csv", RULES, ALLOWED)


def test_the_table_of_the_guide(tmp_path: Path) -> None:
    """What the guide shows is read as it stands there."""
    guide = (RULES.folder.parent / "docs" / "guida-tecnica.md").read_text(encoding="utf-8")
    table = guide.partition("```\nVia;Dal")[2].partition("```")[0]
    (tmp_path / "edifici.csv").write_text(f"Via;Dal{table}", encoding="utf-8")
    staged = read_buildings(tmp_path / "edifici.csv", RULES, ALLOWED)
    assert [(found.first, found.last, found.exponent) for found in staged.buildings] == [
        (14, 14, None),
        (2, 20, None),
        (22, 22, "A"),
    ]
    assert {found.municipality for found in staged.buildings} == {"CREMONA"}
    assert staged.warnings == ()
