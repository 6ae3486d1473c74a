# SPDX-License-Identifier: EUPL-1.2
"""The fetching of `pecwatch poll`: everything opened as it opens it, every mailbox drained; no reader is started.

.venv/bin/python -m bench.collect config.toml
"""

import sys
from pathlib import Path

from pecwatch.config import load_config
from pecwatch.logs import set_up_logs
from pecwatch.service.collecting import Collector
from pecwatch.service.opening import open_desk


def main(file: Path) -> None:
    """Collect once; a mailbox that fails is a failed measurement."""
    set_up_logs(0, as_json=True)
    with open_desk(load_config(file), exclusive=True) as desk, Collector(desk, desk.polled_mailboxes) as collector:
        assert all(collected.failure is None and not collected.rests for collected in collector.collect())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
