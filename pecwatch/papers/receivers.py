# SPDX-License-Identifier: EUPL-1.2
"""Who received data of a person, and who looked at them: tables that more than one paper has."""

from collections.abc import Callable, Iterable

from pecwatch.alerts.words import ROLE
from pecwatch.model.office import Office, Role
from pecwatch.model.rights import MailAbout, PersonRead
from pecwatch.papers.page import Section, listed_section
from pecwatch.papers.shown import minute
from pecwatch.papers.words import MAIL

FIELDS = {
    "name": "nome",
    "address": "indirizzo",
    "wording": "dicitura",
    "birth_date": "data di nascita",
    "fiscal_code": "codice fiscale",
    "folder": "cartella",
    "reference": "riferimento",
}
"""Data of a person, as a reader calls them."""

DEED = {"read": "consultazione", "exported": "esportazione", "erased": "cancellazione"}


def namer(office: Office) -> Callable[[str], str]:
    """Who of the office is meant by a code: the role, or an operator's code and name."""

    def named(code: str) -> str:
        person = office.person(code)
        if person is None:
            return {"pecwatch": "pecwatch", "list": "un elenco"}.get(code, code or "non noto")
        return f"{person.name} ({code})" if person.role is Role.OPERATOR else ROLE[person.role]

    return named


def mails_section(mails: Iterable[MailAbout], who: Callable[[str], str]) -> Section:
    """Every mail, and which data stood in it."""
    rows = tuple(
        (
            f"mail {each.mail_id}",
            who(each.recipient_code) if each.recipient_code else each.recipient,
            MAIL.get(each.kind, each.kind),
            each.subject,
            minute(each.sent_at, "non partita"),
            _fields_in_words(each.fields),
        )
        for each in mails
    )
    columns = ("Mail", "A chi", "Che cosa", "Oggetto", "Partita", "Dati contenuti")
    notes = ("Il testo delle mail che parlano soltanto di questa persona è nell’esportazione in JSON.",)
    section = listed_section("Chi è stato avvisato", columns, rows, "Mail di pecwatch")
    return Section(heading=section.heading, intro=section.intro, tables=section.tables, notes=notes if rows else ())


def _fields_in_words(fields: tuple[str, ...] | None) -> str:
    """Which data stood in a mail."""
    if fields is None:
        return "contenuto non più conservato"
    return ", ".join(FIELDS[field] for field in fields) or "nessun dato della persona"


def reads_section(reads: Iterable[PersonRead]) -> Section:
    """Who looked, and who took something out."""
    rows = tuple((minute(each.at), DEED[each.deed], each.who, each.about, each.detail) for each in reads)
    columns = ("Quando", "Che cosa", "Chi", "Di che cosa", "Dettaglio")
    return listed_section("Chi ha consultato i dati dal terminale", columns, rows, "Dal registro delle operazioni")
