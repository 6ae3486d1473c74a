# SPDX-License-Identifier: EUPL-1.2
"""A proposed mapping as the TOML file that a person checks, and an export of invented people to prove it."""

import csv
import datetime as dt
import io
import json

from pecwatch.registry.proposal import Found, Proposal

INVENTED: tuple[dict[str, str], ...] = (
    {
        "cartella": "2024/001",
        "cognome": "ZUCCHEROLI",
        "nome": "MIRELLA",
        "nominativo": "ZUCCHEROLI MIRELLA",
        "cf": "ZCCMLL51C52X999E",
        "data_nascita": "12/03/1951",
        "sesso": "F",
        "tipo_via": "VIA",
        "indirizzo": "VIA DELLE ROBINIE",
        "civico": "14",
        "scala": "B",
        "piano": "2",
        "interno": "7",
        "comune": "BORGO SALICE",
        "numero_famiglia": "H0001",
        "relazione": "intestatario",
        "operatore": "OP01",
        "stato": "attiva",
        "aggiornato_al": "20/10/2025",
    },
    {
        "cartella": "2024/002",
        "cognome": "BONETTALI",
        "nome": "IVANO",
        "nominativo": "BONETTALI IVANO",
        "cf": "BNTVNI68L25X999K",
        "data_nascita": "25/07/1968",
        "sesso": "M",
        "tipo_via": "LARGO",
        "indirizzo": "LARGO DEI PIOPPI",
        "civico": "3",
        "interno": "12",
        "comune": "BORGO SALICE",
        "numero_famiglia": "H0002",
        "relazione": "intestatario",
        "operatore": "OP02",
        "stato": "attiva",
        "aggiornato_al": "20/10/2025",
    },
)
"""People who do not exist: X999 is the code of no place."""


def as_toml(proposal: Proposal, sample: str | None) -> str:
    """The mapping file, each line with its reason.

    Args:
        sample: Name of the file with invented people beside it; None to leave that to whoever checks.
    """
    proven = f"sample = {json.dumps(sample)}" if sample else '# sample = "…"  # an export of invented people'
    lines = [
        f"# Proposed by `pecwatch registry map` after {proposal.rows} rows: check every line, use it with --mapping",
        "# or as `mapping` in [registry]. A line taken out, or another name behind its =, is all there is to correct.",
        proven,
        *([f"date_format = {json.dumps(proposal.date_format)}"] if proposal.date_format else []),
        "",
        "[columns]",
        *_taken(proposal.headings),
        *(f"# MISSING and mandatory: {name}; write its heading" for name in proposal.missing),
        "",
        *_left(proposal.headings),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _taken(headings: tuple[Found, ...]) -> list[str]:
    """One line for each heading, once: a heading that comes twice is read in its first column."""
    seen: set[str] = set()
    lines = []
    for found in headings:
        if found.column is None or found.heading in seen:
            continue
        seen.add(found.heading)
        mark = "" if found.is_sure else "CHECK: "
        lines.append(f"{_quoted(found.heading)} = {json.dumps(found.column)}  # {mark}{found.reason}")
    return lines


def _left(headings: tuple[Found, ...]) -> list[str]:
    forbidden = [found for found in headings if found.is_forbidden]
    left = [found for found in headings if found.column is None and not found.is_forbidden]
    return [
        *(["# Left over, not read:"] if left else []),
        *(f"# {_quoted(found.heading)}  # {found.reason}" for found in left),
        *(["# Never to be read, and dropped by every import:"] if forbidden else []),
        *(f"# {_quoted(found.heading)}" for found in forbidden),
    ]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would work out instead of showing it."""


def as_sample(proposal: Proposal) -> str:
    """A CSV with the headings of the export and two invented people."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(_harmless(found) for found in proposal.headings)
    for person in INVENTED:
        days = {name: _written(person[name], proposal.date_format) for name in ("data_nascita", "aggiornato_al")}
        writer.writerow((person | days).get(found.column or "", "") for found in proposal.headings)
    return text.getvalue()


def _harmless(found: Found) -> str:
    """A heading as the export has it; one that is not read and looks like a formula with an apostrophe before it."""
    is_formula = found.column is None and found.heading.startswith(FORMULA)
    return f"'{found.heading}" if is_formula else found.heading


def _written(day: str, date_format: str | None) -> str:
    if date_format is None:
        return day
    return dt.datetime.strptime(day, "%d/%m/%Y").strftime(date_format)  # noqa: DTZ007  # a calendar day
