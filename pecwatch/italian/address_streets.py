# SPDX-License-Identifier: EUPL-1.2
"""The street of an address: its type in full and its name, up to where the name ends."""

import re

from pecwatch.italian.address_grammar import ABBREVIATION, DAY_OR_TIME, ROMAN, WORD, Grammar
from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.record import record

LONGEST_NAME = 8
"""Words; Italian streets named after a person with a title reach seven."""

RECENT = 1990
"""A later year after day and month is a date of the list, unless it comes right after the street type."""

_LOOSE_PARTICLES = ("A", "IN", "E", "ED")
"""Particles that need not belong to a name."""

_LETTERS = re.compile(r"[^\W\d]+\.?")
_BETWEEN = re.compile(r"[\s\"“”«»]*")
_AFTER_ROMAN = re.compile(r"[°º^]?[\s\"“”«»]*")
"""«via I° Maggio», «Piazza XX° Settembre»."""

_GAP = re.compile(r"[ \u00a0]{2,}|\t")
_ORDINAL = re.compile(r"\d{1,4}(?:\s?[°º^])?")


@record
class Street:
    """A street and where it ends in the text."""

    type: str
    name: str
    """As printed, blanks folded."""
    end: int

    @property
    def full(self) -> str:
        """Upper case, as the contract shows it."""
        return f"{self.type} {self.name}".strip().upper()


@record
class TypeAt:
    """A street type found in a text."""

    type: str
    start: int
    end: int
    spelling: str


def type_at(text: str, start: int, grammar: Grammar) -> TypeAt | None:
    """The street type whose spelling begins at an offset, the longest spelling first."""
    for match in (pattern.match(text, start) for pattern in (ABBREVIATION, WORD, _LETTERS)):
        if match is None:
            continue
        found = grammar.street_type(match.group())
        if found is not None:
            return TypeAt(type=found, start=start, end=match.end(), spelling=match.group())
    return None


def types_in(text: str, grammar: Grammar) -> tuple[TypeAt, ...]:
    """Every street type in a text that begins a word."""
    starts = (match.start() for match in re.finditer(r"(?<![\w'’])[^\W\d]", text))
    return tuple(found for found in (type_at(text, start, grammar) for start in starts) if found is not None)


_ELIDED = re.compile(r"^(?:d|dell|all|sull|nell|dall)['’](?=\w)")
"""«d'Assisi»: the particle in small letters says nothing of the case of its word."""


class _Name:
    """The words of a street's name as they are gathered."""

    def __init__(self, text: str, start: int, road: str) -> None:
        self.text = text
        self.road = road
        """The street type that the name stands behind."""
        self.start = start
        self.end = start
        self.words: list[str] = []

    def add(self, match: re.Match[str]) -> None:
        self.words.append(match.group())
        self.end = match.end()

    def said(self, grammar: Grammar) -> list[str]:
        """The words that name something, without particles."""
        bare = self.words[1:] if self.leads_to() else self.words
        return [word for word in bare if fold(word) not in grammar.particles]

    def leads_to(self) -> bool:
        """«Via per Casalmaggiore» is named after where it leads."""
        return bool(self.words) and fold(self.words[0]) == "PER"

    def after_particle(self, grammar: Grammar) -> bool:
        is_lead = len(self.words) == 1 and self.leads_to()
        return is_lead or (bool(self.words) and fold(self.words[-1]) in grammar.particles)


def street_at(text: str, found: TypeAt, grammar: Grammar, *, running: bool) -> Street | None:
    """The street that begins with a type; None when nothing names it.

    Args:
        running: The text is prose or a line of a list, so the name must be told from what follows it.
    """
    name = _Name(text, found.end, found.type)
    position = found.end
    while len(name.words) < LONGEST_NAME:
        roman = bool(name.words) and ROMAN.fullmatch(name.words[-1]) is not None
        gap = (_AFTER_ROMAN if roman else _BETWEEN).match(text, position)
        here = gap.end() if gap else position
        if running and name.words and _GAP.search(text, position, here):
            break
        match = _next_word(text, here, name, grammar, running=running)
        if match is None:
            break
        name.add(match)
        position = match.end()
    if not name.said(grammar):
        return None
    return Street(type=found.type, name=_shown(text[found.end : name.end]), end=name.end)


def _shown(name: str) -> str:
    words = (
        squeeze(re.sub(r"[\"“”«»]", " ", name).strip(" .")) if len(name.strip(" .").split()[-1]) > 2 else squeeze(name)
    )
    return re.sub(r"(\d)\s([°º^])", r"\1\2", words)


def _next_word(text: str, here: int, name: _Name, grammar: Grammar, *, running: bool) -> re.Match[str] | None:
    if here >= len(text):
        return None
    if text[here].isdigit():
        return _number_in_name(text, here, name, grammar)
    match = WORD.match(text, here)
    if match is None or _is_detail(text, here, name, grammar):
        return None
    return None if _ends_name(match, name, grammar, running=running) else match


def _number_in_name(text: str, here: int, name: _Name, grammar: Grammar) -> re.Match[str] | None:
    """A number that belongs to the name: a day with its month, an ordinal, or one right after the type."""
    dated = grammar.day_and_month.match(text, here)
    if dated is not None:
        return _named_after_a_day(text, dated, first=not name.words)
    number = _ORDINAL.match(text, here)
    if number is None or DAY_OR_TIME.match(text, here) or grammar.floor_first.match(text, here):
        return None
    ordinal = not number.group()[-1].isdigit()
    followed = re.compile(r"\s*,?\s*\w").match(text, number.end()) is not None
    belongs = ordinal or name.after_particle(grammar) or (not name.words and followed)
    return number if belongs or _has_its_own_civic(text, number.end(), grammar) else None


def _named_after_a_day(text: str, dated: re.Match[str], *, first: bool) -> re.Match[str] | None:
    """«Via 11 Settembre 2001» whole; «Via Robinie 6 novembre 2025» goes on with a date of the list."""
    if dated["year"] is None or first:
        return dated
    if int(dated["year"]) >= RECENT:
        return None
    return re.compile(r".*").match(text, dated.start(), dated.start("year"))


def _has_its_own_civic(text: str, end: int, grammar: Grammar) -> bool:
    """«Strada Provinciale 26 n. 3»: the number that is called a number is the civic, not the one before."""
    civic = grammar.civic.match(text, end + len(text[end:]) - len(text[end:].lstrip(" ,")))
    return civic is not None and civic["said"] is not None


def _is_detail(text: str, here: int, name: _Name, grammar: Grammar) -> bool:
    """Whether the address has left the street: `int. 7`, `n. 14`, SNC; not right after a type or particle."""
    if not name.said(grammar) or name.after_particle(grammar):
        return False
    patterns = (grammar.staircase, grammar.floor, grammar.flat, grammar.building, grammar.no_number)
    numbered = grammar.civic.match(text, here)
    return numbered is not None or any(pattern.match(text, here) for pattern in (*patterns, grammar.floor_first))


def _ends_name(match: re.Match[str], name: _Name, grammar: Grammar, *, running: bool) -> bool:
    folded, said = fold(match.group()), name.said(grammar)
    if folded == "PER" and not name.words:
        after = WORD.match(match.string, match.end() + 1)
        return after is None or not after.group()[:1].isupper()
    if name.after_particle(grammar) and fold(name.words[-1]) not in _LOOSE_PARTICLES:
        return False
    if said and folded in ("A", "IN") and _municipality_follows(match, grammar):
        return True
    found = type_at(match.string, match.start(), grammar)
    if found is not None and not _is_initial(found, name, grammar) and _is_another_address(found, said, grammar):
        return True
    return running and _leaves_address(match.group(), folded, said, grammar)


def _is_initial(found: TypeAt, name: _Name, grammar: Grammar) -> bool:
    """«P.zza V. Veneto», «Via V.Emanuele II»: right behind a road «V.» is no Via."""
    return not name.words and name.road in grammar.sure and len(found.spelling.strip(".")) == 1


def _leaves_address(word: str, folded: str, said: list[str], grammar: Grammar) -> bool:
    """Whether running text goes on to something else with this word."""
    if folded in grammar.ends:
        return bool(said) or folded not in grammar.particles
    return bool(said) and folded not in grammar.particles and _changes_case(said[0], word)


def _municipality_follows(match: re.Match[str], grammar: Grammar) -> bool:
    after = WORD.match(match.string, match.end() + 1)
    return after is not None and fold(after.group()) in grammar.municipalities


def _is_another_address(found: TypeAt, said: list[str], grammar: Grammar) -> bool:
    """A second road inside a name begins the real address: «PIAZZA MARIO VIA …», «Fraz. Sabbioni Via …».

    Right behind the type a lone «V.» is the initial of whom the street is named after: «C.so V. Emanuele».
    """
    return found.type in grammar.sure and (bool(said) or (found.type == "VIA" and len(fold(found.spelling)) > 1))


def _changes_case(first: str, word: str) -> bool:
    """«Via Robinie SI ESEGUE», «Via Robinie occupato»: words cased unlike the name are not of the name."""
    word = _ELIDED.sub("", word)
    if first[0].isdigit() or len(word) < 2 or ROMAN.fullmatch(word.strip(".")):
        return False
    first_is_title = first[0].isupper() and not first.isupper()
    if first_is_title:
        return word[0].islower() or (word.isupper() and len(word) > 2 and not word.endswith("."))
    return len(first) > 1 and first.isupper() and word[0].islower()
