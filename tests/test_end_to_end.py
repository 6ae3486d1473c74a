# SPDX-License-Identifier: EUPL-1.2
"""From a PEC in the box to the right person's mail: real Dovecot, real relay, the whole service between them."""

import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pecwatch.errors import ExitCode
from pecwatch.store.records import MessageOutcome
from tests.end_to_end.looking import NAMES, kinds_of, outcomes, owners, positions, proper_mails, told
from tests.end_to_end.mails import personal_words
from tests.end_to_end.office import SocialServices, at
from tests.generators.letters import ROME
from tests.generators.providers import ARUBA
from tests.generators.samples import cases

MINUTE = dt.timedelta(minutes=1)
LIST_AT, COPY_AT, REMINDER_AT = at(2025, 10, 24, 9, 12), at(2025, 10, 24, 9, 52), at(2025, 11, 21, 10, 3)
OWNERS = {
    "PW-2025-11-001": "OP01",
    "PW-2025-11-002": "OP02",
    "PW-2025-11-003": "OP03",
    "PW-2025-11-004": "OP01",
    "PW-2025-11-005": "OP04",
    "PW-2025-11-006": "duty_worker",
    "PW-2025-11-007": "OP03",
}
ROOT = Path(__file__).parent.parent


def test_the_list_reaches_each_owner_once(office: SocialServices) -> None:
    """Minutes after the PEC every worker has her own rows and no others, the duty worker the unknown one."""
    office.install()
    office.by_pec(cases.november_pec(), LIST_AT)
    done = office.poll(LIST_AT + MINUTE)
    assert done.exit_codes == {ExitCode.DONE}
    mails = proper_mails(office)
    assert kinds_of(office, mails) == [
        ("ced", "daily_counts"),
        ("coordinatrice", "list_digest"),
        ("op01", "rows"),
        ("op02", "rows"),
        ("op03", "rows"),
        ("op04", "rows"),
        ("segretariato", "rows"),
    ]
    read = {mail.name: personal_words(mail.text + mail.html, NAMES) for mail in mails}
    assert read["op01"] == {"Zuccheroli", "Mirella", "Robinie", "Okoroma"}
    assert read["op02"] == {"Bonettali", "Ivano", "Pioppi"}
    assert read["op03"] == {"Falchetti", "Gelsi", "Carpentelli", "Giuncheto"}
    assert read["segretariato"] == {"Tramontelli", "Olindo", "Acquafredda"}
    assert read["coordinatrice"] == set()
    assert owners(office) == OWNERS
    assert {str(each.state) for each in positions(office).values()} == {"notified"}
    office.poll(LIST_AT + 2 * MINUTE)
    assert told(office) == []


@pytest.mark.fault("imap-copies")
def test_the_story_of_november(office: SocialServices) -> None:
    """The copy disturbs nobody; the reminder confirms, its new row and changed day are told, nothing is cancelled."""
    office.install()
    office.by_pec(cases.november_pec(), LIST_AT)
    office.poll(LIST_AT + MINUTE)
    told(office)

    office.by_mail(cases.november_copy(), COPY_AT)
    office.by_pec(cases.unrelated(), COPY_AT)
    office.poll(COPY_AT + MINUTE)
    assert told(office) == []
    assert sorted(map(str, outcomes(office))) == ["alert", "not_pertinent", "twin"]
    assert owners(office) == OWNERS

    office.by_pec(cases.november_reminder(), REMINDER_AT)
    office.poll(REMINDER_AT + MINUTE)
    kinds = told(office)
    # Nobody looked for a month: what the calendar asks by now is told as well, in one mail to each.
    by_the_clock = [name for name, kind in kinds if kind == "steps"]
    assert by_the_clock == ["coordinatrice", "dirigente", "op01", "op02", "op03"]
    # The administrator also hears that the registry is a month old.
    assert [each for each in kinds if each[1] != "steps"] == [
        ("ced", "daily_counts"),
        ("ced", "service"),
        ("coordinatrice", "list_digest"),
        ("coordinatrice", "weekly_digest"),
        ("op01", "rows"),
        ("op04", "reminder"),
        ("segretariato", "differences"),
    ]
    after = positions(office)
    assert owners(office) == OWNERS | {"PW-2025-11-008": "OP01"}
    assert after["PW-2025-11-006"].row.date == dt.date(2025, 11, 26)
    assert after["PW-2025-11-005"].row.date == dt.date(2025, 11, 27)
    assert all(each.is_open and not each.muted for each in after.values())


@pytest.mark.fault("imap-copies")
def test_copies_that_arrive_together_are_one_list(office: SocialServices) -> None:
    """A service that was off for an hour finds the PEC, the ordinary copy and a colleague's forward at once."""
    office.install()
    office.by_mail(cases.november_copy(), COPY_AT)
    office.by_mail(cases.forwarded(), at(2025, 10, 24, 12, 31))
    office.by_pec(cases.november_pec(), LIST_AT)
    office.poll(at(2025, 10, 24, 13))
    kinds = told(office)
    assert len(kinds) == len(set(kinds))
    assert [name for name, kind in kinds if kind == "rows"] == ["op01", "op02", "op03", "op04", "segretariato"]
    assert outcomes(office)[:2] == [MessageOutcome.ALERT, MessageOutcome.TWIN]
    assert owners(office) == OWNERS


@pytest.mark.fault("imap-read-by-people")
def test_the_mailboxes_stay_as_they_were(office: SocialServices) -> None:
    """The protocol office works in the same box: flags, UIDs, bytes and even «recent» are as if nobody had looked."""
    office.install()
    office.by_pec(cases.november_pec(), LIST_AT)
    office.by_pec(cases.unrelated(), LIST_AT, flags=("\\Seen", "\\Flagged"))
    office.by_mail(cases.november_copy(), COPY_AT, flags=("\\Answered",))
    before = (office.mailboxes(), office.counts_by_server())
    office.poll(COPY_AT + MINUTE)
    office.poll(COPY_AT + 2 * MINUTE)
    assert len(outcomes(office)) == 3
    assert (office.mailboxes(), office.counts_by_server()) == before
    assert [sorted(mail.flags) for mail in before[0][0]] == [["\\Recent"], ["\\Flagged", "\\Recent", "\\Seen"]]


def test_the_service_as_a_process(office: SocialServices) -> None:
    """`pecwatch run` works by itself, and SIGTERM ends it in order with exit code 0."""
    now = dt.datetime.now(ROME)
    office.import_registry()
    office.poll(now)
    day = now + dt.timedelta(days=10)
    text = f"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - {day:%d/%m/%Y} ore 9,30 - SI ESEGUE\n"
    subject = f"Comunicazione programmazione interventi del {day:%d/%m/%Y}"
    office.by_pec(cases.sealed(cases.letter(1, now, subject, text), ARUBA))
    command = [sys.executable, "-m", "pecwatch", "-v", "--config", str(office.file), "run"]
    service = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        give_up_at = time.monotonic() + 30
        while not office.relay.received_by("op01@comune.example") and time.monotonic() < give_up_at:
            time.sleep(0.05)
        service.send_signal(signal.SIGTERM)
        _, log = service.communicate(timeout=30)
    finally:
        service.kill()
    assert service.returncode == ExitCode.DONE
    assert "stopped" in log
    assert personal_words(log, (*NAMES, subject)) == set()
    assert ("op01", "rows") in told(office)
    assert [each.owner for each in positions(office).values()] == ["OP01"]
