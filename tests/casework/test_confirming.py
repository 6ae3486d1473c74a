# SPDX-License-Identifier: EUPL-1.2
"""«Questa riga è questa cartella», and what follows from it for later lists."""

import datetime as dt
from dataclasses import replace

import pytest

from pecwatch.casework.confirmations import with_confirmed
from pecwatch.casework.confirming import confirm, take_and_confirm, undo
from pecwatch.casework.positions import Decision, Refusal
from pecwatch.casework.rejections import rejected_folders, rejection_of
from pecwatch.model.decision import Confirmation, PairKind, Registered
from pecwatch.model.listing import ListRow
from pecwatch.model.match import ALIAS, Band, Evidence, Match
from pecwatch.model.news import Changes
from pecwatch.model.person import RegistryPerson
from tests.casework.people import (
    NOVEMBER,
    OFFICE,
    ZUCCHEROLI,
    address,
    candidate,
    match,
    position_of,
    report,
    with_operator,
)

KEY = b"of the office"
PERSON = RegistryPerson(folder="7", surname="Zucheroli", given_name="Mirela", operator="OP02", address=address())
OTHER = replace(PERSON, folder="8", operator="OP03")
REGISTERED: Registered = {"7": (PERSON,), "8": (OTHER,)}
SEVEN = candidate("7", 0.40, "OP02", name="Zucheroli Mirela")
EIGHT = candidate("8", 0.30, "OP03", name="Zucheroli Mirela")
FOUND = match(Band.POSSIBLE, SEVEN, EIGHT)
SHARED = position_of(ZUCCHEROLI, match=FOUND, owner="duty_worker", also_told=("OP02", "OP03"))


def by(who: str) -> Decision:
    return Decision(who=who, by="cli", at=NOVEMBER)


def confirmed() -> Confirmation:
    answer = confirm(SHARED, "7", by("duty_worker"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(answer, Changes)
    return answer.confirmations[0]


def as_seen_later(row: ListRow, found: Match = FOUND, registered: Registered = REGISTERED) -> Match:
    return with_confirmed(report((row,), matches=(found,)), (confirmed(),), registered, KEY).matches[0]


def test_a_confirmed_row_goes_to_whoever_follows_the_folder() -> None:
    """The folder comes first, and says who vouches for it."""
    answer = confirm(SHARED, "7", by("duty_worker"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(answer, Changes)
    after = answer.positions[0]
    assert (after.owner, after.match.band, after.match.candidates[0].folder) == ("OP02", Band.CERTAIN, "7")
    assert after.match.candidates[0].evidence[0].text == "confermato da una persona il 21/11/2025"
    assert sum(each.probability for each in after.match.candidates) <= 1.0
    assert [event.kind for event in answer.events] == ["person_confirmed"]


def test_an_alias_names_the_person_who_is_meant() -> None:
    """The name and address of the list, and the name in the registry."""
    alias = confirmed().alias
    assert (alias.folder, alias.surname, alias.of_surname) == ("7", "ZUCCHEROLI", "Zucheroli")
    assert alias.address == ZUCCHEROLI.address
    assert [each.code for each in confirmed().candidate.evidence] == ["surname"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(ZUCCHEROLI, id="the same line"),
        pytest.param(replace(ZUCCHEROLI, surname="MIRELLA", given_name="Zuccheroli"), id="name the other way round"),
        pytest.param(
            replace(ZUCCHEROLI, address=replace(address(), as_written="V. delle Robinie n. 14 interno 7")),
            id="address written otherwise",
        ),
    ],
)
def test_the_same_line_is_the_same_folder(row: ListRow) -> None:
    """The second copy and the reminder may be written a little otherwise."""
    assert as_seen_later(row).band is Band.CERTAIN
    assert as_seen_later(row, match()).candidates[0].folder == "7"


@pytest.mark.parametrize(
    ("row", "found", "registered"),
    [
        pytest.param(replace(ZUCCHEROLI, address=address(civic="99")), FOUND, REGISTERED, id="a namesake elsewhere"),
        pytest.param(ZUCCHEROLI, match(), {}, id="somebody the registry no longer holds"),
        pytest.param(
            ZUCCHEROLI,
            match(Band.NONE, replace(SEVEN, evidence=(Evidence(code="birth_date", bits=-6.0, text="diversa"),))),
            REGISTERED,
            id="another day of birth",
        ),
    ],
)
def test_another_line_is_not(row: ListRow, found: Match, registered: Registered) -> None:
    """What a person said is not stretched to people she did not speak of."""
    assert as_seen_later(row, found, registered) == found


@pytest.mark.parametrize(
    ("people", "holds"),
    [
        pytest.param((replace(PERSON, surname="Zuccheroli", given_name="Mirella"),), True, id="spelling corrected"),
        pytest.param((replace(PERSON, given_name="Ottavio"),), False, id="somebody else is left in the folder"),
        pytest.param(
            (replace(PERSON, given_name="Mirella"), replace(PERSON, given_name="Mirelda")), False, id="two are as like"
        ),
        pytest.param((replace(PERSON, given_name="Mirella"), PERSON), True, id="the very name goes first"),
    ],
)
def test_a_confirmation_outlives_a_corrected_name(people: tuple[RegistryPerson, ...], holds: bool) -> None:
    """The registry corrects a letter: the person of the folder is the same, and the decision too."""
    later = as_seen_later(ZUCCHEROLI, match(Band.NONE), {"7": people})
    assert (later.band is Band.CERTAIN) == holds
    if holds:
        assert later.candidates[0].folder == "7"


@pytest.mark.parametrize(
    ("who", "folder"),
    [pytest.param("OP02", "7", id="operator of a candidate"), pytest.param("duty_worker", None, id="duty worker")],
)
def test_taking_a_row_confirms_ones_own_candidate(who: str, folder: str | None) -> None:
    """PRENDO IN CARICO by whoever follows the folder says that it is the folder."""
    answer = take_and_confirm(SHARED, by(who), OFFICE, REGISTERED, key=KEY)
    assert isinstance(answer, Changes)
    assert [each.folder for each in answer.confirmations] == ([] if folder is None else [folder])
    assert (answer.positions[0].owner, answer.positions[0].state) == (who, "taken")


def test_a_substitute_confirms_for_whom_she_stands_in() -> None:
    """She answers for the folder that day."""
    away = ((NOVEMBER.date(), NOVEMBER.date()),)
    office = with_operator("OP02", absences=away, substitute="OP01")
    answer = take_and_confirm(SHARED, by("OP01"), office, REGISTERED, key=KEY)
    assert isinstance(answer, Changes) and [each.folder for each in answer.confirmations] == ["7"]


@pytest.mark.parametrize(
    "found",
    [
        pytest.param(match(Band.SAME_DWELLING, SEVEN), id="somebody unknown in a known dwelling"),
        pytest.param(match(Band.POSSIBLE, SEVEN, replace(EIGHT, operator="OP02")), id="two of her folders"),
        pytest.param(match(Band.NONE, replace(SEVEN, probability=0.02)), id="hardly anybody"),
    ],
)
def test_taking_says_nothing_where_it_is_not_clear_whom_she_means(found: Match) -> None:
    """She takes the row; which folder it is she has not said."""
    answer = take_and_confirm(replace(SHARED, match=found), by("OP02"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(answer, Changes)
    assert (answer.confirmations, answer.positions[0].match) == ((), found)


def test_confirming_is_refused_where_it_means_nothing() -> None:
    """A folder nobody has; the same a second time."""
    unknown = confirm(SHARED, "99", by("OP02"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(unknown, Refusal) and "no folder 99" in unknown.reason
    once = confirm(SHARED, "7", by("OP02"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(once, Changes)
    twice = confirm(once.positions[0], "7", by("OP02"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(twice, Refusal) and "already" in twice.reason


@pytest.mark.parametrize(
    ("row", "registered", "holds"),
    [
        pytest.param(ZUCCHEROLI, REGISTERED, True, id="nothing new"),
        pytest.param(
            replace(ZUCCHEROLI, address=replace(address(), as_written="V. delle Robinie 14/7")),
            REGISTERED,
            True,
            id="written otherwise",
        ),
        pytest.param(replace(ZUCCHEROLI, address=address(civic="99")), REGISTERED, False, id="another address"),
        pytest.param(replace(ZUCCHEROLI, fiscal_code="ZCCMLL60A41X999K"), REGISTERED, False, id="a codice fiscale"),
        pytest.param(
            ZUCCHEROLI, {"7": (replace(PERSON, address=address(civic="14")), )}, True, id="an equal entry"
        ),
        pytest.param(
            ZUCCHEROLI, {"7": (replace(PERSON, address=address(civic="15")),)}, False, id="a changed entry"
        ),
    ],
)  # fmt: skip
def test_a_rejection_holds_until_something_is_new(row: ListRow, registered: Registered, holds: bool) -> None:
    """«Non è la stessa persona» was said of what was known then."""
    said = (rejection_of(ZUCCHEROLI, SEVEN, KEY, REGISTERED),)
    assert rejected_folders(row, FOUND, said, KEY, registered) == (("7",) if holds else ())


@pytest.mark.parametrize(
    "row",
    [
        replace(ZUCCHEROLI, surname="محمد", given_name="علي"),
        replace(ZUCCHEROLI, address=replace(ZUCCHEROLI.address, street=None, civic=None, as_written="sconosciuto")),
        replace(ZUCCHEROLI, address=replace(ZUCCHEROLI.address, civic=None)),
    ],
    ids=["letters nobody can fold", "no address", "no civic number"],
)
def test_what_too_many_rows_share_is_no_line(row: ListRow) -> None:
    """A confirmation holds for a line that says who and where; what is blank would be everybody's."""
    position = replace(SHARED, row=row)
    answer = confirm(position, "7", by("duty_worker"), OFFICE, REGISTERED, key=KEY)
    assert isinstance(answer, Changes)
    later = with_confirmed(report((row,), matches=(FOUND,)), answer.confirmations, REGISTERED, KEY).matches[0]
    assert later == FOUND


def test_a_birth_date_contradicts_also_whom_matching_no_longer_finds() -> None:
    """Fallen out of the five or not: another day of birth in the row is another person."""
    born = {"7": (replace(PERSON, birth_date=dt.date(1960, 4, 3)),)}
    row = replace(ZUCCHEROLI, birth_date=dt.date(1991, 12, 24))
    nobody = match(Band.NONE)
    assert as_seen_later(ZUCCHEROLI, nobody, born).band is Band.CERTAIN
    assert as_seen_later(row, nobody, born) == nobody


def test_what_is_said_of_one_address_leaves_another_alone() -> None:
    """Each line has a key of its own, so that both words are kept beside each other."""
    there = replace(ZUCCHEROLI, address=address(civic="99"))
    said = tuple(rejection_of(row, SEVEN, KEY, REGISTERED) for row in (ZUCCHEROLI, there))
    assert said[0].row_key != said[1].row_key
    assert [rejected_folders(row, FOUND, said, KEY, REGISTERED) for row in (ZUCCHEROLI, there)] == [("7",), ("7",)]


def test_undoing_takes_back_what_an_alias_made_of_another_row() -> None:
    """A row that was found under a confirmed name is asked again too, though nobody confirmed that row itself."""
    alias = Evidence(code=ALIAS, bits=0.0, text="")
    by_alias = replace(SHARED, match=match(Band.CERTAIN, replace(SEVEN, probability=0.99, evidence=(alias,))))
    changes = undo(by_alias, PairKind.CONFIRMED, "7", by("duty_worker"), OFFICE, fresh=FOUND)
    assert changes.positions[0].match == FOUND
    assert changes.positions[0].owner == "duty_worker"
