# SPDX-License-Identifier: EUPL-1.2
"""Rules that many offices share are read once, and again when somebody edits them."""

from pathlib import Path

from pecwatch.rules import FILES, Rules, load_rules

Stamp = tuple[int, int]


class RulesShelf:
    """The rules of each folder, as they were read last."""

    def __init__(self) -> None:
        self._read: dict[Path, tuple[tuple[Stamp | None, ...], Rules]] = {}

    def load(self, folder: Path) -> Rules:
        """The rules of a folder.

        Raises:
            RulesBroken: They cannot be read; nothing is kept of that.
        """
        stamps = tuple(_stamp(folder / name) for name, _ in FILES.values())
        kept = self._read.get(folder)
        if kept is not None and kept[0] == stamps:
            return kept[1]
        rules = load_rules(folder)
        self._read[folder] = (stamps, rules)
        return rules


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
