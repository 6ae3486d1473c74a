# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch match`: a list or messages against a registry file."""

import json
from pathlib import Path

import pytest

from tests.cli.running import complaint, run
from tests.cli.test_parse import LIST

REGISTRY = """cartella;cognome;nome;indirizzo;numero_famiglia;operatore
2019/00871;ZUCCHEROLI;MIRELLA;VIA DELLE ROBINIE 14;H0417;OP01
2020/00012;TREZZOLANI;OSVALDO;VIA DEI GELSI 3;H0501;OP02
2021/00033;QUINTARELLI;AMALIA;LARGO DEI PIOPPI 9;H0502;OP02
2021/00034;SAVOLDELLI;DUILIO;VIA DEL CASTAGNO 1;H0503;OP01
"""
ROWS = """id;nominativo;indirizzo;data_nascita
a-1;ZUCCHEROLI MIRELLA;Via delle Robinie 14 sc. B int. 7;
a-2;BONETTALI IVANO;Viale Nessuno 99;03/04/1961
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "elenco.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "elenco.eml").write_text(LIST, encoding="utf-8")
    return tmp_path


def test_a_list_is_matched_row_by_row(folder: Path) -> None:
    """One object per row, in the order and with the ids of the file."""
    done = run("match", "--registry", "registry.csv", "--list", "elenco.csv", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a-1", "a-2")
    assert set(first) >= {"id", "name", "address", "band", "candidates", "household"}
    assert first["candidates"][0]["folder"] == "2019/00871"
    assert set(first["candidates"][0]) >= {"folder", "probability", "evidence"}
    assert second["band"] in ("none", "possible")


def test_rows_of_messages_are_called_after_their_message(folder: Path) -> None:
    """`<source>#<row>` leads back to the paper."""
    done = run("match", "--registry", "registry.csv", "elenco.eml", "--json", cwd=folder)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["elenco.eml#1", "elenco.eml#2"]


def test_the_view_for_people_says_who_and_why(folder: Path) -> None:
    """Without --json a table: folder, probability, reasons."""
    done = run("match", "--registry", "registry.csv", "--list", "elenco.csv", cwd=folder)
    assert "2019/00871" in done.stdout
    assert "BONETTALI" in done.stdout


def test_a_pipe_is_no_file(folder: Path) -> None:
    """What can be read only once is refused in words."""
    done = run("match", "--registry", "registry.csv", "--list", ".", "--json", cwd=folder)
    assert "save it first" in complaint(done)


def test_every_reason_is_explained(folder: Path) -> None:
    """With --explain each candidate shows all that speaks for and against, and the sum."""
    done = run("match", "--registry", "registry.csv", "--list", "elenco.csv", "--explain", cwd=folder)
    lines = [line.strip() for line in done.stdout.splitlines()]
    first = lines[lines.index("band certain") + 1 :]
    assert any(line.endswith("cognome uguale; in archivio lo porta 1 persona") for line in first)
    weights = [
        float(line.split()[0]) for line in first[: first.index(next(x for x in first if x.endswith("score")))][2:]
    ]
    score = next(line for line in first if line.endswith("score"))
    assert sum(weights) == pytest.approx(float(score.split()[0]), abs=0.3)


@pytest.mark.parametrize(
    ("file", "content", "names"),
    [
        pytest.param("registry.csv", "cartella;cognome\n1;X\n", "indirizzo", id="registry without a mandatory column"),
        pytest.param("registry.csv", "", "registry.csv", id="empty registry"),
        pytest.param("elenco.csv", "id;nominativo\n1;X\n", "indirizzo", id="list without its columns"),
        pytest.param("elenco.csv", None, "elenco.csv", id="missing list"),
        pytest.param("registry.csv", None, "registry.csv", id="missing registry"),
    ],
)
def test_a_malformed_file_is_one_line_and_code_2(folder: Path, file: str, content: str | None, names: str) -> None:
    """File and remedy, no traceback."""
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_text(content)
    said = complaint(run("match", "--registry", "registry.csv", "--list", "elenco.csv", cwd=folder))
    assert names in said


def test_an_excel_csv_is_understood(folder: Path) -> None:
    """cp1252, as an Italian Excel writes it."""
    (folder / "elenco.csv").write_bytes("id;nominativo;indirizzo\n1;FERRABÒ LÙCIA;Via Città 1\n".encode("cp1252"))
    done = run("match", "--registry", "registry.csv", "--list", "elenco.csv", "--json", cwd=folder)
    assert "FERRABÒ" in json.loads(done.stdout)["name"]
