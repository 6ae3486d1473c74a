# SPDX-License-Identifier: EUPL-1.2
"""Addresses as housing companies and registries print them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.italian.addresses import compose_address, find_addresses, read_address
from pecwatch.rules import load_rules, shipped_rules

WORDS = load_rules(shipped_rules()).addresses


def parts(text: str) -> dict[str, str]:
    """What was read, without what was not there."""
    address = read_address(text, WORDS)
    names = ("street", "civic", "exponent", "staircase", "floor", "flat", "municipality")
    return {name: value for name in names if (value := getattr(address, name)) is not None}


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("V.le dei Gelsi", "VIALE DEI GELSI"),
        ("VLE DEI GELSI", "VIALE DEI GELSI"),
        ("P.ZZA delle Robinie", "PIAZZA DELLE ROBINIE"),
        ("P.za Robinie", "PIAZZA ROBINIE"),
        ("P.LE dei Pioppi", "PIAZZALE DEI PIOPPI"),
        ("C.SO dei Tigli", "CORSO DEI TIGLI"),
        ("L.GO dei Pioppi", "LARGO DEI PIOPPI"),
        ("V. delle Robinie", "VIA DELLE ROBINIE"),
        ("via delle robinie", "VIA DELLE ROBINIE"),
        ("VIC. Stretto", "VICOLO STRETTO"),
        ("Str. Bassa", "STRADA BASSA"),
        ("Loc. Boschetto", "LOCALITÀ BOSCHETTO"),
        ("FRAZ. SABBIONI", "FRAZIONE SABBIONI"),
        ("Cascina Ca' Nova", "CASCINA CA' NOVA"),
        ("Q.re Zaist", "QUARTIERE ZAIST"),
        ("C.da dei Gelsi", "CONTRADA DEI GELSI"),
        ("B.GO LORETO", "BORGO LORETO"),
        ("Via F.lli Zuccheroli", "VIA F.LLI ZUCCHEROLI"),
        ("C.so V. Zuccheroli", "CORSO V. ZUCCHEROLI"),
        ("Piazza V. Zuccheroli", "PIAZZA V. ZUCCHEROLI"),
        ("Via G. Bonettali", "VIA G. BONETTALI"),
        ("Via dell’Olmo", "VIA DELL’OLMO"),
        ("Via San Giovanni in Croce", "VIA SAN GIOVANNI IN CROCE"),
        ("Via Piazza Vecchia", "VIA PIAZZA VECCHIA"),
        ("Via V. Veneto", "VIA V. VENETO"),
        ("P.zza V.Emanuele II", "PIAZZA V.EMANUELE II"),
    ],
)
def test_street_type_stands_in_full(text: str, street: str) -> None:
    """However the type is shortened, the street comes out in one form."""
    assert parts(text) == {"street": street}
    assert parts(f"{text} 14") == {"street": street, "civic": "14"}
    assert parts(f"{text}, 3 int. 12") == {"street": street, "civic": "3", "flat": "12"}


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("VIA DEI MIL1E", "VIA DEI MILLE"),
        ("Via Alberto 8roili", "VIA ALBERTO BROILI"),
        ("Via R0binie", "VIA ROBINIE"),
        ("VIA ACER0", "VIA ACERO"),
        ("V1A ACERO", "VIA ACERO"),
        ("VlA ACERO", "VIA ACERO"),
    ],
)
def test_a_digit_inside_a_word_is_a_letter(text: str, street: str) -> None:
    """What a scan misread neither ends the street nor becomes its civic number."""
    assert parts(f"{text} 14 int. 3") == {"street": street, "civic": "14", "flat": "3"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VIA DELLE ROBINIE 14 PIANO ATTICO INT. 9", {"civic": "14", "floor": "AT", "flat": "9"}),
        ("VIA DELLE ROBINIE CIV.14 PIANO:2 INT:9", {"civic": "14", "floor": "2", "flat": "9"}),
        ("VIA DELLE ROBINIE 14 MANSARDA INT. 9", {"civic": "14", "flat": "9"}),
        ("VIA DELLE ROBINIE 14 (EX 12) SC. B INT. 9", {"civic": "14", "staircase": "B", "flat": "9"}),
        ("VIA DELLE ROBINIE 14 4 P INT. 9", {"civic": "14", "flat": "9"}),
        ("VIA DELLE ROBINIE 14 PIANO TERRENO SX INT. 9", {"civic": "14", "floor": "T", "flat": "9"}),
        ("VIA DELLE ROBINIE 14 (CR) INT. 9", {"civic": "14", "flat": "9"}),
        ("VIA DELLE ROBINIE 14 26100 CREMONA CR INT. 9", {"civic": "14", "flat": "9", "municipality": "CREMONA"}),
        ("VIA DELLE ROBINIE 14 APPT. 9", {"civic": "14", "flat": "9"}),
        ("VIA DELLE ROBINIE 14, ex VIA DEI GELSI 3 INT. 9", {"civic": "14"}),
        ("VIA DELLE ROBINIE / 14 / 9", {"civic": "14", "flat": "9"}),
        ("VIA DELLE ROBINIE #14 INT. 9", {"civic": "14", "flat": "9"}),
    ],
)
def test_an_odd_word_between_hides_no_dwelling(text: str, expected: dict[str, str]) -> None:
    """What stands in a cell of its own is an address to its end: whatever is in between, the flat is read."""
    assert parts(text) == {"street": "VIA DELLE ROBINIE"} | expected


def test_a_mark_behind_a_kings_number_ends_nothing() -> None:
    """«Via Bonettali I° 2» is as good as «Via Bonettali I 2»."""
    assert parts("VIA BONETTALI I° 2") == {"street": "VIA BONETTALI I", "civic": "2"}


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("l4 int. 3", {"civic": "14", "flat": "3"}),
        ("1O int. 3", {"civic": "10", "flat": "3"}),
        ("1O", {"civic": "10"}),
        ("14 piano 2o, int. 3", {"civic": "14", "floor": "2", "flat": "3"}),
    ],
)
def test_a_letter_inside_a_number_is_a_digit(tail: str, expected: dict[str, str]) -> None:
    """The civic number is whole, and no letter of it becomes a word of the street."""
    assert parts(f"VIA DELLE ROBINIE {tail}") == {"street": "VIA DELLE ROBINIE"} | expected


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("VIA CITTA? DEI GELSI", "VIA CITTA’ DEI GELSI"),
        ("VIA LIBERT?", "VIA LIBERT’"),
        ("VIA LIBERT\ufffd", "VIA LIBERT’"),
        ("VIA SANT?ERCOLANO", "VIA SANT’ERCOLANO"),
        ("VIA LIBERTÃ\xa0", "VIA LIBERTÀ"),
        ("VIA LIBERTÃ€", "VIA LIBERTÀ"),
        ("VIA NICCOLÃ² DEI GELSI", "VIA NICCOLÒ DEI GELSI"),
        ("VIA DELLâ€™OLMO", "VIA DELL’OLMO"),
    ],
)
def test_a_damaged_letter_does_not_end_the_street(text: str, street: str) -> None:
    """A letter that a program could not write costs at most itself, never the civic number and what is behind."""
    assert parts(f"{text} 14 int. 3") == {"street": street, "civic": "14", "flat": "3"}


@pytest.mark.parametrize(
    ("street", "civic"),
    [
        ("VIA XXV APRILE", "3"),
        ("PIAZZA 4 NOVEMBRE", "12"),
        ("VIA 1° MAGGIO", "5"),
        ("VIA DEI MILLE", "7"),
        ("VIA DEI 1000", "7"),
        ("VIA MARTIRI DEL 9 SETTEMBRE", "4"),
        ("VIA 11 SETTEMBRE 2001", "4"),
        ("VIA 20 SETTEMBRE", "18"),
        ("VIALE PAPA GIOVANNI XXIII", "21"),
        ("VIA 5° ALPINI", "2"),
        ("VIA DELLA SCALA", "8"),
        ("VIA DEL PIANO", "8"),
    ],
)
def test_numbers_inside_a_name_are_not_the_civic(street: str, civic: str) -> None:
    """Days, years and ordinals belong to the street when the street is named after them."""
    assert parts(f"{street} {civic}") == {"street": street, "civic": civic}
    assert parts(f"{street.title()}, {civic}") == {"street": street, "civic": civic}
    assert parts(street) == {"street": street}


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("22/A", {"civic": "22", "exponent": "A"}),
        ("22A", {"civic": "22", "exponent": "A"}),
        ("22 A", {"civic": "22", "exponent": "A"}),
        ("22 / a", {"civic": "22", "exponent": "A"}),
        ("22-A", {"civic": "22", "exponent": "A"}),
        ("22/A/3", {"civic": "22", "exponent": "A", "flat": "3"}),
        ("22/A int. 3", {"civic": "22", "exponent": "A", "flat": "3"}),
        ("12 bis", {"civic": "12", "exponent": "BIS"}),
        ("12/BIS", {"civic": "12", "exponent": "BIS"}),
        ("12ter", {"civic": "12", "exponent": "TER"}),
        ("36/38", {"civic": "36/38"}),
        ("36-38", {"civic": "36/38"}),
        ("9/3", {"civic": "9", "flat": "3"}),
        ("9/3 sc. B", {"civic": "9", "flat": "3", "staircase": "B"}),
        ("SNC", {}),
        ("s.n.c.", {}),
        ("snc int. 4", {"flat": "4"}),
        ("n. 14", {"civic": "14"}),
        ("n° 14", {"civic": "14"}),
        ("n? 14", {"civic": "14"}),
        ("N.14", {"civic": "14"}),
        ("nr. 14", {"civic": "14"}),
        ("civ. 14", {"civic": "14"}),
        (", 3", {"civic": "3"}),
        ("- 3", {"civic": "3"}),
        ("14 int. 7", {"civic": "14", "flat": "7"}),
        ("14 int.7", {"civic": "14", "flat": "7"}),
        ("14 INT 7", {"civic": "14", "flat": "7"}),
        ("14, interno 7", {"civic": "14", "flat": "7"}),
        ("14 interno n. 7", {"civic": "14", "flat": "7"}),
        ("14 - int. 7", {"civic": "14", "flat": "7"}),
        ("14/int. 7", {"civic": "14", "flat": "7"}),
        ("14 (int. 7)", {"civic": "14", "flat": "7"}),
        ("14 scala B", {"civic": "14", "staircase": "B"}),
        ("14 sc. B int. 7", {"civic": "14", "staircase": "B", "flat": "7"}),
        ("14 sc.B/int.7", {"civic": "14", "staircase": "B", "flat": "7"}),
        ("14 SCALA 2 PIANO 3 INT 7", {"civic": "14", "staircase": "2", "floor": "3", "flat": "7"}),
        ("14 int. B/7", {"civic": "14", "staircase": "B", "flat": "7"}),
        ("14 sc. B int. B/7", {"civic": "14", "staircase": "B", "flat": "7"}),
        ("14 int. B7", {"civic": "14", "flat": "B7"}),
        ("14 sc. B/7", {"civic": "14", "staircase": "B", "flat": "7"}),
        ("14 scala 2 / 7", {"civic": "14", "staircase": "2", "flat": "7"}),
        ("14 sc. B/7/11/2025", {"civic": "14", "staircase": "B"}),
        ("n.14int.7", {"civic": "14", "flat": "7"}),
        ("14int.7", {"civic": "14", "flat": "7"}),
        ("14sc.B int.7", {"civic": "14", "staircase": "B", "flat": "7"}),
        ("14 p. 2", {"civic": "14", "floor": "2"}),
        ("14 piano 2°", {"civic": "14", "floor": "2"}),
        ("14, 2° piano", {"civic": "14", "floor": "2"}),
        ("14 piano terra", {"civic": "14", "floor": "T"}),
        ("14 PT", {"civic": "14", "floor": "T"}),
        ("14 p.t. int. 1", {"civic": "14", "floor": "T", "flat": "1"}),
        ("14 piano rialzato", {"civic": "14", "floor": "R"}),
        ("14 secondo piano", {"civic": "14", "floor": "2"}),
        ("14 all. 5", {"civic": "14", "flat": "5"}),
        ("14 alloggio 5", {"civic": "14", "flat": "5"}),
        ("14 app. 5", {"civic": "14", "flat": "5"}),
        ("14 lotto 3 sc. A", {"civic": "14", "staircase": "A"}),
        ("14 pal. B int. 2", {"civic": "14", "flat": "2"}),
        ("14 - 26100 CREMONA (CR)", {"civic": "14", "municipality": "CREMONA"}),
        ("14 - 26100 Cremona", {"civic": "14", "municipality": "CREMONA"}),
        ("14, Cremona", {"civic": "14", "municipality": "CREMONA"}),
        ("14 CREMONA CR", {"civic": "14", "municipality": "CREMONA"}),
        ("14 int. 7 - Gerre de' Caprioli", {"civic": "14", "flat": "7", "municipality": "GERRE DE' CAPRIOLI"}),
        ("14 - Roccafinta (XX)", {"civic": "14"}),
        ("14 - 26199 Roccafinta sul Serio (CR)", {"civic": "14", "municipality": "ROCCAFINTA SUL SERIO"}),
        ("14 A CREMONA", {"civic": "14", "municipality": "CREMONA"}),
        ("int. 7", {"flat": "7"}),
        ("14.", {"civic": "14"}),
        ("14 sc.A p.2 i.5", {"civic": "14", "staircase": "A", "floor": "2", "flat": "5"}),
        ("100 bis/A", {"civic": "100", "exponent": "BIS/A"}),
        ("12/A bis int. 3", {"civic": "12", "exponent": "A BIS", "flat": "3"}),
        ("14 p. I int. II", {"civic": "14", "floor": "1", "flat": "II"}),
        ('14 interno "C"', {"civic": "14", "flat": "C"}),
    ],
)
def test_what_follows_the_street(tail: str, expected: dict[str, str]) -> None:
    """Civic, exponent, staircase, floor, flat and municipality, whatever their order and spelling."""
    assert parts(f"Via delle Robinie {tail}") == {"street": "VIA DELLE ROBINIE"} | expected
    assert parts(f"VIA DELLE ROBINIE {tail.upper()}") == {"street": "VIA DELLE ROBINIE"} | expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("residente in Via delle Robinie 14", {"street": "VIA DELLE ROBINIE", "civic": "14"}),
        (
            "26100 CREMONA - Via delle Robinie 14",
            {"street": "VIA DELLE ROBINIE", "civic": "14", "municipality": "CREMONA"},
        ),
        ("Cremona, via delle Robinie 14", {"street": "VIA DELLE ROBINIE", "civic": "14", "municipality": "CREMONA"}),
        (
            "VOLTA MANTOVANA - V. 2 Giugno n. 82",
            {"street": "VIA 2 GIUGNO", "civic": "82", "municipality": "VOLTA MANTOVANA"},
        ),
        (
            "Roccafinta (CR), Vicolo 1° Maggio 67",
            {"street": "VICOLO 1° MAGGIO", "civic": "67", "municipality": "ROCCAFINTA"},
        ),
        ("ROBINIE 14", {"street": "ROBINIE", "civic": "14"}),
        ("ROBINIE (VIA DELLE) 14", {"street": "VIA DELLE ROBINIE", "civic": "14"}),
        ("ROBINIE VIA DELLE, 14", {"street": "VIA DELLE ROBINIE", "civic": "14"}),
        ("Fraz. Sabbioni, Via dei Gelsi 3", {"street": "VIA DEI GELSI", "civic": "3"}),
        ("Via dei Gelsi 3 fraz. Sabbioni", {"street": "VIA DEI GELSI", "civic": "3"}),
        ("Via dei Gelsi (Boschetto) 3", {"street": "VIA DEI GELSI", "civic": "3"}),
        ('Via "dei Gelsi" 3', {"street": "VIA DEI GELSI", "civic": "3"}),
        ("Via dei\n Gelsi,\n3", {"street": "VIA DEI GELSI", "civic": "3"}),
        ("Via delle R0binie 14", {"street": "VIA DELLE ROBINIE", "civic": "14"}),
        ("", {}),
        ("-", {}),
        ("14", {"civic": "14"}),
    ],
)
def test_noise_around_an_address(text: str, expected: dict[str, str]) -> None:
    """What stands before and after does not spoil it, and nothing is made of nothing."""
    assert parts(text) == expected


def test_address_in_columns() -> None:
    """Columns say the same as one text, and a street column that holds everything is not doubled."""
    whole = read_address("Via delle Robinie 14/A sc. B p. 2 int. 7 - Cremona", WORDS)
    columns = compose_address(
        WORDS, street="V. DELLE ROBINIE", civic="14/A", staircase="B", floor="2", flat="7", municipality="Cremona (CR)"
    )
    street = "Via delle Robinie 14/A sc. B p. 2 int. 7"
    twice = compose_address(WORDS, street=street, civic="14/A", municipality="CREMONA")
    assert replace(columns, as_written="") == replace(twice, as_written="") == replace(whole, as_written="")
    assert compose_address(WORDS, street="Via delle Robinie", civic="-", flat=" ").civic is None
    assert compose_address(WORDS, street="", staircase="B", flat="7").street is None


@pytest.mark.parametrize(
    ("cells", "staircase", "flat"),
    [
        pytest.param({"flat": "int. 7"}, None, "7", id="label in the cell of the flat"),
        pytest.param({"flat": "INTERNO 7", "civic": "N. 14"}, None, "7", id="labels in two cells"),
        pytest.param({"staircase": "Sc. B", "flat": "7"}, "B", "7", id="label in the cell of the staircase"),
        pytest.param({"floor": "PT", "flat": "7"}, None, "7", id="floor by two letters"),
        pytest.param({"floor": "piano 1", "flat": "7"}, None, "7", id="label in the cell of the floor"),
        pytest.param({"staircase": "B", "floor": "mansarda", "flat": "7"}, "B", "7", id="floor that nobody knows"),
        pytest.param({"floor": "-1", "flat": "7"}, None, "7", id="floor below the ground"),
        pytest.param({"staircase": "//", "floor": ".", "flat": "7"}, None, "7", id="marks for nothing"),
        pytest.param({"staircase": "0", "floor": "0", "flat": "0"}, None, None, id="noughts for nothing"),
        pytest.param({"flat": "B/7"}, "B", "7", id="staircase and flat in one cell"),
        pytest.param({"flat": "00007"}, None, "7", id="filled with noughts"),
        pytest.param({"civic": "14 - 16", "flat": "7"}, None, "7", id="two numbers apart"),
        pytest.param({"street": "Via delle Robinie 14", "flat": "7"}, None, "7", id="number in the street too"),
        pytest.param(
            {"street": "Via delle Robinie, 14", "staircase": "B", "flat": "7"}, "B", "7", id="and a staircase"
        ),
    ],
)
def test_what_a_cell_holds_is_not_lost(cells: dict[str, str], staircase: str | None, flat: str | None) -> None:
    """An odd cell costs itself alone: the flat beside it is read, and labels in cells do no harm."""
    read = compose_address(WORDS, **({"street": "Via delle Robinie", "civic": "14"} | cells))
    assert (read.street, read.staircase, read.flat) == ("VIA DELLE ROBINIE", staircase, flat)
    assert read.civic is not None
    assert read.civic.startswith("14")


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_addresses(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - SI ESEGUE – dopo ripetuti solleciti",
            ["Via delle Robinie 14 sc. B int. 7"],
        ),
        ("Zuccheroli Mirella Via delle Robinie 14 SI ESEGUE", ["Via delle Robinie 14"]),
        ("ZUCCHEROLI MIRELLA VIA LIBERT? 14 SI ESEGUE", ["VIA LIBERT? 14"]),
        ("ZUCCHEROLI MIRELLA Via NicolÃ² Bonettali 14 SI ESEGUE", ["Via NicolÃ² Bonettali 14"]),
        ("ZUCCHEROLI MIRELLA Via dellâ€™Olmo 14 SI ESEGUE", ["Via dellâ€™Olmo 14"]),
        ("ZUCCHEROLI MIRELLA VIALE DEI GELSI 22/A RINVIATO AL 14/01/2026", ["VIALE DEI GELSI 22/A"]),
        (
            "BONETTALI IVANO – Largo dei Pioppi, 3 int. 12 – NON SI ESEGUE - piano di rientro",
            ["Largo dei Pioppi, 3 int. 12"],
        ),
        ("DE' FALCHETTI ROSA ved. MONTESILVI - V.le dei Gelsi 22/A - RINVIATO AL 14/01/2026", ["V.le dei Gelsi 22/A"]),
        ("ore 9,00   Zuccheroli Mirella, Via delle Robinie 14      SI ESEGUE", ["Via delle Robinie 14"]),
        (
            "MONTESILVI ANNA   VIALE DEI GELSI           22/A  -   06 nov    SI ESEGUE",
            ["VIALE DEI GELSI           22/A"],
        ),
        ("ZUCCHEROLI MIRELLA VIA DELLE ROBINIE SI ESEGUE", ["VIA DELLE ROBINIE"]),
        ("Zuccheroli Mirella - Via delle Robinie - SI ESEGUE", ["Via delle Robinie"]),
        ("Zuccheroli Mirella Via delle Robinie occupato dal figlio", ["Via delle Robinie"]),
        ("Zuccheroli Mirella Via delle Robinie 14/11/2025 ore 9,00", ["Via delle Robinie"]),
        ("Zuccheroli Mirella Via delle Robinie 36/11/2025 ore 9,00", ["Via delle Robinie"]),
        ("Zuccheroli Mirella Via delle Robinie 00/00/0000", ["Via delle Robinie"]),
        ("Zuccheroli Mirella Via delle Robinie 36/38/40", ["Via delle Robinie 36/38/40"]),
        ("Zuccheroli Mirella Via delle Robinie 14 14/11/2025 ore 9,00", ["Via delle Robinie 14"]),
        ("Zuccheroli Mirella Via delle Robinie 14 06/11/2025 9:30", ["Via delle Robinie 14"]),
        ("Zuccheroli Mirella Via delle Robinie 14 giovedì 6 novembre", ["Via delle Robinie 14"]),
        ("Zuccheroli Mirella, Via delle Robinie 14, 26100 Cremona SI ESEGUE", ["Via delle Robinie 14, 26100 Cremona"]),
        (
            "Zuccheroli - Via delle Robinie 14 - 26100 CREMONA (CR) - SI ESEGUE",
            ["Via delle Robinie 14 - 26100 CREMONA (CR)"],
        ),
        ("Zuccheroli Mirella Via XXV Aprile 3 SI ESEGUE", ["Via XXV Aprile 3"]),
        ("Zuccheroli Mirella Piazza 4 Novembre 12 il 6 novembre", ["Piazza 4 Novembre 12"]),
        ("Zuccheroli Mirella Via Martiri del 9 Settembre 4 int. 2 SOSPESO", ["Via Martiri del 9 Settembre 4 int. 2"]),
        ("Zuccheroli Mirella via delle robinie 14 si esegue", ["via delle robinie 14"]),
        ("Zuccheroli Mirella V. delle Robinie 14", ["V. delle Robinie 14"]),
        ("PIAZZA MARIO - VIA DELLE ROBINIE 14", ["VIA DELLE ROBINIE 14"]),
        ("PIAZZA MARIO VIA DELLE ROBINIE 14", ["VIA DELLE ROBINIE 14"]),
        ("LARGO PIETRO VIALE DEI GELSI SNC", ["VIALE DEI GELSI SNC"]),
        ("l’alloggio di Via delle Robinie 14 e quello di Via dei Gelsi 3", ["Via delle Robinie 14", "Via dei Gelsi 3"]),
        ("Zuccheroli Mirella - P.zza V. Veneto 3 - SI ESEGUE", ["P.zza V. Veneto 3"]),
        ("pratica in via di definizione", []),
        ("IN VIA DI DEFINIZIONE CON RATE 3", []),
        ("avvisata per via telefonica 3 volte", []),
        ("inviata via PEC il 14/10/2025", []),
        ("inviata via mail 2 volte", []),
        ("hanno fatto piazza pulita", []),
        ("nel corso del mese di novembre 2025", []),
        ("esecuzione in corso", []),
        ("in via d’urgenza", []),
        ("si procede con l’esecuzione", []),
        ("", []),
    ],
)
def test_addresses_in_running_text(text: str, expected: list[str]) -> None:
    """The span ends where the address grammar ends, and phrases are no addresses."""
    assert found(text) == expected


@given(st.text(alphabet="Via dei GELSI.,/-14ABnc°()'\n\t", max_size=60))
def test_nothing_upsets_the_reader(text: str) -> None:
    """Any text is read; spans lie inside the text, in order, without overlaps."""
    read_address(text, WORDS)
    offsets = [offset for span in find_addresses(text, WORDS) for offset in (span.start, span.end)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
