# SPDX-License-Identifier: EUPL-1.2
import datetime as dt

import pytest

from pecwatch.mail.protocol import protocol_of, read_signature
from pecwatch.mail.stamps import read_stamp, text_of_html

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
        ("Prot.N.0004821/2026 - Elenco", "0004821/2026", None),
        ("PROT. N. 0031002 DEL 19/09/2026", "0031002", dt.date(2026, 9, 19)),
        ("Protocollo nr: 6629 - del 09/05/2026 - UFF-A - Elenco", "6629", dt.date(2026, 5, 9)),
        ("Protocollo numero GAR.2026.0013417 del 27/08/2026", "GAR.2026.0013417", dt.date(2026, 8, 27)),
        ("Prot. Gen. N. 12345 del 24.10.2025", "12345", dt.date(2025, 10, 24)),
        ("Prot. in uscita n° 12345, 24 ottobre 2025", "12345", dt.date(2025, 10, 24)),
        ("Prot. (U) 0012345 del 24/10/25", "0012345", dt.date(2025, 10, 24)),
        ("Prot. U.0012345.24-10-2025", "U.0012345", dt.date(2025, 10, 24)),
        ("x_y1 - Comune - Prot. 0012345/2025 - U - 24/10/2025", "0012345/2025", dt.date(2025, 10, 24)),
        ("Numero protocollo: 77 - Data protocollo: 24/10/2025", "77", dt.date(2025, 10, 24)),
        ("N. Prot. 77 dell’1 novembre 2025", "77", dt.date(2025, 11, 1)),
        ("Prot. del 24/10/2025 n. 0012345", "0012345", dt.date(2025, 10, 24)),
        ("Prot. n. 0012345/U del 24/10/2025", "0012345/U", dt.date(2025, 10, 24)),
        ("Prot. 2025/0012345 - 2025-10-24", "2025/0012345", dt.date(2025, 10, 24)),
        ("xy.REGISTRO UFFICIALE(U).0003809.14-01-2026", "0003809", dt.date(2026, 1, 14)),
        ("[ENTE|UFF|REGISTRO UFFICIALE|236913|14-01-2026]", "236913", dt.date(2026, 1, 14)),
        ("Prot. x_pi.ABC.REGISTRO UFFICIALE.I.17717763.15-03-2026", "17717763", dt.date(2026, 3, 15)),
        ("Prot. 5 del 1/2/2026 - riscontro Vs. nota prot. 6 del 1/1/2026", "5", dt.date(2026, 2, 1)),
        ("Riscontro Vs. nota prot. 6 del 1/1/2026 - ns. Prot. 5 del 1/2/2026", "5", dt.date(2026, 2, 1)),
    ],
)
def test_stamps(text: str, number: str, day: dt.date | None) -> None:
    """Number as printed, and the day where one is printed."""
    entry = read_stamp(text)
    assert entry is not None
    assert (entry.number, entry.date) == (number, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "protocollo d'intesa 2025",
        "Protezione 12",
        "prototipo-12",
        "Elenco 0003809",
        "Riscontro Vs. nota prot. 6 del 1/1/2026",
        "In riferimento alla Vostra prot. n. 6",
    ],
)
def test_no_stamp(text: str) -> None:
    """A number alone is no protocol entry."""
    assert read_stamp(text) is None


@pytest.mark.parametrize(
    "content",
    [
        SEGNATURA % (b"", b""),
        SEGNATURA % (b'<!DOCTYPE Segnatura SYSTEM "Segnatura.dtd">', b""),
        SEGNATURA % (b"", b' xmlns="http://www.digitPa.gov.it/protocollo/"'),
        b"\xef\xbb\xbf" + SEGNATURA % (b"", b""),
        (SEGNATURA % (b"<!-- -->", b"")).replace(b"<!-- -->", "<!-- Città -->".encode("cp1252")),
        (SEGNATURA % (b"", b"")).replace(b'"1.0"?', b'"1.0" encoding="ISO-8859-1"?').replace(b">x<", b">\xe0<"),
        (SEGNATURA % (b"", b"")).replace(b"2025-10-24<", b"2025-10-24T00:00:00+02:00<"),
        (SEGNATURA % (b"", b"")).replace(b"Segnatura>", b"SegnaturaInformatica>"),
        (SEGNATURA % (b"", b"")).replace(
            b"</Intestazione>",
            b"</Intestazione><Riferimenti><NumeroRegistrazione>3</NumeroRegistrazione></Riferimenti>",
        ),
    ],
    ids="plain;older form;namespace;mark;charset that lies;charset;moment;form of 2021;letters referred to".split(";"),
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


def test_stamp_in_html() -> None:
    """An HTML body is read as the lines a person sees."""
    html = (
        "<head><title>Prot. 1</title></head><!-- Prot. 2 --><style>p{}</style><p>Comune</p><p><b>Prot.</b> n&deg; 6</p>"
    )
    entry = protocol_of([], [], [text_of_html(html)])
    assert entry is not None
    assert entry.number == "6"
