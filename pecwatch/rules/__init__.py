# SPDX-License-Identifier: EUPL-1.2
"""The rules of the office as data: one file under rules/ and one record here for each."""

from pathlib import Path

from pecwatch.model.record import record
from pecwatch.rules.addresses import AddressWords
from pecwatch.rules.clocks import ClockRules
from pecwatch.rules.layouts import LayoutWords
from pecwatch.rules.loading import load_rule
from pecwatch.rules.matching import MatchingRules
from pecwatch.rules.names import NameWords
from pecwatch.rules.privacy import PrivacyRules
from pecwatch.rules.recognition import RecognitionWords
from pecwatch.rules.registry import RegistryColumns
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
    clocks: ClockRules
    matching: MatchingRules
    privacy: PrivacyRules
    registry: RegistryColumns
    layouts: LayoutWords
    names: NameWords
    recognition: RecognitionWords
    wording: WordingWords


def load_rules(folder: Path) -> Rules:
    """Read every rules file of a folder.

    Raises:
        UsageError: A file is missing or wrong; the text names file, key and remedy.
    """
    return Rules(
        folder=folder,
        addresses=load_rule(folder / "addresses.toml", AddressWords),
        clocks=load_rule(folder / "clocks.toml", ClockRules),
        privacy=load_rule(folder / "privacy.toml", PrivacyRules),
        matching=load_rule(folder / "matching.toml", MatchingRules),
        registry=load_rule(folder / "registry" / "canonical.toml", RegistryColumns),
        layouts=load_rule(folder / "layouts.toml", LayoutWords),
        names=load_rule(folder / "names.toml", NameWords),
        recognition=load_rule(folder / "recognition.toml", RecognitionWords),
        wording=load_rule(folder / "wording.toml", WordingWords),
    )
