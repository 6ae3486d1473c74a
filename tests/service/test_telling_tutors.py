# SPDX-License-Identifier: EUPL-1.2
"""Notices to tutors along the whole way: only where the office allows them, only from sealed lists, each thing once."""

import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from pecwatch.service.importing_beside import import_buildings
from pecwatch.service.reprocessing import from_paths, reprocess
from pecwatch.store import outbox, stories
from tests.end_to_end.looking import positions, proper_mails, told
from tests.end_to_end.mails import ReadMail, personal_words
from tests.end_to_end.office import SocialServices, at
from tests.generators.authority import root
from tests.generators.letters import Letter, ordinary
from tests.generators.pec import transport
from tests.generators.providers import Postmark
from tests.servers.refusing import refuse

FIRST_AT, LATER_AT = at(2025, 10, 24, 9), at(2025, 11, 3, 9)
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"
PLANNED = (
    "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - 20/11/2025 - SI ESEGUE\n"
    "2) BONETTALI IVANO - Largo dei Pioppi 3 int. 12 - 20/11/2025 - SI ESEGUE\n"
    "3) PERSICHELLI GAETANO - Piazza 4 Novembre 12 int. 8 - 27/11/2025 - SI ESEGUE\n"
)
LATER = "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - RINVIATO AL 14/01/2026\n"
REPLACING = (
    "Il presente elenco annulla e sostituisce il precedente.\n"
    "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - 20/11/2025 - SI ESEGUE\n"
    "2) BONETTALI IVANO - Largo dei Pioppi 3 int. 12 - 20/11/2025 - SI ESEGUE\n"
)
BUILDINGS = (
    "Via;Civico;Quartiere;Tutor;E-mail;Alloggi;Chi chiamare;Tel. chi chiamare",
    "Via Robinie;14;Zaist;Tullio Ronchetti;T.Ronchetti@cooperativa.example;18;Segreteria;0000 51",
    "P.zza 4 Novembre;10-20;Centro;Tullio Ronchetti;t.ronchetti@cooperativa.example;44;;",
    "L.go dei Pioppi;3;Po;Ersilia Contardi;e.contardi@cooperativa.example;5;;",
)
ON = '\n[notices]\nbuildings = true\ntutor_addresses = ["@cooperativa.example"]\n'
SECRETS = ("Zuccheroli", "Mirella", "Bonettali", "Ivano", "Persichelli", "Gaetano", "int", "sc", "esegue", "rinviato")


def letter(rows: str, sent_at: dt.datetime) -> Letter:
    return Letter(
        sender="decadenze@pec.aler.example",
        subject=f"ANNULLA E SOSTITUISCE - {SUBJECT}" if rows is REPLACING else SUBJECT,
        text=f"Spett.le Comune,\nsi trasmette l’elenco degli interventi.\n\n{rows}\nDistinti saluti\n",
        sent_at=sent_at,
        message_id=f"<{sent_at:%Y%m%d%H%M}@pec.aler.example>",
    )


def pec(rows: str, sent_at: dt.datetime) -> bytes:
    return transport(letter(rows, sent_at), postmark=Postmark(certified_at=sent_at))


def prepared(office: SocialServices, notices: str = ON) -> SocialServices:
    """An office that trusts the test authority and has a table of buildings."""
    (office.folder / "anchors").mkdir()
    (office.folder / "anchors" / "radice.pem").write_bytes(root().certificate.public_bytes(Encoding.PEM))
    text = office.file.read_text(encoding="utf-8").replace("[lists]\n", '[lists]\ntrust_anchors = "anchors"\n')
    office.file.write_text(text + notices, encoding="utf-8")
    table = office.folder / "edifici.csv"
    table.write_text("\n".join(BUILDINGS), encoding="utf-8")
    office.import_registry()
    with office.desk() as desk:
        import_buildings(desk, table)
    return office


@pytest.fixture
def telling(office: SocialServices) -> SocialServices:
    """An office that tells tutors."""
    prepared(office).poll(at(2025, 10, 23, 10))
    return office


def to_tutors(office: SocialServices, now: dt.datetime) -> list[ReadMail]:
    """The mails to people outside after a round, none of which says more than it may."""
    office.poll(now)
    mails = [mail for mail in proper_mails(office) if mail.recipient.endswith("@cooperativa.example")]
    for mail in mails:
        assert personal_words(f"{mail.subject} {mail.text} {mail.html}", SECRETS) == set()
        assert "PW-2025" not in mail.text + mail.html
    return mails


def test_nothing_leaves_unless_it_is_turned_on(office: SocialServices) -> None:
    """A table of buildings alone tells nobody."""
    prepared(office, "").poll(at(2025, 10, 23, 10))
    office.by_pec(pec(PLANNED, FIRST_AT), FIRST_AT)
    assert to_tutors(office, FIRST_AT) == []


def test_one_mail_for_both_of_his_buildings(telling: SocialServices) -> None:
    """Days and whom to call; the building of five dwellings is told to nobody; who was told is kept."""
    telling.by_pec(pec(PLANNED, FIRST_AT), FIRST_AT)
    (mail,) = to_tutors(telling, FIRST_AT)
    assert mail.recipient == "t.ronchetti@cooperativa.example"
    assert mail.subject == "[pecwatch] Novembre 2025: visite programmate in 2 edifici – primo giorno 20 novembre"
    for words in ("Robinie 14", "Zaist", "giovedì 20 novembre 2025", "Segreteria", "dal 10 al 20", "giovedì 27"):
        assert words.lower() in " ".join(mail.text.lower().split())
    assert "pioppi" not in mail.text.lower()
    with telling.desk() as desk, desk.database.reading() as session:
        (kept,) = (each for each in outbox.mails(session) if each.kind == "buildings")
        assert (kept.recipient, kept.references) == (mail.recipient, ("PW-2025-11-001", "PW-2025-11-003"))
        kinds = {
            reference: [event.kind for event in stories.events(session, reference) if "building" in event.kind]
            for reference in positions(telling)
        }
    assert kinds == {
        "PW-2025-11-001": ["building_told"],
        "PW-2025-11-002": [],
        "PW-2025-11-003": ["building_told"],
    }


def test_a_defect_in_the_notices_keeps_no_owner_from_her_rows(telling: SocialServices) -> None:
    """What cannot be told to a tutor is not told, and not half written down; the office hears of its list."""
    with telling.desk() as desk, desk.database.writing() as session:
        refuse(session, "event", "NEW.kind = 'building_told'")
    telling.by_pec(pec(PLANNED, FIRST_AT), FIRST_AT)
    telling.poll(FIRST_AT)
    kinds = {kind for _, kind in told(telling)}
    assert "rows" in kinds
    assert "buildings" not in kinds


def test_the_copy_the_seal_the_reminder_and_the_postponement(telling: SocialServices) -> None:
    """A copy without seal tells nobody, its PEC does, a reminder does not again, a sealed postponement does."""
    telling.by_mail(ordinary(letter(PLANNED, FIRST_AT)), FIRST_AT)
    assert to_tutors(telling, FIRST_AT) == []
    soon = FIRST_AT + dt.timedelta(minutes=40)
    telling.by_pec(pec(PLANNED, FIRST_AT + dt.timedelta(minutes=1)), soon)
    assert len(to_tutors(telling, soon)) == 1
    telling.by_pec(pec(PLANNED, LATER_AT), LATER_AT)
    assert to_tutors(telling, LATER_AT) == []
    forged = LATER_AT + dt.timedelta(days=1)
    telling.by_mail(ordinary(letter(LATER, forged)), forged)
    assert to_tutors(telling, forged) == []
    sealed = LATER_AT + dt.timedelta(days=2)
    telling.by_pec(pec(LATER, sealed), sealed)
    (mail,) = to_tutors(telling, sealed)
    assert "La data di giovedì 20 novembre 2025 non è più prevista." in " ".join(mail.text.split())
    assert "Nuova data: mercoledì 14 gennaio 2026" in mail.text
    assert "novembre, numeri" not in mail.text


def test_what_a_replacement_leaves_out(telling: SocialServices) -> None:
    """It is off when the replacement is sealed; what it repeats is not told again."""
    telling.by_pec(pec(PLANNED, FIRST_AT), FIRST_AT)
    assert len(to_tutors(telling, FIRST_AT)) == 1
    telling.by_pec(pec(REPLACING, LATER_AT), LATER_AT)
    (mail,) = to_tutors(telling, LATER_AT)
    assert mail.subject == "[pecwatch] Novembre 2025: visite non più previste in 1 edificio"
    assert "La data di giovedì 27 novembre 2025 non è più prevista." in " ".join(mail.text.split())
    assert "Robinie" not in mail.text


def test_old_mail_is_history(office: SocialServices) -> None:
    """What lay in the box before pecwatch came, and is over, tells nobody."""
    prepared(office).by_pec(pec(PLANNED, FIRST_AT), FIRST_AT)
    assert to_tutors(office, at(2026, 4, 2)) == []


def test_read_again_quietly_and_aloud(telling: SocialServices, tmp_path: Path) -> None:
    """Muted positions tell nobody outside either; once people are told, tutors are, and only once."""
    old = tmp_path / "old.eml"
    old.write_bytes(pec(PLANNED, FIRST_AT))
    found: list[int] = []
    for send in (False, True, True):
        with telling.desk() as desk:
            list(reprocess(desk, from_paths(desk, [old], dry_run=False), send=send, dry_run=False))
        found.append(len(to_tutors(telling, LATER_AT)))
    assert found == [0, 1, 0]
