# SPDX-License-Identifier: EUPL-1.2
"""Whom a row means: the cases of the office, in a registry of three hundred strangers and the people of the case."""

import datetime as dt
import random
from dataclasses import replace
from functools import cache
from itertools import cycle, pairwise
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.italian.addresses import compose_address
from pecwatch.italian.fiscal_code import check_letter
from pecwatch.matching import RegistryIndex, build_index, match_rows
from pecwatch.model.match import Band, Match
from pecwatch.model.person import LEFT, Alias, RegistryPerson
from pecwatch.rules import load_rules, shipped_rules
from tests.generators.registry import fiscal_code, invent
from tests.generators.rows import row_of, written

RULES = load_rules(shipped_rules())
STRANGERS = invent(300, RULES.addresses, seed=9)
BORN = dt.date(1960, 4, 3)
CODE = fiscal_code("ZUCCHEROLI", "MIRELLA", BORN, woman=True)


def person(
    name: str, address: str, *, folder: str, household: str | None = None, other: str | None = None, **more: object
) -> RegistryPerson:
    surname, given_name = name.split(",")
    fields = {"folder_state": "attiva", "operator": f"OP-{folder}"} | more
    return RegistryPerson(
        folder=folder,
        surname=surname,
        given_name=given_name.strip(),
        other_surname=other,
        address=compose_address(RULES.addresses, street=address),
        household_id=household,
        **fields,  # type: ignore[arg-type]  # optional fields of a test person
    )


PEOPLE = (
    person(
        "ZUCCHEROLI, MIRELLA",
        "Via delle Robinie 14 sc. B int. 7",
        folder="zuccheroli",
        household="H1",
        birth_date=BORN,
        fiscal_code=CODE,
    ),
    person("ZUCCHEROLI, GIULIA", "Via delle Robinie 14 sc. B int. 7", folder="zuccheroli", household="H1"),
    person("BONETTALI, IVANO", "Largo dei Pioppi 3 int. 12", folder="bonettali", household="H2"),
    person("MONTESILVI, ROSA", "Viale dei Gelsi 22/A", folder="montesilvi", household="H3", other="DE' FALCHETTI"),
    person(
        "FERRABÒ, NICOLÒ", "Via Fratelli Bonettali 5 int. 1", folder="ferrabo", household="H4", folder_state="chiusa"
    ),
    person("MONTESILVI DELLA ROCCHETTA, ANNA MARIA", "Viale dei Gelsi 40", folder="rocchetta", household="H5"),
    person("LO PRESTINARO, SALVATORE", "Via XXV Aprile 3 int. 2", folder="loprestinaro", household="H6"),
    person("SHEVCHENKOVIC, GEZIM", "Via dei Salici 6 int. 3", folder="shevchenkovic", household="H14"),
    person("OKOROMA, BLESSING GRACE", "Via delle Robinie 30", folder="okoroma", household="H7"),
    person("CHOUDHURY, OTHMANE", "Via dei Meli 3", folder="choudhury", household="H15"),
    person("LIU, XIAOPING", "Via dei Meli 5 int. 2", folder="liu", household="H16"),
    person("TORQUELLI, PIA", "Via Giovanni XXIII 8", folder="torquelli", household="H18"),
    person("QUERCIOLANI, BRUNA", "Via dei Meli 7 int. 4", folder="madre", household="H17"),
    person("FOSCARONI, GIULIO", "Via dei Meli 7 int. 4", folder="figlio", household="H17"),
    person("GEMELLINI, MARIO", "Via dei Larici 1 int. 1", folder="gemellini-1", household="H8"),
    person("GEMELLINI, MARIO", "Via dei Larici 1 int. 1", folder="gemellini-2", household="H9"),
    person("OMONIMELLI, CARLA", "Via dei Noci 2 int. 4", folder="omonimelli-1", household="H10"),
    person("OMONIMELLI, CARLA", "Via dei Meli 9 int. 8", folder="omonimelli-2", household="H11"),
    person(
        "RITORNATI, ELSA",
        "Via dei Faggi 8",
        folder="ritornati-old",
        household="H12",
        birth_date=BORN,
        folder_state="chiusa",
    ),
    person("RITORNATI, ELSA", "Via dei Faggi 8", folder="ritornati-new", household="H13", birth_date=BORN),
)


def named(surname: str, given_name: str, address: str) -> Alias:
    """Ivano Bonettali, as a list once named him and a person confirmed."""
    return Alias(
        folder="bonettali",
        surname=surname,
        given_name=given_name,
        address=compose_address(RULES.addresses, street=address),
        of_surname="BONETTALI",
        of_given_name="IVANO",
    )


@cache
def index() -> RegistryIndex:
    return build_index((*STRANGERS, *PEOPLE), RULES)


def match(name: str, address: str, **fields: object) -> Match:
    row = replace(row_of(name, address, RULES), **fields)  # type: ignore[arg-type]  # optional fields of a test row
    return match_rows((row,), index(), RULES, ("1",))[0]


@pytest.mark.parametrize(
    ("name", "address", "folder"),
    [
        pytest.param("ZUCCHEROLI MIRELLA", "Via delle Robinie 14 sc. B int. 7", "zuccheroli", id="as registered"),
        pytest.param("Mirella Zuccheroli", "v. delle robinie, 14", "zuccheroli", id="turned round"),
        pytest.param("ZUCHEROLI MIRELLA", "Via delle Robinie 14 int. 7", "zuccheroli", id="letter lost"),
        pytest.param("ZUCCHER0LI MIRE11A", "Via delle R0binie 14 int. 7", "zuccheroli", id="read by OCR"),
        pytest.param("ZUCCHEROLI M.", "Via delle Robinie 14 int. 7", "zuccheroli", id="initial"),
        pytest.param("ZUCCHEROLI MIREL", "Via delle Robinie 14 int. 7", "zuccheroli", id="cut short"),
        pytest.param("Sig.ra ZUCCHEROLI MIRELLA", "ROBINIE (VIA DELLE) 14", "zuccheroli", id="street turned round"),
        pytest.param("eredi di BONETTALI IVANO", "L.go dei Pioppi, 3 int. 12", "bonettali", id="heirs"),
        pytest.param("DE' FALCHETTI ROSA ved. MONTESILVI", "V.le dei Gelsi 22/A", "montesilvi", id="widow"),
        pytest.param("DEFALCHETTI ROSA", "V.le dei Gelsi 22/A", "montesilvi", id="maiden name, particle glued"),
        pytest.param("MONTESILVI ROSA in FALCHETTI", "V.le dei Gelsi 22/A", "montesilvi", id="married name"),
        pytest.param(
            "FERRABO' NICOLO'", "Via F.lli Bonettali 5", "ferrabo", id="apostrophes for accents, closed folder"
        ),
        pytest.param("FERRABO NICOLO", "Via Bonettali 5/1", "ferrabo", id="no accents, street cut"),
        pytest.param("MONTESILVI DELLA ROCCHETTA ANNA", "Viale dei Gelsi 40", "rocchetta", id="second name dropped"),
        pytest.param("DELLA ROCCHETTA ANNA MARIA", "Viale dei Gelsi 40", "rocchetta", id="half of a double surname"),
        pytest.param("MONTESILVI ANNAMARIA", "Viale dei Gelsi 40", "rocchetta", id="other half, given names glued"),
        pytest.param(
            "LOPRESTINARO SALVATORE", "Via 25 Aprile 3 int. 2", "loprestinaro", id="particle glued, roman number"
        ),
        pytest.param("BLESSING OKOROMA", "Via delle Robinie 30", "okoroma", id="foreign order, one name"),
        pytest.param("GRACE OKOROMA", "Via delle Robinie 30", "okoroma", id="second name alone"),
        pytest.param("SCEVCENKOVIC GEZIM", "Via dei Salici 6", "shevchenkovic", id="another transliteration"),
        pytest.param(
            "SHEVCHENKOVIC GEEZMI", "Via dei Salici 6 int. 3", "shevchenkovic", id="two slips in five letters"
        ),
        pytest.param("ROSSINELLI UGO / BONETTALI IVANO", "Largo dei Pioppi 3 int. 12", "bonettali", id="co-tenant"),
        pytest.param("LO PRESTINARO TOTO'", "Via XXV Aprile 3", "loprestinaro", id="short form of the given name"),
        pytest.param("OKOROMA GRACIELLA BLESSING", "Via delle Robinie 30", "okoroma", id="names in another order"),
        pytest.param("CHAUDHARY USMAN", "Via dei Meli 3", "choudhury", id="both names in another spelling"),
        pytest.param("LIO XIAOPIN", "Via dei Meli 5 int. 2", "liu", id="one letter of a short name"),
        pytest.param("FERABBO' NICOLETTO", "Via Fratelli Bonettali 5 int. 1", "ferrabo", id="fond form, slip"),
        pytest.param("LO PRESTINARO SALVATORE", "Via Venticinque Aprile 3 int. 2", "loprestinaro", id="day in words"),
        pytest.param("BONETTALI IVANO", "L.go dei Pipopi 3", "bonettali", id="letters of the street turned round"),
        pytest.param("BONETTALI IVANO", "Largo dei Pioppi 5 int. 12", "bonettali", id="the next civic number"),
        pytest.param("BONETTALI IVANO", "Via Nuova 3 int. 12", "bonettali", id="street renamed, numbers kept"),
        pytest.param("BONETTALI IVANO", "Largo dei Pioppi int. 12", "bonettali", id="no civic number, same flat"),
        pytest.param("TORQUELLI PIA", "Via XXIII 8", "torquelli", id="number of a pope alone"),
        pytest.param("BONETTALI IVANO", "Largo dei Pi0pp1 3 int. 12", "bonettali", id="digits in the street"),
        pytest.param("QUERCIOLANI GIULIO", "Via dei Meli 7 int. 4", "figlio", id="surname of the mother"),
    ],
)
def test_the_right_person_is_proposed(name: str, address: str, folder: str) -> None:
    """However the clerk wrote it, the row reaches the folder."""
    found = match(name, address)
    assert found.band in (Band.CERTAIN, Band.PROBABLE)
    assert found.candidates[0].folder == folder


def test_as_registered_is_certain() -> None:
    """Name and dwelling as registered leave no doubt, and the household is told too."""
    found = match("ZUCCHEROLI MIRELLA", "Via delle Robinie 14 sc. B int. 7")
    assert found.band is Band.CERTAIN
    assert found.household is not None
    assert (found.household.id, found.household.operator) == ("H1", "OP-zuccheroli")
    assert (found.candidates[0].operator, found.candidates[0].household_id) == ("OP-zuccheroli", "H1")


@pytest.mark.parametrize(
    ("registered", "printed"),
    [
        pytest.param("ORSATELLI, TERESA", "ORSATELLI MARIATERESA", id="Maria in front"),
        pytest.param("ORSATELLI, PIERLUIGI", "ORSATELLI LUIGI", id="Pier left out"),
        pytest.param("OKONKWELI, EMEKA", "OKONKWELI CHUKWUEMEKA", id="Nigerian name in full"),
        pytest.param("ADEBAYELI, OLUWASEUN", "ADEBAYELI SEUN", id="Yoruba name in short"),
        pytest.param("GARBUZZELI, GIOVANNI BATTISTA", "GARBUZZELI GIO BATTA", id="two names in short"),
        pytest.param("CAVEZZELI, ALESSANDRA", "SANDRINA CAVEZZELI", id="fond form of a short form"),
        pytest.param("GRICENKELI, EUGENIA", "GRICENKELI YEVHENIIA", id="Ukrainian letters"),
        pytest.param("WATTARELI, WAFA", "OUATTARELI OUAFA", id="French letters"),
        pytest.param("SCEVCIUKELI, OLEXIJ", "SHEVCHUKELI OLEKSII", id="Italian letters"),
        pytest.param("IONESCELI, COSTICĂ", "IONESCELI CONSTANTIN", id="Romanian short form"),
        pytest.param("TANASELI, MARWAN", "TANASELI MAROUANE", id="Maghreb letters"),
    ],
)
def test_one_name_in_two_spellings(registered: str, printed: str) -> None:
    """The same name written otherwise is found by the name alone."""
    known = person(registered, "Via dei Meli 3 int. 2", folder="meant")
    found = match_rows((row_of(printed, "", RULES),), build_index((*STRANGERS, known), RULES), RULES, ("1",))[0]
    assert found.band in (Band.PROBABLE, Band.POSSIBLE)
    assert found.candidates[0].folder == "meant"


def test_co_tenant_is_named() -> None:
    """When a row names several tenants the candidate says which one it is."""
    found = match("ROSSINELLI UGO / BONETTALI IVANO", "Largo dei Pioppi 3 int. 12")
    assert found.candidates[0].party == "BONETTALI IVANO"


@pytest.mark.parametrize(
    ("name", "address", "household"),
    [
        pytest.param("ZUCCHEROLI TANCREDI", "Via delle Robinie 14 sc. B int. 7", "H1", id="unknown relative"),
        pytest.param("QUERCIOLANI UGO", "Via delle Robinie 14 sc. B int. 7", "H1", id="other surname, same flat"),
        pytest.param("QUERCIOLANI UGO", "Viale dei Gelsi 40", "H5", id="other surname, only known household there"),
        pytest.param("QUERCIOLANI UGO", "Via delle Robbinie 14 sc. B int. 7", "H1", id="street misspelt"),
        pytest.param("QUERCIOLANI UGO", "V. F. Bonettali 5 int. 1", "H4", id="street with an initial"),
    ],
)
def test_unknown_member_of_a_known_dwelling(name: str, address: str, household: str) -> None:
    """Somebody the registry does not name, where a known household lives, reaches that household's operator."""
    found = match(name, address)
    assert found.band is Band.SAME_DWELLING
    assert found.household is not None
    assert found.household.id == household
    assert found.household.probability >= 0.5


def test_same_number_in_an_unnamed_staircase_may_be_another_flat() -> None:
    """Flat 7 without its staircase is less of a proof than flat 7 of staircase B."""
    unnamed = match("QUERCIOLANI UGO", "Via delle Robinie 14 int. 7")
    named = match("QUERCIOLANI UGO", "Via delle Robinie 14 sc. B int. 7")
    assert unnamed.band is Band.NONE
    assert unnamed.household is not None
    assert named.household is not None
    assert unnamed.household.probability < named.household.probability


@pytest.mark.parametrize(
    ("registered", "printed"),
    [
        ("Via Giuseppe Larici", "Via Giuseppe"),
        ("Via San Giovanni Larici", "Via San Giovanni"),
        ("Via Pio X", "Via Pio XI"),
        ("Via Cinque Larici", "Via Sei Larici"),
        ("Via Carlo Alberto Larici", "Via Carlo Alberto"),
    ],
)
def test_half_of_a_name_is_another_street(registered: str, printed: str) -> None:
    """Given names, saints and popes without what tells them apart are no short forms."""
    people = (person("ZUCCHEROLI, MIRELLA", f"{registered} 14 int. 3", folder="there"),)
    row = row_of("QUERCIOLANI UGO", f"{printed} 14 int. 3", RULES)
    assert match_rows((row,), build_index(people, RULES), RULES, ("1",))[0].band is Band.NONE


def test_like_named_streets_stay_apart() -> None:
    """A street that the registry knows is not another one misspelt."""
    people = (
        person("ZUCCHEROLI, MIRELLA", "Via dei Larici 1 int. 1", folder="larici"),
        person("BONETTALI, IVANO", "Via dei Lanici 8 int. 2", folder="lanici"),
    )
    row = row_of("QUERCIOLANI UGO", "Via dei Lanici 1 int. 1", RULES)
    assert match_rows((row,), build_index(people, RULES), RULES, ("1",))[0].band is Band.NONE
    assert match_rows((row,), build_index(people[:1], RULES), RULES, ("1",))[0].band is Band.SAME_DWELLING


def test_a_household_that_lives_elsewhere_is_not_named() -> None:
    """Somebody with a known name at another address is a possible person, never a known dwelling."""
    found = match("GEMELLINI MARIO", "Via dei Castagni 77")
    assert (found.band, found.household) == (Band.POSSIBLE, None)


def test_dwellings_are_known_without_household_keys() -> None:
    """A registry that numbers no families still knows who lives together: the first folder stands for them."""
    family = [
        person(f"QUERCIOLANI, {name}", "Via dei Noci 2 int. 9", folder=f"folder-{number}")
        for number, name in enumerate(("UGO", "ADA", "PIA", "LEA"))
    ]
    index = build_index((*STRANGERS, *family), RULES)
    row = row_of("ZUCCHEROLI MIRELLA", "Via dei Noci 2 int. 9", RULES)
    found = match_rows((row,), index, RULES, ("1",))[0]
    assert found.band is Band.SAME_DWELLING
    assert found.household is not None
    assert found.household.id == "folder-0"


def test_brothers_who_share_a_second_name() -> None:
    """The first name dropped is rarer than the second: ANTONIO is not simply DOMENICO ANTONIO."""
    people = (
        *STRANGERS,
        person("ADDUCINI, DOMENICO ANTONIO", "Via dei Noci 2 int. 9", folder="both"),
        person("ADDUCINI, ANTONIO LUIGI", "Via dei Noci 2 int. 9", folder="first"),
    )
    row = row_of("ADDUCINI ANTONIO", "Via dei Noci 2 int. 9", RULES)
    found = match_rows((row,), build_index(people, RULES), RULES, ("1",))[0]
    assert [candidate.folder for candidate in found.candidates[:2]] == ["first", "both"]


def test_text_run_into_a_name_is_quick() -> None:
    """A page pasted into the cell of a name neither stops nor slows the rest."""
    name = "ZUCCHEROLI MIRELLA " * 2000
    index = build_index((person(f"{name}, {name}", "Via dei Noci 2", folder="pasted"), *PEOPLE), RULES)
    row = row_of(name, "Via dei Noci 2", RULES)
    assert match_rows((row,), index, RULES, ("1",))[0].candidates[0].folder == "pasted"


@pytest.mark.parametrize(
    ("name", "address"),
    [("QUERCIOLANI UGO", "Via dei Castagni 77"), ("", "Via dei Castagni 77"), ("QUERCIOLANI UGO", ""), ("", "")],
)
def test_strangers_are_nobody(name: str, address: str) -> None:
    """A row that means nobody known says so."""
    assert match(name, address).band is Band.NONE


@pytest.mark.parametrize("address", ["Via dei Castagni 77", "Via delle Robinie 99"], ids=["street", "number"])
def test_same_name_elsewhere_is_not_certain(address: str) -> None:
    """A perfect name at another address may be a namesake."""
    found = match("ZUCCHEROLI MIRELLA", address)
    assert found.band in (Band.PROBABLE, Band.POSSIBLE)
    assert found.candidates[0].folder == "zuccheroli"


def test_name_without_address_is_not_certain() -> None:
    """A name alone never settles it."""
    assert match("ZUCCHEROLI MIRELLA", "").band is Band.PROBABLE


def test_namesakes_in_one_dwelling_share() -> None:
    """Two people who fit equally well get half each, and nobody is certain."""
    found = match("GEMELLINI MARIO", "Via dei Larici 1 int. 1")
    first, second = found.candidates[:2]
    assert {first.folder, second.folder} == {"gemellini-1", "gemellini-2"}
    assert first.probability == pytest.approx(second.probability)
    assert 0.4 < first.probability <= 0.5
    assert found.band not in (Band.CERTAIN, Band.PROBABLE)


def test_the_address_tells_namesakes_apart() -> None:
    """Of two namesakes the one who lives there is meant."""
    found = match("OMONIMELLI CARLA", "Via dei Meli 9 int. 8")
    assert (found.band, found.candidates[0].folder) == (Band.CERTAIN, "omonimelli-2")
    elsewhere = match("OMONIMELLI CARLA", "Via dei Castagni 77")
    assert elsewhere.band is Band.POSSIBLE
    assert elsewhere.candidates[0].probability == pytest.approx(elsewhere.candidates[1].probability)


def test_one_person_in_two_folders() -> None:
    """An old and a new folder of one person do not compete; the open one comes first."""
    found = match("RITORNATI ELSA", "Via dei Faggi 8")
    assert found.band is Band.CERTAIN
    assert [candidate.folder for candidate in found.candidates[:2]] == ["ritornati-new", "ritornati-old"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"fiscal_code": CODE}, id="codice fiscale"),
        pytest.param({"fiscal_code": "ZCCMLL60D43X9V9" + "X"}, id="wrong codice fiscale is ignored"),
        pytest.param({"birth_date": BORN}, id="birth date"),
    ],
)
def test_code_and_birth_date_settle(fields: dict[str, object]) -> None:
    """With a right codice fiscale or birth date the address does not matter; a wrong code does no harm."""
    found = match("ZUCCHEROLI MIRELLA", "Via dei Castagni 77", **fields)
    expected = Band.PROBABLE if fields.get("fiscal_code", CODE) != CODE else Band.CERTAIN
    assert (found.band, found.candidates[0].folder) == (expected, "zuccheroli")


def test_another_birth_date_speaks_against() -> None:
    """A namesake in the same building with another birth date is no longer certain to be her."""
    plain = match("ZUCCHEROLI MIRELLA", "Via delle Robinie 14")
    other = match("ZUCCHEROLI MIRELLA", "Via delle Robinie 14", birth_date=dt.date(1991, 12, 24))
    assert other.candidates[0].probability < plain.candidates[0].probability


def test_reasons_are_told_in_italian() -> None:
    """Each candidate says why, with counts, heaviest first, and the bits make its order."""
    found = match("ZUCCHEROLI MIRELLA", "Via delle Robinie 14 sc. B int. 7")
    reasons = found.candidates[0].evidence
    texts = [reason.text for reason in reasons]
    assert "cognome uguale; in archivio lo portano 2 persone" in texts
    assert {"nome uguale", "stesso interno", "data di nascita non indicata nell'elenco"} <= set(texts)
    assert [abs(reason.bits) for reason in reasons] == sorted((abs(reason.bits) for reason in reasons), reverse=True)
    single = match("BONETTALI IVANO", "Via dei Castagni 77").candidates[0]
    assert {"cognome uguale; in archivio lo porta 1 persona", "indirizzo diverso"} <= {r.text for r in single.evidence}


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        pytest.param("PAOLA", "nome quasi uguale", id="his sister"),
        pytest.param("PAOLETTO", "nome uguale, scritto in altro modo o abbreviato", id="his fond name"),
        pytest.param("PAOLETTA", None, id="the fond name of his sister"),
    ],
)
def test_a_woman_is_no_man_written_otherwise(printed: str, said: str | None) -> None:
    """Brother and sister differ in the last letter alone: that is near, and never the same name."""
    known = person("GEMELLUCCI, PAOLO", "Via dei Meli 3 int. 2", folder="brother")
    row = row_of(f"GEMELLUCCI {printed}", "Via dei Meli 3 int. 2", RULES)
    (best, *_) = match_rows((row,), build_index((*STRANGERS, known), RULES), RULES, ("1",))[0].candidates
    texts = {reason.text for reason in best.evidence}
    same = "nome uguale, scritto in altro modo o abbreviato"
    assert said in texts if said else same not in texts
    assert said == same or same not in texts


def test_digits_of_a_scan_are_told() -> None:
    """A word that was mended says how it was read."""
    texts = {reason.text for reason in match("ZUCCHER0LI MIRELLA", "Via delle Robinie 14").candidates[0].evidence}
    assert "letto «ZUCCHER0LI», corretto come errore di scansione" in texts


@pytest.mark.parametrize(
    ("name", "birth", "told"),
    [
        pytest.param("ZUCCHEROLI MIRELLA", None, False, id="her own"),
        pytest.param("MIRELLA ZUCCHEROLI", None, False, id="her own, turned round"),
        pytest.param("BONETTALI MIRELLA ved. ZUCCHEROLI", None, False, id="of her other surname"),
        pytest.param("BONETTALI IVANO", None, True, id="of another name"),
        pytest.param("ZUCCHEROLI MIRELLA", dt.date(1991, 12, 24), True, id="of another day"),
    ],
)
def test_a_code_that_contradicts_the_row_is_told(name: str, birth: dt.date | None, *, told: bool) -> None:
    """A codice fiscale of somebody else is a warning, whoever is meant."""
    found = match(name, "Via delle Robinie 14 int. 7", fiscal_code=CODE, birth_date=birth)
    codes = {reason.code for reason in found.candidates[0].evidence}
    assert ("fiscal_code_contradicts" in codes) is told


def test_bits_make_the_odds() -> None:
    """The bits of a candidate add up: two candidates differ in probability by just the difference of their sums."""
    first, second = match("OMONIMELLI CARLA", "Via dei Meli 9").candidates[:2]
    bits = [sum(reason.bits for reason in candidate.evidence) for candidate in (first, second)]
    assert log2(first.probability / second.probability) == pytest.approx(bits[0] - bits[1])


def test_two_codes_are_two_people() -> None:
    """Namesakes born on one day, as many of one country are, are told apart by their codici fiscali."""
    day = dt.date(1980, 1, 1)
    codes = [f"HSSMMM80A01X99{digit}" for digit in "89"]
    people = tuple(
        person("HUSSAIN, MOHAMMED", f"Via dei Noci {number}", folder=code[-1], birth_date=day)
        for number, code in enumerate(codes, 4)
    )
    people = tuple(replace(one, fiscal_code=code + check_letter(code)) for one, code in zip(people, codes, strict=True))
    row = replace(row_of("HUSSAIN MOHAMMED", "Via dei Noci 5", RULES), fiscal_code=people[1].fiscal_code)
    first, *others = match_rows((row,), build_index((*STRANGERS, *people), RULES), RULES, ("1",))[0].candidates
    assert first.folder == people[1].folder
    assert all(other.probability < 0.01 for other in others)


def test_a_surname_printed_twice_counts_once() -> None:
    """«ROSSI MARIA in ROSSI» says no more than «ROSSI MARIA»."""
    plain = match("OMONIMELLI CARLA", "Via dei Castagni 77").candidates[0]
    twice = match("OMONIMELLI CARLA in OMONIMELLI", "Via dei Castagni 77").candidates[0]
    assert twice.probability == pytest.approx(plain.probability)


def test_the_best_of_each_tenant_is_shown() -> None:
    """However many folders one tenant has, the others' operators are told too."""
    people = [
        person(f"TENENTINI, {name}", "Via dei Noci 2 int. 9", folder=f"{name}-{number}", birth_date=BORN)
        for name in ("UGO", "ADA", "PIA")
        for number in (1, 2)
    ]
    row = row_of("TENENTINI UGO / TENENTINI ADA / TENENTINI PIA", "Via dei Noci 2 int. 9", RULES)
    found = match_rows((row,), build_index((*STRANGERS, *people), RULES), RULES, ("1",))[0].candidates
    assert {candidate.party.split()[-1] for candidate in found} == {"UGO", "ADA", "PIA"}
    assert len(found) == 5


@pytest.mark.parametrize("state", [LEFT, "CHIUSA", "Archiviata", "cessata", "Conclusa", "dimesso", "deceduta"])
def test_whoever_left_comes_after_the_open_folder(state: str) -> None:
    """The operator who still follows somebody is told first, whatever the registry calls the other folder."""
    people = tuple(
        person("TENENTINI, UGO", "Via dei Noci 2", folder=folder, birth_date=BORN, folder_state=state)
        for folder, state in (("a", state), ("b", "attiva"))
    )
    row = row_of("TENENTINI UGO", "Via dei Noci 2", RULES)
    found = match_rows((row,), build_index((*STRANGERS, *people), RULES), RULES, ("1",))[0]
    assert [candidate.folder for candidate in found.candidates[:2]] == ["b", "a"]


def test_an_alias_makes_no_surname_commoner() -> None:
    """People are counted, not the names they were once given."""
    alias = named("BONETTALI", "IVAN", "Via dei Castagni 77")
    row = row_of("BONETTALI IVANO", "Largo dei Pioppi 3", RULES)
    known = build_index((*STRANGERS, *PEOPLE), RULES, aliases=(alias,))
    texts = {reason.text for reason in match_rows((row,), known, RULES, ("1",))[0].candidates[0].evidence}
    assert "cognome uguale; in archivio lo porta 1 persona" in texts


def test_another_exponent_is_a_slip_of_the_number() -> None:
    """14/A for 14/B is no farther than 14 for 15."""
    letter, number = (
        match("MONTESILVI ROSA", f"Viale dei Gelsi {civic}").candidates[0].probability for civic in ("22/B", "23/A")
    )
    assert letter >= number


@pytest.mark.parametrize(
    ("registered", "printed"),
    [
        pytest.param("Via dei Noci 2 int. A7", "Via dei Noci 2 int. 7A", id="letter of the flat in front"),
        pytest.param(
            "Via dei Noci 2 int. 7 - S. Ginepro in Croce", "Via dei Noci 2 int. 7 - San Ginepro in Croce", id="saints"
        ),
        pytest.param("Via Generale Larici 2 int. 7", "Via Gen. Larici 2 int. 7", id="title shortened"),
        pytest.param("Via Ingegner Larici 2 int. 7", "Via Ing. Larici 2 int. 7", id="title shortened to three letters"),
        pytest.param("Via Giuseppe Larici 2 int. 7", "Via Gius. Larici 2 int. 7", id="given name shortened"),
        pytest.param("Via Monsignor Ugo Larici 2 int. 7", "Via Mons. Larici 2 int. 7", id="title, and a name left out"),
        pytest.param("Via Larici Caduti del Lavoro 2 int. 7", "Via Larici Caduti del Lavo 2 int. 7", id="street cut"),
        pytest.param("Via Monte Larice 2 int. 7", "Via Montelarice 2 int. 7", id="words of the street run together"),
        pytest.param("Via Montelarice 2 int. 7", "Via Monte Larice 2 int. 7", id="word of the street parted"),
        pytest.param("Via dell'Ontaneta 2 int. 7", "Via Dellontaneta 2 int. 7", id="article run into the street"),
        pytest.param("Via Larici 2 int. 7", "VIALARICI 2 int. 7", id="type run into the street"),
        pytest.param("Via dei Noci 2 int. 7B", "Via dei Noci 2 int. 7/B", id="letter of the flat behind a stroke"),
        pytest.param("Via dei Noci 2 sc. 2 int. 7", "Via dei Noci 2 sc. II int. 7", id="staircase in Roman figures"),
        pytest.param("Via Larici 2 int. 7", "Via Larici G. 2 int. 7", id="initial behind the name"),
        pytest.param("Via Umberto 2 int. 7", "Via Umberto I 2 int. 7", id="number of a king left out"),
        pytest.param("Corso Vittorio Emanuele II 2 int. 7", "Corso Vittorio Emanuele 2 int. 7", id="another king's"),
        pytest.param("Corso Vittorio Emanuele II 2 int. 7", "C.so V. Emanuele 2 int. 7", id="king with an initial"),
        pytest.param("Via Vittorio Emanuele II 2 int. 7", "Via Vittorio Emanuele Secondo 2 int. 7", id="in words"),
        pytest.param("Via Larici Giuseppe 2 int. 7", "Via Larici 2 int. 7", id="given name behind, and left out"),
        pytest.param("Via Larici Giuseppe 2 int. 7", "Via G. Larici 2 int. 7", id="given name behind, and shortened"),
        pytest.param("Via A. Larici 2 int. 7", "Via Larici Alessandro 2 int. 7", id="initial that is a particle too"),
        pytest.param("Via Cinque Larici 2 int. 7", "Via 5 Larici 2 int. 7", id="number in words"),
        pytest.param("Via dei 1000 2 int. 7", "Via dei Mille 2 int. 7", id="the Thousand"),
        pytest.param("Via Santa Larice 2 int. 7", "Via Sta. Larice 2 int. 7", id="saint with her ending"),
        pytest.param("Via dei Noci 2 int. 7", "Via dei Noci 2 scala unica int. 7", id="the only staircase"),
        pytest.param("Via Santissima Trinità 2 int. 7", "Via SS. Trinita' 2 int. 7", id="most holy"),
        pytest.param("Via dei Noci 2 sc. B int. 7", "Via dei Noci 2/B int. 7", id="staircase behind the number"),
        pytest.param("Via dei Noci 2/B int. 7", "Via dei Noci 2 sc. B int. 7", id="letter of the number a staircase"),
    ],
)
def test_one_dwelling_written_in_two_ways(registered: str, printed: str) -> None:
    """What differs only in how it is written is the same flat."""
    towns = (*RULES.addresses.municipalities, "S. Ginepro in Croce", "San Ginepro in Croce")
    rules = replace(RULES, addresses=replace(RULES.addresses, municipalities=towns))
    known = replace(PEOPLE[0], address=compose_address(rules.addresses, street=registered), birth_date=None)
    row = row_of("QUERCIOLANI UGO", printed, rules)
    found = match_rows((row,), build_index((*STRANGERS, known), rules), rules, ("1",))[0]
    assert found.band is Band.SAME_DWELLING


def test_the_quick_look_finds_what_the_reasons_add_up_to() -> None:
    """People are scored many at a time and explained one by one: both give the same sum."""
    chance = random.Random(4)
    subjects = chance.sample([*PEOPLE, *STRANGERS], 60)
    rows = tuple(written(one, RULES, chance, number=n) for n, one in enumerate(subjects, 1))
    crowd = (*STRANGERS, *PEOPLE)
    known = build_index(crowd, RULES)
    narrow = replace(RULES, matching=replace(RULES.matching, candidates=1))
    names = tuple(str(row.row) for row in rows)
    for alone, among in zip(match_rows(rows, known, narrow, names), match_rows(rows, known, RULES, names), strict=True):
        # The one explained is weighed by its reasons, the others by the quick look: the shares do not move.
        assert alone.candidates[0].folder == among.candidates[0].folder
        assert alone.candidates[0].probability == pytest.approx(among.candidates[0].probability, abs=1e-9)


def test_low_candidates_stay_visible() -> None:
    """Up to five candidates, also below «possible», best first."""
    found = match("ZUCCHEROLI OTTORINA", "Via dei Castagni 77")
    chances = [candidate.probability for candidate in found.candidates]
    assert found.band is Band.NONE
    assert 1 <= len(chances) <= 5
    assert chances == sorted(chances, reverse=True)


def test_small_registry_still_knows_its_people() -> None:
    """Three people are enough to be certain of one of them."""
    small = build_index(PEOPLE[:3], RULES)
    row = row_of("ZUCCHEROLI MIRELLA", "Via delle Robinie 14 sc. B int. 7", RULES)
    assert match_rows((row,), small, RULES, ("1",))[0].band is Band.CERTAIN


@pytest.mark.parametrize("civic", ["36/38", "121/123", "7/9/11"])
def test_a_last_number_that_stands_nowhere_else(civic: str) -> None:
    """Of a building with several: in a small registry nothing else is called so."""
    address = f"Via del Giuncheto {civic} int. 4"
    small = build_index((person("CARPENTELLI, UGO", address, folder="carpentelli"),), RULES)
    found = match_rows((row_of("CARPENTELLI UGO", address, RULES),), small, RULES, ("1",))[0]
    assert (found.band, found.candidates[0].folder) == (Band.CERTAIN, "carpentelli")


def test_empty_registry_and_empty_list() -> None:
    """Nobody is proposed from nothing."""
    nobody = build_index((), RULES)
    row = row_of("ZUCCHEROLI MIRELLA", "Via delle Robinie 14", RULES)
    assert match_rows((row,), nobody, RULES, ("1",))[0].band is Band.NONE
    assert match_rows((), index(), RULES, ()) == ()


def test_the_surname_of_neighbours_says_less_than_the_flat() -> None:
    """Relatives live door to door: a surname that a known household of another flat bears hardly names it."""
    other, untold, same = (
        match("ZUCCHEROLI TANCREDI", f"Via delle Robinie 14{flat}").household
        for flat in (" sc. B int. 9", "", " sc. B int. 7")
    )
    assert other is not None
    assert untold is not None
    assert same is not None
    assert other.probability < untold.probability < same.probability


@pytest.mark.parametrize(
    ("registered", "printed", "band"),
    [
        pytest.param("Cremona", "Crema", Band.NONE, id="another town, though nobody of the registry lives there"),
        pytest.param("Cremona", "Cremoma", Band.SAME_DWELLING, id="a slip"),
        pytest.param("Cremona", "Roccafinta", Band.SAME_DWELLING, id="a hamlet, for all we know"),
        pytest.param("D150", "Cremona", Band.SAME_DWELLING, id="the registry has codes of towns"),
        pytest.param("Casalbuttano ed Uniti", "Casalbuttano", Band.SAME_DWELLING, id="name cut short"),
    ],
)
def test_the_same_street_in_another_town(registered: str, printed: str, band: Band) -> None:
    """Every town has a Via Roma: what the rules know as two towns are two places."""
    address = compose_address(RULES.addresses, street="Via dei Noci", civic="2", flat="7", municipality=registered)
    known = replace(PEOPLE[0], address=address)
    row = row_of("QUERCIOLANI UGO", f"Via dei Noci 2 int. 7 - {printed}", RULES)
    found = match_rows((row,), build_index((*STRANGERS, known), RULES), RULES, ("1",))[0]
    assert found.band is band


def test_a_letter_behind_the_number_is_no_other_staircase() -> None:
    """2/A is not staircase B of number 2, and 2/B of staircase A is not staircase B of any letter."""
    known = replace(PEOPLE[0], address=compose_address(RULES.addresses, street="Via dei Noci 2 sc. B int. 7"))
    for printed in ("Via dei Noci 2/A int. 7", "Via dei Noci 2/B sc. A int. 7"):
        row = row_of("QUERCIOLANI UGO", printed, RULES)
        found = match_rows((row,), build_index((*STRANGERS, known), RULES), RULES, ("1",))[0]
        assert found.band is Band.NONE


@pytest.mark.parametrize("address", ["senza fissa dimora", "sconosciuto", ""])
def test_words_that_are_no_address_say_nothing(address: str) -> None:
    """Whoever has no address is neither near nor far."""
    codes = {reason.code: reason.bits for reason in match("BONETTALI IVANO", address).candidates[0].evidence}
    assert codes["address_missing"] == 0.0


def test_a_confirmed_name_is_found_again() -> None:
    """What a person confirmed once, under whatever name and address, is certain the next time, and says so."""
    alias = named("BONNETT", "JOHNNY", "Via dei Castagni 77 int. 3")
    gone = replace(alias, folder="gone")
    row = row_of("BONNETT JOHNNY", "Via dei Castagni 77 int. 3", RULES)
    before = match_rows((row,), index(), RULES, ("1",))[0]
    known = build_index((*STRANGERS, *PEOPLE), RULES, aliases=(alias, gone))
    after = match_rows((row,), known, RULES, ("1",))[0]
    assert before.band is Band.NONE
    assert (after.band, after.candidates[0].folder) == (Band.CERTAIN, "bonettali")
    assert after.candidates[0].name == "BONETTALI IVANO"
    assert "alias" in {reason.code for reason in after.candidates[0].evidence}
    assert [candidate.folder for candidate in after.candidates].count("bonettali") == 1


def test_an_alias_does_not_weaken_the_name_in_the_registry() -> None:
    """Somebody with two names is one human being: the names do not share the probability."""
    alias = named("BONETTALI", "IVAN", "Largo dei Pioppi 3 int. 12")
    row = row_of("BONETTALI IVANO", "Largo dei Pioppi 3 int. 12", RULES)
    known = build_index((*STRANGERS, *PEOPLE), RULES, aliases=(alias,))
    assert match_rows((row,), known, RULES, ("1",))[0].candidates[0].probability > 0.98


@pytest.mark.parametrize(
    ("printed", "known", "same"),
    [
        ("36/38/40", "38", True),
        ("38", "36/40", True),
        ("36", "36/38", True),
        ("9", "9/11", True),
        ("11", "9/11", True),
        ("8/10", "10/12", True),
        ("37", "36/40", False),
        ("37", "36/39", True),
        ("50", "36/40", False),
        ("20", "12/38", False),
    ],
)
def test_every_number_of_a_building_is_the_building(printed: str, known: str, same: bool) -> None:
    """One entrance, two numbers: the household is found by any of them; numbers far apart are no building."""
    there = person("QUERCIOLANI, BRUNA", f"Via dei Larici {known} int. 4", folder="larici", household="H1")
    row = row_of("OSTINATI UGO", f"Via dei Larici {printed} int. 4", RULES)
    found = match_rows((row,), build_index((*STRANGERS, there), RULES), RULES, ("1",))[0]
    assert (found.band is Band.SAME_DWELLING) == same


def test_an_alias_outlives_a_corrected_name() -> None:
    """The registry corrects a letter of somebody's name: she is found by what was confirmed of her all the same."""
    alias = replace(named("BONNETT", "JOHNNY", "Via dei Castagni 77 int. 3"), of_surname="BONETALI")
    row = row_of("BONNETT JOHNNY", "Via dei Castagni 77 int. 3", RULES)
    known = build_index((*STRANGERS, *PEOPLE), RULES, aliases=(alias,))
    assert match_rows((row,), known, RULES, ("1",))[0].candidates[0].folder == "bonettali"


def test_an_official_street_is_not_another_one_misspelt() -> None:
    """A street that the municipality knows exists, even if nobody of the registry lives there."""
    row = row_of("QUERCIOLANI UGO", "Via dei Lanici 1 int. 1", RULES)
    people = (person("ZUCCHEROLI, MIRELLA", "Via dei Larici 1 int. 1", folder="larici"),)
    unknown, known = build_index(people, RULES), build_index(people, RULES, streets=("VIA DEI LANICI",))
    assert match_rows((row,), unknown, RULES, ("1",))[0].band is Band.SAME_DWELLING
    assert match_rows((row,), known, RULES, ("1",))[0].band is Band.NONE


NAMES = st.sampled_from(
    ["ZUCCHEROLI MIRELLA", "GEMELLINI MARIO", "OMONIMELLI CARLA", "MONTESILVI ROSA", "OKOROMA B.", "ZUCHEROLI ANNA"]
)
PLACES = st.sampled_from(
    ["Via delle Robinie 14 int. 7", "Via dei Larici 1", "Via dei Meli 9 int. 8", "Viale dei Gelsi", "Via Ignota 1"]
)


@settings(max_examples=25, deadline=None)
@given(people=st.permutations([*PEOPLE, *STRANGERS[:30]]), name=NAMES, place=PLACES)
def test_order_of_the_registry_does_not_matter(people: list[RegistryPerson], name: str, place: str) -> None:
    """The same people in any order give the same answer, to the last digit."""
    row = row_of(name, place, RULES)
    ordered = build_index((*PEOPLE, *STRANGERS[:30]), RULES)
    shuffled = build_index(tuple(people), RULES)
    assert match_rows((row,), ordered, RULES, ("1",)) == match_rows((row,), shuffled, RULES, ("1",))


@settings(max_examples=60, deadline=None)
@given(strangers=st.sets(st.sampled_from(STRANGERS), min_size=1), name=NAMES, place=PLACES)
def test_strangers_make_nobody_likelier(strangers: set[RegistryPerson], name: str, place: str) -> None:
    """However many strangers the registry takes in, nobody gains by them."""
    row = row_of(name, place, RULES)
    before = match_rows((row,), build_index(PEOPLE, RULES), RULES, ("1",))[0]
    after = match_rows((row,), build_index((*PEOPLE, *strangers), RULES), RULES, ("1",))[0]
    chances = {(c.folder, c.name): c.probability for c in after.candidates}
    for candidate in before.candidates:
        # A stranger makes his own names commoner, and so takes a trace from others who bear them.
        assert chances.get((candidate.folder, candidate.name), 0.0) <= candidate.probability + 0.002


def test_a_namesake_takes_probability_away() -> None:
    """Somebody of the same name elsewhere makes the one who is meant less sure, never surer."""
    row = row_of("ZUCCHEROLI MIRELLA", "Via delle Robinie 14", RULES)
    namesake = person("ZUCCHEROLI, MIRELLA", "Via dei Meli 9", folder="new")
    before, after = (
        match_rows((row,), build_index(people, RULES), RULES, ("1",))[0].candidates[0]
        for people in (PEOPLE, (*PEOPLE, namesake))
    )
    assert (after.folder, before.folder) == ("zuccheroli", "zuccheroli")
    assert after.probability <= before.probability


@settings(max_examples=40, deadline=None)
@given(name=st.text(max_size=30), address=st.text(max_size=30))
def test_any_text_is_matched(name: str, address: str) -> None:
    """Nothing that stands in a row upsets matching, and probabilities are probabilities."""
    found = match(name, address)
    assert all(0.0 <= candidate.probability <= 1.0 for candidate in found.candidates)


def namesakes(count: int) -> tuple[RegistryPerson, ...]:
    """So many people of one surname, none of whom is called like another, each in a street of his own."""
    return tuple(
        person(f"OMONIMELLI, {given}{number % 40}", f"Via dei Ginepri {number} int. 1", folder=f"{given}-{number}")
        for number, given in zip(range(1, count + 1), cycle(("WANDA", "REMO", "UGO", "IRENE", "TINO")), strict=False)
    )


@pytest.mark.parametrize(
    "place", [pytest.param("", id="no address"), pytest.param("Via dei Meli 9 int. 8", id="an address")]
)
def test_thousands_of_namesakes_make_nobody_likelier(place: str) -> None:
    """However many strangers of her surname come, nobody gains: not even where the hopeless ones are left out."""
    meant = person("OMONIMELLI, BONIFACIA", "Via dei Larici 1 int. 2", folder="meant")
    row = row_of("OMONIMELLI BONIFACIA", place, RULES)
    crowd = namesakes(320)
    chances = [
        match_rows((row,), build_index((*STRANGERS, meant, *crowd[:count]), RULES), RULES, ("1",))[0].candidates[0]
        for count in (250, 290, 298, 300, 320)
    ]
    assert {candidate.folder for candidate in chances} == {"meant"}
    for before, after in pairwise(chances):
        assert after.probability <= before.probability + 0.002


def test_of_thousands_of_namesakes_whoever_lives_next_door_is_seen() -> None:
    """Her given name is another in the registry: her address alone brings her back, however many share the surname."""
    there = person("OMONIMELLI, BONIFACIA", "Via dei Larici 1 int. 2", folder="there", household="H1")
    row = row_of("OMONIMELLI TINA", "Via dei Larici 3 int. 2", RULES)
    found = match_rows((row,), build_index((*STRANGERS, *namesakes(320), there), RULES), RULES, ("1",))[0]
    assert "there" in {candidate.folder for candidate in found.candidates}
