# SPDX-License-Identifier: EUPL-1.2
"""Labels before values («Inquilino: …», «Ubicazione - …»): which words of a stretch are labels, and what they mean."""

import re
from collections.abc import Mapping

from pecwatch.italian.fold import fold
from pecwatch.lists.cell_looks import looks_of
from pecwatch.lists.column_odds import is_day_only, names_act
from pecwatch.lists.draft import Item
from pecwatch.lists.header_words import is_whole_label, role_of
from pecwatch.lists.layouts.table_rows import KEPT
from pecwatch.lists.looks import NUMBERING
from pecwatch.lists.signs import closing_of, opening_of, prose_of
from pecwatch.lists.totals import is_total_line
from pecwatch.lists.wording import find_statuses
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

OWNERS = frozenset({Role.NAME, Role.SURNAME, Role.GIVEN_NAME, Role.NAME_AND_ADDRESS})
"""Labels that say whose block it is."""

_SIGN = r"(?::(?!\d)|(?<=[^\W\d_]):(?=\d)|\t+|\s=\s|\.{3,}:?)"
_SIGN_PRESENT = re.compile(r"[:\t=]|\.{3}")
"""Most lines have none; looking for labels in them would cost more than everything else."""
_LABEL = re.compile(rf"(?P<label>[^\W\d_][^:;|\t\n]{{0,40}}?)\s*{_SIGN}\s*")
_PLAIN = re.compile(rf"^(?P<label>[^\W\d_][^:;|\t\n]{{1,40}}?)\s*{_SIGN}\s*(?P<value>\S.*)$", re.DOTALL)
_DASHED = re.compile(r"^(?P<label>[^\W\d_][^:;|\t\n]{0,30}?)\s+[–—-]\s+(?P<value>\S.*)$", re.DOTALL)
_GUESSED = frozenset({Role.NAME, Role.ADDRESS, Role.STATUS, Role.DATE, Role.TIME})
"""What a value by itself can tell of a label that no rule knows."""

Field = tuple[Role, str]


@record
class Labels:
    """How the labels of one stretch of lines are written."""

    dashed: bool = False
    """A dash parts label and value."""
    own: Mapping[str, Role]
    """Labels that no rule knows, folded, and what their values tell of them."""


def labels_of(items: list[Item], rules: Rules) -> Labels:
    """Find out how a stretch writes its labels."""
    lead = [match for item in items if (match := _DASHED.match(_numbered(item.text)[1])) is not None]
    dashed = [role for match in lead if (role := _whole_label(match["label"], rules)) is not None]
    is_dashed = len(set(dashed)) >= 3 and not OWNERS.isdisjoint(dashed)
    return Labels(dashed=is_dashed, own=_own_labels(items, rules))


def fields_of(text: str, rules: Rules, labels: Labels) -> list[Field]:
    """Labels and values of a line, in order; empty when it does not begin with a label."""
    number, plain = _numbered(text)
    fields = _after_dash(plain, rules) if labels.dashed else []
    fields = fields or _fields(plain, rules) or _own_field(plain, labels)
    return [(Role.NUMBER, number), *fields] if number and fields else fields


def label_alone(text: str, rules: Rules) -> Role | None:
    """The role of a label that has its line for itself; its value stands on the next."""
    bare = text.strip().strip("*_ ")
    known = len(bare) > 2 and _is_label(bare, rules) and _is_no_status(bare, rules)
    role = role_of(bare, rules) if known else None
    return None if role in KEPT else role  # «RESPONSABILE» alone stands above a signature


def label_text(text: str) -> str:
    """The words before the first sign of a line, folded: what tells one label from another of the same kind."""
    return fold(re.split(_SIGN, _numbered(text)[1], maxsplit=1)[0])


def _numbered(text: str) -> tuple[str, str]:
    """The number before the first label, and the line without it."""
    numbered = NUMBERING.match(text)
    return (numbered["number"], text[numbered.end() :]) if numbered else ("", re.sub(r"^\W+", "", text))


def _fields(plain: str, rules: Rules) -> list[Field]:
    if _SIGN_PRESENT.search(plain) is None:
        return []
    found: list[tuple[int, int, Role]] = []
    for match in _LABEL.finditer(plain):
        role, start = _known_end(match["label"], rules)
        if role is not None:
            found.append((match.start("label") + start, match.end(), role))
    if not found or found[0][0] > 0:
        return []
    ends = [start for start, _, _ in found[1:]] + [len(plain)]
    fields: list[Field] = []
    for (start, begin, role), end in zip(found, ends, strict=True):
        value = plain[begin:end].strip(" \t;,|–—-")
        is_day = role is Role.STATUS and names_act(plain[start:begin], rules) and is_day_only(value)
        fields.append((Role.DATE if is_day else role, value))  # «Esecuzione: 12/11/2025»
    return fields


def _after_dash(plain: str, rules: Rules) -> list[Field]:
    """«Ubicazione - Via …»: only the dash after the first word or words parts them; the value has dashes of its own."""
    match = _DASHED.match(plain)
    role = _whole_label(match["label"], rules) if match is not None else None
    return [(role, match["value"].strip())] if match is not None and role is not None else []


def _own_field(plain: str, labels: Labels) -> list[Field]:
    match = _PLAIN.match(plain)
    role = labels.own.get(fold(match["label"])) if match is not None else None
    return [(role, match["value"].strip())] if match is not None and role is not None else []


def _whole_label(text: str, rules: Rules) -> Role | None:
    return role_of(text, rules) if _is_label(text, rules) and _is_no_status(text, rules) else None


def _is_no_status(text: str, rules: Rules) -> bool:
    """«SI ESEGUE» heads a column at times; at the front of a line it is a status."""
    return all(place.weak for place in find_statuses(text, rules.wording))


def _known_end(label: str, rules: Rules) -> tuple[Role | None, int]:
    """The role of the longest end of a text that is a label: «ROSSI Nome» ends with «Nome»."""
    for word in re.finditer(r"(?:^|(?<=[\s;,|–—-]))\S", label):
        end = label[word.start() :]
        role = role_of(end, rules) if len(fold(end).split()) <= 5 else None
        told = find_statuses(label, rules.wording) if word.start() else not _is_no_status(end, rules)
        whole = is_whole_label(end, rules) if word.start() == 0 else _is_label(end, rules)
        if role is not None and whole and not told:
            return role, word.start()
    return None, 0


def _is_label(text: str, rules: Rules) -> bool:
    """Only whole labels count here: a wording that happens to hold «esecuzione» is none."""
    folded = fold(text)
    return any(folded in column.exact or folded in column.words for column in rules.layouts.columns)


def _own_labels(items: list[Item], rules: Rules) -> dict[str, Role]:
    """Words that stand before a colon again and again, told by the values behind them."""
    known: set[Role] = set()
    values: dict[str, list[str]] = {}
    printed: dict[str, str] = {}
    for item in items:
        plain = _numbered(item.text)[1]
        fields = _fields(plain, rules)
        known |= {role for role, _ in fields}
        match = None if fields else _PLAIN.match(plain)
        if match is not None and not _is_frame(plain, rules) and not find_statuses(match["label"], rules.wording):
            values.setdefault(fold(match["label"]), []).append(match["value"])
            printed[fold(match["label"])] = match["label"]
    own: dict[str, Role] = {}
    for label, seen in values.items():
        role = role_of(printed[label], rules) or _told_by(seen, rules)
        taken = known | set(own.values())
        if role is not None and role not in taken and not (role is Role.NAME and OWNERS & taken):
            own[label] = role
    often = any(len(seen) > 1 for label, seen in values.items() if label in own)
    return own if often or len(known | set(own.values())) >= 3 else {}


def _told_by(values: list[str], rules: Rules) -> Role | None:
    """What most values look like, if that tells anything."""
    looks = [role for value in values if (role := looks_of(value, rules)) is not None]
    best = max(set(looks), key=lambda role: (looks.count(role), role.value), default=None)
    return best if best in _GUESSED and looks.count(best) * 2 > len(values) else None


def _is_frame(text: str, rules: Rules) -> bool:
    """«Oggetto: …», «Tel: …», «Referente: …», «Totale: …»."""
    rulings = (opening_of(text, rules), closing_of(text, rules), prose_of(text, rules))
    return any(ruling is not None for ruling in rulings) or is_total_line(text, rules)
