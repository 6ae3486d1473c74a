# SPDX-License-Identifier: EUPL-1.2
"""Messages as large as providers take them, from a real server to what people are told: memory and time.

    .venv/bin/python bench/huge.py --megabytes 100 199 250

Each message is a PEC with a list in its text and a file of noise that brings it to its size; each gets an office of its
own. The first line, a round over the same list without the file, tells what the service needs without a huge message.
"""

import argparse
import datetime as dt
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench.memory import PeakMemory
from bench.messages import now_in_rome
from bench.poll import run_round
from bench.report import show
from tests.end_to_end.looking import entries
from tests.end_to_end.office import SocialServices
from tests.generators.letters import File, Letter
from tests.generators.pec import transport
from tests.generators.providers import ARUBA, Postmark
from tests.generators.samples.post import ALER, OFFICE, PROCEED, SUBJECT
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

MEGABYTE = 1000 * 1000
ON_THE_WIRE = 78 / 57
"""Bytes of mail for each byte of a file: base64, 57 bytes to a line of 78."""


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--megabytes", type=int, nargs="+", default=(100, 199, 250), help="sizes (default: 100 199 250)"
    )
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    options = parser.parse_args()
    figures = [("none, the list alone", measure(0))]
    figures += [(f"{megabytes} MB", measure(megabytes * MEGABYTE)) for megabytes in options.megabytes]
    show(f"bench/huge.py --megabytes {' '.join(map(str, options.megabytes))}", figures, keep=options.keep)


def measure(size: int) -> str:
    """One round of `pecwatch poll` over a mailbox with one message of that size."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = Authority(Path(folder)).issue()
        with Dovecot(certificate) as dovecot, SmtpServer(certificate) as relay:
            home = Path(folder) / "office"
            home.mkdir(mode=0o700)
            office = SocialServices(home, dovecot, relay)
            office.clock.now = now = now_in_rome()
            office.import_registry()
            office.poll(now)
            raw = huge_pec(size, now)
            office.by_pec(raw, now)
            length, raw = len(raw), b""
            began = time.perf_counter()
            _, log, memory = run_round(office)
            whole_s = time.perf_counter() - began
            return f"{length / MEGABYTE:.1f} MB: {_told(office, memory, whole_s, log)}"


def _told(office: SocialServices, memory: PeakMemory, whole_s: float, log: list[dict[str, str]]) -> str:
    (entry,) = entries(office)
    received_s = _seconds(log, "received")
    return (
        f"{memory.parent_mib:.0f} MiB resident at most in the service, {memory.child_mib:.0f} MiB in its reader; "
        f"{received_s:.1f} s into the vault, {whole_s:.1f} s in all; "
        f"{entry.outcome} ({' '.join(entry.problem_codes) or 'no problem'})"
    )


def _seconds(log: list[dict[str, str]], event: str) -> float:
    """From the first line of the log to the first of that event."""
    moments = [dt.datetime.fromisoformat(line["timestamp"]) for line in log if line["event"] == event]
    return (moments[0] - dt.datetime.fromisoformat(log[0]["timestamp"])).total_seconds()


def huge_pec(size: int, sent_at: dt.datetime) -> bytes:
    """A list that concerns next month, with a file that brings the message to that many bytes."""
    on = sent_at.date() + dt.timedelta(days=20)
    letter = Letter(
        sender=ALER,
        recipients=(OFFICE,),
        subject=SUBJECT.format(month="PROSSIMO"),
        text="Elenco degli interventi:\n\n"
        f"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 int. 7 - {on:%d/%m/%Y} ore 9:30 - {PROCEED}\n\n"
        "Distinti saluti\n",
        sent_at=sent_at,
    )
    if size:
        noise = b"%PDF-1.4\n" + random.Random(size).randbytes(int((size - 20_000) / ON_THE_WIRE))
        letter = replace(letter, attachments=(File(name="planimetrie.pdf", content=noise),))
    return transport(letter, provider=ARUBA, postmark=Postmark(certified_at=sent_at + dt.timedelta(seconds=30)))


if __name__ == "__main__":
    main()
