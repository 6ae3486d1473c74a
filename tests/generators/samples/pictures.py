# SPDX-License-Identifier: EUPL-1.2
"""Lists as pictures: a stamped scan, a photograph, a fax of two pages (L10)."""

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.generators.letters import File
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL
from tests.generators.samples.papers import ruled_list
from tests.generators.samples.post import CLOSING, Case, at, listed

ATTACHED = "Spett.le Comune,\nin allegato l’elenco degli interventi fissati per il mese di {month}.\n" + CLOSING
HEADER = ("N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ORA", "ESITO")


def printed(pdf: bytes, dpi: int) -> Image.Image:
    """The first page on paper."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def typed(lines: Sequence[str], dpi: int) -> Image.Image:
    """Lines of a typewritten page."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 24 * number, line)
    canvas.save()
    return printed(out.getvalue(), dpi)


def black_and_white(paper: Image.Image) -> Image.Image:
    return paper.point(lambda dot: 255 * (dot > 150)).convert("1")


def stamped_scan() -> bytes:
    """A ruled list, printed, stamped, and laid askew on the scanner."""
    rows = [
        ("1", "DRAGULINESCU MIHAELA", "Corso dei Tigli 101 int. 6", "06/03/2029", "09:00", "SI ESEGUE"),
        ("2", "SPIGAROLO ALVISE", "Via del Giuncheto 41 sc. A int. 16", "06/03/2029", "10:30", "SI ESEGUE"),
        ("3", "MUSCHIERI DILETTA", "Via delle Robinie 34 int. 9", "20/03/2029", "09:00", "NON SI ESEGUE"),
    ]
    title = "ELENCO INTERVENTI PROGRAMMATI - MARZO 2029"
    paper = printed(ruled_list(title, HEADER, rows, "Totale interventi: 3"), 200).crop((0, 0, 2339, 900))
    draw = ImageDraw.Draw(paper)
    draw.rectangle((1500, 60, 2120, 150), outline=90, width=4)
    draw.text((1530, 84), "Prot. 0001207 del 20/02/2029", fill=90, font_size=40)
    paper = paper.rotate(0.8, Image.Resampling.BICUBIC, fillcolor=255)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(paper.width * 0.36, paper.height * 0.36), invariant=1)
    canvas.drawImage(ImageReader(black_and_white(paper)), 0, 0, paper.width * 0.36, paper.height * 0.36)
    canvas.save()
    file = File(name="scansione0412.pdf", content=out.getvalue())
    text = ATTACHED.format(month="MARZO 2029")
    return listed(80, at(2029, 2, 20, 9, 0), "MARZO 2029", file, provider=ARUBA, text=text)


def photograph() -> bytes:
    """A page photographed with a telephone."""
    lines = (
        "ELENCO INTERVENTI PROGRAMMATI - APRILE 2029",
        "1) BONETTALI IVANO - Largo dei Pioppi 3 int. 12 - 10/04/2029 - SI ESEGUE",
        "2) ASFODELLI CATERINA - Via dei Mirtilli 6 - 10/04/2029 - SOSPESO",
        "Totale interventi: 2",
    )
    paper = typed(lines, 200).crop((0, 100, 1654, 560)).filter(ImageFilter.GaussianBlur(0.5))
    out = io.BytesIO()
    paper.point(lambda dot: 40 + dot * 195 // 255).save(out, "JPEG", quality=60, dpi=(200, 200))
    file = File(name="IMG_20290321.jpg", content=out.getvalue(), type="image/jpeg")
    text = ATTACHED.format(month="APRILE 2029")
    return listed(81, at(2029, 3, 21, 9, 30), "APRILE 2029", file, provider=LEGALMAIL, text=text)


def fax() -> bytes:
    """A fax of two pages."""
    first = (
        "ELENCO INTERVENTI PROGRAMMATI - MAGGIO 2029",
        "1) PASSEROTTI PIO - Via XXV Aprile 19 int. 20 - 08/05/2029 - SI ESEGUE",
        "2) VERBENALI EGLE - Via Passo Alto 54 int. 7 - 08/05/2029 - SI ESEGUE",
    )
    second = (
        "3) TRAMONTELLI OLINDO - Via Acquafredda 71 - 22/05/2029 - RINVIATO AL 10/07/2029",
        "Totale interventi: 3",
    )
    sheets = [black_and_white(typed(lines, 200).crop((0, 100, 1654, 560))) for lines in (first, second)]
    out = io.BytesIO()
    sheets[0].save(out, "TIFF", compression="group4", save_all=True, append_images=sheets[1:], dpi=(200, 200))
    file = File(name="fax.tif", content=out.getvalue(), type="image/tiff")
    text = ATTACHED.format(month="MAGGIO 2029")
    return listed(82, at(2029, 4, 20, 9, 15), "MAGGIO 2029", file, provider=NAMIRIAL, text=text)


# fmt: off
CASES = (
    Case(name="2029-03-scansione-timbrata", note="A ruled list that was printed, stamped and scanned askew (L10).", message=stamped_scan),
    Case(name="2029-04-fotografia", note="The list as a photograph (JPEG), grey and a little blurred (L10).", message=photograph),
    Case(name="2029-05-fax", note="A fax of two pages as one TIFF (L10).", message=fax),
)
# fmt: on
