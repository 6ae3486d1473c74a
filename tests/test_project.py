# SPDX-License-Identifier: EUPL-1.2
"""What holds for the project as a whole: licences, dependencies, the wheel, and nothing of anybody's machine."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import pecwatch
from tests.conftest import LONG
from tests.tree import ROOT, project_files, text_of

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = project_files()

SOURCES = (".py", ".toml", ".sh", ".yml", ".html", ".jinja", ".j2")
TEMPLATES = tuple(path for path in FILES if "templates" in path.parts)
SCRIPTS = tuple(path for path in FILES if path.parts[0] == ".ci" or path.name == "Makefile")
CODE = tuple(path for path in FILES if path.suffix in SOURCES and path.parts[0] != "samples")
DOCUMENTS = tuple(path for path in FILES if path.suffix == ".md")

CONSTRAINTS = ("constraints.txt", "constraints-report.txt", "constraints-dev.txt")

HOSTS = {
    "127.0.0.1",
    "localhost",
    "mozilla.org",  # named in the text of its licence
    "github.com",  # the technical rules and libraries that comments cite
    "www.digitpa.gov.it",  # namespace of Segnatura.xml
    "uri.etsi.org",  # namespace of REM evidence
    "www.w3.org",  # namespaces
    "schemas.openxmlformats.org",  # namespaces of Word and Excel files
    "purl.oclc.org",  # the same in strict files
    "schemas.microsoft.com",  # the same of later editions
    "we.tl",  # places of files that others fetch: links to them are told, and never followed
    "1drv.ms",
    "drive.google.com",
    "aler-my.sharepoint.com",
}
"""Besides `.example`, the hosts that may be named; an index of packages is none of them."""

MACHINE = re.compile(r"(?<![\w.$}~*-])/(home|root|work|Users|mnt|media|srv)/[\w.-]+")
"""Folders that somebody's own machine has, and another has not."""


def test_every_source_file_names_its_licence() -> None:
    """Whoever takes one file alone still knows on which terms."""
    tops = {path: "".join(text_of(path).splitlines(keepends=True)[:3]) for path in (*CODE, *SCRIPTS, *TEMPLATES)}
    assert tops
    assert [path.as_posix() for path, top in tops.items() if "SPDX-License-Identifier: EUPL-1.2" not in top] == []


def test_every_document_names_its_licence() -> None:
    """Documents are CC-BY-4.0, samples CC0-1.0."""
    licences = {path: "CC0-1.0" if path.parts[0] == "samples" else "CC-BY-4.0" for path in DOCUMENTS}
    assert licences
    assert [
        path.as_posix()
        for path, licence in licences.items()
        if not text_of(path).startswith(f"<!-- SPDX-License-Identifier: {licence} -->")
    ] == []


def test_each_dependency_has_its_reason() -> None:
    """A dependency that nobody can explain is one too many."""
    lines = text_of(Path("pyproject.toml")).partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(lines) == len(PROJECT["project"]["dependencies"])
    assert [line for line in lines if not re.search(r'",\s+# \w.{8,}', line)] == []


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_dependencies_are_pinned_by_hash(name: str) -> None:
    """Exactly one version with its hashes, and no address: where packages come from is the machine's own matter."""
    text = text_of(Path(name))
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert entries
    assert [entry.split()[0] for entry in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", entry)] == []
    assert [entry.split()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert "://" not in text
    assert re.search(r"^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)\b", text, re.MULTILINE) is None


def normal(requirement: str) -> str:
    """`mail-parser` for `mail_parser>=4.8`."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]  # always a name


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_dependency_is_pinned(name: str) -> None:
    """What pyproject.toml asks for stands in both files."""
    pinned = {normal(line) for line in text_of(Path(name)).splitlines() if "==" in line}
    assert {normal(each) for each in PROJECT["project"]["dependencies"]} - pinned == set()


def needed(names: set[str]) -> set[str]:
    """Those distributions and all that they need in turn, as far as they are installed."""
    found: set[str] = set()
    left = set(names)
    while left:
        name = left.pop()
        try:
            requirements = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        found.add(name)
        left |= {normal(each) for each in requirements if "extra ==" not in each} - found
    return found


def test_no_library_is_under_the_agpl() -> None:
    """Its terms would reach every office that runs pecwatch."""
    ours = needed({normal(each) for each in PROJECT["project"]["dependencies"]})
    assert len(ours) >= len(PROJECT["project"]["dependencies"])
    licences = {name: licence_of(name) for name in ours}
    assert {name for name, text in licences.items() if re.search(r"\bAGPL|Affero", text)} == set()


def licence_of(name: str) -> str:
    """What a distribution says of its licence."""
    metadata = importlib.metadata.metadata(name)
    fields = ("License", "License-Expression", "Classifier")
    return "\n".join(value for field in fields for value in metadata.get_all(field, []))


def test_what_the_wheel_takes_along_is_there() -> None:
    """Rules and samples travel in the wheel, and the example that `init` fills in."""
    taken: dict[str, str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert set(taken) == {"rules", "samples", "config.example.toml"}
    assert all((ROOT / source).is_file() or any((ROOT / source).iterdir()) for source in taken)
    assert all(target.startswith("pecwatch/shipped/") for target in taken.values())


def test_one_version() -> None:
    """The package and its metadata speak of the same version."""
    assert PROJECT["project"]["version"] == pecwatch.__version__


def test_rules_that_name_a_file_name_one_that_exists() -> None:
    """A rule says where it is tried; a place that is gone would leave it to rot."""
    places = {
        (path.as_posix(), place)
        for path in FILES
        if path.parts[0] == "rules"
        for place in re.findall(r"\b((?:tests|samples|rules)/[\w./-]+\w)", text_of(path))
    }
    assert places
    assert {(path, place) for path, place in places if not (ROOT / place).exists()} == set()


def test_the_tests_that_come_first_are_there() -> None:
    """A file that was renamed would be waited for at the end."""
    assert [file for file in LONG if not (ROOT / file).is_file()] == []


def own_paths() -> set[str]:
    """Where this machine keeps the project and its user: nobody else's business."""
    return {place for place in (str(ROOT), str(Path.home())) if place.count("/") > 1}


def index_hosts() -> set[str]:
    """Where this machine gets packages from."""
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    set_here = (value for name, value in os.environ.items() if re.match(r"(PIP|UV)_.*(URL|INDEX|LINKS|HOST)", name))
    told = "\n".join((asked.stdout, *set_here))
    hosts = set(re.findall(r"://(?:[^@/\s'\"]*@)?([\w.-]+\.[\w.-]+)", told))
    return {"pypi" + ".org", "files.pythonhosted" + ".org", *hosts} - HOSTS


def test_no_file_speaks_of_this_machine() -> None:
    """No path of whoever wrote it, and no place where packages come from."""
    strange = re.compile("|".join(f"{re.escape(each)}(?![\\w-])" for each in sorted(own_paths() | index_hosts())))
    texts = {path: text_of(path) for path in FILES}
    assert [path.as_posix() for path, text in texts.items() if MACHINE.search(text) or strange.search(text)] == []


def test_every_address_named_is_an_example() -> None:
    """Links lead to invented hosts, or to the few that comments cite."""
    hosts = {
        (path.as_posix(), host.lower())
        for path in FILES
        if path.suffix not in (".eml", ".pdf", ".zip")
        for host in re.findall(r"https?://([\w.-]*\w)", text_of(path))
    }
    assert hosts
    assert {(path, host) for path, host in hosts if not host.endswith(".example") and host not in HOSTS} == set()
