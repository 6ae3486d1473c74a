# SPDX-License-Identifier: EUPL-1.2
"""What keeps a sentence of the housing company out of a mail, and a building out of a notice: rules/privacy.toml."""

from typing import Annotated

from pydantic import Field

from pecwatch.rules.loading import rule
from pecwatch.rules.phrases import Samples, Word


@rule
class SensitiveWords:
    """Words about one thing that a mail never speaks of."""

    about: str
    starts: tuple[Word, ...]
    """Beginnings of words."""
    words: tuple[Word, ...] = ()
    """Whole words, or several in a row."""
    samples: Samples = ()
    """Sentences that must be left out because of them."""

    @property
    def name(self) -> str:
        """What the table is called among the others."""
        return self.about


@rule
class PrivacyRules:
    """The whole of rules/privacy.toml."""

    fewest_dwellings: Annotated[int, Field(ge=6)]
    """Of a building of which somebody outside the office may be told."""
    sensitive: tuple[SensitiveWords, ...]
