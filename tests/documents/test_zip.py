# SPDX-License-Identifier: EUPL-1.2
"""Archives: every file inside is read, what cannot be unpacked is named, bombs cost nothing."""

import bz2
import gzip
import lzma
import zipfile
from collections.abc import Callable

import pytest

from pecwatch.documents.reading import read_document
from tests.documents.opened import attached, lines
from tests.generators.archives import claiming, flagged, tarred, zipped, zipped_with_name
from tests.generators.sheets import xlsx

A = ("a.txt", b"ZUCCHEROLI MIRELLA")
B = ("lettere/b.txt", b"BONETTALI IVANO")


def opened(content: bytes, name: str = "elenco.zip") -> list[tuple[str, str]]:
    """Names and texts of the files inside."""
    return [(read.part, " ".join(lines(read))) for read in read_document(attached(content, name))[1:]]


def told(content: bytes, name: str = "elenco.zip") -> list[tuple[str, str, str | None]]:
    return [
        (problem.code, problem.severity.value, problem.part)
        for read in read_document(attached(content, name))
        for problem in read.problems
    ]


READ = [("elenco.zip/a.txt", "ZUCCHEROLI MIRELLA"), ("elenco.zip/lettere/b.txt", "BONETTALI IVANO")]


@pytest.mark.parametrize(
    ("archive", "inside"),
    [
        pytest.param(zipped(A, B), READ, id="two files"),
        pytest.param(zipped(A, B, method=zipfile.ZIP_STORED), READ, id="stored"),
        pytest.param(zipped(A, B, method=zipfile.ZIP_BZIP2), READ, id="bzip2 inside"),
        pytest.param(zipped(A, B, method=zipfile.ZIP_LZMA), READ, id="lzma inside"),
        pytest.param(zipped(A, ("lettere/", b""), B), READ, id="folders are left out"),
        pytest.param(
            zipped(A, ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("lettere/Thumbs.db", b"x"), B),
            READ,
            id="furniture of the machine is left out",
        ),
        pytest.param(zipped(A, A), [READ[0], READ[0]], id="the same name twice"),
        pytest.param(
            zipped(("interno.zip", zipped(A))),
            [("elenco.zip/interno.zip", ""), ("elenco.zip/interno.zip/a.txt", "ZUCCHEROLI MIRELLA")],
            id="an archive inside",
        ),
        pytest.param(
            zipped(("elenco.xlsx", xlsx([["ORA"]])), method=zipfile.ZIP_STORED),
            [("elenco.zip/elenco.xlsx", "ORA")],
            id="a workbook inside, as it is",
        ),
        pytest.param(
            zipped(("../../etc/x.txt", b"ORA")), [("elenco.zip/../../etc/x.txt", "ORA")], id="a name is no path"
        ),
        pytest.param(
            zipped(("C:\\elenchi\\a.txt", b"ORA")), [("elenco.zip/C:/elenchi/a.txt", "ORA")], id="backslashes"
        ),
        pytest.param(zipped(("città.txt", b"ORA")), [("elenco.zip/città.txt", "ORA")], id="name in UTF-8"),
        pytest.param(
            zipped_with_name("perché.txt".encode(), b"ORA"), [("elenco.zip/perché.txt", "ORA")], id="UTF-8, not said so"
        ),
        pytest.param(
            zipped_with_name("novità.txt".encode("cp850"), b"ORA"), [("elenco.zip/novità.txt", "ORA")], id="DOS letters"
        ),
        pytest.param(
            zipped_with_name("novità è.txt".encode("cp1252"), b"ORA"),
            [("elenco.zip/novità è.txt", "ORA")],
            id="Windows letters",
        ),
        pytest.param(
            zipped(("a\u202etxt.fdp", b"ORA")), [("elenco.zip/atxt.fdp", "ORA")], id="a name that turns around"
        ),
    ],
)
def test_every_file_is_read(archive: bytes, inside: list[tuple[str, str]]) -> None:
    """What is inside is read as if it had been attached, under a name a person finds."""
    assert (opened(archive), told(archive)) == (inside, [])


def _with_wrong_byte(archive: bytes) -> bytes:
    place = archive.index(b"ZUCCHEROLI")
    return archive[:place] + b"X" + archive[place + 1 :]


STORED = zipped(A, B, method=zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("archive", "inside", "problem"),
    [
        pytest.param(
            flagged(zipped(A, B), "a.txt", flags=1),
            READ[1:],
            ("password_protected", "lost", "elenco.zip/a.txt"),
            id="one with a password",
        ),
        pytest.param(_with_wrong_byte(STORED), READ[1:], ("damaged", "lost", "elenco.zip/a.txt"), id="one damaged"),
        pytest.param(
            flagged(zipped(A, B), "a.txt", method=9),
            READ[1:],
            ("unsupported_format", "lost", "elenco.zip/a.txt"),
            id="one packed otherwise",
        ),
        pytest.param(
            claiming(zipped(B, A), 1 << 31),
            READ[1:],
            ("size_limit", "lost", "elenco.zip/a.txt"),
            id="a size that is too big",
        ),
        pytest.param(
            claiming(zipped(B, A), 3), READ[1:], ("damaged", "lost", "elenco.zip/a.txt"), id="a size that lies"
        ),
        pytest.param(
            zipped(B, ("a.txt", bytes(30_000_000))), READ[1:], ("size_limit", "lost", "elenco.zip/a.txt"), id="a bomb"
        ),
    ],
)
def test_one_bad_file_does_not_cost_the_others(
    archive: bytes, inside: list[tuple[str, str]], problem: tuple[str, str, str]
) -> None:
    """What cannot be unpacked is named; the rest is read."""
    assert (opened(archive), told(archive)) == (inside, [problem])


def test_too_many_files() -> None:
    """The first thousand are read, and somebody is told that there are more."""
    archive = zipped(*((f"{number}.txt", b"ORA") for number in range(1_001)))
    assert (len(opened(archive)), told(archive)) == (1_000, [("size_limit", "lost", "elenco.zip")])


def test_too_much_together() -> None:
    """What still fits is read."""
    filler = bytes(range(256)) * 4096 * 40
    archive = zipped(A, ("1.bin", filler), ("2.bin", filler), ("3.bin", filler), B, method=zipfile.ZIP_STORED)
    assert [problem for problem in told(archive) if problem[0] == "size_limit"] == [
        ("size_limit", "lost", "elenco.zip/3.bin")
    ]
    assert [name for name, _ in opened(archive)] == [
        f"elenco.zip/{n}" for n in ("a.txt", "1.bin", "2.bin", "lettere/b.txt")
    ]


@pytest.mark.parametrize(
    ("archive", "inside"),
    [
        pytest.param(zipped(A, B)[:-80], READ, id="the directory is cut off"),
        pytest.param(STORED[:100], READ[:1], id="the last file is cut off"),
        pytest.param(b"PK\x03\x04" + bytes(10), [], id="nothing is left"),
    ],
)
def test_an_archive_cut_off(archive: bytes, inside: list[tuple[str, str]]) -> None:
    """What is left is read, and somebody is told that it is not all."""
    assert opened(archive) == inside
    assert ("damaged", "lost", "elenco.zip") in told(archive)


@pytest.mark.parametrize(
    ("name", "content", "inside"),
    [
        pytest.param("e.tar", tarred(A, B), "e.tar", id="tar"),
        pytest.param("e.tar.gz", gzip.compress(tarred(A, B), mtime=0), "e.tar.gz", id="tar.gz"),
        pytest.param("e.tgz", gzip.compress(tarred(A, B), mtime=0), "e.tgz", id="tgz"),
        pytest.param("e.tar.bz2", bz2.compress(tarred(A, B)), "e.tar.bz2", id="tar.bz2"),
        pytest.param("e.tar.xz", lzma.compress(tarred(A, B)), "e.tar.xz", id="tar.xz"),
    ],
)
def test_other_archives(name: str, content: bytes, inside: str) -> None:
    """TAR archives are read however they were compressed."""
    assert opened(content, name) == [(f"{inside}/a.txt", A[1].decode()), (f"{inside}/lettere/b.txt", B[1].decode())]
    assert told(content, name) == []


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
def test_one_compressed_file(compress: Callable[[bytes], bytes]) -> None:
    """It is read under its own name."""
    assert opened(compress(A[1]), "elenco.txt.gz") == [("elenco.txt.gz/elenco.txt", A[1].decode())]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        pytest.param("a.gz", gzip.compress(bytes(30_000_000)), ("size_limit", "lost", "a.gz"), id="gzip bomb"),
        pytest.param("a.xz", lzma.compress(bytes(30_000_000)), ("size_limit", "lost", "a.xz"), id="xz bomb"),
        pytest.param("a.gz", gzip.compress(bytes(range(256)))[:-12], ("damaged", "lost", "a.gz"), id="cut off"),
        pytest.param("a.tar", tarred(B, A)[:1536], ("damaged", "lost", "a.tar"), id="tar cut off"),
    ],
)
def test_compressed_files_that_are_not_read(name: str, content: bytes, problem: tuple[str, str, str]) -> None:
    """Bombs and broken files are named."""
    assert problem in told(content, name)
