# SPDX-License-Identifier: EUPL-1.2
"""Lists as PDF, beyond the plain ruled one: columns without rules, many pages, form fields."""

import io

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.generators.letters import File
from tests.generators.providers import ARUBA, LEGALMAIL, POSTE
from tests.generators.samples.post import CLOSING, PROCEED, Case, at, listed

ATTACHED = "Spett.le Comune,\nin allegato l’elenco degli interventi fissati per il mese di {month}.\n" + CLOSING
OFFICE = "Ufficio Recupero Crediti Locativi/Decadenze"


def touching_columns() -> bytes:
    """L5: no rules, and a name so long that it touches the address."""
    lines = (
        ("COGNOME E NOME", "INDIRIZZO", "CIV", "INT", "GIORNO", "ESITO"),
        ("MONTESILVI DELLA ROCCHETTA ANNA", "VIALE DEI GELSI", "22/A", "5", "05 dic", "SI ESEGUE"),
        ("GUARDABOSCO LAURO", "CORSO DEI TIGLI", "31", "14", "05 dic", "SOSPESO"),
        ("TERESKOVA OLENA", "VIALE DEI GELSI", "30", "2", "19 dic", "SI ESEGUE"),
    )
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), invariant=1)
    size = 10
    canvas.setFont("Helvetica", size)
    starts = (40.0, 40 + canvas.stringWidth(lines[1][0], "Helvetica", size) + 1.2, 380.0, 430.0, 480.0, 560.0)
    canvas.drawString(40, 540, OFFICE)
    canvas.drawString(40, 522, "ELENCO INTERVENTI PROGRAMMATI - DICEMBRE 2028")
    for number, line in enumerate(lines):
        for start, text in zip(starts, line, strict=True):
            canvas.drawString(start, 490 - 18 * number, text)
    canvas.drawRightString(800, 410, "Totale interventi: 3")
    canvas.save()
    file = File(name="dicembre 2028.pdf", content=out.getvalue())
    text = ATTACHED.format(month="DICEMBRE 2028")
    return listed(70, at(2028, 11, 21, 9, 0), "DICEMBRE 2028", file, provider=ARUBA, text=text)


PEOPLE = (
    ("NOCCIOLETTI LAURO", "Piazza 4 Novembre 43 sc. A int. 5"),
    ("CAMPOLIERI FAUSTO", "Largo dei Pioppi 43 sc. B int. 11"),
    ("VIGNAROLI ADELMA", "Strada della Brughiera 51 int. 9"),
    ("SAMBUCONI ARDUINO", "Piazza dei Noci 7"),
    ("BERGAMASCHELLI GINEVRA", "Via San Firmo 9 int. 8"),
    ("LAVANDONI BRUNO", "Via XXV Aprile 60 int. 7"),
    ("ROVERSELLI IRIDE", "Via dei Carpini 4/B int. 2"),
    ("QUERCIOLI UGO", "Viale dei Gelsi 41 int. 9"),
    ("PAGLIARONDI RINA", "Via del Giuncheto 38 int. 8"),
    ("ASFODELLI CATERINA", "Via dei Mirtilli 6"),
    ("BOSCARONDI LIDIA", "Vicolo del Tarassaco 2 sc. B int. 6"),
    ("CALDARONI FAUSTO", "Via Passo Alto 45 sc. B int. 21"),
)


def many_pages() -> bytes:
    """L6: cells wrapped, letterhead, header and foot on each page."""
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=10, leading=13)
    header = ("N.", "NOMINATIVO", "INDIRIZZO", "DATA", "ORA", "ESITO")
    rows = [
        (str(number), name, home, f"{16 if number < 7 else 18}/01/2029", f"{9 + number % 3}:00", PROCEED)
        for number, (name, home) in enumerate(PEOPLE, 1)
    ]
    out = io.BytesIO()
    page = SimpleDocTemplate(out, pagesize=A4, invariant=1, leftMargin=15 * mm, rightMargin=15 * mm, topMargin=30 * mm)
    widths = [page.width * share for share in (0.06, 0.2, 0.24, 0.14, 0.08, 0.28)]
    grid = Table(
        [[Paragraph(text, style) for text in line] for line in (header, *rows)], widths, repeatRows=1, splitInRow=1
    )
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    page.build([grid, Paragraph(f"Totale interventi: {len(rows)}", style)], onFirstPage=_frame, onLaterPages=_frame)
    file = File(name="gennaio 2029.pdf", content=out.getvalue())
    text = ATTACHED.format(month="GENNAIO 2029")
    return listed(71, at(2028, 12, 18, 9, 5), "GENNAIO 2029", file, provider=LEGALMAIL, text=text)


def _frame(canvas: Canvas, page: SimpleDocTemplate) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(15 * mm, A4[1] - 15 * mm, OFFICE)
    canvas.drawString(15 * mm, A4[1] - 20 * mm, "ELENCO INTERVENTI PROGRAMMATI - GENNAIO 2029")
    canvas.drawRightString(A4[0] - 15 * mm, 10 * mm, f"Pag. {canvas.getPageNumber()}")


def filled_form() -> bytes:
    """A PDF whose words were typed into form fields."""
    fields = (
        ("Nominativo", "OKOROMA BLESSING"),
        ("Indirizzo", "Via delle Robinie 14 sc. A int. 3"),
        ("Data", "13/02/2029"),
        ("Ora", "09:30"),
        ("Esito", "SI ESEGUE"),
    )
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 780, OFFICE)
    canvas.drawString(60, 750, "INTERVENTI PROGRAMMATI - FEBBRAIO 2029")
    for number, (label, value) in enumerate(fields):
        y = 700 - 30 * number
        canvas.drawString(60, y, f"{label}:")
        canvas.acroForm.textfield(name=label, value=value, x=140, y=y - 6, width=320, height=18, fontSize=11)
    canvas.save()
    file = File(name="modulo febbraio.pdf", content=out.getvalue())
    text = ATTACHED.format(month="FEBBRAIO 2029")
    return listed(72, at(2029, 1, 22, 10, 0), "FEBBRAIO 2029", file, provider=POSTE, text=text)


# fmt: off
CASES = (
    Case(name="2028-12-pdf-colonne", note="A PDF with columns and no rules; a long name touches the address, days without a year (L5).", message=touching_columns),
    Case(name="2029-01-pdf-piu-pagine", note="A PDF over several pages: wrapped cells, letterhead and header repeated on each, the total on the last (L6).", message=many_pages),
    Case(name="2029-02-pdf-modulo", note="A PDF form: name, address and day are values of its fields.", message=filled_form),
)
# fmt: on
