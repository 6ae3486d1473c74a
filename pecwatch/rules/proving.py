# SPDX-License-Identifier: EUPL-1.2
"""Whether every rule claims its samples, and no other rule of its kind does.

Rules are tried by the rooms that use them: each gives a `Claim` for the tables it understands.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import combinations
from typing import Any

from pecwatch.model.record import record
from pecwatch.rules import FILES, Rules
from pecwatch.rules.phrases import Samples

Claim = Callable[[str, Rules], frozenset[str]]
"""The names of the tables that claim a text, such as `layouts.columns.civic`."""

RIVALS = (
    "layouts.columns",
    "layouts.groups",
    "layouts.groups.statuses",
    "wording.statuses",
    "wording.days",
    "recognition.letters",
    "recognition.natures",
    "recognition.furniture",
)
"""Tables whose members exclude each other: a word in two of them would mean two things."""

BESIDE = (
    "layouts.groups.building_nouns",
    "layouts.groups.place_leads",
    "layouts.groups.of_the_list",
    "layouts.groups.status_beside",
    "recognition.furniture.no_names",
    "recognition.furniture.professions",
)
"""Tables that stand among rivals and tell something else."""


@record
class RuleTable:
    """One table of a rules file that means something by itself."""

    name: str
    """File and table: `wording.statuses.postponed`."""
    samples: Samples
    lists: dict[str, tuple[str, ...]]
    """Its lists of words and phrases by their key."""

    @property
    def kind(self) -> str:
        """The name without its last part."""
        return self.name.rpartition(".")[0]


def tables_of(rules: Rules) -> tuple[RuleTable, ...]:
    """Every table with samples, in the order of the files."""
    return tuple(table for name in FILES for table in _tables(name, getattr(rules, name)))


def _tables(name: str, value: Any) -> Iterator[RuleTable]:
    if isinstance(value, tuple):
        for element in value:
            if is_dataclass(element):
                yield from _tables(f"{name}.{getattr(element, 'name', '')}", element)
    elif is_dataclass(value):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        if "samples" in held:
            yield RuleTable(name=name, samples=held.pop("samples"), lists=_lists(held))
        else:
            for key, inner in held.items():
                yield from _tables(f"{name}.{key}", inner)


def _lists(held: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(value)) for key, value in held.items() if isinstance(value, tuple | frozenset)}


def unproven(rules: Rules, claims: Mapping[str, Claim]) -> tuple[str, ...]:
    """A line for each rule without sample, each word of two rivals, and each sample that its rule does not claim alone.

    Args:
        claims: By the name of a table, or the beginning of several names.
    """
    tables = tables_of(rules)
    bare = [table for table in tables if not table.samples]
    return (
        *(f"{_place(rules, table.name)}: no sample; add samples = […], a text that it must claim" for table in bare),
        *_words_of_two(tables, rules),
        *(line for table in tables for sample in table.samples for line in _judged(table, sample, rules, claims)),
    )


def _words_of_two(tables: tuple[RuleTable, ...], rules: Rules) -> Iterator[str]:
    for one, other in combinations(tables, 2):
        if one.kind != other.kind or not (_is_rival(one) and _is_rival(other)):
            continue
        for key, words in one.lists.items():
            for word in sorted(set(words) & set(other.lists.get(key, ()))):
                yield f"{_place(rules, one.name)}: «{word}» also stands in {other.name}; keep it in one of them"


def _is_rival(table: RuleTable) -> bool:
    return table.kind in RIVALS and table.name not in BESIDE


def _judged(table: RuleTable, sample: str, rules: Rules, claims: Mapping[str, Claim]) -> Iterator[str]:
    """What is wrong with one sample of a table, if anything."""
    claim = next((claims[name] for name in (table.name, table.kind) if name in claims), None)
    if claim is None:
        return
    claimed = claim(sample, rules)
    others = ", ".join(sorted(claimed - {table.name}))
    start = f"{_place(rules, table.name)}: sample «{sample}»"
    if table.name not in claimed:
        whose = f"but by {others}" if others else "nor by any other of its kind"
        yield f"{start} is not claimed by this rule, {whose}; mend words or sample"
    elif others and _is_rival(table):
        yield f"{start} is also claimed by {others}; one text must mean one thing"


def _place(rules: Rules, name: str) -> str:
    """File and table as an editor finds them."""
    file, _, table = name.partition(".")
    return f"{rules.folder / FILES[file][0]}: {table}"
