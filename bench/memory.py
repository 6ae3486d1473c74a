# SPDX-License-Identifier: EUPL-1.2
"""How much memory a process and everything it started use at their highest."""

import contextlib
import subprocess
import threading
from pathlib import Path

EVERY_S = 0.25


class PeakMemory:
    """Watches a process and its descendants, until it ends."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.together_mib = 0.0
        """Proportional set size of all of them: what they share counts once."""
        self.parent_mib = 0.0
        """Resident set size of the process itself."""
        self.child_mib = 0.0
        """Resident set size of the largest of the others."""
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
            others = _descendants(self._process.pid)
            together = sum(_figure(pid, "smaps_rollup", "Pss:") for pid in (self._process.pid, *others))
            self.together_mib = max(self.together_mib, together)
            self.parent_mib = max(self.parent_mib, _figure(self._process.pid, "status", "VmHWM:"))
            self.child_mib = max(self.child_mib, *(_figure(pid, "status", "VmHWM:") for pid in others), 0.0)


def run_to_its_end(command: list[str]) -> PeakMemory:
    """Run a program; it must succeed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with PeakMemory(process) as memory:
        said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed: {said}")
    return memory


def _descendants(ancestor: int) -> list[int]:
    """Children, their children and so on; readers lead sessions of their own."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found = [ancestor]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found[1:]


def _parent(process: Path) -> int | None:
    with contextlib.suppress(OSError):
        return int((process / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[1])
    return None


def _figure(pid: int, file: str, name: str) -> float:
    """A figure of /proc, in MiB; 0 for a process that has ended."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
    return 0.0
