# SPDX-License-Identifier: EUPL-1.2
"""A registry export is read whole, or refused with a reason; nobody gets lost on the way."""

import datetime as dt
from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.italian.fiscal_code import check_letter
from pecwatch.registry import Comparison, InForce, StagedRegistry, judge, load_mapping, read_registry
from tests.registry.staging import CODE, HEADER, ROWS, RULES, stage


def test_canonical_columns(tmp_path: Path) -> None:
    """The names of the documentation need no mapping."""
    staged = stage(tmp_path, "\r\n".join((HEADER, *ROWS)))
    first, second = staged.people
    assert (first.folder, first.surname, first.given_name, first.fiscal_code) == (
        "2019/00871",
        "ZUCCHEROLI",
        "MIRELLA",
        CODE,
    )
    assert (first.birth_date, first.household_id, first.operator) == (dt.date(1960, 4, 3), "H0417", "OP01")
    address = first.address
    assert (address.street, address.civic, address.staircase, address.flat) == ("VIA DELLE ROBINIE", "14", "B", "7")
    assert (second.address.civic, second.address.exponent, second.folder_state) == ("22", "A", "chiusa")
    assert staged.dated_on == dt.date(2025, 10, 20)
    assert staged.warnings == staged.unreadable == ()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("\n".join((HEADER, *ROWS)).encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param("\n".join((HEADER, *ROWS)).encode("cp1252"), id="cp1252"),
        pytest.param("\n".join((HEADER, *ROWS)).encode("utf-16"), id="utf-16"),
        pytest.param("\n".join((HEADER, *ROWS)).replace(";", ",").encode(), id="comma"),
        pytest.param("\n".join((HEADER, *ROWS)).replace(";", "\t").encode(), id="tab"),
        pytest.param("\n".join(('"' + row.replace(";", '";"') + '"') for row in (HEADER, *ROWS)).encode(), id="quoted"),
        pytest.param("\n".join(("Estrazione cartelle;;;", "", HEADER.upper(), *ROWS, ";;;")).encode(), id="title rows"),
        pytest.param("\n".join((HEADER.replace("_", " ").title(), *ROWS)).encode(), id="headings in words"),
    ],
)
def test_any_export_of_the_same_people_is_the_same(tmp_path: Path, content: bytes) -> None:
    """Delimiter, code page, quotes and title rows do not change who is in it."""
    expected = stage(tmp_path, "\n".join((HEADER, *ROWS)), name="plain.csv").people
    assert stage(tmp_path, content).people == expected


def test_quotes_and_breaks_inside_cells(tmp_path: Path) -> None:
    """A delimiter or line break inside quotes parts nothing."""
    staged = stage(
        tmp_path, 'cartella,cognome,nome,indirizzo\n1,"DE\' FALCHETTI",ROSA,"Via delle Robinie, 14,\nint. 7"\n'
    )
    assert staged.people[0].address.flat == "7"


@pytest.mark.fault("registry-bad-import")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (HEADER.encode(), "empty"),
        (b"PK\x03\x04 and so on", "not a text file"),
        (b"cartella;cognome\x00;nome", "not a text file"),
        ("\n".join((HEADER, *ROWS)).replace(";", "#").encode(), "delimiter"),
        ("\n".join((HEADER, *ROWS)).replace("indirizzo", "dove").encode(), "mandatory column indirizzo"),
        (b"1;2;3\n4;5;6\n", "delimiter"),
        ("\n".join((HEADER, ROWS[0].replace(";", ';"', 1), *ROWS[1:])).encode(), "quotation mark"),
        ("\n".join((HEADER, *(ROWS[n].replace(";", ';"', 1) for n in (0, 1)))).encode(), "quotation mark"),
        ("\n".join((HEADER, ROWS[0].replace(";", ';"', 1), *ROWS[1:] * 20_000)).encode(), "quotation mark"),
    ],
    ids=[
        "empty",
        "only a mark",
        "only a header",
        "zip",
        "binary",
        "wrong delimiter",
        "no address",
        "no header",
        "open quote",
        "quote closed by that of the next row",
        "open quote above very many rows",
    ],
)
def test_refused_with_its_reason(tmp_path: Path, content: bytes, said: str) -> None:
    """What cannot be a registry is refused, and the text says why and names the file."""
    with pytest.raises(UsageError, match=said) as refusal:
        stage(tmp_path, content)
    assert "registry.csv" in str(refusal.value)
    assert "ZUCCHEROLI" not in str(refusal.value)


def test_missing_file(tmp_path: Path) -> None:
    """A wrong path is an error of use, not a crash."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_registry(tmp_path / "none.csv", load_mapping(None, RULES.registry), RULES)


@pytest.mark.parametrize(
    "heading",
    ["DIAGNOSI", "Reddito ISEE", "Note", "decreto_tribunale", "% invalidità", "Amministratore di sostegno", "Cittad."],
)
def test_what_must_not_be_kept_is_dropped_and_told(tmp_path: Path, heading: str) -> None:
    """Columns on health, income and courts are never read; their heading is reported."""
    rows = (f"{HEADER};{heading};telefono", *(f"{row};SEGRETO;0372" for row in ROWS))
    staged = stage(tmp_path, "\n".join(rows))
    assert staged.forbidden_columns == (heading,)
    assert staged.unknown_columns == ("telefono",)
    assert "SEGRETO" not in repr(staged)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        (ROWS[0].replace(CODE, CODE[:-1] + ("A" if CODE[-1] != "A" else "B")), "cf"),
        (ROWS[0].replace("03/04/1960", "31/02/1960"), "data_nascita"),
        (ROWS[0].replace("Via delle Robinie;14", ";"), "indirizzo"),
        (ROWS[0].replace("MIRELLA", ""), "nome"),
    ],
)
def test_an_odd_cell_is_a_warning_never_a_lost_person(tmp_path: Path, wrong: str, column: str) -> None:
    """The person stays; the warning names row and column, not the value."""
    staged = stage(tmp_path, "\n".join((HEADER, wrong, ROWS[1])))
    assert len(staged.people) == 2
    assert [(warning.row, warning.column) for warning in staged.warnings] == [(2, column)]
    assert "ZUCCHEROLI" not in staged.warnings[0].text


def test_omocodia_is_legal(tmp_path: Path) -> None:
    """A code whose digits became letters brings no warning."""
    omocode = CODE[:12] + "VVV"
    staged = stage(tmp_path, "\n".join((HEADER, ROWS[0].replace(CODE, omocode + check_letter(omocode)))))
    assert staged.warnings == ()


def test_rows_that_name_nobody_are_counted(tmp_path: Path) -> None:
    """A row without surname, or shifted by a stray delimiter, is told with its number."""
    staged = stage(tmp_path, "\n".join((HEADER, ROWS[0], "2021/1;;ANNA", ROWS[1] + ";x", ROWS[1])))
    assert [warning.row for warning in staged.unreadable] == [3, 4]
    assert len(staged.people) == 2


def test_vendor_mapping(tmp_path: Path) -> None:
    """A vendor's headings, delimiter and dates come from a file of its own."""
    mapping = (
        'delimiter = "|"\nencoding = "cp1252"\ndate_format = "%m/%d/%Y"\n'
        '[columns]\n"Nr. fasc." = "cartella"\n"Ass. Soc." = "operatore"\n'
    )
    content = "Nr. fasc.|Cognome|Nome|Indirizzo|Ass. Soc.|Data nascita\n7|FERRABÒ|ANNA|Via Gelsi 3|OP9|12/31/1960"
    person = stage(tmp_path, content.encode("cp1252"), mapping=mapping).people[0]
    assert (person.folder, person.surname, person.operator, person.birth_date) == (
        "7",
        "FERRABÒ",
        "OP9",
        dt.date(1960, 12, 31),
    )


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ('[columns]\n"A" = "cartela"', "no such column"),
        ('[columns]\n"Diagnosi" = "area"', "not to be read"),
        ('delimiter = "#"\n[columns]\n', "delimiter"),
        ('encoding = "utf-99"\n[columns]\n', "encoding"),
        ("colums = 3\n", "colums"),
        ("[columns\n", "TOML"),
    ],
)
def test_wrong_mapping(tmp_path: Path, mapping: str, said: str) -> None:
    """A mistake in a mapping is named with its key."""
    with pytest.raises(UsageError, match=said):
        stage(tmp_path, "\n".join((HEADER, *ROWS)), mapping=mapping)


def test_household_in_a_cell(tmp_path: Path) -> None:
    """One row per folder: the members written in a cell become people of the same folder and dwelling."""
    content = (
        "cartella;cognome;nome;indirizzo;civico;componenti\n"
        '5;ZUCCHEROLI;MIRELLA;Via Robinie;14.0;"ZUCCHEROLI MIRELLA; BONETTALI IVANO (figlio, 02/01/1990)"\n'
    )
    holder, son = stage(tmp_path, content).people
    assert (son.folder, son.surname, son.given_name, son.relation) == ("5", "BONETTALI", "IVANO", "figlio")
    assert (son.birth_date, son.address, holder.address.civic) == (dt.date(1990, 1, 2), holder.address, "14")


def in_force(staged: StagedRegistry, new: StagedRegistry) -> InForce:
    """The registry that another one would replace, as the service compares them."""
    comparison = Comparison(new.people)
    difference = comparison.difference(len(tuple(comparison.gone(staged.people))))
    return InForce(people=len(staged.people), dated_on=staged.dated_on, difference=difference)


def many(tmp_path: Path, count: int, day: str = "20/10/2025") -> StagedRegistry:
    rows = [f"{n};ZUCCHEROLI;ANNA {n};;;Via Robinie;{n + 1};;;;;;;{day}" for n in range(count)]
    return stage(tmp_path, "\n".join((HEADER, *rows)))


@pytest.mark.fault("registry-bad-import")
@pytest.mark.parametrize(("count", "accepted"), [(100, True), (81, True), (80, False), (10, False)])
def test_a_shrunk_registry_needs_a_person(tmp_path: Path, count: int, accepted: bool) -> None:
    """With a fifth fewer people or more it is refused until somebody confirms."""
    before, new = many(tmp_path, 100), many(tmp_path, count)
    answer = judge(new, in_force(before, new))
    assert (answer.accepted, answer.needs_confirm) == (accepted, not accepted)
    assert ("fewer" in "".join(answer.reasons)) is not accepted


@pytest.mark.fault("registry-bad-import")
def test_other_people_need_a_person(tmp_path: Path) -> None:
    """As many people as before, and none of them the same: the export of another office."""
    before, new = many(tmp_path, 9), stage(tmp_path, "\n".join((HEADER, *ROWS * 5)))
    assert "9 of 9 people are no longer in it" in judge(new, in_force(before, new)).reasons


@pytest.mark.fault("registry-bad-import")
def test_an_older_registry_needs_a_person(tmp_path: Path) -> None:
    """Yesterday's export does not quietly replace today's."""
    before, new = many(tmp_path, 9), many(tmp_path, 9, "01/10/2025")
    assert judge(new, in_force(before, new)).needs_confirm


@pytest.mark.fault("registry-bad-import")
def test_shifted_columns_need_a_person(tmp_path: Path) -> None:
    """A heading too many puts birth dates under the fiscal code: nobody would be found any more."""
    shifted = HEADER.replace("cartella;", "cartella;cartella;", 1)
    acceptance = judge(stage(tmp_path, "\n".join((shifted, *ROWS)).encode()), None)
    assert acceptance.needs_confirm
    assert "shifted" in acceptance.reasons[0]


def test_first_import_is_accepted(tmp_path: Path) -> None:
    """With nothing in force there is nothing to get worse than."""
    assert judge(many(tmp_path, 3), None).accepted


def test_duplicates_are_told(tmp_path: Path) -> None:
    """The same person twice in a folder hinders nothing and is mentioned."""
    answer = judge(stage(tmp_path, "\n".join((HEADER, ROWS[0], ROWS[0]))), None)
    assert answer.accepted
    assert any("twice" in remark for remark in answer.remarks)
