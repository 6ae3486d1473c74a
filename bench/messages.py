# SPDX-License-Identifier: EUPL-1.2
"""Messages as they fill a PEC box, in any number: of twenty, three are lists, five receipts, twelve nothing of ours."""

import datetime as dt
import io
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.generators.letters import ROME, File, Letter
from tests.generators.pec import receipt, transport
from tests.generators.providers import PROVIDERS, Postmark
from tests.generators.samples.cases import HEADER
from tests.generators.samples.papers import ruled_list
from tests.generators.samples.post import ALER, OFFICE, PROCEED, SUBJECT
from tests.generators.samples.registry import MEN, STREETS, SURNAMES

CREST = (88, 82)
"""Pixels of a picture on each paper that cannot be compressed: it brings the messages to 46 kB on average."""

MONTHS = (
    "GENNAIO FEBBRAIO MARZO APRILE MAGGIO GIUGNO LUGLIO AGOSTO SETTEMBRE OTTOBRE NOVEMBRE DICEMBRE".split()
)  # fmt: skip
ROWS = 7
MONTHS_AHEAD = 20
"""Over how many months the lists are spread, as in an office that reads two years of mail at once."""


def messages(count: int, now: dt.datetime) -> Iterator[bytes]:
    """That many different messages, sent one after the other before now; the same number gives the same words."""
    for number in range(count):
        yield _message(number, now - dt.timedelta(minutes=count - number))


def _message(number: int, sent_at: dt.datetime) -> bytes:
    chance, provider, place = random.Random(number), PROVIDERS[number % len(PROVIDERS)], number % 20
    postmark = Postmark(certified_at=sent_at + dt.timedelta(seconds=30))
    letter = Letter(
        sender="segreteria@pec.ente.example",
        recipients=(OFFICE,),
        subject=f"Convocazione numero {number}",
        text="Si convoca il tavolo per il Piano di Zona presso la sala civica.\n",
        sent_at=sent_at,
        message_id=f"<misura.{number}@pec.ente.example>",
    )
    if place < 3:
        letter = _list(letter, number, chance, as_table=place < 2)
    letter = replace(
        letter, attachments=(*letter.attachments, File(name="nota.pdf", content=one_page_paper(number % 16)))
    )
    if place < 15:
        return transport(letter, provider=provider, postmark=postmark)
    ours = replace(letter, sender=OFFICE, recipients=(ALER,))
    return receipt(ours, "avvenuta-consegna", provider=provider, postmark=postmark)


def _list(letter: Letter, number: int, chance: random.Random, *, as_table: bool) -> Letter:
    month = letter.sent_at.month + number // 20 % MONTHS_AHEAD + 1
    first = dt.date(letter.sent_at.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    title = f"{MONTHS[first.month - 1]} {first.year}"
    rows = [_row(place, first, chance) for place in range(1, ROWS + 1)]
    written = replace(letter, sender=ALER, subject=SUBJECT.format(month=title))
    if as_table:
        paper = ruled_list(f"ELENCO INTERVENTI - {title}", HEADER, rows, f"Totale interventi: {ROWS}")
        return replace(written, text="In allegato l’elenco.\n", attachments=(File(name="elenco.pdf", content=paper),))
    lines = [f"{place}) {name} - {home} - {day} ore {time} - {what}" for place, name, home, day, time, what in rows]
    return replace(written, text="\n".join((f"Elenco degli interventi di {title}.\n", *lines, "\nDistinti saluti\n")))


def _row(place: int, first: dt.date, chance: random.Random) -> tuple[str, ...]:
    name = f"{chance.choice(SURNAMES)} {chance.choice(MEN)}".upper()
    home = f"{chance.choice(STREETS)} {chance.randint(1, 60)} int. {chance.randint(1, 24)}"
    day = first + dt.timedelta(days=chance.randint(0, 27))
    return str(place), name, home, f"{day:%d/%m/%Y}", f"{chance.randint(9, 12):02d}:30", PROCEED


@lru_cache(maxsize=16)
def one_page_paper(number: int) -> bytes:
    """A letter of one page with a crest, whose picture brings the message to its usual size."""
    crest = Image.frombytes("RGB", CREST, random.Random(number).randbytes(3 * CREST[0] * CREST[1]))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawImage(ImageReader(crest), 60, 740, 60, 60)
    for line in range(30):
        canvas.drawString(60, 700 - 20 * line, f"Punto {line + 1} dell’ordine del giorno: lavori della sala civica.")
    canvas.save()
    return out.getvalue()


def now_in_rome() -> dt.datetime:
    """This moment on the office's clock."""
    return dt.datetime.now(ROME).replace(microsecond=0)
