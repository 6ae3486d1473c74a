# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch parse`: one object per message, exit code 4 when a person must look, nothing written."""

import json
from pathlib import Path

import pytest

from tests.cli.running import complaint, run
from tests.generators.forgeries import rewritten
from tests.generators.letters import Letter
from tests.generators.pec import receipt, transport
from tests.generators.providers import Postmark

MESSAGE_KEYS = {
    "kind",
    "receipt",
    "trust",
    "trust_reason",
    "sender",
    "sender_recognised",
    "subject",
    "message_id",
    "identifier",
    "certified_at",
    "sent_at",
    "protocol",
    "attachments",
    "nested",
    "warnings",
}

LIST = """From: Ufficio decadenze <decadenze@pec.aler.example>
To: servizisociali@comune.example
Subject: Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025
Date: Fri, 24 Oct 2025 09:11:58 +0200
Message-ID: <elenco-1@pec.aler.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - SI ESEGUE il 06/11/2025
2) BONETTALI IVANO - Largo dei Pioppi, 3 int. 12 - NON SI ESEGUE - piano di rientro
"""
UNRELATED = "From: a@b.example\nSubject: Riunione\nContent-Type: text/plain; charset=utf-8\n\nCi vediamo lunedì.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place to work in, and beside it a folder with two messages."""
    mail = tmp_path / "posta"
    mail.mkdir()
    (mail / "elenco.eml").write_text(LIST, encoding="utf-8")
    (mail / "riunione.eml").write_text(UNRELATED, encoding="utf-8")
    return tmp_path


def test_one_object_per_message_with_the_keys_others_rely_on(folder: Path) -> None:
    """Scripts read stdout line by line; nothing else is on it."""
    done = run("parse", "posta", "--json", cwd=folder)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["source"] == "posta/elenco.eml"
    assert set(first) >= {"source", "message", "state", "list", "letter", "problems"}
    assert set(first["message"]) >= MESSAGE_KEYS
    assert first["state"] == "list"
    assert [row["surname"] for row in first["list"]["rows"]] == ["ZUCCHEROLI", "BONETTALI"]
    assert (second["state"], second["list"]) == ("not_pertinent", None)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param("riunione.eml", 0, id="nothing for us"),
        pytest.param("rotto.pdf", 4, id="a document that cannot be read"),
    ],
)
def test_the_exit_code_says_whether_a_person_must_look(folder: Path, file: str, code: int) -> None:
    """4 when something may have been missed."""
    (folder / "posta" / "rotto.pdf").write_bytes(b"%PDF-1.7\nnothing of a document follows")
    assert run("parse", f"posta/{file}", "--json", cwd=folder).returncode == code


def test_senders_are_recognised_by_the_configuration(folder: Path) -> None:
    """With a configuration file in place the allow-list counts, without one nobody is recognised."""
    (folder / "config.toml").write_text('[lists]\nsenders = ["@pec.aler.example"]\n[smpt]\nnot = "judged"\n')
    done = run("parse", "posta/elenco.eml", "--json", cwd=folder)
    assert json.loads(done.stdout)["message"]["sender_recognised"] is True
    (folder / "config.toml").unlink()
    done = run("parse", "posta/elenco.eml", "--json", cwd=folder)
    assert json.loads(done.stdout)["message"]["sender_recognised"] is False


def test_a_pec_sent_again_is_marked_in_the_same_run(folder: Path) -> None:
    """The second message that bears one identifier, whatever stands around it; not its receipt, not the same file."""
    posta, letter = folder / "pec", Letter()
    posta.mkdir()
    (posta / "1-ricevuta.eml").write_bytes(receipt(letter, "avvenuta-consegna", postmark=Postmark(identifier="x1")))
    (posta / "2-pec.eml").write_bytes(transport(letter, postmark=Postmark(identifier="x1")))
    (posta / "3-stessa.eml").write_bytes(transport(letter, postmark=Postmark(identifier="x1")))
    again = rewritten(transport(letter, postmark=Postmark(identifier="x1")), "Subject", "POSTA CERTIFICATA: urgente")
    (posta / "4-rispedita.eml").write_bytes(again)
    (posta / "5-altra.eml").write_bytes(transport(letter))
    read = [json.loads(line)["message"] for line in run("parse", "pec", "--json", cwd=folder).stdout.splitlines()]
    assert ["replayed_identifier" in message["warnings"] for message in read] == [False, False, False, True, False]


def test_the_view_for_people_shows_rows_and_hides_nothing(folder: Path) -> None:
    """Control characters and markup in a message cannot play with the terminal."""
    text = LIST.replace("Subject: ", "Subject: [red]x[/red] \x1b[31m ")
    (folder / "posta" / "elenco.eml").write_text(text, encoding="utf-8")
    done = run("parse", "posta/elenco.eml", cwd=folder)
    assert "ZUCCHEROLI MIRELLA" in done.stdout
    assert "Via delle Robinie 14" in done.stdout
    assert "[red]x[/red]" in done.stdout
    assert "\x1b" not in done.stdout


def test_nothing_is_written(folder: Path) -> None:
    """`parse` only looks."""
    before = sorted(folder.rglob("*"))
    run("parse", "posta", cwd=folder)
    assert sorted(folder.rglob("*")) == before


def test_a_broken_rules_file_is_named(folder: Path) -> None:
    """One line with file and remedy, before anything is read."""
    (folder / "regole").mkdir()
    said = complaint(run("parse", "posta", "--rules", "regole", cwd=folder))
    assert "regole/" in said
    assert "restore it" in said


def test_required_isolation_is_kept_or_refused(folder: Path) -> None:
    """With `sandbox = "required"` a message is read in full isolation or not at all."""
    done = run("parse", "posta/riunione.eml", "--json", cwd=folder, PECWATCH_SERVICE__SANDBOX="required")
    assert done.returncode == 0 or "[service] sandbox: required" in complaint(done)
