# SPDX-License-Identifier: EUPL-1.2
"""The mail to a tutor: district, building, days, whom to call; it leaves the office, so nothing else stands in it."""

import datetime as dt
import re
from collections.abc import Sequence

from pecwatch.alerts.circumstances import Circumstances
from pecwatch.alerts.frame import alert, contact
from pecwatch.alerts.page import Page, Section
from pecwatch.alerts.shown import JOINED, capital, count, long_day, short_day
from pecwatch.alerts.subjects import month_title, subject
from pecwatch.italian.fold import fold
from pecwatch.model.alert import Alert, AlertKind
from pecwatch.model.building import Building, Parity
from pecwatch.model.notice import BuildingNews, TutorNotice

PLANNED = "ha in programma delle visite"
OFF = "non ha più in programma alcune visite"
WHY = (
    "L’azienda di edilizia residenziale pubblica ha comunicato al Comune che {what}. Lo diciamo a lei perché è tutor "
    "di {where}."
)
DISCRETION = "Per riservatezza non scriviamo di chi si tratta: non lo chieda a chi abita lì e non inoltri questa mail."
FOOTER = (
    "Riceve questa mail perché risulta tutor di {where}. Se non lo è più, lo dica a chi è indicato sopra.",
    "Le risposte a questa mail non vengono lette: usi il recapito indicato.",
)
SIDES = {Parity.ODD: "numeri dispari ", Parity.EVEN: "numeri pari ", Parity.BOTH: "numeri "}

_SMALL = re.compile(r"(?<=\s)(?:D|De|Di|Da|Del|Dei|Della|Delle|Dello|Dell|Degli|E|In|Al|Ai)(?=[\s'’])")
"""Words within the name of a street that are not written with a capital."""


def tutor_alert(notice: TutorNotice, *, event: str, circumstances: Circumstances) -> Alert:
    """The one mail of a message to one tutor."""
    buildings, number = notice.buildings, len(notice.buildings)
    where = "questo edificio" if number == 1 else "questi edifici"
    days = {day for each in buildings for day in each.planned}
    is_off, when = not days, "quel giorno" if len(days) == 1 else "in quei giorni"
    page = Page(
        title=capital(_what(buildings, "un edificio" if number == 1 else f"{number} edifici")),
        lead=WHY.format(what=OFF if is_off else PLANNED, where=where),
        now="" if is_off else f"Se {when} qualcuno le chiede aiuto, chiami chi è indicato.",
        sections=tuple(_section(each, circumstances) for each in buildings),
        steps=(
            "Non deve fare nulla." if is_off else "Non occorre che lei sia presente: basta che lo sappia.",
            DISCRETION,
        ),
        footer=tuple(line.format(where=where) for line in FOOTER),
    )
    references = tuple(sorted({reference for each in buildings for reference in each.references}))
    return alert(AlertKind.BUILDINGS, notice.tutor, event, subject(_subject(buildings)), page, references=references)


def _subject(buildings: Sequence[BuildingNews]) -> str:
    """`Novembre 2025: visite programmate in 2 edifici – primo giorno 6 novembre`: neither street nor district."""
    planned = [day for each in buildings for day in each.planned]
    first = min(planned or [day for each in buildings for day in each.dropped])
    what = _what(buildings, count(len(buildings), "edificio", "edifici"))
    return f"{month_title(f'{first:%Y-%m}')}: {what}" + (f" – primo giorno {short_day(first)}" if planned else "")


def _what(buildings: Sequence[BuildingNews], where: str) -> str:
    is_off = not any(each.planned for each in buildings)
    return f"visite non più previste in {where}" if is_off else f"visite programmate in {where}"


def _section(news: BuildingNews, circumstances: Circumstances) -> Section:
    new = "Nuova data: " if news.dropped else ""
    return Section(
        heading=place_shown(news.building),
        intro=f"{_district(news.building)}. Chi chiamare: {_whom_to_call(news.building, circumstances)}.",
        bullets=(
            *(f"La data di {long_day(day)} non è più prevista." for day in news.dropped),
            *(_day(day, new) for day in news.planned),
        ),
    )


def _district(building: Building) -> str:
    """`Quartiere Zaist`, and `Zona 3` as the table has it."""
    named = fold(building.district).startswith(("QUARTIERE ", "ZONA ", "RIONE ", "FRAZIONE "))
    return capital(building.district) if named else f"Quartiere {building.district}"


def _day(day: dt.date, new: str) -> str:
    return f"{new}{long_day(day)}" if new else capital(long_day(day))


def place_shown(building: Building) -> str:
    """`Viale dei Gelsi 22/A`, `Viale dei Gelsi, numeri pari dal 2 al 20`: the building as the table bounds it.

    A range is shown whole, since its dwellings are counted together: one number of it may have too few.
    """
    street = _SMALL.sub(lambda found: found[0].lower(), building.street.title())
    if building.first == building.last:
        exponent = "" if building.exponent is None else f"/{building.exponent}"
        return f"{street} {building.first}{exponent}"
    return f"{street}, {SIDES[building.parity]}{JOINED.join(('dal', str(building.first), 'al', str(building.last)))}"


def _whom_to_call(building: Building, circumstances: Circumstances) -> str:
    """Whom the table names, otherwise who takes the unknown rows today."""
    phone = None if building.contact_phone is None else building.contact_phone.replace(" ", JOINED)
    if phone is None:
        desk = contact(circumstances.office.duty_desk(circumstances.today))
        return desk if building.contact_name is None else f"{building.contact_name}, oppure {desk}"
    return f"tel.{JOINED}{phone}" if building.contact_name is None else f"{building.contact_name} (tel.{JOINED}{phone})"
