# SPDX-License-Identifier: EUPL-1.2
"""What a person decides about a position: written at once, and told to whom it concerns."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from pecwatch.alerts.moved_on import moved_on
from pecwatch.alerts.notices import handed_over
from pecwatch.alerts.said_by_another import SAID, said_by_another
from pecwatch.casework.lines import line_key, pair_key
from pecwatch.casework.positions import Decision, Refusal
from pecwatch.errors import UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.alert import Alert
from pecwatch.model.audit import Deed
from pecwatch.model.decision import Registered
from pecwatch.model.news import Changes, Decided
from pecwatch.model.position import Position
from pecwatch.service.desk import Desk
from pecwatch.service.posting import circumstances, handing_event, posted
from pecwatch.service.stepping import note_told
from pecwatch.store.audit import write_down
from pecwatch.store.casefile import position, save_changes
from pecwatch.store.database import Session
from pecwatch.store.decisions import keep_confirmation, keep_rejection
from pecwatch.store.registry import people_of

Decide = Callable[[Position, Decision], Changes | Refusal]


def registered_of(desk: Desk, position: Position, *folders: str) -> Registered:
    """What the registry in force says of the candidates of a position, and of some folders."""
    with desk.database.reading() as session:
        return people_of(session, (*(each.folder for each in position.match.candidates), *folders))


def keep_decisions(session: Session, desk: Desk, changes: Changes) -> None:
    """Remember for later lists what somebody said of a line and a folder."""
    for rejection in changes.rejections:
        row, event = changes.positions[0].row, changes.events[-1]
        keep_rejection(session, rejection, event, line_key(row, desk.secret))
    for confirmation in changes.confirmations:
        row, event = changes.positions[0].row, changes.events[-1]
        keep_confirmation(session, confirmation, event, pair_key(row, confirmation.folder, desk.secret))


def decide_on(desk: Desk, reference: str, decide: Decide, *, who: str | None, by: str, caller: str = "") -> Position:
    """Apply a decision; whom it concerns is written to in the same transaction.

    Args:
        who: Code of the person who decided; None stands for the owner.
        caller: Whose account wrote it down, as the trail calls her; blank where nobody did.

    Raises:
        UsageError: There is no such position, or the decision is refused; nothing was changed.
    """
    with desk.database.writing() as session:
        before = position(session, reference)
        if before is None:
            raise UsageError(f"{reference}: no such position; pecwatch positions list shows them")
        decision = Decision(who=who or before.owner, by=by, at=desk.clock())
        decided = settle(session, desk, before, decide, decision)
        if isinstance(decided, Refusal):
            named = decided.reason.startswith(reference)
            raise UsageError(decided.reason if named else f"{reference}: {decided.reason}")
        if caller:
            note_caller(session, reference, decision, caller)
        tell(session, desk, (decided,), decision)
        return decided.after


def note_caller(session: Session, reference: str, decision: Decision, caller: str) -> None:
    """Write down whose account decided: at a terminal anybody who may can speak as somebody else."""
    detail = f"{decision.by} as={decision.who}"
    write_down(session, Deed.DECIDED, at=decision.at, who=caller, about=reference, detail=detail)


def settle(session: Session, desk: Desk, before: Position, decide: Decide, decision: Decision) -> Decided | Refusal:
    """Write a decision within a transaction; nobody is told of it yet, and a refusal changes nothing."""
    changes = decide(before, decision)
    if isinstance(changes, Refusal):
        return changes
    save_changes(session, changes)
    keep_decisions(session, desk, changes)
    after = changes.positions[-1] if changes.positions else before
    return Decided(before=before, after=after, events=changes.events)


def tell(session: Session, desk: Desk, decided: Iterable[Decided], decision: Decision) -> None:
    """Tell of the decisions of one moment whom they concern and who did not take them: one mail to each."""
    changed = [each for each in decided if each.after != each.before and not each.after.muted]
    note_told(session, desk, posted(session, desk, _mails(session, desk, changed, decision)))


class _Matter(Enum):
    """Why somebody hears of a decision that she did not take."""

    HERS_NOW = "handed"
    HERS_NO_MORE = "before"
    SAID = "said"
    """Another one closed or lowered her row."""


def _mails(session: Session, desk: Desk, changed: Iterable[Decided], decision: Decision) -> Iterator[Alert]:
    """One mail for each person and matter, with all of her rows."""
    where = circumstances(desk)
    together: dict[tuple[_Matter, str], list[Decided]] = defaultdict(list)
    for each in changed:
        for whom in _concerned(desk, each, decision):
            together[whom].append(each)
    for (matter, code), rows in together.items():
        event = handing_event(session, rows[0].after.reference)
        reader = desk.office.acting_for(code, where.today)
        match matter:
            case _Matter.HERS_NOW:
                yield handed_over(*(each.after for each in rows), event=event, circumstances=where)
            case _Matter.HERS_NO_MORE:
                yield moved_on(rows, reader, event=f"{event}:before", circumstances=where)
            case _Matter.SAID:
                yield said_by_another(rows, reader, decision.who, event=f"{event}:said", circumstances=where)


def _concerned(desk: Desk, decided: Decided, decision: Decision) -> Iterator[tuple[_Matter, str]]:
    """The new owner, and whoever owned the row before, where it was another one's word: by code."""
    before, after, day = decided.before, decided.after, day_in_rome(decision.at)
    if _is_news_to_owner(before, after, decision.who):
        yield _Matter.HERS_NOW, after.owner
    owner = desk.office.acting_for(before.owner, day)
    if owner.code == decision.who or desk.office.answers_for(decision.who, before.owner, day):
        return
    if after.owner != before.owner:
        if owner.code != after.owner:
            yield _Matter.HERS_NO_MORE, owner.code
    elif not _is_news_to_owner(before, after, decision.who) and any(each.kind in SAID for each in decided.events):
        yield _Matter.SAID, owner.code


def _is_news_to_owner(before: Position, after: Position, who: str) -> bool:
    """Whether a row has come to somebody, or has come back to her, by another one's word."""
    handed_over = after.owner != before.owner or (after.is_open and not before.is_open)
    return handed_over and after.owner != who and after.is_open
