# SPDX-License-Identifier: EUPL-1.2
"""Tables with a column for each outcome and a cross in one of them: «SI ESEGUE | NON SI ESEGUE | RINVIO AL»."""

from collections.abc import Sequence
from dataclasses import replace

from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.column_odds import is_day_only
from pecwatch.lists.draft import Item
from pecwatch.lists.header_words import role_of
from pecwatch.lists.layouts.table_rows import NAMED
from pecwatch.lists.looks import is_blank
from pecwatch.lists.wording import TICKED, UNTICKED, read_status
from pecwatch.model.listing import Status
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_CROSSES = frozenset({"X", "XX", "XXX", "V", "SI", "OK"})
_NO_CROSSES = frozenset({"NO", "N"})
_HEADER_AMONG = 4
"""So many rows from the top the header is looked for."""
_ENOUGH = 200


def with_outcomes(items: list[Item], rules: Rules) -> list[Item]:
    """The rows with what is crossed as the text of one column; as they are where the table is no such."""
    for place, item in enumerate(items[:_HEADER_AMONG]):
        columns = _outcome_columns(item.cells or (), rules)
        if len(columns) > 1 and _are_crossed(items[place + 1 : place + _ENOUGH], columns, rules):
            said = [(item.cells or ())[column] for column in columns]
            rows = (_told(row, columns, said, rules) for row in items[place + 1 :])
            return [*items[:place], _with_cell(item, columns, "Esito"), *rows]
    return items


def _outcome_columns(cells: tuple[str, ...], rules: Rules) -> list[int]:
    """Columns headed by a status, in a header that has one for the people too."""
    if not any(role_of(cell, rules) in {*NAMED, Role.GIVEN_NAME} for cell in cells):
        return []
    return [
        column for column, cell in enumerate(cells) if read_status(cell, rules.wording).status is not Status.UNKNOWN
    ]


def _are_crossed(rows: Sequence[Item], columns: list[int], rules: Rules) -> bool:
    cells = [cell for row in rows for column in columns if (cell := _cell(row, column)) and _is_filled(cell, rules)]
    return cells != [] and all(_is_cross(cell) or is_day_only(cell) for cell in cells)


def _is_cross(cell: str) -> bool:
    return cell.strip() in TICKED or fold(cell) in _CROSSES


def _is_filled(cell: str, rules: Rules) -> bool:
    unticked = is_blank(cell, rules) or cell.strip() in UNTICKED or fold(cell) in _NO_CROSSES
    return _is_cross(cell) or not unticked


def _told(row: Item, columns: list[int], said: list[str], rules: Rules) -> Item:
    if len({fold(cell) for cell in row.cells or ()}) < 2:  # a heading across all columns
        return row
    filled = [(cell, header) for column, header in zip(columns, said, strict=True) if (cell := _cell(row, column))]
    texts = [header if _is_cross(cell) else f"{header} {cell}" for cell, header in filled if _is_filled(cell, rules)]
    return _with_cell(row, columns, squeeze(" - ".join(texts)))


def _with_cell(row: Item, columns: list[int], text: str) -> Item:
    cells = [("" if column in columns else cell) for column, cell in enumerate(row.cells or ())]
    if columns[0] < len(cells):
        cells[columns[0]] = text
    return replace(row, cells=tuple(cells))


def _cell(row: Item, column: int) -> str:
    cells = row.cells or ()
    return cells[column] if column < len(cells) else ""
