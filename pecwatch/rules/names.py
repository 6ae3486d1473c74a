# SPDX-License-Identifier: EUPL-1.2
"""The words of rules/names.toml."""

from pecwatch.rules.loading import rule


@rule
class NameWords:
    """What tells a title, a particle, a married surname and a given name from a surname."""

    titles: frozenset[str]
    particles: frozenset[str]
    heirs: frozenset[str]
    heirs_links: frozenset[str]
    other_surnames: tuple[tuple[str, str], ...]
    """Word that leads the surname, and the kind it means."""
    relations: frozenset[str] = frozenset()
    """What somebody is to whoever the household is called after; no part of a name beside one."""
    no_given_name: frozenset[str] = frozenset()
    """What stands in the column of the given name of whom has none, besides marks."""
    nobody: frozenset[str]
    """Words beside a name that name nobody: «figli minori»."""
    companies: tuple[str, ...]
    given_names: str
    """Folded, parted by blanks: a table this long reads better as a paragraph."""
