# SPDX-License-Identifier: EUPL-1.2
"""Sentences of a letter, through lines that were broken by a mail program or a page."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

from pecwatch.lists.draft import Item
from pecwatch.lists.signs import closing_of, date_heading, days_stand_first, prose_of
from pecwatch.model.record import record
from pecwatch.rules import Rules

_STOP = re.compile(
    r"(?<=[^\W\d_]{2})[.!?](?=\s+[A-ZÀ-Þ«\"]|\s*$)|(?<=[\d)»\"])\.(?=\s+[A-ZÀ-Þ«\"]|\s*$)|:(?=\s*\n)"
    r"|\n(?=\s*(?:[-•*–]|\(?\d{1,3}\s?[.)])\s)"
    r"|;(?=\s+(?:(?:e|mentre|infine)\s+)?(?:(?:al)?l?a|il|al|alle|le|nella|per\s+la)\s+(?:rig[ah]e?|numero|n\.|posizion[ei]|punto)\s*\d)"
)
_SHORTENED = re.compile(
    r"""(?<!\w)(?:
    sigg?(?:\.?\s?(?:r[aei]|na))?|dott(?:\.?\s?ssa)?|geom|rag|ing|arch|avv|prof|egr|gent(?:\.?\s?ma)?|spett|ill|fam|ved
    |vle|v\.le|p\.?\s?zz?a|p\.le|c\.so|l\.go|vic|str|f\.lli|loc|fraz|civ|int|sc|pian|app|all|cap
    |artt?|lett|cfr|prot|tel|cell|rif|reg|nr|nn|num|pagg?|ca|es|segg?|sez|delib|det|d\.lgs|c\.m|cod|fisc|c\.f
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words that a full stop only shortens."""
_HANGS = re.compile(
    r"(?<!\w)(?:a|al|alla|con|da|dal|dalla|dell?[aeo]?|di|e|ed|il|in|la|per|presso|che|data|ore|giorno|sig\.?(?:ra)?\.?)$|[,\-–(]$",
    re.IGNORECASE,
)
_HEADED = re.compile(r"(?:oggetto|ogg\.|prot(?:ocollo|\.))\s*\W", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[a-zà-ÿ\d]{2})\.\s+(?=[A-ZÀ-Þ])")
_LONGEST = 2_000
"""Characters of a sentence; officials reach a thousand."""


@record
class Letter:
    """The lines of a letter as one text."""

    text: str
    starts: tuple[int, ...]
    """Where each line begins in it."""
    end: int
    """Where it closes: names and addresses of the signature are nobody's."""
    sentences: tuple[tuple[int, int], ...]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that holds a place."""
        return max(0, bisect_right(self.sentences, place, key=itemgetter(0)) - 1)

    def line_at(self, place: int) -> int:
        """The number of the line that holds a place."""
        return max(0, bisect_right(self.starts, place) - 1)


def letter_of(lines: list[Item], rules: Rules) -> Letter:
    """Join lines to one text and find its sentences."""
    text, starts = "", []
    for item in lines:
        starts.append(len(text))
        text += item.text.strip() + "\n"
    end = next(
        (at for item, at in zip(lines, starts, strict=True) if at > 0 and closing_of(item.text, rules) is not None),
        len(text),
    )
    bounds = sorted({0, end, *_stops(text[:end]), *_new_lines(lines, starts, end, rules)})
    sentences = tuple(
        piece for start, stop in pairwise(bounds) if text[start:stop].strip() for piece in _pieces(start, stop, starts)
    )
    return Letter(text=text, starts=tuple(starts), end=end, sentences=sentences)


def split_at_full_stops(text: str) -> list[str]:
    """The sentences of a text by their full stops alone; those that only shorten a word end none."""
    ends = [found for found in _FULL_STOP.finditer(text) if not _is_shortened(text, found.start())]
    starts = [0, *(found.end() for found in ends)]
    return [text[start:end] for start, end in zip(starts, [*(one.start() for one in ends), len(text)], strict=True)]


def _is_shortened(text: str, stop: int) -> bool:
    """Whether the sign at a place ends a shortened word."""
    return _SHORTENED.search(text[max(0, stop - 12) : stop]) is not None


def _pieces(start: int, stop: int, starts: list[int]) -> Iterator[tuple[int, int]]:
    """A sentence; one without end in pieces of some lines, since the whole of it is judged for each name in it."""
    while stop - start > _LONGEST:
        end = starts[bisect_right(starts, start + _LONGEST) - 1]
        end = end if end > start else start + _LONGEST
        yield start, end
        start = end
    yield start, stop


def _stops(text: str) -> list[int]:
    return [found.end() for found in _STOP.finditer(text) if not _is_shortened(text, found.start())]


def _new_lines(lines: list[Item], starts: list[int], end: int, rules: Rules) -> list[int]:
    """Lines that begin a sentence although none was closed above them."""
    width = max((len(item.text.strip()) for item in lines), default=0)
    begun: list[int] = []
    lead = days_stand_first((item.text for item in lines), rules)
    for (above, _), (below, at) in pairwise(zip(lines, starts, strict=True)):
        text, next_text = above.text.strip(), below.text.strip()
        if at >= end:
            continue
        parting = next_text if lead else text  # a day alone begins what it belongs to, or ends it
        if date_heading(parting, rules) is not None and _HANGS.search(text) is None:
            begun.append(at)
            continue
        if not next_text[:1].isupper():
            continue
        room = len(text) + 1 + len(next_text.split()[0]) <= width
        headed = prose_of(next_text, rules) is not None or _HEADED.match(next_text) is not None
        if headed or (room and _HANGS.search(text) is None):
            begun.append(at)
    return begun
