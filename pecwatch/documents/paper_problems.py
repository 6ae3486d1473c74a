# SPDX-License-Identifier: EUPL-1.2
"""What the office is told of a word processor's document that was read, and of what was not read in it."""

from collections.abc import Iterable

from pecwatch.documents import zipped
from pecwatch.documents.problems import damaged, invisible_characters, problem, struck_text
from pecwatch.documents.zipped import Refusal
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity


def problems_of(
    part: Part, refusals: Iterable[Refusal], *, hidden: bool, struck: bool, deceives: bool
) -> tuple[Problem, ...]:
    """Everything worth telling, each kind once."""
    refused = [_refused(part, why) for why in dict.fromkeys(refusals)]
    noticed = ((hidden, _hidden), (struck, struck_text), (deceives, invisible_characters))
    return (*refused, *(tell(part) for is_so, tell in noticed if is_so))


def _refused(part: Part, why: Refusal) -> Problem:
    if why is Refusal.DAMAGED:
        return damaged(part, "il documento è danneggiato e potrebbe essere stato letto solo in parte")
    if why is Refusal.SIZE_LIMIT:
        return problem(
            part,
            "size_limit",
            Severity.LOST,
            "il documento è troppo grande per la lettura automatica ed è stato letto al massimo in parte; "
            "aprirlo a mano",
        )
    return zipped.problem_of(part, why)


def _hidden(part: Part) -> Problem:
    return problem(
        part,
        "hidden_text",
        Severity.DOUBT,
        "contiene testo nascosto, che non è stato letto; aprire il documento, mostrare il testo nascosto e, in caso "
        "di dubbio, chiedere ad ALER",
    )
