# SPDX-License-Identifier: EUPL-1.2
"""Tables beside the registry: operators who may be written to, official names of streets."""

import datetime as dt
from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.registry.beside import StagedOperators, read_operators, read_streets
from tests.registry.staging import RULES

HEADINGS = "Codice operatore;Nominativo;E-mail;Tel.;Sostituito da;Assenze"


def operators(tmp_path: Path, *rows: str) -> StagedOperators:
    path = tmp_path / "op.csv"
    path.write_text("\n".join((HEADINGS, *rows)), encoding="utf-8")
    return read_operators(path, RULES.registry, ("comune.example",))


def test_operators_of_a_table(tmp_path: Path) -> None:
    """With substitute and absences as a person writes them."""
    absences = "dal 03/11/2025 al 14/11/2025; 1/12/2025-5/12/2025"
    row = f'OP01;Amalia Quintarelli;A.Quintarelli@comune.example;0000 2;OP02;"{absences}"'
    (found,) = operators(tmp_path, row).operators
    assert (found.code, found.email) == ("OP01", "a.quintarelli@comune.example")
    assert (found.phone, found.substitute) == ("0000 2", "OP02")
    assert found.absences == (
        (dt.date(2025, 11, 3), dt.date(2025, 11, 14)),
        (dt.date(2025, 12, 1), dt.date(2025, 12, 5)),
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("OP02;Duilio Savoldelli;d.savoldelli@altrove.example;;;", "email"),
        ("OP02;Duilio Savoldelli;;;;", "email"),
        ("OP01;Duilio Savoldelli;d.savoldelli@comune.example;;;", "codice"),
        ("coordinator;Duilio Savoldelli;d.savoldelli@comune.example;;;", "codice"),
        (";Duilio Savoldelli;d.savoldelli@comune.example;;;", "codice"),
        ("OP02;Duilio Savoldelli;d.savoldelli@comune.example;;;14/11/2025-03/11/2025", "assenze"),
    ],
)
def test_who_cannot_be_written_to_is_told(tmp_path: Path, row: str, column: str) -> None:
    """By row and column, without name or address; a wrong absence costs nobody her mails."""
    staged = operators(tmp_path, "OP01;Amalia Quintarelli;a.quintarelli@comune.example;;;", row)
    assert [(each.row, each.column) for each in staged.warnings] == [(3, column)]
    assert len(staged.operators) == (2 if column == "assenze" else 1)
    assert "avoldelli" not in staged.warnings[0].text


def test_a_table_of_nobody(tmp_path: Path) -> None:
    """Without a mandatory column, or without anybody, the one before stays."""
    with pytest.raises(UsageError, match="nobody"):
        operators(tmp_path, "OP01;Amalia Quintarelli;a.quintarelli@altrove.example;;;")
    (tmp_path / "x.csv").write_text("codice;nome\nOP01;Amalia\n")
    with pytest.raises(UsageError, match="mandatory column email"):
        read_operators(tmp_path / "x.csv", RULES.registry, ("comune.example",))


def test_streets_of_municipalities(tmp_path: Path) -> None:
    """Kind and name together or apart, each street once, by municipality."""
    (tmp_path / "s.csv").write_text(
        "CODICE_ISTAT;DUG;ODONIMO\n999001;VIA;DELLE ROBINIE\n999001;VIA;VIA DELLE ROBINIE\n"
        "999002;Largo;dei Pioppi\n999002;;\n"
    )
    staged = read_streets(tmp_path / "s.csv", RULES.registry)
    assert staged.streets == {"999001": ("VIA DELLE ROBINIE",), "999002": ("LARGO DEI PIOPPI",)}
    assert [each.row for each in staged.warnings] == [5]
