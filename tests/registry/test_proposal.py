# SPDX-License-Identifier: EUPL-1.2
"""A mapping is proposed with its reasons, and what must not be read is named and never shown."""

import tomllib
from pathlib import Path

import openpyxl
import pytest

from pecwatch.errors import UsageError
from pecwatch.italian.fiscal_code import check_letter
from pecwatch.registry import load_mapping, read_registry
from pecwatch.registry.mapping_text import as_sample, as_toml
from pecwatch.registry.proposal import Proposal, propose
from pecwatch.registry.proving import unproven_mapping, unproven_mappings
from tests.registry.staging import RULES

VENDOR = """Comune di Roccafinta - estrazione;;;;
ID Cart.;Nominativo Ut.;Nato/a il;C.F.;S;Ind. di residenza;Num. civ.;Ass. Sociale rif.;Diagnosi;Fascia ISEE;Telef.
2019/001;Zuccheroli Mirella;12/03/51;ZCCMLL51C52X999E;F;Via delle Robinie;14;OP01;SEGRETO;BASSA;0372
2019/002;Bonettali Ivano;25/07/68;BNTVNI68L25X999K;M;Largo dei Pioppi;3;OP02;SEGRETO;BASSA;0372
2019/003;Ferrabò Rosa;25/07/68;;F;Largo dei Pioppi;3;OP02;SEGRETO;BASSA;0372
"""

SAMPLE, HEADINGS = 'sample = "s.csv"\n', "A;Cognome;Nome;Via"
MAPPING = f'{SAMPLE}[columns]\n"A" = "cartella"\n'
OF_A_PLACE = "ZCCMLL51C52A001" + check_letter("ZCCMLL51C52A001")


def proposed(tmp_path: Path, content: str) -> Proposal:
    path = tmp_path / "vendor.csv"
    path.write_text(content, encoding="utf-8")
    return propose(path, RULES)


def columns(proposal: Proposal) -> dict[str, str | None]:
    return {found.heading: found.column for found in proposal.headings}


def test_headings_of_a_vendor(tmp_path: Path) -> None:
    """Known, shortened and unknown headings, by words and by cells; each with a reason."""
    found = proposed(tmp_path, VENDOR)
    assert columns(found) == {
        "ID Cart.": "cartella",
        "Nominativo Ut.": "nominativo",
        "Nato/a il": "data_nascita",
        "C.F.": "cf",
        "S": "sesso",
        "Ind. di residenza": "indirizzo",
        "Num. civ.": "civico",
        "Ass. Sociale rif.": "operatore",
        "Diagnosi": None,
        "Fascia ISEE": None,
        "Telef.": None,
    }
    assert found.missing == ()
    assert found.date_format == "%d/%m/%y"
    assert [each.heading for each in found.headings if each.is_forbidden] == ["Diagnosi", "Fascia ISEE"]
    assert all(each.reason for each in found.headings)
    assert {each.heading for each in found.headings if each.is_sure} == {"Nato/a il", "C.F.", "Num. civ."}


def test_no_value_is_ever_shown(tmp_path: Path) -> None:
    """Neither of a forbidden column nor of any other."""
    found = proposed(tmp_path, VENDOR)
    shown = as_toml(found, "x.csv") + repr(found)
    assert not any(value in shown for value in ("SEGRETO", "BASSA", "Ferrabò", "2019/001", "Pioppi", "0372"))


def test_what_is_proposed_can_be_used(tmp_path: Path) -> None:
    """The TOML reads the export it was made from, and proves itself on the invented people beside it."""
    found = proposed(tmp_path, VENDOR)
    (tmp_path / "m.toml").write_text(as_toml(found, "m.csv"), encoding="utf-8")
    (tmp_path / "m.csv").write_text(as_sample(found), encoding="utf-8")
    staged = read_registry(tmp_path / "vendor.csv", load_mapping(tmp_path / "m.toml", RULES.registry), RULES)
    assert [(each.surname, str(each.birth_date), each.address.civic) for each in staged.people] == [
        ("Zuccheroli", "1951-03-12", "14"),
        ("Bonettali", "1968-07-25", "3"),
        ("Ferrabò", "1968-07-25", "3"),
    ]
    assert unproven_mapping(tmp_path / "m.toml", RULES) == ()


def test_headings_that_say_nothing(tmp_path: Path) -> None:
    """The cells alone: found all the same, and all to be checked."""
    path = tmp_path / "r.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["colonna1", "colonna2", "colonna3", "colonna4"])
    for number, name in enumerate(("Zuccheroli Mirella", "Bonettali Rosa", "Ferrabò Anna"), 1):
        workbook.active.append([f"2019/00{number}", name, "Via delle Robinie", number])
    workbook.save(path)
    found = propose(path, RULES)
    assert list(columns(found).values()) == ["cartella", "nominativo", "indirizzo", "civico"]
    assert not any(each.is_sure for each in found.headings)


def test_a_name_over_full_names(tmp_path: Path) -> None:
    """«Nome» without a surname beside it, and two words in each cell: both names stand in it."""
    rows = "\n".join(
        f"{n};{name};Via Gelsi 3" for n, name in enumerate(("Zuccheroli Anna", "Bonettali Rosa", "Monte Ivo"))
    )
    assert columns(proposed(tmp_path, f"Cartella;Nome;Indirizzo\n{rows}"))["Nome"] == "nominativo"


def test_a_heading_over_other_cells_is_to_be_checked(tmp_path: Path) -> None:
    """What a known heading says and its cells deny is taken, with a doubt."""
    rows = "\n".join(f"{n};A;B;ZCCMLL51C52X999E;Via Gelsi 3" for n in range(4))
    found = proposed(tmp_path, f"Cartella;Cognome;Nome;Data di nascita;Indirizzo\n{rows}")
    doubtful = next(each for each in found.headings if each.column == "data_nascita")
    assert not doubtful.is_sure
    assert "BUT 100% of its cells look like codici fiscali" in doubtful.reason


def test_two_headings_for_one_column(tmp_path: Path) -> None:
    """The better one is taken, the other is told with what it might be; mandatory ones that lack are named."""
    found = proposed(tmp_path, "Cartella;N. pratica;Cognome\n1;2;A\n")
    assert columns(found)["N. pratica"] is None
    assert "may be cartella" in next(each.reason for each in found.headings if each.heading == "N. pratica")
    assert found.missing == ("nome", "indirizzo")


def test_headings_that_would_break_the_file(tmp_path: Path) -> None:
    """Quotes, breaks and twins among headings still give valid TOML."""
    found = proposed(tmp_path, 'Cartella;"Cogn""ome";"No\nme";Cartella;Indirizzo\n1;A;B;1;Via Gelsi\n')
    assert tomllib.loads(as_toml(found, None))["columns"]["Cartella"] == "cartella"


@pytest.mark.fault("content-formulas")
@pytest.mark.parametrize("begin", ["=", "+", "-", "@"])
def test_no_heading_becomes_a_formula(tmp_path: Path, begin: str) -> None:
    """Who opens the sample in a spreadsheet sees the heading of the export, and nothing is worked out."""
    formula = f"{begin}HYPERLINK(A2)"
    sample = as_sample(proposed(tmp_path, f"Cartella;Cognome;Nome;Indirizzo;{formula}\n1;A;B;Via Gelsi;x\n"))
    assert sample.splitlines()[0] == f"Cartella;Cognome;Nome;Indirizzo;'{formula}"
    assert not [cell for line in sample.splitlines() for cell in line.split(";") if cell.startswith(tuple("=+-@"))]


def test_nothing_to_propose_from(tmp_path: Path) -> None:
    """Headings without rows are refused."""
    with pytest.raises(UsageError, match="no rows"):
        proposed(tmp_path, "Cartella;Cognome;Nome\n")


def test_shipped_mappings_prove_themselves() -> None:
    """Each has an export of invented people, reads all its headings, and finds nothing odd."""
    assert len(list((RULES.folder / "registry").glob("*.toml"))) > 1
    assert unproven_mappings(RULES) == ()


@pytest.mark.parametrize(
    ("mapping", "sample", "said"),
    [
        pytest.param(MAPPING.replace(SAMPLE, ""), "A;Cognome;Nome;Via\n", "no sample", id="no sample"),
        pytest.param(MAPPING, None, "cannot be read", id="sample gone"),
        pytest.param(f'{MAPPING}"B" = "area"\n', f"{HEADINGS}\n1;X;Y;Via Gelsi", "columns.B", id="heading gone"),
        pytest.param(MAPPING, f"{HEADINGS}\n1;X;Y;-", "no street", id="odd cell"),
        pytest.param(MAPPING, f"{HEADINGS};CF\n1;X;Y;Via Gelsi;{OF_A_PLACE}", "X999", id="a code of a real place"),
    ],
)
def test_a_mapping_that_does_not_prove_itself(tmp_path: Path, mapping: str, sample: str | None, said: str) -> None:
    """Each way to rot is a line for `pecwatch check`."""
    (tmp_path / "m.toml").write_text(mapping)
    if sample is not None:
        (tmp_path / "s.csv").write_text(sample)
    assert said in "\n".join(unproven_mapping(tmp_path / "m.toml", RULES))
