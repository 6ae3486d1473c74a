# SPDX-License-Identifier: EUPL-1.2
"""What a matcher answered to each line, and what is true of it."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

KNOWN, SAME_DWELLING, STRANGER = "known", "same_dwelling", "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Candidates for one line, best first, with their probability or score."""

    candidates: tuple[tuple[str, float], ...] = ()
    household: tuple[str, float] | None = None
    band: str = ""
    """Empty for peers, which have none."""

    @property
    def score(self) -> float:
        """How sure the answer is: that of the household when it is the answer, else that of the best candidate."""
        if self.names_household and self.household is not None:
            return self.household[1]
        return self.candidates[0][1] if self.candidates else -1.0

    @property
    def names_household(self) -> bool:
        """Whether the answer is a household rather than a person."""
        return self.band == SAME_DWELLING and self.household is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Who a line really means."""

    case: str
    folders: frozenset[str]
    household: str
    household_folders: frozenset[str]
    level: str
    kinds: tuple[str, ...]

    @property
    def findable(self) -> bool:
        """Whether somebody of the registry is meant, or lives there."""
        return self.case != STRANGER

    def is_right(self, answer: Answer) -> bool:
        """Whether the best candidate is one of those meant, or the household is theirs."""
        if answer.names_household and answer.household is not None:
            return self.is_household(answer.household[0])
        return bool(answer.candidates) and answer.candidates[0][0] in self.accepted

    def is_household(self, name: str) -> bool:
        """Whether that is the household meant; one without a number may go by its folder's."""
        return self.findable and (name == self.household if self.household else name in self.household_folders)

    @property
    def accepted(self) -> frozenset[str]:
        """Folders that are a right answer; any of the household's when the person has none."""
        return self.household_folders if self.case == SAME_DWELLING else self.folders


def read_truths(path: Path) -> dict[str, Truth]:
    """The truth by number of the line."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: _truth(row) for row in csv.DictReader(file, delimiter=";")}


def _truth(row: dict[str, str]) -> Truth:
    return Truth(
        case=row["case"],
        folders=frozenset(filter(None, row["folders"].split("|"))),
        household=row["household"],
        household_folders=frozenset(filter(None, row["household_folders"].split("|"))),
        level=row["level"],
        kinds=tuple(row["kinds"].split("|")),
    )


def read_answers(path: Path) -> dict[str, Answer]:
    """The output of `pecwatch match --json`, by number of the line."""
    return parse_answers(path.read_text(encoding="utf-8").splitlines())


def parse_answers(lines: Iterable[str]) -> dict[str, Answer]:
    """The same, of lines of text."""
    objects = [json.loads(line) for line in lines if line.strip()]
    return {str(found["id"]): _answer(found) for found in objects}


def _answer(found: dict[str, object]) -> Answer:
    household = found.get("household")
    candidates = found.get("candidates") or []
    return Answer(
        candidates=tuple((one["folder"], float(one["probability"])) for one in candidates),  # type: ignore[attr-defined]
        household=(str(household["id"]), float(household["probability"])) if household else None,  # type: ignore[index]
        band=str(found["band"]),
    )
