# SPDX-License-Identifier: EUPL-1.2
"""Codici fiscali; those here have the birth-place X999, which belongs to no place."""

import datetime as dt

import pytest

from pecwatch.italian.fiscal_code import birth_date, check_letter, find_fiscal_codes, is_valid, plain

CODE = "ZCCMLL60D43X999" + check_letter("ZCCMLL60D43X999")
OMOCODE = "ZCCMLL60D43X9VV" + check_letter("ZCCMLL60D43X9VV")


@pytest.mark.parametrize("code", ["ZCCMLL60D43X999I", "BNTVNI48T09X999U"])
def test_known_check_letter(code: str) -> None:
    """Letters worked out with the tables of the decree."""
    assert check_letter(code[:15]) == code[15]


@pytest.mark.parametrize("code", [CODE, OMOCODE, CODE.lower(), f" {CODE[:6]} {CODE[6:11]} {CODE[11:]}"])
def test_valid_codes(code: str) -> None:
    """Omocodia, blanks and lower case do no harm."""
    assert is_valid(code)


@pytest.mark.parametrize(
    "code",
    [
        CODE[:-1] + ("A" if CODE[-1] != "A" else "B"),
        CODE[:-1],
        CODE + "A",
        "",
        "ZCCMLL60D99X999Q",
        "0" * 16,
        CODE[:6] + "à" + CODE[7:],
    ],
    ids=["letter", "short", "long", "empty", "day 99", "digits", "accent"],
)
def test_wrong_codes(code: str) -> None:
    """Any flaw is a flaw, and none is a crash."""
    assert not is_valid(code)


def test_codes_in_text() -> None:
    """Codes are found in running text, wrong ones too, ordinary words never."""
    text = f"ZUCCHEROLI MIRELLA (C.F. {CODE.lower()}), {OMOCODE}; PRECIPITEVOLMENTE ZCCMLL60D43X999?"
    assert find_fiscal_codes(text) == (CODE, OMOCODE)


def test_omocodia_compares_equal() -> None:
    """A code and its omocodic form are the same code."""
    assert plain(CODE) == plain(OMOCODE)


@pytest.mark.parametrize(
    ("code", "date"),
    [
        (CODE, dt.date(1960, 4, 3)),
        (OMOCODE, dt.date(1960, 4, 3)),
        ("ZCCMLL01A01X999A", dt.date(2001, 1, 1)),
        ("ZCCMLL40T71X999A", dt.date(1940, 12, 31)),
        ("ZCCMLL60B30X999A", None),
        ("ZCC", None),
    ],
)
def test_birth_date(code: str, date: dt.date | None) -> None:
    """Women's days lie 40 higher; an impossible day is no date."""
    assert birth_date(code) == date
