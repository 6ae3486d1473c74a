# SPDX-License-Identifier: EUPL-1.2
"""Lists of labelled blocks: «Cognome: … / Nome: … / Indirizzo: …», one block for each person."""

import re
from dataclasses import replace

from pecwatch.italian.fold import fold
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, Taken
from pecwatch.lists.headers import role_of
from pecwatch.lists.layouts.lines import read_lines
from pecwatch.lists.layouts.table import read_table
from pecwatch.lists.looks import NUMBERING
from pecwatch.lists.signs import closing_of, date_heading, is_furniture, prose_of
from pecwatch.lists.totals import is_total_line
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_LABEL = re.compile(r"(?P<label>[^\W\d_][^:;|\t\n]{0,40}?)\s*(?::(?!\d)|\t+|\s=\s|\.{3,}:?)\s*")
_STARTER = re.compile(
    r"^\W*(?:posizione|scheda|intervento|pratica|nominativo|inquilino|caso|riga)?\s*(?:n\.?|nr\.?|n°)?\s*(?P<number>\d{1,3})\W*$",
    re.IGNORECASE,
)
_OWNERS = {Role.NAME, Role.SURNAME, Role.GIVEN_NAME, Role.NAME_AND_ADDRESS}
_NOT_LABELS = {Role.EXTRA}
_MANY = {Role.NOTES, Role.STATUS, Role.DEBT, Role.EXTRA, Role.CO_TENANTS}

Field = tuple[Role, str]


def fields_of(text: str, rules: Rules) -> list[Field]:
    """Labels and values of a line, in order; empty when it does not begin with a label."""
    numbered = NUMBERING.match(text)
    plain = text[numbered.end() :] if numbered else re.sub(r"^\W+", "", text)
    found: list[tuple[int, int, Role]] = []
    for match in _LABEL.finditer(plain):
        label, start = _known_end(match["label"], rules)
        if label is not None and (
            not found or plain[found[-1][1] : match.start("label") + start].strip() != "" or True
        ):
            found.append((match.start("label") + start, match.end(), label))
    if not found or found[0][0] > 0:
        return []
    ends = [start for start, _, _ in found[1:]] + [len(plain)]
    fields = [(role, plain[begin:end].strip(" \t;,|–—-")) for (_, begin, role), end in zip(found, ends, strict=True)]
    return [(Role.NUMBER, numbered["number"]), *fields] if numbered else fields


def _known_end(label: str, rules: Rules) -> tuple[Role | None, int]:
    """The role of the longest end of a text that is a label: «ROSSI Nome» ends with «Nome»."""
    for word in re.finditer(r"(?:^|(?<=[\s;,|–—-]))\S", label):
        role = role_of(label[word.start() :], rules) if len(fold(label[word.start() :]).split()) <= 5 else None
        if role is not None and _is_label(label[word.start() :], rules):
            return role, word.start()
    return None, 0


def _is_label(text: str, rules: Rules) -> bool:
    """Only whole labels count here: a wording that happens to hold «esecuzione» is none."""
    folded = fold(text)
    return any(folded in column.exact or folded in column.words for column in rules.layouts.columns)


def is_block_stretch(items: list[Item], rules: Rules) -> bool:
    """Whether lines hold labelled blocks: some owner's label and some other."""
    roles = {role for item in items for role, _ in _fields_or_label(item.text, rules)}
    owners = sum(any(role in _OWNERS for role, _ in _fields_or_label(item.text, rules)) for item in items)
    others = roles & {Role.ADDRESS, Role.STATUS, Role.DATE}
    return owners > 0 and bool(others)


def _fields_or_label(text: str, rules: Rules) -> list[Field]:
    """The fields of a line; a label alone on its line has its value on the next."""
    fields = fields_of(text, rules)
    bare = text.strip().strip("*_ ")
    if find_statuses(bare, rules.wording) and fold(bare) not in ("ESECUZIONE", "SLOGGIO", "SFRATTO"):
        return fields
    if not fields and _is_label(bare, rules) and len(bare) > 2 and (role := role_of(bare, rules)) is not None:
        return [(role, "")]
    return fields


def read_blocks(items: list[Item], collector: Collector) -> None:
    """Read labelled blocks, and the lines above and between them that belong to none."""
    _BlockReader(collector).read(items)


class _BlockReader:
    def __init__(self, collector: Collector) -> None:
        self._collector = collector
        self._rules = collector.rules
        self._fields: list[Field] = []
        self._lines: list[Item] = []
        self._number: str | None = None
        self._pending: Item | None = None
        self._others: list[Item] = []

    def read(self, items: list[Item]) -> None:
        """Take line after line."""
        for place, item in enumerate(items):
            fields = _fields_or_label(item.text, self._rules)
            starter = _STARTER.match(item.text)
            if is_furniture(item.text) == "ruler" or (is_furniture(item.text) and not starter):
                self._collector.explain(item, Taken.FURNITURE, str(is_furniture(item.text)))
            elif fields and self._pertinent(fields):
                self._take(item, fields)
            elif starter is not None and self._label_below(items, place):
                self._close()
                self._number, self._pending = starter["number"], item
            elif self._lines and self._goes_on(item):
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

    def _pertinent(self, fields: list[Field]) -> bool:
        """«Oggetto: …» and «Data: …» at the head of a letter open no block."""
        return bool(self._lines) or bool({*_OWNERS, Role.ADDRESS, Role.NUMBER} & {role for role, _ in fields})

    def _label_below(self, items: list[Item], place: int) -> bool:
        return any(_fields_or_label(item.text, self._rules) for item in items[place + 1 : place + 3])

    def _goes_on(self, item: Item) -> bool:
        """Whether a line without a label goes on with the value above it."""
        text = item.text
        if is_total_line(text, self._rules) or closing_of(text, self._rules) or date_heading(text, self._rules):
            return self._fields[-1][1] == ""
        prose = prose_of(text, self._rules) and text.strip()[:1].isupper()
        return not prose or self._fields[-1][1] == ""

    def _take(self, item: Item, fields: list[Field]) -> None:
        """Add the fields of a line; a field that the open block already has begins the next block."""
        self._read_others()
        for number, field in enumerate(fields):
            held = {role for role, _ in self._fields}
            again = field[0] in held and field[0] not in _MANY
            first_again = bool(self._fields) and field[0] is self._fields[0][0]
            if again or (first_again and _OWNERS & held):
                self._close(keep=item if number else None)
            self._fields.append(field)
        if not self._lines or self._lines[-1] is not item:
            self._lines.append(item)

    def _close(self, keep: Item | None = None) -> None:
        """Hand the open block on as a table of one row."""
        fields, lines = self._fields, self._lines
        self._fields, self._lines = [], [keep] if keep is not None else []
        pending, self._pending = self._pending, None
        if pending is not None:
            self._collector.explain(pending, Taken.HEADING, "block_number")
        if not fields:
            return
        if self._number is not None and Role.NUMBER not in {role for role, _ in fields}:
            fields = [(Role.NUMBER, self._number), *fields]
        self._number = None
        roles, cells = _as_columns(fields)
        self._collector.settle()
        columns, self._collector.columns = self._collector.columns, roles
        known, self._collector.explained = self._collector.explained, []
        read_table([replace(lines[0], cells=cells)], self._collector)
        self._collector.settle()
        told, self._collector.explained = self._collector.explained, known
        self._collector.columns = columns
        for place, item in enumerate(lines):
            taken = told[0].taken if place == 0 else Taken.CONTINUATION
            if told[0].taken is Taken.LEFTOVER:
                taken = Taken.LEFTOVER
            self._collector.explain(item, taken, "labelled_block")
        if self._collector.drafts and told[0].taken is Taken.ROW:
            self._collector.drafts[-1] = replace(
                self._collector.drafts[-1], text="\n".join(item.text for item in lines)
            )


def _as_columns(fields: list[Field]) -> tuple[tuple[Role, ...], tuple[str, ...]]:
    """Fields as roles and cells; «Nome» without «Cognome» is the whole name."""
    roles = [role for role, _ in fields]
    if Role.GIVEN_NAME in roles and Role.SURNAME not in roles and Role.NAME not in roles:
        roles[roles.index(Role.GIVEN_NAME)] = Role.NAME
    if Role.SURNAME in roles and Role.GIVEN_NAME not in roles and Role.NAME not in roles:
        roles[roles.index(Role.SURNAME)] = Role.NAME
    return tuple(roles), tuple(value for _, value in fields)
