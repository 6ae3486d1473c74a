# SPDX-License-Identifier: EUPL-1.2
"""The sample messages: here the first year, with the story of November 2025; the others stand beside it by kind."""

import datetime as dt
from collections.abc import Callable

from tests.generators.forgeries import sealed_by, self_made_authorities
from tests.generators.letters import File, Letter, attached, ordinary
from tests.generators.outlook import OutlookFile, OutlookMail, msg
from tests.generators.pec import anomaly, receipt
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE, Postmark, Provider
from tests.generators.samples import changes, mails, office_files, other_letters, pages, pictures
from tests.generators.samples.papers import picture_of, ruled_list
from tests.generators.samples.post import (
    ALER,
    ALER_ORDINARY,
    CLOSING,
    GREETING,
    OFFICE,
    OFFICE_ORDINARY,
    PROCEED,
    SUBJECT,
    Case,
    at,
    letter,
    sealed,
)
from tests.generators.signed_files import signed

HEADER = ("N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ORA", "ESITO")
NOVEMBER = [
    ("1", "ZUCCHEROLI MIRELLA", "Via delle Robinie 14 sc. B int. 7", "06/11/2025", "09:30", PROCEED),
    ("2", "BONETTALI IVANO", "Largo dei Pioppi, 3 int. 12", "06/11/2025", "11:00", PROCEED),
    ("3", "DE’ FALCHETTI ROSA ved. MONTESILVI", "V.le dei Gelsi 22/A int. 1", "18/11/2025", "09:00", PROCEED),
    ("4", "OKOROMA BLESING", "Via delle Robinie 14 sc. A int. 3", "18/11/2025", "10:30", PROCEED),
    ("5", "PERSICHELLI GAETANO", "P.zza 4 Novembre 12 int. 8", "27/11/2025", "09:00", PROCEED),
    ("6", "TRAMONTELLI OLINDO", "Via Acquafredda 71", "27/11/2025", "10:30", PROCEED),
    (
        "7",
        "CARPENTELLI UGO",
        "Via del Giuncheto 36/38 int. 4",
        "27/11/2025",
        "12:00",
        "NON SI ESEGUE - piano di rientro",
    ),
]


def november_list() -> File:
    """The list for November as a ruled PDF."""
    title = "ELENCO INTERVENTI PROGRAMMATI - NOVEMBRE 2025"
    return File(name="elenco.pdf", content=ruled_list(title, HEADER, NOVEMBER, "Totale interventi: 7"))


def _november_text() -> str:
    return "Spett.le Comune,\nin allegato l’elenco degli interventi fissati per il mese di NOVEMBRE 2025.\n" + CLOSING


def november_pec() -> bytes:
    """The list that opens the story."""
    sent = at(2025, 10, 24, 9, 11)
    return sealed(
        letter(1, sent, SUBJECT.format(month="NOVEMBRE 2025"), _november_text(), attachments=(november_list(),)), ARUBA
    )


def november_copy() -> bytes:
    """The same list by ordinary mail, forty minutes later, in another mailbox."""
    return ordinary(
        Letter(
            sender=ALER_ORDINARY,
            sender_name="Ufficio Decadenze",
            recipients=(OFFICE_ORDINARY,),
            subject=SUBJECT.format(month="NOVEMBRE 2025"),
            text=_november_text(),
            attachments=(november_list(),),
            sent_at=at(2025, 10, 24, 9, 51),
            message_id="<copia.1@aler.example>",
        )
    )


def november_reminder() -> bytes:
    """The reminder of 21 November: one changed day, one new row."""
    rows = [
        ("1", "PERSICHELLI GAETANO", "P.zza 4 Novembre 12 int. 8", "27/11/2025", "09:00", PROCEED),
        ("2", "TRAMONTELLI OLINDO", "Via Acquafredda 71", "26/11/2025", "10:30", PROCEED),
        ("3", "SORGENTINI PALMIRA", "Via del Giuncheto 36/38 int. 9", "27/11/2025", "14:30", PROCEED),
    ]
    title = "PROMEMORIA INTERVENTI PROGRAMMATI - NOVEMBRE 2025"
    text = (
        "Spett.le Comune,\nsi ricorda che restano confermati gli interventi di cui all’elenco allegato, fissati per il "
        "mese di NOVEMBRE 2025.\n" + CLOSING
    )
    file = File(name="promemoria.pdf", content=ruled_list(title, HEADER, rows, "Totale interventi: 3"))
    return sealed(
        letter(2, at(2025, 11, 21, 10, 2), SUBJECT.format(month="NOVEMBRE 2025"), text, attachments=(file,)), ARUBA
    )


def december_lines() -> bytes:
    """L1: one line for each person, wrapped by the mail program; in a Legalmail envelope."""
    text = (
        GREETING.format(month="DICEMBRE 2025")
        + "1) DRAGULINESCU MIHAELA - Corso dei Tigli 101 int. 6 - 4 dicembre ore "
        "9,30 - SI ESEGUE – dopo\nripetuti solleciti telefonici e appuntamenti che non sono stati rispettati si "
        "procede\ncon l’esecuzione\n2) BONETTALI IVANO – Largo dei Pioppi, 3 int. 12 – NON SI ESEGUE - piano di "
        "rientro\n3) DE' FALCHETTI ROSA ved. MONTESILVI - V.le dei Gelsi 22/A - RINVIATO AL 14/01/2026\n\n"
        "Totale interventi: 3\n" + CLOSING
    )
    return sealed(letter(3, at(2025, 11, 24, 8, 40), SUBJECT.format(month="DICEMBRE 2025"), text), LEGALMAIL)


def january_blocks() -> bytes:
    """L2: a labelled block for each person."""
    text = GREETING.format(month="GENNAIO 2026") + (
        "Nominativo: FERRABO' NICOLO'\nIndirizzo: Vicolo del Tarassaco 9 int. 2\nData accesso: 15/01/2026 ore 9:00\n"
        "Esito: SI ESEGUE\n\n"
        "Nominativo: DE' FALCHETTI ROSA\nIndirizzo: V.le dei Gelsi 22/A int. 1\nData accesso: 14/01/2026 ore 10:30\n"
        "Esito: SI ESEGUE - piano di rientro non rispettato\n\n"
        "Nominativo: eredi di VALLESCURA ERMENEGILDO\nIndirizzo: Via del Giuncheto 36/38 int. 9\n"
        "Data accesso: 20/01/2026 ore 9:00\nEsito: DA CONFERMARE\n"
    )
    return sealed(letter(4, at(2025, 12, 19, 12, 5), SUBJECT.format(month="GENNAIO 2026"), text + CLOSING), NAMIRIAL)


def february_html() -> bytes:
    """L3: a table in the HTML body, days spanning several rows."""
    rows = (
        '<tr><td rowspan="2">10/02/2026</td><td>9:00</td><td>BENHAMDANE YUSRA / BENHAMDANE IDRIS</td>'
        "<td>Piazza 4 Novembre 12, int. 8</td><td>SI ESEGUE</td></tr>"
        "<tr><td>11:00</td><td>CARPENTELLI UGO</td><td>Via Passo Alto 5</td><td>SI ESEGUE</td></tr>"
        "<tr><td>24/02/2026</td><td>9:30</td><td>MONTESILVI DELLA ROCCHETTA ANNA</td>"
        "<td>Viale dei Gelsi 22/A int. 5</td><td>SOSPESO</td></tr>"
    )
    html = (
        "<html><body><p>Spett.le Comune,<br>si trasmette il calendario di FEBBRAIO 2026.</p><table border=1>"
        "<tr><th>Giorno</th><th>Ora</th><th>Assegnatario</th><th>Alloggio</th><th>Note</th></tr>"
        f"{rows}</table><p>Distinti saluti</p></body></html>"
    )
    return sealed(letter(5, at(2026, 1, 23, 9, 0), SUBJECT.format(month="FEBBRAIO 2026"), None, html=html), POSTE)


def march_calendar() -> bytes:
    """L8: grouped by day, the year only in the title, «idem» for the address."""
    text = (
        "CALENDARIO ESECUZIONI - MARZO 2026\n\ngiovedì 5\n"
        "   ore 9,00   Zuccheroli Mirella, Via delle Robinie 14      SI ESEGUE\n"
        "   ore 11,00  Okoroma Blessing, idem sc. A int. 3           SI ESEGUE\nmartedì 17\n"
        "   ore 9,30   Lampioncelli Saverio, Via Fratelli Lanterna 8     SI ESEGUE\n\nTotale interventi: 3\n"
    )
    return sealed(letter(6, at(2026, 2, 20, 15, 20), SUBJECT.format(month="MARZO 2026"), text + CLOSING), ARUBA)


def march_reminder() -> bytes:
    """L16: a reminder in prose that names only one of the rows; the others are not cancelled."""
    text = (
        "Spett.le Comune,\nsi ricorda che il giorno 17 marzo 2026 alle ore 9,30 verrà eseguito l’intervento già "
        "comunicato nei confronti\ndel sig. LAMPIONCELLI SAVERIO, Via Fratelli Lanterna 8 - SI ESEGUE.\n" + CLOSING
    )
    subject = "Promemoria - " + SUBJECT.format(month="MARZO 2026")
    return sealed(letter(7, at(2026, 3, 12, 9, 45), subject, text), ARUBA)


def april_empty() -> bytes:
    """The housing company declares that nothing is planned."""
    text = "Spett.le Comune,\nper il mese di APRILE 2026 non sono previsti interventi.\n" + CLOSING
    return sealed(letter(8, at(2026, 3, 20, 11, 30), SUBJECT.format(month="APRILE 2026"), text), LEGALMAIL)


def may_with_a_riddle() -> bytes:
    """A list with a line that nobody can read: the rows are alerted, the line is shown."""
    text = (
        GREETING.format(month="MAGGIO 2026") + "1) FERRABO' NICOLO' - Vicolo del Tarassaco 9 int. 2 - 12/05/2026 - "
        "SI ESEGUE\n2) ##@ 7/b ~~ rif. 88-C vedi fascicolo precedente come da intese\n"
        "3) GALVERANI TOSCA - Via dei Mirtilli 4 - 12/05/2026 - SI ESEGUE\n\nTotale interventi: 3\n" + CLOSING
    )
    return sealed(letter(9, at(2026, 4, 22, 9, 5), SUBJECT.format(month="MAGGIO 2026"), text), ARUBA)


def june_scan() -> bytes:
    """The list is a scanned picture."""
    page = picture_of(
        (
            "ELENCO INTERVENTI PROGRAMMATI - GIUGNO 2026",
            "1) TRAMONTELLI OLINDO - Via Acquafredda 71 - 09/06/2026 - SI ESEGUE",
        )
    )
    text = "In allegato l’elenco degli interventi di GIUGNO 2026.\n"
    files = (File(name="scansione.pdf", content=page),)
    return sealed(
        letter(10, at(2026, 5, 22, 10, 10), SUBJECT.format(month="GIUGNO 2026"), text, attachments=files), ARUBA
    )


def july_locked() -> bytes:
    """The attached PDF asks for a password that nobody in the office has."""
    title = "ELENCO INTERVENTI PROGRAMMATI - LUGLIO 2026"
    rows = [("1", "TRAMONTELLI OLINDO", "Via Acquafredda 71", "07/07/2026", "09:00", "SI ESEGUE")]
    files = (File(name="elenco luglio.pdf", content=ruled_list(title, HEADER, rows, password="rondine")),)
    text = "In allegato l’elenco degli interventi di LUGLIO 2026.\n"
    return sealed(
        letter(11, at(2026, 6, 19, 9, 0), SUBJECT.format(month="LUGLIO 2026"), text, attachments=files), LEGALMAIL
    )


def forwarded() -> bytes:
    """The protocol office forwards the whole PEC with a note and its own number: the nested message holds the list."""
    note = (
        "Prot. 0098765 del 24/10/2025\n\nSi inoltra per competenza. Attenzione: la signora del n. 3 ha cambiato casa.\n"
    )
    return ordinary(
        Letter(
            sender="protocollo@comune.example",
            recipients=(OFFICE_ORDINARY,),
            subject="I: POSTA CERTIFICATA: " + SUBJECT.format(month="NOVEMBRE 2025"),
            text=note,
            attachments=(attached(november_pec(), "postacert.eml"),),
            sent_at=at(2025, 10, 24, 12, 30),
            message_id="<inoltro.1@comune.example>",
        )
    )


def anomalous() -> bytes:
    """Ordinary mail of a stranger that reached the PEC box: no certificate, and yet a list, so it is alerted."""
    text = "1) TRAMONTELLI OLINDO - Via Acquafredda 71 - 15/12/2025 - SI ESEGUE\n"
    written = letter(
        12,
        at(2025, 12, 1, 9, 0),
        SUBJECT.format(month="DICEMBRE 2025"),
        text,
        sender="ufficio@studio-legale.example",
    )
    return anomaly(written, provider=ARUBA, postmark=Postmark(certified_at=written.sent_at))


def unrelated() -> bytes:
    """A meeting of the area plan that mentions the execution of works: not pertinent."""
    text = (
        "Si convoca il tavolo per il Piano di Zona il giorno 5 novembre 2025 alle ore 10, presso Via Acquafredda 2.\n"
        "All’ordine del giorno l’esecuzione dei lavori nella sala civica.\n"
    )
    written = letter(
        13,
        at(2025, 10, 27, 8, 15),
        "Convocazione tavolo tecnico",
        text,
        sender="segreteria@pec.azienda-sociale.example",
    )
    return sealed(written, NAMIRIAL)


def forged_replacement() -> bytes:
    """Somebody who made himself authorities of the true names switches the alarms of November off."""
    rows = [(*row[:5], "NON SI ESEGUE") for row in NOVEMBER]
    title = "ELENCO INTERVENTI PROGRAMMATI - NOVEMBRE 2025"
    text = (
        "Spett.le Comune,\nl’elenco allegato annulla e sostituisce il precedente, fissato per il mese di NOVEMBRE 2025.\n"
        + CLOSING
    )
    file = File(name="elenco.pdf", content=ruled_list(title, HEADER, rows, "Totale interventi: 7"))
    written = letter(
        15,
        at(2025, 11, 12, 18, 40),
        "ANNULLA E SOSTITUISCE: " + SUBJECT.format(month="NOVEMBRE 2025"),
        text,
        attachments=(file,),
    )
    certified = Postmark(certified_at=written.sent_at + dt.timedelta(seconds=33))
    return sealed_by(self_made_authorities(), written, ARUBA, certified)


def august_signed() -> bytes:
    """The list for August as a file that its author signed."""
    rows = [
        ("1", "LUCERNARI BIAGIO", "Via delle Robinie 16 int. 2", "05/08/2026", "09:00", PROCEED),
        ("2", "OKOROMA BLESSING", "Via delle Robinie 14 sc. A int. 3", "05/08/2026", "10:30", PROCEED),
    ]
    paper = ruled_list("ELENCO INTERVENTI PROGRAMMATI - AGOSTO 2026", HEADER, rows, "Totale interventi: 2")
    sent = at(2026, 7, 20, 9, 30)
    file = File(name="elenco.pdf.p7m", content=signed(paper, signed_at=sent), type="application/pkcs7-mime")
    text = GREETING.format(month="AGOSTO 2026") + CLOSING
    return sealed(letter(16, sent, SUBJECT.format(month="AGOSTO 2026"), text, attachments=(file,)), LEGALMAIL)


def september_outlook() -> bytes:
    """A colleague drags the PEC with the list for September out of Outlook into a mail."""
    sent = at(2026, 8, 24, 9, 5)
    text = (
        GREETING.format(month="SETTEMBRE 2026")
        + f"1) PERSICHELLI GAETANO - P.zza 4 Novembre 12 int. 8 - 10/09/2026 ore 9,00 - {PROCEED}\n"
        + f"2) SORGENTINI PALMIRA - Via del Giuncheto 36/38 int. 9 - 10/09/2026 ore 11,00 - {PROCEED}\n"
        + CLOSING
    )
    pec = sealed(letter(17, sent, SUBJECT.format(month="SETTEMBRE 2026"), text), POSTE)
    head, _, body = pec.partition(b"\r\nContent-Type:")
    saved = OutlookMail(
        subject=SUBJECT.format(month="SETTEMBRE 2026"),
        message_class="IPM.Note.SMIME.MultipartSigned",
        headers=head.decode() + "\r\n",
        text=None,
        files=(OutlookFile(name="SMIME.p7m", content=b"Content-Type:" + body, type="multipart/signed"),),
        sent_at=sent,
    )
    file = File(name="Elenco settembre.msg", content=msg(saved), type="application/vnd.ms-outlook")
    return ordinary(
        Letter(
            sender="protocollo@comune.example",
            sender_name="Ufficio Protocollo",
            recipients=(OFFICE_ORDINARY,),
            subject="I: elenco ALER",
            text="Per competenza.\n",
            attachments=(file,),
            sent_at=at(2026, 8, 24, 11, 20),
            message_id="<inoltro.17@comune.example>",
        )
    )


def our_letter() -> Letter:
    """What the office once sent, for the receipts."""
    return Letter(
        sender=OFFICE,
        recipients=(ALER,),
        subject="Richiesta chiarimenti",
        text="1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE: si chiede conferma della data.\n",
        sent_at=at(2025, 10, 28, 9, 0),
        message_id="<richiesta.1@pec.comune.example>",
    )


def acknowledged(kind: str, provider: Provider) -> Callable[[], bytes]:
    """A receipt for our own letter; the list inside it is ours and is not read."""
    return lambda: receipt(
        our_letter(), kind, provider=provider, postmark=Postmark(certified_at=at(2025, 10, 28, 9, 1))
    )


# fmt: off
FIRST_YEAR = (
    Case(name="2025-11-elenco-pdf", note="The list for November in a transport envelope of the Aruba shape: a ruled PDF (L4), seven rows, declared total.", message=november_pec),
    Case(name="2025-11-copia-ordinaria", note="The ordinary copy of the same list, forty minutes later in another mailbox: a twin, nobody is told again.", message=november_copy),
    Case(name="2025-11-inoltro", note="The protocol office forwards the whole PEC: a nested envelope, a protocol number, and a colleague's note that is not applied by itself.", message=forwarded),
    Case(name="2025-10-non-pertinente", note="An unrelated PEC that mentions «esecuzione».", message=unrelated),
    Case(name="2025-10-ricevuta-accettazione", note="A receipt: our own letter was accepted.", message=acknowledged("accettazione", ARUBA)),
    Case(name="2025-10-ricevuta-consegna", note="A receipt of delivery that holds our letter, rows and all: not a list.", message=acknowledged("avvenuta-consegna", LEGALMAIL)),
    Case(name="2025-10-ricevuta-errore", note="A receipt: our letter could not be delivered.", message=acknowledged("errore-consegna", POSTE)),
    Case(name="2025-11-promemoria", note="The reminder of 21 November: one row confirmed, one day moved forward, one row new, the others not named and not cancelled.", message=november_reminder),
    Case(name="2025-12-righe", note="One wrapped line for each person (L1) in a transport envelope of the Legalmail shape; a row not executed and a row postponed.", message=december_lines),
    Case(name="2025-12-anomalia", note="An anomaly envelope with a list of a sender that nobody knows: alerted at once, marked as not confirmed.", message=anomalous),
    Case(name="2026-01-blocchi", note="A labelled block for each person (L2), heirs, a row to confirm.", message=january_blocks),
    Case(name="2026-02-tabella-html", note="A table in the HTML body with days that span rows (L3), two co-tenants.", message=february_html),
    Case(name="2026-03-calendario", note="Grouped by day, year only in the title, «idem» for the address (L8).", message=march_calendar),
    Case(name="2026-03-promemoria-in-prosa", note="A reminder in prose for one of three rows (L16).", message=march_reminder),
    Case(name="2026-04-nessun-intervento", note="A declared empty list.", message=april_empty),
    Case(name="2026-05-riga-illeggibile", note="A list with a line that cannot be read: the others are alerted, the line is shown, the list is not complete.", message=may_with_a_riddle),
    Case(name="2026-06-scansione", note="The list is a scanned page, a little askew (L10): its letters are recognised, and a person is told to compare them with the original.", message=june_scan),
    Case(name="2026-07-pdf-protetto", note="The attached PDF is locked by a password.", message=july_locked),
    Case(name="2025-11-falso-annulla", note="A forgery: «annulla e sostituisce» with every row «NON SI ESEGUE», sealed under self-made authorities of the true names. It is told, and it lowers nothing.", message=forged_replacement),
    Case(name="2026-08-firmato-p7m", note="The list is a PDF that its author signed (L13): read whatever becomes of the signature, and who signed is kept.", message=august_signed),
    Case(name="2026-09-outlook", note="A colleague sends on the PEC as Outlook saved it (.msg): the envelope inside is put together again and its seal holds.", message=september_outlook),
)
# fmt: on

CASES: tuple[Case, ...] = (
    *FIRST_YEAR,
    *mails.CASES,
    *changes.CASES,
    *other_letters.CASES,
    *office_files.CASES,
    *pages.CASES,
    *pictures.CASES,
)
