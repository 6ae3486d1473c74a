# SPDX-License-Identifier: EUPL-1.2
"""Whom the rows of an export name, and what is odd about them."""

import datetime as dt
from pathlib import Path

import pytest

from pecwatch.registry import judge
from pecwatch.registry.cells import parse_day
from pecwatch.registry.staged import Oddity
from tests.generators.registry import fiscal_code
from tests.registry.staging import CODE, HEADER, ROWS, stage


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(ROWS[0].replace("ZUCCHEROLI", "BONETTALI"), "surname", id="surname"),
        pytest.param(ROWS[0].replace("MIRELLA", "ROSA"), "given name", id="given name"),
        pytest.param(ROWS[0].replace("03/04/1960", "04/03/1960"), "birth date", id="day and month turned"),
        pytest.param(ROWS[0].replace("03/04/1960", "03/04/1961"), "birth date", id="year"),
        pytest.param(ROWS[0].replace("ZUCCHEROLI;MIRELLA", "MIRELLA;ZUCCHEROLI"), "surname, given name", id="turned"),
    ],
)
def test_a_code_that_speaks_of_somebody_else(tmp_path: Path, row: str, said: str) -> None:
    """The person stays with her code; the warning says what does not fit, never the value."""
    staged = stage(tmp_path, f"{HEADER}\n{row}")
    assert [(each.oddity, each.column) for each in staged.warnings] == [(Oddity.CONTRADICTION, "cf")]
    assert staged.warnings[0].text.endswith(f": {said}")
    assert staged.people[0].fiscal_code == CODE


@pytest.mark.parametrize(
    ("surname", "given_name", "coded"),
    [
        pytest.param("FERRABÒ", "NICOLÒ", ("FERRABÒ", "NICOLÒ"), id="accents"),
        pytest.param("DE' FALCHETTI", "ROSA ANNA", ("DEFALCHETTI", "ROSA"), id="first given name alone"),
        pytest.param("D'AMICO", "IVO", ("DAMICO", "IVO"), id="apostrophe, short name"),
    ],
)
def test_a_code_that_fits(tmp_path: Path, surname: str, given_name: str, coded: tuple[str, str]) -> None:
    """Accents, apostrophes and further given names contradict nothing."""
    code = fiscal_code(*coded, dt.date(1960, 4, 3), woman=True)
    row = ROWS[0].replace("ZUCCHEROLI", surname).replace("MIRELLA", given_name).replace(CODE, code)
    assert stage(tmp_path, f"{HEADER}\n{row}").warnings == ()


def test_a_code_of_before_the_marriage(tmp_path: Path) -> None:
    """The surname of birth in a column of its own explains the code; man and woman must agree."""
    content = (
        f"cartella;cognome;cognome da nubile;nome;cf;sesso;via\n1;BONETTALI;ZUCCHEROLI;MIRELLA;{CODE};%s;Via Gelsi 3"
    )
    assert stage(tmp_path, content % "F").warnings == ()
    assert stage(tmp_path, content % "M").warnings[0].text.endswith(": sex")


@pytest.mark.parametrize(
    ("surname", "given_name", "named"),
    [
        pytest.param("BALJINDELI SINGH", ".", ("BALJINDELI", "SINGH"), id="a dot for none"),
        pytest.param("ZUCCHEROLI MIRELLA", "", ("ZUCCHEROLI", "MIRELLA"), id="blank"),
        pytest.param("MIRELLA ZUCCHEROLI", "XXX", ("ZUCCHEROLI", "MIRELLA"), id="crosses for none"),
        pytest.param("DE FALCHETTI", "-", ("DE FALCHETTI", ""), id="one surname"),
        pytest.param("ZUCCHEROLI", "", ("ZUCCHEROLI", ""), id="one word"),
    ],
)
def test_a_whole_name_in_the_column_of_the_surname(
    tmp_path: Path, surname: str, given_name: str, named: tuple[str, str]
) -> None:
    """Who has one name in the passport stands under surname with all of it; told, and found by each word."""
    staged = stage(tmp_path, f"{HEADER}\n2021/3;{surname};{given_name};;;Via dei Gelsi;3;;;;;;;")
    assert [(each.surname, each.given_name) for each in staged.people] == [named]
    assert [(each.oddity, each.column) for each in staged.warnings] == [(Oddity.BLANK, "nome")]


@pytest.mark.parametrize("civic", ['"=""14"""', "'14", "14"], ids=["formula", "apostrophe", "plain"])
def test_marks_of_a_spreadsheet_for_text_are_taken_off(tmp_path: Path, civic: str) -> None:
    """«="14"» and «'14» keep a spreadsheet from counting; they are 14."""
    staged = stage(tmp_path, f"{HEADER}\n2021/3;ZUCCHEROLI;MIRELLA;;;Via dei Gelsi;{civic};;;;;;;")
    assert (staged.people[0].address.civic, staged.warnings) == ("14", ())


def test_civic_numbers_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A street without its numbers finds nobody's household: that is no quiet loss."""
    rows = [f"2021/{n};ZUCCHEROLI;MIRELLA;;;Via dei Gelsi;<b>{n}</b>;;;;;;;" for n in range(1, 4)]
    staged = stage(tmp_path, "\n".join((HEADER, *rows, "2021/9;ZUCCHEROLI;ANNA;;;Via dei Gelsi;SNC;;;;;;;")))
    assert [(each.row, each.column) for each in staged.warnings] == [(row, "civico") for row in (2, 3, 4)]
    assert judge(staged, None).reasons == ("4 people have no civic number",)


def test_a_registry_of_streets_alone_needs_a_person(tmp_path: Path) -> None:
    """A heading that nobody knows hides all civic numbers: that is asked about, not found out at the first eviction."""
    header = HEADER.replace("civico", "nr")
    assert judge(stage(tmp_path, "\n".join((header, *ROWS))), None).reasons == ("2 people have no civic number",)
    assert judge(stage(tmp_path, "\n".join((HEADER, *ROWS))), None).accepted


def households(tmp_path: Path, keys: list[str]) -> tuple[list[str | None], tuple[str, ...]]:
    """The household of each of some people who live far apart, and what is told of them all."""
    header = "cartella;cognome;nome;indirizzo;civico;nucleo"
    rows = [f"{n};ZUCCHEROLI;MIRELLA;Via dei Gelsi;{n};{key}" for n, key in enumerate(keys, 1)]
    staged = stage(tmp_path, "\n".join((header, *rows)))
    return [each.household_id for each in staged.people], judge(staged, None).remarks


@pytest.mark.parametrize("key", ["0", "000", "-", "NULL", "//"])
def test_marks_for_no_household_are_none(tmp_path: Path, key: str) -> None:
    """Everybody who lives alone is not one household."""
    assert households(tmp_path, [key, "H1", key]) == ([None, "H1", None], ())


def test_a_number_of_members_is_no_household(tmp_path: Path) -> None:
    """«Nucleo» may count heads: what people of many dwellings share names no household, and that is told."""
    found, remarks = households(tmp_path, ["3"] * 6 + ["4"] * 5)
    assert found == [None] * 6 + ["4"] * 5
    assert remarks == ("1 household numbers belong to people of too many dwellings; not used",)


def test_without_a_residence_the_domicile_counts(tmp_path: Path) -> None:
    """Who has no residence, as many in need, is found where she lives; the two addresses are never mixed."""
    staged = stage(
        tmp_path,
        "cartella;cognome;nome;indirizzo residenza;civico residenza;interno;domicilio;civico domicilio\n"
        "1;ZUCCHEROLI;MIRELLA;;;7;Via dei Gelsi;3\n"
        "2;BONETTALI;IVANO;Largo dei Pioppi;12;7;Via dei Gelsi;3\n"
        "3;FERRABÒ;NICOLÒ;-;;;;\n",
    )
    found = [(each.address.street, each.address.civic, each.address.flat) for each in staged.people]
    assert found == [("VIA DEI GELSI", "3", None), ("LARGO DEI PIOPPI", "12", "7"), (None, None, None)]
    assert staged.unknown_columns == ()


def test_letters_of_another_encoding_are_mended(tmp_path: Path) -> None:
    """One odd byte makes a whole export of UTF-8 be read as the Windows page; its letters come out right."""
    content = "\n".join((HEADER, *ROWS)).encode() + "\n2021/3;D\x92AMICONI;ADA;;;Via dei Gelsi;3;;;;;;;".encode(
        "latin-1"
    )
    named = [(each.surname, each.given_name) for each in stage(tmp_path, content).people]
    assert named[1:] == [("FERRABÒ", "NICOLÒ"), ("D’AMICONI", "ADA")]


def test_who_stands_twice_is_told_by_row(tmp_path: Path) -> None:
    """Both rows are kept; father and son of one name are two people."""
    father, son = (ROWS[0].replace(CODE, "").replace("1960", year) for year in ("1930", "1960"))
    staged = stage(tmp_path, "\n".join((HEADER, father, son, ROWS[1], father)))
    assert [(each.row, each.oddity) for each in staged.warnings] == [(5, Oddity.DUPLICATE)]
    assert len(staged.people) == 4


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        pytest.param("Zuccheroli Mirella", ["Zuccheroli, Mirella"], id="surname first"),
        pytest.param("Mirella Zuccheroli", ["Zuccheroli, Mirella"], id="given name first"),
        pytest.param("ZUCCHEROLI ved. BONETTALI MIRELLA", ["ZUCCHEROLI, MIRELLA"], id="widow"),
        pytest.param("FERRABÒ NICOLÒ / MONTE IVANO", ["FERRABÒ, NICOLÒ", "MONTE, IVANO"], id="two people"),
    ],
)
def test_surname_and_given_name_in_one_cell(tmp_path: Path, cell: str, names: list[str]) -> None:
    """The rules for names part them; everybody the cell names becomes a person of the folder."""
    people = stage(tmp_path, f"N. pratica;Nominativo;Indirizzo di residenza\n1;{cell};Via Gelsi 3").people
    assert [f"{each.surname}, {each.given_name}" for each in people] == names


def test_most_names_decide_the_order(tmp_path: Path) -> None:
    """A name that does not tell which word is the surname is read as the others of the export are."""
    rows = [f"{number};{name} BONETTALI;Via Gelsi 3" for number, name in enumerate(("ROSA", "ANNA", "MARIO"), 1)]
    people = stage(tmp_path, "\n".join(("cartella;nominativo;via", *rows, "4;QUIRZO ZUCCHEROLI;Via Gelsi 3"))).people
    assert people[-1].surname == "ZUCCHEROLI"


def test_a_member_who_has_a_row_is_no_second_person(tmp_path: Path) -> None:
    """One row per person, each with the whole household in a cell: everybody is there once."""
    household = "ZUCCHEROLI MIRELLA; BONETTALI IVANO (figlio); BONETTALI SVEVA (figlia)"
    rows = (f"5,{name},Via Gelsi 3,{household}" for name in ("ZUCCHEROLI,MIRELLA", "BONETTALI,IVANO"))
    content = "\n".join(("cartella,cognome,nome,via,componenti", *rows))
    people = stage(tmp_path, content).people
    assert [(each.surname, each.given_name) for each in people] == [
        ("ZUCCHEROLI", "MIRELLA"),
        ("BONETTALI", "IVANO"),
        ("BONETTALI", "SVEVA"),
    ]


@pytest.mark.parametrize(
    ("cell", "members"),
    [
        pytest.param(
            "DE FALCHETTI ANNA (figlia); MONTESILVI LOPEZZA LUCIA (nuora)",
            [("DE FALCHETTI", "ANNA", "figlia", None), ("MONTESILVI LOPEZZA", "LUCIA", "nuora", None)],
            id="surnames of two words",
        ),
        pytest.param(
            "ROSSANI ANNA (moglie), ROSSANI LUCA (figlio)",
            [("ROSSANI", "ANNA", "moglie", None), ("ROSSANI", "LUCA", "figlio", None)],
            id="commas",
        ),
        pytest.param(
            "Anna Rossani / Luca Rossani",
            [("Rossani", "Anna", None, None), ("Rossani", "Luca", None, None)],
            id="strokes, given name first",
        ),
        pytest.param(
            "1) ROSSANI ANNA moglie 2) ROSSANI LUCA figlio",
            [("ROSSANI", "ANNA", "moglie", None), ("ROSSANI", "LUCA", "figlio", None)],
            id="numbered",
        ),
        pytest.param(
            "moglie: ROSSANI ANNA; figlio: ROSSANI LUCA n. 02/01/1990",
            [("ROSSANI", "ANNA", "moglie", None), ("ROSSANI", "LUCA", "figlio", dt.date(1990, 1, 2))],
            id="relation in front, day behind",
        ),
        pytest.param(
            "ANNA (moglie), LUCA (figlio)",
            [("ZUCCHEROLI", "ANNA", "moglie", None), ("ZUCCHEROLI", "LUCA", "figlio", None)],
            id="given names alone",
        ),
        pytest.param(
            "ROSSANI ANNA e ROSSANI LUCA", [("ROSSANI", "ANNA", None, None), ("ROSSANI", "LUCA", None, None)], id="and"
        ),
        pytest.param("4", [], id="how many there are"),
        pytest.param("rossani wqanda (moglie)", [("rossani", "wqanda", "moglie", None)], id="small letters"),
    ],
)
def test_members_are_taken_apart_however_they_are_listed(
    tmp_path: Path, cell: str, members: list[tuple[str, str, str | None, dt.date | None]]
) -> None:
    """Who lives with somebody stands in one cell, in the words of each office: nobody runs into another."""
    _, *people = stage(
        tmp_path, f'cartella,cognome,nome,via,componenti\n5,ZUCCHEROLI,MIRELLA,Via Gelsi 3,"{cell}"'
    ).people
    assert [(each.surname, each.given_name, each.relation, each.birth_date) for each in people] == members


def test_a_code_in_the_cell_of_the_household(tmp_path: Path) -> None:
    """The codice fiscale of a member belongs to the member."""
    _, member = stage(
        tmp_path, f'cartella,cognome,nome,via,componenti\n5,BONETTALI,IVANO,Via Gelsi 3,"ZUCCHEROLI MIRELLA {CODE}"'
    ).people
    assert (member.surname, member.given_name, member.fiscal_code) == ("ZUCCHEROLI", "MIRELLA", CODE)


def test_those_who_live_together_share_one_address(tmp_path: Path) -> None:
    """Equal dwellings are one record, equal words one text: a million people must fit into memory."""
    rows = [f"{n};ZUCCHEROLI;ANNA{n};;;Via Robinie;14;B;7;Cremona;;OP01;;" for n in range(3)]
    people = stage(tmp_path, "\n".join((HEADER, *rows))).people
    assert len({id(person.address) for person in people}) == 1
    assert len({id(person.surname) for person in people}) == len({id(person.operator) for person in people}) == 1


def test_the_kind_of_a_street_in_a_column_of_its_own(tmp_path: Path) -> None:
    """«VIALE» beside «DEI GELSI» is one street; where the name begins with it already, it is not doubled."""
    rows = ("1;A;B;VIALE;DEI GELSI;3.0;A", "2;A;C;VIALE;VIALE DEI GELSI;3;A")
    people = stage(tmp_path, "\n".join(("cartella;cognome;nome;toponimo;nome via;n. civ.;esp.", *rows))).people
    assert {(each.address.street, each.address.civic, each.address.exponent) for each in people} == {
        ("VIALE DEI GELSI", "3", "A")
    }


@pytest.mark.parametrize(
    ("written", "date_format", "day"),
    [
        ("03/04/1960", None, dt.date(1960, 4, 3)),
        ("3.4.1960", None, dt.date(1960, 4, 3)),
        ("1960-04-03", None, dt.date(1960, 4, 3)),
        ("19600403", None, dt.date(1960, 4, 3)),
        ("03/04/1960 00:00", None, dt.date(1960, 4, 3)),
        ("22009", None, dt.date(1960, 4, 3)),
        ("1960", None, None),
        ("12", None, None),
        ("31/02/1960", None, None),
        ("04/03/1960", "%m/%d/%Y", dt.date(1960, 4, 3)),
        ("1960-04-03", "%m/%d/%Y", dt.date(1960, 4, 3)),
        ("03/04/60", "%d/%m/%y", dt.date(1960, 4, 3)),
    ],
)
def test_days(written: str, date_format: str | None, day: dt.date | None) -> None:
    """Every form that exports give to a day; a bare year is none."""
    assert parse_day(written, date_format) == day


@pytest.mark.parametrize("nothing", ["NULL", "(null)", "#N/D", "\\N"])
def test_what_programs_write_for_nothing(tmp_path: Path, nothing: str) -> None:
    """A database's word for nothing is no code and no date."""
    row = ROWS[0].replace(CODE, nothing).replace("03/04/1960", nothing)
    staged = stage(tmp_path, f"{HEADER}\n{row}")
    assert (staged.warnings, staged.people[0].fiscal_code, staged.people[0].birth_date) == ((), None, None)
