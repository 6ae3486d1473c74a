# SPDX-License-Identifier: EUPL-1.2
"""The words that peers compare, tidied as a careful colleague would before using any of them."""

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bench.matching_answers import Truth, read_truths

Row = dict[str, str]
NOISE = re.compile(r"\b(sig ra|sig|geom|dott|eredi di|eredi)\b")
OTHER_SURNAME = re.compile(r"\b(ved|vedova|in|coniugata|con|nata|n) \w+")
TENANTS = re.compile(r"\s*/\s*|\s*\+\s*|\s+[eE]\s+|\s+-\s+")
INNER = re.compile(r"\b(sc|scala|int|interno|p|piano|n|snc)\b")
KINDS = {
    "v": "via",
    "v le": "viale",
    "vle": "viale",
    "p za": "piazza",
    "p zza": "piazza",
    "pza": "piazza",
    "v lo": "vicolo",
    "vic": "vicolo",
    "l go": "largo",
    "c so": "corso",
    "p le": "piazzale",
    "ple": "piazzale",
    "str": "strada",
    "s da": "strada",
    "b go": "borgo",
    "loc": "localita",
    "c na": "cascina",
}
KIND = re.compile(rf"^({'|'.join(sorted(KINDS, key=len, reverse=True))}) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One tenant of a line."""

    number: str
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Both sides, tidied; and perhaps another pair with its truth to learn from."""

    names: list[str]
    """Surname and given name of each row."""
    surnames: list[str]
    givens: list[str]
    addresses: list[str]
    folders: list[str]
    queries: list[Query]
    example: "tuple[Prepared, dict[str, Truth]] | None" = None


def prepare(folder: Path, learn_from: Path | None = None) -> Prepared:
    """Read and tidy a folder."""
    rows = read_rows(folder / "registry.csv")
    example = (prepare(learn_from), read_truths(learn_from / "truth.csv")) if learn_from is not None else None
    return Prepared(
        names=[folded(f"{row['cognome']} {row['nome']}") for row in rows],
        surnames=[folded(row["cognome"]) for row in rows],
        givens=[folded(row["nome"]) for row in rows],
        addresses=[
            tidy_address(
                f"{row['indirizzo']} {row['civico']} {row.get('scala', '')} {row.get('interno', '')} {row['comune']}"
            )
            for row in rows
        ],
        folders=[row["cartella"] for row in rows],
        queries=[query for row in read_rows(folder / "list.csv") for query in _queries(row)],
        example=example,
    )


def read_rows(path: Path) -> list[Row]:
    """A file of the benchmark."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def folded(text: str) -> str:
    """Small letters, digits and single spaces."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"['`’]", "", plain.lower())).split())


def tidy_address(text: str) -> str:
    """Street type in full, letters apart from numbers, words for staircase and flat left out."""
    words = re.sub(r"(\d)([a-z])", r"\1 \2", folded(re.sub(r"['’]", " ", text)))
    words = KIND.sub(lambda found: f"{KINDS[found[1]]} ", words)
    return " ".join(INNER.sub(" ", words).split())


def _queries(row: Row) -> list[Query]:
    address = tidy_address(row["indirizzo"])
    names = [_tidy_name(name) for name in TENANTS.split(row["nominativo"])]
    return [Query(number=row["id"], name=name, address=address) for name in names if name]


def _tidy_name(name: str) -> str:
    words = NOISE.sub(" ", folded(name))
    return " ".join(OTHER_SURNAME.sub(" ", " ".join(words.split())).split())
