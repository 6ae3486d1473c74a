# SPDX-License-Identifier: EUPL-1.2
"""What follows a street: civic number, staircase, floor, flat, municipality."""

import re

from pecwatch.italian.address_grammar import DAY_OR_TIME, LETTERS, WORD, Grammar, letters_of
from pecwatch.italian.fold import fold, squeeze
from pecwatch.model.record import record

_BETWEEN = re.compile(r"[\s,;.:/()–—-]*")
_FLAT_BEHIND = re.compile(r"\s?/\s?(\d{1,3})(?![\w/.:]|,\d)")
"""«sc. B/7»: the flat behind its staircase; no date and no time."""

_OF_STAIRCASE = re.compile(r"([A-Z])\s?/\s?0*(\d{1,3})")
"""«int. B/7»: flat 7 of staircase B."""

_LABEL = re.compile(r"(?<![\w.])[^\W\d]{2,}")
"""A word that may call a staircase or a flat."""

_CLOSING = re.compile(r"\s?\)")
_POSTCODE = re.compile(r"(?:CAP\s*)?\d{5}(?!\d)", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


@record
class Civic:
    """A civic number and what is glued to it."""

    civic: str | None
    exponent: str | None = None
    flat: str | None = None
    end: int


@record
class Inside:
    """Where in the building, and in which municipality."""

    staircase: str | None = None
    floor: str | None = None
    flat: str | None = None
    municipality: str | None = None
    end: int


def civic_at(text: str, start: int, grammar: Grammar, *, running: bool) -> Civic | None:
    """The civic number (or SNC) at an offset, or None; dates and times of day are not civic numbers."""
    absent = grammar.no_number.match(text, start)
    if absent is not None:
        return Civic(civic=None, end=absent.end())
    match = grammar.civic.match(text, start)
    if match is None:
        return None
    at_number = match.start("number")
    if DAY_OR_TIME.match(text, at_number) or grammar.floor_first.match(text, at_number):
        return None
    if running and not match["said"] and _FIRST_YEAR <= int(match["number"]) <= _LAST_YEAR:
        return None
    return _civic(text, match, grammar)


def _civic(text: str, match: re.Match[str], grammar: Grammar) -> Civic:
    exponent = match["latin"] or match["slashed"] or match["glued"]
    end = match.end("latin" if match["latin"] else "slashed" if match["slashed"] else "glued") if exponent else -1
    if exponent is None and match["apart"] and _is_exponent(text, match, grammar):
        exponent, end = match["apart"], match.end("apart")
    if exponent is not None and match["after"]:
        end = match.end("after")
    civic, flat = _civic_and_flat([int(number) for number in re.findall(r"\d+", match["number"] + match["more"])])
    after = match["after"] if exponent is not None else None
    return Civic(
        civic=civic,
        exponent=exponent.upper() if exponent else None,
        flat=re.sub(r"\D", "", after) if after else flat,
        end=end if end >= 0 else match.end("more"),
    )


def _civic_and_flat(numbers: list[int]) -> tuple[str, str | None]:
    """`36/38` is a range; a second number that is not larger is the flat («9/3»)."""
    civic = [numbers[0]]
    rest = numbers[1:]
    while rest and rest[0] > civic[-1]:
        civic.append(rest.pop(0))
    return "/".join(map(str, civic)), str(rest[0]) if rest else None


def _is_exponent(text: str, match: re.Match[str], grammar: Grammar) -> bool:
    """Whether a letter apart from its number is an exponent («22 A») or a word of its own («14 e», «14 a Crema»)."""
    letter, start, end = match["apart"], match.start("apart"), match.end("apart")
    if _detail_at(text, start, grammar) is not None:
        return False
    after = _BETWEEN.match(text, end)
    here = after.end() if after else end
    alone = here > end + 1 or here == len(text) or _detail_at(text, here, grammar) is not None
    if letter.islower() or letter in "EIO":
        return alone
    return letter != "A" or not _known_municipality(text, here, grammar)


def inside_at(text: str, start: int, grammar: Grammar, *, running: bool) -> Inside:
    """Everything that follows the civic number and is still address; `end` is where that stops."""
    found: dict[str, str] = {}
    end = past_details(text, start, grammar, found)
    municipality, end = _municipality_at(text, end, grammar, running=running)
    if municipality is not None:  # «Via … 101 - CREMONA int. 13»: the building first, then the dwelling in it
        end = past_details(text, end, grammar, found)
    if not running:
        end = _past_odd_words(text, end, grammar, found)
    return Inside(
        staircase=found.get("staircase"),
        floor=found.get("floor"),
        flat=found.get("flat"),
        municipality=municipality,
        end=end,
    )


def _past_odd_words(text: str, start: int, grammar: Grammar, found: dict[str, str]) -> int:
    """Staircase and flat by their labels, whatever stands before them: «14 ex 12 int. 9», «14 mansarda int. 9»."""
    for label in _LABEL.finditer(text, start):
        if grammar.street_type(label.group()) in grammar.sure:
            return start  # another address begins
        end = past_details(text, label.start(), grammar, found)
        if end > label.start():
            return end
    return start


def past_details(text: str, start: int, grammar: Grammar, found: dict[str, str]) -> int:
    """Where staircase, floor and flat end; the first of each is noted."""
    end = start
    while True:
        between = _BETWEEN.match(text, end)
        here = between.end() if between else end
        detail = _detail_at(text, here, grammar)
        if detail is None:
            return end
        field, value, after = detail
        of_staircase = _OF_STAIRCASE.fullmatch(value) if field == "flat" else None
        if of_staircase is not None:
            found.setdefault("staircase", of_staircase[1])
            value = of_staircase[2]
        if field != "passed_over":
            found.setdefault(field, value)
        behind = _FLAT_BEHIND.match(text, after) if field == "staircase" else None
        if behind is not None:
            found.setdefault("flat", _plain(behind[1]))
            after = behind.end()
        closing = _CLOSING.match(text, after)
        end = closing.end() if closing and "(" in text[start:after] else after


def _detail_at(text: str, here: int, grammar: Grammar) -> tuple[str, str, int] | None:
    if here and text[here - 1].isalpha() and text[here : here + 1].isalnum():
        return None
    if here and text[here - 1].isdigit() and text[here : here + 1].isdigit():
        return None
    for field, pattern in (("staircase", grammar.staircase), ("flat", grammar.flat)):
        match = pattern.match(text, here)
        if match is not None:
            return field, _plain(match["value"]), match.end()
    floor = grammar.floor.match(text, here) or grammar.floor_first.match(text, here)
    if floor is not None:
        said = next(value for value in floor.groups() if value)
        return "floor", grammar.floors.get(letters_of(said), squeeze(said).upper()), floor.end()
    passed = grammar.building.match(text, here) or grammar.locality.match(text, here)
    return None if passed is None else ("passed_over", passed["value"], passed.end())


def _plain(value: str) -> str:
    """Upper case, without the zeros that fill a column («007»)."""
    shown = squeeze(value).upper()
    return shown.lstrip("0") or shown


def _municipality_at(text: str, end: int, grammar: Grammar, *, running: bool) -> tuple[str | None, int]:
    between = _BETWEEN.match(text, end)
    here = between.end() if between else end
    postcode = _POSTCODE.match(text, here)
    if postcode is not None:
        here = re.compile(r"[\s,–—-]*").match(text, postcode.end()).end()  # type: ignore[union-attr]  # always matches
    preposition = re.compile(r"(?:a|in|comune di)\s+", re.IGNORECASE).match(text, here)
    if preposition is not None and _known_municipality(text, preposition.end(), grammar):
        here = preposition.end()
    known = here + _known_municipality(text, here, grammar)
    province = _past_province(text, known, grammar, running=running)
    if known > here and (postcode or preposition or province > known or _stands_alone(text, known, grammar)):
        return squeeze(text[here:known]).upper(), province
    named = _named(text, here, grammar, running=running)
    province = _past_province(text, named, grammar, running=running) if named else 0
    if named and (postcode or province > named or (not running and _closes(text, end, here, province))):
        return squeeze(text[here:named]).strip(" .,").upper(), province
    return None, postcode.end() if postcode else end


def _closes(text: str, end: int, here: int, past: int) -> bool:
    """Whether a name set apart by a comma or dash is the last thing of an address («…, Roccafinta»)."""
    return text[end:here].strip() != "" and text[here].isupper() and text[past:].strip(" .,;)-") == ""


def begins_with_municipality(text: str, grammar: Grammar) -> bool:
    """Whether a text begins with the name of a municipality that the rules know."""
    return _known_municipality(text, 0, grammar) > 0


def _known_municipality(text: str, here: int, grammar: Grammar) -> int:
    """Length of the known municipality at an offset, 0 for none."""
    longest, position = 0, here
    for _ in range(5):
        match = WORD.match(text, position)
        if match is None:
            break
        if fold(text[here : match.end()]) in grammar.municipalities:
            longest = match.end() - here
        position = match.end() + 1
    return longest


def _stands_alone(text: str, end: int, grammar: Grammar) -> bool:
    """Whether nothing that could be part of a longer name follows."""
    if text[end - 1 : end] == ".":  # it closes a sentence
        return True
    rest = text[end:]
    following = WORD.match(rest.lstrip(" "))
    if following is not None and following.group().islower() and fold(following.group()) not in grammar.particles:
        return True
    return following is None or rest[:2].isspace() or fold(following.group()) in grammar.ends


def _named(text: str, here: int, grammar: Grammar, *, running: bool) -> int:
    """Where a run of up to five words, fit to name a municipality, ends; 0 when there is none."""
    end, position = 0, here
    for _ in range(5):
        match = WORD.match(text, position)
        if match is None or fold(match.group()) in grammar.ends:
            break
        if running and end and match.group().isupper() and not text[here:end].isupper():
            break
        end = match.end()
        gap = re.compile(rf" (?=[{LETTERS}])").match(text, end)
        if gap is None:
            break
        position = gap.end()
    return end


def _past_province(text: str, end: int, grammar: Grammar, *, running: bool) -> int:
    between = re.compile(r"[\s,-]*").match(text, end)
    here = between.end() if between else end
    match = grammar.province.match(text, here)
    if match is None or (match["bare"] and (running or text[match.end() :].strip(" .,)"))):
        return end
    return match.end()
