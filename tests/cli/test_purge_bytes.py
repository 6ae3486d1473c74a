# SPDX-License-Identifier: EUPL-1.2
"""After a purge no byte of a person is left: from lists, registry, answers, decisions, messages that failed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecwatch.service.purging import purge, what_is_due
from pecwatch.store import ledger
from pecwatch.store.records import MessageState
from tests.cli.running import run
from tests.end_to_end.answering import answer, bounce
from tests.end_to_end.looking import entries, positions
from tests.end_to_end.mails import read_mail
from tests.end_to_end.office import SocialServices, at
from tests.generators.letters import File, Letter, ordinary
from tests.generators.providers import ARUBA
from tests.generators.samples.post import OFFICE_ORDINARY, SUBJECT, letter, sealed
from tests.servers.refusing import refuse, refuse_no_more
from tests.service.test_purging import places_of_canaries

pytestmark = pytest.mark.sqlite

FOLDER = "2019/99001"
PERSON = (
    f"{FOLDER};Canarinelli;Ersilia;CNRRSL80A41X999K;01/01/1980;F;;Via delle Canarine;9;;1;Borgo Salice;H9901;"
    "intestatario;OP01;;attiva;20/10/2025\n"
)
ROW = "1) CANARINELLI ERSILIA - Via delle Canarine 9 int. 1 - 06/11/2025 ore 9:30 - SI ESEGUE\n"
REF = "PW-2025-11-001"
LONG_AFTER = at(2032, 1, 12, 3)


@pytest.fixture
def aside(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, as every program of this test has it."""
    folder = tmp_path_factory.mktemp("aside")
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder


def done(office: SocialServices, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
    answered = run(*arguments, cwd=office.folder)
    assert answered.returncode in codes, answered.stderr
    return answered.stdout


def registry(office: SocialServices, *, with_her: bool) -> None:
    """An export of the registry comes, with her or without."""
    file = office.folder / "registry.csv"
    lines = [line for line in file.read_text(encoding="cp1252").splitlines(keepends=True) if FOLDER not in line]
    file.write_text("".join([*lines, *([PERSON] if with_her else [])]), encoding="cp1252")
    done(office, "registry", "import", "registry.csv", "--confirm")


def the_list(number: int, text: str, *attachments: File) -> bytes:
    sent = at(2025, 10, 24, 9, number)
    subject = SUBJECT.format(month="NOVEMBRE 2025")
    return sealed(letter(number, sent, subject, text, attachments=attachments), ARUBA)


def answers_come(office: SocialServices) -> None:
    """The owner answers, names her, and a server sends a mail about her back."""
    raw = next(mail for mail in office.relay.messages if "op01@comune.example" in mail.recipients)
    mail = read_mail(raw)
    now = at(2025, 10, 24, 10)
    for message in (
        answer(mail, "Prendo in carico. Ho sentito la signora Canarinelli in Via delle Canarine."),
        answer(mail, "Domani vedo la Canarinelli, forse."),
        answer(mail, f"{REF} CHIUDO PERCHÉ la Canarinelli ha lasciato Via delle Canarine"),
        bounce(mail, raw),
    ):
        office.by_mail(message, now)
    office.poll(now)


def failures_come(office: SocialServices) -> None:
    """A file that cannot be read is called after her, and a list is given up since the database does not take it."""
    now = at(2025, 10, 24, 11)
    office.by_pec(
        the_list(20, "In allegato.\n", File(name="CANARINELLI ERSILIA.pdf", content=b"%PDF-1.4 Canarinelli")), now
    )
    office.by_mail(
        ordinary(Letter(recipients=(OFFICE_ORDINARY,), subject="Canarinelli Ersilia", text="Via delle Canarine 9\n")),
        now,
    )
    office.poll(now)
    with office.desk() as desk, desk.database.writing() as session:
        refuse(session, "received_list")
    office.by_pec(the_list(30, ROW.replace("int. 1", "int. 2")), now)
    for hours in range(12, 24, 3):
        office.poll(now.replace(hour=hours))
    with office.desk() as desk, desk.database.writing() as session:
        refuse_no_more(session, "received_list")


def test_no_byte_of_her_is_left_by_whatever_way_she_came(office: SocialServices, aside: Path) -> None:
    """Database and journal, sealed mail, copies, other files and the folder for temporary ones."""
    office.install()
    registry(office, with_her=True)
    office.by_pec(
        the_list(12, f"Elenco interventi NOVEMBRE 2025\n{ROW}Totale interventi: 1\n"), at(2025, 10, 24, 9, 13)
    )
    office.poll(at(2025, 10, 24, 9, 14))
    assert positions(office)[REF].owner == "OP01"
    done(office, "positions", "reject", REF, "--folder", FOLDER)
    done(office, "positions", "confirm", REF, FOLDER)
    done(office, "positions", "outcome", REF, "suspended")
    answers_come(office)
    assert not positions(office)[REF].is_open
    failures_come(office)
    states = [entry.state for entry in entries(office)]
    assert states.count(MessageState.QUARANTINED) == 1
    done(office, "matching", "estimate")
    done(office, "person", "export", "--position", REF, "--json")
    done(office, "failed", "export", "1", "saved.eml")
    (office.folder / "saved.eml").unlink()
    registry(office, with_her=False)
    assert [each for each in positions(office).values() if each.is_open] == []
    with office.desk() as desk, desk.database.reading() as session:
        failed = [entry.id for entry in ledger.failed(session)]
    assert len(failed) >= 2
    for number in failed:
        done(office, "failed", "done", str(number))
    office.poll(at(2025, 10, 25, 10))
    data = office.folder / "var"
    assert "pecwatch.db" in places_of_canaries(data) and "backups" in places_of_canaries(data)
    office.clock.now = LONG_AFTER
    with office.desk(exclusive=True) as desk:
        assert purge(desk).registries == 1
        assert what_is_due(desk).is_nothing
        assert places_of_canaries(data) == set()
    assert places_of_canaries(aside) == set()
    assert places_of_canaries(data) == set()
