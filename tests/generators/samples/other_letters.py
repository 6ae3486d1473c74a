# SPDX-License-Identifier: EUPL-1.2
"""Letters of earlier phases, a letter to one tenant, and mail that is about something else."""

from tests.generators.letters import File
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE
from tests.generators.samples.post import CLOSING, Case, at, letter, sealed
from tests.generators.word import docx, odt


def concert() -> bytes:
    """A concert: musicians execute too."""
    text = (
        "La Banda Cittadina comunica il calendario delle esecuzioni musicali di dicembre:\n\n"
        "domenica 6 dicembre alle ore 16,00 in Piazza 4 Novembre, con musiche di scena;\n"
        "sabato 19 dicembre alle ore 21,00 nel teatro di Corso dei Tigli 2, con il concerto di Natale.\n\n"
        "In caso di pioggia la prima non si esegue. Ingresso libero.\n"
    )
    written = letter(40, at(2026, 11, 9, 17, 30), "Calendario concerti di dicembre", text, sender="banda@banda.example")
    return sealed(written, NAMIRIAL)


def boilers() -> bytes:
    """The housing company itself announces works on the boilers, day by day."""
    text = (
        "Spett.le Comune,\nsi comunica la programmazione degli interventi di manutenzione delle caldaie fissati per il "
        "mese di FEBBRAIO 2027:\n\n"
        "02/02/2027  Via delle Robinie 14   ore 8,30\n03/02/2027  Largo dei Pioppi 3     ore 8,30\n"
        "04/02/2027  Viale dei Gelsi 22     ore 8,30\n\nSi prega di avvisare gli inquilini.\n"
        "Distinti saluti\nUfficio Manutenzioni\n"
    )
    subject = "Programmazione interventi di manutenzione caldaie - FEBBRAIO 2027"
    return sealed(letter(41, at(2027, 1, 25, 9, 0), subject, text, sender="manutenzioni@aler.example"), ARUBA)


def ranking() -> bytes:
    """People, addresses and numbers: a ranking of applicants."""
    table = [
        ["Posizione", "Cognome e nome", "Indirizzo", "Punteggio", "Esito"],
        ["1", "NESPOLARI NORMA", "Via dei Mirtilli 3", "18,5", "AMMESSA"],
        ["2", "ULIVASTRI REMO", "Via San Firmo 12", "16,0", "AMMESSO"],
        ["3", "MALVAROSI ILDA", "Viale dei Gelsi 27", "9,5", "NON AMMESSA"],
    ]
    paper = docx(["GRADUATORIA PROVVISORIA DEL BANDO PER L’ASSEGNAZIONE DI ALLOGGI - ANNO 2027", table])
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = File(name="graduatoria.docx", content=paper, type=kind)
    text = "Si trasmette la graduatoria provvisoria per la pubblicazione all’albo.\n"
    written = letter(
        42, at(2027, 3, 8, 11, 45), "Bando alloggi 2027 - graduatoria provvisoria", text, attachments=(file,),
        sender="bandi@pec.unione-comuni.example",
    )  # fmt: skip
    return sealed(written, LEGALMAIL)


def notice_of_proceedings() -> bytes:
    """The first formal letter: it names no day of execution."""
    text = (
        "Prot. 0004512 del 12/04/2027\n\nAlla Sig.ra PETTIROSSI BRUNA\nLargo dei Pioppi 23 sc. A int. 3\nBorgo Salice\n"
        "e p.c. Spett.le Comune - Servizi Sociali\n\n"
        "Oggetto: comunicazione di avvio del procedimento di decadenza dall’assegnazione\n\n"
        "Si comunica che è avviato nei Suoi confronti il procedimento di decadenza dall’assegnazione dell’alloggio di "
        "Largo dei Pioppi 23 sc. A int. 3.\n"
        "Entro trenta giorni dal ricevimento della presente può presentare memorie scritte.\n"
    )
    subject = "Avvio del procedimento di decadenza - PETTIROSSI BRUNA"
    return sealed(letter(43, at(2027, 4, 12, 10, 0), subject, text + CLOSING), POSTE)


def formal_demand() -> bytes:
    """A demand of payment, as an attached letter."""
    paper = odt([
        "Ufficio Recupero Crediti Locativi/Decadenze",
        "Egr. Sig. PASSEROTTI PIO\nVia XXV Aprile 19 int. 20",
        "Oggetto: messa in mora",
        "Con la presente La si costituisce in mora e La si invita a versare quanto dovuto entro quindici giorni dal "
        "ricevimento.",
        "Distinti saluti",
    ])  # fmt: skip
    file = File(name="messa in mora.odt", content=paper, type="application/vnd.oasis.opendocument.text")
    text = "Si trasmette per conoscenza la lettera allegata.\n" + CLOSING
    return sealed(letter(44, at(2027, 5, 10, 9, 40), "Messa in mora", text, attachments=(file,)), ARUBA)


def order_to_leave() -> bytes:
    """The last letter before the execution."""
    text = (
        "Spett.le Comune,\nsi trasmette per conoscenza l’intimazione di rilascio notificata al sig. TAMERICI ELIO, "
        "assegnatario dell’alloggio di\nVia delle Robinie 51 int. 17.\n\n"
        "INTIMAZIONE\n\nIl sig. TAMERICI ELIO è intimato a rilasciare l’alloggio libero da persone e cose entro sessanta "
        "giorni dalla notifica.\n"
    )
    subject = "Intimazione di rilascio alloggio"
    return sealed(letter(45, at(2027, 6, 14, 12, 20), subject, text + CLOSING), LEGALMAIL)


def letter_of_execution() -> bytes:
    """A letter to one tenant that gives the day: a list of one row."""
    text = (
        "Prot. 0007731 del 06/09/2027\n\nAl Sig. GUARDABOSCO LAURO\nCorso dei Tigli 31 sc. A int. 14\nBorgo Salice\n"
        "e p.c. Spett.le Comune - Servizi Sociali\n\nOggetto: avviso di sloggio\n\n"
        "Si comunica che il giorno 19/10/2027 alle ore 9,30 si procederà all’esecuzione del rilascio dell’alloggio "
        "sopra indicato.\n"
    )
    return sealed(letter(46, at(2027, 9, 6, 10, 15), "Avviso di sloggio", text + CLOSING), NAMIRIAL)


# fmt: off
CASES = (
    Case(name="2026-12-concerto", note="A trap: a band announces its «esecuzioni» with days and places; not pertinent.", message=concert),
    Case(name="2027-02-caldaie", note="A trap: the housing company announces «interventi» on boilers, with days and addresses; not pertinent.", message=boilers),
    Case(name="2027-03-graduatoria", note="A trap: a ranking of applicants with names, addresses and an «esito»; not pertinent.", message=ranking),
    Case(name="2027-04-avvio-procedimento", note="A letter of an earlier phase (avvio del procedimento di decadenza): kept for the history of the household, it opens no position.", message=notice_of_proceedings),
    Case(name="2027-05-messa-in-mora", note="A letter of an earlier phase (messa in mora) as an attached ODT.", message=formal_demand),
    Case(name="2027-06-intimazione", note="The last letter before the execution (intimazione di rilascio); it names no day.", message=order_to_leave),
    Case(name="2027-10-lettera-di-sloggio", note="A letter to one tenant that gives the day and the hour: a list of one row.", message=letter_of_execution),
)
# fmt: on
