# SPDX-License-Identifier: EUPL-1.2
"""Words that keep a sentence of the housing company out of a mail: rules/privacy.toml."""

from pecwatch.rules.loading import rule


@rule
class SensitiveWords:
    """Words about one thing that a mail never speaks of."""

    about: str
    starts: tuple[str, ...]
    """Beginnings of words."""
    words: tuple[str, ...] = ()
    """Whole words, or several in a row."""
    sample: str
    """A sentence that must be left out because of them."""


@rule
class PrivacyRules:
    """The whole of rules/privacy.toml."""

    sensitive: tuple[SensitiveWords, ...]
