# SPDX-License-Identifier: EUPL-1.2
"""Whatever happens in whatever order, somebody acts: lists, answers, absences, mails that fail, sleeping services."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pecwatch.casework.chain import CHAIN
from pecwatch.casework.decide import decide
from pecwatch.casework.lists import received_list
from pecwatch.casework.news import what_is_new
from pecwatch.casework.positions import Decision, Refusal, notified, pass_to, record_outcome, take
from pecwatch.casework.steps import Look, has_heard, owner_step
from pecwatch.model.listing import ListRow, Nature, Status
from pecwatch.model.match import Band
from pecwatch.model.message import Trust
from pecwatch.model.news import Changes, Known
from pecwatch.model.office import Office
from pecwatch.model.position import Outcome, Position, PositionState, Priority, ReceivedList, Way
from pecwatch.model.step import Due, Step, StepKind, Told
from tests.casework.clocks import WITH_SUBSTITUTE, WORK, at, watched_of
from tests.casework.people import CLOCKS, candidate, match, message, report, row

SURNAMES = ("ZUCCHEROLI", "BONETTALI", "FALCHETTI", "OKOROMA")
PEOPLE = ("OP01", "OP02", "OP03", "duty_worker", "coordinator", "director")
ENDS = {Outcome.EXECUTED, Outcome.RELEASED, Outcome.NOT_THE_HOUSING_COMPANY, Outcome.CLOSED_BY_PERSON}

days = st.one_of(st.none(), st.integers(min_value=0, max_value=70))
statuses = st.sampled_from(list(Status))


class SomeoneActs(RuleBasedStateMachine):
    """An office over some months; the clock only goes forward."""

    @initialize()
    def begin(self) -> None:
        self.now = at(24, 9, month=10)
        self.office: Office = WITH_SUBSTITUTE
        self.positions: dict[str, Position] = {}
        self.told: dict[str, list[Told]] = {}
        self.spoken_at: dict[str, dt.datetime] = {}
        self.lists: tuple[ReceivedList, ...] = ()
        self.messages = 0
        self.relay = "takes"
        self.dead: set[str] = set()
        self.works_since = self.now
        """From when on relay and addresses have been as they are."""
        self.delivered: Counter[Step] = Counter()

    # What happens.

    @rule(
        chosen=st.dictionaries(st.sampled_from(SURNAMES), st.tuples(days, statuses), min_size=1),
        verified=st.booleans(),
        band=st.sampled_from([Band.CERTAIN, Band.NONE]),
        nature=st.sampled_from([Nature.ANNOUNCEMENT, Nature.REMINDER, Nature.CORRECTION, Nature.REPLACEMENT]),
    )
    def a_list_comes(
        self, chosen: dict[str, tuple[int | None, Status]], verified: bool, band: Band, nature: Nature
    ) -> None:
        rows = tuple(self._row(number, name, *chosen[name]) for number, name in enumerate(sorted(chosen), start=1))
        self.messages += 1
        certified = {"certified_at": self.now, "identifier": f"opec{self.messages}"}
        sender = message(Trust.VERIFIED if verified else Trust.UNVERIFIABLE, **certified)
        found = match(band, *((candidate("2019/00871", 0.98),) if band is Band.CERTAIN else ()))
        listed = report(rows, msg=sender, matches=tuple(found for _ in rows), nature=nature)
        known = Known(lists=self.lists, positions=tuple(self.positions.values()))
        kept = {"message_id": self.messages, "way": Way.PEC, "arrived_at": self.now}
        news = what_is_new(listed, known=known, now=self.now, **kept)  # type: ignore[arg-type]
        changes = decide(
            news,
            listed,
            message_id=self.messages,
            office=self.office,
            known=known,
            now=self.now,
            next_number={"2025-11": len(self.positions) + 1},
        )
        before = dict(self.positions)
        self._write(changes)
        if not verified:
            self._assert_not_quieter(before)
        new = received_list(listed, **kept)  # type: ignore[arg-type]
        self.lists = (*self.lists, *(() if new is None else (new,)))
        for position in changes.positions:
            self._tell_owner(position.reference)
        self._tick()

    @rule(minutes=st.sampled_from([1, 60, 8 * 60, 24 * 60, 3 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        """The service looks as often as it would."""
        end = self.now + dt.timedelta(minutes=minutes)
        while self.now < end:
            look = Look(self.office, CLOCKS, WORK, self.now)
            moments = [self._due(reference, look).look_at for reference in self._open()]
            self.now = min([end, look.latest, *(moment for moment in moments if moment > self.now)])
            self._tick()

    @rule(days_off=st.integers(min_value=1, max_value=20))
    def the_service_sleeps(self, days_off: int) -> None:
        self.now += dt.timedelta(days=days_off)
        self._tick()

    @rule(how=st.sampled_from(["takes", "waits", "refuses"]))
    def the_relay(self, how: str) -> None:
        self.relay, self.works_since = how, self.now
        self._tick()

    @rule(code=st.sampled_from(PEOPLE))
    def an_address_dies_or_lives(self, code: str) -> None:
        self.dead ^= {code}
        self.works_since = self.now

    @rule(data=st.data())
    def a_mail_comes_back(self, data: st.DataObject) -> None:
        sent = [
            (reference, place)
            for reference, told in self.told.items()
            for place, each in enumerate(told)
            if each.sent_at is not None and each.undelivered_at is None
        ]
        if sent:
            reference, place = data.draw(st.sampled_from(sent))
            back = self.told[reference][place]
            self.told[reference][place] = replace(back, undelivered_at=self.now)
            self.delivered[back.step] -= 1
            self._tick()

    @rule(code=st.sampled_from(PEOPLE), length=st.integers(min_value=0, max_value=15))
    def somebody_goes_away(self, code: str, length: int) -> None:
        first = WORK.day_of(self.now)
        away = ((first, first + dt.timedelta(days=length)),)

        def changed(person: object) -> object:
            return replace(person, absences=away) if getattr(person, "code", None) == code else person  # type: ignore[type-var]

        office = self.office
        self.office = replace(
            office,
            coordinator=changed(office.coordinator),
            duty_worker=changed(office.duty_worker),
            director=changed(office.director),
            operators=tuple(map(changed, office.operators)),
        )
        self._tick()

    @precondition(lambda self: self._open())
    @rule(data=st.data(), who=st.sampled_from(PEOPLE[:3]))
    def somebody_takes_it(self, data: st.DataObject, who: str) -> None:
        position = self._one(data)
        self._write(take(position, self._said(who)))
        self._tick()

    @precondition(lambda self: self._open())
    @rule(data=st.data(), who=st.sampled_from(PEOPLE[:5]))
    def somebody_passes_it(self, data: st.DataObject, who: str) -> None:
        """A new owner begins a new chain; the mail of the hand-over is its first step."""
        position = self._one(data)
        changes = pass_to(position, who, self._said(position.owner), self.office)
        if isinstance(changes, Changes):
            (passed,) = changes.positions
            anew = replace(passed, cycle=position.cycle + 1, clock_started_at=self.now)
            self._write(replace(changes, positions=(anew,)))
            self._tell_owner(position.reference)
        self._tick()

    @precondition(lambda self: self._open())
    @rule(data=st.data(), outcome=st.sampled_from(list(Outcome)[:5]), later=days)
    def somebody_tells_the_outcome(self, data: st.DataObject, outcome: Outcome, later: int | None) -> None:
        position = self._one(data)
        day = None if later is None or outcome is not Outcome.POSTPONED else self._day(later)
        self._write(record_outcome(position, outcome, self._said(position.owner), postponed_to=day))
        self._tick()

    # What always holds.

    @invariant()
    def every_open_one_has_an_owner_and_a_next_step(self) -> None:
        look = Look(self.office, CLOCKS, WORK, self.now)
        for reference in self._open():
            assert look.chain_of(self.positions[reference].owner)
            due = self._due(reference, look)
            assert due.steps or due.again or due.look_at > self.now

    @invariant()
    def every_closed_one_has_ended_in_a_way_that_ends_it(self) -> None:
        closed = [each for each in self.positions.values() if each.state is PositionState.CLOSED]
        assert all(each.outcome in ENDS for each in closed)

    @invariant()
    def nobody_is_told_twice_of_one_step(self) -> None:
        for told in self.told.values():
            addresses = [
                (each.step.cycle, each.step.kind, each.step.day, self._address(each.step.recipient)) for each in told
            ]
            assert len(addresses) == len(set(addresses))
        assert all(times <= 1 for times in self.delivered.values())

    @invariant()
    def somebody_knows_by_the_next_opening(self) -> None:
        """A relay that refused everything, and addresses that are dead: once a mail can arrive, one does."""
        look = Look(self.office, CLOCKS, WORK, self.now)
        for reference in self._open():
            position = self.positions[reference]
            silent = position.state in (PositionState.NEW, PositionState.NOTIFIED)
            reachable = any(link.person.code not in self.dead for link in look.chain_of(position.owner))
            if not silent or position.priority is Priority.LOW or self.relay != "takes" or not reachable:
                continue
            told = [each for each in self.told[reference] if each.step.cycle == position.cycle]
            if not any(each.sent_at is not None and each.undelivered_at is None for each in told):
                lost = [each.undelivered_at for each in told if each.undelivered_at is not None]
                assert self.now < WORK.next_opening(max(self.works_since, *lost))

    @invariant()
    def a_day_that_is_there_is_known_to_everybody_who_is_there(self) -> None:
        """Whoever is silent: on the last day each of the chain has heard that it is."""
        look = Look(self.office, CLOCKS, WORK, self.now)
        for reference in self._open():
            position = self.positions[reference]
            silent = position.state in (PositionState.NEW, PositionState.NOTIFIED)
            if not silent or position.priority is Priority.LOW:
                continue
            if look.horizon_of(position.month, position.execution_on).near and not self._due(reference, look).steps:
                heard = {each.step.recipient for each in self.told.get(reference, ())}
                assert {link.person.code for link in look.chain_of(position.owner)} <= heard

    # How it is played.

    def _tick(self) -> None:
        """As many rounds as are needed until nothing is due."""
        for _ in range(12):
            self._send()
            look = Look(self.office, CLOCKS, WORK, self.now)
            due = {reference: self._due(reference, look) for reference in self._open()}
            if not any(each.steps or each.again for each in due.values()):
                return
            for reference, each in due.items():
                self._assert_none_skipped(reference, each.steps, look)
                self._tell(*each.steps)
                self._tell_again(each.again)
        raise AssertionError("a round never comes to an end")

    def _assert_none_skipped(self, reference: str, steps: tuple[Step, ...], look: Look) -> None:
        """Whoever stands before in the chain was told, and her mail has left or failed."""
        watched = watched_of(self.positions[reference])
        assert watched is not None
        links = [link.person.code for link in look.chain_of(watched.owner)]
        climbing = [step for step in steps if step.kind in CHAIN]
        assert len(climbing) <= 1
        for step in climbing:
            for code in links[: links.index(step.recipient)]:
                told = [each for each in self.told.get(reference, ()) if each.step.recipient == code]
                assert any(each.undelivered_at or (each.sent_at and has_heard(code, watched, (each,))) for each in told)

    def _tell_owner(self, reference: str) -> None:
        watched = watched_of(self.positions[reference])
        if watched is None:
            return
        code = Look(self.office, CLOCKS, WORK, self.now).chain_of(watched.owner)[0].person.code
        told = self.told.get(reference, ())
        if not has_heard(code, watched, told):
            step = owner_step(watched, code)
            lost = tuple(each for each in told if each.step == step)
            self._tell_again(lost) if lost else self._tell(step)

    def _tell(self, *steps: Step) -> None:
        for step in steps:
            told = self.told.setdefault(step.reference, [])
            assert step not in [each.step for each in told]
            told.append(Told(step=step, decided_at=self.now))

    def _tell_again(self, lost: Iterable[Told]) -> None:
        for each in lost:
            assert each.undelivered_at is not None
            told = self.told[each.step.reference]
            told[told.index(each)] = Told(step=each.step, decided_at=self.now)

    def _send(self) -> None:
        if self.relay == "waits":
            return
        for reference, told in self.told.items():
            for place, each in enumerate(told):
                if each.sent_at is None and each.undelivered_at is None:
                    refused = self.relay == "refuses" or each.step.recipient in self.dead
                    self.delivered[each.step] += not refused
                    told[place] = replace(each, **{"undelivered_at" if refused else "sent_at": self.now})
                    if each.step.kind is StepKind.OWNER and not refused:
                        self._write(notified(self.positions[reference], at=self.now), is_word=False)

    def _write(self, changes: Changes | Refusal, *, is_word: bool = True) -> None:
        if isinstance(changes, Changes):
            for position in changes.positions:
                self.positions[position.reference] = position
                if is_word:
                    self.spoken_at[position.reference] = self.now

    def _due(self, reference: str, look: Look) -> Due:
        watched = watched_of(self.positions[reference], last_word_at=self.spoken_at.get(reference))
        assert watched is not None
        return look.steps(watched, self.told.get(reference, ()))

    def _assert_not_quieter(self, before: dict[str, Position]) -> None:
        today = WORK.day_of(self.now)
        for reference, was in before.items():
            now = self.positions[reference]
            if not was.is_open or was.priority is Priority.LOW:
                continue
            assert now.is_open and now.priority is Priority.URGENT
            if was.execution_on is not None and was.execution_on >= today:
                assert now.execution_on is not None and now.execution_on <= was.execution_on

    def _open(self) -> list[str]:
        return [reference for reference, each in self.positions.items() if watched_of(each) is not None]

    def _one(self, data: st.DataObject) -> Position:
        return self.positions[data.draw(st.sampled_from(self._open()))]

    def _said(self, who: str) -> Decision:
        return Decision(who=who, by="mail", at=self.now)

    def _address(self, code: str) -> str:
        person = self.office.person(code)
        assert person is not None
        return person.email.lower()

    def _day(self, later: int) -> dt.date:
        return WORK.day_of(self.now) + dt.timedelta(days=later)

    def _row(self, number: int, surname: str, later: int | None, status: Status) -> ListRow:
        day = None if later is None else self._day(later)
        postponed = day if status is Status.POSTPONED else None
        return row(surname, "PERSONA", number, date=day, status=status, postponed_to=postponed)


TestSomeoneActs = pytest.mark.timeout(600)(SomeoneActs.TestCase)
TestSomeoneActs.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
