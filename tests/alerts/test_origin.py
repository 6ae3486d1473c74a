# SPDX-License-Identifier: EUPL-1.2
"""Where a message comes from and how far it can be believed, as the office reads it; who is asked when in doubt."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.words import BAR, REASON, TRUST, WARNING
from pecwatch.cli.seal_words import REASONS
from pecwatch.cli.warning_words import WARNINGS
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.listing import Nature, State, Status
from pecwatch.model.message import Kind, Message, Trust
from pecwatch.model.news import Bar
from pecwatch.model.office import Office
from tests.alerts.stories import Story, tell
from tests.casework.people import BONETTALI, CERTAIN, FALCHETTI, NOVEMBER, OFFICE, THREE, match, message, report

MATCHES = (CERTAIN, match(), match())
VERIFIED = message(Trust.VERIFIED, identifier="opec1")
NOVEMBERS = message(Trust.VERIFIED, identifier="opec2", certified_at=NOVEMBER)
STRANGER = message(Trust.ABSENT, False, kind=Kind.ORDINARY, sender="ufficio@aler-pec.example")
STOPPED = replace(FALCHETTI, status=Status.NOT_EXECUTED)
AWAY = ((dt.date(2025, 10, 1), dt.date(2025, 12, 31)),)


def first(msg: Message = VERIFIED, office: Office = OFFICE) -> Story:
    return tell(report(matches=MATCHES, msg=msg), office=office)


def asked(story: Story) -> Alert:
    """The question whether a list, or a change in it, is genuine."""
    (alert,) = (each for each in story.alerts if each.kind is AlertKind.TO_CONFIRM)
    return alert


def stopped(msg: Message, nature: Nature = Nature.REMINDER, rows: tuple[object, ...] = (STOPPED,)) -> Story:
    """November's message says that nothing is done after all, or leaves a row out."""
    listed = report(rows, matches=tuple(match() for _ in rows), msg=msg, nature=nature)  # type: ignore[arg-type]
    return tell(listed, first().known, message_id=2, now=NOVEMBER)


def flat(text: str) -> str:
    return " ".join(text.split())


def reads(words: str, alert: Alert) -> bool:
    """Whether words of the tables stand in a mail; only their first letter may differ."""
    return words[1:] in flat(alert.text)


def test_every_code_has_words() -> None:
    """Levels, reasons, warnings and bars: whatever the reader finds out, the office reads it in Italian."""
    assert set(TRUST) == set(Trust)
    assert set(BAR) == set(Bar)
    assert set(WARNING) == set(WARNINGS)
    assert set(REASONS) <= set(REASON)


def test_all_words_are_whole_plain_sentences() -> None:
    """They are put together by the mails: no capital, no full stop, no straight quotes."""
    for words in (*REASON.values(), *WARNING.values(), *BAR.values()):
        assert words[0].islower() or words.startswith("PEC")
        assert not words.endswith(".") and "'" not in words and '"' not in words


@pytest.mark.parametrize("trust", Trust)
def test_every_owner_reads_the_level(trust: Trust) -> None:
    """In her mail's last lines, in words."""
    story = first(message(trust, trust is not Trust.INVALID))
    assert all(TRUST[trust] in flat(story.one(code).text) for code in ("OP01", "duty_worker"))
    assert TRUST[trust] in flat(story.to("coordinator")[0].text)


@pytest.mark.parametrize("code", ["replayed_identifier", "certified_long_ago", "not_addressed_to_us"])
def test_who_acts_is_told_what_is_odd(code: str) -> None:
    """A list that may be an old one sent again, in the mail of whoever would act on it."""
    story = first(replace(VERIFIED, warnings=("weak_digest", code)))
    assert all(reads(WARNING[code], alert) for alert in story.alerts)


@pytest.mark.parametrize("code", ["weak_digest", "nested_pec", "wrapped"])
def test_what_every_genuine_pec_has_frightens_nobody(code: str) -> None:
    """Nothing in any mail about a list that is not in doubt; who must judge one reads it all."""
    plain, marked = first(), first(replace(VERIFIED, warnings=(code,)))
    assert [each.text for each in marked.alerts] == [each.text for each in plain.alerts]
    assert reads(WARNING[code], asked(first(replace(STRANGER, warnings=(code,)))))


@pytest.mark.parametrize("code", sorted(set(WARNINGS) - {"weak_digest", "nested_pec", "wrapped"}))
def test_the_coordinator_reads_every_other_warning(code: str) -> None:
    """Under «Da dove viene», one sentence each; a code without words is not hidden either."""
    digest = first(replace(VERIFIED, warnings=(code,))).one("coordinator")
    assert "DA DOVE VIENE" in digest.text
    assert reads(WARNING[code], digest)
    assert "qualcosa di insolito" in first(replace(VERIFIED, warnings=("not_yet_known",))).one("coordinator").text


@pytest.mark.parametrize("reason", sorted(REASON))
def test_why_a_seal_is_not_verified(reason: str) -> None:
    """In plain Italian, in the question about a list in doubt."""
    doubtful = replace(message(Trust.INVALID, False), trust_reason=reason)
    assert reads(REASON[reason], asked(first(doubtful)))


def test_the_question_about_a_stranger() -> None:
    """What speaks against it, what to do, and never the number in the message; the address only for who must judge."""
    story = first(STRANGER)
    question = flat(asked(story).text)
    for text in (
        "un numero che l’ufficio conosce già",
        "mai a quello scritto nel messaggio",
        "ufficio@aler-pec.example",
        "ZUCCHEROLI MIRELLA",
        "PERCHÉ LO CHIEDIAMO",
        "chi segue le righe è già stato avvisato",
    ):
        assert text in question
    others = [alert for alert in story.alerts if alert.kind is not AlertKind.TO_CONFIRM]
    assert not [alert.recipient.code for alert in others if "aler-pec" in alert.text + alert.html + alert.subject]
    assert "aler-pec" not in asked(story).subject


BARRED = {
    Bar.NOT_VERIFIED: message(certified_at=NOVEMBER, identifier="opec2"),
    Bar.RELAYED: replace(NOVEMBERS, relayed=True),
    Bar.NOT_CERTIFIED: replace(NOVEMBERS, identifier=None),
    Bar.REPLAYED: replace(NOVEMBERS, warnings=("replayed_identifier",)),
    Bar.LONG_AGO: replace(NOVEMBERS, warnings=("certified_long_ago",)),
    Bar.FOR_OTHERS: replace(NOVEMBERS, warnings=("not_addressed_to_us",)),
    Bar.OVERTAKEN: replace(NOVEMBERS, certified_at=NOVEMBER.replace(year=2024)),
}


@pytest.mark.parametrize("bar", BARRED)
@pytest.mark.parametrize(
    ("nature", "rows"),
    [
        pytest.param(Nature.REMINDER, (STOPPED,), id="NON SI ESEGUE"),
        pytest.param(Nature.REPLACEMENT, (THREE[0], BONETTALI), id="annulla e sostituisce"),
    ],
)
def test_the_question_about_a_change(bar: Bar, nature: Nature, rows: tuple[object, ...]) -> None:
    """Why it has no effect yet, and which it is, without a name; its owner reads that what was known holds."""
    story = stopped(BARRED[bar], nature, rows)
    question = asked(story)
    assert reads(BAR[bar], question)
    assert "PW-2025-11-003" in question.text and question.references == ("PW-2025-11-003",)
    assert not any(listed.surname in question.text + question.html for listed in THREE)
    assert "DA CONFERMARE: per ora" in flat(story.one("duty_worker").text)


@pytest.mark.parametrize(
    ("nature", "rows", "told"),
    [
        pytest.param(Nature.REMINDER, (STOPPED,), "ora «non si esegue»", id="NON SI ESEGUE"),
        pytest.param(
            Nature.REPLACEMENT,
            (THREE[0], BONETTALI),
            "annullata: l’elenco che sostituisce il precedente non la nomina più",
            id="annulla e sostituisce",
        ),
    ],
)
def test_a_verified_change_is_told_and_asked_of_nobody(nature: Nature, rows: tuple[object, ...], told: str) -> None:
    """Owner and coordinator read what has changed."""
    story = stopped(NOVEMBERS, nature, rows)
    assert not [alert for alert in story.alerts if alert.kind is AlertKind.TO_CONFIRM]
    assert told in flat(story.one("duty_worker").text)
    assert told in flat(story.one("coordinator").text)
    assert "Non si esegue" in story.one("duty_worker").text


@pytest.mark.parametrize(
    ("coordinator", "director", "reader", "whole"),
    [
        pytest.param({}, {}, "coordinator", True, id="coordinator"),
        pytest.param({"absences": AWAY, "substitute": "OP03"}, {}, "OP03", True, id="her substitute"),
        pytest.param({"absences": AWAY}, {}, "director", False, id="the director"),
        pytest.param({"absences": AWAY}, {"absences": AWAY, "substitute": "OP02"}, "OP02", True, id="who stands in"),
        pytest.param({"absences": AWAY}, {"absences": AWAY}, "coordinator", True, id="nobody is there"),
    ],
)
def test_who_is_asked(coordinator: dict[str, object], director: dict[str, object], reader: str, whole: bool) -> None:
    """The coordinator, then her substitute, then the director, who sees initials; somebody always."""
    office = replace(
        OFFICE,
        coordinator=replace(OFFICE.coordinator, **coordinator),  # type: ignore[arg-type]  # free-form test values
        director=replace(OFFICE.director, **director),  # type: ignore[type-var, arg-type]  # as above
    )
    question = asked(first(STRANGER, office))
    assert question.recipient.code == reader
    assert ("ZUCCHEROLI" in question.text) is whole


@pytest.mark.parametrize("known", [True, False], ids=["positions are open", "nothing is open"])
def test_a_strangers_empty_list_is_never_told_as_a_fact(known: bool) -> None:
    """«Non sono previsti interventi» from anybody: in doubt, and asked about."""
    empty = report((), state=State.EMPTY_LIST, nature=Nature.EMPTY, msg=STRANGER)
    story = tell(empty, first().known, message_id=2, now=NOVEMBER) if known else tell(empty)
    question = flat(asked(story).text)
    assert "Il messaggio dichiara" in question and "NON CONFERMATO" in question
    assert "Non deve fare nulla" not in question
    assert "non confermato" in asked(story).subject


def test_an_unread_message_says_what_is_odd_about_it() -> None:
    """Who opens it by hand knows beforehand."""
    unread = replace(report((), state=State.UNREADABLE, msg=replace(STRANGER, warnings=("lookalike_sender",))))
    assert "somiglia a uno conosciuto" in flat(tell(unread).one("coordinator").text)


def test_no_mail_shows_invisible_characters_of_an_address() -> None:
    """A look-alike address is shown with what it hides."""
    tricky = replace(STRANGER, sender="decadenze@pec.aler\u202e.example")
    assert "⟨U+202E⟩" in asked(first(tricky)).text
