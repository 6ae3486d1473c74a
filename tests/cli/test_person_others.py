# SPDX-License-Identifier: EUPL-1.2
"""Erasing one person leaves others what is theirs: mails that may leave again, and what was decided of their folder."""

import pytest
from sqlalchemy import select, update

from pecwatch.casework.subject import ERASED
from pecwatch.store import outbox
from pecwatch.store.records import MailState, OutgoingMail
from pecwatch.store.tables import StoredConfirmation, StoredDecision, StoredMail
from tests.cli.running import complaint, run
from tests.cli.test_person import FOLDER, HERS, done, november
from tests.end_to_end.office import SocialServices

__all__ = ["november"]

MOTHERS, SHARED = "PW-2025-11-001", "2019/00871"
SON = "ZCCTCR83P02X999T"


def refused(office: SocialServices, recipient_code: str) -> OutgoingMail:
    """The relay has refused for good what was written to somebody."""
    with office.desk() as desk:
        with desk.database.writing() as session:
            session.execute(
                update(StoredMail).where(StoredMail.recipient_code == recipient_code).values(state=MailState.FAILED)
            )
        with desk.database.reading() as session:
            return next(mail for mail in outbox.mails(session) if mail.recipient_code == recipient_code)


def now(office: SocialServices, mail: OutgoingMail) -> OutgoingMail:
    with office.desk() as desk, desk.database.reading() as session:
        found = outbox.mail(session, mail.id)
    assert found is not None
    return found


def test_a_refused_mail_about_others_keeps_its_text(november: SocialServices) -> None:
    """It may leave again, and then it must not be empty."""
    others = refused(november, "OP01")
    assert HERS not in others.references
    done(november, "person", "erase", "--folder", FOLDER, "--yes", "--even-open")
    assert now(november, others).content == others.content
    done(november, "failed", "retry-mail", str(others.id))


def test_a_refused_mail_about_her_and_others_is_waited_for(november: SocialServices) -> None:
    """Emptied it would tell nobody of the others: it is to arrive first, and until then nothing is changed."""
    of_all = refused(november, "coordinator")
    assert HERS in of_all.references and len(of_all.references) > 1
    said = complaint(run("person", "erase", "--folder", FOLDER, "--yes", "--even-open", cwd=november.folder))
    assert "have not arrived" in said and "retry-mail" in said
    assert now(november, of_all).content == of_all.content
    assert done(november, "person", "export", "--position", HERS, "--json")


@pytest.fixture
def family(november: SocialServices) -> SocialServices:
    """Mother and son stand in one folder, and the line is confirmed to be its."""
    file = november.folder / "registry.csv"
    text = file.read_text(encoding="cp1252")
    file.write_text(text.replace("2019/00872;Zuccheroli", f"{SHARED};Zuccheroli"), encoding="cp1252")
    done(november, "registry", "import", "registry.csv", "--confirm")
    done(november, "positions", "confirm", MOTHERS, SHARED)
    return november


def decided(office: SocialServices) -> tuple[list[str], list[str]]:
    """Folders of the confirmed lines and of the decisions."""
    with office.desk() as desk, desk.database.reading() as session:
        lines = list(session.scalars(select(StoredConfirmation.folder)))  # type: ignore[call-overload]
        return lines, list(session.scalars(select(StoredDecision.folder)))  # type: ignore[call-overload]


def test_the_rest_of_a_folder_is_kept(family: SocialServices) -> None:
    """The son is erased; that the line is his mother's stays confirmed, and her row and record stay."""
    done(family, "person", "erase", "--fiscal-code", SON, "--yes", "--even-open")
    assert "nothing is held" in complaint(run("person", "export", "--fiscal-code", SON, cwd=family.folder))
    assert decided(family) == ([SHARED], [SHARED])
    held = done(family, "person", "export", "--position", MOTHERS, "--json")
    assert "MIRELLA" in held.upper() and "TANCREDI" not in held.upper() and ERASED not in held


def test_with_the_last_of_a_folder_goes_what_was_decided(family: SocialServices) -> None:
    """Nobody stands in it any more."""
    done(family, "person", "erase", "--folder", SHARED, "--yes", "--even-open")
    assert decided(family) == ([], [ERASED])
