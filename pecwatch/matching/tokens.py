# SPDX-License-Identifier: EUPL-1.2
"""Names as the words that are compared: folded, particles glued, look-alike digits turned to letters."""

from functools import lru_cache

from pecwatch.italian.fold import fold
from pecwatch.model.record import record

LOOK_ALIKE = str.maketrans("015864", "OISBGA")
"""Digits that an OCR or a hasty hand puts for letters; names hold no digits."""


_MOST_PARTS = 12
"""Words of one name that are compared; more are text that ran into it."""


@record
class Words:
    """One surname or one given name, perhaps of several words."""

    parts: tuple[str, ...]
    """Each word, particles glued to the word they lead: `DE FALCHETTI` is `DEFALCHETTI`."""
    whole: str
    """All of them glued, to meet a spelling that parts words elsewhere."""

    @property
    def tokens(self) -> tuple[str, ...]:
        """Everything it may be looked up by."""
        return self.parts if len(self.parts) == 1 else (*self.parts, self.whole)


@lru_cache(maxsize=65_536)
def words_of(name: str, particles: frozenset[str]) -> Words:
    """Take a surname or a given name apart; a blank one has no parts."""
    parts: list[str] = []
    leading = ""
    for word in fold(name).translate(LOOK_ALIKE).split():
        leading += word
        if word not in particles:
            parts.append(leading)
            leading = ""
    if leading:
        parts.append(leading)
    named = tuple(parts[:_MOST_PARTS])
    return Words(parts=named, whole="".join(named))
