# SPDX-License-Identifier: EUPL-1.2
"""A small office without mailboxes that answer: for what the service does with files alone."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pecwatch.config import load_config
from pecwatch.service.desk import Desk
from pecwatch.service.opening import open_desk
from tests.end_to_end.office import MovedClock
from tests.servers.databases import OFFICES, section

CONFIGURATION = """
[[mailbox]]
name = "pec"
host = "127.0.0.1"
username = "ufficio@pec.comune.example"
[smtp]
host = "127.0.0.1"
tls = "none"
from = "pecwatch@comune.example"
[office]
allowed_domains = ["comune.example"]
coordinator = {{ name = "Ilaria Brentegani", email = "coordinatrice@comune.example" }}
system_administrator = {{ name = "CED", email = "ced@comune.example" }}
[service]
data_dir = "var"
{more}
"""


class SmallOffice:
    """A folder with a configuration, and a clock."""

    def __init__(self, folder: Path, more: str = "") -> None:
        self.folder = folder
        self.password = "rondine-2025"
        self.clock = MovedClock(dt.datetime.now(dt.UTC))
        database = section(OFFICES.fresh())
        (folder / "config.toml").write_text(database + CONFIGURATION.format(more=more), encoding="utf-8")

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The office's database, as a round has it."""
        config = load_config(self.folder / "config.toml", {"PECWATCH_MAILBOX__PEC__PASSWORD": self.password})
        with open_desk(config, exclusive=True, clock=self.clock) as desk:
            yield desk
