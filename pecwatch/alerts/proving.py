# SPDX-License-Identifier: EUPL-1.2
"""What the rules of mails make of the samples that stand beside them."""

from pecwatch.alerts.sensitive import speaks_of
from pecwatch.rules import Rules
from pecwatch.rules.proving import Claim


def _sensitive(text: str, rules: Rules) -> frozenset[str]:
    """Every group of words that the sentence speaks of; a sentence may speak of several."""
    return frozenset(f"privacy.sensitive.{about.name}" for about in rules.privacy.sensitive if speaks_of(text, about))


def _possible(days_left: str, rules: Rules) -> frozenset[str]:
    """Every lever that is offered with so many working days left."""
    days = int(days_left) if days_left.isdecimal() else -1
    return frozenset(f"levers.lever.{lever.name}" for lever in rules.levers.possible(days))


ALERT_CLAIMS: dict[str, Claim] = {"privacy.sensitive": _sensitive, "levers.lever": _possible}
"""How the tables of privacy.toml and levers.toml are tried."""
