# SPDX-License-Identifier: EUPL-1.2
"""Dossier and report as people ask for them: over a real mailbox, a real relay and what somebody decided."""

import json
from pathlib import Path

import pytest

from tests.cli.running import complaint, run
from tests.end_to_end.mails import personal_words
from tests.end_to_end.office import SocialServices, at
from tests.generators.samples import cases

MOVED, NEW = "PW-2025-11-006", "PW-2025-11-008"


@pytest.fixture
def november(office: SocialServices) -> SocialServices:
    """An office that has received the list of November, its copy and its reminder, and has decided some rows."""
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


def test_look(november: SocialServices) -> None:
    done(november, "positions", "take", MOVED)
    print(done(november, "dossier", MOVED))
    for name in ("a.html", "a.pdf"):
        done(november, "dossier", MOVED, "--into", f"/tmp/p6look/{name}")
    for name in ("f.html", "f.pdf"):
        done(november, "dossier", MOVED, "--full", "--into", f"/tmp/p6look/{name}")
    print(done(november, "report", "--month", "2025-11"))
    for name in ("r.html", "r.pdf"):
        done(november, "report", "--month", "2025-11", "--into", f"/tmp/p6look/{name}")
