# SPDX-License-Identifier: EUPL-1.2
"""The guides say what is so: every command runs, every mail is told, every picture is small and said in words."""

import datetime as dt
import os
import re
import shlex
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pecwatch.casework.answers import Offered, understand
from pecwatch.cli.main import main
from pecwatch.config import load_installation
from pecwatch.errors import ExitCode
from pecwatch.rules import load_rules
from pecwatch.rules.clocks import Patience
from pecwatch.service.desk import wall_clock
from pecwatch.service.worker import Worker
from tests.alerts.looking.gallery import gallery
from tests.casework.people import OFFICE as PEOPLE
from tests.end_to_end.office import SocialServices, at
from tests.end_to_end.region import Region
from tests.generators.samples import cases
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer
from tests.tree import ROOT, project_files, text_of

OFFICE, TECHNICAL, ASSESSMENT = (text_of(Path(f"docs/{name}.md")) for name in ("guida-utente", "guida-tecnica", "dpia"))
RULES = load_rules(ROOT / "rules")
DAY = dt.date(2025, 10, 24)

FENCE = r"^ *```(\w*)\n(.*?)^ *```$"
COMMANDS = re.compile(rf"{FENCE}|`(pecwatch [a-z-][^`\n]*)`", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]*)\]\((immagini/[^)]+)\)")

TRIED_ELSEWHERE = {
    "python3 -m venv": "the targets of make do this",
    ".venv/bin/python -m pip": "the targets of make do this",
    "pecwatch run": "it goes on until SIGTERM: tests/test_end_to_end.py",
}
"""Beginnings of commands that are not run here, and where they are."""

MANY = "Più uffici"
SECTIONS_TRIED_ELSEWHERE = {"Installazione come servizio", MANY}
"""They need systemd: tried with the units themselves; or many offices: tried in an installation that has them."""

PLACEHOLDERS = {"NUMERO": "1"}
"""What a reader puts in; every other word is typed as it stands."""

EXPECTED = {
    "pecwatch poll": {ExitCode.DONE, ExitCode.NEEDS_PERSON},
    "pecwatch reconcile": {ExitCode.NEEDS_PERSON},
    "pecwatch status": {ExitCode.DONE, ExitCode.UNSENT, ExitCode.UNHEALTHY},
    "pecwatch --office cremona status": {ExitCode.DONE, ExitCode.UNSENT, ExitCode.UNHEALTHY},
    "pecwatch status --json": {ExitCode.DONE, ExitCode.UNSENT, ExitCode.UNHEALTHY},
    "pecwatch failed list": {ExitCode.NEEDS_PERSON},
    "pecwatch failed retry-mail NUMERO": {ExitCode.USAGE},
    "pecwatch registry import": {ExitCode.USAGE},
    "pecwatch reprocess --since 2025-10-01 --dry-run": {ExitCode.DONE, ExitCode.NEEDS_PERSON},
}
"""Commands that say how things stand; in this office one list is unreadable, no mail was refused, and [registry] names
nothing."""

OPERATORS = "Codice;Nome;Email;Telefono;Sostituto;Assenze\nOP09;Ersilia Contardi;op09@comune.example;;;\n"
STREETS = "CODICE_ISTAT;DUG;ODONIMO\n999001;VIA;DELLE ROBINIE\n"


def commands(text: str) -> Iterator[str]:
    """Every command of a document in its order: lines of blocks, and calls in running text that did not come before."""
    seen = set[str]()
    for section in re.split(r"^## ", text, flags=re.MULTILINE):
        if section.partition("\n")[0].strip() in SECTIONS_TRIED_ELSEWHERE:
            continue
        for language, block, call in COMMANDS.findall(section):
            lines = block.splitlines() if language == "sh" else [call] if call not in seen else []
            yield from filter(None, lines)
            seen |= set(lines)


@pytest.fixture
def reader(office: SocialServices, monkeypatch: pytest.MonkeyPatch) -> Iterator[SocialServices]:
    """An office a day after its list, one letter of which nobody can read, and the files that the guides speak of."""
    office.install()
    office.by_pec(cases.november_pec(), at(2025, 10, 24))
    office.by_pec((ROOT / "samples/2026-07-pdf-protetto/message.eml").read_bytes(), at(2025, 10, 24))
    office.poll(at(2025, 10, 24, 10))
    here = office.folder
    shutil.copy(office.file, here / "config.example.toml")
    shutil.copy(here / "registry.csv", here / "anagrafica.csv")
    shutil.copy(ROOT / "samples/2025-11-elenco-pdf/message.eml", here / "messaggio.eml")
    (here / "regole").symlink_to(ROOT / "rules")
    (here / "operatori.csv").write_text(OPERATORS, encoding="utf-8")
    (here / "vie.csv").write_text(STREETS, encoding="utf-8")
    (buildings,) = (text for _, text, _ in COMMANDS.findall(TECHNICAL) if text.startswith("Via;"))
    (here / "edifici.csv").write_text(buildings, encoding="utf-8")
    (here / "var/keys").mkdir(mode=0o700, exist_ok=True)
    (here / "var/master.key").touch(mode=0o600)
    monkeypatch.chdir(here)
    for name in [name for name in os.environ if name.startswith("PECWATCH_")]:
        monkeypatch.delenv(name)
    mask = os.umask(0o077)
    yield office
    os.umask(mask)


def test_the_commands_of_the_guides_work_word_by_word(
    reader: SocialServices, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the installation to a restored backup, in the order of the guides, in one office."""
    told, done = "", list[str]()
    for command in (*commands(TECHNICAL), *commands(OFFICE), *commands(ASSESSMENT)):
        if command.startswith(tuple(TRIED_ELSEWHERE)):
            continue
        typed = " ".join(PLACEHOLDERS.get(word, word) for word in command.split(" "))
        if typed.startswith("pecwatch "):
            code = main(shlex.split(typed)[1:])
        else:
            code = subprocess.run(typed, shell=True, check=False).returncode
            for name in ("pec", "smtp"):
                reader.write_secret(name, {"pec": reader.password, "smtp": reader.relay.password}[name])
        said = capsys.readouterr()
        answers = EXPECTED.get(command, {ExitCode.DONE})
        assert code in answers, f"{command}: {code}\n{said.out}\n{said.err}"
        told = said.out if command == "pecwatch positions list" else told
        done.append(command)
    assert done.index("tar --extract --file copie/dati.tar") < len(done) - 1 - done[::-1].index(
        "pecwatch positions list"
    )
    assert "PW-2025-11-001" in told, "the case file came back with the backup"


def test_the_commands_for_many_offices_work_word_by_word(
    tmp_path: Path, postgresql: PostgreSQL, dovecot: Dovecot, smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the owner of the tables first; then, but for what is his, as the user who was given the guide's rights."""
    section = next(text for text in re.split(r"^## ", TECHNICAL, flags=re.MULTILINE) if text.startswith(MANY))
    blocks = [(language, block.splitlines()) for language, block, _ in COMMANDS.findall(section)]
    typed = [line for language, lines in blocks if language == "sh" for line in lines]
    (granted,) = (lines for language, lines in blocks if language == "sql")
    url = postgresql.create()
    region = Region(tmp_path, url, dovecot, smtp_server)
    region.add_office("cremona")
    region.add_office("soncino")
    region.share_master_key()
    monkeypatch.chdir(tmp_path)
    postgresql.command("CREATE ROLE pecwatch_app LOGIN")
    try:
        assert answers_wrong(typed) == {}
        with psycopg.connect(url.replace("+psycopg", "")) as owner:
            for line in granted:
                owner.execute(line.encode())
        text = region.file.read_text(encoding="utf-8")
        region.file.write_text(text.replace("//pecwatch@", "//pecwatch_app@"), encoding="utf-8")
        with Worker(load_installation(region.file, {}), wall_clock, {}) as worker:
            assert worker.work_once(threading.Event()) and worker.work_once(threading.Event())
        assert region.ask("SELECT DISTINCT problem FROM office_work") == [("",)]
        assert answers_wrong([line for line in typed if not line.endswith("--prepare")]) == {}
    finally:
        postgresql.drop(url)
        postgresql.command("DROP ROLE pecwatch_app")


def answers_wrong(typed: list[str]) -> dict[str, int]:
    """What was typed, where the program ended otherwise than it should."""
    calls = [line for line in typed if not line.startswith(tuple(TRIED_ELSEWHERE))]
    assert len(calls) > 4
    codes = {line: int(main(shlex.split(line)[1:])) for line in calls}
    return {line: code for line, code in codes.items() if code not in EXPECTED.get(line, {ExitCode.DONE})}


def test_commands_are_found_where_they_stand() -> None:
    """In blocks for the shell and in running text, but for sections that are tried elsewhere."""
    text = "a `pecwatch x`, `pecwatch x`\n\n```sh\npecwatch y\n```\n\n```toml\nz = 1\n```\n\n`other` `pecwatch z`\n"
    assert list(commands(text)) == ["pecwatch x", "pecwatch y", "pecwatch z"]
    assert list(commands(f"{text}\n## Installazione come servizio\n\n`pecwatch w`\n"))[-1] == "pecwatch z"


SUBJECTS = [
    tuple(re.findall(r"«([^»]+)»", line.split(" | ")[0]))
    for part in re.split(r"^## ", OFFICE, flags=re.MULTILINE)
    if part.startswith("Le mail, una per una")
    for line in part.splitlines()
    if line.startswith("| «")
]
"""The words of subjects that the guide explains, row by row."""

SEEN = [shown.alert.subject.removeprefix("[pecwatch] ") for shown in gallery()]
TO_TUTORS = {each for each in SEEN if re.search("visite (programmate|non più)", each, re.IGNORECASE)}


def is_told_by(words: str, subject: str) -> bool:
    """Whether a subject bears the words of the guide; dots stand for what varies."""
    return re.search(re.escape(words.casefold()).replace("…", ".*"), subject.casefold()) is not None


@pytest.mark.parametrize("subject", sorted({*SEEN} - TO_TUTORS))
def test_every_mail_is_explained(subject: str) -> None:
    """One of each kind that pecwatch sends; a tutor's stands in the guide in full."""
    assert any(is_told_by(words, subject) for row in SUBJECTS for words in row)


@pytest.mark.parametrize("row", SUBJECTS, ids=lambda row: row[0])
def test_every_mail_explained_is_sent(row: tuple[str, ...]) -> None:
    """The guide quotes no subject that nobody gets."""
    assert any(is_told_by(words, subject) for words in row for subject in SEEN)


def test_every_answer_is_in_the_guide() -> None:
    """As the prepared replies write it."""
    table = [line for line in OFFICE.splitlines() if line.startswith("| ")]
    offered = [each.offered for each in RULES.answers.answer]
    assert [words for words in offered if not any(line.startswith(f"| {words} ") for line in table)] == []


def test_the_answers_of_the_guide_are_understood() -> None:
    """As they stand in the table, typed above the quoted mail; the reader fills in the dots."""
    examples = re.findall(r"^\| ([A-ZÈÉ][A-ZÈÉ0-9 …]+ PW-2025-11-004|(?:NON )?CONFERMO) \|", OFFICE, re.MULTILINE)
    assert len(examples) == len(RULES.answers.answer)
    here = Offered(references=("PW-2025-11-004",), asks_about_list=True)
    others = ("PASSO AL SEGRETARIATO", "PASSO ALLA COORDINATRICE", "ESITO RILASCIATO", "ESITO RINVIATO AL 14/01/2026")
    for said in (*examples, *others):
        heard = understand(
            said.replace("…", "ha lasciato l’alloggio"), "R: x", here, office=PEOPLE, rules=RULES.answers, today=DAY
        )
        assert isinstance(heard, tuple), said
        offered = RULES.answers.offered(heard[0].command)
        assert said.startswith(offered), said


def test_the_times_of_the_guide_are_those_of_the_rules() -> None:
    """Who has how long, as `rules/clocks.toml` says."""
    near, middle, far = RULES.clocks.escalation.patience
    last = RULES.clocks.escalation.everybody_until_days_left

    def days(number: int) -> str:
        return f"{number} {'giorno' if number == 1 else 'giorni'}"

    def row(patience: Patience) -> str:
        return " | ".join(
            days(number) for number in (patience.owner_days, patience.substitute_days, patience.coordinator_days)
        )

    wanted = (
        f"| più di {middle.until_days_left} | {row(far)} |",
        f"| da {near.until_days_left + 1} a {middle.until_days_left} | {row(middle)} |",
        f"| da {last + 1} a {near.until_days_left}, o giorno non indicato nel mese in corso | {near.each_hours} ore |",
        f"| {last}, oggi o giorno passato | tutti insieme |",
        f"ogni {RULES.clocks.still_open.every_days} giorni",
        f"alle {RULES.clocks.milestones.outcome_at:%H} si chiede",
        f"le erano già arrivate {RULES.clocks.flood.mails_per_hour} mail",
    )
    assert [each for each in wanted if each not in OFFICE] == []


PICTURES = PICTURE.findall(OFFICE)


@pytest.mark.parametrize(("words", "place"), PICTURES, ids=[place for _, place in PICTURES])
def test_pictures_are_small_and_said_in_words(words: str, place: str) -> None:
    """As wide as a telephone or a desk; whoever does not see them misses nothing."""
    content = (ROOT / "docs" / place).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">I", content[16:20])[0] in (375, 1280)
    assert len(content) <= 150_000
    assert len(words) > 40


def test_every_picture_is_shown() -> None:
    """None is left behind when the guide changes."""
    kept = {path.name for path in project_files() if path.parts[:2] == ("docs", "immagini")}
    assert kept == {Path(place).name for _, place in PICTURES}
