# SPDX-License-Identifier: EUPL-1.2
"""People named in running text: behind a form of address, or behind words such as «nei confronti di»."""

import re
from functools import lru_cache

from pecwatch.italian.addresses import find_addresses
from pecwatch.lists.looks import looks_like_name
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.recognition import ExecutionWords

WORD = r"(?:[A-ZÀ-Þ][^\W\d_]*(?:['’`\-.][^\W\d_]+)*['’`.]?)"
PARTICLE = r"(?:(?:de|del|della|di|da|el|ben|bin|van|von|dei|degli|lo|la|ved\.?|in|coniugata|e|ed)\s+)"
NAME = rf"(?P<name>{WORD}(?:\s+{PARTICLE}?{WORD}){{1,8}})"
TITLE = r"(?:(?:sigg?\.?(?:\s?(?:ra|re|na|ri)\b)?\.?|signor[aei]?)\s*/?\s*)"
_ARTICLE = r"(?:/\s?l?[aeio]\b|/l[’'])?"
_CAPITALS = re.compile(r"(?<!\w)(?P<name>(?:[A-ZÀ-Þ]{2,}['’]?(?:\s+|['’]))+[A-ZÀ-Þ]{2,}['’]?)(?!\w)")


@record
class Named:
    """A person where the text names her."""

    start: int
    name: str

    @property
    def end(self) -> int:
        """Past the last letter of the name."""
        return self.start + len(self.name)


@lru_cache(maxsize=8)
def _led(words: ExecutionWords) -> re.Pattern[str]:
    leads = "|".join(
        r"[\s'’.:]+".join(map(re.escape, phrase.split()))
        for phrase in sorted(words.people.phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:(?:{leads})(?!\w){_ARTICLE}[\s.:'’]*{TITLE}*|{TITLE}+)(?-i:{NAME})", re.IGNORECASE)


def persons_in(text: str, rules: Rules) -> tuple[Named, ...]:
    """Everybody whom a text names as the one it is about, in order."""
    streets = [span.start for span in find_addresses(text, rules.addresses)]
    found: list[Named] = []
    place = 0
    pattern = _led(rules.recognition.executions)
    while (match := pattern.search(text, place)) is not None:
        named = _trimmed(_in_line(text, match), match.start("name"), streets, rules)
        if named is not None:
            found.append(named)
        place = named.end if named is not None else match.start("name")
    return tuple(found)


def in_capitals(text: str, rules: Rules) -> tuple[Named, ...]:
    """Names that stand out of a text because they are in capitals."""
    if text.upper() == text:
        return ()
    streets = [span.start for span in find_addresses(text, rules.addresses)]
    named = (_trimmed(_in_line(text, match), match.start("name"), streets, rules) for match in _CAPITALS.finditer(text))
    return tuple(one for one in named if one is not None)


def _in_line(text: str, match: re.Match[str]) -> str:
    """The name; what follows on the next line is of it when it is one word or a comma closes it there."""
    name = match["name"]
    first_line = name.split("\n")[0]
    closed = text[match.end("name") :].lstrip()[:1] in (",", "(", ":", "")
    return name if len(first_line.split()) < 2 or closed else first_line


def _trimmed(name: str, start: int, streets: list[int], rules: Rules) -> Named | None:
    """The longest beginning of some words that can be a name of two words or more."""
    inside = [street - start for street in streets if start <= street < start + len(name)]
    name = name[: min(inside, default=len(name))]
    words = list(re.finditer(r"\S+", name))
    while len(words) > 1:
        whole = name[: words[-1].end()].rstrip(" ,;:")
        whole = whole.rstrip(".") if len(words[-1].group()) > 2 else whole
        if words[-1].group()[:1].isupper() and looks_like_name(whole.replace("\n", " "), rules):
            return Named(start=start, name=whole)
        words.pop()
    return None
