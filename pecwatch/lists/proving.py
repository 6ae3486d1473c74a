# SPDX-License-Identifier: EUPL-1.2
"""What the rules of lists make of the samples that stand beside them: the same functions that read real lists."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TypeVar

from pecwatch.italian.fold import fold
from pecwatch.lists.entry import read_entry
from pecwatch.lists.header_words import role_of, succession_of
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.phrases import has_phrase
from pecwatch.lists.place import names_place
from pecwatch.lists.signs import (
    building_heading,
    closing_of,
    date_heading,
    hands_on,
    is_stamp,
    municipality_heading,
    opening_of,
    prose_of,
)
from pecwatch.lists.status_heading import status_heading
from pecwatch.lists.totals import is_total_line, total_in_line, total_in_prose
from pecwatch.lists.wording import StatusReading, read_status
from pecwatch.rules import Rules
from pecwatch.rules.phrases import Phrases
from pecwatch.rules.proving import Claim
from pecwatch.rules.wording import Reversals

T = TypeVar("T")


def _columns(text: str, rules: Rules) -> frozenset[str]:
    """A header that means another thing when the tables stand in another order is claimed by both."""
    turned = replace(rules.layouts, columns=rules.layouts.columns[::-1])
    roles = {role_of(text, rules), role_of(text, replace(rules, layouts=turned))}
    return frozenset(f"layouts.columns.{role.value}" for role in roles if role is not None)


def _statuses(text: str, rules: Rules) -> frozenset[str]:
    """As for columns."""
    turned = replace(rules.wording, statuses=rules.wording.statuses[::-1])
    found = {read_status(text, words).rule.partition(":")[0] for words in (rules.wording, turned)}
    return frozenset(found - {""})


def _letters(text: str, rules: Rules) -> frozenset[str]:
    letters = rules.recognition.letters
    return frozenset(f"recognition.letters.{one.type}" for one in letters if has_phrase(text, one.phrases))


def _natures(text: str, rules: Rules) -> frozenset[str]:
    natures = rules.recognition.natures
    names = (field.name for field in fields(natures))
    return frozenset(
        f"recognition.natures.{name}" for name in names if has_phrase(text, getattr(natures, name).phrases)
    )


def _executions(text: str, rules: Rules) -> frozenset[str]:
    words = rules.recognition.executions
    names = (field.name for field in fields(words))
    return frozenset(
        f"recognition.executions.{name}" for name in names if has_phrase(text, getattr(words, name).phrases)
    )


def _furniture(text: str, rules: Rules) -> frozenset[str]:
    told = (opening_of(text, rules), closing_of(text, rules), prose_of(text, rules))
    return frozenset(rule.partition(":")[0] for rule in told if rule is not None)


def _groups(text: str, rules: Rules) -> frozenset[str]:
    """Headings that are such because of the words before the day or the place."""
    headings: tuple[tuple[str, Callable[[str, Rules], object]], ...] = (
        ("layouts.groups.date_leads", date_heading),
        ("layouts.groups.building_leads", building_heading),
        ("layouts.groups.municipality_leads", municipality_heading),
    )
    return frozenset(name for name, heading in headings if heading(text, rules) != heading(text, _without(rules, name)))


def _group_statuses(text: str, rules: Rules) -> frozenset[str]:
    heading = status_heading(text, rules)
    return frozenset({heading.rule.partition(":")[0]} if heading is not None else ())


def _phrases(name: str, of: Callable[[Rules], Phrases]) -> Claim:
    """The claim of a table that stands for itself: one of its phrases is in the text."""
    return lambda text, rules: frozenset({name} if has_phrase(text, of(rules).phrases) else ())


def _where(name: str, holds: Callable[[str, Rules], bool]) -> Claim:
    return lambda text, rules: frozenset({name} if holds(text, rules) else ())


def _changes(name: str, read: Callable[[str, Rules], object]) -> Claim:
    """The claim of a table that modifies others: without its words the text would be read otherwise."""
    return lambda text, rules: frozenset({name} if read(text, rules) != read(text, _without(rules, name)) else ())


def _without(rules: Rules, name: str) -> Rules:
    """The rules with the words of one table taken out."""
    return _emptied(rules, name.split("."))


def _emptied(value: T, steps: list[str]) -> T:
    if steps:
        return replace(value, **{steps[0]: _emptied(getattr(value, steps[0]), steps[1:])})  # type: ignore[type-var]
    held = {key: getattr(value, key) for key in ("words", "phrases", "between") if hasattr(value, key)}
    return replace(value, **{key: type(words)() for key, words in held.items()})  # type: ignore[type-var]


def _status(text: str, rules: Rules) -> StatusReading:
    return read_status(text, rules.wording)


def _is_name(text: str, rules: Rules) -> bool:
    return looks_like_name(text, rules)


def _begins_with_profession(text: str, rules: Rules) -> bool:
    return fold(text.split(maxsplit=1)[0]) in rules.recognition.furniture.professions.words


def _is_subtotal(text: str, rules: Rules) -> bool:
    total = total_in_line(text, rules)
    return total is not None and total.sub


def _counts_rows(text: str, rules: Rules) -> bool:
    return total_in_prose(text, rules) is not None


_REVERSALS = tuple(f"wording.reversals.{field.name}" for field in fields(Reversals))

LIST_CLAIMS: dict[str, Claim] = {
    "layouts.columns": _columns,
    "layouts.dwelling": _where("layouts.dwelling", lambda text, rules: fold(text) in rules.layouts.dwelling.headers),
    "layouts.ditto": _where("layouts.ditto", lambda text, rules: fold(text) in rules.layouts.ditto.cells),
    "layouts.blank": _where("layouts.blank", lambda text, rules: fold(text) in rules.layouts.blank.cells),
    "layouts.totals.leads": _where("layouts.totals.leads", is_total_line),
    "layouts.totals.sub": _where("layouts.totals.sub", _is_subtotal),
    "layouts.totals.counted": _where("layouts.totals.counted", _counts_rows),
    "layouts.acts": _changes("layouts.acts", role_of),
    "layouts.successive.first": _changes("layouts.successive.first", succession_of),
    "layouts.successive.later": _changes("layouts.successive.later", succession_of),
    "layouts.groups": _groups,
    "layouts.groups.building_nouns": _changes("layouts.groups.building_nouns", names_place),
    "layouts.groups.place_leads": _changes("layouts.groups.place_leads", read_entry),
    "recognition.furniture.stamps": lambda text, rules: frozenset(
        {"recognition.furniture.stamps"} if is_stamp(text, rules) else ()
    ),
    "recognition.furniture.passing_on": lambda text, rules: frozenset(
        {"recognition.furniture.passing_on"} if hands_on(text, rules) else ()
    ),
    "layouts.groups.statuses": _group_statuses,
    "layouts.groups.of_the_list": _changes("layouts.groups.of_the_list", status_heading),
    "layouts.groups.status_beside": _changes("layouts.groups.status_beside", status_heading),
    "wording.statuses": _statuses,
    "wording.past": _changes("wording.past", _status),
    "wording.denials": _changes("wording.denials", _status),
    "wording.future": _changes("wording.future", _status),
    "wording.voluntary": _changes("wording.voluntary", _status),
    "wording.other_acts": _changes("wording.other_acts", _status),
    "wording.acts_before": _changes("wording.acts_before", _status),
    "wording.of_others": _changes("wording.of_others", _status),
    "wording.partial": _changes("wording.partial", _status),
    **{name: _changes(name, _status) for name in _REVERSALS},
    "wording.conditions.open": _changes("wording.conditions.open", _status),
    "wording.conditions.failed": _changes("wording.conditions.failed", _status),
    "wording.days.new": _changes("wording.days.new", _status),
    "wording.days.again": _changes("wording.days.again", _status),
    "wording.days.past": _changes("wording.days.past", _status),
    "recognition.list.titles": _phrases("recognition.list.titles", lambda rules: rules.recognition.list.titles),
    "recognition.list.strong": _phrases("recognition.list.strong", lambda rules: rules.recognition.list.strong),
    "recognition.list.unrelated": _phrases(
        "recognition.list.unrelated", lambda rules: rules.recognition.list.unrelated
    ),
    "recognition.links.downloads": _phrases(
        "recognition.links.downloads", lambda rules: rules.recognition.links.downloads
    ),
    "recognition.links.hosts": _phrases("recognition.links.hosts", lambda rules: rules.recognition.links.hosts),
    "recognition.links.lists": _phrases("recognition.links.lists", lambda rules: rules.recognition.links.lists),
    "recognition.links.others": _phrases("recognition.links.others", lambda rules: rules.recognition.links.others),
    "recognition.list.announced": _phrases(
        "recognition.list.announced", lambda rules: rules.recognition.list.announced
    ),
    "recognition.empty": _phrases("recognition.empty", lambda rules: rules.recognition.empty),
    "recognition.executions": _executions,
    "recognition.natures": _natures,
    "recognition.letters": _letters,
    "recognition.housing": _phrases("recognition.housing", lambda rules: rules.recognition.housing),
    "recognition.furniture": _furniture,
    "recognition.furniture.no_names": _changes("recognition.furniture.no_names", _is_name),
    "recognition.furniture.professions": _where("recognition.furniture.professions", _begins_with_profession),
}
"""How the tables of layouts.toml, wording.toml and recognition.toml are tried."""
