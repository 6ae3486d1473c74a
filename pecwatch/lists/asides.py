# SPDX-License-Identifier: EUPL-1.2
"""What a line beside the rows may be: the office that signs, a name under it, or a row that no rule knows."""

import re

from pecwatch.italian.addresses import find_addresses
from pecwatch.italian.dates import find_dates
from pecwatch.italian.fold import fold
from pecwatch.lists.ends import strip_number
from pecwatch.lists.entry import read_entry
from pecwatch.lists.looks import is_surely_name, looks_like_name
from pecwatch.lists.signs import building_heading, is_sentence
from pecwatch.lists.wording import find_statuses
from pecwatch.rules import Rules


def is_company(text: str, rules: Rules) -> bool:
    """Whether a line names an office: it begins with a word of offices, or half of its words are such."""
    words = re.findall(r"[^\W\d_]+", text.upper())
    known = rules.recognition.furniture.no_names.words
    led = (
        bool(words)
        and text.strip()[:1].isupper()
        and words[0] in known
        and len(words) < 9
        and not re.search(r"\d", text)
    )
    return led or (len(words) > 1 and sum(word in known for word in words) * 2 >= len(words))


def is_signature(text: str, rules: Rules) -> bool:
    """A name behind a profession («Rag. …»), or the address of the office, below the last row."""
    if find_statuses(text, rules.wording) or find_dates(text):
        return False
    words = text.split()
    profession = 0 < len(words) <= 6 and fold(words[0]) in rules.recognition.furniture.professions.words
    return profession or building_heading(text, rules) is not None


def is_bare_name(text: str, rules: Rules) -> bool:
    """Whether a line is a name of one person and nothing else."""
    plain = text.strip()
    return 2 <= len(plain.split()) <= 5 and looks_like_name(plain, rules) and "/" not in plain


def is_person_at_home(text: str, rules: Rules) -> bool:
    """A name and an address with its number: a row in words that no rule knows, unless it is a letterhead."""
    entry = read_entry(text, rules)
    at_home = bool(re.search(r"\d|snc", entry.address, re.IGNORECASE)) and not is_sentence(entry.name)
    return at_home and is_surely_name(entry.name, rules) and len(entry.name.split()) < 7


def smells_of_row(text: str, rules: Rules) -> bool:
    """Whether a line that no rule takes for a row still has the marks of one."""
    number, plain = strip_number(text)
    entry = read_entry(text, rules)
    if number is not None and looks_like_name(entry.name, rules) and (entry.has_place or entry.date is not None):
        return True
    strong = [place for place in find_statuses(plain, rules.wording) if not place.weak]
    places = find_addresses(plain, rules.addresses)
    capitals = [place for place in strong if plain[place.start : place.end].isupper()]
    return bool((strong and places) or (capitals and not is_sentence(text)))
