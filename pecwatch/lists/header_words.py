# SPDX-License-Identifier: EUPL-1.2
"""What one header or label means: looked up whole, spelled out where abbreviated, or told by the words it holds."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache

from pecwatch.italian.fold import fold
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.layouts import LayoutWords, Role

PERSONS = frozenset({Role.NAME, Role.SURNAME, Role.GIVEN_NAME, Role.CO_TENANTS})
"""Headers of those who live there."""

_LINKS = frozenset("DI DEL DELLA DELL DELLO DEI DEGLI DELLE L IL LA LO I GLI LE IN PER A AL ALLA E ED N NR NUM".split())
"""Words that join others and mean nothing by themselves."""
_JOINED = re.compile(r"[/+&,;\n–-]|\be(?:d)?\b", re.IGNORECASE)
_LONGEST = 6
"""Words of the longest header; what is longer is a sentence."""
_SHORTENED = 4
"""Letters of a word that may be short for another without a dot: «esec»."""


@record
class _Known:
    """The tables of columns, turned so that a header is found at once."""

    exact: Mapping[str, Role]
    spelled: Mapping[tuple[str, ...], tuple[tuple[tuple[str, ...], Role], ...]]
    """Whole headers without their joining words, by the first letters of the words left."""
    shapes: Mapping[tuple[str, int], tuple[tuple[str, Role], ...]]
    """Whole headers by first letter and length: what a typing error leaves alike."""
    vocabulary: frozenset[str]
    """Every word of every header."""


_PERSON_OF = (Role.OFFICER, Role.COUNT)
_BETTER: Mapping[Role, tuple[Role, ...]] = {
    Role.DATE: (Role.BIRTH_DATE, Role.OTHER_DATE, Role.NEW_DATE),
    Role.ADDRESS: (Role.BIRTH_DATE,),
    Role.TIME: (Role.DATE,),
    Role.STATUS: (Role.OTHER_DATE,),
    Role.NAME: _PERSON_OF,
    Role.SURNAME: _PERSON_OF,
    Role.GIVEN_NAME: _PERSON_OF,
    Role.CO_TENANTS: _PERSON_OF,
}
"""Whose word decides behind the word of another: «data del decreto», «nominativo del legale», «nucleo (n. persone)»,
«esito accesso precedente»."""
_WITH_ADDRESS: Mapping[Role, Role] = {
    Role.NAME: Role.NAME_AND_ADDRESS,
    Role.SURNAME: Role.NAME_AND_ADDRESS,
    Role.MUNICIPALITY: Role.ADDRESS,
}
"""What a word joined with that of an address makes: «inquilino / alloggio»."""


@lru_cache(maxsize=8)
def _known(words: LayoutWords) -> _Known:
    exact = {name: column.role for column in words.columns for name in column.exact}
    every = exact | {name: column.role for column in words.columns for name in column.words if name not in exact}
    spelled: dict[tuple[str, ...], list[tuple[tuple[str, ...], Role]]] = defaultdict(list)
    shapes: dict[tuple[str, int], list[tuple[str, Role]]] = defaultdict(list)
    for name, role in every.items():
        parts = _bare(name)
        spelled[tuple(part[0] for part in parts)].append((parts, role))
        shapes[name[0], len(name)].append((name, role))
    return _Known(
        exact=exact,
        spelled={key: tuple(found) for key, found in spelled.items()},
        shapes={key: tuple(found) for key, found in shapes.items()},
        vocabulary=frozenset(part for name in every for part in name.split())
        | frozenset(part for act in words.acts.words for part in act.split())
        | _LINKS,
    )


def _bare(name: str) -> tuple[str, ...]:
    """The words of a header without those that only join them; all of them where nothing would be left."""
    parts = tuple(part for part in name.split() if part not in _LINKS)
    return parts or tuple(name.split())


def role_of(text: str, rules: Rules) -> Role | None:
    """What a header or a label means; None when no rule knows it."""
    if not fold(text) and "€" in text:
        return Role.DEBT
    told = _role(text, rules.layouts)
    if told is None and "\n" in text:  # «Civi|co»: a narrow column breaks its header inside the word
        told = _role(text.replace("\n", ""), rules.layouts)
    if told is None and succession_of(text, rules) is not None:
        told = _role(_without_ordinals(text, rules), rules.layouts)
    return told


class Succession(Enum):
    """Which access of several a header speaks of."""

    FIRST = "first"
    LATER = "later"


def succession_of(text: str, rules: Rules) -> Succession | None:
    """Whether a header speaks of the first or of a later access: «1° accesso», «Data prossimo accesso»."""
    words = rules.layouts.successive
    parts = frozenset(fold(text).split())
    if not any(f" {act} " in f" {fold(text)} " for act in rules.layouts.acts.words):
        return None
    if not parts.isdisjoint(words.later.words):
        return Succession.LATER
    return None if parts.isdisjoint(words.first.words) else Succession.FIRST


def _without_ordinals(text: str, rules: Rules) -> str:
    ordinals = rules.layouts.successive.first.words | rules.layouts.successive.later.words
    return " ".join(part for part in fold(text).split() if part not in ordinals)


def is_whole_label(text: str, rules: Rules) -> bool:
    """Whether a text is made of nothing but words of headers: a wording that happens to hold one is not."""
    folded = _without_ordinals(text, rules) if succession_of(text, rules) is not None else fold(text)
    known = _known(rules.layouts)
    if folded in known.exact or any(folded in column.words for column in rules.layouts.columns):
        return True
    parts = folded.split()
    if len(parts) > _LONGEST:
        return False
    of_headers = known.vocabulary.issuperset(parts) and role_of(text, rules) is not None
    return of_headers or _spelled_out(text, known) is not None


@lru_cache(maxsize=8192)
def _role(text: str, words: LayoutWords) -> Role | None:
    folded, known = fold(text), _known(words)
    if not folded:
        return None
    stripped = re.sub(r"^(?:N|NR) | (?:N|NR|DEL|DELL|DI|EURO)$", "", folded)
    exact = known.exact.get(folded) or known.exact.get(stripped)
    if exact is not None:
        return exact
    if len(folded.split()) > _LONGEST:
        return None
    return _spelled_out(text, known) or _by_words(text, folded, words) or _mistyped(folded, known)


def _spelled_out(text: str, known: _Known) -> Role | None:
    """«G. esecuzione», «Nomin.», «Ass.rio»: the one role of all headers that an abbreviated one can stand for."""
    for parts in _readings(text):
        shorts = {part for part in parts if "." in text or (len(part) <= _SHORTENED and len(parts) > 1)}
        key = tuple(part[0] for part in parts)
        fits = [
            role
            for names, role in known.spelled.get(key, ())
            if ("." in text or not set(names).isdisjoint(parts))
            and all(_stands_for(part, name, short=part in shorts) for part, name in zip(parts, names, strict=True))
        ]
        told = set(fits)
        if len(told) == 1 and (len(parts) > 1 or len(parts[0]) > 2):
            return told.pop()
    return None


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a header; a dot parts two words («cogn.nome»), or stands inside one («ass.rio»)."""
    apart = tuple(part for part in fold(text).split() if part not in _LINKS)
    closed = fold(re.sub(r"(?<=[^\W\d_])[.'’](?=[^\W\d_])", "", text)).split()
    together = tuple(part for part in closed if part not in _LINKS)
    if apart:
        yield apart
    if together and together != apart:
        yield together


def _stands_for(part: str, name: str, *, short: bool) -> bool:
    if part == name:
        return True
    letters = iter(name)
    return short and part[0] == name[0] and len(part) < len(name) and all(letter in letters for letter in part)


def _by_words(text: str, folded: str, words: LayoutWords) -> Role | None:
    """What the first known word says, unless another says better what stands below."""
    told = _words_in(folded, words)
    if not told:
        return None
    roles = [role for _, role in told]
    head, others = roles[0], set(roles[1:])
    better = next((role for role in _BETTER.get(head, ()) if role in others), None)
    if better is None and Role.ADDRESS in others and _JOINED.search(text):
        better = _WITH_ADDRESS.get(head)
    return better or head


def _words_in(folded: str, words: LayoutWords) -> list[tuple[int, Role]]:
    """Known words of a header from left to right, each at its longest; the act itself only where nothing else is."""
    padded = f" {folded} "
    found = [
        (padded.index(f" {word} "), -len(word), column.role)
        for column in words.columns
        for word in column.words
        if f" {word} " in padded
    ]
    found.sort()
    told: list[tuple[int, Role]] = []
    end = -1
    for start, length, role in found:
        if start > end:
            told.append((start, role))
            end = start - length
    acts = {padded.index(f" {act} ") for act in words.acts.words if f" {act} " in padded}
    return [(start, role) for start, role in told if start not in acts] or told


def _mistyped(folded: str, known: _Known) -> Role | None:
    """«INIDIRIZZO»: a whole header but for one letter, or two in a long one."""
    if len(folded) < 6 or any(sign.isdigit() for sign in folded):
        return None
    allowed = 2 if len(folded) > 10 else 1
    roles = {
        role
        for length in range(len(folded) - allowed, len(folded) + allowed + 1)
        for name, role in known.shapes.get((folded[0], length), ())
        if length > 4 and _differ_by(folded, name, allowed)
    }
    return roles.pop() if len(roles) == 1 else None


def _differ_by(text: str, other: str, allowed: int) -> bool:
    """Whether so many letters added, left out, changed or swapped make one text the other."""
    above: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(text, start=1):
        before, above, row = above, row, [place]
        for column, sign in enumerate(other, start=1):
            cost = min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != sign))
            if place > 1 and column > 1 and letter == other[column - 2] and text[place - 2] == sign:
                cost = min(cost, before[column - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return False
    return row[-1] <= allowed
