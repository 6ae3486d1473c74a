# SPDX-License-Identifier: EUPL-1.2
"""The figures of one matcher as Markdown: in all, by level, by what went wrong, and how honest it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bench.matching_answers import KNOWN, SAME_DWELLING, STRANGER, Answer, Truth
from bench.matching_figures import (
    Pairs,
    best,
    calibration,
    in_top_five,
    paired,
    per_household,
    per_line,
    per_person,
    recall_at,
    share,
)

Predicate = Callable[[Truth, Answer], bool]
_WIDTH = 50
"""Characters from 0 to 1."""

BANDS = ("certain", "probable", "possible", "same_dwelling", "none")


def report(title: str, truths: Mapping[str, Truth], answers: Mapping[str, Answer]) -> str:
    """All tables."""
    pairs = paired(truths, answers)
    parts = [f"## {title}", table(("figure", "value"), figures(pairs)), levels(pairs), kinds(pairs)]
    if any(answer.band for _, answer in pairs):
        parts += [bands(pairs), honesty(pairs), reliability(pairs)]
    return "\n\n".join(parts) + "\n"


def figures(pairs: Pairs) -> list[tuple[str, str]]:
    """The figures in all."""
    lines, persons, households = per_line(pairs), per_person(pairs), per_household(pairs)
    top = best(lines)
    return [
        (
            "lines: known, same dwelling, stranger",
            ", ".join(str(_count(pairs, case)) for case in (KNOWN, SAME_DWELLING, STRANGER)),
        ),
        (
            "F1 per line",
            f"{top.f1:.4f} (precision {top.precision:.4f}, recall {top.recall:.4f}, threshold {top.threshold:.3f})",
        ),
        ("recall at 95 % precision", f"{recall_at(lines, 0.95):.4f}"),
        ("F1 of persons (without same_dwelling)", f"{best(persons).f1:.4f}"),
        ("F1 of households", f"{best(households).f1:.4f}"),
        ("known people among the first five", percent(*share(pairs, _known, in_top_five))),
        (
            "known people with the best candidate right",
            percent(*share(pairs, _known, _first)),
        ),
        *_banded(pairs),
    ]


def _banded(pairs: Pairs) -> list[tuple[str, str]]:
    """Figures of matchers that give bands."""
    if not any(answer.band for _, answer in pairs):
        return []
    return [
        ("«certain» that are right", percent(*share(pairs, _in_band("certain"), _first))),
        ("«certain» or «probable» that are right", percent(*share(pairs, _in_band("certain", "probable"), _first))),
        ("known people in «certain» or «probable», right", percent(*share(pairs, _known, _sure))),
        ("findable lines in band «none»", percent(*share(pairs, lambda truth, _: truth.findable, _in_band("none")))),
        ("known people in band «none»", percent(*share(pairs, _known, _in_band("none")))),
        ("unknown members: their household found", percent(*share(pairs, _case(SAME_DWELLING), _household))),
        ("band «same_dwelling» with the right household", percent(*share(pairs, _in_band(SAME_DWELLING), _household))),
        ("strangers in band «none»", percent(*share(pairs, _case(STRANGER), _in_band("none")))),
    ]


def levels(pairs: Pairs) -> str:
    """By level of difficulty."""
    rows = []
    for level in sorted({truth.level for truth, _ in pairs}):
        chosen = [(truth, answer) for truth, answer in pairs if truth.level == level]
        top = best(per_line(chosen))
        known = share(chosen, _known, _first)
        rows.append((level, str(len(chosen)), f"{top.f1:.4f}", f"{top.threshold:.3f}", percent(*known)))
    return table(("level", "lines", "F1", "threshold", "known: best candidate right"), rows)


def kinds(pairs: Pairs) -> str:
    """By what went wrong, at the threshold that is best in all."""
    threshold = best(per_line(pairs)).threshold
    rows = []
    for case in (KNOWN, SAME_DWELLING, STRANGER):
        chosen = [(truth, answer) for truth, answer in pairs if truth.case == case]
        for kind in sorted({kind for truth, _ in chosen for kind in truth.kinds}):
            with_it = [pair for pair in chosen if kind in pair[0].kinds]
            right = sum(_judged(truth, answer, threshold) for truth, answer in with_it)
            top = sum(in_top_five(truth, answer) for truth, answer in with_it)
            five = "" if case == STRANGER else f"{100 * top / len(with_it):.1f} %"
            rows.append((case, kind, percent(right, len(with_it)), five))
    return table(("case", "kind", f"right at threshold {threshold:.3f}", "first five"), rows)


def bands(pairs: Pairs) -> str:
    """What is in each band."""
    rows = []
    for band in BANDS:
        chosen = [(truth, answer) for truth, answer in pairs if answer.band == band]
        cases = [str(_count(chosen, case)) for case in (KNOWN, SAME_DWELLING, STRANGER)]
        right = sum(truth.is_right(answer) for truth, answer in chosen)
        rows.append((band, str(len(chosen)), *cases, str(right)))
    return table(("band", "lines", KNOWN, SAME_DWELLING, STRANGER, "right"), rows)


def honesty(pairs: Pairs) -> str:
    """Whether the probabilities are those of being right: of the best candidate, and of the household."""
    persons = _best_candidates(pairs)
    still = [
        (truth, answer)
        for truth, answer in pairs
        if "moved" not in truth.kinds and (truth.household or not truth.findable)
    ]
    households = (
        (answer.household[1], _household(truth, answer)) for truth, answer in still if answer.household is not None
    )
    rows = [("candidate", *_row(row)) for row in calibration(persons)]
    rows += [("household", *_row(row)) for row in calibration(households)]
    return table(("probability of", "tenth", "lines", "mean said", "right"), rows)


def reliability(pairs: Pairs) -> str:
    """The same as a picture: how often the best candidate is right, against what was said of it."""
    lines = []
    for tenth, count, said, right in calibration(_best_candidates(pairs)):
        marks = [" "] * (_WIDTH + 1)
        marks[round(said * _WIDTH)] = "o"
        marks[round(right * _WIDTH)] = "@" if round(right * _WIDTH) == round(said * _WIDTH) else "x"
        lines.append(f"{tenth} |{''.join(marks)}| {count:5d}")
    scale = f"{'0':<{_WIDTH // 2}}0.5{'1':>{_WIDTH // 2 - 2}}"
    return "\n".join(("```text", *lines, f"{'':7} {scale}", "o said, x right, @ both: best candidates", "```"))


def _best_candidates(pairs: Pairs) -> Iterator[tuple[float, bool]]:
    return ((answer.candidates[0][1], _first(truth, answer)) for truth, answer in pairs if answer.candidates)


def _row(row: tuple[str, int, float, float]) -> tuple[str, str, str, str]:
    tenth, count, said, right = row
    return tenth, str(count), f"{said:.3f}", f"{right:.3f}"


def _judged(truth: Truth, answer: Answer, threshold: float) -> bool:
    """Findable: shown and right. A stranger: not shown."""
    shown = answer.score >= threshold
    return (shown and truth.is_right(answer)) if truth.findable else not shown


def _count(pairs: Pairs, case: str) -> int:
    return sum(truth.case == case for truth, _ in pairs)


def _case(case: str) -> Predicate:
    return lambda truth, _: truth.case == case


def _in_band(*names: str) -> Predicate:
    return lambda _, answer: answer.band in names


def _known(truth: Truth, _: Answer) -> bool:
    return truth.case == KNOWN


def _first(truth: Truth, answer: Answer) -> bool:
    """Whether the best candidate is a person meant."""
    return bool(answer.candidates) and answer.candidates[0][0] in truth.folders


def _sure(truth: Truth, answer: Answer) -> bool:
    return answer.band in ("certain", "probable") and _first(truth, answer)


def _household(truth: Truth, answer: Answer) -> bool:
    return answer.household is not None and truth.is_household(answer.household[0])


def percent(count: int, total: int) -> str:
    """`93.1 % of 204`."""
    return f"{100 * count / total:.1f} % of {total}" if total else "of none"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
