# SPDX-License-Identifier: EUPL-1.2
"""Names that are written in several ways, from rules/spellings.toml."""

from pecwatch.rules.loading import rule


@rule
class Spellings:
    """How spellings of one name are known."""

    alike: tuple[tuple[str, str], ...]
    """Letters, and the letters they are as well written with, in the order they are replaced."""
    diminutives: tuple[str, ...]
    """Endings that make a fond form of a given name: ANNINA of ANNA."""
    leads: tuple[str, ...] = ()
    """Beginnings of given names that are left out in daily life: TERESA for MARIATERESA."""
    short_forms: str
    """Given names: one in each line, all its forms in it."""
    transliterations: str
    """Given names and surnames, as above."""
