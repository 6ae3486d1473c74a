# SPDX-License-Identifier: EUPL-1.2
"""Prepared replies: what a reader may answer, as links that open a mail already written, and as words to copy."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.page import Answering, Link
from pecwatch.model.answer import Command
from pecwatch.model.office import OfficePerson, Role
from pecwatch.model.position import Position, PositionState, Priority
from pecwatch.model.record import record
from pecwatch.model.striking import standing, struck_by

LONGEST = 300
"""Characters of a link that every mail program still opens."""

HANDED_TO = 2
"""People proposed by code for a hand-over, before the open «PASSO A …»."""

TO_WHOM = "nome o codice della persona"

UNANSWERED = (PositionState.NEW, PositionState.NOTIFIED)


@record
class Prepared:
    """One answer that a reader may give."""

    command: Command
    words: str
    """Upper case, as in rules/answers.toml, with its argument."""
    open: str = ""
    """What the reader fills in, in a word; blank when nothing."""


def mark(token: str) -> str:
    """The token as mails show it and answers bear it."""
    return f"[pw:{token}]"


def row_replies(position: Position, reader: OfficePerson, circumstances: Circumstances) -> tuple[Prepared, ...]:
    """What may be answered about a position, the likeliest first: what became of it once its day has passed."""
    if not position.is_open:
        return outcome_replies(circumstances)
    gone = position.execution_on is not None and position.execution_on < circumstances.today
    handing = (*_to_whom(position, reader, circumstances), _said(Command.HAND_ON, circumstances, open_=TO_WHOM))
    if position.state in UNANSWERED:
        proposed = struck_by(position, reader.code, circumstances.office, circumstances.today)
        first = (
            _said(Command.TAKE, circumstances),
            *((_said(Command.NOT_THE_PERSON, circumstances),) if proposed else ()),
            *handing,
            _said(Command.CONTACTED, circumstances),
        )
    else:
        said = {
            PositionState.CONTACTED: Command.CONTACTED,
            PositionState.PLAN: Command.PLAN,
            PositionState.POSTPONEMENT_ASKED: Command.POSTPONEMENT_ASKED,
        }
        words = (Command.CONTACTED, Command.POSTPONEMENT_ASKED, Command.PLAN)
        new = (each for each in words if each is not said.get(position.state))
        first = (*(_said(each, circumstances) for each in new), *handing)
    if gone:
        return _kept(*outcome_replies(circumstances), *(each for each in first[:1] if position.state in UNANSWERED))
    return _kept(*first, _said(Command.OUTCOME, circumstances, open_="com’è andata"))


def take_all(positions: Sequence[Position], reader: OfficePerson, circumstances: Circumstances) -> tuple[Prepared, ...]:
    """PRENDO IN CARICO TUTTE, of a mail with several rows that are all the reader's own, or of whom she stands in for.

    Where another one's row stands beside hers the word would take that away from its owner.
    """
    waiting = [each for each in positions if each.state in UNANSWERED]
    owners = (circumstances.office.acting_for(each.owner, circumstances.today) for each in positions)
    everything = next(iter(circumstances.answers.everything), "")
    if len(waiting) < 2 or not everything or any(owner.code != reader.code for owner in owners):
        return ()
    if not all(each.is_open for each in positions):
        return ()
    return _kept(_said(Command.TAKE, circumstances, everything))


def outcome_replies(circumstances: Circumstances) -> tuple[Prepared, ...]:
    """ESITO ESEGUITO, ESITO RILASCIATO, ESITO RINVIATO AL …: the first word for each in the rules."""
    outcomes = circumstances.answers.outcomes
    postponed = next(
        (words for words in outcomes.postponed if words.endswith(" AL")), next(iter(outcomes.postponed), "")
    )
    named = ((outcomes.executed, ""), (outcomes.released, ""), ((postponed,), "giorno"))
    rest = ((outcomes.suspended, ""), (outcomes.not_executed, ""))
    return _kept(
        *(
            _said(Command.OUTCOME, circumstances, words[0], open_=left)
            for words, left in (*named, *rest)
            if words and words[0]
        )
    )


def any_replies(circumstances: Circumstances) -> tuple[Prepared, ...]:
    """What may be answered about a row of which nothing else is known here."""
    commands = (Command.TAKE, Command.NOT_THE_PERSON, Command.CONTACTED)
    handing = _said(Command.HAND_ON, circumstances, open_=TO_WHOM)
    outcome = _said(Command.OUTCOME, circumstances, open_="com’è andata")
    return _kept(*(_said(each, circumstances) for each in commands), handing, outcome)


def low_replies(circumstances: Circumstances) -> tuple[Prepared, ...]:
    """What ends a position of low priority, or wakes it."""
    return _kept(_said(Command.CLOSE, circumstances, open_="motivo"), *outcome_replies(circumstances))


def list_replies(circumstances: Circumstances) -> tuple[Prepared, ...]:
    """CONFERMO and NON CONFERMO."""
    return _kept(_said(Command.CONFIRM_LIST, circumstances), _said(Command.REFUSE_LIST, circumstances))


def hand_on_reply(circumstances: Circumstances) -> tuple[Prepared, ...]:
    """PASSO A …: what a reader of a survey may decide about any of its rows."""
    return _kept(_said(Command.HAND_ON, circumstances, open_=TO_WHOM))


def links(
    prepared: Sequence[Prepared], token: str, circumstances: Circumstances, reference: str = ""
) -> tuple[Link, ...]:
    """The replies as links to tap; about the whole mail when there is no reference."""
    return tuple(
        Link(words=_shown(each), href=_href(each, reference, token, circumstances), about=reference)
        for each in prepared
    )


def answering(
    token: str,
    prepared: Sequence[Prepared],
    references: Sequence[str],
    circumstances: Circumstances,
    whole: Sequence[Prepared] = (),
) -> Answering:
    """How to answer a mail by hand: each reply as a line to copy, with the first reference as its example.

    Args:
        whole: Replies about the whole mail, which are links here because no row bears them.
    """
    example = f" {references[0]}" if references else ""
    lines = dict.fromkeys(_line(each, example, circumstances) for each in prepared)
    which = ", con il riferimento della riga di cui parla" if prepared else ""
    return Answering(
        intro=f"risponda a questa mail e scriva in cima una di queste risposte{which}:",
        words=(*(each.words for each in whole), *lines),
        mark=mark(token),
        links=links(whole, token, circumstances),
    )


def _line(prepared: Prepared, example: str, circumstances: Circumstances) -> str:
    """One thing that may be answered, said once: whoever hands on names anybody, every outcome is named beside it."""
    if prepared.command not in (Command.OUTCOME, Command.HAND_ON):
        return f"{_shown(prepared)}{example}{f' ({prepared.open})' if prepared.open else ''}"
    words = circumstances.answers.offered(prepared.command)
    if prepared.command is Command.HAND_ON:
        return f"{words} …{example} ({TO_WHOM})"
    named = (_shown(each).removeprefix(f"{words} ") for each in outcome_replies(circumstances))
    return f"{words} …{example} ({', '.join(named)})"


def plain(words: str) -> str:
    """The words in letters that no mail program spoils: no accents, no typographic apostrophes."""
    decomposed = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return decomposed.encode("ascii", "ignore").decode()


def is_pressing(position: Position, today: dt.date) -> bool:
    """Whether there is still a day to come on which something may be prevented."""
    day = position.execution_on
    return position.is_open and position.priority is Priority.URGENT and (day is None or day >= today)


def _said(command: Command, circumstances: Circumstances, argument: str = "", *, open_: str = "") -> Prepared | None:
    """One reply; None where the office took its words out of the rules."""
    words = circumstances.answers.offered(command)
    return Prepared(command=command, words=f"{words} {argument}".strip(), open=open_) if words else None


def _kept(*replies: Prepared | None) -> tuple[Prepared, ...]:
    return tuple(each for each in replies if each is not None)


def _to_whom(position: Position, reader: OfficePerson, circumstances: Circumstances) -> tuple[Prepared | None, ...]:
    """Whoever follows a candidate's folder, for a reader who sees all candidates."""
    if reader.role is Role.OPERATOR:
        return ()
    left = [each.operator for each in standing(position)]
    codes = [
        code
        for code in dict.fromkeys(left)
        if code is not None
        and code not in (reader.code, position.owner)
        and circumstances.office.person(code) is not None
    ]
    return tuple(_said(Command.HAND_ON, circumstances, code) for code in codes[:HANDED_TO])


def _shown(prepared: Prepared) -> str:
    return f"{prepared.words} …" if prepared.open else prepared.words


def _href(prepared: Prepared, reference: str, token: str, circumstances: Circumstances) -> str:
    words = plain(prepared.words)
    subject = " ".join(part for part in (words, reference, mark(token)) if part)
    body = f"{words} " if prepared.open else words
    address = quote(circumstances.reply_to, safe="@")
    return f"mailto:{address}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
