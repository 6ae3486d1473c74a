# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch parse --explain`: what each line was taken for, and by which rule."""

import json
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.test_parse import LIST, UNRELATED
from tests.rules.folders import changed, copied


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place to work in, with a list whose last line nobody understands."""
    text = LIST + "Il presente elenco\n3) TRAMONTELLI OLINDO - Via Acquafredda 71 - SARÀ SLOGGIABILE\n"
    (tmp_path / "elenco.eml").write_text(text, encoding="utf-8")
    (tmp_path / "riunione.eml").write_text(UNRELATED, encoding="utf-8")
    (tmp_path / "rotto.pdf").write_bytes(b"%PDF-1.7\nnothing of a document follows")
    return tmp_path


def test_the_key_is_there_only_when_asked_for(folder: Path) -> None:
    """One entry per line with the keys others rely on; what cannot be read has none."""
    done = run("parse", "elenco.eml", "rotto.pdf", "--json", "--explain", cwd=folder)
    told, damaged = map(json.loads, done.stdout.splitlines())
    assert told["explain"][0] == {
        "where": {"part": "body", "page": 1, "line": 1},
        "text": "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - SI ESEGUE il 06/11/2025",
        "taken": "row",
        "rule": "program.line_of_a_row; wording.statuses.execute: «SI ESEGUE»",
    }
    assert len(told["explain"]) == 4
    assert damaged["explain"] == []
    plain = json.loads(run("parse", "elenco.eml", "--json", cwd=folder).stdout)
    assert "explain" not in plain
    assert plain == {key: value for key, value in told.items() if key != "explain"}


def test_a_person_sees_it_below_the_message(folder: Path) -> None:
    """Part, page, line, what it was taken for, and the rule; of every message, also one that is no list."""
    done = run("parse", "elenco.eml", "riunione.eml", "--explain", cwd=folder)
    assert done.stdout.count("Line by line: body") == 2
    for told in (
        "taken for",
        "by which rule",
        "wording.statuses.not_executed: «NON SI ESEGUE»",
        "recognition.furniture",
    ):
        assert told in done.stdout
    assert "Ci vediamo lunedì." in done.stdout
    assert "Line by line" not in run("parse", "riunione.eml", cwd=folder).stdout


def test_this_is_how_a_wording_is_added(folder: Path) -> None:
    """The row has no rule for its status; the office copies the words from the letter, and then it has."""

    def rule_of_the_last_line() -> str:
        done = run("parse", "elenco.eml", "--json", "--explain", "--rules", "regole", cwd=folder)
        return str(json.loads(done.stdout)["explain"][-1]["rule"])

    rules = copied(folder)
    assert rule_of_the_last_line() == "program.line_of_a_row"
    changed(rules, "wording.toml", '  "SI ESEGUE",', '  "SI ESEGUE", "sarà sloggiabile",')
    changed(rules, "wording.toml", 'samples = ["SI ESEGUE', 'samples = ["SARÀ SLOGGIABILE", "SI ESEGUE')
    assert rule_of_the_last_line() == "program.line_of_a_row; wording.statuses.execute: «SARA SLOGGIABILE»"
    assert run("check", "--rules", "regole", cwd=folder).returncode == 0
