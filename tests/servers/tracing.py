# SPDX-License-Identifier: EUPL-1.2
"""The kernel refuses some calls of a process, as strace can have it do."""

import shutil
import subprocess


def can_trace() -> bool:
    """Whether strace may look into other processes here."""
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "-o", "/dev/null", "true"], check=False).returncode == 0
