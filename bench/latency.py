# SPDX-License-Identifier: EUPL-1.2
"""From a message in the box to its mails accepted by the relay: a list of 100 rows, five recipients, a poll a minute.

    .venv/bin/python -m bench.latency --messages 20

What is measured is the round that finds the message, from its first command to the relay's last «250», as the service
does it with everything open already. The wait for that round is not lived through: in a service that polls every 60 s
a message arrives at any moment with equal chance, so up to 60 s are added to each measured round, a thousand times.
"""

import csv
import datetime as dt
import io
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from bench.messages import MONTHS, now_in_rome
from bench.report import arguments, show
from pecwatch.alerts.channels.smtp import SmtpChannel
from pecwatch.service.collecting import Collector
from pecwatch.service.rounds import run_round
from tests.end_to_end.office import SocialServices
from tests.generators.letters import File, Letter
from tests.generators.pec import transport
from tests.generators.providers import PROVIDERS, Postmark
from tests.generators.samples.cases import HEADER
from tests.generators.samples.papers import ruled_list
from tests.generators.samples.post import ALER, OFFICE, PROCEED, SUBJECT
from tests.generators.samples.registry import registry_csv
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

ROWS = 100
RECIPIENTS = 5
POLL_EVERY_S = 60.0
WAITS = 1000


def main() -> None:
    """Measure, and print the figures."""
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        certificate = Authority(Path(folder)).issue()
        with Dovecot(certificate) as dovecot, SmtpServer(certificate) as relay:
            home = Path(folder) / "office"
            home.mkdir(mode=0o700)
            rounds = measure(SocialServices(home, dovecot, relay), options.messages)
    waited = sorted(POLL_EVERY_S * (step + 0.5) / WAITS + round_s for round_s in rounds for step in range(WAITS))
    figures = [
        ("lists", f"{len(rounds)} of {ROWS} rows each, mails to at least {RECIPIENTS} people each"),
        ("round that finds the list, until the relay has every mail", quantiles(sorted(rounds))),
        ("with the wait for a poll each 60 s added (computed)", quantiles(waited)),
        ("aim", "p99 at most 180 s"),
    ]
    show(f"bench/latency.py --messages {options.messages}", figures, keep=options.keep)


def measure(office: SocialServices, count: int) -> list[float]:
    """Seconds of each round that finds one new list."""
    now = now_in_rome()
    office.clock.now = now
    office.import_registry()
    office.poll(now)
    taken = []
    with (
        office.desk(exclusive=True) as desk,
        Collector(desk, desk.polled_mailboxes) as collector,
        SmtpChannel(desk.config.smtp.relay) as channel,
    ):
        assert desk.sandbox.confinement is not None
        for number in range(count):
            office.clock.now = now + dt.timedelta(minutes=number + 1)
            before = len(office.relay.messages)
            office.by_pec(long_list(number, office.clock.now))
            began = time.perf_counter()
            run_round(desk, collector, channel, threading.Event())
            taken.append(time.perf_counter() - began)
            told = {recipient for mail in office.relay.messages[before:] for recipient in mail.recipients}
            assert len(told) >= RECIPIENTS, f"only {len(told)} people were told"
    return taken


def long_list(number: int, sent_at: dt.datetime) -> bytes:
    """A list of 100 people of the registry, for another month each time."""
    month = sent_at.month + number + 1
    first = dt.date(sent_at.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    title = f"{MONTHS[first.month - 1]} {first.year}"
    people = list(csv.DictReader(io.StringIO(registry_csv().decode("cp1252")), delimiter=";"))
    chosen = random.Random(number).sample(people, ROWS)
    rows = [
        (
            str(place),
            f"{person['cognome']} {person['nome']}".upper(),
            f"{person['indirizzo']} {person['civico']} int. {person['interno']}",
            f"{first + dt.timedelta(days=place % 28):%d/%m/%Y}",
            "09:30",
            PROCEED,
        )
        for place, person in enumerate(chosen, 1)
    ]
    paper = ruled_list(f"ELENCO INTERVENTI - {title}", HEADER, rows, f"Totale interventi: {ROWS}")
    letter = Letter(
        sender=ALER,
        recipients=(OFFICE,),
        subject=SUBJECT.format(month=title),
        text="In allegato l’elenco.\n",
        sent_at=sent_at,
        message_id=f"<elenco.{number}@pec.aler.example>",
        attachments=(File(name="elenco.pdf", content=paper),),
    )
    postmark = Postmark(certified_at=sent_at + dt.timedelta(seconds=30))
    return transport(letter, provider=PROVIDERS[number % len(PROVIDERS)], postmark=postmark)


def quantiles(ordered: list[float]) -> str:
    """Median, 99th percentile and worst."""
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return f"median {statistics.median(ordered):.1f} s, p99 {p99:.1f} s, worst {ordered[-1]:.1f} s"


if __name__ == "__main__":
    main()
