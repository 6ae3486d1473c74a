# SPDX-License-Identifier: EUPL-1.2
"""Waiting for what another process does, by looking and never by guessing how long it takes."""

import time
from collections.abc import Callable


def wait_for(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so, by looking."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)
