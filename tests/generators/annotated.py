# SPDX-License-Identifier: EUPL-1.2
"""PDFs with files and notes pinned to them, written object by object, always the same bytes."""

from collections.abc import Sequence

ROW = b"1. ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"
FONT = b"/Resources<</Font<</F1 5 0 R>>>>"


def stream(keys: bytes, content: bytes) -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(content), content)


def annotated(*annotations: bytes, catalog: bytes = b"", more: Sequence[bytes] = (), text: bytes = ROW) -> bytes:
    """One page with a line of text.

    Args:
        annotations: Keys of each.
        catalog: Further keys of the document.
        more: Further objects, numbered from 6.
    """
    listed = b"".join(b"<</Type/Annot/Rect[0 0 50 50]%s>>" % one for one in annotations)
    said = b"BT /F1 10 Tf 50 700 Td (%s) Tj ET" % text if text else b""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R%s/Annots[%s]>>" % (FONT, listed),
        stream(b"", said),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(written))
    )
