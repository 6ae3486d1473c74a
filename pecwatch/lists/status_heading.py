# SPDX-License-Identifier: EUPL-1.2
"""Headings that give a status to the rows below them: «NON SI ESEGUE», «Sospesi:», «Rinviati al 14/12/2027»."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import lru_cache

from pecwatch.italian.dates import MONTHS, WrittenDate, find_dates
from pecwatch.italian.fold import fold, squeeze
from pecwatch.lists.persons import surely_named
from pecwatch.lists.phrases import Found, find_phrases, in_rules, keys_of, words_of
from pecwatch.lists.wording import StatusReading, read_status
from pecwatch.model.listing import Status
from pecwatch.model.record import record
from pecwatch.rules import Rules

_MARK = re.compile(r"^[\s>*_#=«\"•·▪●■–—-]*(?:[(\[]?(?:\d{1,2}|[A-Za-z]|[IVX]{1,4})\s?[)\].°]+[\s–—-]*)?")
"""What numbers the groups: «B)», «2.», «III)»."""

_COUNT = re.compile(
    r"[(\[]\s*(?:n\.?\s*|nr\.?\s*|tot(?:ale)?\.?\s*)?\d{1,3}\s*[)\]]|:\s*(?:n\.?\s*)?\d{1,3}\s*$", re.IGNORECASE
)
"""How many rows stand below: «SOSPESI (3)», «Sospesi: n. 3»."""

_MOST_WORDS = 12
_LONGEST = 160
"""Signs of a heading of so many words."""


@record
class StatusHeading:
    """What a heading says of the rows below it that do not say it themselves."""

    status: Status
    wording: str
    """The heading in one line, without what numbers or counts it."""
    date: WrittenDate | None = None
    """The day of the executions, when the heading gives it: «Si eseguono il 18/11»."""
    postponed_to: WrittenDate | None = None
    """The day all of them are postponed to: «Rinviati al 14/12/2027»."""
    plural: bool = False
    """Whether it is said of several: «Sospesi», «Non si eseguono». Only this cannot be the status of one row."""
    announces: bool = False
    """Whether a colon at its end says that something follows."""
    rule: str = ""
    """The table and phrase of the rules that decided."""

    def for_row(self, own: StatusReading) -> StatusReading:
        """The status of a row below this heading: its own where it says one («esecuzione fissata» alone says none)."""
        if own.status is not Status.UNKNOWN and "_weak" not in own.rule:
            return own
        return StatusReading(
            status=self.status, headline=self.wording, date=self.date, postponed_to=self.postponed_to, rule=self.rule
        )


@lru_cache(maxsize=32_768)
def status_heading(text: str, rules: Rules) -> StatusHeading | None:
    """The status that a line, or a table row that spans its table, gives to what stands below it.

    It holds a phrase that means a status, alone or beside words such as «INTERVENTI», a day, a month, a count in
    brackets, and nothing else: no name, no address, no reason. Whether a line in the singular («SI ESEGUE») heads rows
    or is the status of the row above is for the layout to say: `plural` and `announces` tell what speaks for it.

    Args:
        text: One line, or the text of one cell.
    """
    bare = _bare(text) if len(text) <= _LONGEST else ""
    words = fold(bare).split()
    if not 1 <= len(words) <= _MOST_WORDS:
        return None
    found = _plural(bare, rules)
    announces = text.rstrip(' *_»"').endswith(":")
    if found is not None:
        status, rule, place = found
        if not _is_beside(_without(bare, place), rules):
            return None
        dates = find_dates(bare[place.end :])
        day = dates[0].written if dates else None
        is_open = status in (Status.EXECUTE, Status.TO_CONFIRM)
        return StatusHeading(
            status=status,
            wording=bare,
            date=day if is_open else None,
            postponed_to=day if status is Status.POSTPONED else None,
            plural=True,
            announces=announces,
            rule=rule,
        )
    return _in_the_singular(bare, rules, announces=announces) if _holds_only_words_of_headings(bare, rules) else None


def _in_the_singular(bare: str, rules: Rules, *, announces: bool) -> StatusHeading | None:
    own = read_status(bare, rules.wording)
    phrase = own.rule.partition("«")[2].rstrip("»")
    of_the_list = phrase in rules.layouts.groups.of_the_list.words
    if own.status is Status.UNKNOWN or "_weak" in own.rule or of_the_list:
        return None
    places = find_phrases(bare, (phrase,)) if phrase and "…" not in phrase else ()
    if len(places) != 1 or not _is_beside(_without(bare, places[0]), rules):
        return None
    return StatusHeading(
        status=own.status,
        wording=bare,
        date=own.date,
        postponed_to=own.postponed_to,
        announces=announces,
        rule=own.rule,
    )


def names_behind_status(text: str, rules: Rules) -> bool:
    """Whether a line gives its status to people named behind a colon: «Da confermare: NERI EVA, VERDI GIO»."""
    lead, colon, names = text.partition(":")
    return colon != "" and bool(surely_named(names, rules)) and status_heading(lead, rules) is not None


def _bare(text: str) -> str:
    """The text without what numbers, frames or counts it."""
    inner = _COUNT.sub(" ", _MARK.sub("", text.strip(), count=1))
    return squeeze(inner.strip(' \t*_#=<>«»":;.–—-'))


def _plural(text: str, rules: Rules) -> tuple[Status, str, Found] | None:
    """The phrase said of several that a text holds: of two that overlap the longer."""
    meaning = {phrase: table for table in rules.layouts.groups.statuses for phrase in table.phrases}
    found = find_phrases(text, tuple(meaning))
    if not found:
        return None
    best = max(found, key=lambda one: len(one.phrase))
    table = meaning[best.phrase]
    return table.status, in_rules(f"layouts.groups.statuses.{table.name}", best.phrase), best


def _holds_only_words_of_headings(text: str, rules: Rules) -> bool:
    """Whether each word may be of a status, of a day, or stand beside them: most lines name somebody and need no more.

    It only saves work: what it lets through is judged in full.
    """
    for span in reversed(find_dates(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    known, openings = _words_of_headings(rules)
    keys = {word.key for word in words_of(text)}
    return keys <= known or not keys.isdisjoint(openings)


@lru_cache(maxsize=8)
def _words_of_headings(rules: Rules) -> tuple[frozenset[str], frozenset[str]]:
    """All words of the wording rules and those beside a status; first words of phrases with a gap, which holds any."""
    phrases = frozenset(_texts(rules.wording))
    words = frozenset(word for phrase in phrases for word in fold(phrase).split()) | frozenset(MONTHS)
    years = frozenset(f"20{year:02d}" for year in range(100))
    gaps = frozenset(phrase.split()[0] for phrase in phrases if "*" in phrase)
    return keys_of(words | rules.layouts.groups.status_beside.words) | years, keys_of(gaps)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)


def counts_status(cells: Sequence[str], rules: Rules) -> bool:
    """«SI ESEGUE | 2» under the sum of a table: how many of its rows have a status."""
    if len(cells) != 2 or not re.fullmatch(r"\d{1,3}", cells[1].strip()):
        return False
    return status_heading(cells[0], rules) is not None


def _without(text: str, place: Found) -> str:
    return f"{text[: place.start]} {text[place.end :]}"


def _is_beside(text: str, rules: Rules) -> bool:
    """Whether a text holds nothing but days, months and the words that may stand beside a status in a heading."""
    for span in reversed(find_dates(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    beside = rules.layouts.groups.status_beside.words
    return all(word in beside or word in MONTHS or re.fullmatch(r"20\d\d", word) for word in fold(text).split())
