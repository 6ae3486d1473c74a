# SPDX-License-Identifier: EUPL-1.2
"""Which sentences of the housing company a mail may repeat."""

import re

from pecwatch.alerts.words import OMITTED
from pecwatch.italian.fold import fold
from pecwatch.rules.privacy import PrivacyRules, SensitiveWords

MONEY = re.compile(r"€|\d,\d{2}\b|\d\.\d{3}\b")
"""An amount: a currency sign, two decimals, or a thousands point."""

NOT_MONEY = re.compile(r"\b(?:ore|h)\s*\d{1,2}[.,:]\d{2}|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b", re.IGNORECASE)
"""Times («ore 9,30») and days («14.01.2026»), which look like amounts."""


def holds_sensitive_word(text: str, privacy: PrivacyRules) -> bool:
    """Whether a sentence speaks of health, justice, minors, debts or private life, or names an amount."""
    if MONEY.search(NOT_MONEY.sub(" ", text)) is not None:
        return True
    return any(speaks_of(text, about) for about in privacy.sensitive)


def speaks_of(text: str, about: SensitiveWords) -> bool:
    """Whether a sentence holds one of the words about one thing."""
    folded = fold(text)
    begins = any(word.startswith(start) for word in folded.split() for start in about.starts)
    return begins or any(f" {phrase} " in f" {folded} " for phrase in about.words)


def or_omitted(text: str, privacy: PrivacyRules) -> str:
    """The sentence, or the words that send the reader to the PEC."""
    return OMITTED if holds_sensitive_word(text, privacy) else text
