# SPDX-License-Identifier: EUPL-1.2
"""Words of addresses, from rules/addresses.toml."""

from pecwatch.rules.loading import rule

Words = tuple[str, ...]


@rule
class AddressWords:
    """What an Italian address is made of."""

    sure_types: tuple[Words, ...]
    """Full street type, then its abbreviations; these begin an address in running text by themselves."""
    other_types: tuple[Words, ...]
    """The same for types that need a civic number in running text."""
    locality_types: tuple[Words, ...]
    """The same for hamlets and farms, which give way to a road named after them."""
    particles: Words
    months: Words
    number_words: Words
    no_number: Words
    exponents: Words
    staircase_words: Words
    floor_words: Words
    flat_words: Words
    building_words: Words
    lookalike_labels: tuple[Words, ...]
    """How a label inside a building is written, then what poor print makes of it."""
    floors: tuple[Words, ...]
    """How a floor is kept, then how it is written."""
    never_streets: Words
    """Words after `via` or `corso` that make a phrase of it."""
    ends: Words
    """Words at which running text leaves the address."""
    municipalities: Words
    provinces: Words
