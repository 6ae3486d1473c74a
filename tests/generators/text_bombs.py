# SPDX-License-Identifier: EUPL-1.2
"""Office files, web pages and texts made to overwhelm whoever opens them."""

import binascii

from tests.generators.repeated import packed, with_member
from tests.generators.sheets import ods, with_patch, xlsx, xlsx_with
from tests.generators.word import docx, odt

KIBIBYTE = 1024
ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a0 "ZUCCHEROLI ">'
    + b"".join(b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12))
    + b"]>"
)
"""Ten to the eleventh names in 1 kB, where they are believed."""


def _flooded(package: bytes, name: str, head: bytes) -> bytes:
    """A package with one member of 400 MB of blanks."""
    return with_member(package, name, packed(head, b" " * KIBIBYTE * KIBIBYTE, 400, b"</x>"))


def docx_bomb() -> bytes:
    """A Word document of 400 MB."""
    return _flooded(docx(["Elenco"]), "word/document.xml", b'<?xml version="1.0"?><x>')


def xlsx_bomb() -> bytes:
    """A workbook with a sheet of 400 MB."""
    return _flooded(xlsx([["Elenco"]]), "xl/worksheets/sheet1.xml", b"<worksheet>")


def odt_bomb() -> bytes:
    """An OpenDocument text of 400 MB."""
    return _flooded(odt(["Elenco"]), "content.xml", b"<office>")


def docx_entities() -> bytes:
    """A Word document with a bomb of entities."""
    content = ENTITIES + b"<w:document>&a11;</w:document>"
    return with_member(docx(["Elenco"]), "word/document.xml", packed(content))


def xlsx_entities() -> bytes:
    """A workbook with a bomb of entities."""
    return with_member(xlsx([["x"]]), "xl/worksheets/sheet1.xml", packed(ENTITIES + b"<worksheet>&a11;</worksheet>"))


def odt_entities() -> bytes:
    """An OpenDocument text with a bomb of entities."""
    return with_member(odt(["Elenco"]), "content.xml", packed(ENTITIES + b"<x>&a11;</x>"))


def xlsx_wide() -> bytes:
    """A row of a million cells in 60 kB."""
    return xlsx_with("<sheetData><row>" + "<c><v>1</v></c>" * 1_000_000 + "</row></sheetData>")


def xlsx_far() -> bytes:
    """A text in the very last cell."""
    return xlsx_with(
        '<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )


def ods_far() -> bytes:
    """Rows and cells repeated a billion times."""
    many = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    )
    return with_patch(ods([["SFRATTO"]]), "content.xml", b"<table:table-row><table:table-cell", many)


def docx_deep() -> bytes:
    """Paragraphs 150,000 deep."""
    content = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    return with_member(docx(["Elenco"]), "word/document.xml", packed(content + b"<w:p>" * 150_000))


def odt_deep() -> bytes:
    """Elements 150,000 deep that are all closed."""
    return with_member(odt(["Elenco"]), "content.xml", packed(b"<x>" * 150_000 + b"</x>" * 150_000))


def rtf_deep() -> bytes:
    """A million groups inside each other."""
    return b"{\\rtf1" + b"{" * 1_000_000 + b"x" + b"}" * 1_000_001


def csv_long() -> bytes:
    """A hundred thousand rows, five times what is kept."""
    return b"NOMINATIVO;INDIRIZZO;ESITO\n" + b"A;B;C\n" * 100_000


def html_deep() -> bytes:
    """100,000 tables inside each other."""
    return b"<html><body>" + b"<table><tr><td>x" * 100_000


def html_spans() -> bytes:
    """A cell that says it covers a thousand rows and columns, a thousand times."""
    return b"<table>" + b"<tr><td rowspan=65534 colspan=1000>x</td></tr>" * 1_000 + b"</table>"


def one_line() -> bytes:
    """A line of 5 MB."""
    return b"ZUCCHEROLI MIRELLA Via delle Robinie 14 SI ESEGUE " * 100_000


def one_word() -> bytes:
    """A word of 5 MB."""
    return b"a" * 5_000_000


def rows(count: int) -> bytes:
    """A list as long as it says."""
    return b"".join(
        b"%d) ROSSINI %s - Via delle Robinie %d int. %d - SI ESEGUE\n"
        % (number, name, number % 200 + 1, number % 30 + 1)
        for number, name in ((number, _name(number)) for number in range(1, count + 1))
    )


def _name(number: int) -> bytes:
    return bytes(ord("A") + int(figure) for figure in str(number)) + b"INA"


def uuencoded() -> bytes:
    """Two megabytes of blanks, as files were once put into the text of a message."""
    lines = b"".join(binascii.b2a_uu(b" " * 45) for _ in range(45_000))
    return b"begin 644 elenco.txt\n" + lines + b"`\nend\n"
