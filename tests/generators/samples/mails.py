# SPDX-License-Identifier: EUPL-1.2
"""Lists in the body of a mail, as text and as HTML of several programs."""

from tests.generators.letters import File, attached, ordinary
from tests.generators.outlook import OutlookFile, OutlookMail, tnef
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE
from tests.generators.samples.papers import ruled_list
from tests.generators.samples.post import (
    ALER_ORDINARY,
    CLOSING,
    GREETING,
    OFFICE_ORDINARY,
    PROCEED,
    SUBJECT,
    Case,
    at,
    letter,
    listed,
    passed_on,
    sealed,
)


def long_wordings() -> bytes:
    """L7: the wording hangs over several lines and tells of other days."""
    text = GREETING.format(month="OTTOBRE 2026") + (
        "1. CORNACCHIELLI EGLE - Piazza 4 Novembre 44 int. 21 - 13/10/2026 ore 9,00\n"
        "   SI ESEGUE - già rinviato il 18/06/2026 e il 09/07/2026 su richiesta\n"
        "   dell'interessata; gli appuntamenti del 02/09/2026 e del 10/09/2026 non\n"
        "   sono stati rispettati\n"
        "2. CALDARONI FAUSTO - Via Passo Alto 45 sc. B int. 21 - 13/10/2026 ore 11,00\n"
        "   SI ESEGUE salvo pagamento entro il 05/10/2026 della somma concordata\n"
        "   con nota del 30/07/2026\n"
        "3. GHIANDOLINI TESEO - Via dei Mirtilli 18 int. 3 - 15/10/2026 ore 9,30\n"
        "   NON VERRÀ ESEGUITO - piano di rientro sottoscritto il 01/09/2026, prima\n"
        "   rata versata il 15/09/2026\n\nTotale interventi: 3\n"
    )
    return listed(20, at(2026, 9, 21, 9, 12), "OTTOBRE 2026", provider=NAMIRIAL, text=text + CLOSING)


def by_building() -> bytes:
    """L9: under each building its flats, with a subtotal."""
    text = GREETING.format(month="NOVEMBRE 2026") + (
        "Via delle Robinie 34\n"
        "1) CEDRATELLI OFELIA - int. 6 - 10/11/2026 ore 9:00 - SI ESEGUE\n"
        "2) MUSCHIERI DILETTA - int. 9 - 10/11/2026 ore 10:00 - SI ESEGUE\n"
        "Totale stabile: 2\n\n"
        "Corso dei Tigli 45 sc. A\n"
        "3) SERPILLINI NEREO - int. 10 - 24/11/2026 ore 9:00 - SOSPESO\n"
        "Totale stabile: 1\n\n"
        "Totale interventi: 3\n"
    )
    return listed(23, at(2026, 10, 22, 10, 40), "NOVEMBRE 2026", provider=ARUBA, text=text + CLOSING)


def written_in_outlook() -> bytes:
    """L3: Outlook nests the table in tables of its own and puts a blank paragraph in each cell."""

    def cell(text: str) -> str:
        return (
            "<td width=120 valign=top style='width:90.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt'>"
            f"<p class=MsoNormal><span lang=IT>{text}<o:p></o:p></span></p></td>"
        )

    lines = (
        ("<b>Cognome</b>", "<b>Nome</b>", "<b>Indirizzo</b>", "<b>Data e ora</b>", "<b>Esito</b>"),
        ("GUARDABOSCO", "LAURO", "Corso dei Tigli 31 sc. A int. 14", "03/12/2026 ore 9:00", "SI ESEGUE"),
        ("PAGLIARONDI", "DELIO", "Via Passo Alto 52 sc. A int. 12", "03/12/2026 ore 11:00", "RINVIATO AL 21/01/2027"),
        ("EL KANDOUCHI", "SOUAD", "Viale dei Gelsi 9 int. 4", "17/12/2026 ore 9:30", "SI ESEGUE"),
    )
    grid = "".join(f"<tr>{''.join(cell(text) for text in line)}</tr>" for line in lines)
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style>'
        "</head><body lang=IT link=blue><div class=WordSection1>"
        "<table class=MsoNormalTable border=0 cellpadding=0 width=640><tr><td>"
        "<p class=MsoNormal>Spett.le Comune,<o:p></o:p></p>"
        "<p class=MsoNormal>si trasmette l’elenco degli interventi fissati per il mese di DICEMBRE 2026.<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr><tr><td>"
        f"<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>{grid}</table></td></tr><tr><td>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Distinti saluti<o:p></o:p></p>"
        "<p class=MsoNormal>Ufficio Recupero Crediti Locativi/Decadenze<o:p></o:p></p></td></tr></table>"
        "</div></body></html>"
    )
    sent = at(2026, 11, 20, 12, 15)
    return sealed(letter(25, sent, SUBJECT.format(month="DICEMBRE 2026"), None, html=html), LEGALMAIL)


def written_in_webmail() -> bytes:
    """A webmail puts each line into a box of its own, and adds the same as text."""
    lines = (
        "Buongiorno,",
        "si comunicano gli interventi fissati per il mese di GENNAIO 2027:",
        "",
        "- BOSCARONDI LIDIA, Vicolo del Tarassaco 2 sc. B int. 6, 12/01/2027 ore 9:00, SI ESEGUE",
        "- TAMERICI ELIO, Via delle Robinie 51 int. 17, 12/01/2027 ore 10:30, SI ESEGUE",
        "- PRUGNARELLI ASCANIO, Largo dei Pioppi 19, 14/01/2027 ore 9:00, ALLOGGIO RILASCIATO SPONTANEAMENTE",
        "",
        "Cordiali saluti",
    )
    boxes = "".join(f"<div>{line or '<br>'}</div>" for line in lines)
    html = f'<div dir="ltr">{boxes}</div>'
    return ordinary(
        letter(
            26,
            at(2026, 12, 17, 11, 2),
            SUBJECT.format(month="GENNAIO 2027"),
            "\n".join(lines) + "\n",
            html=html,
            sender=ALER_ORDINARY,
            sender_name="Ufficio Decadenze",
            recipients=(OFFICE_ORDINARY,),
        )
    )


def several_towns() -> bytes:
    """L17: cells pasted from a spreadsheet, one list for three municipalities."""
    lines = (
        ("N.", "COMUNE", "NOMINATIVO", "INDIRIZZO", "CIVICO", "INT.", "DATA", "ESITO"),
        ("1", "BORGO SALICE", "VIGNAROLI ADELMA", "STRADA DELLA BRUGHIERA", "51", "9", "09/02/2027", "SI ESEGUE"),
        ("2", "CASTEL GINEPRO", "ROVERSELLI IRIDE", "VIA DEI CARPINI", "4/B", "2", "09/02/2027", "SI ESEGUE"),
        ("3", "BORGO SALICE", "BERGAMASCHELLI GINEVRA", "VIA SAN FIRMO", "9", "8", "11/02/2027", "SI ESEGUE"),
        ("4", "PIEVE ONTANO", "SAMBUCONI ARDUINO", "PIAZZA DEI NOCI", "7", "", "11/02/2027", "NON SI ESEGUE"),
    )
    grid = "".join(
        "<tr height=20 style='height:15.0pt'>" + "".join(f"<td class=xl65>{text}</td>" for text in line) + "</tr>"
        for line in lines
    )
    html = (
        "<html><head><meta name=Generator content='Microsoft Excel 15'></head><body>"
        "<p>Si trasmette la programmazione degli interventi di FEBBRAIO 2027.</p>"
        f"<table border=0 cellpadding=0 cellspacing=0 width=800><col width=30><col width=120>{grid}</table>"
        "<p>Totale interventi: 4</p><p>Distinti saluti</p></body></html>"
    )
    sent = at(2027, 1, 22, 9, 50)
    return sealed(letter(27, sent, SUBJECT.format(month="FEBBRAIO 2027"), None, html=html), POSTE)


HEADER = ("N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ORA", "ESITO")


def parts_that_disagree() -> bytes:
    """The text names another hour than the attached list."""
    rows = [
        ("1", "PETTIROSSI BRUNA", "Largo dei Pioppi 23 sc. A int. 3", "09/03/2027", "09:00", "SI ESEGUE"),
        ("2", "PASSEROTTI PIO", "Via XXV Aprile 19 int. 20", "11/03/2027", "10:30", "SI ESEGUE"),
    ]
    file = File(
        name="elenco marzo.pdf",
        content=ruled_list("ELENCO INTERVENTI PROGRAMMATI - MARZO 2027", HEADER, rows, "Totale interventi: 2"),
    )
    text = GREETING.format(month="MARZO 2027") + (
        "1) PETTIROSSI BRUNA - Largo dei Pioppi 23 sc. A int. 3 - 09/03/2027 ore 9,00 - SI ESEGUE\n"
        "2) PASSEROTTI PIO - Via XXV Aprile 19 int. 20 - 04/03/2027 ore 10,30 - SI ESEGUE\n\n"
        "In allegato lo stesso elenco.\n"
    )
    return listed(28, at(2027, 2, 19, 8, 55), "MARZO 2027", file, provider=ARUBA, text=text + CLOSING)


def two_lists() -> bytes:
    """One mail carries the lists of two months."""
    april = [("1", "ACQUARONDI EGLE", "Corso dei Tigli 8 sc. B int. 5", "13/04/2027", "09:00", PROCEED)]
    may = [
        ("1", "QUERCIOLI UGO", "Viale dei Gelsi 41 int. 9", "11/05/2027", "09:00", PROCEED),
        ("2", "LAVANDONI BRUNO", "Via XXV Aprile 60 int. 7", "11/05/2027", "11:00", PROCEED),
    ]
    files = (
        File(name="aprile 2027.pdf", content=ruled_list("ELENCO INTERVENTI PROGRAMMATI - APRILE 2027", HEADER, april)),
        File(name="maggio 2027.pdf", content=ruled_list("ELENCO INTERVENTI PROGRAMMATI - MAGGIO 2027", HEADER, may)),
    )
    text = (
        "Spett.le Comune,\nin allegato gli elenchi degli interventi fissati per i mesi di APRILE e MAGGIO 2027.\n"
        + CLOSING
    )
    subject = "Comunicazione programmazione interventi fissati per i mesi di APRILE e MAGGIO 2027"
    return sealed(letter(29, at(2027, 3, 19, 10, 25), subject, text, attachments=files), LEGALMAIL)


def wrong_subject() -> bytes:
    """The subject is that of the month before; the days of the rows decide."""
    text = (
        "Spett.le Comune,\nsi trasmette l’elenco degli interventi fissati.\n\n"
        "1) ZAFFERANELLI FOSCA - Via Acquafredda 13 int. 14 - 08/06/2027 ore 9,00 - SI ESEGUE\n"
        "2) PAGLIARONDI RINA - Via del Giuncheto 38 int. 8 - 10/06/2027 ore 9,00 - SI ESEGUE\n"
        "3) OKOROMA BLESSING - Via delle Robinie 14 sc. A int. 3 - 22/06/2027 ore 10,00 - SI ESEGUE\n"
    )
    return listed(30, at(2027, 5, 21, 9, 5), "MAGGIO 2027", provider=POSTE, text=text + CLOSING)


def quoted_below_a_note() -> bytes:
    """L15: a colleague writes above the list that he passes on; the list is quoted in the mail itself."""
    text = (
        "Ciao, ti giro l'elenco di luglio. La signora Verbenali ieri è venuta allo sportello e ha pagato tutto, quindi\n"
        "secondo me non si esegue.\nArduino\n\n"
        "-------- Messaggio inoltrato --------\n"
        f"Oggetto: \t{SUBJECT.format(month='LUGLIO 2027')}\n"
        "Data: \tMon, 21 Jun 2027 09:14:02 +0200\n"
        f"Mittente: \tUfficio Decadenze <{ALER_ORDINARY}>\n"
        f"A: \t{OFFICE_ORDINARY}\n\n\n"
        "> Spett.le Comune,\n"
        "> si trasmette l'elenco degli interventi fissati per il mese di LUGLIO 2027.\n>\n"
        "> 1) VERBENALI EGLE - Via Passo Alto 54 int. 7 - 13/07/2027 ore 9,00 - SI ESEGUE\n"
        "> 2) FIORDALISI ELIO - Via Acquafredda 54 int. 1 - 15/07/2027 ore 9,00 - SI ESEGUE\n>\n"
        "> Distinti saluti\n"
    )
    return passed_on(31, at(2027, 6, 21, 12, 40), "I: " + SUBJECT.format(month="LUGLIO 2027"), text)


def attached_mail() -> bytes:
    """The ordinary mail of the housing company lies in the colleague's mail as a file."""
    text = GREETING.format(month="AGOSTO 2027") + (
        "Nominativo: BALDACCONI DAFNE\nIndirizzo: Via Acquafredda 14 int. 10\nData: 05/08/2027\nOra: 9:00\n"
        "Esito: SI ESEGUE\n\n"
        "Nominativo: BELLAVIGNOLA MAURO\nIndirizzo: Via Fratelli Lanterna 45 int. 9\nData: 05/08/2027\nOra: 10:30\n"
        "Esito: IN SOSPESO\n"
    )
    original = ordinary(
        letter(
            32,
            at(2027, 7, 19, 9, 30),
            SUBJECT.format(month="AGOSTO 2027"),
            (text + CLOSING).replace("’", "'"),
            sender=ALER_ORDINARY,
            recipients=(OFFICE_ORDINARY,),
            charset="iso-8859-15",
            text_encoding="8bit",
        )
    )
    file = attached(original, f"{SUBJECT.format(month='AGOSTO 2027')}.eml")
    return passed_on(32, at(2027, 7, 19, 13, 5), "elenco di agosto", "Per competenza.\n", file)


def winmail() -> bytes:
    """Exchange packs the attachment into winmail.dat."""
    rows = [("1", "CARPENTELLI UGO", "Via del Giuncheto 36/38 int. 4", "14/09/2027", "09:00", PROCEED)]
    paper = ruled_list("ELENCO INTERVENTI PROGRAMMATI - SETTEMBRE 2027", HEADER, rows, "Totale interventi: 1")
    sent = at(2027, 8, 23, 9, 0)
    packed = OutlookMail(
        subject=SUBJECT.format(month="SETTEMBRE 2027"),
        text=None,
        files=(OutlookFile(name="elenco settembre.pdf", content=paper),),
        sent_at=sent,
    )
    file = File(name="winmail.dat", content=tnef(packed), type="application/ms-tnef")
    text = "In allegato l’elenco degli interventi fissati per il mese di SETTEMBRE 2027.\n" + CLOSING
    return listed(33, sent, "SETTEMBRE 2027", file, provider=ARUBA, text=text)


# fmt: off
CASES = (
    Case(name="2026-10-diciture-lunghe", note="Wordings that hang over several lines and tell of past days (L7): the day is that of the row, a condition makes it «to confirm».", message=long_wordings),
    Case(name="2026-11-per-edificio", note="Grouped by building: the address stands above, each row adds the flat, subtotals agree (L9).", message=by_building),
    Case(name="2026-12-html-outlook", note="A table written in Outlook, nested in the table of its layout (L3); surname and given name in two columns, a row postponed.", message=written_in_outlook),
    Case(name="2027-01-html-webmail", note="A webmail wraps each line in a box of its own and adds the same as text: one list, not two; a flat given back.", message=written_in_webmail),
    Case(name="2027-02-piu-comuni", note="Cells pasted from a spreadsheet, for three municipalities (L17): the rows of the other towns are kept.", message=several_towns),
    Case(name="2027-03-parti-discordi", note="The text and the attached list give different days for one person: one row, and the office is told that they disagree.", message=parts_that_disagree),
    Case(name="2027-04-due-elenchi", note="Two lists in one mail, one for each of two months.", message=two_lists),
    Case(name="2027-06-oggetto-sbagliato", note="The subject names the month before: the days of the rows decide, and the office is told.", message=wrong_subject),
    Case(name="2027-07-nota-del-collega", note="A colleague passes the list on, quoted below a note (L15): the note is shown, and not applied by itself.", message=quoted_below_a_note),
    Case(name="2027-08-eml-allegato", note="The ordinary mail in ISO-8859-15 lies in a colleague's mail as a file (.eml); the list is read from the inner message.", message=attached_mail),
    Case(name="2027-09-winmail", note="Exchange packs the attached list into winmail.dat.", message=winmail),
)
# fmt: on
