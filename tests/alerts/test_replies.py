# SPDX-License-Identifier: EUPL-1.2
"""Prepared replies: what a tap writes."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import pytest

from pecwatch.alerts.replies import links, list_replies, low_replies, outcome_replies, plain, row_replies, take_all
from pecwatch.casework.answers import Offered, Understood, understand
from pecwatch.casework.positions import Decision, reject
from pecwatch.italian.fold import fold
from pecwatch.model.alert import AlertKind
from pecwatch.model.answer import Command
from pecwatch.model.match import Band
from pecwatch.model.news import Changes
from pecwatch.model.office import Office, OfficePerson
from pecwatch.model.position import Position, PositionState
from tests.alerts.looking.gallery import gallery
from tests.alerts.stories import circumstances, tell
from tests.casework.people import (
    ANSWERS,
    CERTAIN,
    NOVEMBER,
    OCTOBER,
    OFFICE,
    ZUCCHEROLI,
    candidate,
    match,
    position_of,
    report,
    with_operator,
)

HERE = circumstances()
OPERATOR, DESK = OFFICE.operators[0], OFFICE.duty_worker
ASKS_NOTHING = ("list-confirmed", "list-refused")
"""What has become of a list, told to owners whose rows have mails of their own."""

ANSWERED = (AlertKind.ROWS, AlertKind.REMINDER, AlertKind.DIFFERENCES, AlertKind.STEPS, AlertKind.TO_CONFIRM)


def words(position: Position, *, now: object = None, reader: object = OPERATOR) -> list[str]:
    here = HERE if now is None else circumstances(now)  # type: ignore[arg-type]  # a moment
    return [each.words for each in row_replies(position, reader, here)]  # type: ignore[arg-type]  # a person


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("new", ["PRENDO IN CARICO", "NON È LA STESSA PERSONA", "PASSO A", "HO CONTATTATO", "ESITO"]),
        ("notified", ["PRENDO IN CARICO", "NON È LA STESSA PERSONA", "PASSO A", "HO CONTATTATO", "ESITO"]),
        ("taken", ["HO CONTATTATO", "HO CHIESTO IL RINVIO", "PROGETTO AVVIATO", "PASSO A", "ESITO"]),
        ("contacted", ["HO CHIESTO IL RINVIO", "PROGETTO AVVIATO", "PASSO A", "ESITO"]),
        ("plan", ["HO CONTATTATO", "HO CHIESTO IL RINVIO", "PASSO A", "ESITO"]),
        ("postponement_asked", ["HO CONTATTATO", "PROGETTO AVVIATO", "PASSO A", "ESITO"]),
    ],
)
def test_what_is_offered_follows_what_was_said(state: str, offered: list[str]) -> None:
    """The likeliest answer first; nothing is offered that was said already."""
    assert words(position_of(ZUCCHEROLI, state=PositionState(state))) == offered


def test_once_the_day_has_passed_outcomes_are_offered() -> None:
    """Each outcome is one tap; whoever has not taken the row still may. On the day itself that comes first."""
    on_the_day = OCTOBER.replace(month=11, day=6)
    assert words(position_of(ZUCCHEROLI), now=on_the_day)[0] == "PRENDO IN CARICO"
    outcomes = ["ESITO ESEGUITO", "ESITO RILASCIATO", "ESITO RINVIATO AL", "ESITO SOSPESO", "ESITO NON ESEGUITO"]
    assert words(position_of(ZUCCHEROLI), now=NOVEMBER) == [*outcomes, "PRENDO IN CARICO"]
    assert words(position_of(ZUCCHEROLI, state=PositionState.TAKEN), now=NOVEMBER) == outcomes
    assert words(position_of(ZUCCHEROLI, state=PositionState.CLOSED)) == outcomes


def test_another_person_is_only_offered_where_one_was_proposed() -> None:
    """Of a row without candidates, or with struck out ones only, nobody can say that it is somebody else."""
    said = "NON È LA STESSA PERSONA"
    assert said not in words(position_of(ZUCCHEROLI, match=match()))
    assert said not in words(position_of(ZUCCHEROLI, rejected_folders=("2019/00871",)))


@pytest.mark.parametrize("reader", OFFICE.everybody, ids=lambda person: person.code)
@pytest.mark.parametrize("owner", ["OP01", "OP02", "duty_worker"])
def test_another_person_is_offered_to_whom_it_is_not_refused(reader: OfficePerson, owner: str) -> None:
    """To the owner, and to whoever follows a candidate; for anybody else it would come to nothing."""
    row = position_of(ZUCCHEROLI, owner=owner)
    decision = Decision(who=reader.code, by="mail", at=OCTOBER)
    is_done = isinstance(reject(row, decision, OFFICE, key=b"key"), Changes)
    assert ("NON È LA STESSA PERSONA" in words(row, reader=reader)) == is_done


def test_desk_hands_on_to_whoever_follows_a_candidate() -> None:
    """Two codes at most, none of them an unknown one, the owner's or her own; an operator sees no other's code."""
    codes = ("OP02", "OP77", "OP03", "OP01", None)
    found = match(Band.POSSIBLE, *(candidate(f"2018/{number}", 0.2, code) for number, code in enumerate(codes)))
    row = position_of(ZUCCHEROLI, match=found, owner="duty_worker")
    assert [each for each in words(row, reader=DESK) if each.startswith("PASSO")] == [
        "PASSO A OP02",
        "PASSO A OP03",
        "PASSO A",
    ]
    assert [each for each in words(row) if each.startswith("PASSO")] == ["PASSO A"]


def test_words_taken_out_of_the_rules_are_not_offered() -> None:
    """The office decides what may be answered."""
    fewer = replace(ANSWERS, answer=tuple(each for each in ANSWERS.answer if each.command is not Command.CONTACTED))
    here = circumstances(answers=fewer)
    assert "HO CONTATTATO" not in [each.words for each in row_replies(position_of(ZUCCHEROLI), OPERATOR, here)]


def test_a_tap_writes_the_whole_answer() -> None:
    """Subject with words, reference and token, body with the words; blanks as %20, which every program understands."""
    (taken, *_) = links(row_replies(position_of(ZUCCHEROLI), OPERATOR, HERE), "k7m2q9xab4c5", HERE, "PW-2025-11-001")
    assert taken.href == (
        "mailto:pecwatch@comune.example?subject=PRENDO%20IN%20CARICO%20PW-2025-11-001%20%5Bpw%3Ak7m2q9xab4c5%5D"
        "&body=PRENDO%20IN%20CARICO"
    )
    assert taken.about == "PW-2025-11-001"


ONE, TWO = position_of(ZUCCHEROLI), position_of(ZUCCHEROLI, "PW-2025-11-002")
AWAY = ((OCTOBER.date(), OCTOBER.date()),)


@pytest.mark.parametrize(
    ("rows", "office", "is_offered"),
    [
        pytest.param((ONE, TWO), OFFICE, True, id="two of hers"),
        pytest.param((ONE, TWO, replace(TWO, state=PositionState.TAKEN)), OFFICE, True, id="a taken one beside them"),
        pytest.param((ONE,), OFFICE, False, id="one row"),
        pytest.param((ONE, replace(TWO, state=PositionState.TAKEN)), OFFICE, False, id="one is left"),
        pytest.param((ONE, TWO, replace(TWO, owner="OP02")), OFFICE, False, id="another one's beside them"),
        pytest.param(
            (ONE, TWO, replace(TWO, state=PositionState.CLOSED)), OFFICE, False, id="a closed one beside them"
        ),
        pytest.param(
            tuple(replace(each, owner="OP02") for each in (ONE, TWO)),
            with_operator("OP02", absences=AWAY, substitute="OP01"),
            True,
            id="of whom she stands in for",
        ),
    ],
)
def test_all_rows_are_taken_with_one_word(rows: tuple[Position, ...], office: Office, is_offered: bool) -> None:
    """Only where no word of it takes a row away from somebody else."""
    here = circumstances(office=office)
    assert [each.words for each in take_all(rows, OPERATOR, here)] == ["PRENDO IN CARICO TUTTE"] * is_offered


def test_one_tap_takes_all_rows_of_a_mail() -> None:
    """The link is about the whole mail, and is understood of all its rows."""
    mail = tell(report((ZUCCHEROLI, replace(ZUCCHEROLI, row=2, surname="ALTRA")), matches=(CERTAIN, CERTAIN))).one(
        "OP01"
    )
    (href,) = [href for href in re.findall(r'href="([^"]*)"', mail.html) if "TUTTE" in href]
    subject, body = (unquote(part.partition("=")[2]) for part in unescape(href).partition("?")[2].split("&"))
    offered = Offered(references=mail.references)
    understood = understand(body, subject, offered, office=OFFICE, rules=ANSWERS, today=OCTOBER.date())
    assert understood == (Understood(command=Command.TAKE, references=mail.references),)
    assert "- PRENDO IN CARICO TUTTE" in mail.text


def everything_offered() -> list[str]:
    found = [match(Band.POSSIBLE, candidate("2018/1", 0.3, "OP02"))]
    rows = [position_of(ZUCCHEROLI, state=state, match=found[0]) for state in PositionState]
    prepared = [one for row in rows for reader in (OPERATOR, DESK) for one in row_replies(row, reader, HERE)]  # type: ignore[arg-type]  # a person
    every = (*prepared, *outcome_replies(HERE), *low_replies(HERE), *list_replies(HERE))
    return sorted({each.words for each in every})


@pytest.mark.parametrize("offered", everything_offered())
def test_what_is_offered_is_understood(offered: str) -> None:
    """Each prepared reply begins with words that the rules of answers know, in letters that no program spoils."""
    said = plain(offered)
    assert said.isascii() and said == said.upper()
    begins = [each.command for each in ANSWERS.answer if any(_begins(said, known) for known in each.understood)]
    assert begins, said


def _begins(said: str, known: str) -> bool:
    return f"{fold(said)} ".startswith(f"{fold(known)} ")


@pytest.mark.parametrize("outcome", outcome_replies(HERE), ids=lambda each: each.words)
def test_every_outcome_offered_is_understood(outcome: object) -> None:
    """What follows ESITO stands among the outcomes."""
    said = outcome.words.removeprefix("ESITO ")  # type: ignore[attr-defined]  # a prepared reply
    rules = ANSWERS.outcomes
    assert said in (*rules.executed, *rules.released, *rules.postponed, *rules.suspended, *rules.not_executed)


def test_links_within_a_summary_keep_their_mails() -> None:
    """Each link answers the mail in which it stood before."""
    (mail,) = (shown.alert for shown in gallery() if shown.name == "summary")
    found = [unquote(unescape(href)) for href in re.findall(r'<a [^>]*href="([^"]*)"', mail.html)]
    assert len({re.search(r"\[pw:([a-z0-9]{12})\]", each)[1] for each in found}) > 1  # type: ignore[index]  # fails loudly


ALONE = [shown for shown in gallery() if shown.name != "summary"]


@pytest.mark.parametrize("shown", ALONE, ids=lambda shown: shown.name)
def test_links_of_every_mail(shown: object) -> None:
    """Short, ASCII, to the mailbox of answers, with the token of this very mail; the text part has the token too."""
    mail = shown.alert  # type: ignore[attr-defined]  # of the gallery
    found = [unescape(href) for href in re.findall(r'<a [^>]*href="([^"]*)"', mail.html)]
    for href in found:
        subject, body = re.fullmatch(r"mailto:pecwatch@comune\.example\?subject=(.*)&body=(.*)", href).groups()  # type: ignore[union-attr]
        assert len(href) < 300 and href.isascii() and "+" not in href
        assert unquote(subject).endswith(f"[pw:{mail.token}]")
        assert unquote(subject).startswith(unquote(body).strip())
        about = re.findall(r"PW-\d{4}-\d{2}-\d{3,}", unquote(subject))
        assert set(about) <= set(mail.references)
    assert bool(found) <= bool(mail.token)
    assert bool(mail.token) == (f"[pw:{mail.token}]" in mail.text)
    assert (f"[pw:{mail.token}]" in mail.html) == bool(mail.token)


@pytest.mark.parametrize("shown", gallery(), ids=lambda shown: shown.name)
def test_what_asks_for_something_can_be_answered(shown: object) -> None:
    """Every mail about rows bears a token, which is that of its event and reader; mails about pecwatch bear none."""
    mail = shown.alert  # type: ignore[attr-defined]  # of the gallery
    if mail.kind in ANSWERED and shown.name not in ASKS_NOTHING:  # type: ignore[attr-defined]
        assert mail.token == HERE.token_of(mail.event, mail.recipient.email)
    if mail.recipient == OFFICE.system_administrator:
        assert not mail.token


def test_whoever_cannot_tap_reads_the_words() -> None:
    """The text part lists every answer as a line to copy."""
    text = tell(report((ZUCCHEROLI,), matches=(CERTAIN,))).one("OP01").text
    assert all(f"- {said}" in text for said in ("PRENDO IN CARICO PW-2025-11-001", "PASSO A … PW-2025-11-001", "ESITO"))


def test_nobody_is_asked_to_telephone_an_answer() -> None:
    """Answers are read: no mail asks to dictate one to a colleague."""
    told = "".join(shown.alert.text for shown in gallery())
    assert "dica a Bruna Caldonazzi" not in told
    assert "non vengono ancora lette" not in told
