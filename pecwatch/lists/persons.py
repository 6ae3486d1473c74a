# SPDX-License-Identifier: EUPL-1.2
"""People named in running text: behind a form of address, or behind words such as «nei confronti di»."""

import re
from functools import lru_cache

from pecwatch.italian.addresses import find_addresses, municipalities_of
from pecwatch.italian.fold import fold
from pecwatch.lists.looks import holds_given_name, is_surely_name, looks_like_name
from pecwatch.lists.wording import find_statuses
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.recognition import ExecutionWords

WORD = r"(?:[A-ZÀ-Þ][^\W\d_]*(?:['’`\-.][^\W\d_]+)*['’`.]?)"
PARTICLE = r"(?:(?:de|del|della|di|da|el|ben|bin|van|von|dei|degli|lo|la|ved\.?|in|coniugata|e|ed)\s+)"
NAME = rf"(?P<name>{WORD}(?:\s+{PARTICLE}?{WORD}){{1,8}})"
TITLE = r"(?:(?:sigg?\.?(?:\s?(?:ra|re|na|ri)\b)?\.?|signor[aei]?)\s*/?\s*)"
_ARTICLE = r"(?:/\s?l?[aeio]\b|/l[’'])?"
_RUN = re.compile(
    rf"(?<!\w)(?P<name>{WORD}(?:\s+{PARTICLE}?{WORD}){{0,8}}(?:,\s+{WORD}(?:\s+{PARTICLE}?{WORD}){{0,3}})?)"
)
_LISTED = re.compile(
    rf"(?<!\w)(?P<surname>{WORD}(?:\s+{PARTICLE}?{WORD}){{0,3}}),\s+(?P<given>{WORD}(?:\s+{WORD}){{0,2}})(?=[\s,;:(–—-]*$)"
)
"""«ROSSI, Mario» at the end of a text."""
_TOGETHER = re.compile(r"\s+(?:ed?|[/+&])\s+|/", re.IGNORECASE)
"""Between two people of one dwelling."""
_MARRIED = re.compile(r"\s+(?:ved\.?|vedova|in|coniugat[ao]|con\.)\s+", re.IGNORECASE)
_MOST_WORDS = 3
"""Of a surname, and of a given name, that a comma parts."""
_JOINS = re.compile(
    rf"\s*(?:\+|/|&|,?\s(?:ed?|nonché)\s)\s*(?:(?:(?:de|da)l(?:la)?|al(?:la)?|il|la)\s+)?{TITLE}*", re.IGNORECASE
)
"""Between two people of one dwelling: «sig. X + sig.ra Y»."""
_BESIDE = re.compile(rf"\s*[/+&]\s*{TITLE}*(?-i:{NAME})", re.IGNORECASE)
_STREET_TYPE = 6
"""So many signs at most of «Q.RE», «P.ZZA» stand before what looks like a name and is a street."""
_HEIRS = re.compile(r"(?<!\w)eredi(?:\s+(?:di|de[il]|della|dell['’]))?\s+$", re.IGNORECASE)
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
        start = match.start("name")
        in_street = any(0 < start - street <= _STREET_TYPE for street in streets)
        named = None if in_street else _trimmed(_in_line(text, match), start, streets, rules)
        if named is None:
            place = start
            continue
        named = _with_others(text, named, streets, rules)
        place = named.end
        if found and _JOINS.fullmatch(text[found[-1].end : named.start]):
            named = Named(start=found[-1].start, name=text[found.pop().start : named.end])
        found.append(with_heirs(text, named))
    return tuple(found)


def _with_others(text: str, named: Named, streets: list[int], rules: Rules) -> Named:
    """«X / Y», «X & sig.ra Y»: everybody whom a sign joins to a name."""
    while (match := _BESIDE.match(text, named.end)) is not None:
        other = _trimmed(_in_line(text, match), match.start("name"), streets, rules)
        if other is None:
            break
        named = Named(start=named.start, name=text[named.start : other.end])
    return named


def with_heirs(text: str, named: Named) -> Named:
    """«nei confronti degli eredi di X»: the word before the name belongs to it."""
    heirs = _HEIRS.search(text[max(0, named.start - 24) : named.start])
    if heirs is None:
        return named
    start = named.start - len(heirs.group())
    return Named(start=start, name=text[start : named.end])


def listed_name_at_end(text: str, rules: Rules) -> Named | None:
    """A name that a comma parts, as in registers, where a text ends: «… / ROSSI, Mario, »."""
    found = _LISTED.search(text)
    if found is None:
        return None
    name = text[found.start() : found.end("given")]
    one = is_parted_by_comma(found["surname"], found["given"], rules) and looks_like_name(name, rules)
    return Named(start=found.start(), name=name) if one else None


def is_parted_by_comma(surname: str, given_name: str, rules: Rules) -> bool:
    """Whether a comma between two texts parts the surname of one person from the given name.

    Of several people it is the last of those before it, and the first of those behind: «ROSSI, Ugo e VERDI, Eva».
    """
    surname, given_name = _TOGETHER.split(surname)[-1], _TOGETHER.split(given_name)[0]
    given_name = _MARRIED.split(given_name)[0]
    shouted = any(word.isupper() and len(word) > 2 for word in given_name.split())  # «SENIGA, ROSSI Mario»
    if max(len(surname.split()), len(given_name.split())) > _MOST_WORDS or holds_given_name(surname, rules):
        return False
    if holds_given_name(given_name, rules):
        return not shouted or surname.isupper() == given_name.isupper()
    alone = len(surname.split()) == len(given_name.split()) == 1 and surname.isupper()
    return alone and given_name.strip().istitle() and fold(given_name) not in municipalities_of(rules.addresses)


def in_capitals(text: str, rules: Rules) -> tuple[Named, ...]:
    """Names that stand out of a text because they are in capitals."""
    if text.upper() == text:
        return ()
    streets = [span.start for span in find_addresses(text, rules.addresses)]
    named = (_trimmed(_in_line(text, match), match.start("name"), streets, rules) for match in _CAPITALS.finditer(text))
    return tuple(one for one in named if one is not None)


@lru_cache(maxsize=4_096)
def surely_named(text: str, rules: Rules) -> tuple[Named, ...]:
    """Names wherever they stand in a text: with a given name that the rules know, or in capitals that stand out."""
    if not _sure_names(text, text, rules):  # most lines name nobody, and addresses take long to find
        return ()
    quiet = text
    for span in find_addresses(text, rules.addresses):
        quiet = quiet[: span.start] + "," * (span.end - span.start) + quiet[span.end :]
    return _sure_names(quiet, text, rules)


def _sure_names(quiet: str, text: str, rules: Rules) -> tuple[Named, ...]:
    stands_out = text.upper() != text
    runs = (_surest(match["name"], match.start("name"), rules, stands_out=stands_out) for match in _RUN.finditer(quiet))
    return tuple(named for named in runs if named is not None)


def _surest(run: str, start: int, rules: Rules, *, stands_out: bool) -> Named | None:
    """The longest stretch of some capitalised words that is surely a name: «Segue» in front of one is not of it."""
    words = list(re.finditer(r"\S+", run))
    for first in range(len(words) - 1):
        for last in range(len(words), first + 1, -1):
            name = run[words[first].start() : words[last - 1].end()].rstrip(" ,;:")
            plain = name.replace("\n", " ")
            if _is_sure(plain, rules, stands_out=stands_out):
                return Named(start=start + words[first].start(), name=name)
    return None


def _is_sure(name: str, rules: Rules, *, stands_out: bool) -> bool:
    if not looks_like_name(name, rules) or find_statuses(name, rules.wording):
        return False
    if fold(name) in rules.layouts.groups.building_leads.words:  # «COMPLESSO DI»
        return False
    words = name.split()
    shouted = stands_out and any(word.isupper() and len(word) > 2 for word in (words[0], words[-1]))
    return len(words) > 1 and (shouted or (is_surely_name(name, rules) and holds_given_name(name, rules)))


def _in_line(text: str, match: re.Match[str]) -> str:
    """The name; what follows on the next line is of it when it is one word or a comma closes it there."""
    name = match["name"]
    first_line = name.split("\n")[0]
    closed = text[match.end("name") :].lstrip()[:1] in (",", "(", ":", "")
    return name if len(first_line.split()) < 2 or closed else first_line


def _can_be_name(text: str, rules: Rules) -> bool:
    """Whether words can name somebody: «CIVIDATE CAMUNO» above an address is its municipality."""
    return looks_like_name(text, rules) and fold(text) not in municipalities_of(rules.addresses)


def _trimmed(name: str, start: int, streets: list[int], rules: Rules) -> Named | None:
    """The longest beginning of some words that can be a name of two words or more."""
    inside = [street - start for street in streets if start <= street < start + len(name)]
    name = name[: min(inside, default=len(name))]
    words = list(re.finditer(r"\S+", name))
    while len(words) > 1:
        whole = name[: words[-1].end()].rstrip(" ,;:")
        whole = whole.rstrip(".") if len(words[-1].group()) > 2 else whole
        if words[-1].group()[:1].isupper() and _can_be_name(whole.replace("\n", " "), rules):
            return Named(start=start, name=whole)
        words.pop()
    return None
