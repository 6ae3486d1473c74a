# SPDX-License-Identifier: EUPL-1.2
"""Commands beside the service: what an administrator types, and what the program answers to slips."""

import json
from pathlib import Path

import pytest

from tests.cli.running import complaint, run
from tests.end_to_end.office import SocialServices
from tests.generators.samples import cases


def test_status_and_its_exit_code_agree(office: SocialServices) -> None:
    """Never polled or without a registry is unhealthy; an old registry ages and hinders nobody."""
    assert run("status", cwd=office.folder).returncode == 6
    assert run("poll", cwd=office.folder).returncode == 0
    without_registry = run("status", "--json", cwd=office.folder)
    office.import_registry()
    with_registry = run("status", "--json", cwd=office.folder)
    told = [(done.returncode, json.loads(done.stdout)["healthy"]) for done in (without_registry, with_registry)]
    assert told == [(6, False), (0, True)]
    assert "days old" in json.loads(with_registry.stdout)["warnings"][0]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param(("reprocess", "--message", "99"), "message 99", id="a message nobody has"),
        pytest.param(("positions", "list", "--month", "novembre"), "2025-11", id="a month in words"),
        pytest.param(("positions", "take", "PW-2025-11-999"), "no such position", id="a position nobody has"),
        pytest.param(("failed", "done", "99"), "message 99", id="a message that cannot be on the list"),
    ],
)
def test_a_slip_is_told_and_not_answered_with_nothing(
    office: SocialServices, arguments: tuple[str, ...], names: str
) -> None:
    """An empty answer would be taken for «there is nothing»."""
    said = complaint(run(*arguments, cwd=office.folder))
    assert names in said
    assert len(said.splitlines()) == 1


def test_a_refusal_names_the_position_once(office: SocialServices) -> None:
    """One line that can be read aloud."""
    office.install()
    office.by_pec(cases.november_pec())
    office.poll()
    assert run("positions", "take", "PW-2025-11-001", cwd=office.folder).returncode == 0
    assert run("positions", "take", "pw-2025-11-001", cwd=office.folder).returncode == 0, (
        "the same word twice is no slip"
    )
    said = complaint(run("positions", "close", "pw-2025-11-001", "--reason", "-", cwd=office.folder))
    assert said.count("PW-2025-11-001") == 1
    shown = run("positions", "show", "PW-2025-11-001", cwd=office.folder).stdout
    assert "2025-11-06 09:30 " in shown


def test_only_what_is_on_the_list_comes_off_it(office: SocialServices) -> None:
    """A mistyped number would leave the other message on the list and tell nobody; an empty list says that it is."""
    office.install()
    listed = run("failed", "list", cwd=office.folder)
    assert (listed.returncode, listed.stdout) == (0, "")
    assert "no message needs a person" in listed.stderr
    office.by_pec(cases.november_pec())
    office.poll()
    assert "message 1 is not among the failed ones" in complaint(run("failed", "done", "1", cwd=office.folder))


def test_the_demo_refuses_a_folder_it_cannot_make(tmp_path: Path) -> None:
    """Wrong usage, and no defect to report."""
    (tmp_path / "file").touch()
    assert "--into" in complaint(run("demo", "--into", "file/below", cwd=tmp_path))
