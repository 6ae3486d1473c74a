# SPDX-License-Identifier: EUPL-1.2
"""Mails about silence: what is wrong, what to do, and that it is over; in words that fit whoever reads them."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.silence import missing_list_mail, over_mail, trouble_line, trouble_mail
from pecwatch.alerts.troubles import CAME, trouble
from pecwatch.model.alarm import Alarm, AlarmKind, Condition
from pecwatch.model.alert import AlertKind
from tests.alerts.stories import circumstances
from tests.casework.people import OCTOBER, OFFICE

HERE = circumstances()
CED, COORDINATOR = OFFICE.system_administrator, OFFICE.coordinator
MISSING = (AlarmKind.NO_LIST, AlarmKind.NO_REMINDER)


def alarm(kind: AlarmKind, about: str = "pec", **others: object) -> Alarm:
    condition = Condition(kind=kind, about="2025-12" if kind in MISSING else about, code="timeout", number=3)
    usual = Alarm(id=1, condition=condition, opened_at=OCTOBER, told_at=OCTOBER, next_at=OCTOBER)
    return replace(usual, **others)  # type: ignore[arg-type]  # named fields, overridden by each test


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_trouble_has_its_words(kind: AlarmKind) -> None:
    """What is wrong and that it is over are told in the subject, the remedy in the mail; 72 columns of text."""
    told = trouble_mail([alarm(kind)], CED, event="alarm:1.1", circumstances=HERE)
    over = over_mail([alarm(kind)], CED, event="alarm:1.over", circumstances=HERE)
    words = trouble(alarm(kind).condition)
    assert words.what in told.subject
    assert words.over in over.subject
    assert " ".join(words.remedy.split()) in " ".join(told.text.split())
    for mail, expected in ((told, AlertKind.SERVICE), (over, AlertKind.RESOLVED)):
        assert mail.kind is expected
        assert max(map(len, mail.text.splitlines())) <= 72
        assert "non ci sono sfratti" not in mail.text


def test_no_two_troubles_sound_alike() -> None:
    """Who reads subjects only knows which it is."""
    whats = [trouble(alarm(kind).condition).what for kind in AlarmKind]
    assert len(set(whats)) == len(AlarmKind)


def test_a_repetition_says_so() -> None:
    """The second mail is no second trouble."""
    again = alarm(AlarmKind.DISK, times=2)
    mail = trouble_mail([again], CED, event="alarm:1.2", circumstances=HERE)
    assert "GUASTO (2º avviso) – " in mail.subject
    assert "2º avviso, dura da venerdì 24 ottobre 2025" in " ".join(mail.text.split())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param(AlarmKind.NO_LIST, "nessun elenco arrivato", id="list"),
        pytest.param(AlarmKind.NO_REMINDER, "nessun sollecito arrivato", id="reminder"),
    ],
)
def test_what_did_not_come_is_asked_for(kind: AlarmKind, words: str) -> None:
    """Never «no evictions»: a question to send, and where to look first."""
    condition = Condition(kind=kind, about="2025-12", number=2, on=dt.date(2025, 11, 24))
    mail = missing_list_mail(alarm(kind, condition=condition), COORDINATOR, event="alarm:1.1", circumstances=HERE)
    text = " ".join(mail.text.split())
    assert (mail.kind, mail.subject) == (AlertKind.NO_LIST, f"[pecwatch] Dicembre 2025: {words}")
    for expected in (
        "era atteso entro lunedì 24 novembre 2025",
        "non vuol dire che non ci siano sfratti",
        "Buongiorno,",
        "TESTO PRONTO PER ALER",
        "al Protocollo",
    ):
        assert expected in text
    assert max(map(len, mail.text.splitlines())) <= 72


def test_an_end_that_mends_nothing_is_not_called_so() -> None:
    """The month is over and its list never came: closed, not solved."""
    never = alarm(AlarmKind.NO_LIST)
    came = replace(never, condition=replace(never.condition, code=CAME))
    subjects = [over_mail([each], COORDINATOR, event="x", circumstances=HERE).subject for each in (never, came)]
    assert subjects == [
        "[pecwatch] CHIUSO – l'elenco di dicembre 2025 non è arrivato e non lo chiederemo più: lo verifichi con ALER",
        "[pecwatch] RISOLTO – l'elenco di dicembre 2025 è arrivato",
    ]


def test_only_the_administrator_is_sent_to_the_terminal() -> None:
    """Nobody else could use it."""
    mails = [
        trouble_mail([alarm(AlarmKind.WITHHELD)], each, event="x", circumstances=HERE) for each in (CED, COORDINATOR)
    ]
    assert ["pecwatch status" in mail.text for mail in mails] == [True, False]


def test_a_line_for_the_digests() -> None:
    """How often it was told, or that it seems to be over."""
    lines = [trouble_line(alarm(AlarmKind.DISK, times=3)), trouble_line(alarm(AlarmKind.DISK, good_since=OCTOBER))]
    assert [line.rpartition(", ")[2] for line in lines] == ["segnalato 3 volte", "sembra finito"]
