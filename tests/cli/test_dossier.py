# SPDX-License-Identifier: EUPL-1.2
"""Dossier and report as people ask for them: over a real mailbox, a real relay and what somebody decided."""

import json
from pathlib import Path

import pytest

from pecwatch.model.dossier import Happening
from pecwatch.model.match import Band
from pecwatch.model.monthly import ListPart
from pecwatch.papers.monthly import monthly_paper
from pecwatch.service.dossier import open_dossier
from pecwatch.service.monthly import monthly_report
from tests.cli.running import complaint, run
from tests.end_to_end.looking import NAMES
from tests.end_to_end.mails import personal_words
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases

MOVED, NEW = "PW-2025-11-006", "PW-2025-11-008"


@pytest.fixture
def november(office: SocialServices) -> SocialServices:
    """An office that has received the list of November, its copy and its reminder, and has taken one row."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24, 9, 12))
    office.poll(at(2025, 10, 24, 9, 13))
    office.by_mail(cases.november_copy(), at(2025, 10, 24, 9, 52))
    office.poll(at(2025, 10, 24, 9, 53))
    office.by_pec(cases.november_reminder(), at(2025, 11, 21, 10, 3))
    office.poll(at(2025, 11, 21, 10, 4))
    return office


def done(office: SocialServices, *arguments: str) -> str:
    answer = run(*arguments, cwd=office.folder)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_the_story_of_a_row(november: SocialServices) -> None:
    """List, copy, reminder that moves its day, who was told and when, who took it: all in order."""
    done(november, "positions", "take", MOVED)
    with november.desk() as desk:
        found = open_dossier(desk, MOVED, full=False)
    assert found.knowing is not None
    assert found.knowing.clocks.server_at == at(2025, 10, 24, 9, 12)
    assert found.knowing.told == "duty_worker"
    assert [each.message_id for each in found.messages] == [1, 2, 3]
    words = [each.word for each in found.moments if each.happening is Happening.EVENT]
    # Nobody looked for a month: what the calendar asks by then climbs before she takes it.
    told = ["opened", "notified", "copy_received", "confirmed_by_reminder", "changed"]
    assert words == [*told, "escalated", "taken"]
    to_owner = [mail.kind for mail in found.mails if mail.recipient_code == "duty_worker"]
    assert to_owner == ["rows", "differences"]
    assert all(mail.sent_at is not None for mail in found.mails)


def test_the_month_in_numbers(november: SocialServices) -> None:
    """What the case file holds is what is counted; nothing in it is a name."""
    with november.desk() as desk:
        found, empty = monthly_report(desk, "2025-11"), monthly_report(desk, "2026-05")
    assert [(each.part, each.trace.rows) for each in found.lists] == [
        (ListPart.FIRST, 7),
        (ListPart.COPY, 7),
        (ListPart.AGAIN, 3),
    ]
    assert found.rows == 8
    assert {each.band: each.rows for each in found.bands if each.rows} == {
        Band.CERTAIN: 6,
        Band.SAME_DWELLING: 1,
        Band.NONE: 1,
    }
    assert [(each.reference, each.detail) for each in found.differences] == [(MOVED, "date 2025-11-27 -> 2025-11-26")]
    assert (found.acknowledgments.rows, found.acknowledgments.acknowledged) == (8, 0)
    assert empty.lists == () and empty.rows == 0
    assert "Non vuol dire che non ci siano sfratti" in monthly_paper(empty).answer[0]


def test_on_the_terminal(november: SocialServices) -> None:
    """Text for people, one object for programs; no name unless it was asked for."""
    spoken = done(november, "dossier", MOVED.lower())
    assert "QUANDO L’ABBIAMO SAPUTO" in spoken.upper() and "T.\u00a0O." in spoken
    as_json = done(november, "dossier", MOVED, "--json")
    assert json.loads(as_json)["reference"] == MOVED
    month = done(november, "report", "--month", "2025-11")
    assert "Ricevuti 2 elenchi e 1 seconda copia" in month
    assert json.loads(done(november, "report", "--month", "2025-11", "--json"))["rows"] == 8
    assert [text for text in (spoken, as_json, month) if personal_words(text, NAMES)] == []


def test_as_files(november: SocialServices) -> None:
    """Each for its owner alone; the full one has the name."""
    done(november, "dossier", MOVED, "--into", "short.html")
    done(november, "dossier", MOVED, "--full", "--into", "full.html")
    done(november, "digest", "--preview", "--into", "digest.html")
    short, full, digest = (november.folder / f"{name}.html" for name in ("short", "full", "digest"))
    assert {path.stat().st_mode & 0o777 for path in (short, full, digest)} == {0o600}
    assert not personal_words(short.read_text(), NAMES)
    assert "TRAMONTELLI OLINDO" in full.read_text()
    assert '<html lang="it">' in digest.read_text() and "Settimana del" in digest.read_text()


def test_reading_a_dossier_leaves_a_trace_without_a_name(november: SocialServices) -> None:
    """Which dossier was opened, and whether with names: one place writes it, for whatever form."""
    answer = run("-v", "--log-json", "dossier", MOVED, "--full", "--json", cwd=november.folder)
    (opened,) = [line for line in map(json.loads, answer.stderr.splitlines()) if line["event"] == "dossier_opened"]
    assert (opened["reference"], opened["full"]) == (MOVED, True)
    assert not personal_words(answer.stderr, NAMES)


def test_as_pdf(november: SocialServices) -> None:
    """The program writes what the library makes."""
    pytest.importorskip("weasyprint", exc_type=(ImportError, OSError))
    done(november, "report", "--month", "2025-11", "--into", "month.pdf")
    assert (november.folder / "month.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param(("dossier", "PW-2025-11-999"), "no such position", id="a position nobody has"),
        pytest.param(("dossier", MOVED, "--into", "x.docx"), ".html or .pdf", id="another ending"),
        pytest.param(("dossier", MOVED, "--into", "taken.html"), "exists already", id="a file that is there"),
        pytest.param(("dossier", MOVED, "--into", "away/x.html"), "no such folder", id="a folder that is not"),
        pytest.param(("dossier", MOVED, "--json", "--into", "x.html"), "choose one", id="two forms at once"),
        pytest.param(("report", "--month", "novembre"), "2025-11", id="a month in words"),
        pytest.param(("digest", "--preview", "--into", "x.pdf"), ".html", id="a mail is no PDF"),
    ],
)
def test_a_slip_is_told_in_one_line(office: SocialServices, arguments: tuple[str, ...], names: str) -> None:
    """Nothing is written, and nothing there is written over."""
    taken = office.folder / "taken.html"
    taken.write_text("mine")
    said = complaint(run(*arguments, cwd=office.folder))
    assert names in said
    assert len(said.splitlines()) == 1
    assert taken.read_text() == "mine"
    assert {path.name for path in Path(office.folder).glob("*.html")} == {"taken.html"}
