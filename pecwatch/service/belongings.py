# SPDX-License-Identifier: EUPL-1.2
"""What a child of the fork server must not keep of its parents."""

import logging
import os
import sys


def let_go_of_everything(kept: int) -> None:
    """Keep one pipe to the parent, and no terminal, environment, open file or way to log."""
    os.setsid()
    os.environ.clear()
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    logging.disable()
    sys.dont_write_bytecode = True
