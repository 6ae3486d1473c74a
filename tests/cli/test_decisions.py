# SPDX-License-Identifier: EUPL-1.2
"""What people decided about a line and a folder: listed, held for later lists, taken back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from pecwatch.matching import match_rows
from pecwatch.model.position import Event
from pecwatch.store import decisions, stories
from tests.cli.running import complaint, run
from tests.end_to_end.looking import positions, proper_mails, told
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases

UNKNOWN, CERTAIN = "PW-2025-11-006", "PW-2025-11-003"


@pytest.fixture
def november(office: SocialServices) -> SocialServices:
    """An office that has received the list of November."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.poll(at(2025, 10, 24, 9, 12))
    told(office)
    return office


def done(office: SocialServices, *arguments: str) -> str:
    answer = run(*arguments, cwd=office.folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def listed(office: SocialServices, *more: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done(office, "decisions", "list", "--json", *more).splitlines()]


def story(office: SocialServices, reference: str) -> tuple[Event, ...]:
    with office.desk() as desk, desk.database.reading() as session:
        return stories.events(session, reference)


def test_a_confirmation_is_listed_held_and_taken_back(november: SocialServices) -> None:
    """The row goes to the operator of the folder, the name of the list becomes an alias; undone, all is as before."""
    before = positions(november)[UNKNOWN]
    done(november, "positions", "confirm", UNKNOWN, "2019/00885", "--as", "duty_worker")
    after = positions(november)[UNKNOWN]
    assert (after.owner, after.match.band, after.match.candidates[0].folder) == ("OP01", "certain", "2019/00885")
    (said,) = listed(november)
    facts = ("kind", "reference", "folder", "who", "by")
    assert [said[key] for key in facts] == ["confirmed", UNKNOWN, "2019/00885", "duty_worker", "cli"]
    assert "TRAMONTELLI" not in json.dumps(said).upper()
    with november.desk() as desk, desk.database.reading() as session:
        (alias,) = decisions.aliases(session)
    assert (alias.surname, alias.of_surname, alias.folder) == ("TRAMONTELLI", "Sorgentini", "2019/00885")
    november.poll()
    (handed,) = [mail for mail in proper_mails(november) if mail.name == "op01"]
    assert "confermato da una persona il" in handed.text
    done(november, "decisions", "undo", str(said["id"]), "--as", "coordinator")
    undone = positions(november)[UNKNOWN]
    assert (undone.owner, undone.match.candidates) == (before.owner, before.match.candidates)
    assert listed(november) == []
    assert [each["undone_by"] for each in listed(november, "--all")] == ["coordinator"]
    with november.desk() as desk, desk.database.reading() as session:
        assert decisions.aliases(session) == ()
    assert [event.kind for event in story(november, UNKNOWN) if event.by == "cli"] == ["person_confirmed", "undone"]


def test_copy_and_reminder_keep_what_was_confirmed(november: SocialServices) -> None:
    """Nobody confirms twice, and the digest counts the row as found."""
    done(november, "positions", "confirm", UNKNOWN, "2019/00885", "--as", "duty_worker")
    november.by_mail(cases.november_copy(), at(2025, 10, 24, 9, 52))
    november.poll(at(2025, 10, 24, 9, 52))
    november.by_pec(cases.november_reminder(), at(2025, 11, 21, 10, 3))
    november.poll(at(2025, 11, 21, 10, 3))
    after = positions(november)[UNKNOWN]
    assert (after.owner, after.match.band, after.match.candidates[0].folder) == ("OP01", "certain", "2019/00885")
    assert len(positions(november)) == 8


def test_taking_a_row_confirms_the_folder_of_who_takes_it(november: SocialServices) -> None:
    """PRENDO IN CARICO needs no second word."""
    done(november, "positions", "take", CERTAIN)
    assert [(each["kind"], each["folder"]) for each in listed(november)] == [("confirmed", "2019/00875")]
    assert [event.kind for event in story(november, CERTAIN)][-2:] == ["taken", "person_confirmed"]


def test_a_rejection_is_struck_out_and_can_be_taken_back(november: SocialServices) -> None:
    """It never lowers the alarm; taken back, the row is its operator's again and she is written to."""
    before = positions(november)[CERTAIN]
    done(november, "positions", "reject", CERTAIN, "--folder", "2019/00875", "--as", "OP03")
    rejected = positions(november)[CERTAIN]
    assert (rejected.owner, rejected.priority, rejected.state) == ("duty_worker", before.priority, "new")
    november.poll()
    (mail,) = [each for each in proper_mails(november) if each.name == "segretariato"]
    assert "Escluse: 2019/00875" in mail.text
    assert "<s>2019/00875</s>" in mail.html
    assert "rejected" in done(november, "positions", "show", CERTAIN)
    (said,) = listed(november)
    done(november, "decisions", "undo", str(said["id"]), "--as", "coordinator")
    undone = positions(november)[CERTAIN]
    assert (undone.owner, undone.rejected_folders) == ("OP03", ())
    november.poll()
    assert "op03" in {mail.name for mail in proper_mails(november)}


def test_the_last_word_on_a_pair_counts(november: SocialServices) -> None:
    """Confirming what was rejected ends the rejection, and the other way round."""
    done(november, "positions", "reject", CERTAIN, "--folder", "2019/00875", "--as", "OP03")
    done(november, "positions", "confirm", CERTAIN, "2019/00875", "--as", "duty_worker")
    assert [each["kind"] for each in listed(november)] == ["confirmed"]
    assert positions(november)[CERTAIN].rejected_folders == ()
    done(november, "positions", "reject", CERTAIN, "--folder", "2019/00875", "--as", "OP03")
    assert [each["kind"] for each in listed(november)] == ["rejected"]
    assert len(listed(november, "--all")) == 3
    with november.desk() as desk, desk.database.reading() as session:
        assert decisions.confirmations(session) == ()


def test_what_does_not_hold_is_not_taken_back(november: SocialServices) -> None:
    """A slip of the hand is told in one line."""
    assert "no such number" in complaint(run("decisions", "undo", "99", cwd=november.folder))
    done(november, "positions", "take", CERTAIN)
    done(november, "decisions", "undo", "1")
    assert "does not hold" in complaint(run("decisions", "undo", "1", cwd=november.folder))


def test_names_and_addresses_go_with_their_folder(november: SocialServices) -> None:
    """Erasing a person forgets the line; that somebody decided stays, and on whose word."""
    done(november, "positions", "take", CERTAIN)
    done(november, "person", "erase", "--folder", "2019/00875", "--yes", "--even-open", "--backups", "--raw")
    with november.desk() as desk, desk.database.reading() as session:
        assert decisions.confirmations(session) == ()
        assert len(decisions.decisions(session)) == 1


def test_a_confirmed_name_is_found_again_at_another_flat(november: SocialServices) -> None:
    """What was confirmed is an alias in the index: matching finds the folder, not only the very same line."""
    before = positions(november)[UNKNOWN]
    done(november, "positions", "confirm", UNKNOWN, "2019/00885", "--as", "duty_worker")
    with november.desk() as desk:
        row = replace(before.row, address=replace(before.row.address, flat="3"))
        (found,) = match_rows((row,), desk.registry().index, desk.rules, ("1",))
    assert [each.folder for each in found.candidates][:1] == ["2019/00885"]
