# SPDX-License-Identifier: EUPL-1.2
"""What somebody wrote, taken apart: sentences, their words, the positions they name."""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from pecwatch.model.record import record
from pecwatch.rules.folding import fold

_REFERENCE = re.compile(
    r"\bPW[\s\-–—_./n°º]{0,4}(?P<year>20\d\d)[\s\-–—_./]{1,3}(?P<month>1[0-2]|0?[1-9])[\s\-–—_./]{1,3}(?P<number>\d{1,6})"
    r"(?P<more>(?:\s{0,2}(?:,|;|\be\b|\bed\b|\+|&)\s{0,2}\d{3,6}(?![\d/.]))*)(?!\d)",
    re.IGNORECASE,
)
"""`PW-2025-11-004`, also «PW 2025 11 4» and «PW-2025-11-004, 005 e 007»."""
_TOKEN = re.compile(r"\[\s?pw\s?:[^\]]{0,20}\]", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_PART_ENDS = re.compile(r"[,:()«»\"]|\s[-–—]\s")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
_WRAPPED_AT = 50
"""Characters from which on a line that ends without a stop may go on in the next."""
_SLIP_FROM = 5
"""Letters of a word in which one slip is forgiven."""


@record
class Word:
    """One word of a sentence."""

    folded: str
    end: int
    """Where it ends in the text."""
    part: int
    """Which stretch between commas, colons and brackets it stands in."""


@record
class Sentence:
    """What somebody wrote up to a full stop or the end of a line."""

    text: str
    """Without references."""
    words: tuple[Word, ...]
    references: tuple[str, ...]
    is_question: bool
    begins_paragraph: bool
    """A blank line stands before it: what was left open above is not continued here, a signature may be."""

    def after(self, word: int) -> str:
        """What follows a word, as written."""
        return self.text[self.words[word].end :]


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of an answer."""
    plain = _TOKEN.sub(" ", unicodedata.normalize("NFC", text))
    paragraphs = re.split(r"\n\s*\n", _unwrapped(plain))
    return tuple(
        _sentence(piece.strip(), begins_paragraph=number == 0)
        for paragraph in paragraphs
        for number, piece in enumerate(each for each in _SENTENCE_ENDS.split(paragraph) if each.strip())
    )


def references_in(text: str) -> tuple[str, ...]:
    """The positions a text names, each once, as they are written in mails."""
    return tuple(dict.fromkeys(reference for match in _REFERENCE.finditer(text) for reference in _named(match)))


def find_phrase(words: tuple[Word, ...], phrase: tuple[str, ...], taken: set[int]) -> Iterator[int]:
    """Where a phrase begins, in words that nothing else has been understood from."""
    for place in range(len(words) - len(phrase) + 1):
        span = range(place, place + len(phrase))
        if not taken.intersection(span) and all(
            is_same_word(words[at].folded, wanted) for at, wanted in zip(span, phrase, strict=True)
        ):
            yield place


def words_before(sentence: Sentence, place: int, taken: set[int]) -> list[str]:
    """The words before a place in the same part of a sentence, from which nothing else has been understood."""
    part = sentence.words[place].part
    return [word.folded for at, word in enumerate(sentence.words[:place]) if word.part == part and at not in taken]


def is_same_word(written: str, wanted: str) -> bool:
    """Whether a word is the wanted one, one slip of a letter forgiven; another last vowel makes another word."""
    if written == wanted:
        return True
    if len(wanted) < _SLIP_FROM or abs(len(written) - len(wanted)) > 1 or written[:-1] == wanted[:-1]:
        return False
    return OSA.distance(written, wanted, score_cutoff=1) <= 1


def _sentence(text: str, *, begins_paragraph: bool) -> Sentence:
    plain = _REFERENCE.sub(" ", text)
    ends = [match.start() for match in _PART_ENDS.finditer(plain)]
    words = tuple(
        Word(folded=folded, end=match.end(), part=sum(end < match.start() for end in ends))
        for match in _WORD.finditer(plain)
        if (folded := fold(match.group()))
    )
    return Sentence(
        text=plain,
        words=words,
        references=references_in(text),
        is_question=text.rstrip("! ").endswith("?"),
        begins_paragraph=begins_paragraph,
    )


def _unwrapped(text: str) -> str:
    """Lines that a mail program has broken, joined again."""
    joined: list[str] = []
    goes_on = False
    for line in (line.strip() for line in text.splitlines()):
        if goes_on and line and not line[0].isupper():
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        goes_on = len(line) >= _WRAPPED_AT and line[-1] not in ".!?;:"
    return "\n".join(joined)


def _named(match: re.Match[str]) -> Iterator[str]:
    start = f"PW-{match['year']}-{int(match['month']):02d}-"
    for number in (match["number"], *re.findall(r"\d+", match["more"])):
        yield f"{start}{int(number):03d}"
