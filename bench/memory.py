# SPDX-License-Identifier: EUPL-1.2
"""How much memory a process and everything it started use together at their highest."""

import contextlib
import os
import subprocess
import threading
from pathlib import Path

EVERY_S = 0.25


class PeakMemory:
    """Watches a process that leads a session of its own, until it ends."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.together_mib = 0.0
        """Proportional set size of the whole session: what it shares counts once."""
        self.parent_mib = 0.0
        """Resident set size of the process itself."""
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "PeakMemory":
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(EVERY_S):
            pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
            ours = [pid for pid in pids if _session(pid) == self._process.pid]
            self.together_mib = max(self.together_mib, sum(_figure(pid, "smaps_rollup", "Pss:") for pid in ours))
            self.parent_mib = max(self.parent_mib, _figure(self._process.pid, "status", "VmHWM:"))


def _session(pid: int) -> int | None:
    with contextlib.suppress(OSError):
        return os.getsid(pid)
    return None


def _figure(pid: int, file: str, name: str) -> float:
    """A figure of /proc, in MiB; 0 for a process that has ended."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
    return 0.0
