# SPDX-License-Identifier: EUPL-1.2
"""Office files, web pages and mail files whose parts multiply, hold themselves, or lie about how long they are."""

import struct

from tests.generators.compound import compound
from tests.generators.outlook import OutlookFile, OutlookMail, msg, tnef
from tests.generators.repeated import packed, with_member
from tests.generators.sheets import ods, with_patch, xlsx_with
from tests.generators.word import docx, odt, word_file, word_paragraph

TEXT = "ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"
MEBIBYTE = 1024 * 1024


def xlsx_shared() -> bytes:
    """One text of 30 kB, shown by 200,000 cells: 6 GB in 100 kB."""
    shared = f"<sst><si><t>{'SFRATTO ' * 4_000}</t></si></sst>".encode()
    cells = '<row><c t="s"><v>0</v></c></row>' * 200_000
    return xlsx_with(f"<sheetData>{cells}</sheetData>", **{"xl/sharedStrings.xml": shared})


def xlsx_flood_of_shared() -> bytes:
    """A table of shared texts of 400 MB, of which one is shown."""
    book = xlsx_with('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>')
    flood = packed(b"<sst>", b"<si><t>SFRATTO</t></si>" * 45_000, 400, b"</sst>")
    return with_member(book, "xl/sharedStrings.xml", flood)


def xlsx_merged() -> bytes:
    """A merged range over the whole sheet, 10,000 times."""
    sheet = '<sheetData><row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    ranges = '<mergeCell ref="A1:XFD1048576"/>' * 10_000
    return xlsx_with(f"{sheet}<mergeCells>{ranges}</mergeCells>")


def ods_texts() -> bytes:
    """A row with a text, repeated a million times."""
    row = b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
    return with_patch(ods([["SFRATTO"]]), "content.xml", b"<table:table-row><table:table-cell", row)


def docx_tables() -> bytes:
    """Tables inside each other, 3,000 deep."""
    inner = "<w:tbl><w:tr><w:tc>" * 3_000 + word_paragraph(TEXT) + "<w:p/></w:tc></w:tr></w:tbl>" * 3_000
    return word_file(inner)


def docx_spans() -> bytes:
    """Cells that each cover a billion columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p/></w:tc>'
    return word_file(f"<w:tbl><w:tr>{cell * 1_000}</w:tr></w:tbl>")


def docx_styles() -> bytes:
    """Two styles that are each based on the other."""
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    package = word_file(word_paragraph(TEXT, '<w:pStyle w:val="A"/>'))
    return with_member(package, "word/styles.xml", packed(styles.encode()))


def docx_pictures() -> bytes:
    """A document with three pictures of 90 MB."""
    package = docx([TEXT])
    for number in range(3):
        package = with_member(package, f"word/media/image{number}.png", packed(b"", bytes(MEBIBYTE), 90))
    return package


def odt_blanks() -> bytes:
    """A blank that is to be repeated a billion times."""
    return with_patch(odt([TEXT]), "content.xml", b"ZUCCHEROLI", b'<text:s text:c="1000000000"/>ZUCCHEROLI')


def rtf_binary() -> bytes:
    """Binary data of two gigabytes, as announced in 40 bytes."""
    return b"{\\rtf1 {\\bin2147483647 x} " + TEXT.encode() + b"}"


def rtf_cells() -> bytes:
    """A row of half a million cells."""
    return b"{\\rtf1\\trowd" + b"\\cellx1" * 500_000 + b" x\\cell" * 500_000 + b"\\row}"


def html_attributes() -> bytes:
    """An element with half a million attributes."""
    attributes = b"".join(b" a%d=b" % number for number in range(500_000))
    return b"<html><body><p" + attributes + b">" + TEXT.encode() + b"</p></body></html>"


def html_styles() -> bytes:
    """200,000 rules of style, and a page they all fit."""
    rules = b"".join(b".a%d p,p.b%d{display:block}" % (number, number) for number in range(200_000))
    return b"<html><head><style>" + rules + b"</style></head><body><p class=b1>" + TEXT.encode() + b"</p></body></html>"


def html_open_comment() -> bytes:
    """300,000 comments that begin, and none that ends."""
    return b"<html><body>" + TEXT.encode() + b"<!--" * 300_000


def html_pictures() -> bytes:
    """5,000 pictures written into the page."""
    picture = b'<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ">'
    return b"<html><body>" + TEXT.encode() + picture * 5_000 + b"</body></html>"


def winmail_inside() -> bytes:
    """A winmail.dat in a winmail.dat, 100 deep."""
    content = TEXT.encode()
    for level in range(100):
        name = "winmail.dat" if level else "elenco.txt"
        content = tnef(OutlookMail(subject="Elenco", text="", files=(OutlookFile(name=name, content=content),)))
    return content


def winmail_lies() -> bytes:
    """An attribute that says it has four gigabytes."""
    whole = tnef(OutlookMail(subject="Elenco", text=TEXT))
    return whole[:6] + struct.pack("<BII", 1, 0x00069003, 0xFFFFFFFF) + whole[6:]


def msg_inside() -> bytes:
    """Outlook messages inside each other, 40 deep."""
    content = TEXT.encode()
    for level in range(40):
        name = "messaggio.msg" if level else "elenco.txt"
        content = msg(OutlookMail(subject="Elenco", text="", files=(OutlookFile(name=name, content=content),)))
    return content


def compound_circle() -> bytes:
    """An old Word document whose table of blocks goes round in a circle."""
    content = bytearray(compound({"WordDocument": TEXT.encode() * 200}))
    table = 512 + 512 * struct.unpack_from("<I", content, 76)[0]
    for place in range(table, len(content) - 3, 4):
        struct.pack_into("<I", content, place, 0)
    return bytes(content)
