# SPDX-License-Identifier: EUPL-1.2
"""Look-alikes of scanned pages: put right where the rules know the word, and nowhere else."""

import pytest

from pecwatch.lists.lookalikes import mended, repaired
from pecwatch.model.document import Document, Line, Page, Table, TableRow
from pecwatch.rules import load_rules, shipped_rules

RULES = load_rules(shipped_rules())


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [
        pytest.param("Sl ESEGUE - piano di rientro", "SI ESEGUE - piano di rientro", id="l for I"),
        pytest.param("S1 ESEGUE", "SI ESEGUE", id="1 for I"),
        pytest.param("N0N Sl ESEGUE", "NON SI ESEGUE", id="0 for O"),
        pytest.param("N0N", "NON", id="a lone 0 in letters"),
        pytest.param("R1NVIATO AL 14/01/2026", "RINVIATO AL 14/01/2026", id="in a longer word"),
        pytest.param("Si escgue", "Si esegue", id="c for e"),
        pytest.param("SIPROCEDE", "SI PROCEDE", id="blank lost"),
        pytest.param("Siesegue - moroso", "Si esegue - moroso", id="blank lost in small letters"),
        pytest.param("NOVEM8RE 2025", "NOVEMBRE 2025", id="month"),
        pytest.param("6 noverribre", "6 noverribre", id="too far from any word"),
        pytest.param("lND1RIZZO", "INDIRIZZO", id="header"),
        pytest.param("P1AZZA Grande 4", "PIAZZA Grande 4", id="street type"),
        pytest.param("O6/11/2O25 ore 9:3O", "06/11/2025 ore 9:30", id="figures of day and hour"),
        pytest.param("Via Po 47/A se. A int. l", "Via Po 47/A sc. A int. 1", id="staircase and flat"),
        pytest.param("VIA PO sec. 1, p. 2 int. 3", "VIA PO sc. 1, p. 2 int. 3", id="sec. for sc."),
        pytest.param("VIA PO se.D 107", "VIA PO sc.D 107", id="se. without a blank"),
        pytest.param("Via Po 4 sc, 1 lnt. 4", "Via Po 4 sc. 1 int. 4", id="comma for full stop"),
        pytest.param("L.GO MORO n? 15", "L.GO MORO n° 15", id="degree sign"),
        pytest.param("costruita nel sec. scorso", "costruita nel sec. scorso", id="no figure follows"),
        pytest.param("PIAZZALE CADORE. CREMONA", "PIAZZALE CADORE, CREMONA", id="comma before the town"),
        pytest.param("VIA CREMONA. 4", "VIA CREMONA. 4", id="a street named after a town"),
        pytest.param("SI ESEGUE. Cremona", "SI ESEGUE. Cremona", id="a town behind no street"),
        pytest.param("Via Po 4, S. CREMONA", "Via Po 4, S. CREMONA", id="an initial"),
        pytest.param("Via F.Ili Carignani 4", "Via F.lli Carignani 4", id="brothers"),
        pytest.param("SI ESEGLE", "SI ESEGUE", id="one letter, in a phrase"),
        pytest.param("BINVIATO", "RINVIATO", id="one letter of a long word"),
        pytest.param("RINVIATO AL l4/01/2026", "RINVIATO AL 14/01/2026", id="1 of a day"),
    ],
)
def test_repaired(recognised: str, meant: str) -> None:
    """A word of the rules vouches for what is changed."""
    assert repaired(recognised, RULES) == meant


@pytest.mark.parametrize(
    "printed",
    [
        "ZUCCHEROLI MIRELLA",
        "LIVIO SALA",
        "CONTI PIERA   Via Po 14/A  int. 12B",
        "Via XXV Aprile 3 sc. C int. 7",
        "dopo ripetuti solleciti telefonici e appuntamenti che non sono stati rispettati",
        "Largo dei Pioppi 31.12",
        "CF RSSMRA80A01F205X",
        "SI ESEGUE   06/11/2025   ore 9,00",
        "PROCIDA ESTER",
        "CHIANI MOLINO",
        "ABRILE PIAZZOLLA",
        "1O/B",
        "inquilina deceduta, alloggio occupato dal figlio",
    ],
)
def test_left_alone(printed: str) -> None:
    """Names, numbers of houses, blanks and ordinary words stay as they were recognised."""
    assert repaired(printed, RULES) == printed


def test_only_scanned_pages_are_mended() -> None:
    """What a program printed is never doubted."""
    table = Table(rows=(TableRow(cells=("VERDI", "S1 ESEGUE"), line=2),))
    blocks = (Line(text="N0N Sl ESEGUE", line=1), table)
    pages = (Page(number=1, blocks=blocks), Page(number=2, blocks=blocks, scanned=True))
    document = Document(part="elenco.pdf", format="pdf", pages=pages)
    first, second = mended(document, RULES).pages
    assert first == pages[0]
    assert second.blocks == (
        Line(text="NON SI ESEGUE", line=1),
        Table(rows=(TableRow(cells=("VERDI", "SI ESEGUE"), line=2),)),
    )
