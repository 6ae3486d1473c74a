# SPDX-License-Identifier: EUPL-1.2
"""A list given as CSV becomes the same rows that a message would give."""

import datetime as dt
from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.registry.list_file import read_list_file
from pecwatch.rules import load_rules, shipped_rules

RULES = load_rules(shipped_rules())


def test_rows_with_their_ids(tmp_path: Path) -> None:
    """Names and addresses are taken apart, ids kept as given."""
    path = tmp_path / "lista.csv"
    path.write_text(
        "id;nominativo;indirizzo;data_nascita;codice_fiscale\n"
        "a7;ZUCCHEROLI MIRELLA;Via delle Robinie 14 sc. B int. 7;03/04/1960;zccmll60d43x999i\n"
        "a8;DE' FALCHETTI ROSA ved. MONTESILVI;V.le dei Gelsi 22/A;;\n"
    )
    listed = read_list_file(path, RULES)
    first, second = listed.rows
    assert listed.ids == ("a7", "a8")
    assert (first.surname, first.given_name, first.address.flat) == ("ZUCCHEROLI", "MIRELLA", "7")
    assert (first.birth_date, first.fiscal_code) == (dt.date(1960, 4, 3), "ZCCMLL60D43X999I")
    assert [(other.kind, other.surname) for other in second.other_surnames] == [("ved", "MONTESILVI")]
    assert second.address.street == "VIALE DEI GELSI"


@pytest.mark.parametrize(
    "content",
    ["", "nome;via\nANNA;Via Gelsi 3\n", "id;nominativo\n1;ANNA\n"],
    ids=["empty", "other headings", "no address"],
)
def test_refused_with_its_reason(tmp_path: Path, content: str) -> None:
    """Without the three columns nothing can be matched, and the text names file and remedy."""
    path = tmp_path / "lista.csv"
    path.write_text(content)
    with pytest.raises(UsageError, match=r"lista\.csv"):
        read_list_file(path, RULES)


def test_what_is_left_out_is_told_by_its_place(tmp_path: Path) -> None:
    """A date that never was and a code that is none are not used, and not in silence; blank ones are just blank."""
    path = tmp_path / "lista.csv"
    path.write_text(
        "id;nominativo;indirizzo;data_nascita;codice_fiscale\n"
        "1;ZUCCHEROLI MIRELLA;Via delle Robinie 14;29/02/1961;XXX\n"
        "2;BONETTALI IVANO;Largo dei Pioppi 3;;\n"
    )
    warnings = read_list_file(path, RULES).warnings
    assert [(warning.row, warning.column) for warning in warnings] == [(2, "data_nascita"), (2, "codice_fiscale")]
    assert not any("1961" in warning.text or "XXX" in warning.text for warning in warnings)
