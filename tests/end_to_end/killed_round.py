# SPDX-License-Identifier: EUPL-1.2
"""One round in a process of its own that dies on the way, as by `kill -9`.

    python -m tests.end_to_end.killed_round CONFIG MOMENT WHAT COUNT

It dies right before the COUNT-th «commit» of a transaction, or the COUNT-th «os.rename» of the vault. At the end it
prints how many commits there were.
"""

import datetime as dt
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, event

from pecwatch.config import load_config
from pecwatch.service.running import poll


def main() -> None:
    """Run one round, or part of one."""
    file, moment, what, count = sys.argv[1:]
    steps: Counter[str] = Counter()

    def step(name: str) -> None:
        steps[name] += 1
        if name == what and steps[name] == int(count):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "commit", lambda connection: step("commit"))
    sys.addaudithook(lambda name, _: step(name))
    poll(load_config(Path(file), {}), lambda: dt.datetime.fromisoformat(moment))
    print(steps["commit"])


if __name__ == "__main__":
    main()
