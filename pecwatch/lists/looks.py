# SPDX-License-Identifier: EUPL-1.2
"""What a stretch of text looks like, before it is read."""

import re
from functools import lru_cache

from pecwatch.italian.addresses import find_addresses, find_inside
from pecwatch.italian.dates import MONTHS
from pecwatch.italian.fold import fold
from pecwatch.italian.name_order import given_names_of
from pecwatch.rules import Rules

NUMBERING = re.compile(
    r"""^\s*(?:[>•·*▪●■◦‣➢➤✓–—-]\s+)?
    (?:(?:posizione|scheda|pos\.?|riga|intervento|pratica)\s+)?
    (?:(?:n|nr|num)\s?[.°º:]{1,2}\s*)?[(\[]?(?P<number>\d{1,4}(?:\s?/\s?[A-Za-z]|[a-z])?|\d{5}(?=\s?[)\]]))\s?
    (?:[)\]]\s*[.:–—-]?|\.(?!\d)\s*[)–—-]?|°|º|\s?[–—-](?=\s)|:(?=\s)|\s*\||\t|\s{1,}(?=[^\W\d_]['’]?[^\W\d_]))\s*""",
    re.VERBOSE | re.IGNORECASE,
)
"""«1)», «1.», «n. 1», «1 -», «1   ROSSI»; what follows still has to look like a row. Five figures are a postal code,
unless a bracket closes them."""

NUMBER_WORD = re.compile(
    r"^\s*(?:[•·*▪●–—-]\s+)?(?:n|nr|num)\s?[.°º]{1,2}\s*(?P<number>\d{1,3})\s+(?=\S)", re.IGNORECASE
)
"""«n. 4 ROSSI», «n. 4 06/11/2025»."""

BULLET = re.compile(r"^\s*(?:\*\*(?=[^\W\d_])|(?:[•·*▪●■◦‣➢➤✓o\-–—]|>+|\(?[A-Za-z]\))\s+(?=\S))")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’`.\-][^\W\d_]*)*['’`.]?")
_JOINTS = frozenset({"/", "+", "&", ";", "E", "ED", "C/O", "-", "–", ","})


@lru_cache(maxsize=32_768)
def _folded(token: str) -> str:
    return fold(token)


@lru_cache(maxsize=32_768)
def looks_like_name(text: str, rules: Rules, *, lower: bool = False) -> bool:
    """Whether a text could be the name of a tenant, or of several.

    Args:
        lower: Accept words in small letters too, where the place already says that it is a name.
    """
    plain = re.sub(r"\([^)]*\)?", " ", text).strip(" ,;:-–—|\t")
    plain = re.sub(r"(?<=\w)\s*\+\s*\d{1,2}$", "", plain)  # «ROSSI MARIO + 3»
    own, stays, host = plain.partition(" presso ")
    if stays and len(own.split()) > 1 and host[:1].isupper() and looks_like_name(host, rules):
        plain = own  # «ROSSI MARIO presso BIANCHI ANNA»
    tokens = re.sub(r"(?<=\w)\s?([/+;&,])\s?", r" \1 ", plain).replace("C / O", "c/o").replace("c / o", "c/o").split()
    while len(tokens) > 2 and (tokens[-1].upper() in _JOINTS or _is_nobody(tokens[-1], rules)):  # «… e figli minori»
        tokens.pop()
    names = 0
    if not 1 <= len(tokens) <= 14:
        return False
    for token in tokens:
        if token.upper() in _JOINTS:
            continue
        folded = _folded(token)
        behind = re.split(r"['’`]", token)[-1]
        if behind[:1].islower() and _folded(behind) in rules.recognition.furniture.no_names.words:
            return False
        if _TOKEN.fullmatch(token) is None or folded in rules.recognition.furniture.no_names.words:
            return False
        small = folded in rules.names.particles or _is_name_word(folded, rules)
        if not token[0].isupper() and not small and not lower and not re.match(r"[dl]['’]\w", token):
            return False
        names += not (small and not token[0].isupper())
    return 1 <= names <= 9 and len(plain) > 2


def _is_nobody(token: str, rules: Rules) -> bool:
    return token.islower() and _folded(token) in rules.names.nobody


def _is_name_word(folded: str, rules: Rules) -> bool:
    words = rules.names
    return (
        folded in words.titles
        or folded in words.heirs
        or folded in words.heirs_links
        or (folded in words.nobody and len(folded) > 3)
        or any(folded == lead for lead, _ in words.other_surnames)
    )


def holds_given_name(text: str, rules: Rules) -> bool:
    """Whether a word of the text is a given name the rules know."""
    return not given_names_of(rules.names).isdisjoint(fold(text).split())


def is_surely_name(text: str, rules: Rules) -> bool:
    """A name of two words or more, all capitals or with a known given name: enough without an address beside it."""
    if not looks_like_name(text, rules) or len(text.split()) < 2:
        return False
    return holds_given_name(text, rules) or text.upper() == text


def is_blank(cell: str, rules: Rules) -> bool:
    """An empty cell, also written «-», «//», «n.d.»."""
    folded = fold(cell)
    if folded == "":
        return not any(sign.isalnum() for sign in cell)  # a name in other letters is no blank
    return folded in rules.layouts.blank.cells


def is_ditto(cell: str, rules: Rules) -> bool:
    """«idem», «c.s.», a ditto mark."""
    return (
        cell.strip() in ('"', "''", "”", "“", "«", "»", "″", "〃", ",,", "''.")
        or fold(cell) in rules.layouts.ditto.cells
    )


def is_inside_only(text: str, rules: Rules) -> bool:
    """Whether a text holds nothing but staircase, floor and flat."""
    inside = find_inside(text, rules.addresses)
    return inside is not None and inside.start == 0 and not find_addresses(text, rules.addresses)


def is_month_title(text: str) -> bool:
    """Whether a short line does nothing but name a month: «NOVEMBRE 2025»."""
    words = fold(text).split()
    return 1 <= len(words) <= 4 and any(word in MONTHS for word in words) and not re.search(r"\b\d{1,2}\b", text)


def indent_of(text: str) -> int:
    """How many blanks a line begins with."""
    return len(text) - len(text.lstrip())
