# SPDX-License-Identifier: EUPL-1.2
"""Lists as files of word processors and spreadsheets, loose and packed."""

import datetime as dt

from tests.generators.archives import zipped
from tests.generators.letters import File, ordinary
from tests.generators.providers import ARUBA, LEGALMAIL, NAMIRIAL, POSTE
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
)
from tests.generators.sheets import Cell, ods, xls, xlsx
from tests.generators.signed_files import PAST, open_ended, pem, person, signed
from tests.generators.word import docx, odt, rtf, word_cell, word_file, word_paragraph, word_table, word_xml
from tests.generators.word97 import doc

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CALC = "application/vnd.oasis.opendocument.spreadsheet"
WRITER = "application/vnd.oasis.opendocument.text"
ATTACHED = "Spett.le Comune,\nin allegato l’elenco degli interventi fissati per il mese di {month}.\n" + CLOSING
TITLE = "ELENCO INTERVENTI PROGRAMMATI - {month}"


def letterhead() -> bytes:
    """A DOCX whose first table is the letterhead; days merged over the rows of the list."""
    above = word_table([["AZIENDA CASA\nVia dei Noccioli 5", "Ufficio Recupero Crediti\nLocativi/Decadenze"]])
    first, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = word_table([
        ["GIORNO", "ORA", "ASSEGNATARIO", "ALLOGGIO", "ESITO"],
        [word_cell("14/10/2027", first), "9:00", "CORNACCHIELLI EGLE", "Piazza 4 Novembre 44 int. 21", "SI ESEGUE"],
        [word_cell("", goes_on), "10:30", "ROVERSELLI IRIDE", "Via dei Carpini 4/B", "SI ESEGUE"],
        [word_cell("26/10/2027"), "9:00", "CALDARONI FAUSTO", "Via Passo Alto 45 sc. B int. 21", "DA CONFERMARE"],
        [word_cell("Totale interventi: 3", '<w:gridSpan w:val="5"/>')],
    ])  # fmt: skip
    paper = word_file(
        above + word_paragraph(TITLE.format(month="OTTOBRE 2027")) + rows + word_paragraph("Il Direttore")
    )
    file = File(name="elenco ottobre.docx", content=paper, type=WORD)
    text = ATTACHED.format(month="OTTOBRE 2027")
    return listed(50, at(2027, 9, 22, 9, 15), "OTTOBRE 2027", file, provider=ARUBA, text=text)


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def numbered() -> bytes:
    """A DOCX whose numbers are made by Word."""
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    lines = (
        "BONETTALI IVANO – Largo dei Pioppi 3 int. 12 – 09/11/2027 ore 9,00 – SI ESEGUE",
        "TERESKOVA OLENA – Viale dei Gelsi 30 int. 2 – 09/11/2027 ore 10,30 – SI ESEGUE",
        "PAGLIARONDI DELIO – Via Passo Alto 52 sc. A int. 12 – 23/11/2027 ore 9,00 – NON SI ESEGUE - piano di rientro",
    )
    body = word_paragraph(TITLE.format(month="NOVEMBRE 2027"))
    body += "".join(word_paragraph(line, number) for line in lines) + word_paragraph("Totale interventi: 3")
    relation = ("numbering", "numbering.xml")
    paper = word_file(body, [relation], {"word/numbering.xml": word_xml("numbering", NUMBERING)})
    file = File(name="novembre.docx", content=paper, type=WORD)
    text = ATTACHED.format(month="NOVEMBRE 2027")
    return listed(51, at(2027, 10, 22, 11, 0), "NOVEMBRE 2027", file, provider=LEGALMAIL, text=text)


def revised() -> bytes:
    """A DOCX with the changes of its author: what was deleted is no row, what was inserted is one."""
    told = 'w:id="1" w:author="Ufficio" w:date="2027-11-15T09:00:00Z"'
    gone = (
        f'<w:p><w:pPr><w:rPr><w:del {told}/></w:rPr></w:pPr><w:del {told}><w:r><w:delText xml:space="preserve">'
        "2) SERPILLINI NEREO - Corso dei Tigli 45 sc. A int. 10 - 02/12/2027 - SI ESEGUE</w:delText></w:r></w:del></w:p>"
    )
    changed = (
        '<w:p><w:r><w:t xml:space="preserve">1) GUARDABOSCO LAURO - Corso dei Tigli 31 sc. A int. 14 - </w:t></w:r>'
        f"<w:del {told}><w:r><w:delText>02/12/2027</w:delText></w:r></w:del>"
        f"<w:ins {told}><w:r><w:t>16/12/2027</w:t></w:r></w:ins>"
        '<w:r><w:t xml:space="preserve"> - SI ESEGUE</w:t></w:r></w:p>'
    )
    last = word_paragraph("2) MUSCHIERI DILETTA - Via delle Robinie 34 int. 9 - 16/12/2027 - SI ESEGUE")
    paper = word_file(word_paragraph(TITLE.format(month="DICEMBRE 2027")) + changed + gone + last)
    file = File(name="dicembre.docx", content=paper, type=WORD)
    text = ATTACHED.format(month="DICEMBRE 2027")
    return listed(52, at(2027, 11, 19, 9, 20), "DICEMBRE 2027", file, provider=POSTE, text=text)


def hidden_text() -> bytes:
    """A DOCX with a line that is formatted as hidden."""
    unseen = (
        "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:t>"
        "3) BOSCARONDI LIDIA - Vicolo del Tarassaco 2 sc. B int. 6 - 13/01/2028 - SI ESEGUE</w:t></w:r></w:p>"
    )
    body = "".join(
        word_paragraph(line)
        for line in (
            TITLE.format(month="GENNAIO 2028"),
            "1) VIGNAROLI ADELMA - Strada della Brughiera 51 int. 9 - 13/01/2028 - SI ESEGUE",
            "2) SAMBUCONI ARDUINO - Piazza dei Noci 7 - 13/01/2028 - SOSPESO",
        )
    )
    file = File(name="gennaio.docx", content=word_file(body + unseen), type=WORD)
    text = ATTACHED.format(month="GENNAIO 2028")
    return listed(53, at(2027, 12, 17, 10, 30), "GENNAIO 2028", file, provider=NAMIRIAL, text=text)


COLUMNS = ["N.", "COGNOME E NOME", "C.F.", "INDIRIZZO", "DATA", "ORA", "ESITO"]


def workbook() -> bytes:
    """An XLSX with a title row, days as serial numbers, and a hidden row."""
    first, second = dt.date(2028, 2, 10), dt.date(2028, 2, 22)
    rows: list[list[Cell]] = [
        ["Elenco interventi programmati - FEBBRAIO 2028"],
        [],
        [*COLUMNS],
        [1, "BERGAMASCHELLI GINEVRA", "BRGGVR44L46X999T", "Via San Firmo 9 int. 8", first, dt.time(9, 0), "SI ESEGUE"],
        [2, "PASSEROTTI PIO", "PSSPIO76C03X999I", "Via XXV Aprile 19 int. 20", first, dt.time(10, 30), "NON SI ESEGUE"],
        [3, "ACQUARONDI EGLE", "CQRGLE44T42X999X", "Corso dei Tigli 8 sc. B int. 5", second, dt.time(9, 0), PROCEED],
        [None, "Totale interventi", None, None, None, None, 3],
    ]
    formats = {f"E{row}": "dd/mm/yyyy" for row in (4, 5, 6)} | {f"F{row}": "hh:mm" for row in (4, 5, 6)}
    paper = xlsx(rows, names=("FEBBRAIO",), merged=("A1:G1",), hidden_rows=(5,), formats=formats)
    file = File(name="elenco febbraio.xlsx", content=paper, type=EXCEL)
    text = ATTACHED.format(month="FEBBRAIO 2028")
    return listed(54, at(2028, 1, 21, 9, 0), "FEBBRAIO 2028", file, provider=ARUBA, text=text)


def old_workbook() -> bytes:
    """The same as Excel 97 writes it."""
    day = dt.date(2028, 3, 9)
    lines: list[list[Cell]] = [
        ["ELENCO INTERVENTI PROGRAMMATI - MARZO 2028"],
        ["N.", "COGNOME", "NOME", "VIA", "CIVICO", "INTERNO", "DATA", "ESITO"],
        [1.0, "QUERCIOLI", "UGO", "VIALE DEI GELSI", 41.0, 9.0, day, "SI ESEGUE"],
        [2.0, "GHIANDOLINI", "TESEO", "VIA DEI MIRTILLI", 18.0, 3.0, day, "RINVIATO AL 11/05/2028"],
    ]
    cells = {(row, column): cell for row, line in enumerate(lines, 1) for column, cell in enumerate(line, 1)}
    file = File(name="elenco.xls", content=xls(cells, merged=[(1, 1, 1, 8)]), type="application/vnd.ms-excel")
    text = ATTACHED.format(month="MARZO 2028")
    return listed(55, at(2028, 2, 18, 9, 45), "MARZO 2028", file, provider=LEGALMAIL, text=text)


def open_workbook() -> bytes:
    """An ODS with days that span rows."""
    rows: list[list[Cell]] = [
        ["DATA", "ORA", "NOMINATIVO", "INDIRIZZO", "STATO"],
        [dt.date(2028, 4, 11), dt.time(9, 0), "ZAFFERANELLI FOSCA", "Via Acquafredda 13 int. 14", "SI ESEGUE"],
        [None, dt.time(11, 0), "ZAFFERANELLI GINO", "Via Acquafredda 15", "CHIAVI RICONSEGNATE"],
        [dt.date(2028, 4, 20), dt.time(9, 30), "VERBENALI EGLE", "Via Passo Alto 54 int. 7", "SI ESEGUE"],
    ]
    paper = ods(rows, name="Aprile 2028", spans={(2, 1): (2, 1)})
    file = File(name="interventi aprile.ods", content=paper, type=CALC)
    text = ATTACHED.format(month="APRILE 2028")
    return listed(56, at(2028, 3, 20, 12, 0), "APRILE 2028", file, provider=NAMIRIAL, text=text)


def open_text() -> bytes:
    """An ODT with a table."""
    table = [
        ["Inquilino", "Indirizzo", "Data", "Esito"],
        ["FIORDALISI ELIO", "Via Acquafredda 54\nint. 1", "11/05/2028", "SI ESEGUE"],
        ["ASFODELLI CATERINA ved. TIGLIANI", "Via dei Mirtilli 6", "18/05/2028", "SI ESEGUE"],
    ]
    paper = odt([TITLE.format(month="MAGGIO 2028"), table, "Totale interventi: 2"])
    file = File(name="interventi maggio.odt", content=paper, type=WRITER)
    text = ATTACHED.format(month="MAGGIO 2028")
    return listed(57, at(2028, 4, 20, 9, 10), "MAGGIO 2028", file, provider=POSTE, text=text)


def rich_text() -> bytes:
    """An RTF with a table."""
    table = [
        ["N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ESITO"],
        ["1", "FERRABÒ NICOLÒ", "Vicolo del Tarassaco 9 int. 2", "08/06/2028", "SI ESEGUE"],
        [
            "2",
            "BALDACCONI DAFNE",
            "Via Acquafredda 14 int. 10",
            "08/06/2028",
            "SI ESEGUE - piano di rientro non rispettato",
        ],
    ]
    paper = rtf([TITLE.format(month="GIUGNO 2028"), table, "Totale interventi: 2"])
    file = File(name="interventi giugno.rtf", content=paper, type="application/rtf")
    text = ATTACHED.format(month="GIUGNO 2028")
    return listed(58, at(2028, 5, 19, 9, 35), "GIUGNO 2028", file, provider=ARUBA, text=text)


def separated() -> bytes:
    """A CSV as an Italian Excel writes it."""
    lines = (
        "COGNOME;NOME;INDIRIZZO;DATA;ORA;ESITO",
        "SORGENTINI;PALMIRA;Via del Giuncheto 36/38 int. 9;13/07/2028;09:00;SI ESEGUE",
        'TRAMONTELLI;OLINDO;Via Acquafredda 71;13/07/2028;10:30;"SI ESEGUE – già rinviato; più solleciti"',
    )
    content = "\r\n".join(lines).encode("cp1252") + b"\r\n"
    file = File(name="luglio 2028.csv", content=content, type="text/csv")
    text = ATTACHED.format(month="LUGLIO 2028")
    return listed(59, at(2028, 6, 20, 10, 10), "LUGLIO 2028", file, provider=LEGALMAIL, text=text)


def old_word() -> bytes:
    """A document of Word 97."""
    lines = (
        TITLE.format(month="AGOSTO 2028"),
        "1) LUCERNARI BIAGIO – Via delle Robinie 16 int. 2 – 03/08/2028 ore 9,00 – SI ESEGUE",
        "2) PETTIROSSI BRUNA – Largo dei Pioppi 23 sc. A int. 3 – 03/08/2028 ore 10,30 – RINVIATO AL 05/10/2028",
        "Totale interventi: 2",
    )
    file = File(name="elenco agosto.doc", content=doc(lines), type="application/msword")
    text = ATTACHED.format(month="AGOSTO 2028")
    return listed(60, at(2028, 7, 20, 9, 0), "AGOSTO 2028", file, provider=POSTE, text=text)


def letters_in_a_zip() -> bytes:
    """L14: one letter for each tenant."""
    people = (
        ("PRUGNARELLI ASCANIO", "Largo dei Pioppi 19", "12/09/2028", "9,00"),
        ("ACQUARONDI EGLE", "Corso dei Tigli 8 sc. B int. 5", "12/09/2028", "10,30"),
        ("TAMERICI ELIO", "Via delle Robinie 51 int. 17", "14/09/2028", "9,00"),
    )
    members = [
        (
            f"{number:02d}_{name.split()[0].title()}.docx",
            docx([
                "Ufficio Recupero Crediti Locativi/Decadenze",
                f"Al Sig./Sig.ra {name}\n{home}",
                "Oggetto: avviso di sloggio",
                f"Si comunica che il giorno {day} alle ore {hour} si procederà all’esecuzione del rilascio "
                "dell’alloggio sopra indicato.",
                "Distinti saluti",
            ]),
        )
        for number, (name, home, day, hour) in enumerate(people, 1)
    ]  # fmt: skip
    file = File(name="lettere settembre.zip", content=zipped(*members), type="application/zip")
    text = "Spett.le Comune,\nin allegato gli avvisi relativi agli interventi di SETTEMBRE 2028.\n" + CLOSING
    return listed(61, at(2028, 8, 21, 9, 30), "SETTEMBRE 2028", file, provider=ARUBA, text=text)


def mail_in_a_zip() -> bytes:
    """A zip that holds a whole mail."""
    text = GREETING.format(month="OTTOBRE 2028") + (
        "1) CEDRATELLI OFELIA - Via delle Robinie 34 int. 6 - 10/10/2028 ore 9,00 - SI ESEGUE\n"
        "2) EL KANDOUCHI SOUAD - Viale dei Gelsi 9 int. 4 - 10/10/2028 ore 11,00 - SI ESEGUE\n"
    )
    original = ordinary(
        letter(
            62,
            at(2028, 9, 20, 9, 0),
            SUBJECT.format(month="OTTOBRE 2028"),
            text + CLOSING,
            sender=ALER_ORDINARY,
            recipients=(OFFICE_ORDINARY,),
        )
    )
    file = File(name="posta.zip", content=zipped(("elenco ottobre.eml", original)), type="application/zip")
    text = ATTACHED.format(month="OTTOBRE 2028")
    return listed(63, at(2028, 9, 20, 9, 20), "OTTOBRE 2028", file, provider=LEGALMAIL, text=text)


def signed_twice() -> bytes:
    """L13: a signature in a signature, the outer one in base64, the inner one of a signer whose time is over."""
    table = [
        ["N.", "COGNOME E NOME", "INDIRIZZO", "DATA", "ESITO"],
        ["1", "SPIGAROLO ALVISE", "Via del Giuncheto 41 sc. A int. 16", "14/11/2028", "SI ESEGUE"],
    ]
    paper = docx([TITLE.format(month="NOVEMBRE 2028"), table])
    sent = at(2028, 10, 20, 9, 0)
    inner = open_ended(signed(paper, person("SALICORNIA", "ORESTE", validity=PAST), signed_at=sent))
    file = File(name="elenco.docx.p7m.p7m", content=pem(signed(inner, signed_at=sent)), type="application/pkcs7-mime")
    text = ATTACHED.format(month="NOVEMBRE 2028")
    return listed(64, sent, "NOVEMBRE 2028", file, provider=NAMIRIAL, text=text)


# fmt: off
CASES = (
    Case(name="2027-10-word-intestazione", note="A DOCX whose first table is the letterhead, days merged over rows, the total in a cell over all columns (L11).", message=letterhead),
    Case(name="2027-11-word-numerato", note="A DOCX with a list that Word numbers itself (L11): the numbers are nowhere in its text.", message=numbered),
    Case(name="2027-12-word-revisioni", note="A DOCX with tracked changes (L11): a deleted row and a deleted day are not read.", message=revised),
    Case(name="2028-01-testo-nascosto", note="A DOCX with a line formatted as hidden: it is not taken for a row, and a person is told to look.", message=hidden_text),
    Case(name="2028-02-excel-riga-nascosta", note="An XLSX with a merged title, serial dates, codici fiscali and a hidden row (L12): the row is read, and the office is told that it was hidden.", message=workbook),
    Case(name="2028-03-excel-97", note="An XLS of Excel 97: numbers as floats, surname and given name apart, a row postponed (L12).", message=old_workbook),
    Case(name="2028-04-calc", note="An ODS with days that span rows and a flat given back.", message=open_workbook),
    Case(name="2028-05-writer", note="An ODT with a table, an address over two lines and a widow's other surname.", message=open_text),
    Case(name="2028-06-rtf", note="An RTF with a table and accents.", message=rich_text),
    Case(name="2028-07-csv", note="A CSV in cp1252 with semicolons, one of them inside a quoted wording.", message=separated),
    Case(name="2028-08-word-97", note="A document of Word 97 (.doc), turned into DOCX by LibreOffice and then read.", message=old_word),
    Case(name="2028-09-zip-lettere", note="A zip with one letter for each tenant (L14): a list of three rows.", message=letters_in_a_zip),
    Case(name="2028-10-zip-con-eml", note="A zip that holds a mail, which holds the list.", message=mail_in_a_zip),
    Case(name="2028-11-firmato-due-volte", note="A DOCX signed twice (L13): base64 outside, BER without lengths inside, and a signer whose certificate had expired.", message=signed_twice),
)
# fmt: on
