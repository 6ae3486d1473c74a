# SPDX-License-Identifier: EUPL-1.2
"""Random lists with known truth: invented people rendered into documents in many layouts."""

import datetime as dt
import random
import textwrap
from collections.abc import Callable
from dataclasses import replace

from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.model.listing import Status
from pecwatch.model.record import record

SURNAMES = (
    "ZUCCHEROLI BONETTALI MONTESILVI FALCHETTONI OKOROMA SEVERGNANTI PIZZAMENTI BELTRAMONI GHISOLDINI CAVAGNERI "
    "TRESCORELLI "
    "EL_MANSOURINI BEN_HADDOUCH DE'_FALCHETTI DELLA_ROCCHETTA D'ORSENIGHI LO_SCARDELLI SINGHARAN POPESCULIN HOXHALLARI "
    "GARCILLANO "
    "NDIAYENNE KOVALENSKA CHENWU FERRABO' DI_PIETRALTA MANTEGOZZI QUARTIERONI STRADIVELLI VAILATONI"
).split()
GIVEN_NAMES = (
    "MIRELLA IVANO ROSA BLESSING ANNA_MARIA GIUSEPPE FATIMA MOHAMED GURPREET MARIANA ALBANA PIERA LUIGI TERESA "
    "OKSANA JORGE "
    "ADDOLORATA NICOLO' GIAN_LUCA KHADIJA IONUT SVITLANA ARBEN CARLO MARIA_GRAZIA EMANUELE"
).split()
STREETS = (
    "Via delle Robinie|Largo dei Pioppi|Viale dei Gelsi|Via XXV Aprile|Piazza 4 Novembre|Via dei Mille|Viale Po|"
    "Via F.lli Carignani|"
    "Corso dei Tigli|Vicolo Stretto|Via S. Ambrogino|Strada della Chiusa|P.zza dei Cordai|V.le delle Ortensie|"
    "Via G. Belforti|Via Dante"
).split("|")
TAILS = (
    "dopo ripetuti solleciti telefonici e appuntamenti che non sono stati rispettati si procede con l’esecuzione",
    "piano di rientro non rispettato",
    "già rinviato il 18/09/2025 su richiesta dell'interessato",
    "inquilina deceduta, alloggio occupato dal figlio",
    "morosità pregressa, nessun contatto dal mese di marzo",
    "in presenza del fabbro e del servizio sociale",
    "",
    "",
)
HEADLINES: dict[Status, tuple[str, ...]] = {
    Status.EXECUTE: ("SI ESEGUE", "Si esegue", "SI PROCEDE", "ESECUZIONE CONFERMATA", "DA ESEGUIRE"),
    Status.NOT_EXECUTED: ("NON SI ESEGUE", "NON VERRÀ ESEGUITO", "ANNULLATO", "REVOCATO"),
    Status.SUSPENDED: ("SOSPESO", "IN SOSPESO"),
    Status.TO_CONFIRM: ("DA CONFERMARE", "SI ESEGUE salvo pagamento entro il 20/11"),
    Status.RELEASED: ("RILASCIATO SPONTANEAMENTE", "CHIAVI RICONSEGNATE"),
    Status.EXECUTED: ("ESEGUITO", "SLOGGIO ESEGUITO"),
}
MONTH_NAMES = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
WEEKDAYS = "lunedì martedì mercoledì giovedì venerdì sabato domenica".split()
GREETINGS = (
    "Spett.le Comune\nSettore Politiche Sociali\nOggetto: programmazione interventi {month}\n"
    "Con la presente si comunica la programmazione degli "
    "interventi fissati per il mese di {month}.",
    "Buongiorno,\nsi trasmette il calendario delle esecuzioni del mese di {month}:",
    "CALENDARIO ESECUZIONI - {month}",
    "Ufficio Recupero Crediti Locativi/Decadenze\nElenco interventi per il mese di {month}",
)
FAREWELLS = (
    "Distinti saluti\nUfficio Recupero Crediti Locativi/Decadenze\n"
    "Azienda Casa - Via dei Fabbri 12 - 26100 Borgofinto\ntel. 0370 000111",
    "Si prega di dare riscontro.\nCordiali saluti\nIl Responsabile\n"
    "Dott.ssa Ines Verdolini\nPiazza Grande 1, 26100 Borgofinto",
    "Restiamo a disposizione per ogni chiarimento.\nCordialmente",
    "",
)


@record
class TrueRow:
    """One row as it was meant."""

    surname: str
    given_name: str
    street: str
    civic: str
    exponent: str | None
    staircase: str | None
    flat: str | None
    date: dt.date | None
    time: dt.time | None
    status: Status
    postponed_to: dt.date | None
    headline: str
    tail: str

    @property
    def name(self) -> str:
        return f"{self.surname} {self.given_name}"

    @property
    def wording(self) -> str:
        return f"{self.headline} - {self.tail}" if self.tail else self.headline

    @property
    def civic_text(self) -> str:
        return self.civic + (f"/{self.exponent}" if self.exponent else "")

    @property
    def address(self) -> str:
        inside = (f" sc. {self.staircase}" if self.staircase else "") + (f" int. {self.flat}" if self.flat else "")
        return f"{self.street} {self.civic_text}{inside}"


@record
class Generated:
    """A list, its month, and the document that shows it."""

    layout: str
    month: str
    rows: tuple[TrueRow, ...]
    document: Document


def random_rows(chance: random.Random, count: int) -> tuple[dt.date, tuple[TrueRow, ...]]:
    """A month and that many rows of it, no two with the same name."""
    first = dt.date(chance.choice((2025, 2026)), chance.randint(1, 12), 1)
    names = chance.sample([(s, g) for s in SURNAMES for g in GIVEN_NAMES], count)
    return first, tuple(_random_row(chance, first, surname, given) for surname, given in names)


def _random_row(chance: random.Random, first: dt.date, surname: str, given: str) -> TrueRow:
    date = first + dt.timedelta(days=chance.randint(1, 26))
    status = chance.choice([Status.EXECUTE] * 5 + [Status.POSTPONED] * 2 + list(HEADLINES))
    postponed = date + dt.timedelta(days=chance.randint(35, 70)) if status is Status.POSTPONED else None
    if postponed is not None:
        headline = f"{chance.choice(('RINVIATO AL', 'Posticipato al', 'DIFFERITO AL'))} {postponed:%d/%m/%Y}"
    else:
        headline = chance.choice(HEADLINES[status])
    return TrueRow(
        surname=surname.replace("_", " "),
        given_name=given.replace("_", " "),
        street=chance.choice(STREETS),
        civic=str(chance.randint(1, 140)),
        exponent=chance.choice((None, None, None, "A", "B")),
        staircase=chance.choice((None, None, "A", "C")),
        flat=chance.choice((None, "1", "7", "12")),
        date=date,
        time=chance.choice((None, dt.time(9, 0), dt.time(11, 30))),
        status=status,
        postponed_to=postponed,
        headline=headline,
        tail=chance.choice(TAILS),
    )


def _printed_date(chance: random.Random, form: int, date: dt.date) -> str:
    del chance
    return (
        f"{date:%d/%m/%Y}",
        f"{date:%d.%m.%y}",
        f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}",
        f"{WEEKDAYS[date.weekday()][:3]} {date:%d/%m}",
        f"{date:%d} {MONTH_NAMES[date.month - 1][:3]}",
        f"{date:%Y-%m-%d}",
    )[form]


def _printed_time(form: int, time: dt.time) -> str:
    return (f"ore {time.hour},{time:%M}", f"ore {time:%H:%M}", f"h {time.hour}.{time:%M}")[form]


def _cased(name: str, form: int, row: TrueRow) -> str:
    if form == 0:
        return row.name
    if form == 1:
        return f"{row.surname} {row.given_name.title()}"
    if form == 2:
        return f"{row.surname.title()} {row.given_name.title()}"
    return name


def _document(texts: list[str], format_: str = "text", page_length: int | None = None) -> Document:
    """Lines as pages; blank ones are not counted, as in real documents."""
    lines = [text for text in texts if text.strip()]
    length = page_length or max(1, len(lines))
    pages = tuple(
        Page(
            number=start // length + 1,
            blocks=tuple(Line(text=text, line=at) for at, text in enumerate(lines[start : start + length], 1)),
        )
        for start in range(0, len(lines), length)
    )
    return Document(part="body", format=format_, pages=pages, is_body=True)


def _frame(chance: random.Random, first: dt.date) -> tuple[list[str], list[str]]:
    month = f"{MONTH_NAMES[first.month - 1].upper()} {first.year}"
    return chance.choice(GREETINGS).format(month=month).split("\n"), chance.choice(FAREWELLS).split("\n")


def _wrapped(chance: random.Random, text: str, indent: str) -> list[str]:
    if chance.random() < 0.4:
        return [text]
    return textwrap.wrap(
        text, chance.choice((60, 72, 88)), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def lines(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L1: one line for each person, perhaps wrapped."""
    above, below = _frame(chance, first)
    separator = chance.choice((" - ", " – ", " — ", ", ", "; ", "   "))
    number = chance.choice(("{}) ", "{}. ", "n. {} ", "- ", "{} - ", "• ", ""))
    case, date_form, time_form, order = (
        chance.randint(0, 2),
        chance.randint(0, 5),
        chance.randint(0, 2),
        chance.randint(0, 2),
    )
    indent = chance.choice(("", "   "))
    texts: list[str] = []
    for place, row in enumerate(rows, 1):
        day = _printed_date(chance, date_form, row.date) if row.date else ""
        when = f"{day} {_printed_time(time_form, row.time)}" if row.time else day
        name = _cased(row.name, case, row)
        parts = ([name, row.address, when], [when, name, row.address], [name, row.address, when])[order]
        texts.extend(_wrapped(chance, number.format(place) + separator.join((*parts, row.wording)), indent))
    total = [f"Totale interventi: {len(rows)}"] if chance.random() < 0.5 else []
    return _document([*above, *texts, *total, *below])


def blocks(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L2: a labelled block for each person."""
    above, below = _frame(chance, first)
    split = chance.random() < 0.5
    sign = chance.choice((": ", ":  ", " : "))
    labels = [
        chance.choice(words)
        for words in (
            ("Indirizzo", "Alloggio", "Via"),
            ("Data", "Giorno", "Data esecuzione"),
            ("Ora", "Orario"),
            ("Esito", "Stato", "Note"),
        )
    ]
    texts: list[str] = []
    for place, row in enumerate(rows, 1):
        if chance.random() < 0.2:
            texts.append("-" * 30)
        names = (
            [f"Cognome{sign}{row.surname}", f"Nome{sign}{row.given_name}"] if split else [f"Nominativo{sign}{row.name}"]
        )
        texts.extend([f"Posizione n. {place}"] if place % 2 else [])
        texts.extend(names)
        texts.append(f"{labels[0]}{sign}{row.address}")
        texts.append(f"{labels[1]}{sign}{row.date:%d/%m/%Y}")
        texts.extend([f"{labels[2]}{sign}{row.time:%H:%M}"] if row.time else [])
        texts.extend(textwrap.wrap(f"{labels[3]}{sign}{row.wording}", 72))
    return _document([*above, *texts, *below])


_Column = tuple[tuple[str, ...], Callable[[TrueRow, int], str]]


def _columns(chance: random.Random) -> list[_Column]:
    """Columns of a table: header synonyms, and what stands in the cell."""
    form = chance.randint(0, 5)
    names: list[_Column] = chance.choice(
        (
            [(("COGNOME E NOME", "Nominativo", "Inquilino", "ASSEGNATARIO", "Intestatario"), lambda row, _: row.name)],
            [(("Cognome", "COGNOME"), lambda row, _: row.surname), (("Nome", "NOME"), lambda row, _: row.given_name)],
        )
    )
    addresses: list[_Column] = chance.choice(
        (
            [(("INDIRIZZO", "Ubicazione alloggio", "Via", "Residenza"), lambda row, _: row.address)],
            [
                (("INDIRIZZO", "Via"), lambda row, _: row.street.upper()),
                (("CIV.", "N. civico", "Civico"), lambda row, _: row.civic_text),
                (("SC.", "Scala"), lambda row, _: row.staircase or "-"),
                (("INT.", "Interno"), lambda row, _: row.flat or ""),
            ],
        )
    )
    days: list[_Column] = chance.choice(
        (
            [
                (
                    ("DATA", "Giorno", "Data esecuzione"),
                    lambda row, _: _printed_date(chance, form, row.date) if row.date else "",
                ),
                (("ORA", "Orario", "Ore"), lambda row, _: f"{row.time:%H:%M}" if row.time else ""),
            ],
            [
                (
                    ("Data e ora", "GIORNO E ORA"),
                    lambda row, _: (
                        (f"{row.date:%d/%m/%Y}" if row.date else "") + (f" ore {row.time:%H:%M}" if row.time else "")
                    ),
                )
            ],
        )
    )
    status: list[_Column] = chance.choice(
        (
            [(("ESITO", "Stato", "Esecuzione", "PROVVEDIMENTO"), lambda row, _: row.wording)],
            [(("ESITO", "Stato"), lambda row, _: row.headline), (("NOTE", "Motivazione"), lambda row, _: row.tail)],
        )
    )
    groups = [names, addresses, days, status]
    if chance.random() < 0.4:
        chance.shuffle(groups)
    extra: list[_Column] = (
        [(("Morosità", "DEBITO €"), lambda row, place: f"€ {place}.234,50")] if chance.random() < 0.4 else []
    )
    unknown: list[_Column] = (
        [(("Cod. UI", "Lotto"), lambda row, place: f"UI{place:04}")] if chance.random() < 0.3 else []
    )
    number: list[_Column] = [(("N.", "Nr", "Prog."), lambda row, place: str(place))] if chance.random() < 0.6 else []
    return [*number, *(column for group in groups for column in group), *extra, *unknown]


def tables(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L3, L4: a ruled or HTML table, header repeated on each page, cells wrapped."""
    above, below = _frame(chance, first)
    columns = _columns(chance)
    header = tuple(chance.choice(words) for words, _ in columns)
    narrow = chance.choice((0, 0, 22))
    per_page = chance.choice((0, 4, 9))
    cells = [tuple(_narrowed(cell(row, place), narrow) for _, cell in columns) for place, row in enumerate(rows, 1)]
    pages: list[list[tuple[str, ...]]] = (
        [cells] if not per_page else [cells[at : at + per_page] for at in range(0, len(cells), per_page)]
    )
    built: list[Page] = []
    for number, page in enumerate(pages, 1):
        texts = [text for text in above if text.strip()] if number == 1 else []
        grid = [header, *page] if number == 1 or chance.random() < 0.7 else page
        foot = [f"Pag. {number} di {len(pages)}"] if per_page else []
        if number == len(pages):
            foot = [*(text for text in below if text.strip()), *foot]
            if chance.random() < 0.4:
                grid = [*grid, ("Totale", *[""] * (len(header) - 2), str(len(rows)))]
        blocks: list[Line | Table] = [Line(text=text, line=at) for at, text in enumerate(texts, 1)]
        at = len(texts) + 1
        blocks.append(Table(rows=tuple(TableRow(cells=line, line=at + place) for place, line in enumerate(grid))))
        blocks.extend(Line(text=text, line=at + len(grid) + place) for place, text in enumerate(foot))
        built.append(Page(number=number, blocks=tuple(blocks)))
    return Document(part="elenco.pdf", format="pdf", pages=tuple(built))


def _narrowed(text: str, width: int) -> str:
    return (
        "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))
        if width and len(text) > width
        else text
    )


def aligned(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L5: columns made of blanks under a header."""
    above, below = _frame(chance, first)
    header = ("COGNOME E NOME", "INDIRIZZO", "CIV", "INT", "GIORNO", "ORA", "ESITO")
    cells = [
        (
            row.name,
            row.street.upper(),
            row.civic_text,
            row.flat or "-",
            f"{row.date:%d/%m/%Y}",
            f"{row.time:%H:%M}" if row.time else "-",
            row.wording,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (header, *cells)) + 2 for column in range(len(header))]
    shown = [
        "".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (header, *cells)
    ]
    return _document([*above, *shown, *below])


def signed(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """Columns parted by a sign."""
    above, below = _frame(chance, first)
    sign = chance.choice((";", " | ", "\t"))
    header = sign.join(("N.", "Cognome", "Nome", "Indirizzo", "Data", "Esito"))
    texts = [
        sign.join(
            (
                str(place),
                row.surname,
                row.given_name,
                row.address,
                f"{row.date:%d/%m/%Y}",
                row.wording.replace(";", ","),
            )
        )
        for place, row in enumerate(rows, 1)
    ]
    return _document([*above, header, *texts, *below])


def by_day(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L8: grouped by day, month and year only in the title."""
    above = [f"CALENDARIO ESECUZIONI - {MONTH_NAMES[first.month - 1].upper()} {first.year}"]
    form = chance.randint(0, 2)
    separator = chance.choice((", ", " - ", "   "))
    texts: list[str] = []
    day: dt.date | None = None
    for row in sorted(rows, key=lambda row: (row.date or first, row.time or dt.time(0))):
        if row.date is not None and row.date != day:
            day = row.date
            named = WEEKDAYS[day.weekday()]
            texts.append(
                (
                    f"{named} {day.day}",
                    f"{named.upper()} {day.day} {MONTH_NAMES[day.month - 1].upper()}",
                    f"Giorno {day:%d/%m/%Y}",
                )[form]
            )
        time = f"ore {row.time.hour},{row.time:%M}   " if row.time else ""
        texts.append(f"   {time}{_cased(row.name, form, row)}{separator}{row.address}   {row.wording}")
    return _document([*above, *texts])


def by_building(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L9: grouped by building, whose address the rows inherit."""
    above, below = _frame(chance, first)
    lead = chance.choice(("Stabile di ", "", "Fabbricato: "))
    texts: list[str] = []
    for place, row in enumerate(rows, 1):
        texts.append(f"{lead}{row.street} {row.civic_text}")
        inside = (f" sc. {row.staircase}" if row.staircase else "") + (f" int. {row.flat}" if row.flat else "")
        texts.append(f"{place}) {row.name}{inside} - {row.date:%d/%m/%Y} - {row.wording}")
        if chance.random() < 0.3:
            texts.append("Totale stabile: 1")
    return _document([*above, *texts, *below])


def stacked(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """Name, address, day and wording each on its own line."""
    above, below = _frame(chance, first)
    number = chance.choice(("{}) ", ""))
    texts: list[str] = []
    for place, row in enumerate(rows, 1):
        texts.extend((f"{number.format(place)}{row.name}", row.address, f"{row.date:%d/%m/%Y}", row.wording))
    return _document([*above, *texts, *below])


def prose(chance: random.Random, first: dt.date, rows: tuple[TrueRow, ...]) -> Document:
    """L16: a reminder in sentences."""
    del first
    row = rows[0]
    assert row.date is not None
    day = f"{WEEKDAYS[row.date.weekday()]} {row.date.day} {MONTH_NAMES[row.date.month - 1]} {row.date.year}"
    title = "della Sig.ra" if row.given_name.endswith("A") else "del Sig."
    text = (
        f"Si ricorda che il giorno {day} verrà eseguito lo sloggio nei confronti {title} "
        f"{row.surname.title()} {row.given_name.title()}, "
        f"residente in {row.address}, come da programmazione già comunicata con nota del 03/02/2024."
    )
    return _document(
        [
            *textwrap.wrap(text, chance.choice((60, 76, 400))),
            "Cordiali saluti",
            "L'ufficio",
            "Via dei Fabbri 12, 26100 Borgofinto",
        ]
    )


LAYOUTS: dict[str, Callable[[random.Random, dt.date, tuple[TrueRow, ...]], Document]] = {
    "lines": lines,
    "blocks": blocks,
    "tables": tables,
    "aligned": aligned,
    "signed": signed,
    "by_day": by_day,
    "by_building": by_building,
    "stacked": stacked,
    "prose": prose,
}


def generate(seed: int, layout: str) -> Generated:
    """The list of a seed in a layout; the same seed gives the same list."""
    chance = random.Random(f"{layout}-{seed}")
    first, rows = random_rows(chance, chance.randint(1, 12))
    if layout == "prose":
        rows = (replace(rows[0], status=Status.EXECUTE, postponed_to=None),)
    document = LAYOUTS[layout](chance, first, rows)
    return Generated(layout=layout, month=f"{first:%Y-%m}", rows=rows, document=document)
