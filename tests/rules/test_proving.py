# SPDX-License-Identifier: EUPL-1.2
"""Rules that prove themselves on the samples beside them."""

from pathlib import Path

import pytest

from pecwatch.alerts.proving import ALERT_CLAIMS
from pecwatch.lists.proving import LIST_CLAIMS
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.rules.proving import tables_of, unproven
from tests.rules.folders import changed, copied

CLAIMS = LIST_CLAIMS | ALERT_CLAIMS
RULES = load_rules(shipped_rules())


def told(folder: Path) -> tuple[str, ...]:
    return unproven(load_rules(folder), CLAIMS)


def test_the_shipped_rules_prove_themselves() -> None:
    """Each has a sample and claims it, and no rival does."""
    assert unproven(RULES, CLAIMS) == ()


@pytest.mark.parametrize("table", tables_of(RULES), ids=lambda table: table.name)
def test_every_table_is_tried(table) -> None:  # type: ignore[no-untyped-def]  # RuleTable
    """A table that no room tries would have samples for nothing."""
    assert table.name in CLAIMS or table.kind in CLAIMS


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param(
            "layouts.toml", 'samples = ["Scala"]\n', "", "layouts.toml: columns.staircase: no sample", id="no sample"
        ),
        pytest.param(
            "recognition.toml",
            'samples = ["Distinti saluti"]',
            "samples = []",
            "recognition.toml: furniture.closings: no sample",
            id="no sample in a list of them",
        ),
        pytest.param(
            "layouts.toml",
            'samples = ["Scala"]',
            'samples = ["Scala", "Numero della porta"]',
            "columns.staircase: sample «Numero della porta» is not claimed by this rule, nor by any other",
            id="a sample that nobody claims",
        ),
        pytest.param(
            "layouts.toml",
            'samples = ["Scala"]',
            'samples = ["Scala", "Piano"]',
            "columns.staircase: sample «Piano» is not claimed by this rule, but by layouts.columns.floor",
            id="a sample of another rule",
        ),
        pytest.param(
            "layouts.toml",
            'exact = ["N", ',
            'exact = ["N", "scala", ',
            "columns.staircase: sample «Scala» is also claimed by layouts.columns.number",
            id="a sample that two columns claim",
        ),
        pytest.param(
            "layouts.toml",
            'exact = ["N", ',
            'exact = ["N", "scala", ',
            "columns.number: «SCALA» also stands in layouts.columns.staircase",
            id="a word of two columns",
        ),
        pytest.param(
            "wording.toml",
            '  "SOSPESO",',
            '  "SOSPESO", "Rinviato",',
            "wording.toml: statuses.postponed: «RINVIATO» also stands in wording.statuses.suspended",
            id="a phrase of two statuses",
        ),
        pytest.param(
            "recognition.toml",
            'phrases = ["MESSA IN MORA",',
            'phrases = ["Avvio * procedimento", "MESSA IN MORA",',
            "letters.avvio_decadenza: sample «Oggetto: avvio del procedimento di decadenza» is also claimed by "
            "recognition.letters.messa_in_mora",
            id="a letter of two kinds",
        ),
        pytest.param(
            "wording.toml",
            'samples = ["già rinviato il 18/09"]',
            'samples = ["rinviato il 18/09"]',
            "wording.toml: past: sample «rinviato il 18/09» is not claimed",
            id="words that change nothing",
        ),
        pytest.param(
            "privacy.toml",
            'samples = ["SI ESEGUE - presenti due minori"]',
            'samples = ["SI ESEGUE - presenti due persone"]',
            "privacy.toml: sensitive.minors and family: sample «SI ESEGUE - presenti due persone» is not claimed",
            id="a sentence that a mail would repeat",
        ),
    ],
)
def test_what_does_not_prove_itself_is_named(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    """File, table, sample, and the rule that stands in the way."""
    folder = copied(tmp_path)
    changed(folder, file, old, new)
    assert any(said in line for line in told(folder)), told(folder)
