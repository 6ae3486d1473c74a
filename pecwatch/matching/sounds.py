# SPDX-License-Identifier: EUPL-1.2
"""What different spellings of one name have in common."""

from collections import defaultdict
from functools import lru_cache, reduce
from itertools import groupby

from pecwatch.rules.spellings import Spellings

_MIXED_UP = (
    ("RN", "M"),
    ("NI", "M"),
    ("IN", "M"),
    ("VV", "W"),
    ("CL", "D"),
    ("RI", "N"),
    ("LI", "U"),
    ("II", "U"),
    ("L", "I"),
    ("J", "I"),
    ("Q", "O"),
)
"""As tesseract and hasty eyes do; digits were turned to letters before."""


_SHORTEST_STEM = 3
"""Letters that are left of a name without its ending: ANN of ANNINA."""


@lru_cache(maxsize=65_536)
def outline(word: str) -> str:
    """What is left of a word when letters that a scan mixes up are made one."""
    for seen, meant in _MIXED_UP:
        word = word.replace(seen, meant)
    return word


class Sounds:
    """The spelling rules, ready to be asked about words."""

    def __init__(self, rules: Spellings, *, of_given_names: bool) -> None:
        self._alike = rules.alike
        self._endings = rules.diminutives if of_given_names else ()
        self._leads = rules.leads if of_given_names else ()
        self._classes: defaultdict[str, list[str]] = defaultdict(list)
        lines = rules.transliterations + (rules.short_forms if of_given_names else "")
        for number, line in enumerate(lines.splitlines()):
            for word in set(line.split()):
                self._classes[word].append(str(number))
        self._said: dict[str, str] = {}

    def sound(self, word: str) -> str:
        """What is left of a word when the ways to write a foreign sound are made one, and double letters single."""
        if word not in self._said:
            plain = reduce(lambda said, pair: said.replace(*pair), self._alike, word)
            self._said[word] = "".join(letter for letter, _ in groupby(plain))
        return self._said[word]

    def classes(self, word: str) -> tuple[str, ...]:
        """The groups of spellings and short forms in which a word stands.

        ANNA and ANNINA share `ANN-A`, GIUSEPPE and GIUSEPPINO `GIUSEPP-O`, MARIATERESA and TERESA `-TERESA`; PAOLO
        and PAOLA are two people.
        """
        found = (*self._classes.get(word, ()), *self._without_leads(word))
        fond = next((ending for ending in self._endings if word.endswith(ending)), None)
        if self._endings and len(word) > _SHORTEST_STEM:
            stems = {word[:-1]} if fond is None else {word[:-1], word.removesuffix(fond)}
            last = "O" if word[-1] == "E" else word[-1]
            return (*found, *(f"{stem}-{last}" for stem in sorted(stems) if len(stem) >= _SHORTEST_STEM))
        return found

    def _without_leads(self, word: str) -> tuple[str, ...]:
        if not self._leads:
            return ()
        rests = {word, *(word.removeprefix(lead) for lead in self._leads)}
        return tuple(f"-{rest}" for rest in sorted(rests) if len(rest) >= _SHORTEST_STEM)
