# SPDX-License-Identifier: EUPL-1.2
"""The rules of the office as data: one file under rules/ and one record here for each."""

from pathlib import Path
from typing import Any

from pecwatch.errors import UsageError
from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords
from pecwatch.rules.alarms import AlarmRules
from pecwatch.rules.answers import AnswerRules
from pecwatch.rules.clocks import ClockRules
from pecwatch.rules.layouts import LayoutWords
from pecwatch.rules.levers import LeverRules
from pecwatch.rules.loading import load_rule
from pecwatch.rules.matching import MatchingRules
from pecwatch.rules.names import NameWords
from pecwatch.rules.privacy import PrivacyRules
from pecwatch.rules.recognition import RecognitionWords
from pecwatch.rules.registry import RegistryColumns
from pecwatch.rules.spellings import Spellings
from pecwatch.rules.wording import WordingWords

SHIPPED = Path(__file__).parent.parent / "shipped" / "rules"
"""Where an installed wheel keeps them; a checkout keeps them at its top level."""


def shipped_rules() -> Path:
    """The folder of rules that came with this program."""
    return SHIPPED if SHIPPED.is_dir() else Path(__file__).parent.parent.parent / "rules"


@record
class Rules:
    """Everything the office may change without a programmer."""

    folder: Path
    addresses: AddressWords
    alarms: AlarmRules
    answers: AnswerRules
    clocks: ClockRules
    matching: MatchingRules
    privacy: PrivacyRules
    registry: RegistryColumns
    layouts: LayoutWords
    levers: LeverRules
    names: NameWords
    recognition: RecognitionWords
    spellings: Spellings
    wording: WordingWords


FILES: dict[str, tuple[str, type]] = {
    "addresses": ("addresses.toml", AddressWords),
    "alarms": ("alarms.toml", AlarmRules),
    "answers": ("answers.toml", AnswerRules),
    "clocks": ("clocks.toml", ClockRules),
    "privacy": ("privacy.toml", PrivacyRules),
    "matching": ("matching.toml", MatchingRules),
    "registry": ("registry/canonical.toml", RegistryColumns),
    "layouts": ("layouts.toml", LayoutWords),
    "levers": ("levers.toml", LeverRules),
    "names": ("names.toml", NameWords),
    "recognition": ("recognition.toml", RecognitionWords),
    "spellings": ("spellings.toml", Spellings),
    "wording": ("wording.toml", WordingWords),
}
"""Field of `Rules`, its file in the folder, and the record that describes it."""


class RulesBroken(UsageError):
    """Rules that cannot be read.

    Args:
        files: Which of them, as they are called in the folder.
    """

    def __init__(self, text: str, files: tuple[str, ...]) -> None:
        super().__init__(text)
        self.files = files


def load_rules(folder: Path) -> Rules:
    """Read every rules file of a folder.

    Raises:
        RulesBroken: Files are missing or wrong; the text names every mistake of all of them, each on a line.
    """
    read: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, (file, kind) in FILES.items():
        try:
            read[name] = load_rule(folder / file, kind)
        except UsageError as error:
            wrong[file] = str(error)
    if wrong:
        raise RulesBroken("\n".join(wrong.values()), tuple(wrong))
    return Rules(folder=folder, **read)
