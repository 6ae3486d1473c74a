# SPDX-License-Identifier: EUPL-1.2
import mailbox
import tracemalloc
from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.mail.archive import is_message, read_archive
from tests.generators.pec import Letter, ordinary, transport

FIRST = transport(Letter(subject="Primo"))
SECOND = ordinary(Letter(subject="Secondo", text="Riga\n\nFrom qui in avanti si legge\nFrom: non un campo\n"))
LINE = b"From posta@pec.example Fri Oct 24 09:12:31 2025\n"


def read(path: Path) -> list[tuple[str, bytes]]:
    messages = tuple(read_archive(path))
    contents = [b"".join(message.pieces()) for message in messages]
    assert [len(content) for content in contents] == [message.size for message in messages]
    return list(zip((message.source for message in messages), contents, strict=True))


def test_single_files(tmp_path: Path) -> None:
    """A message or a document is given as it is, under the path as given."""
    for name, content in (("a.eml", FIRST), ("elenco.pdf", b"%PDF-1.4"), ("vuoto.eml", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        assert read(path) == [(str(path), content)]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_mbox_keeps_every_byte(tmp_path: Path, line_end: bytes) -> None:
    """Messages are numbered from 1, and text that begins with «From» does not split one."""
    line = LINE.replace(b"\n", line_end)
    path = tmp_path / "box.mbox"
    path.write_bytes(line + FIRST + line_end + line + SECOND + line_end + line + FIRST)
    assert read(path) == [(f"{path}#1", FIRST), (f"{path}#2", SECOND), (f"{path}#3", FIRST)]


def test_mbox_written_by_the_library(tmp_path: Path) -> None:
    """The mbox of another program is told by its content, whatever its name."""
    box = mailbox.mbox(tmp_path / "Posta in arrivo")
    for content in (FIRST, SECOND):
        box.add(content)
    box.close()
    messages = read(tmp_path / "Posta in arrivo")
    assert [source.rpartition("#")[2] for source, _ in messages] == ["1", "2"]
    assert messages[0][1] == FIRST


def test_mbox_of_other_programs(tmp_path: Path) -> None:
    """Mozilla's separator has no sender, some programs leave out the empty line, and a box may be empty."""
    path = tmp_path / "box"
    path.write_bytes(b"From - Fri Oct 24 09:12:31 2025\n" + FIRST + LINE + SECOND)
    assert [content for _, content in read(path)] == [FIRST, SECOND]
    (tmp_path / "vuota.mbox").write_bytes(b"")
    assert read(tmp_path / "vuota.mbox") == []


def test_mbox_is_never_loaded_whole(tmp_path: Path) -> None:
    """A box of years costs no more memory than its largest message."""
    path = tmp_path / "grande.mbox"
    letter = ordinary(Letter(text="x" * 70 + "\n")) + b"riga\r\n" * 20_000
    with path.open("wb") as stream:
        for _ in range(40):
            stream.write(LINE + letter + b"\n")
    tracemalloc.start()
    count = sum(1 for _ in read_archive(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 40
    assert peak < path.stat().st_size / 2


def test_maildir(tmp_path: Path) -> None:
    """Delivered messages of a Maildir and its folders; not those still being written, nor control files."""
    files = (
        "cur/2:2,S",
        "new/1",
        "tmp/3",
        "dovecot-uidlist",
        ".Archivio/cur/4:2,S",
        ".Archivio/new/.x",
        ".Archivio/tmp/5",
    )
    for name in files:
        path = tmp_path / "Maildir" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(FIRST)
    (tmp_path / "Maildir/cur").mkdir(exist_ok=True)
    names = [Path(source).relative_to(tmp_path).as_posix() for source, _ in read(tmp_path / "Maildir")]
    assert names == ["Maildir/.Archivio/cur/4:2,S", "Maildir/cur/2:2,S", "Maildir/new/1"]


def test_folder(tmp_path: Path) -> None:
    """A folder is read whole, in the order of its names, without notes and hidden files."""
    for name in ("b/message.eml", "b/expected.json", "b/NOTE.md", "a.pdf", "c.mbox", ".nascosto", ".git/x.eml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(LINE + FIRST if name == "c.mbox" else FIRST)
    sources = [Path(source).relative_to(tmp_path).as_posix() for source, _ in read(tmp_path)]
    assert sources == ["a.pdf", "b/message.eml", "c.mbox#1"]


def test_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    """A misspelt path says so."""
    with pytest.raises(UsageError, match="no such file"):
        list(read_archive(tmp_path / "manca"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(FIRST, True, id="PEC"),
        pytest.param(SECOND, True, id="ordinary"),
        pytest.param(LINE + SECOND, True, id="behind an mbox line"),
        pytest.param(b"\xef\xbb\xbf\r\nFrom: a@b.example\r\nSubject: x\r\n\r\n", True, id="behind a byte order mark"),
        pytest.param(b"Received: from x\r\n\r\n", True, id="one telltale field"),
        pytest.param(b"%PDF-1.4\nTo: x\nFrom: y\n", False, id="pdf"),
        pytest.param(b"COGNOME;NOME\nA;B\n", False, id="csv"),
        pytest.param(b"Oggetto: elenco\nDa: ufficio\n\nTesto\n", False, id="letter in Italian"),
        pytest.param(b"Date: 24 ottobre\n\nElenco\n", False, id="one common word"),
        pytest.param(b"PK\x03\x04From: a\nTo: b\n", False, id="zip"),
        pytest.param(b"", False, id="empty"),
    ],
)
def test_messages_are_told_from_files(content: bytes, *, expected: bool) -> None:
    """Bytes decide, not names."""
    assert is_message(content) is expected
