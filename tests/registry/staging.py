# SPDX-License-Identifier: EUPL-1.2
"""Exports of invented people, read as pecwatch reads them."""

import datetime as dt
from pathlib import Path

from pecwatch.registry import StagedRegistry, load_mapping, read_registry
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.registry import fiscal_code

RULES = load_rules(shipped_rules())
CODE = fiscal_code("ZUCCHEROLI", "MIRELLA", dt.date(1960, 4, 3), woman=True)

HEADER = (
    "cartella;cognome;nome;cf;data_nascita;indirizzo;civico;scala;interno;comune;"
    "numero_famiglia;operatore;stato;aggiornato_al"
)
ROWS = (
    f"2019/00871;ZUCCHEROLI;MIRELLA;{CODE};03/04/1960;Via delle Robinie;14;B;7;Cremona;H0417;OP01;attiva;20/10/2025",
    "2020/00002;FERRABÒ;NICOLÒ;;;V.le dei Gelsi;22/A;;;Cremona;H0418;OP02;chiusa;19/10/2025",
)


def stage(
    tmp_path: Path, content: str | bytes, *, mapping: str | None = None, name: str = "registry.csv"
) -> StagedRegistry:
    """Read an export with such content, by a mapping file with such content."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    mapping_path = None
    if mapping is not None:
        mapping_path = tmp_path / "mapping.toml"
        mapping_path.write_text(mapping)
    return read_registry(path, load_mapping(mapping_path, RULES.registry), RULES)
