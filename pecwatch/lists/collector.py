# SPDX-License-Identifier: EUPL-1.2
"""What has been read of one part so far, and what the lines above say of those below."""

import datetime as dt
import re
from dataclasses import replace
from typing import Protocol

from pecwatch.italian.addresses import read_address, read_inside, with_inside
from pecwatch.italian.dates import WrittenDate, WrittenMonth, find_months
from pecwatch.lists.draft import Draft, Explained, Item, Taken, Total, Untold
from pecwatch.lists.looks import is_inside_only, is_month_title
from pecwatch.lists.signs import is_title
from pecwatch.lists.status_heading import StatusHeading
from pecwatch.lists.totals import total_in_line, total_in_prose
from pecwatch.lists.wording import day_moved_to, read_status
from pecwatch.model.listing import Status
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_INSIDE = re.compile(r"[\s,;–-]+(?:sc|scala|int|interno|piano|p|app|appartamento|all|alloggio)\b\.?", re.IGNORECASE)
"""Where an address leaves the street and enters the building."""


class Unfinished(Protocol):
    """A reader with a row still open."""

    def close(self) -> None:
        """Make the open row a row."""

    def goes_on(self, item: Item) -> bool:
        """Take a line or a narrower table row of the next page into the open row, if that is where it belongs."""

    def awaits(self, item: Item) -> bool:
        """Whether a row is still open that an item may go on with, as far as their pages tell."""


class Collector:
    """Gathers rows and explanations while a part is read from top to bottom.

    It is the only thing here that changes: headings set the day and the building for the rows below them,
    and a table of the next page goes on with the columns of this one.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.drafts: list[Draft] = []
        self.explained: list[Explained] = []
        self.totals: list[Total] = []
        self.titles: list[str] = []
        self.untold: list[Untold] = []
        self.inferred = False
        self.closed = False
        """A closing salutation has been read: rows below it need stronger signs."""
        self.date: WrittenDate | None = None
        self.time: dt.time | None = None
        """The hour beside that day."""
        self.month: WrittenMonth | None = None
        """The month that a heading of its own names."""
        self.building = ""
        self.inside = ""
        """The staircase or floor of the building that a heading of its own names."""
        self.municipality = ""
        self.group: StatusHeading | None = None
        self.breaks_names = False
        """The table above broke surnames in the middle."""
        self._group_holds_days: bool | None = None
        """Whether the headings of a status stand above those of days, or inside them; None before the first."""
        self.below: frozenset[Role] = frozenset()
        """What the columns hold of the table that begins where the lines now read end; empty where none does."""
        self.columns: tuple[Role, ...] = ()
        """Roles of the columns of the table above."""
        self.header: tuple[str, ...] = ()
        """The header of the table above, as printed."""
        self.guessed: frozenset[int] = frozenset()
        """Which of them were told by their cells alone."""
        self.unfinished: Unfinished | None = None
        """The table above, whose last row may go on after a page break."""

    def settle(self) -> None:
        """Close the row that a table left open."""
        above, self.unfinished = self.unfinished, None
        if above is not None:
            above.close()

    def head(
        self,
        *,
        date: WrittenDate | None = None,
        time: dt.time | None = None,
        building: str = "",
        inside: str = "",
        municipality: str = "",
        group: StatusHeading | None = None,
    ) -> None:
        """Set what a heading says of the rows below it; one of an outer kind ends what an inner one said."""
        self.settle()
        if group is not None:
            if self._group_holds_days is None:
                self._group_holds_days = self.date is None
            self.group = group
            self.date = None if self._group_holds_days else self.date
        elif date is not None and self._group_holds_days is False:
            self.group = None
        self.time = time if date is not None else self.time
        self.date = date or self.date
        self.inside = inside if inside or building else self.inside
        self.building = building or self.building
        self.municipality = municipality or self.municipality

    def explain(self, item: Item, taken: Taken, rule: str) -> None:
        """Note what an item was taken for."""
        if taken is Taken.TOTAL:
            self.settle()
        self.explained.append(Explained(item=item, taken=taken, rule=rule))
        heading = " ".join(dict.fromkeys(cell for cell in item.cells if cell.strip())) if item.cells else item.text
        if taken is Taken.HEADING and is_month_title(heading):
            self.month = next(iter(find_months(heading)), self.month)
        if taken in (Taken.OPENING, Taken.PROSE, Taken.HEADING) and is_title(item.text, self.rules):
            self.titles.append(item.text)
        if taken is Taken.TOTAL and (stated := total_in_line(item.text, self.rules)) is not None:
            self.totals.append(Total(value=stated.value, sub=stated.sub, rows_before=len(self.drafts)))
        elif (taken in (Taken.OPENING, Taken.PROSE, Taken.CLOSING) or rule == "title") and not is_month_title(
            item.text
        ):
            stated = total_in_prose(item.text, self.rules)
            if stated is not None:
                self.totals.append(Total(value=stated.value, sub=False, rows_before=-1))

    def add(self, draft: Draft) -> None:
        """Take a row, with what the headings above it say."""
        self.settle()
        if draft.date is None and self.date is not None:
            draft = replace(draft, date=self.date, time=draft.time or self.time)
        draft = replace(draft, month=self.month)
        if self.building and (not draft.address or is_inside_only(draft.address, self.rules)) and not draft.ditto:
            inside = " ".join(filter(None, (self._inside_above(draft), draft.address)))
            address = with_inside(self.building, inside, self.rules.addresses) if inside else self.building
            draft = replace(draft, address=address)
        elif draft.ditto:
            draft = _as_above(draft, self.drafts)
        if not draft.municipality and self.municipality and not self._says_municipality(draft):
            draft = replace(draft, municipality=self.municipality)
        if self.group is not None:
            draft = self._of_group(draft, self.group)
        self.drafts.append(draft)

    def _inside_above(self, draft: Draft) -> str:
        """What a heading says of the place in the building, unless the row says its own staircase."""
        own = draft.staircase or read_inside(draft.address, self.rules.addresses).staircase
        return "" if own else self.inside

    def _says_municipality(self, draft: Draft) -> bool:
        """Whether a row's own address, or that of the building above it, names its municipality."""
        return read_address(draft.address, self.rules.addresses).municipality is not None

    def _of_group(self, draft: Draft, group: StatusHeading) -> Draft:
        """A row below the heading of a status, which says it where the row does not."""
        own = read_status(draft.wording, self.rules.wording)
        if group.for_row(own) is own:
            return draft
        wording = f"{group.wording} - {draft.wording}" if draft.wording else group.wording
        moved = day_moved_to(draft.wording, self.rules.wording) if group.status is Status.POSTPONED else None
        day = draft.date or own.date or group.date
        return replace(draft, wording=wording, group=group, date=day, new_date=draft.new_date or moved)


def _as_above(draft: Draft, drafts: list[Draft]) -> Draft:
    """A row of «idem» with the address of the row above; staircase and flat of its own replace those."""
    if not drafts:
        return draft
    above = drafts[-1]
    street = _INSIDE.split(above.address, maxsplit=1)[0]
    address = f"{street} {draft.address}" if draft.address else above.address
    return replace(draft, address=address, municipality=draft.municipality or above.municipality, ditto=False)
