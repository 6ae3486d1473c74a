# SPDX-License-Identifier: EUPL-1.2
"""Word processor's files, written by hand: the same paragraphs and tables as DOCX, ODT and RTF, always the same bytes.

A paragraph is its text (with newlines as line breaks), a table its rows of cells.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

Block = str | Sequence[Sequence[str]]

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODF_NAMES = (
    " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "style", "text", "table"))
    + f' xmlns:draw="{_ODF}:drawing:1.0" xmlns:fo="{_ODF}:xsl-fo-compatible:1.0"'
    + f' xmlns:svg="{_ODF}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


_ENTRIES = f'<m:file-entry m:full-path="/" m:media-type="{ODT_TYPE}"/>' + "".join(
    f'<m:file-entry m:full-path="{name}.xml" m:media-type="text/xml"/>' for name in ("content", "styles")
)


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A zip file of these members, in this order, without today's date; `mimetype` unpacked, as OpenDocument says."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def word_xml(root: str, inner: str, namespace: str = TRANSITIONAL) -> str:
    """One XML file of a DOCX with the usual namespaces."""
    names = {
        "w": namespace,
        "r": _RELATIONS[namespace],
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }
    declared = " ".join(f"xmlns:{name}={quoteattr(uri)}" for name, uri in names.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {declared}>{inner}</w:{root}>'


def word_file(
    body: str,
    relations: Sequence[tuple[str, str]] = (),
    members: Mapping[str, bytes | str] | None = None,
    namespace: str = TRANSITIONAL,
) -> bytes:
    """A DOCX with a body as it stands here.

    Args:
        relations: Kind and target of what the document refers to; they are called rId1, rId2 …
        members: Further files.
    """
    base = _RELATIONS[namespace]
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
        f'ContentType="{_WORD_TYPE}"/><Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{base}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": word_xml("document", f"<w:body>{body}</w:body>", namespace),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
        **(members or {}),
    })  # fmt: skip


def word_paragraph(text: str, properties: str = "") -> str:
    """A paragraph in one run."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{lines}</w:r></w:p>"


def word_cell(inner: str, properties: str = "") -> str:
    """A cell that holds text, or XML as it is."""
    content = inner if inner.startswith("<w:") else word_paragraph(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table; a cell that is XML of a cell stands as it is."""
    return "<w:tbl>{}</w:tbl>".format(
        "".join(
            "<w:tr>{}</w:tr>".format("".join(cell if cell.startswith("<w:tc>") else word_cell(cell) for cell in row))
            for row in rows
        )
    )


def docx(blocks: Sequence[Block]) -> bytes:
    """Paragraphs and tables as a DOCX."""
    return word_file("".join(word_paragraph(b) if isinstance(b, str) else word_table(b) for b in blocks))


def odt_file(
    body: str, automatic: str = "", styles: str = "", members: Mapping[str, bytes | str] | None = None
) -> bytes:
    """An ODT with a body, automatic styles and the content of styles.xml as they stand here."""
    content = (
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    return archive({
        "mimetype": ODT_TYPE,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0" m:version="1.3">{_ENTRIES}</m:manifest>',
        "styles.xml": f"<office:document-styles {_ODF_NAMES} office:version='1.3'>{styles}</office:document-styles>",
        "content.xml": f"<office:document-content {_ODF_NAMES} office:version='1.3'>{content}"
        "</office:document-content>",
        **(members or {}),
    })  # fmt: skip


def flat_odt(body: str, automatic: str = "") -> bytes:
    """The same as one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_ODF_NAMES} office:mimetype="{ODT_TYPE}">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def odt_paragraph(text: str, style: str = "Standard") -> str:
    """A paragraph; a run of blanks is told by its length, since plain ones are folded (OpenDocument 1.2, 6.1.2)."""
    lines = "<text:line-break/>".join(
        re.sub(r"^ +|(?<= ) +", lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(line))
        for line in text.split("\n")
    )
    return f'<text:p text:style-name="{style}">{lines}</text:p>'


def odt_table(rows: Sequence[Sequence[str]], columns: str = "") -> str:
    """A table; a cell that is XML of a cell stands as it is, and so do the columns, unless they are all alike."""
    alike = f'<table:table-column table:number-columns-repeated="{max(map(len, rows))}"/>'
    return f'<table:table table:name="Tabella1">{columns or alike}{{}}</table:table>'.format(
        "".join(
            "<table:table-row>{}</table:table-row>".format(
                "".join(
                    cell
                    if cell.startswith("<table:")
                    else f"<table:table-cell>{odt_paragraph(cell)}</table:table-cell>"
                    for cell in row
                )
            )
            for row in rows
        )
    )


def odt(blocks: Sequence[Block]) -> bytes:
    """Paragraphs and tables as an ODT."""
    return odt_file("".join(odt_paragraph(b) if isinstance(b, str) else odt_table(b) for b in blocks))


def _rtf_text(text: str) -> str:
    written = ""
    for character in text:
        if character in "\\{}":
            written += "\\" + character
        elif character == "\n":
            written += "\\line "
        elif ord(character) < 128:
            written += character
        else:
            units = character.encode("utf-16-le")
            pairs = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
            written += "".join(f"\\u{unit}?" for unit in pairs)
    return written


def rtf_row(cells: Sequence[str], places: Sequence[str] = ()) -> str:
    """A row of a table as RTF; the places of its cells are equally wide unless they are given."""
    described = places or [f"\\cellx{2000 * number}" for number in range(1, len(cells) + 1)]
    inner = "".join(f"{cell}\\cell " for cell in cells)
    return f"\\trowd\\trgaph70{''.join(described)}\\pard\\intbl {inner}\\row\n"


def rtf_file(body: str) -> bytes:
    """An RTF with a body as it stands here."""
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset2 Symbol;}}"
    return f"{head}{body}}}".encode("cp1252")


def rtf(blocks: Sequence[Block]) -> bytes:
    """Paragraphs and tables as RTF."""
    return rtf_file(
        "".join(
            f"\\pard\\plain {_rtf_text(block)}\\par\n"
            if isinstance(block, str)
            else "".join(rtf_row([_rtf_text(cell) for cell in row]) for row in block)
            for block in blocks
        )
    )
