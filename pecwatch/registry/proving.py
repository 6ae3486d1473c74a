# SPDX-License-Identifier: EUPL-1.2
"""Whether every mapping file proves itself on an export of invented people."""

from collections.abc import Iterator
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.fold import fold
from pecwatch.registry.mapping import load_mapping, understand
from pecwatch.registry.sources import read_registry, source_of
from pecwatch.rules import FILES, Rules
from pecwatch.rules.loading import load_rule
from pecwatch.rules.registry import VendorMapping

NO_PLACE = "X999"
"""The code of a birth place that belongs to no place: whoever bears it is invented."""


def unproven_mappings(rules: Rules) -> tuple[str, ...]:
    """A line for each thing wrong with the mappings of a folder of rules."""
    canonical = rules.folder / FILES["registry"][0]
    files = sorted(path for path in canonical.parent.glob("*.toml") if path != canonical)
    return tuple(line for path in files for line in unproven_mapping(path, rules))


def unproven_mapping(path: Path, rules: Rules) -> tuple[str, ...]:
    """A line for each thing wrong with one mapping: no sample, headings the sample lacks, people read oddly."""
    try:
        vendor, mapping = load_rule(path, VendorMapping), load_mapping(path, rules.registry)
        if vendor.sample is None:
            return (f'{path}: no sample; add sample = "…", an export of invented people with these headings',)
        sample = path.parent / vendor.sample
        with source_of(sample).table(mapping, lambda cells: len(understand(cells, mapping).places)) as table:
            headings = {fold(cell) for cell in table.headings.cells}
            for _ in table.rows:
                pass
        staged = read_registry(sample, mapping, rules)
    except UsageError as error:
        return tuple(str(error).splitlines())
    odd = (*staged.warnings, *staged.unreadable)
    absent = [heading for heading in vendor.columns if fold(heading) not in headings]
    codes = {person.fiscal_code for person in staged.people if person.fiscal_code is not None}
    return (
        *(f"{path}: columns.{heading}: no such heading in {sample}" for heading in absent),
        *(f"{sample}: line {each.row}, column {each.column}: {each.text}" for each in odd),
        *(f"{sample}: a codice fiscale without {NO_PLACE}; samples hold invented people" for _ in _real(codes)),
    )


def _real(codes: set[str]) -> Iterator[str]:
    return (code for code in sorted(codes) if code[11:15] != NO_PLACE)
