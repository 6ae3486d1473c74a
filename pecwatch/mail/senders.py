# SPDX-License-Identifier: EUPL-1.2
"""Whether a sender is one the office knows, or only looks like one."""

import unicodedata

from rapidfuzz.distance import Levenshtein

from pecwatch.model.message import Correspondents

_CONFUSABLE = str.maketrans("аеорсухіјѕԁһӏԛԝվցοανικρτɑɡıłø01!|3$5", "aeopcyxijsdhlqwvgoavikptagiloollless")
"""Cyrillic and Greek letters and digits that look like a Latin letter (from Unicode's confusables.txt)."""
_CONFUSABLE_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_MOST_EDITS = 2
_SHORT = 8
"""Below this length one edit is the limit: of `abc` two letters are most."""
_NAME_THAT_TELLS = 4
"""Letters of a domain before its last label, from which the same ones under another last label are no chance."""


def is_recognised(address: str | None, correspondents: Correspondents) -> bool:
    """Whether the address, or exactly its domain, is among the senders that count as the housing company."""
    if address is None:
        return False
    written = address.strip().lower()
    return written in correspondents.senders or f"@{_domain(written)}" in correspondents.senders


def is_lookalike(address: str | None, correspondents: Correspondents) -> bool:
    """Whether an unknown address could be taken for a known one: nearly the same letters, or the same to the eye."""
    if address is None or is_recognised(address, correspondents):
        return False
    written = address.strip().lower()
    return any(_resembles(written, known) for known in correspondents.senders)


def _resembles(written: str, known: str) -> bool:
    domain, known_domain = _domain(written), _domain(known)
    if not known_domain or domain.endswith(f".{known_domain}"):
        return False
    if domain == known_domain:
        local = known.rpartition("@")[0]
        return bool(local) and _is_near(written.rpartition("@")[0], local, telling=local)
    telling = known_domain.rpartition(".")[0]
    return _is_near(domain, known_domain, telling=telling) or _is_dressed_up(domain, known_domain)


def _is_near(written: str, known: str, *, telling: str) -> bool:
    """Whether a few edits or a look-alike letter lie between two names.

    Args:
        telling: What tells the known name from others, whose length says how few: a last label all share.
    """
    limit = _MOST_EDITS if len(telling) >= _SHORT else 1
    pairs = ((written, known), (_skeleton(written), _skeleton(known)))
    return any(Levenshtein.distance(one, other, score_cutoff=limit) <= limit for one, other in pairs)


def _is_dressed_up(domain: str, known: str) -> bool:
    """Whether the known domain stands whole in another, with hyphens for dots too, or under another last label."""
    one, other = (f"-{name.replace('.', '-')}-" for name in (domain, known))
    name, known_name = (text.rpartition(".")[0] for text in (domain, known))
    return other in one or (name == known_name and len(name) >= _NAME_THAT_TELLS)


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2]
    if "xn--" not in domain:
        return domain
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _skeleton(text: str) -> str:
    """What the eye sees: look-alike letters made one, accents gone."""
    plain = unicodedata.normalize("NFKD", text).translate(_CONFUSABLE)
    seen = "".join(character for character in plain if not unicodedata.combining(character)).replace("i", "l")
    for pair, single in _CONFUSABLE_PAIRS:
        seen = seen.replace(pair, single)
    return seen
