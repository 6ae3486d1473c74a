# SPDX-License-Identifier: EUPL-1.2
"""A region on this machine: many offices on one PostgreSQL, and a bad day on which each gets its list at once.

    .venv/bin/python -m bench.region --offices 150

Whole it is 1,500 offices, 5 housing companies, 60,000 rows a month (40 for each office) and registries of 2,000,000
people in all; with fewer offices everything shrinks alike. The day is drained by 1, 2 and 4 workers, each time with a
list of another month. Dovecot, the relay, PostgreSQL (without fsync) and the workers share the cores of this machine.
"""

import argparse
import csv
import datetime as dt
import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.registry import write_export
from bench.report import show
from pecwatch.config import load_config
from pecwatch.service.importing import import_registry
from pecwatch.service.opening import open_desk
from tests.end_to_end.region import Region, wait_for
from tests.generators.letters import ROME, Letter
from tests.generators.pec import transport
from tests.generators.providers import PROVIDERS, Postmark
from tests.generators.samples.post import OFFICE, PROCEED, SUBJECT
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

WHOLE, PEOPLE, ROWS, COMPANIES = 1500, 2_000_000, 40, 5
MONTHS = "GENNAIO FEBBRAIO MARZO APRILE MAGGIO GIUGNO LUGLIO AGOSTO SETTEMBRE OTTOBRE NOVEMBRE DICEMBRE".split()

PATIENCE_S = 3600
"""After which something must be wrong."""

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
"""In which the kernel counts processor time."""

COPY_REGISTRY = """
WITH source AS (SELECT * FROM registry_import WHERE office = %(first)s AND state = 'active' LIMIT 1), made AS (
    INSERT INTO registry_import (office, state, people, dated_on, imported_at, file_sha256)
    SELECT %(office)s, state, people, dated_on, imported_at, file_sha256 FROM source RETURNING id
)
INSERT INTO registry_person (office, import_id, folder, record, left_on)
SELECT %(office)s, made.id, folder, record, left_on FROM registry_person, made WHERE office = %(first)s
"""
"""Each office its own rows; that they are alike costs nobody less."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=int, default=WHOLE)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    options = parser.parse_args()
    people = PEOPLE // WHOLE
    with tempfile.TemporaryDirectory() as made, ExitStack() as servers:
        folder = Path(made)
        for name in ("authority", "region"):
            (folder / name).mkdir()
        certificate = Authority(folder / "authority").issue()
        server = servers.enter_context(PostgreSQL())
        dovecot = servers.enter_context(Dovecot(certificate))
        relay = servers.enter_context(SmtpServer(certificate))
        region = Region(folder / "region", server.create(), dovecot, relay, lease_s=45, poll_every_s=86400)
        codes = [f"comune-{number:04}" for number in range(options.offices)]
        for code in codes:
            region.add_office(code)
        homes = install(region, server, codes, people)
        with region.worker():
            first_s = drained(region, len(codes))
        figures = [
            ("offices", f"{len(codes)} of {WHOLE}, each with {people} people and a list of {ROWS} rows"),
            ("first round of all offices, mailboxes empty, 1 worker", f"{first_s:.0f} s"),
            ("database before the lists", size(region)),
        ]
        alone_s = 0.0
        for number, count in enumerate(options.workers):
            day = bad_day(region, codes, count, homes, number)
            alone_s = alone_s or day.drained_s * count
            rate, others_s = len(codes) / day.drained_s, day.machine_s - day.workers_s
            figures += [
                (
                    f"{count} workers: {len(codes)} lists drained",
                    f"{day.drained_s:.0f} s, {rate:.2f} lists/s, {day.mails} mails",
                ),
                (f"{count} workers: against {options.workers[0]}", f"{alone_s / day.drained_s:.2f} times as fast"),
                (
                    f"{count} workers: processor meanwhile",
                    f"{day.machine_s / day.drained_s:.2f} of {os.cpu_count()} cores busy; a list costs the workers "
                    f"{day.workers_s / len(codes) * 1000:.0f} ms, the rest {others_s / len(codes) * 1000:.0f} ms",
                ),
                (f"{count} workers: a round of all with nothing new", f"{day.quiet_s:.0f} s"),
                (f"{count} workers: memory of each, with its readers' server", f"{day.memory_mib:.0f} MiB at the most"),
            ]
            print(*figures[-5:], sep="\n", file=sys.stderr, flush=True)
        figures.append(("database after them", size(region)))
    show(f"bench/region.py --offices {options.offices}", figures, keep=options.keep)


def install(region: Region, server: PostgreSQL, codes: list[str], people: int) -> list[tuple[str, str]]:
    """A registry for every office; gives names and homes of some of its people."""
    export = region.folder / "registry.csv"
    export.touch(mode=0o600)
    write_export(export, people)
    with open_desk(load_config(region.office_file(codes[0]), {}), exclusive=False) as desk:
        import_registry(desk, export, None, confirmed=True)
    # Only the administrator of the server sees the rows of two offices at once.
    administrator = region.url.replace("+psycopg", "").replace("//pecwatch@", "//postgres@")
    with psycopg.connect(administrator) as connection:
        for code in codes[1:]:
            connection.execute(COPY_REGISTRY, {"first": codes[0], "office": code})
    with export.open(encoding="cp1252", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    return [(f"{each['cognome']} {each['nome']}", f"{each['indirizzo']} {each.get('civico') or ''}") for each in found]


@dataclass(frozen=True)
class Day:
    """What a bad day cost; processor time until the lists were drained, over all cores."""

    drained_s: float
    workers_s: float
    machine_s: float
    quiet_s: float
    memory_mib: float
    mails: int


def bad_day(region: Region, codes: list[str], count: int, homes: list[tuple[str, str]], number: int) -> Day:
    """Every office gets a list; how long until all were read and told, and then a round with nothing new."""
    before = len(region.relay.messages)
    for place, code in enumerate(codes):
        region.deliver(code, a_list(place, number, homes))
        region.dovecot.leave(region.user(code))
    with ExitStack() as running:
        workers = [running.enter_context(region.worker()) for _ in range(count)]
        wait_for(lambda: all(is_up(worker.pid) for worker in workers), 60)
        processes = [worker.pid for worker in workers]
        workers_s, machine_s = processor_s(processes), busy_s()
        drained_s = drained(region, len(codes))
        workers_s, machine_s = processor_s(processes) - workers_s, busy_s() - machine_s
        return Day(
            drained_s=drained_s,
            workers_s=workers_s,
            machine_s=machine_s,
            mails=len(region.relay.messages) - before,
            quiet_s=drained(region, len(codes)),
            memory_mib=max(peak_mib(process) for process in processes),
        )


def processor_s(workers: list[int]) -> float:
    """What workers have used, and their readers: also those that have ended."""
    used = 0
    for process in {member for worker in workers for member in family(worker)}:
        try:
            line = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
        except FileNotFoundError:
            # It has just ended, and counts as its parent's from now on.
            continue
        # The name of the program, in parentheses, may hold spaces.
        counted = line.rsplit(")", 1)[1].split()
        used += sum(int(ticks) for ticks in counted[11:15])
    return used / TICKS_PER_S


def busy_s() -> float:
    """What all cores of the machine have worked since it started, without what ran with a lower priority beside."""
    user, _, system, _, _, *interrupts = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    return sum(int(ticks) for ticks in (user, system, *interrupts[:2])) / TICKS_PER_S


def drained(region: Region, offices: int) -> float:
    """Make every office due, and wait until each had its round."""
    known = int(str(region.ask("SELECT count(*) FROM pg_tables WHERE tablename = 'office_work'")[0][0]))
    if known:
        region.ask("UPDATE office_work SET due_at = now(), ended_at = NULL RETURNING 1")
    began = time.monotonic()
    question = "SELECT count(*) FROM office_work WHERE ended_at IS NOT NULL AND due_at > now() AND lease IS NULL"
    while True:
        time.sleep(0.2)
        if time.monotonic() - began > PATIENCE_S:
            raise RuntimeError(f"not drained: {region.ask('SELECT office, problem FROM office_work')}: {region.logs()}")
        try:
            if region.ask(question) == [(offices,)]:
                return time.monotonic() - began
        except psycopg.errors.UndefinedTable:
            began = time.monotonic()


def is_up(process: int) -> bool:
    """Whether a worker waits for work: then it has threads."""
    return sum(1 for _ in Path(f"/proc/{process}/task").iterdir()) >= 3


def a_list(place: int, number: int, homes: list[tuple[str, str]]) -> bytes:
    """A list of one of the housing companies, for a month that had none yet."""
    now, chance = dt.datetime.now(ROME), random.Random(place * 100 + number)
    month = now.month + number + 1
    first = dt.date(now.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    title = f"{MONTHS[first.month - 1]} {first.year}"
    days = [first + dt.timedelta(days=chance.randint(0, 27)) for _ in range(ROWS)]
    lines = [
        f"{row}) {name.upper()} - {home} - {day:%d/%m/%Y} ore 09:30 - {PROCEED}"
        for row, ((name, home), day) in enumerate(zip(chance.sample(homes, ROWS), days, strict=True), start=1)
    ]
    letter = Letter(
        sender=f"ufficio{place % COMPANIES}@aler.example",
        recipients=(OFFICE,),
        subject=SUBJECT.format(month=title),
        text="\n".join((f"Elenco degli interventi di {title}.\n", *lines, "\nDistinti saluti\n")),
        sent_at=now,
        message_id=f"<regione.{number}.{place}@aler.example>",
    )
    postmark = Postmark(certified_at=now)
    return transport(letter, provider=PROVIDERS[place % len(PROVIDERS)], postmark=postmark)


def family(process: int) -> set[int]:
    """A worker and the server of its readers."""
    found = {process}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            said = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(said["PPid"]) == process:
            found.add(int(said["Pid"]))
    return found


def peak_mib(process: int) -> float:
    """The most memory that a worker and the server of its readers took."""
    kib = 0
    for member in family(process):
        lines = Path(f"/proc/{member}/status").read_text(encoding="ascii").splitlines()
        kib += sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return kib / 1024


def size(region: Region) -> str:
    """Of the database."""
    return f"{int(str(region.ask('SELECT pg_database_size(current_database())')[0][0])) / 2**20:.0f} MiB"


if __name__ == "__main__":
    main()
