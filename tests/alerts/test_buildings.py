# SPDX-License-Identifier: EUPL-1.2
"""The mail to a tutor: what he needs to know, and nothing of whom it concerns."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.alerts.buildings import place_shown, tutor_alert
from pecwatch.casework.buildings import SpokenOf, Terms, tutor_notices
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.building import Building, Parity
from pecwatch.model.message import Trust
from pecwatch.model.notice import BuildingNews, TutorNotice
from pecwatch.model.office import Role
from tests.alerts.stories import circumstances
from tests.alerts.test_privacy import CANARY, FOUND, canaries_in
from tests.casework.people import OCTOBER, OFFICE, message, person, position_of

TUTOR = person("tutor", Role.TUTOR, name="Tullio Ronchetti", email="t@cooperativa.example")
SIXTH, THIRTEENTH, TWENTIETH = (dt.date(2025, 11, day) for day in (6, 13, 20))
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


def mail(*news: BuildingNews, **changed: object) -> Alert:
    return tutor_alert(TutorNotice(tutor=TUTOR, buildings=news), event="e", circumstances=circumstances(**changed))  # type: ignore[arg-type]  # free-form


def plain(text: str) -> str:
    return " ".join(text.split())


def test_days_and_whom_to_call() -> None:
    """District, building, days, the number to call: in both parts."""
    written = mail(BuildingNews(building=ROBINIE, planned=(SIXTH, TWENTIETH)))
    assert (written.kind, written.recipient) == (AlertKind.BUILDINGS, TUTOR)
    for part in (written.text.replace("VIA DELLE ROBINIE", "Via delle Robinie"), written.html):
        said = plain(part)
        assert "Via delle Robinie 14" in said
        assert "Quartiere Zaist. Chi chiamare: Segreteria (tel. 0000 51)." in said
        assert "Giovedì 6 novembre 2025" in said and "Giovedì 20 novembre 2025" in said


@pytest.mark.parametrize(
    ("news", "subject"),
    [
        pytest.param(
            (BuildingNews(building=ROBINIE, planned=(SIXTH,)),),
            "[pecwatch] Novembre 2025: visite programmate in 1 edificio – primo giorno 6 novembre",
            id="one building",
        ),
        pytest.param(
            (BuildingNews(building=GELSI, planned=(TWENTIETH,)), BuildingNews(building=ROBINIE, dropped=(SIXTH,))),
            "[pecwatch] Novembre 2025: visite programmate in 2 edifici – primo giorno 20 novembre",
            id="one of two is off",
        ),
        pytest.param(
            (BuildingNews(building=ROBINIE, dropped=(SIXTH,)),),
            "[pecwatch] Novembre 2025: visite non più previste in 1 edificio",
            id="off",
        ),
    ],
)
def test_a_discreet_subject(news: tuple[BuildingNews, ...], subject: str) -> None:
    """Month, number of buildings, first day: neither street nor district, on whose telephone ever."""
    assert mail(*news).subject == subject


def test_a_day_that_is_off() -> None:
    """Beside the new one, or alone; then there is nothing to do."""
    moved = plain(mail(BuildingNews(building=ROBINIE, planned=(TWENTIETH,), dropped=(THIRTEENTH,))).text)
    assert "La data di giovedì 13 novembre 2025 non è più prevista." in moved
    assert "Nuova data: giovedì 20 novembre 2025" in moved and "Se quel giorno qualcuno" in moved
    off = plain(mail(BuildingNews(building=ROBINIE, dropped=(THIRTEENTH,))).text)
    assert "Non deve fare nulla." in off and "programmate" not in off.lower().replace("non più", "")


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        pytest.param(("Segreteria", "0000 51"), "Segreteria (tel. 0000 51)", id="name and number"),
        pytest.param((None, "0000 51"), "Chi chiamare: tel. 0000 51", id="number"),
        pytest.param(("Segreteria", None), "Segreteria, oppure Sportello (tel. 0000 52)", id="name"),
        pytest.param((None, None), "Chi chiamare: Sportello (tel. 0000 52)", id="neither: the duty worker"),
    ],
)
def test_whom_to_call(contact: tuple[str | None, str | None], said: str) -> None:
    """There is always somebody."""
    desk = person("duty_worker", Role.DUTY_WORKER, name="Sportello", phone="0000 52")
    building = replace(ROBINIE, contact_name=contact[0], contact_phone=contact[1])
    written = mail(BuildingNews(building=building, planned=(SIXTH,)), office=replace(OFFICE, duty_worker=desk))
    assert said in plain(written.text)


@pytest.mark.parametrize(
    ("building", "shown"),
    [
        pytest.param(ROBINIE, "Via delle Robinie 14", id="one number"),
        pytest.param(replace(ROBINIE, exponent="A"), "Via delle Robinie 14/A", id="letter"),
        pytest.param(GELSI, "Viale dei Gelsi, numeri pari dal 2 al 20", id="even numbers"),
        pytest.param(replace(GELSI, parity=Parity.BOTH), "Viale dei Gelsi, numeri dal 2 al 20", id="all numbers"),
        pytest.param(replace(ROBINIE, street="VIA DELL'ACQUAFREDDA"), "Via dell'Acquafredda 14", id="apostrophe"),
        pytest.param(replace(ROBINIE, street="VIA D'AZEGLIO"), "Via d'Azeglio 14", id="a short one"),
    ],
)
def test_a_building_as_the_table_bounds_it(building: Building, shown: str) -> None:
    """A range stays a range: its dwellings are counted together."""
    assert plain(place_shown(building)) == shown


def test_no_canary_leaves_the_office() -> None:
    """Whatever the list says of somebody, the mail holds her street, and that only because the table has it."""
    voliera = replace(ROBINIE, street="VIA DELLA VOLIERA", first=9, last=9)
    listed = replace(
        CANARY,
        address=replace(CANARY.address, staircase="SCALINATA", flat="INTERNO-77"),
        wording="SI ESEGUE - GABBIETTA",
        text="GABBIETTA",
        time=dt.time(11, 45),
    )
    position = position_of(listed, match=FOUND)
    decided = tutor_notices(
        (SpokenOf(before=None, after=position, stated=frozenset({SIXTH})),),
        (position,),
        {},
        message=message(Trust.VERIFIED, identifier="opec1"),
        message_id=1,
        building_of=lambda _: voliera,
        terms=Terms(allowed=("t@cooperativa.example",), fewest_dwellings=6),
        now=OCTOBER,
    )
    written = tutor_alert(decided.notices[0], event="e", circumstances=circumstances())
    for part in (written.text, written.html):
        assert canaries_in(part) == ["VOLIERA"]
        for word in ("INTERNO-77", "SCALINATA", "11:45", "SI ESEGUE", "sfratt", "PW-2025", "2019/1", "OP01"):
            assert word.lower() not in part.lower()
    assert canaries_in(written.subject + written.event) == []
    assert written.references == (position.reference,)
