# SPDX-License-Identifier: EUPL-1.2
"""The row of plain lines that is still open, and which lines go on with it."""

import re

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import find_dates
from pecwatch.italian.fold import fold
from pecwatch.lists.draft import Item
from pecwatch.lists.ends import peel, strip_number
from pecwatch.lists.entry import read_entry
from pecwatch.lists.layouts.starts import Starts
from pecwatch.lists.looks import BULLET, indent_of, is_blank, is_surely_name, looks_like_name
from pecwatch.lists.persons import surely_named
from pecwatch.lists.signs import is_readable, is_sentence, reads_on
from pecwatch.lists.status_heading import names_behind_status
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules

_HANGS = re.compile(
    r"(?<!\bquella )(?<!\bstessa )(?<!\btale )(?<!\bdetta )(?<!\bmedesima )"
    r"\b(?:il|lo|la|i|gli|le|del|dello|della|dei|al|alla|dal|dalla|in|data|di|a|da|entro|per|e|con|si|non|nr?\.?|ved\.?|giorno|ore)$"
    r"|\b(?:lun|mar|mer|gio|ven|sab)(?:ed[iì]|ted[iì]|coled[iì]|ved[iì]|erd[iì]|ato)?[.,]?$"
    r"|[,\-–(:]$|[,;|–—-]\s*(?:data\s+)?esecuzione$",
    re.IGNORECASE,
)

_MOST_LINES = 40
"""Of one row; what goes on longer is some other text, and the whole row is judged again with each line."""


class OpenLines:
    """Gathers the lines of one row."""

    def __init__(self, items: list[Item], starts: Starts, rules: Rules) -> None:
        self._items = items
        self._starts = starts
        self._rules = rules
        self.lines: list[Item] = []
        """Nothing while no row is open."""
        widths = sorted(len(item.text.rstrip()) for item in items)
        self._width = widths[int(len(widths) * 0.95)] if widths else 0

    @property
    def text(self) -> str:
        """What they say together."""
        return "\n".join(item.text for item in self.lines)

    def has_status(self) -> bool:
        """Whether the open row already has its status: prose may follow."""
        return any(not status.weak for status in find_statuses(self.text, self._rules.wording))

    def is_complete(self) -> bool:
        """Whether it has somebody's name, and an address or a status."""
        entry = read_entry(self.text, self._rules)
        return looks_like_name(entry.name, self._rules, lower=True) and (entry.has_place or entry.has_status)

    def hangs(self) -> bool:
        """Whether its last line breaks off in the middle of something; no row does not."""
        return bool(self.lines) and _HANGS.search(self.lines[-1].text.rstrip()) is not None

    def stands_further_in(self, place: int) -> bool:
        """Whether a line is set further in than the open row: the end of its wording («in data 8.10.25»)."""
        return indent_of(self._items[place].text) > indent_of(self.lines[0].text) + 1

    def wraps(self, place: int) -> bool:
        """Whether the first word of a line did not fit on the line above."""
        above = self._items[place - 1].text.rstrip() if place else ""
        first_word = self._items[place].text.split()[0]
        return len(above) + 1 + len(first_word) > self._width and len(above) >= self._width * 0.8

    def reads_like_wording(self, place: int) -> bool:
        """Whether a line under an open row reads like its wording: small letters, a status, a wrapped line."""
        text = self._items[place].text.strip()
        return not text[:1].isupper() or bool(find_statuses(text, self._rules.wording)) or self.wraps(place)

    def goes_on(self, place: int) -> bool:
        """Whether a line goes on with the open row."""
        text = self._items[place].text
        bare = text.strip()
        above = self.lines[-1].text
        another = self._is_next_point(text) or (self.is_complete() and self._is_another(place))
        if len(self.lines) >= _MOST_LINES or another or not is_readable(bare) or self._second_status(bare):
            return False
        if bare[:1].islower() or not bare[:1].isalnum() or self.hangs() or not self.is_complete():
            return True
        if self.stands_further_in(place) or is_blank(bare, self._rules):
            return True
        if not self.has_status() or (self.wraps(place) and (reads_on(text) or len(bare.split()) < 4)):
            return True
        if self.phrase_goes_on(place) or self.leads_to_day(bare) or self._ends_wording(bare):
            return True
        return (
            is_sentence(text) and not above.rstrip().endswith(".") and not find_addresses(text, self._rules.addresses)
        )

    def _is_next_point(self, text: str) -> bool:
        """Whether a line begins with the sign that the open row began with: it is the next, whatever it says."""
        sign, own = BULLET.match(text), BULLET.match(self.lines[0].text)
        if (
            sign is None
            or own is None
            or sign.group().strip() not in ("*", "•", "·", "▪", "●", "■", "◦", "‣", "➢", "➤")
        ):
            return False
        return sign.group().strip() == own.group().strip() and self.has_status()

    def _is_another(self, place: int) -> bool:
        """Whether a line names somebody else at home, or alone below a whole row, or has the next number."""
        text = self._items[place].text
        own = read_entry(self.text, self._rules)
        if self._starts.is_next_number(text) or names_behind_status(text, self._rules):
            return True
        if self.has_status() and is_surely_name(text.strip(" \t,;:.•*–-"), self._rules):
            return not find_statuses(text, self._rules.wording) and not _shares(text, own.name)
        others = [named for named in surely_named(text, self._rules) if not _shares(named.name, own.name)]
        if not others:
            return False
        homes = find_addresses(text, self._rules.addresses)
        return any(re.search(r"\d|\bsnc\b", text[home.start : home.end], re.IGNORECASE) for home in homes)

    def _ends_wording(self, text: str) -> bool:
        """Whether a line can only be the end of what stands above: a bracket closed, an amount, a year."""
        above = self.text
        closes = text.endswith((")", ").")) and "(" not in text and above.count("(") > above.count(")")
        return closes or re.fullmatch(r"(?:19|20)\d\d\.?|\d{1,3}(?:\.\d{3})*,\d\d\.?", text) is not None

    def leads_to_day(self, text: str) -> bool:
        """Whether a line begins with the new day of the status that the line above ends with: «RINVIATO / AL 14/01»."""
        above = self.lines[-1].text.rstrip()
        said = find_statuses(above, self._rules.wording)
        days = find_dates(text)
        if not said or said[-1].end < len(above) or not days:
            return False
        return fold(text[: days[0].start]) in ("AL", "DAL", "ALLA DATA DEL", "AL GIORNO", "DAL GIORNO")

    def _second_status(self, text: str) -> bool:
        """Whether a line shouts a status although its row has one: more likely a row nobody understood."""
        shouted = [
            s for s in find_statuses(text, self._rules.wording) if not s.weak and text[s.start : s.end].isupper()
        ]
        if not shouted or not self.has_status() or self.hangs():
            return False
        return re.search(r"\d|\s[-–—]|[,;|\t]", text[: shouted[0].start].strip()) is not None

    def phrase_goes_on(self, place: int) -> bool:
        """Whether a status phrase begins on the line above and ends on this one."""
        above = self.lines[-1].text.rstrip()
        joined = f"{above} {self._items[place].text.strip()}"
        return any(found.start < len(above) < found.end for found in find_statuses(joined, self._rules.wording))


def rows_inside(items: list[Item], rules: Rules) -> list[Item]:
    """Lines of a row that begin as rows do and say a status, although those above have said one."""
    if len(items) < 2:
        return []
    found: list[Item] = []
    told = False
    for above, item in zip([None, *items], items, strict=False):
        stated = [status for status in find_statuses(item.text, rules.wording) if not status.weak]
        hangs = above is not None and _HANGS.search(above.text.rstrip()) is not None
        if told and stated and not hangs and _begins_as_rows_do(item.text, stated[0].start, rules):
            found.append(item)
        told = told or bool(stated)
    return found


def _begins_as_rows_do(text: str, end: int, rules: Rules) -> bool:
    """Whether a line has a number, a day or an address of its own before some place, and no small letter first."""
    number, plain = strip_number(text)
    led = number is not None or peel(plain).date is not None or find_addresses(text[:end], rules.addresses)
    return bool(led) and not text.strip()[:1].islower()


def _shares(name: str, other: str) -> bool:
    """Whether two names have two words in common: the same person again."""
    return len(set(fold(name).split()) & set(fold(other).split())) > 1
