# SPDX-License-Identifier: EUPL-1.2
"""What the documents tell people to type works as it is written, and what they point at is there."""

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from pecwatch.cli.main import COMMANDS, app
from pecwatch.cli.options import WITH_VALUE, with_global_options_first
from pecwatch.errors import ExitCode
from tests.tree import ROOT, project_files, text_of

README = text_of(Path("README.md"))
DOCUMENTS = tuple(path for path in project_files() if path.suffix == ".md")

FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PLACE = re.compile(r"[\w.-]+(/[\w.-]+)*\.(py|toml|md|txt|yml|csv)|[\w-]+(/[\w-]+)*/")
"""A file by its ending, a folder by the slash behind it."""

NOT_IN_THE_TREE = {
    "config.toml",
    "mappa.toml",
    "offices.d/cremona.toml",
    "operatori.csv",
    "vie.csv",
    "edifici.csv",
    "anagrafica.csv",
    "keys/",
    "rules/x.toml",
    "NOTE.md",
    "pecwatch/shipped/",
    "mail/",
    "backups/",
}
"""What an office makes, what a wheel holds, and names that stand for many files."""

"""Commands of which the README says that they are still to be built."""

NOT_HERE = ("make ", "python3 -m venv", ".venv/bin/python -m pip", ".venv/bin/pecwatch check", ".venv/bin/pecwatch run",
            ".venv/bin/pecwatch test-alert")  # fmt: skip
"""Installation, and commands that need real servers: tried by the targets of make and by other tests."""

EXPECTED = {
    ".venv/bin/pecwatch status": {ExitCode.DONE, ExitCode.UNHEALTHY},
}
"""Commands that say by their code how things stand, on the day of the test."""


def blocks(text: str) -> list[str]:
    """The lines that stand in fenced shell blocks, one command each."""
    return [line for block in FENCE.findall(text) for line in block.splitlines() if line.strip()]


def calls(text: str) -> list[str]:
    """Every call of pecwatch in a document, in blocks and in running text."""
    in_text = [code for code in INLINE.findall(FENCE.sub("", text)) if re.match(r"pecwatch [a-z-]", code)]
    in_blocks = [line.removeprefix(".venv/bin/") for line in blocks(text) if "pecwatch " in line.partition("#")[0]]
    return [*in_text, *(line for line in in_blocks if line.startswith("pecwatch "))]


@cache
def program() -> Any:
    """The command line as it parses."""
    return typer.main.get_command(app)


def parsed(call: str) -> None:
    """Parse a call as the program would, without doing it.

    Raises:
        typer.TyperException: There is no such command or option, or a word is missing.
    """
    words = with_global_options_first(shlex.split(call)[1:])
    command, context = program(), program().make_context("pecwatch", [], resilient_parsing=True)
    while words and hasattr(command, "get_command"):
        if words[0].startswith("-"):
            assert words[0] in {name for each in command.params for name in each.opts} | {"--help"}, call
            words = words[2 if words[0] in WITH_VALUE else 1 :]
            continue
        found = command.get_command(context, words[0])
        assert found is not None, f"{call}: there is no command {words[0]}"
        command, words = found, words[1:]
        context = command.make_context(command.name, list(words), parent=context, resilient_parsing=True)
    options = {name for each in command.params for name in each.opts} | {"--help"}
    assert {word for word in words if word.startswith("-")} <= options, call


def every_call() -> list[Any]:
    """Each call in the README and the other documents, with the document it stands in."""
    found = {(path.as_posix(), call) for path in DOCUMENTS for call in calls(text_of(path))}
    return [pytest.param(call, id=f"{path}: {call}") for path, call in sorted(found)]


@pytest.mark.parametrize("call", every_call())
def test_each_command_exists_as_written(call: str) -> None:
    """Commands and options in the documents are those of the program."""
    parsed(call)


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("pecwatch parce x.eml", id="command"),
        pytest.param("pecwatch parse --yaml x.eml", id="option"),
        pytest.param("pecwatch positions tale PW-2025-11-004", id="subcommand"),
    ],
)
def test_a_misspelt_command_is_noticed(call: str) -> None:
    """The test above would fail for it."""
    with pytest.raises((AssertionError, typer.TyperException)):
        parsed(call)


def test_every_command_is_in_the_table() -> None:
    """The README leaves none out, and names none that is not there."""
    told = {line.split("`")[1].split()[1] for line in README.splitlines() if line.startswith("| `pecwatch ")}
    assert told == set(COMMANDS)


def test_every_option_of_a_table_row_exists() -> None:
    """Options named beside a command are options of that command."""
    for line in README.splitlines():
        if line.startswith("| `pecwatch "):
            call, *others = INLINE.findall(line)
            for option in (word for other in others for word in other.split() if word.startswith("--")):
                parsed(
                    " ".join([*(word for word in call.split() if not word.startswith("-") and word.islower()), option])
                )


def test_every_exit_code_is_explained() -> None:
    """Scripts rely on them."""
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == set(ExitCode)


def test_every_target_of_make_exists() -> None:
    """`make demo` and `make test` among them."""
    targets = set(re.findall(r"^([a-z]+):", text_of(Path("Makefile")), re.MULTILINE))
    texts = [text_of(path) for path in DOCUMENTS]
    code = [line for text in texts for line in (*blocks(text), *INLINE.findall(FENCE.sub("", text)))]
    told = {line.split()[1] for line in code if re.fullmatch(r"make [a-z]+", line)}
    assert {"demo", "test"} <= told <= targets


def test_links_lead_somewhere() -> None:
    """Every link that stays in the project."""
    links = {(path, link) for path in DOCUMENTS for link in LINK.findall(text_of(path)) if "://" not in link}
    assert links
    assert {(path.as_posix(), link) for path, link in links if not (ROOT / path.parent / link).exists()} == set()


def test_files_named_exist() -> None:
    """A path in a document is one of the project: from its root, inside the package, or beside the document."""
    rooms = tuple(room for room in (ROOT / "pecwatch").iterdir() if room.is_dir())
    named = {
        (path, word)
        for path in DOCUMENTS
        for code in INLINE.findall(FENCE.sub("", text_of(path)))
        for word in code.split()
        if PLACE.fullmatch(word) and word not in NOT_IN_THE_TREE
    }
    assert named
    assert {
        (path.as_posix(), word)
        for path, word in named
        if not any((place / word).exists() for place in (ROOT, ROOT / "pecwatch", *rooms, ROOT / path.parent))
    } == set()


def test_documents_name_no_other_document() -> None:
    """Whatever is written in capitals and ends in .md is in the tree: a reader can open it."""
    there = {path.name for path in project_files()}
    told = {
        (path.as_posix(), name)
        for path in project_files()
        if path.suffix in (".py", ".md", ".toml", ".yml", ".sh") or path.name == "Makefile"
        for name in re.findall(r"\b[A-Z]{4,}\.md\b", text_of(path))
    }
    assert {(path, name) for path, name in told if name not in there} == set()


MANDATORY = {
    "purpose": "## What it is for",
    "status and limits": "## Status and limits",
    "prerequisites": "## Prerequisites",
    "installation": "## Install it for an office",
    "maintainers": "<maintainers@pecwatch.example>",
    "security": "<security@pecwatch.example>",
    "licence": "EUPL-1.2",
    "at rest": "encrypted at rest only",
    "how it looks": "docs/immagini/",
    "structure": "## What is where",
    "build and continuous integration": "`.ci/run`",
    "data protection": "docs/dpia.md",
    "what is new": "CHANGELOG.md",
    "an Italian word for the office": "guida-utente.md",
    "an Italian word for the administrator": "guida-tecnica.md",
}


@pytest.mark.parametrize("wanted", MANDATORY.values(), ids=MANDATORY.keys())
def test_readme_has_what_offices_look_for(wanted: str) -> None:
    """The items that the guidelines for public software ask of a README."""
    assert wanted in README


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that looks like a clone in which pecwatch has been installed."""
    for name in ("config.example.toml", "samples", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    program = tmp_path / ".venv" / "bin" / "pecwatch"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pecwatch "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    return tmp_path


def test_the_commands_of_the_readme_work_word_by_word(clone: Path) -> None:
    """From the first try to an office at work, in the order of the README."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PECWATCH_")}
    environment["PYTHONPATH"] = str(ROOT)
    commands = [line for line in blocks(README) if not line.startswith(NOT_HERE)]
    assert any("registry import" in command for command in commands)
    for command in commands:
        done = subprocess.run(
            command, shell=True, cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode in EXPECTED.get(command, {ExitCode.DONE}), f"{command}: {done.stderr}"
        for secret in (clone / "secrets").glob("*"):
            secret.write_text("invented\n", encoding="utf-8")
