# SPDX-License-Identifier: EUPL-1.2
"""Figures about answers whose truth is known: how many are right, at which threshold, how honest the probabilities."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bench.matching_answers import KNOWN, SAME_DWELLING, Answer, Truth

Pairs = list[tuple[Truth, Answer]]
NOTHING = Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The threshold at which F1 is highest, and what it gives."""

    f1: float
    precision: float
    recall: float
    threshold: float


def paired(truths: Mapping[str, Truth], answers: Mapping[str, Answer]) -> Pairs:
    """Each truth with its answer; none given counts as nothing found."""
    return [(truth, answers.get(number, NOTHING)) for number, truth in truths.items()]


def curve(judged: Iterable[tuple[float, bool]], findable: int) -> list[Best]:
    """Precision and recall at every threshold, of scores that are right or wrong."""
    shown = sorted((pair for pair in judged if pair[0] >= 0), key=lambda pair: -pair[0])
    points, right = [], 0
    for place, (score, is_right) in enumerate(shown, start=1):
        right += is_right
        if place < len(shown) and shown[place][0] == score:
            continue
        precision, recall = right / place, right / max(1, findable)
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        points.append(Best(f1=f1, precision=precision, recall=recall, threshold=score))
    return points or [Best(f1=0, precision=0, recall=0, threshold=0)]


def per_line(pairs: Pairs) -> list[Best]:
    """The main curve: the answer to a line is right when it names a person meant, or the household of one."""
    judged = ((answer.score, truth.is_right(answer)) for truth, answer in pairs)
    return curve(judged, sum(truth.findable for truth, _ in pairs))


def per_person(pairs: Pairs) -> list[Best]:
    """Persons alone: lines of known people and of strangers, best candidate only."""
    chosen = [(truth, answer) for truth, answer in pairs if truth.case != SAME_DWELLING and answer.candidates]
    judged = ((answer.candidates[0][1], answer.candidates[0][0] in truth.folders) for truth, answer in chosen)
    return curve(judged, sum(truth.case == KNOWN for truth, _ in pairs))


def per_household(pairs: Pairs) -> list[Best]:
    """Households alone."""
    judged = (
        (answer.household[1], truth.is_household(answer.household[0]))
        for truth, answer in pairs
        if answer.household is not None
    )
    return curve(judged, sum(truth.findable for truth, _ in pairs))


def best(points: list[Best]) -> Best:
    """Where F1 is highest."""
    return max(points, key=lambda point: point.f1)


def recall_at(points: list[Best], precision: float) -> float:
    """The highest recall that still has that precision."""
    return max((point.recall for point in points if point.precision >= precision), default=0.0)


def share(
    pairs: Pairs, among: Callable[[Truth, Answer], bool], which: Callable[[Truth, Answer], bool]
) -> tuple[int, int]:
    """How many of those, and of how many."""
    chosen = [pair for pair in pairs if among(*pair)]
    return sum(which(*pair) for pair in chosen), len(chosen)


def in_top_five(truth: Truth, answer: Answer) -> bool:
    """Whether somebody meant is among the first five."""
    return any(folder in truth.accepted for folder, _ in answer.candidates[:5])


def calibration(judged: Iterable[tuple[float, bool]]) -> list[tuple[str, int, float, float]]:
    """By tenths of the probability: how many, the mean said, the share that was right."""
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for score, is_right in judged:
        if score >= 0:
            tenths.setdefault(min(9, int(score * 10)), []).append((score, is_right))
    return [
        (
            f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}",
            len(pairs),
            sum(score for score, _ in pairs) / len(pairs),
            sum(is_right for _, is_right in pairs) / len(pairs),
        )
        for tenth, pairs in sorted(tenths.items())
    ]
