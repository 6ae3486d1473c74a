# SPDX-License-Identifier: EUPL-1.2
"""Tables whose rows are not one person each: what belongs together, what does not, and what a person must read."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.model.document import Line, Page, Table, TableRow
from pecwatch.model.listing import ListRow, Reading, Status
from tests.lists.written import body, read, read_table, rows, told

HEADER = ["Nominativo", "Indirizzo", "Data", "Esito"]
FIRST = ["VERDI GIO", "via Po 8", "11/11/2025", "SI ESEGUE"]
LAST = ["ZANI LEA", "via Po 12", "11/11/2025", "SI ESEGUE"]
NOVEMBER_11 = dt.date(2025, 11, 11)


def _names(reading: Reading) -> list[str]:
    return [f"{row.surname} {row.given_name}".strip() for row in rows(reading)]


def _said(reading: Reading) -> list[tuple[str, str | None, Status]]:
    return [(row.surname, row.address.street, row.status) for row in rows(reading)]


def _whole(reading: Reading) -> bool:
    assert reading.listing is not None
    return reading.listing.complete


def _left(reading: Reading) -> list[str]:
    assert reading.listing is not None
    return [leftover.text for leftover in reading.listing.leftovers]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(["ROSSI MARIO", "", "", ""], id="name alone"),
        pytest.param(["ROSSI MARIO", "-", "//", "n.d."], id="signs for nothing"),
        pytest.param(["ROSSI MARIO", "", "", "piano di rientro"], id="a reason without a status"),
    ],
)
def test_a_row_with_a_name_of_its_own_is_a_row(between: list[str]) -> None:
    """What it does not say is missing, and said to be; the row above keeps its name, day and address."""
    reading = read_table(HEADER, FIRST, between, LAST)
    assert _names(reading) == ["VERDI GIO", "ROSSI MARIO", "ZANI LEA"]
    assert (rows(reading)[0].date, rows(reading)[0].wording) == (NOVEMBER_11, "SI ESEGUE")
    assert {"address_missing", "date_missing", "status_unknown"} <= set(told(reading))


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(["-", "via Adda 7", "12/11/2025", "-"], id="dash for the name"),
        pytest.param(["n.d.", "via Adda 7", "", ""], id="n.d. for the name"),
        pytest.param(["", "", "12/11/2025", "SOSPESO"], id="day and status"),
        pytest.param(["", "", "", "SOSPESO"], id="another status"),
        pytest.param(["", "via Adda 7", "", ""], id="another address"),
    ],
)
def test_a_row_of_nobody_is_left_over(between: list[str]) -> None:
    """An address, a day or a status of its own never goes to the row above."""
    reading = read_table(HEADER, FIRST, between, LAST)
    assert _names(reading) == ["VERDI GIO", "ZANI LEA"]
    assert rows(reading)[0].date == NOVEMBER_11 and rows(reading)[0].wording == "SI ESEGUE"
    assert len(_left(reading)) == 1 and not _whole(reading)


@pytest.mark.parametrize(
    ("table", "name", "street"),
    [
        pytest.param(
            [
                HEADER,
                ["MONTESILVI DELLA ROCCHETTA", "viale dei Gelsi", "11/11/2025", "SI ESEGUE dopo"],
                ["ANNA MARIA", "22", "", "ripetuti solleciti"],
                LAST,
            ],
            "MONTESILVI DELLA ROCCHETTA ANNA MARIA",
            "VIALE DEI GELSI",
            id="narrow columns",
        ),
        pytest.param(
            [HEADER, ["MONTESILVI", "viale dei Gelsi 22", "11/11/2025", "SI ESEGUE"], ["ANNA MARIA", "", "", ""], LAST],
            "MONTESILVI ANNA MARIA",
            "VIALE DEI GELSI",
            id="the given name below",
        ),
        pytest.param(
            [HEADER, ["ROSSI MARIO E", "viale dei Gelsi 22", "11/11/2025", "SI ESEGUE"], ["BIANCHI ANNA", "", "", ""]],
            "ROSSI MARIO",
            "VIALE DEI GELSI",
            id="joined by e",
        ),
    ],
)
def test_what_certainly_goes_on_is_joined(table: list[list[str]], name: str, street: str) -> None:
    """A name cut short, a conjunction left hanging, cells that all go on."""
    first = rows(read_table(*table))[0]
    assert (f"{first.surname} {first.given_name}", first.address.street) == (name, street)


def test_idem_below_a_row_that_was_left_over_means_that_row() -> None:
    """Not the one above it."""
    reading = read_table(
        HEADER, FIRST, ["-", "via Adda 7", "12/11/2025", "SI ESEGUE"], ["ZANI LEA", "come sopra", "idem", "SOSPESO"]
    )
    last = rows(reading)[-1]
    assert (last.address.street, last.date) == ("VIA ADDA", dt.date(2025, 11, 12))


def test_names_in_other_letters_do_not_vanish() -> None:
    """They cannot be read, so a person does."""
    reading = read_table(HEADER, FIRST, ["Жук Анна", "", "", ""], LAST)
    assert not _whole(reading) or "Жук Анна" in [row.name_as_written for row in rows(reading)]


@pytest.mark.parametrize("sign", ['"', "idem", "c.s."])
def test_idem_for_the_name_is_the_person_above(sign: str) -> None:
    """With another flat; never a line that vanishes."""
    reading = read_table(HEADER, FIRST, [sign, "via Adda 7", sign, sign])
    assert _said(reading)[1] == ("VERDI", "VIA ADDA", Status.EXECUTE)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            [
                ["Nominativo", "Indirizzo", "Nominativo", "Indirizzo"],
                ["VERDI GIO", "via Po 8", "ZANI LEA", "via Adda 9"],
                ["NERI EVA", "via Roma 1", "", ""],
            ],
            id="header",
        ),
        pytest.param(
            [
                ["N.", "Nominativo", "Indirizzo", "", "N.", "Nominativo", "Indirizzo"],
                ["1", "VERDI GIO", "via Po 8", "", "3", "ZANI LEA", "via Adda 9"],
                ["2", "NERI EVA", "via Roma 1", "", "", "", ""],
            ],
            id="numbers and a gap",
        ),
        pytest.param(
            [
                ["VERDI GIO", "via Po 8", "ZANI LEA", "via Adda 9"],
                ["NERI EVA", "via Roma 1", "GELMI ADA", "via Mella 2"],
            ],
            id="no header",
        ),
    ],
)
def test_two_lists_side_by_side_are_two(table: list[list[str]]) -> None:
    """Nobody becomes a co-tenant at the address on the left."""
    found = {row.surname: row.address.street for row in rows(read_table(*table))}
    assert found["VERDI"] == "VIA PO" and found["ZANI"] == "VIA ADDA" and found["NERI"] == "VIA ROMA"
    assert not any(row.co_tenants for row in rows(read_table(*table)))


def test_a_second_name_beside_one_address_is_a_co_tenant() -> None:
    """With no address, day or status of her own beside her."""
    reading = read_table(
        ["Intestatario", "Indirizzo", "Occupante", "Esito"], ["VERDI GIO", "via Po 8", "VERDI ADA", "SOSPESO"]
    )
    assert [(row.surname, [one.given_name for one in row.co_tenants]) for row in rows(reading)] == [("VERDI", ["ADA"])]


def _stacked(name: str, address: str, date: str, status: str) -> Reading:
    return read_table(HEADER, [name, address, date, status], LAST)


@pytest.mark.parametrize("sign", ["\n", " - "])
def test_whole_rows_side_by_side_in_cells(sign: str) -> None:
    """Cards: nobody is lost who stands in the second column."""
    people = (("ZUCCHEROLI MIRELLA", 6), ("BONETTALI IVANO", 7), ("DE' FALCHETTI ROSA", 12), ("OKOROMA BLESSING", 13))
    cards = [sign.join((name, f"Via Po {day}", f"{day}/11/2025 ore 9:30", "SI ESEGUE")) for name, day in people]
    found = rows(read_table(cards[:2], cards[2:]))
    assert [(row.surname, row.address.civic, row.date and row.date.day) for row in found] == [
        ("ZUCCHEROLI", "6", 6),
        ("BONETTALI", "7", 7),
        ("DE' FALCHETTI", "12", 12),
        ("OKOROMA", "13", 13),
    ]


def test_an_address_below_the_name_beside_merged_cells() -> None:
    """Number, day and status merged over two rows stand in both; the address is that of the name above it."""
    reading = read_table(
        ["N.", "Nominativo e indirizzo", "Data", "Esito"],
        ["1", "ZUCCHEROLI MIRELLA", "06/11/2025", "SI ESEGUE"],
        ["1", "Via delle Robinie 14", "06/11/2025", "SI ESEGUE"],
        ["2", "BONETTALI IVANO", "07/11/2025", "SOSPESO"],
        ["2", "Largo dei Pioppi 3", "07/11/2025", "SOSPESO"],
    )
    assert [(row.surname, row.address.civic, row.status.value) for row in rows(reading)] == [
        ("ZUCCHEROLI", "14", "execute"),
        ("BONETTALI", "3", "suspended"),
    ]
    assert reading.listing is not None
    assert reading.listing.complete


def test_people_one_below_the_other_in_the_cells_of_a_row() -> None:
    """Each line of name, address and status is a person; the day stands for both."""
    reading = _stacked("VERDI GIO\nNERI EVA", "via Po 8\nvia Adda 9", "11/11/2025", "SI ESEGUE\nNON SI ESEGUE")
    assert _said(reading)[:2] == [("VERDI", "VIA PO", Status.EXECUTE), ("NERI", "VIA ADDA", Status.NOT_EXECUTED)]
    assert [row.date for row in rows(reading)] == [NOVEMBER_11] * 3 and _whole(reading)


def test_days_one_below_the_other() -> None:
    """Each has its own."""
    reading = _stacked("VERDI GIO\nNERI EVA", "via Po 8\nidem", "11/11/2025\n12/11/2025", "SI ESEGUE")
    assert [row.date for row in rows(reading)][:2] == [NOVEMBER_11, dt.date(2025, 11, 12)]
    assert [row.address.civic for row in rows(reading)][:2] == ["8", "8"]


def test_stacked_people_that_do_not_add_up_are_left_over() -> None:
    """Three names over two addresses: nobody knows whose they are."""
    reading = _stacked("VERDI GIO\nNERI EVA\nGELMI ADA", "via Po 8\nvia Adda 9", "11/11/2025", "SI ESEGUE")
    assert _names(reading) == ["ZANI LEA"] and not _whole(reading)


def test_tenants_of_one_flat_stay_one_row() -> None:
    """One address, one status, though wrapped."""
    reading = _stacked("ROSSI MARIO\nROSSI ANNA", "viale dei\nGelsi 22", "11/11/2025", "SI ESEGUE\ndopo solleciti")
    assert [(row.surname, len(row.co_tenants)) for row in rows(reading)] == [("ROSSI", 1), ("ZANI", 0)]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            [
                ["Nominativo", "Data", "Esito"],
                ["VERDI GIO", "11/11/2025", "SI ESEGUE"],
                ["via Po 8", "", ""],
                ["ZANI LEA", "11/11/2025", "SOSPESO"],
                ["via Adda 9", "", ""],
            ],
            id="under the name",
        ),
        pytest.param(
            [
                HEADER,
                ["VERDI GIO", "", "11/11/2025", "SI ESEGUE"],
                ["", "via Po 8", "", ""],
                ["ZANI LEA", "", "11/11/2025", "SOSPESO"],
                ["", "via Adda 9", "", ""],
            ],
            id="in its column",
        ),
        pytest.param(
            [
                HEADER[:3],
                ["VERDI GIO", "via Po 8", "11/11/2025"],
                ["SI ESEGUE", "", ""],
                ["ZANI LEA", "via Adda 9", "11/11/2025"],
                ["SOSPESO", "", ""],
            ],
            id="the status below",
        ),
    ],
)
def test_records_over_two_table_lines(table: list[list[str]]) -> None:
    """Where every row has its second line, that line belongs to the row above it."""
    reading = read_table(*table)
    assert _said(reading) == [("VERDI", "VIA PO", Status.EXECUTE), ("ZANI", "VIA ADDA", Status.SUSPENDED)]
    assert _whole(reading)


def test_addresses_above_their_rows_are_buildings() -> None:
    """One for the rows below it."""
    table = [["via Po 8", "", ""], ["VERDI GIO", "11/11/2025", "SI ESEGUE"], ["NERI EVA", "11/11/2025", "SOSPESO"]]
    reading = read_table(
        ["Nominativo", "Data", "Esito"], *table, ["via Adda 9", "", ""], ["ZANI LEA", "11/11/2025", "SOSPESO"]
    )
    assert [row.address.street for row in rows(reading)] == ["VIA PO", "VIA PO", "VIA ADDA"]


@pytest.mark.parametrize("alone", ["via Po 8", "NON SI ESEGUE"])
def test_a_line_that_may_go_up_or_down_is_left_over(alone: str) -> None:
    """Below a row that lacks it and above others that lack it too, nobody knows whose it is."""
    rest = [["NERI EVA", "11/11/2025"], ["ZANI LEA", "11/11/2025"]]
    reading = read_table(["Nominativo", "Data"], ["VERDI GIO", "11/11/2025"], [alone, ""], *rest)
    assert {(row.address.street, row.status) for row in rows(reading)} == {(None, Status.UNKNOWN)}
    assert _left(reading) == [alone]


def test_bands_give_their_status_to_the_rows_below() -> None:
    """Until the next one; a row that says its own keeps it."""
    reading = read_table(
        HEADER,
        ["SI ESEGUE"] * 4,
        ["VERDI GIO", "via Po 8", "11/11/2025", ""],
        ["SOSPESI", "", "", ""],
        ["NERI EVA", "via Roma 1", "11/11/2025", "piano di rientro"],
        ["GELMI ADA", "via Mella 2", "11/11/2025", "SI ESEGUE"],
        ["RINVIATI AL 14/12/2025:", "", "", ""],
        ["ZANI LEA", "via Adda 9", "11/11/2025", ""],
    )
    told_of = [(row.surname, row.status, row.wording) for row in rows(reading)]
    assert told_of == [
        ("VERDI", Status.EXECUTE, "SI ESEGUE"),
        ("NERI", Status.SUSPENDED, "SOSPESI - piano di rientro"),
        ("GELMI", Status.EXECUTE, "SI ESEGUE"),
        ("ZANI", Status.POSTPONED, "RINVIATI AL 14/12/2025"),
    ]
    assert rows(reading)[-1].postponed_to == dt.date(2025, 12, 14) and _whole(reading)


def test_a_line_above_a_table_gives_its_status_to_the_rows() -> None:
    """One table for each status, as letters in Word have them."""
    tables = (
        Table(rows=(TableRow(cells=tuple(HEADER[:3]), line=at), TableRow(cells=cells, line=at + 1)))
        for at, cells in ((2, ("VERDI GIO", "via Po 8", "11/11/2025")), (6, ("ZANI LEA", "via Adda 9", "12/11/2025")))
    )
    first, second = tables
    blocks = (Line(text="SI ESEGUE", line=1), first, Line(text="SOSPESI:", line=5), second)
    reading = read(replace(body(""), pages=(Page(number=1, blocks=blocks),)))
    assert [row.status for row in rows(reading)] == [Status.EXECUTE, Status.SUSPENDED] and _whole(reading)


def test_bands_over_days_and_days_over_bands() -> None:
    """The outer heading ends what the inner one said."""
    day, other = ["lunedì 10/11/2025"] * 4, ["martedì 11/11/2025"] * 4
    runs, stops = ["SI ESEGUE"] * 4, ["NON SI ESEGUE"] * 4
    people = [["VERDI GIO", "via Po 8", "", ""], ["NERI EVA", "via Roma 1", "", ""], ["ZANI LEA", "via Adda 9", "", ""]]
    over = rows(read_table(HEADER, runs, day, people[0], other, people[1], stops, people[2]))
    under = rows(read_table(HEADER, day, runs, people[0], stops, people[1], other, people[2]))

    def seen(found: tuple[ListRow, ...]) -> list[tuple[int | None, Status]]:
        return [(row.date.day if row.date else None, row.status) for row in found]

    assert seen(over) == [(10, Status.EXECUTE), (11, Status.EXECUTE), (None, Status.NOT_EXECUTED)]
    assert seen(under) == [(10, Status.EXECUTE), (10, Status.NOT_EXECUTED), (11, Status.UNKNOWN)]


def test_sums_of_a_status_are_no_rows_and_no_total() -> None:
    """«di cui SI ESEGUE | 2» below «Totale | 3»."""
    suspended = ["NERI EVA", "via Roma 1", "12/11/2025", "SOSPESO"]
    sums = [["Totale", "", "", "3"], ["di cui SI ESEGUE", "", "", "2"], ["SOSPESI", "", "", "1"]]
    reading = read_table(HEADER, FIRST, LAST, suspended, *sums)
    assert len(rows(reading)) == 3 and _whole(reading)
    assert reading.listing is not None and reading.listing.declared_rows == 3


def test_a_person_in_one_cell_over_all_columns() -> None:
    """Read as the line that it is."""
    reading = read_table(HEADER, FIRST, ["ROSSINI PIERA, via Adda 9: già eseguito"] * 4, LAST)
    assert _said(reading)[1] == ("ROSSINI", "VIA ADDA", Status.EXECUTED)


def test_a_record_that_its_separators_do_not_part_is_no_part_of_the_row_above() -> None:
    """Read as a line where that tells a whole row, else left over."""
    commas, more = "TESTA UGO, viale Adda 12, 12/11/2025, SOSPESO", "NERI EVA;via Roma;1;12/11/2025;SI ESEGUE"
    reading = read_table(HEADER, FIRST, [commas, "", "", ""], [more, "", "", ""], LAST)
    assert [name for name, _, _ in _said(reading)] == ["VERDI", "TESTA", "ZANI"]
    assert not any(row.co_tenants for row in rows(reading)) and _left(reading) == [more]


def test_name_and_address_in_one_cell_over_two_columns() -> None:
    """No co-tenant «via Milano»."""
    reading = read_table(HEADER, FIRST, ["NERI EVA - via Adda 9", "NERI EVA - via Adda 9", "12/11/2025", "SOSPESO"])
    assert _said(reading)[1] == ("NERI", "VIA ADDA", Status.SUSPENDED) and not rows(reading)[1].co_tenants


@pytest.mark.parametrize("note", ["nota: contattare il custode ZANI LEA in via Roma 8", "N.B. portare il fabbro"])
def test_notes_in_a_table_are_nobody(note: str) -> None:
    """Neither a row nor a co-tenant of the row above; a person reads them."""
    reading = read_table(HEADER, FIRST, [note, "", "", ""], LAST)
    assert _names(reading) == ["VERDI GIO", "ZANI LEA"] and not rows(reading)[0].co_tenants
    assert _left(reading) == [note]


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("1) CREMONA MARIO - via Po 3 - SI ESEGUE", None),
        ("1) ROSSI MARIO - Cremona, via Po 3 - SI ESEGUE", "CREMONA"),
        ("1) ROSSI MARIO - Comune di Soresina - via Po 3 - SI ESEGUE", "SORESINA"),
        ("1) ROSSI MARIO - Fraz. Cavatigozzi, via Po 3 - SI ESEGUE", None),
        ("1) ROSSI MARIO, Loc. Cava Tigozzi - via Po 3 - SI ESEGUE", None),
        ("1) ROSSI MARIO - Quartiere Zaist, via Po 3 - SI ESEGUE", None),
    ],
)
def test_places_before_an_address_are_nobody(text: str, municipality: str | None) -> None:
    """They are of the address; a municipality is taken for one only where a sign parts it from the name."""
    (row,) = rows(read(body(text)))
    assert row.co_tenants == () and row.given_name == "MARIO"
    assert (row.address.street, row.address.civic, row.address.municipality) == ("VIA PO", "3", municipality)


def test_ordinals_of_street_names() -> None:
    """«via I° Maggio 5» is a street with a number."""
    (row,) = rows(read(body("1) ROSSI MARIO - via I° Maggio 5 - SI ESEGUE")))
    assert (row.address.street, row.address.civic) == ("VIA I° MAGGIO", "5") and "address_unsure" not in told(
        read(body("1) ROSSI MARIO - via I° Maggio 5 - SI ESEGUE"))
    )
