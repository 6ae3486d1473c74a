# SPDX-License-Identifier: EUPL-1.2
"""Lists of labelled blocks: «Cognome: … / Nome: … / Indirizzo: …», one block for each person."""

import re
from collections import Counter
from dataclasses import replace

from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, Taken
from pecwatch.lists.ends import peel, strip_number
from pecwatch.lists.header_words import Succession, succession_of
from pecwatch.lists.layouts.labels import OWNERS, Field, Labels, fields_of, label_alone, label_text, labels_of
from pecwatch.lists.layouts.lines import read_lines
from pecwatch.lists.layouts.table import read_table
from pecwatch.lists.layouts.table_rows import KEPT
from pecwatch.lists.layouts.unlabelled import Unlabelled, read_unlabelled
from pecwatch.lists.signs import closing_of, date_heading, is_furniture, prose_of
from pecwatch.lists.totals import is_total_line
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_STARTER = re.compile(
    r"^\W*(?:posizione|scheda|intervento|pratica|nominativo|inquilino|caso|riga)?\s*(?:n\.?|nr\.?|n°)?\s*(?P<number>\d{1,3})\W*$",
    re.IGNORECASE,
)
_MANY = frozenset({Role.NOTES, Role.STATUS, Role.DEBT, Role.CO_TENANTS, *KEPT})
"""Roles that a block may hold more than once."""


def is_block_stretch(items: list[Item], rules: Rules) -> bool:
    """Whether lines hold labelled blocks: some owner's label and some other."""
    labels = labels_of(items, rules)
    fields = [_fields_or_label(item.text, rules, labels) for item in items]
    roles = {role for line in fields for role, _ in line}
    return not OWNERS.isdisjoint(roles) and not {Role.ADDRESS, Role.STATUS, Role.DATE}.isdisjoint(roles)


def _fields_or_label(text: str, rules: Rules, labels: Labels) -> list[Field]:
    """The fields of a line; a label alone on its line has its value on the next."""
    fields = fields_of(text, rules, labels)
    alone = label_alone(text, rules) if not fields else None
    return [(alone, "")] if alone is not None else fields


def read_blocks(items: list[Item], collector: Collector) -> None:
    """Read labelled blocks, and the lines above and between them that belong to none."""
    _BlockReader(items, collector).read()


class _BlockReader:
    def __init__(self, items: list[Item], collector: Collector) -> None:
        self._items = items
        self._collector = collector
        self._rules = collector.rules
        labels = labels_of(items, collector.rules)
        self._of_line = [_fields_or_label(item.text, collector.rules, labels) for item in items]
        self._openers = _openers(self._of_line)
        labelled = (item.text for item, fields in zip(items, self._of_line, strict=True) if fields)
        self._labels = Counter(label_text(text) for text in labelled)
        """How often each label comes."""
        self._fields: list[Field] = []
        self._lines: list[Item] = []
        self._number: str | None = None
        self._day = ""
        """Beside the number above the block."""
        self._pending: Item | None = None
        self._others: list[Item] = []
        self._first_access = False
        """The day of the open block is that of a first access."""
        self._goes_before = False
        """The day that comes now is of a later access of the open block."""
        self._told: Item | None = None
        """The last line of a block, already explained: it may hold the next block too."""

    def read(self) -> None:
        """Take line after line."""
        for place, item in enumerate(self._items):
            fields = self._of_line[place]
            starter = _STARTER.match(item.text)
            if is_furniture(item.text) == "ruler" or (is_furniture(item.text) and not starter):
                self._collector.explain(item, Taken.FURNITURE, str(is_furniture(item.text)))
            elif fields and self._pertinent(fields, item):
                self._take(item, fields)
            elif starter is not None and self._label_below(place):
                self._close()
                self._number, self._pending = starter["number"], item
            elif self._label_below(place) and (day := _numbered_day(item.text)) is not None:
                self._close()
                self._number, self._day, self._pending = *day, item
            elif self._lines and not fields and (said := self._said(item, place)):
                self._fields.extend(said)
                self._lines.append(item)
            elif self._lines and not fields and said is not None and self._goes_on(item):
                role, value = self._fields[-1]
                self._fields[-1] = (role, f"{value}\n{item.text.strip()}".strip())
                self._lines.append(item)
            else:
                self._close()
                self._others.append(item)
        self._close()
        self._read_others()

    def _read_others(self) -> None:
        """Read the lines since the last block: a day or a building among them heads the next one."""
        others, self._others = self._others, []
        if others:
            read_lines(others, self._collector)

    def _pertinent(self, fields: list[Field], item: Item) -> bool:
        """«Oggetto: …» and «Data: …» at the head of a letter open no block, «Referente: …» at its end is in none."""
        if not self._openers.isdisjoint(role for role, _ in fields):
            return True
        if not self._lines or fields[0][0] not in KEPT:
            return bool(self._lines)
        below = self._lines[-1].where.line + 1 == item.where.line
        return self._labels[label_text(item.text)] > 1 or (below and closing_of(item.text, self._rules) is None)

    def _label_below(self, place: int) -> bool:
        return any(self._of_line[place + 1 : place + 3])

    def _said(self, item: Item, place: int) -> tuple[Field, ...] | None:
        """What a line without a label says of its own; none where it may go on, None where it is not of the block."""
        below = next((fields for fields in self._of_line[place + 1 : place + 3] if fields), [])
        held = {role for role, _ in self._fields}
        line = Unlabelled(
            text=item.text,
            fields=tuple(self._fields),
            label_below=below != [] and held.isdisjoint(role for role, _ in below),
        )
        return read_unlabelled(line, self._rules)

    def _goes_on(self, item: Item) -> bool:
        """Whether a line without a label goes on with the value above it."""
        text = item.text
        if self._fields[-1][0] in KEPT and self._fields[-1][1]:
            return False
        if is_total_line(text, self._rules) or closing_of(text, self._rules) or date_heading(text, self._rules):
            return self._fields[-1][1] == ""
        prose = prose_of(text, self._rules) and text.strip()[:1].isupper()
        return not prose or self._fields[-1][1] == ""

    def _take(self, item: Item, fields: list[Field]) -> None:
        """Add the fields of a line; a field that the open block already has begins the next block."""
        self._read_others()
        for field in self._of_several_accesses(item, fields):
            held = {role for role, _ in self._fields}
            another_day = field[0] is Role.DATE and (self._goes_before or self._lines[-1:] == [item])
            again = field[0] in held and field[0] not in _MANY and not another_day
            first_again = bool(self._fields) and field[0] is self._fields[0][0]
            if first_again and field[0] in KEPT:
                first_again = label_text(item.text) == label_text(self._lines[0].text)
            if again or (first_again and OWNERS & held):
                self._close()
            self._fields.append(field)
            self._goes_before = False
            if not self._lines or self._lines[-1] is not item:
                self._lines.append(item)

    def _of_several_accesses(self, item: Item, fields: list[Field]) -> list[Field]:
        """The fields of a line; the first access beside a day that the open block has is history."""
        succession = succession_of(label_text(item.text), self._rules)
        dated = any(role is Role.DATE for role, _ in self._fields)
        told = fields[0][0] is Role.DATE and dated
        if told and succession is Succession.FIRST and not self._first_access:
            return [(Role.OTHER_DATE, fields[0][1]), *fields[1:]]
        self._goes_before = told and (succession is Succession.LATER or (succession is None and self._first_access))
        if fields[0][0] is Role.DATE:
            self._first_access = succession is Succession.FIRST
        return fields

    def _close(self) -> None:
        """Hand the open block on as a table of one row."""
        fields, lines = self._fields, self._lines
        self._fields, self._lines = [], []
        pending, self._pending = self._pending, None
        if pending is not None:
            self._collector.explain(pending, Taken.HEADING, "block_number")
        if not fields:
            return
        if self._number is not None and Role.NUMBER not in {role for role, _ in fields}:
            fields = [(Role.NUMBER, self._number), *fields]
        if self._day and Role.DATE not in {role for role, _ in fields}:
            fields = [*fields, (Role.DATE, self._day)]
        self._number, self._day = None, ""
        roles, cells = _as_columns(fields)
        self._collector.settle()
        columns, self._collector.columns = self._collector.columns, roles
        guessed, self._collector.guessed = self._collector.guessed, frozenset()
        known, self._collector.explained = self._collector.explained, []
        read_table([replace(lines[0], cells=cells)], self._collector)
        self._collector.settle()
        told, self._collector.explained = self._collector.explained, known
        self._collector.columns, self._collector.guessed = columns, guessed
        rule = f"labelled_block: {' | '.join(role.value for role in roles)}"
        for place, item in enumerate(lines):
            if item is self._told:
                continue
            self._told = item
            taken = told[0].taken if place == 0 else Taken.CONTINUATION
            if told[0].taken is Taken.LEFTOVER:
                taken = Taken.LEFTOVER
            self._collector.explain(item, taken, rule)
        if self._collector.drafts and told[0].taken is Taken.ROW:
            self._collector.drafts[-1] = replace(
                self._collector.drafts[-1], text="\n".join(item.text for item in lines)
            )


def _numbered_day(text: str) -> tuple[str, str] | None:
    """Number and day of a line that holds nothing else: «1) 09/03/2027 - ore 09:00»."""
    number, rest = strip_number(text)
    when = peel(rest)
    return (number, rest.strip()) if number is not None and when.date is not None and not when.rest.strip() else None


def _openers(lines: list[list[Field]]) -> frozenset[Role]:
    """Labels that may open a block: whose it is, where it is, or what stands first in every block."""
    told = [[role for role, _ in fields] for fields in lines if fields]
    owners = sum(not OWNERS.isdisjoint(roles) for roles in told)
    always = {*OWNERS, Role.ADDRESS, Role.NUMBER}
    first = next((roles[0] for roles in told), None)
    if first is not None and first not in always:
        count, blocks = sum(first in roles for roles in told), _blocks(told, owners)
        if count == blocks or (blocks / 2 <= count < blocks and _leads_owner(lines)):
            always.add(first)
    return frozenset(always)


def _leads_owner(lines: list[list[Field]]) -> bool:
    """Whether nothing but labels stands between the first label and the first owner, as in a block; not in a letter."""
    start = next(place for place, fields in enumerate(lines) if fields)
    below = lines[start : start + 4]
    owner = next((n for n, fields in enumerate(below) if any(role in OWNERS for role, _ in fields)), None)
    return owner is not None and all(below[:owner])


def _blocks(told: list[list[Role]], owners: int) -> int:
    """How many blocks there are; surname and given name on lines of their own make one."""
    apart = sum(Role.GIVEN_NAME in roles and Role.SURNAME not in roles for roles in told)
    surnames = sum(Role.SURNAME in roles for roles in told)
    return owners - min(apart, surnames)


def _as_columns(fields: list[Field]) -> tuple[tuple[Role, ...], tuple[str, ...]]:
    """Fields as roles and cells; «Nome» without «Cognome» is the whole name."""
    roles = [role for role, _ in fields]
    if Role.GIVEN_NAME in roles and Role.SURNAME not in roles and Role.NAME not in roles:
        roles[roles.index(Role.GIVEN_NAME)] = Role.NAME
    if Role.SURNAME in roles and Role.GIVEN_NAME not in roles and Role.NAME not in roles:
        roles[roles.index(Role.SURNAME)] = Role.NAME
    return tuple(roles), tuple(value for _, value in fields)
