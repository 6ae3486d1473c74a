# SPDX-License-Identifier: EUPL-1.2
"""Rules and configuration that people edit while pecwatch runs: a slip of theirs never stops it.

Rules are taken up by the running service; while those of the folder are broken the last good ones stay in force, of
which a copy lies in the data folder for a start. A changed configuration counts from the next start, and what would
refuse that start is told while there is time.
"""

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import structlog
from pydantic import ValidationError

from pecwatch.config import Config, load_config
from pecwatch.errors import UsageError
from pecwatch.model.record import from_json, record, to_json
from pecwatch.registry.origin import FileStamp, stamp_of
from pecwatch.rules import FILES, Rules, RulesBroken, load_rules

KEPT = "rules.json"
"""Copy of the last good rules, in the data folder."""

log = structlog.get_logger()


@record
class RulesInForce:
    """The rules to work by."""

    rules: Rules
    broken: tuple[str, ...] = ()
    """Files of the folder that cannot be read; then the rules are the last good ones."""


def rules_in_force(config: Config, load: Callable[[Path], Rules] = load_rules) -> RulesInForce:
    """The rules of the folder, else the last good ones.

    Raises:
        UsageError: Those of the folder are broken and there are no others.
    """
    try:
        return RulesInForce(rules=load(config.lists.rules))
    except RulesBroken as error:
        kept = _kept(config.service.data_dir / KEPT)
        if kept is None:
            raise
        log.error("rules_broken", files=error.files, remedy="the last good ones stay in force; see pecwatch check")
        return RulesInForce(rules=kept, broken=error.files)


def keep(rules: Rules, data_dir: Path) -> None:
    """Put a copy of good rules where the next start finds it; a full disk costs the copy and nothing else."""
    path, content = data_dir / KEPT, to_json(rules)
    with suppress(OSError):
        if path.exists() and path.read_bytes() == content:
            return
    half = path.with_suffix(".part")
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        log.warning("rules_not_kept", reason=error.strerror)


def _kept(path: Path) -> Rules | None:
    """The copy, unless there is none or another version of pecwatch wrote it."""
    try:
        return from_json(Rules, path.read_bytes())
    except (OSError, ValidationError):
        return None


class Watched:
    """Files that somebody may be writing at this moment: a change counts once it was seen twice."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._taken = self._seen = self._stamps()

    def has_changed(self) -> bool:
        """Whether they are others than those that were taken, and the same as at the last look."""
        before, self._seen = self._seen, self._stamps()
        if self._seen == self._taken or self._seen != before:
            return False
        self._taken = self._seen
        return True

    def _stamps(self) -> tuple[FileStamp | None, ...]:
        return tuple(map(_stamp, self._files))


def _stamp(file: Path) -> FileStamp | None:
    with suppress(UsageError):
        return stamp_of(file)
    return None


class Settings:
    """What holds of rules and configuration, looked at in every round."""

    def __init__(self, config: Config, load: Callable[[Path], Rules] = load_rules) -> None:
        self._config = config
        self._load = load
        folder = config.lists.rules
        self._rule_files = Watched(folder / file for file, _ in FILES.values())
        self._config_file = Watched([config.file] if config.file is not None else [])
        found = rules_in_force(config, load)
        self.rules = found.rules
        self.broken_rules = found.broken
        self.broken_config = False
        self.are_others = False
        """Whether other rules were taken up and nobody has written it down yet."""

    def keep(self) -> None:
        """Remember the rules of the folder for a start at which they may be broken."""
        if not self.broken_rules:
            keep(self.rules, self._config.service.data_dir)

    def take_up_rules(self) -> bool:
        """Look whether other rules are to be taken up, and take up good ones; whether it did."""
        if not self._rule_files.has_changed():
            return False
        try:
            rules = self._load(self._config.lists.rules)
        except RulesBroken as error:
            self.broken_rules = error.files
            log.error("rules_broken", files=error.files, remedy="the last good ones stay in force; see pecwatch check")
            return False
        self.broken_rules = ()
        if rules == self.rules:
            return False
        self.rules = rules
        self.are_others = True
        self.keep()
        log.info("rules_taken_up")
        return True

    def look_at_config(self) -> None:
        """Look whether the next start would be refused for what the configuration says by now."""
        if not self._config_file.has_changed():
            return
        try:
            load_config(self._config.file, os.environ)
        except UsageError:
            log.error("config_broken", remedy="a restart would be refused; see pecwatch check")
            self.broken_config = True
        else:
            self.broken_config = False
