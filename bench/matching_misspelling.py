# SPDX-License-Identifier: EUPL-1.2
"""What happens to words between a register and a printed list: keys, scanners, accents, other alphabets."""

import random
from collections.abc import Callable
from functools import cache

from bench.matching_names import lines

NEIGHBOURS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        (
            "wa qes wrd etf ryg tuh yij uok ipl ol qsz awdx sefc drgv fthb gyjn hukm jil ko "
            "asx zsdc xdfv cfgb vghn bhjm njk"
        ).split(),
        strict=True,
    )
)
"""Keys beside each key."""
LOOKALIKES = (
    "O0 I1 I! l1 S5 B8 Z2 G6 rn:m m:rn cl:d d:cl ri:n n:ri li:h e:c c:e i:l l:i u:v v:u a:o o:a t:f f:t h:b b:h"
).split()  # fmt: skip
"""What a scanner reads for another: one for one, or written for:read."""
TRANSLITERATIONS = tuple(
    tuple(pair.split(":"))
    for pair in (
        "ou:u u:ou kh:k kh:h ch:c sh:sc sh:s sc:sh dj:g gj:gi xh:gi ks:x x:ks y:i i:y ii:i iy:i yy:ij j:i zh:z w:v "
        "v:w q:k k:c c:k ee:i oo:u aa:a th:t dh:d ph:f ss:s ll:l mm:m nn:n tt:t dd:d rr:r h: z:s s:z gh:g gu:gh ț:t "
        "ș:s ă:a â:a ć:c č:c ž:z š:s đ:dj ñ:n"
    ).split()
)


def mistyped(word: str, chance: random.Random) -> str:
    """One slip of the hand: a letter left out, doubled, exchanged with its neighbour, or the next key hit."""
    places = [place for place, letter in enumerate(word) if letter.isalpha() and place > 0]
    if len(places) < 2:
        return word
    place = chance.choice(places)
    letter = word[place]
    slip = chance.choices(("drop", "double", "swap", "near", "insert"), (28, 14, 24, 24, 10))[0]
    if slip == "drop":
        return word[:place] + word[place + 1 :]
    if slip == "double":
        return word[:place] + letter + word[place:]
    if slip == "swap" and place + 1 < len(word) and word[place + 1].isalpha():
        return word[:place] + word[place + 1] + letter + word[place + 2 :]
    near = chance.choice(NEIGHBOURS.get(letter.lower(), "aeio"))
    near = near.upper() if letter.isupper() else near
    return word[:place] + near + word[place + (slip != "insert") :]


def scanned(text: str, chance: random.Random, marks: int = 1) -> str:
    """As a scanner reads it: some shapes taken for others."""
    for _ in range(marks):
        pairs = [_pair(pair) for pair in LOOKALIKES]
        fitting = [(old, new) for old, new in pairs if old in text or old.upper() in text]
        if not fitting:
            return text
        old, new = chance.choice(fitting)
        text = _replace_one(text, old, new, chance)
    return text


def _pair(pair: str) -> tuple[str, str]:
    old, _, new = pair.partition(":") if ":" in pair else (pair[0], "", pair[1])
    return old, new


def _replace_one(text: str, old: str, new: str, chance: random.Random) -> str:
    if old not in text:
        old, new = old.upper(), new.upper()
    starts = [place for place in range(len(text)) if text.startswith(old, place)]
    place = chance.choice(starts)
    return text[:place] + new + text[place + len(old) :]


@cache
def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for line in lines("variants.txt"):
        for word in line.split():
            groups.setdefault(word.lower(), []).extend(other for other in line.split() if other != word)
    return groups


@cache
def nicknames() -> dict[str, list[str]]:
    """Short forms, by given name in small letters."""
    return {words[0].lower(): words[1:] for words in map(str.split, lines("nicknames.txt"))}


def transliterated(name: str, chance: random.Random) -> str:
    """One word of the name as another passport has it."""
    words = name.split()
    places = [place for place, word in enumerate(words) if word.lower() in _groups()]
    if places and chance.random() < 0.7:
        place = chance.choice(places)
        words[place] = _cased(chance.choice(_groups()[words[place].lower()]), words[place])
        return " ".join(words)
    return _by_rule(name, chance)


def _by_rule(name: str, chance: random.Random) -> str:
    lower = name.lower()
    fitting = [(old, new) for old, new in TRANSLITERATIONS if old in lower[1:] or (old == lower[0] and new)]
    if not fitting:
        return name
    old, new = chance.choice(fitting)
    place = lower.find(old)
    return name[:place] + _cased(new, name[place : place + len(old)]) + name[place + len(old) :]


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.title() if like[:1].isupper() else word


def unaccented(text: str, chance: random.Random) -> str:
    """Accents as typewriters had them: an apostrophe after the vowel, or nothing."""
    after: Callable[[str], str] = chance.choice(
        (lambda vowel: f"{vowel}'", lambda vowel: vowel, lambda vowel: f"{vowel}`")
    )
    plain = dict(zip("àèéìòùÀÈÉÌÒÙ", "aeeiouAEEIOU", strict=True))
    return "".join(after(plain[letter]) if letter in plain else letter for letter in text)
