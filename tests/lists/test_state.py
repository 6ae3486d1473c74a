# SPDX-License-Identifier: EUPL-1.2
"""What a message is for the office, and what is said of its list as a whole."""

import pytest

from pecwatch.model.document import Document, Page, Table, TableRow
from pecwatch.model.listing import Nature, State
from pecwatch.model.message import Kind, Message
from pecwatch.model.problem import Problem, Severity
from tests.lists.written import SUBJECT, body, message, read, rows, sheet, told

ROW = "1) ROSSETTANI MARIO - Via Po 3 - 06/11/2025 - SI ESEGUE"
STRANGER = message("Newsletter di novembre", recognised=False)


@pytest.mark.parametrize(
    ("text", "of", "state"),
    [
        pytest.param(ROW, message(), State.LIST, id="a list"),
        pytest.param(ROW, message(None, recognised=False), State.LIST, id="a list without subject from a stranger"),
        pytest.param(
            "Per dicembre 2025 non sono previsti interventi.",
            message("Comunicazione"),
            State.EMPTY_LIST,
            id="declared empty",
        ),
        pytest.param(
            "INTERVENTI MESE DI NOVEMBRE 2025: NESSUNO", message(), State.EMPTY_LIST, id="declared empty in one word"
        ),
        pytest.param("Si veda quanto in oggetto.", message(), State.UNREADABLE, id="a list subject and no row"),
        pytest.param(
            "In allegato l'elenco degli interventi.", message(), State.UNREADABLE, id="announced attachment missing"
        ),
        pytest.param("Vi aspettiamo alla festa del 6/11 in Via Po 3.", STRANGER, State.NOT_PERTINENT, id="newsletter"),
        pytest.param(
            "Auguri di buone feste.", message("Auguri"), State.NOT_PERTINENT, id="greetings of the housing company"
        ),
        pytest.param(
            "Si invita alla riunione del 12/11 per discutere l'esecuzione del progetto, in Via Po 3.",
            message("Convocazione tavolo tecnico"),
            State.NOT_PERTINENT,
            id="an invitation that says execution",
        ),
        pytest.param(
            "Interventi di manutenzione caldaie:\n1) ROSSETTANI MARIO - Via Po 3 - 06/11/2025 - ESEGUITO",
            message("Programmazione interventi di manutenzione caldaie"),
            State.NOT_PERTINENT,
            id="maintenance",
        ),
        pytest.param(ROW, message(kind=Kind.RECEIPT), State.NOT_PERTINENT, id="a receipt"),
        pytest.param(
            "Alla Sig.ra Zuccheroli Mirella\nsi comunica l'avvio del procedimento di decadenza dall'alloggio.",
            message("Avvio del procedimento di decadenza"),
            State.LETTER,
            id="a letter of an earlier phase",
        ),
    ],
)
def test_messages_are_told_apart(text: str, of: Message, state: State) -> None:
    """Lists, empty lists, letters and everything else."""
    assert read(body(text), of=of).state is state


def test_a_part_that_could_not_be_read_makes_a_list_unreadable() -> None:
    """Never silence about a locked attachment."""
    locked = Problem(code="password_protected", severity=Severity.LOST, part="elenco.pdf", text="protetto")
    assert read(body("Buongiorno"), problems=(locked,)).state is State.UNREADABLE


def test_a_part_that_could_not_be_read_makes_a_list_incomplete() -> None:
    """The rows that were read are given, with the warning."""
    locked = Problem(code="damaged", severity=Severity.LOST, part="altro.pdf", text="rovinato")
    reading = read(body(ROW), problems=(locked,))
    assert reading.listing is not None
    assert not reading.listing.complete


@pytest.mark.parametrize(
    ("opening", "nature"),
    [
        ("Si trasmette l'elenco degli interventi.", Nature.ANNOUNCEMENT),
        ("Si ricorda che il giorno 6/11/2025 verrà eseguito il seguente intervento:", Nature.REMINDER),
        ("Ad integrazione di quanto già trasmesso:", Nature.INTEGRATION),
        ("ERRATA CORRIGE", Nature.CORRECTION),
        ("Il presente elenco annulla e sostituisce il precedente.", Nature.REPLACEMENT),
    ],
)
def test_the_nature_of_a_list_is_in_its_own_words(opening: str, nature: Nature) -> None:
    """Reminder only when it says so: «ripetuti solleciti» in a row makes none."""
    reading = read(body(f"{opening}\n{ROW} - dopo ripetuti solleciti"))
    assert reading.listing is not None
    assert reading.listing.nature is nature


def test_a_correction_says_which_row_it_corrects() -> None:
    """By its printed number."""
    reading = read(body(f"ERRATA CORRIGE\n{ROW.replace('1)', '3)')}"))
    assert rows(reading)[0].corrects == 3


@pytest.mark.fault("counts-differ")
@pytest.mark.parametrize(
    ("text", "declared", "complete"),
    [
        (f"{ROW}\nTotale interventi: 1", 1, True),
        (f"{ROW}\nTotale interventi: 2", 2, False),
        (f"Si trasmette l'elenco di n. 1 interventi.\n{ROW}", 1, True),
        (f"Si trasmettono i sette nominativi.\n{ROW}", 7, False),
        ("Si aggiunge ROSSETTANI MARIO, Via Po n. 96: esecuzione il 06/11/2025.", None, True),
        (ROW, None, True),
    ],
)
def test_a_declared_total_is_compared(text: str, declared: int | None, complete: bool) -> None:
    """A list that counts more rows than were read is not complete, and says so."""
    reading = read(body(text))
    assert reading.listing is not None
    assert (reading.listing.declared_rows, reading.listing.complete) == (declared, complete)
    assert ("total_differs" in told(reading)) is not complete


@pytest.mark.parametrize(
    ("subject", "title", "day", "month", "disagrees"),
    [
        (SUBJECT, "Elenco", "06/11/2025", "2025-11", False),
        ("Elenco interventi", "Interventi del mese di novembre 2025", "6 novembre", "2025-11", False),
        ("Interventi mese di novembre", "Elenco", "6 novembre", "2025-11", False),
        (SUBJECT, "Interventi del mese di OTTOBRE 2025", "06/11/2025", "2025-11", True),
        (SUBJECT, "Elenco", "06/12/2025", "2025-12", True),
        ("Interventi DICEMBRE 2025", "Elenco", "8 dicembre", "2025-12", False),
    ],
)
def test_the_month_of_a_list(subject: str, title: str, day: str, month: str, disagrees: bool) -> None:
    """Rows go before subject, subject before title; a disagreement is told."""
    reading = read(body(f"{title}\n{ROW.replace('06/11/2025', day)}"), of=message(subject))
    assert reading.listing is not None
    assert reading.listing.month == month
    assert ("month_disagrees" in told(reading)) is disagrees


def test_text_and_pdf_of_one_list_are_one_list() -> None:
    """Each row once; where the two differ somebody is told."""
    table = sheet(
        [["Nominativo", "Indirizzo", "Data", "Esito"], ["ROSSETTANI MARIO", "Via Po 3", "13/11/2025", "SI ESEGUE"]]
    )
    same = read(body(ROW), sheet([["Nominativo", "Indirizzo", "Esito"], ["ROSSETTANI MARIO", "Via Po 3", "SI ESEGUE"]]))
    differing = read(body(ROW), table)
    assert len(rows(same)) == len(rows(differing)) == 1
    assert "parts_disagree" not in told(same)
    assert "parts_disagree" in told(differing)


def test_a_note_above_a_forwarded_list_is_shown_and_not_applied() -> None:
    """A colleague's remark is for a person to verify."""
    text = f"""Ciao, la signora la seguo già io.
Da: decadenze@pec.aler.example
Inviato: venerdì 24 ottobre 2025
A: servizisociali@comune.example
Oggetto: {SUBJECT}
> {ROW}"""
    reading = read(body(text), of=message("I: elenco", recognised=False))
    assert "note_to_verify" in told(reading)
    assert reading.listing is not None
    assert reading.listing.complete
    assert len(reading.listing.rows) == 1


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("Per competenza.", False),
        ("Si inoltra per quanto di competenza", False),
        ("FYI", False),
        ("Per competenza: la signora la seguo già io.", True),
    ],
)
def test_a_line_that_only_hands_on_is_no_note(line: str, noted: bool) -> None:
    """Nobody is asked to verify «Per competenza.»."""
    text = f"""{line}
Da: decadenze@pec.aler.example
Inviato: venerdì 24 ottobre 2025
A: servizisociali@comune.example
Oggetto: {SUBJECT}
> {ROW}"""
    assert ("note_to_verify" in told(read(body(text), of=message("I: elenco", recognised=False)))) is noted


def test_an_older_quoted_list_stands_apart() -> None:
    """The newest list is the list; what it quotes is kept beside it."""
    text = f"""Si ricorda che il giorno 6/11/2025 si esegue:
{ROW}
Da: decadenze@pec.aler.example
Inviato: venerdì 24 ottobre 2025
A: servizisociali@comune.example
Oggetto: {SUBJECT}
{ROW}
2) BIANCARDI ANNA - Via Dante 5 - 07/11/2025 - SI ESEGUE"""
    reading = read(body(text))
    assert len(rows(reading)) == 1
    assert [len(other.rows) for other in reading.other_lists] == [2]


@pytest.mark.fault("counts-differ")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ROW.replace("SI ESEGUE", "visita del fabbro"), "status_unknown"),
        (ROW.replace("06/11/2025 - ", ""), "date_missing"),
        (ROW.replace("06/11/2025", "venerdì 6 novembre 2025"), "weekday_disagrees"),
        (f"{ROW}\n2) {ROW[3:].replace('MARIO', 'ANNA')}\n5) {ROW[3:].replace('MARIO', 'IVANO')}", "numbering_gap"),
    ],
)
def test_doubts_are_told_to_a_person(text: str, code: str) -> None:
    """The rows are read all the same."""
    reading = read(body(text))
    assert code in told(reading)
    assert reading.listing is not None
    assert reading.listing.rows


def test_a_postponed_row_misses_no_day() -> None:
    """Its new day is what counts."""
    assert "date_missing" not in told(read(body("1) ROSSETTANI MARIO - Via Po 3 - RINVIATO AL 14/01/2026")))


@pytest.mark.parametrize(
    ("numbers", "scanned", "complete"),
    [
        pytest.param(("1", "2", "4"), False, True, id="skipped in print"),
        pytest.param(("1", "2", "4"), True, False, id="skipped on a scan"),
        pytest.param(("1", "2", "", "4"), True, True, id="a number not recognised"),
    ],
)
def test_a_number_that_a_scan_skips_may_be_a_row_lost(
    numbers: tuple[str, ...], *, scanned: bool, complete: bool
) -> None:
    """In print the office that numbered left it out; on a scan the row may have been overlooked."""
    names = ("ROSSETTANI MARIO", "BIANCHERI ANNA", "VERDUCCI IVANO", "NERETTI LUCA")
    head = TableRow(cells=("N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ESITO"), line=1)
    lines = tuple(
        TableRow(cells=(number, name, f"Via Po {at}", f"0{at}/11/2025", "SI ESEGUE"), line=at)
        for at, (number, name) in enumerate(zip(numbers, names, strict=False), 2)
    )
    page = Page(number=1, blocks=(Table(rows=(head, *lines)),), scanned=scanned)
    reading = read(Document(part="elenco.pdf", format="pdf", pages=(page,)))
    assert reading.listing is not None
    assert len(reading.listing.rows) == len(numbers)
    assert reading.listing.complete == complete


@pytest.mark.parametrize("name", ["GENTILE MARIO", "VARRONI Gentile"])
def test_a_courtesy_can_be_a_name(name: str) -> None:
    """«Gentile» opens letters, and is a surname and a given name too."""
    reading = read(body(f"{ROW}\n2) {name} - Via Po 4 - 06/11/2025 - SI ESEGUE"))
    assert [row.surname for row in rows(reading)] == ["ROSSETTANI", name.split(maxsplit=1)[0]]
