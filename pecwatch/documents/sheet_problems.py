# SPDX-License-Identifier: EUPL-1.2
"""What the office is told of a workbook: what was hidden, cut off or could not be worked out."""

from collections.abc import Iterator, Sequence

from pecwatch.documents import problems, zipped
from pecwatch.documents.characters import may_deceive
from pecwatch.documents.problems import problem
from pecwatch.documents.sheet_grid import Sheet
from pecwatch.documents.zipped import Refusal
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

_NAMED = 5
"""Cells that are named; of the others only their number is told."""


def problems_of(part: Part, sheets: Sequence[Sheet]) -> tuple[Problem, ...]:
    """Everything worth telling, each kind once for the whole workbook."""
    refusals = dict.fromkeys(sheet.refusal for sheet in sheets if sheet.refusal is not None)
    return (
        *(_refused(part, why) for why in refusals),
        *_hidden(part, sheets),
        *_without_value(part, sheets),
        *_errors(part, sheets),
        *_deceptive(part, sheets),
    )


def _refused(part: Part, why: Refusal) -> Problem:
    if why is Refusal.SIZE_LIMIT:
        return too_big(part)
    if why is Refusal.DAMAGED:
        return problems.damaged(part, "il foglio è danneggiato e potrebbe essere stato letto solo in parte")
    return zipped.problem_of(part, why)


def too_big(part: Part) -> Problem:
    """A workbook with more cells than reading is allowed to take."""
    return problem(
        part,
        "size_limit",
        Severity.LOST,
        "il foglio è troppo grande per la lettura automatica ed è stato letto al massimo in parte; aprirlo a mano",
    )


def _hidden(part: Part, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    counts = [sheet.hidden_with_text() for sheet in sheets]
    found = (
        (sum(rows for rows, _ in counts), "riga nascosta", "righe nascoste"),
        (sum(columns for _, columns in counts), "colonna nascosta", "colonne nascoste"),
        (sum(1 for sheet in sheets if sheet.is_hidden and sheet.rows), "foglio nascosto", "fogli nascosti"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in found if count]
    if told:
        yield problem(
            part,
            "hidden_row",
            Severity.DOUBT,
            f"contiene {', '.join(told)}; il contenuto è stato letto come il resto: "
            "aprire il file, mostrare tutto e chiedere ad ALER se vale",
        )


def _without_value(part: Part, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    cells = _named([(sheet, sheet.without_value) for sheet in sheets])
    if cells:
        yield problem(
            part,
            "formula_without_value",
            Severity.DOUBT,
            f"formule salvate senza risultato ({cells}); aprire il file e leggere a mano quelle celle",
        )


def _errors(part: Part, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    cells = _named([(sheet, sheet.errors) for sheet in sheets])
    if cells:
        yield problem(
            part,
            "cell_error",
            Severity.DOUBT,
            f"celle con un errore di calcolo ({cells}), lette come vuote; chiedere ad ALER che cosa contengono",
        )


def _named(found: list[tuple[Sheet, list[str]]]) -> str:
    """«cella C7, cella D8 e altre 3», with the sheet's number where there are several."""
    cells = [cell if len(found) == 1 else f"foglio {sheet.number}, {cell}" for sheet, many in found for cell in many]
    more = f" e altre {len(cells) - _NAMED}" if len(cells) > _NAMED else ""
    return "; ".join(cells[:_NAMED]) + more


def _deceptive(part: Part, sheets: Sequence[Sheet]) -> Iterator[Problem]:
    texts = (value for sheet in sheets for row in sheet.rows.values() for value in row.values())
    if any(isinstance(text, str) and not text.isascii() and may_deceive(text) for text in texts):
        yield problems.invisible_characters(part)
