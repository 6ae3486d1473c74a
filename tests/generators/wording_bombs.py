# SPDX-License-Identifier: EUPL-1.2
"""Texts that look like lists and are made to keep whoever looks for rows in them busy."""

ROW = b"ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"


def executions() -> bytes:
    """The words that make a row, 100,000 times on one line."""
    return b"SI ESEGUE " * 100_000


def execution_lines() -> bytes:
    """The same, one to a line."""
    return b"SI ESEGUE\n" * 100_000


def blanks() -> bytes:
    """A row whose two halves a million blanks part."""
    return ROW + b" " * 1_000_000 + ROW


def blank_lines() -> bytes:
    """A row, a million white lines, a row."""
    return ROW + b"\n \t" * 1_000_000 + ROW


def dashes() -> bytes:
    """What parts the cells of a row, without end."""
    return ROW + b" - " * 200_000


def streets() -> bytes:
    """An address that always begins anew."""
    return b"Via delle Robinie 14 int. 7 sc. B " * 30_000


def days() -> bytes:
    """Days, one after the other."""
    return b"il 06/11/2025 ore 9:00 e " * 40_000


def figures() -> bytes:
    """A number of a million figures."""
    return b"1) ROSSINI - Via delle Robinie " + b"1" * 1_000_000


def brackets() -> bytes:
    """Brackets that open, and none that closes."""
    return b"1) ROSSINI (" + b"(ved. " * 100_000


def names() -> bytes:
    """Names in one another: «vedova di …»."""
    return b"ROSSINI ved. " * 50_000 + b"SI ESEGUE"


def separators() -> bytes:
    """A row of a million empty cells, below a heading."""
    return b"NOMINATIVO;INDIRIZZO;ESITO\n" + b";" * 1_000_000


def open_quote() -> bytes:
    """A quoted cell that never ends."""
    return b'NOMINATIVO;INDIRIZZO;ESITO\n"' + b"A;B;C\n" * 300_000


def accents() -> bytes:
    """One letter under 300,000 accents."""
    return b"ROSSINI e" + "\u0301".encode() * 300_000 + b" - Via delle Robinie 14 - SI ESEGUE"


def half_words() -> bytes:
    """Beginnings of the phrase that ends every row."""
    return b"SI ESEGU SI ESEG SI ESE " * 40_000


def quoted_again() -> bytes:
    """A mail answered 20,000 times, each time one level deeper, up to a width."""
    return b"".join(b">" * (number % 400) + b" " + ROW + b"\n" for number in range(20_000))


def calendar() -> bytes:
    """An invitation with 100,000 days."""
    event = b"BEGIN:VEVENT\r\nUID:%d\r\nDTSTART:20251106T090000Z\r\nSUMMARY:SI ESEGUE\r\nEND:VEVENT\r\n"
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + b"".join(event % number for number in range(100_000))


def folded_calendar() -> bytes:
    """An invitation whose one field is folded 500,000 times."""
    return b"BEGIN:VCALENDAR\r\nDESCRIPTION:" + b"a\r\n " * 500_000 + b"\r\nEND:VCALENDAR\r\n"
