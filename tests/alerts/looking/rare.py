# SPDX-License-Identifier: EUPL-1.2
"""Mails that come rarely: silence and troubles, what leaves the office, what a decision causes, what is too long."""

import datetime as dt
from dataclasses import replace

from pecwatch.alerts.buildings import tutor_alert
from pecwatch.alerts.list_said import list_confirmed, list_refused
from pecwatch.alerts.mime import render
from pecwatch.alerts.silence import missing_list_mail, over_mail, trouble_mail
from pecwatch.alerts.summary import Gathered, summary
from pecwatch.alerts.told import Told
from pecwatch.alerts.troubles import UNCONFIRMED
from pecwatch.model.alarm import Alarm, AlarmKind, Condition
from pecwatch.model.alert import Alert
from pecwatch.model.building import Building, Parity
from pecwatch.model.listing import Status
from pecwatch.model.news import Difference, RowChange, RowNews
from pecwatch.model.notice import BuildingNews, TutorNotice
from pecwatch.model.office import Role
from pecwatch.model.position import Outcome, Position, PositionState
from tests.alerts.stories import circumstances
from tests.casework.people import FALCHETTI, NOVEMBER, OCTOBER, OFFICE, person, position_of

TUTOR = person("tutor", Role.TUTOR, name="Tullio Ronchetti", email="t@cooperativa.example")
ROBINIE = Building(
    street="VIA DELLE ROBINIE",
    first=14,
    last=14,
    district="Zaist",
    dwellings=18,
    tutor_email="t@cooperativa.example",
    contact_name="Segreteria",
    contact_phone="0000 51",
)
GELSI = replace(ROBINIE, street="VIALE DEI GELSI", first=2, last=20, parity=Parity.EVEN, district="zona 3")
SIXTH, TWENTIETH = dt.date(2025, 11, 6), dt.date(2025, 11, 20)
SUSPENDED = Difference(field="status", before="execute", after="suspended", applied=True)


def silence() -> tuple[tuple[str, Alert], ...]:
    """Lists that do not come, troubles, and that they are over."""
    here, boss, admin = circumstances(), OFFICE.coordinator, OFFICE.system_administrator

    def missing(kind: AlarmKind, **others: object) -> Alert:
        return missing_list_mail(_alarm(kind, **others), boss, event="alarm:1.1", circumstances=here)

    several = [_alarm(AlarmKind.LOGIN_REFUSED), _alarm(AlarmKind.QUOTA), _alarm(AlarmKind.OLD_REGISTRY)]
    return (
        ("no-list", missing(AlarmKind.NO_LIST)),
        ("no-list-again", missing(AlarmKind.NO_LIST, times=2)),
        ("no-list-doubtful", missing(AlarmKind.NO_LIST, code=UNCONFIRMED)),
        ("no-reminder", missing(AlarmKind.NO_REMINDER)),
        ("trouble", trouble_mail([_alarm(AlarmKind.MAILBOX)], admin, event="alarm:1.1", circumstances=here)),
        ("trouble-silent", trouble_mail([_alarm(AlarmKind.MAILBOX_SILENT)], boss, event="a", circumstances=here)),
        ("trouble-several", trouble_mail(several, admin, event="alarm:1.1", circumstances=here)),
        ("resolved", over_mail([_alarm(AlarmKind.MAILBOX_SILENT)], boss, event="alarm:1.over", circumstances=here)),
        ("resolved-no-list", over_mail([_alarm(AlarmKind.NO_LIST)], boss, event="alarm:1.over", circumstances=here)),
        ("resolved-several", over_mail(several, admin, event="alarm:1.over", circumstances=here)),
    )


def outside() -> tuple[tuple[str, Alert], ...]:
    """To tutors."""

    def notice(*news: BuildingNews) -> Alert:
        return tutor_alert(TutorNotice(tutor=TUTOR, buildings=news), event="e", circumstances=circumstances())

    return (
        ("buildings", notice(BuildingNews(building=ROBINIE, planned=(SIXTH, TWENTIETH)))),
        (
            "buildings-moved",
            notice(
                BuildingNews(building=GELSI, planned=(TWENTIETH,), dropped=(SIXTH,)),
                BuildingNews(building=ROBINIE, dropped=(SIXTH,)),
            ),
        ),
        ("buildings-off", notice(BuildingNews(building=ROBINIE, dropped=(SIXTH,)))),
    )


def decided() -> tuple[tuple[str, Alert], ...]:
    """What owners hear of somebody's decision."""
    here, before = circumstances(NOVEMBER), position_of(FALCHETTI, "PW-2025-11-003")
    closed = replace(before, state=PositionState.CLOSED, outcome=Outcome.NOT_THE_HOUSING_COMPANY)
    after = replace(before, row=replace(FALCHETTI, status=Status.SUSPENDED))
    (confirmed,) = list_confirmed([told(before, after, SUSPENDED)], event="c", circumstances=here)
    (refused,) = list_refused([told(before, closed)], event="r", circumstances=here)
    return ("list-confirmed", confirmed), ("list-refused", refused)


def together(*mails: Alert) -> Alert:
    """Several mails of an hour in one."""
    gathered = [
        Gathered(
            subject=mail.subject,
            references=mail.references,
            content=render(mail, sender="p@x.example", reply_to="p@x.example", message_id=f"<{n}@x>", date=OCTOBER),
        )
        for n, mail in enumerate(mails)
    ]
    return summary(gathered, mails[0].recipient, event="summary:OP01:1-3")


def _alarm(kind: AlarmKind, **others: object) -> Alarm:
    is_month = kind in (AlarmKind.NO_LIST, AlarmKind.NO_REMINDER)
    condition = Condition(
        kind=kind,
        about="2025-12" if is_month else "pec",
        code=str(others.pop("code", "timeout")),
        number=3,
        on=dt.date(2025, 10, 22) if is_month else None,
    )
    usual = Alarm(id=1, condition=condition, opened_at=OCTOBER, told_at=OCTOBER, next_at=OCTOBER)
    return replace(usual, **others)  # type: ignore[arg-type]  # free-form test values


def told(before: Position, after: Position, *differences: Difference) -> Told:
    """A position that people are to hear of, as a list left it."""
    news = RowNews(row=after.row, match=after.match, change=RowChange.CHANGED, position=before, differences=differences)
    return Told(position=after, news=news)
