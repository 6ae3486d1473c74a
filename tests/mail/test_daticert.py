# SPDX-License-Identifier: EUPL-1.2
import datetime as dt
import time

import pytest

from pecwatch.mail.daticert import looks_like_daticert, read_daticert
from tests.generators.pec import ARUBA, Letter, Postmark, daticert

LETTER = Letter(subject="Elenco perché", recipients=("a@pec.comune.example", "b@pec.comune.example"))
PROPER = daticert(LETTER, "posta-certificata", ARUBA, Postmark(identifier="uno@gestore.example"))


def test_certified_facts() -> None:
    """Sender, recipients, subject, identifier and moment."""
    facts = read_daticert(PROPER)
    assert facts is not None
    assert facts.sender == "decadenze@pec.aler.example"
    assert facts.recipients == ("a@pec.comune.example", "b@pec.comune.example")
    assert (facts.subject, facts.identifier) == ("Elenco perché", "uno@gestore.example")
    assert facts.certified_at == dt.datetime(2025, 10, 24, 7, 12, 31, tzinfo=dt.UTC)
    assert not facts.was_repaired


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf\r\n  " + PROPER, id="blank before the declaration"),
        pytest.param(PROPER + b"\x00\x00\n-- \nfirma", id="rubbish after the root"),
        pytest.param(PROPER.decode().encode("cp1252"), id="charset that lies"),
        pytest.param(PROPER.replace(b'"UTF-8"', b'"ISO-8859-15"').decode().encode("iso-8859-15"), id="iso-8859-15"),
        pytest.param(
            PROPER.replace(b"<postacert ", b'<p:postacert xmlns:p="x:y" ').replace(b"/postacert", b"/p:postacert"),
            id="namespace",
        ),
        pytest.param(
            PROPER.replace(b"><", b">\r\n  <").replace(b"uno@gestore", b"\r\n uno@gestore"), id="wrapped again"
        ),
    ],
)
def test_lenient_reading(content: bytes) -> None:
    """What gateways and people do to the file does not hide its facts."""
    facts = read_daticert(content)
    assert facts is not None
    assert (facts.subject, facts.identifier) == ("Elenco perché", "uno@gestore.example")


def test_bare_ampersand_is_repaired_and_said() -> None:
    """A provider that forgot to escape the subject."""
    facts = read_daticert(PROPER.replace("Elenco perché".encode(), b"Casa & Citt\xc3\xa0"))
    assert facts is not None
    assert (facts.subject, facts.was_repaired) == ("Casa & Città", True)


@pytest.mark.fault("content-xml")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html></html>",
        b"<postacert",
        PROPER[:-40],
        PROPER.replace(b"<oggetto>", b"<b>"),
        PROPER.replace(b"<postacert", b"<!DOCTYPE postacert><postacert"),
        b'<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + PROPER,
        PROPER.replace(b'"UTF-8"?>', b'"UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd">'),
    ],
    ids=["empty", "html", "scrap", "cut", "unbalanced", "document type", "entities", "external"],
)
def test_refused(content: bytes) -> None:
    """Nothing is made of a file that cannot be parsed, or that brings a document type."""
    assert read_daticert(content) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(b'zona="+0200"', b"", "2025-10-24T07:12:31+00:00", id="no zone means Italy"),
        pytest.param(b'zona="+0200"', b'zona="+01:00"', "2025-10-24T08:12:31+00:00", id="colon in the zone"),
        pytest.param(b'zona="+0200"', b'zona="CET"', "2025-10-24T07:12:31+00:00", id="zone by name"),
        pytest.param(b"24/10/2025", b"2025-10-24", "2025-10-24T07:12:31+00:00", id="ISO day"),
        pytest.param(b"09:12:31", b"09.12", "2025-10-24T07:12:00+00:00", id="time without seconds"),
        pytest.param(b"24/10/2025", b"34/10/2025", None, id="no such day"),
        pytest.param(b"09:12:31", b"25:12:31", None, id="no such time"),
        pytest.param(b"giorno", b"giorni", None, id="no day"),
    ],
)
def test_certified_moment(before: bytes, after: bytes, expected: str | None) -> None:
    """The provider's clock, with its zone; null when it cannot be read."""
    facts = read_daticert(PROPER.replace(before, after))
    assert facts is not None
    moment = None if facts.certified_at is None else facts.certified_at.astimezone(dt.UTC).isoformat()
    assert moment == expected


def test_told_by_its_root() -> None:
    """The name of the part may be lost; the root element is not."""
    assert looks_like_daticert(PROPER)
    assert not looks_like_daticert(b"<postacertificata>")


@pytest.mark.fault("content-xml")
@pytest.mark.parametrize(
    "content",
    [b"<postacert " * 50_000, b"<postacert>" + b"&" * 500_000, b"<postacert>" + b"\n> " * 200_000 + b"</postacert"],
    ids=["openings", "ampersands", "quotes"],
)
def test_made_to_keep_a_reader_busy(content: bytes) -> None:
    """A file that is all beginnings is refused as fast as any other."""
    started = time.monotonic()
    assert read_daticert(content) is None
    assert time.monotonic() - started < 5
