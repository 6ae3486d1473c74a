# SPDX-License-Identifier: EUPL-1.2
"""Letters of scanned pages that were taken for others, put right where a word of the rules vouches for it.

`S1 ESEGUE`, `N0N Sl PROCEDE`, `NOVEM8RE`, `SIPROCEDE`: names and numbers of houses are never touched.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from pecwatch.italian.address_details import begins_with_municipality
from pecwatch.italian.address_grammar import grammar_of
from pecwatch.italian.address_streets import types_in
from pecwatch.italian.dates import MONTHS
from pecwatch.italian.fold import fold
from pecwatch.italian.name_order import given_names_of
from pecwatch.lists.phrases import find_phrases
from pecwatch.model.document import Document, Line, Page, Table
from pecwatch.model.record import record
from pecwatch.rules import Rules
from pecwatch.rules.addresses import AddressWords
from pecwatch.rules.layouts import LayoutWords
from pecwatch.rules.names import NameWords
from pecwatch.rules.wording import WordingWords

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[|!](?=[^\W_]))*|[|!](?=[^\W\d_])[^\W_]*")

_SHAPES = str.maketrans(
    {"1": "I", "L": "I", "|": "I", "!": "I", "0": "O", "Q": "O", "5": "S", "8": "B", "6": "G", "2": "Z"}
)
"""Characters that a program takes for each other."""

_ALIKE = ("CEOGQ", "IJLTU", "UVN", "NHM", "BRPF", "SBE")
"""Letters that poor print makes alike; one of them is put right in a long word that tells an outcome or a month."""

_DIGITS = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"}
)

_LONG = 6
"""Letters of a word at least that is known by all its letters but one; so short, only in a phrase."""

_DAY = re.compile(
    r"(?<![\w/.])([\dOoQDIl|SBZ]{1,2})([/.-])([\dOoQDIl|SBZ]{1,2})\2([\dOoQDIl|SBZ]{4}|[\dOoQDIl|SBZ]{2})(?!\w)"
)
_HOUR = re.compile(r"(?<![\w/.:])([\dOoQIl|]{1,2})([:.,])([\dOoQIl|S]{2})(?![\w/.])")


_FLAT = re.compile(r"(?<=\bint\. )[l|](?!\w)", re.IGNORECASE)
"""«int. l»: inside a building only a figure can be meant."""

_DWELLING = r"(?=\s?(?:\d{1,3}|[A-Z])\b)"
"""What follows a label inside a building: a figure, or the letter of a staircase."""

_FULL_STOP = re.compile(r"(?<=[^\W\d_]{3})\.(?= ?[^\W\d_])")
"""What a comma may have been: the word before it is no initial and, being followed by a town, no abbreviation."""

_BROTHERS = re.compile(r"\bF\.[Il1|]{2}i\b")
"""«Via F.Ili Carignani»: no other abbreviation looks like it."""


@record
class _Known:
    """The words that vouch for a repair, by what they look like."""

    words: frozenset[str]
    by_shape: dict[str, str]
    by_gap: dict[str, tuple[str, ...]]
    """Words of outcomes and months by their letters but one, which a dot stands for."""
    joined: dict[str, str]
    """Phrases by their letters without blanks."""
    statuses: tuple[str, ...]
    labels: tuple[tuple[str, re.Pattern[str]], ...]
    """Labels inside a building, with what they are taken for."""


def mended(document: Document, rules: Rules) -> Document:
    """A document whose scanned pages are put right; the others stay as they are."""
    if not any(page.scanned for page in document.pages):
        return document
    return replace(
        document, pages=tuple(_mended_page(page, rules) if page.scanned else page for page in document.pages)
    )


def _mended_page(page: Page, rules: Rules) -> Page:
    return replace(page, blocks=tuple(_mended_block(block, rules) for block in page.blocks))


def _mended_block(block: Line | Table, rules: Rules) -> Line | Table:
    if isinstance(block, Line):
        return replace(block, text=repaired(block.text, rules))
    rows = (replace(row, cells=tuple(repaired(cell, rules) for cell in row.cells)) for row in block.rows)
    return replace(block, rows=tuple(rows))


def repaired(text: str, rules: Rules) -> str:
    """One line or cell with look-alikes put right; everything else, blanks too, as it was recognised."""
    known = _known(rules.wording, rules.layouts, rules.addresses, rules.names)
    text = _DAY.sub(_day, text)
    text = _HOUR.sub(_hour, text)
    text = _BROTHERS.sub("F.lli", _FLAT.sub("1", text))
    for label, looks in known.labels:
        text = looks.sub(partial(_labelled, label), text)
    text = _FULL_STOP.sub(lambda found: _comma(found, rules.addresses), text)
    text = _TOKEN.sub(lambda found: _word(found.group(), found.string[: found.start()], known), text)
    return _phrases_repaired(text, known)


def _labelled(label: str, found: re.Match[str]) -> str:
    return label.upper() if _is_loud(found.group()) else label


def _comma(found: re.Match[str], words: AddressWords) -> str:
    """The comma between a street and its municipality; «VIA DEL SALE. CREMONA» would else be one name."""
    text = found.string
    grammar = grammar_of(words)
    if not begins_with_municipality(text[found.end() :].lstrip(), grammar):
        return found.group()
    return "," if types_in(text[: found.start()], grammar) else found.group()


def _day(found: re.Match[str]) -> str:
    """A day whose figures were taken for letters, when it is one of the calendar's."""
    day, sign, month, year = found.groups()
    figures = [part.translate(_DIGITS) for part in (day, month, year)]
    written = found.group()
    if sum(letter.isdigit() for letter in written) * 2 < len(written) - 2:
        return written
    return sign.join(figures) if 1 <= int(figures[0]) <= 31 and 1 <= int(figures[1]) <= 12 else written


def _hour(found: re.Match[str]) -> str:
    hour, sign, minutes = (part.translate(_DIGITS) for part in found.groups())
    told = any(letter.isdigit() for letter in found.group())
    return hour + sign + minutes if told and int(hour) < 24 and int(minutes) < 60 else found.group()


def _word(token: str, before: str, known: _Known) -> str:
    """One word, put right when its letters look like those of exactly one word of the rules.

    Args:
        before: What stands before it.
    """
    folded = fold(token)
    if folded in known.words or token.isdigit() or len(token) < 3:
        return token
    if folded in known.joined:
        return _parted(token, known.joined[folded])
    capitals = "".join(character.upper() for character in token)
    is_mixed = any(not character.isalpha() for character in token)
    meant = known.by_shape.get(_rough(capitals)) if is_mixed or len(token) >= _LONG else None
    if meant is None and len(token) >= _LONG and folded == capitals:
        meant = _but_for_one(folded, known)
        if meant is not None and len(meant) == _LONG and not _makes_phrase(before, meant, known):
            meant = None
    return token if meant is None or meant == folded else _cased(meant, token)


def _rough(capitals: str) -> str:
    return capitals.translate(_SHAPES)


def _but_for_one(word: str, known: _Known) -> str | None:
    """The only known word that differs in one letter, by one that looks alike."""
    found = {
        other
        for place, gap in enumerate(_gaps(word))
        for other in known.by_gap.get(gap, ())
        if any(word[place] in letters and other[place] in letters for letters in _ALIKE)
    }
    return next(iter(found)) if len(found) == 1 else None


def _makes_phrase(before: str, word: str, known: _Known) -> bool:
    """Whether a word and the one before it tell an outcome: surnames look like «chiavi», none like «si esegue»."""
    words = fold(before).split()
    return bool(words) and words[-1] + word in known.joined


def _gaps(word: str) -> Iterator[str]:
    return (f"{word[:place]}.{word[place + 1 :]}" for place in range(len(word)))


def _parted(token: str, phrase: str) -> str:
    """A phrase whose blanks were lost, with them, its letters as they were recognised."""
    parts: list[str] = []
    for word in phrase.split():
        parts.append(token[: len(word)])
        token = token[len(word) :]
    return " ".join(parts)


def _cased(word: str, like: str) -> str:
    """A word in capitals or not, as most letters are in another."""
    if _is_loud(like):
        return word
    return word.capitalize() if like[:1].isupper() else word.lower()


def _is_loud(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) * 2 > len(letters)


def _phrases_repaired(text: str, known: _Known) -> str:
    """Phrases that mean a status, found through look-alikes, written with their own letters."""
    for found in reversed(find_phrases(text, known.statuses)):
        printed = text[found.start : found.end]
        words = found.phrase.split()
        tokens = _TOKEN.findall(printed)
        if "*" in words or len(tokens) != len(words):
            continue
        mended_phrase = _respelled(printed, words)
        text = text[: found.start] + mended_phrase + text[found.end :]
    return text


def _respelled(printed: str, words: list[str]) -> str:
    meant = iter(words)
    loud = _is_loud(printed)
    return _TOKEN.sub(lambda token: _spelled(token.group(), next(meant), loud=loud), printed)


def _spelled(token: str, word: str, *, loud: bool) -> str:
    if fold(token) == word:
        return token
    return word if loud else _cased(word, token)


@lru_cache(maxsize=4)
def _known(wording: WordingWords, layouts: LayoutWords, addresses: AddressWords, names: NameWords) -> _Known:
    statuses = tuple(phrase for table in wording.statuses for phrase in table.phrases)
    words = frozenset(_words(layouts, addresses, statuses))
    spared = given_names_of(names)
    return _Known(
        words=words | spared,
        by_shape=_unlike(words, _rough),
        by_gap=_by_gap(word for text in (*statuses, *MONTHS) for word in text.split()),
        joined={phrase.replace(" ", ""): phrase for phrase in statuses if " " in phrase and "*" not in phrase},
        statuses=statuses,
        labels=tuple(
            (label, re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, looks))}){_DWELLING}", re.IGNORECASE))
            for label, *looks in addresses.lookalike_labels
        ),
    )


def _words(layouts: LayoutWords, addresses: AddressWords, statuses: Iterable[str]) -> Iterator[str]:
    """Words of outcomes, months, columns and streets, of three letters at least."""
    types = (*addresses.sure_types, *addresses.other_types)
    columns = (text for column in layouts.columns for text in (*column.exact, *column.words))
    for text in (*statuses, *MONTHS, *columns, *(fold(names[0]) for names in types)):
        yield from (word for word in text.split() if len(word) > 2 and word.isalpha())


def _unlike(words: Iterable[str], shape: Callable[[str], str]) -> dict[str, str]:
    """Words by their shape, without those that share it."""
    found: dict[str, set[str]] = {}
    for word in words:
        found.setdefault(shape(word), set()).add(word)
    return {looks: next(iter(alike)) for looks, alike in found.items() if len(alike) == 1}


def _by_gap(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for word in words:
        for gap in _gaps(word) if len(word) >= _LONG and word.isalpha() else ():
            found.setdefault(gap, set()).add(word)
    return {gap: tuple(sorted(alike)) for gap, alike in found.items()}
