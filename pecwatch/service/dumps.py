# SPDX-License-Identifier: EUPL-1.2
"""No picture of memory on the disk when a process dies: it would hold names and keys."""

import resource

from pecwatch.service.kernel import LIBC

PR_SET_DUMPABLE = 4


def forbid_dumps() -> None:
    """Forbid core files, also those that the kernel hands to a program, and looks into memory by other processes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    LIBC.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
