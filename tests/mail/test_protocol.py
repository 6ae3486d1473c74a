# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest

from pecwatch.mail.protocol import protocol_of, read_signature, read_stamp

SEGNATURA = (
    b'<?xml version="1.0"?>%s<Segnatura%s><Intestazione><Identificatore><CodiceAOO>x</CodiceAOO>'
    b"<NumeroRegistrazione>0098765</NumeroRegistrazione><DataRegistrazione>2025-10-24</DataRegistrazione>"
    b"</Identificatore></Intestazione></Segnatura>"
)


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("Prot. 0003809 del 14/01/2026", "0003809", dt.date(2026, 1, 14)),
        ("Prot. n. 0098765 del 24/10/2025 - Comunicazione", "0098765", dt.date(2025, 10, 24)),
        ("PROTOCOLLO N. 1234/2026 del 14 gennaio 2026", "1234/2026", dt.date(2026, 1, 14)),
        ("Prot.n.12", "12", None),
        ("Protocollo generale n. 0003809 - 14-01-2026", "0003809", dt.date(2026, 1, 14)),
        ("xy.ABC.REGISTRO UFFICIALE.U.0003809.14-01-2026", "0003809", dt.date(2026, 1, 14)),
        ("Prot. 0003809 del 34/01/2026", "0003809", None),
    ],
)
def test_stamps(text: str, number: str, day: dt.date | None) -> None:
    """Number as printed, and the day where one is printed."""
    entry = read_stamp(text)
    assert entry is not None
    assert (entry.number, entry.date) == (number, day)


@pytest.mark.parametrize("text", ["", "protocollo d'intesa 2025", "Protezione 12", "Elenco 0003809"])
def test_no_stamp(text: str) -> None:
    """A number alone is no protocol entry."""
    assert read_stamp(text) is None


@pytest.mark.parametrize(
    "content",
    [
        SEGNATURA % (b"", b""),
        SEGNATURA % (b'<!DOCTYPE Segnatura SYSTEM "Segnatura.dtd">', b""),
        SEGNATURA % (b"", b' xmlns="http://www.digitPa.gov.it/protocollo/"'),
    ],
    ids=["plain", "document type of the older form", "namespace"],
)
def test_signature_file(content: bytes) -> None:
    """The file protocol systems attach, in its several forms."""
    entry = read_signature(content)
    assert entry is not None
    assert (entry.number, entry.date) == ("0098765", dt.date(2025, 10, 24))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a>",
        b"<Segnatura/>",
        b'<!DOCTYPE s [<!ENTITY a "b">]><s><NumeroRegistrazione>&a;</NumeroRegistrazione></s>',
    ],
    ids=["empty", "cut", "no number", "entities"],
)
def test_signature_file_without_entry(content: bytes) -> None:
    """Nothing is made of a file without a number, nor of one that brings entities."""
    assert read_signature(content) is None


def test_outermost_first() -> None:
    """The number of the nearest office wins; a number in running text belongs to another letter."""
    other = (SEGNATURA % (b"", b"")).replace(b"0098765", b"7")
    assert protocol_of([SEGNATURA % (b"", b""), other], ["Prot. 5"], []).number == "0098765"
    assert protocol_of([b"<a>"], [None, "Prot. 5"], ["Prot. 6"]).number == "5"
    assert protocol_of([], ["Elenco"], ["Comune\n[Prot. 6 del 1/2/2026]\nSi trasmette"]).number == "6"
    assert protocol_of([], ["Elenco"], ["In riferimento alla vostra nota prot. 6 del 1/2/2026"]) is None
