# SPDX-License-Identifier: EUPL-1.2
"""Reminders, letters and corrections in sentences: «… l'esecuzione nei confronti della Sig.ra X, Via …»."""

import datetime as dt
from dataclasses import replace

from pecwatch.italian.dates import DateSpan, find_dates
from pecwatch.italian.times import find_times
from pecwatch.lists.announcing import (
    acts_in,
    announces,
    corrects,
    execution_day,
    execution_time,
    is_led_wrong,
    speaks_of_one,
    threatens,
)
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Draft, Item, Taken, Untold
from pecwatch.lists.ends import corrected_number
from pecwatch.lists.layouts.tenants import Tenant, dwelling_among, tenants_of, without_addresses
from pecwatch.lists.persons import in_capitals, persons_in
from pecwatch.lists.sentences import Letter, letter_of
from pecwatch.lists.wording import StatusPlace, find_statuses, join_lines
from pecwatch.model.record import record
from pecwatch.rules import Rules


@record
class _Told:
    """A row, and the sentences it was read from."""

    draft: Draft
    stretch: tuple[int, int]
    home: tuple[int, int]
    """Where its name and address stand."""


def read_prose(items: list[Item], collector: Collector, *, beside: bool = False) -> None:
    """Read rows out of sentences that announce an execution; a sentence that announces one and gives none is untold.

    Args:
        beside: Rows were read in other lines: only a sentence that itself speaks of an execution counts.
    """
    lines = [item for item in items if item.cells is None]
    reader = _ProseReader(lines, collector.rules)
    found = reader.rows(beside=beside)
    if collector.date in [told.draft.date for told in found]:
        collector.date = None  # the day of one row, taken for that of all before its sentence was understood
    for told in found:
        collector.add(told.draft)
    collector.drafts.sort(key=lambda draft: (draft.where.page, draft.where.line))
    _explain(reader.lines_of_all([told.stretch for told in found]), Taken.ROW, "sentence", collector)
    if found or beside:
        _explain(reader.lines_of_all(reader.unnamed), Taken.LEFTOVER, "sentence", collector)
    _explain(reader.swallowed(found), Taken.LEFTOVER, "row_inside_a_row", collector)
    collector.untold.extend(reader.untold)


def _explain(lines: list[Item], taken: Taken, rule: str, collector: Collector) -> None:
    """Say anew what some lines are; a line that gave a row stays one, unless it holds another."""
    told, anew = {id(item) for item in lines}, rule == "row_inside_a_row"
    collector.explained = [
        replace(one, taken=taken, rule=rule) if id(one.item) in told and (anew or one.taken is not Taken.ROW) else one
        for one in collector.explained
    ]


class _ProseReader:
    """One letter: its tenants, its sentences, and which of them became rows."""

    def __init__(self, lines: list[Item], rules: Rules) -> None:
        self._lines = lines
        self._rules = rules
        self._letter: Letter = letter_of(lines, rules)
        self._quiet = without_addresses(self._letter.text, self._letter.end, rules)
        self._tenants, self._nobodys = tenants_of(self._letter, rules)
        self._used: set[int] = set()
        """Numbers of the sentences that gave a row."""
        self.unnamed = [place for place in self._nobodys if self._is_marked(self._whole(place))]
        """Addresses in sentences about an execution, without anybody."""
        self.untold: list[Untold] = []

    def lines_of(self, stretch: tuple[int, int]) -> list[Item]:
        """The lines that a stretch of the text touches."""
        return [
            item
            for item, start in zip(self._lines, self._letter.starts, strict=True)
            if stretch[0] < start + len(item.text.strip()) and start < stretch[1]
        ]

    def lines_of_all(self, stretches: list[tuple[int, int]]) -> list[Item]:
        """The lines that some stretches touch."""
        return [item for stretch in stretches for item in self.lines_of(stretch)]

    def swallowed(self, found: list[_Told]) -> list[Item]:
        """Lines of a row's sentence that look like rows themselves, and name nobody who became one."""
        homes = {id(item) for told in found for item in self.lines_of(told.home)}
        standing = [[line for line in self.lines_of(told.stretch) if self._stands_alone(line.text)] for told in found]
        return [line for lines in standing if len(lines) > 1 for line in lines if id(line) not in homes]

    def _stands_alone(self, text: str) -> bool:
        """Whether a line begins anew and says what becomes of something."""
        return not text.strip()[:1].islower() and any(
            not status.weak for status in find_statuses(text, self._rules.wording)
        )

    def rows(self, *, beside: bool) -> list[_Told]:
        """Rows of the people with an address, then of sentences that name somebody without one."""
        told = [row for tenant in self._tenants if (row := self._of_tenant(tenant, beside=beside)) is not None]
        for number, sentence in enumerate(self._letter.sentences):
            if number in self._used or not (self._announces_one(sentence) or self._decides_of_one(sentence)):
                continue
            row = self._of_sentence(sentence, told)
            if row is not None:
                told.append(row)
            elif not self._completes(sentence, told):
                self._leave(sentence)
        return told

    def _whole(self, stretch: tuple[int, int]) -> tuple[int, int]:
        """The sentences that a stretch touches, as one."""
        letter = self._letter
        first, last = letter.sentence_at(stretch[0]), letter.sentence_at(max(stretch[0], stretch[1] - 1))
        return letter.sentences[first][0], letter.sentences[last][1]

    def _is_marked(self, stretch: tuple[int, int]) -> bool:
        text = self._quiet[slice(*stretch)]
        stated = find_statuses(text, self._rules.wording) or execution_day(text, self._rules)
        return bool(stated) and (announces(text, self._rules) or acts_in(text, self._rules) != ())

    def _announces_one(self, stretch: tuple[int, int]) -> bool:
        """Whether a sentence announces one execution on a day, as a letter about a person does."""
        text = self._quiet[slice(*stretch)]
        one = speaks_of_one(text, self._rules) or corrects(text, self._rules)
        return one and execution_day(text, self._rules) is not None

    def _decides_of_one(self, stretch: tuple[int, int]) -> bool:
        """Whether a sentence says of somebody by name what becomes of her: «nei confronti di X SI ESEGUE»."""
        text = self._letter.text[slice(*stretch)]
        statuses = find_statuses(text.replace("\n", " "), self._rules.wording)
        return any(not status.weak for status in statuses) and persons_in(text, self._rules) != ()

    def _of_tenant(self, tenant: Tenant, *, beside: bool) -> _Told | None:
        """The row of somebody with an address: from her sentence, or from an earlier one that announces."""
        own = self._whole(tenant.stretch)
        part = self._share(tenant, own)
        whole = own
        if not self._speaks(part) and not beside:
            whole = (self._introduction(own[0]), own[1])
        draft = self._draft(tenant, part, whole)
        if draft is None or (beside and not self._speaks(part)):
            return None
        self._used.update(range(self._letter.sentence_at(whole[0]), self._letter.sentence_at(own[1] - 1) + 1))
        return _Told(draft=draft, stretch=part, home=tenant.stretch)

    def _share(self, tenant: Tenant, own: tuple[int, int]) -> tuple[int, int]:
        """Of a sentence about several people the stretch about one; days before the first name lead, others follow."""
        within = [other for other in self._tenants if own[0] <= other.start < own[1]]
        if len(within) < 2:
            return own
        before = [other.end for other in within if other.start < tenant.start]
        behind = [other.start for other in within if other.start > tenant.start]
        leads = execution_day(self._quiet[own[0] : within[0].start], self._rules) is not None
        if leads and before:
            return max(before), min([tenant.end, own[1]] if behind else [own[1]])
        return (own[0] if not before else tenant.start), min([*behind, own[1]])

    def _speaks(self, stretch: tuple[int, int]) -> bool:
        text = self._quiet[slice(*stretch)]
        return announces(text, self._rules) or acts_in(text, self._rules) != () or corrects(text, self._rules)

    def _introduction(self, before: int) -> int:
        """Where the nearest sentence before a place begins that speaks of an execution; else that place."""
        spoken = (start for start, end in reversed(self._letter.sentences) if end <= before)
        return next((start for start in spoken if self._speaks(self._whole((start, start + 1)))), before)

    def _draft(self, tenant: Tenant, part: tuple[int, int], whole: tuple[int, int]) -> Draft | None:
        said, more = self._quiet[slice(*part)], self._quiet[slice(*whole)]
        day, time = self._when(tenant, part, whole)
        behind = tenant.end - part[0]
        statuses = find_statuses(said.replace("\n", " "), self._rules.wording)
        begin = part[0] + _first(statuses, behind) if statuses else None
        if begin is None:
            statuses = find_statuses(more.replace("\n", " "), self._rules.wording)
            begin = whole[0] + _first(statuses, tenant.end - whole[0]) if statuses else None
        elif self._says_more(part[1], whole[1]):
            whole = (whole[0], part[1])
        if day is None and threatens(more, self._rules):
            return None
        righted = corrects(more, self._rules)
        if begin is None and not righted and (day is None or not acts_in(more, self._rules)):
            return None
        text, line = self._letter.text, self._letter.line_at(tenant.start)
        number = corrected_number(text[whole[0] : tenant.start]) if righted else None
        return Draft(
            where=self._lines[line].where,
            printed_number=number[0] if number is not None else None,
            text=join_lines(text[slice(*whole)]),
            name=join_lines(tenant.name),
            address=join_lines(tenant.address),
            date=day.written if day is not None else None,
            time=time,
            wording=join_lines(text[part[0] if begin is None else begin : whole[1]]).strip(" .;"),
        )

    def _when(
        self, tenant: Tenant, part: tuple[int, int], whole: tuple[int, int]
    ) -> tuple[DateSpan | None, dt.time | None]:
        """Day and hour of a tenant: her own, else those said last before her, else those of all.

        An hour goes with its day: «il 6/11 alle ore 9 quello di X, il 7/11 quello di Y» tells no hour of Y.
        """
        said, more = self._quiet[slice(*part)], self._quiet[slice(*whole)]
        of_all = execution_day(more, self._rules)
        days = {span.written for span in find_dates(more) if not is_led_wrong(more, span.start, self._rules)}
        day = execution_day(said, self._rules)
        if day is not None:
            alone = len(days) < 2
            return day, execution_time(said, day) or (execution_time(more, of_all) if alone else None)
        if len(days) > 1 and any(whole[0] <= other.start < tenant.start for other in self._tenants):
            before = self._quiet[whole[0] : tenant.start]
            last = [span for span in find_dates(before) if not is_led_wrong(before, span.start, self._rules)][-1:]
            if last:
                return last[0], execution_time(before[last[0].start :], None)
        return of_all, self._hour_of(tenant, whole) if len(days) < 2 else execution_time(more, of_all)

    def _hour_of(self, tenant: Tenant, whole: tuple[int, int]) -> dt.time | None:
        """Of several hours of one day the last before a tenant where one stands before the first, else that behind."""
        more = self._quiet[slice(*whole)]
        hours = find_times(more)
        starts = [other.start for other in self._tenants if whole[0] <= other.start < whole[1]]
        if len({hour.time for hour in hours}) < 2 or len(starts) < 2:
            return execution_time(more, execution_day(more, self._rules))
        if whole[0] + hours[0].start < starts[0]:
            return [hour.time for hour in hours if whole[0] + hour.start < tenant.start][-1]
        end = min((start for start in starts if start > tenant.start), default=whole[1])
        behind = [hour.time for hour in hours if tenant.end <= whole[0] + hour.start < end]
        return behind[0] if behind else None

    def _says_more(self, start: int, end: int) -> bool:
        """Whether the rest of a sentence tells of somebody else what becomes of her."""
        statuses = find_statuses(self._quiet[start:end].replace("\n", " "), self._rules.wording)
        later = [tenant.end for tenant in self._tenants if start <= tenant.start < end]
        return any(not status.weak and start + status.start >= min(later, default=end) for status in statuses)

    def _of_sentence(self, sentence: tuple[int, int], told: list[_Told]) -> _Told | None:
        """The row of a sentence that names somebody without an address, or leaves it to the letter to say whom."""
        text = self._letter.text[slice(*sentence)]
        named = persons_in(text, self._rules) or in_capitals(text, self._rules)
        rowless = [tenant for tenant in self._tenants if all(one.draft.name != join_lines(tenant.name) for one in told)]
        if named:
            start = sentence[0] + named[0].start
            home = next((one for one in rowless if join_lines(one.name) == join_lines(named[0].name)), None)
            tenant = Tenant(start=start, end=start + len(named[0].name), name=named[0].name, address="")
            tenant = replace(tenant, address=home.address if home is not None else self._dwelling())
        elif len(rowless) == 1 and not told:
            tenant = rowless[0]
        else:
            return None
        draft = self._draft(tenant, sentence, sentence)
        return _Told(draft=draft, stretch=sentence, home=tenant.stretch) if draft is not None else None

    def _dwelling(self) -> str:
        """The one address of a letter that names it apart from the person: «Oggetto: rilascio alloggio di Via …»."""
        if self._tenants:
            return ""
        address, places = dwelling_among(self._nobodys, self._letter, self._rules)
        self.unnamed = [place for place in self.unnamed if place not in places]
        return address

    def _completes(self, sentence: tuple[int, int], told: list[_Told]) -> bool:
        """Whether a sentence gives the day to the one row of the letter that has none, or repeats that of a row."""
        day = execution_day(self._quiet[slice(*sentence)], self._rules)
        if day is None or any(one.draft.date == day.written for one in told):
            return True
        if len(told) != 1 or told[0].draft.date is not None:
            return False
        text = self._quiet[slice(*sentence)]
        wording = f"{join_lines(self._letter.text[slice(*sentence)]).strip(' .;')} - {told[0].draft.wording}"
        time = told[0].draft.time or execution_time(text, day)
        draft = replace(told[0].draft, date=day.written, time=time, wording=wording)
        told[0] = replace(told[0], draft=draft)
        return True

    def _leave(self, sentence: tuple[int, int]) -> None:
        day = execution_day(self._quiet[slice(*sentence)], self._rules)
        if day is not None:
            self.untold.append(Untold(items=tuple(self.lines_of(sentence)), day=day.written))


def _first(statuses: tuple[StatusPlace, ...], behind: int) -> int:
    """Where the wording begins: at a plain status behind the person, else at the first."""
    plain = [status for status in statuses if status.start >= behind and not status.weak]
    return (plain or list(statuses))[0].start
