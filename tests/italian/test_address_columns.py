# SPDX-License-Identifier: EUPL-1.2
"""Addresses of a whole registry are read faster, and exactly as one by one."""

import random

from pecwatch.italian.address_columns import AddressColumns
from pecwatch.italian.addresses import compose_address
from pecwatch.rules import load_rules, shipped_rules

WORDS = load_rules(shipped_rules()).addresses

STREETS = (
    """
Via delle Robinie|V.le dei Gelsi|ROBINIE|Largo dei Pioppi|C.so Garibaldi|Fraz. Sabbioni|Via XX Settembre|VIA PIO X
Via per Casalmaggiore|Via dei|P.ZZA S. Maria|via Roma.|Via D'Annunzio|Loc. Rocca|Via 25 aprile|ROBINIE (VIA DELLE)
Strada Provinciale 26|Via A. De Gasperi|Via Montegrappa 3||-|Corte Alta|Via Monte a Cremona|Via Al|Cremona Via Roma
GELSI,|Via S.Maria in Betlem|Via Zuccheroli-Bonettali|Via O|Via Scala|Via Interno|Via Piano Alto|VIA SNC
26100 CREMONA - Via delle Robinie
""".strip()
    .replace("\n", "|")
    .split("|")
)
CIVICS = (
    "14|14/A|22 bis|SNC|9/3|36/38|0014|n. 5||-|12 A|1/B int. 3|A|14 rosso|2001|100|241|14, Via Roma|km 3|12/05/2020"
    "|7 C|8 dx|3°|14 a Crema"
)
STAIRCASES, FLOORS = "|A|1|II|C|dx|scala D", "|T|1|2°|terra|rialzato"
FLATS = "|7|12|B|007|C.|7A|115|3 e 4|S1|9 Crema"
MUNICIPALITIES = "|CREMONA|Cremona (CR)|26100 Cremona|Roccafinta|-|Pieve d Olmi|int. 4|12"


def test_columns_are_read_as_one_by_one() -> None:
    """Any street with any details, also in an odd order: the same record as the slow reading gives."""
    chance, columns = random.Random(7), AddressColumns(WORDS)
    cells = [text.split("|") for text in (CIVICS, STAIRCASES, FLOORS, FLATS, MUNICIPALITIES)]
    for _ in range(6_000):
        street = " ".join(chance.choice(STREETS).split())
        civic, staircase, floor, flat, municipality = (chance.choice(each) for each in cells)
        expected = compose_address(
            WORDS,
            street=street,
            civic=civic,
            staircase=staircase,
            floor=floor,
            flat=flat,
            municipality=municipality,
        )
        assert columns.read(street, (civic, staircase, floor, flat, municipality)) == expected


def test_equal_cells_give_the_same_record() -> None:
    """Who lives together shares one address in memory."""
    columns = AddressColumns(WORDS)
    one, other = (columns.read("Via delle Robinie", ("14", "B", "", "7", "Cremona")) for _ in range(2))
    assert one is other
