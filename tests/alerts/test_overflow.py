# SPDX-License-Identifier: EUPL-1.2
"""Lists too long for a mail: it stays short, and the file beside it says what its reader may know, and no more."""

import csv
import io

import pytest

from pecwatch.alerts.frame import alert
from pecwatch.alerts.overflow import CARDS, ROWS
from pecwatch.alerts.page import Card, Page, Section, Table, Tone
from pecwatch.alerts.rest import CARDS as AT_LENGTH
from pecwatch.model.alert import Alert, AlertKind, AttachedFile
from pecwatch.model.match import Band
from pecwatch.model.message import Trust
from pecwatch.model.office import OfficePerson
from pecwatch.model.step import StepKind
from tests.alerts.looking.gallery import ADA, STAFF, asked, many, stepped
from tests.alerts.stories import tell
from tests.casework.people import OFFICE, candidate, match, message, report, row

BOSS, DIRECTOR = STAFF.coordinator, STAFF.director
assert DIRECTOR is not None
HERS = match(Band.CERTAIN, candidate("2019/00871", 0.98, "OP01"))


def sheets(mail: Alert) -> tuple[AttachedFile, ...]:
    return tuple(file for file in mail.attachments if file.media_type.startswith("text/csv"))


def cells(file: AttachedFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))


def only_sheet(mail: Alert) -> list[list[str]]:
    (file,) = sheets(mail)
    return cells(file)


@pytest.mark.fault("smtp-storm")
def test_a_mail_about_thousands_of_rows_stays_short() -> None:
    """Cards and some dozens of rows; the file holds every row once, the most urgent first."""
    rows = many(1500)
    story = tell(report(rows, declared_rows=len(rows)))
    desk, boss = story.one("duty_worker"), story.one("coordinator")
    assert max(len(mail.html) for mail in (desk, boss)) < 120_000
    assert max(len(mail.text) for mail in (desk, boss)) < 20_000
    assert desk.html.count("PW-2025-11-") < 12 * (ROWS + AT_LENGTH)
    head, *body = only_sheet(desk)
    assert head == ["Riferimento", "Giorno", "Ora", "Quanto manca", "Stato", "Chi", "Dove", "Cartelle", "Note"]
    assert [line[0] for line in body] == list(desk.references)
    assert len({line[0] for line in body}) == len(rows)
    assert body[0][1:3] == ["03/11/2025", ""]
    assert "Qui ci sono le prime 40; tutte e 1500 sono nel file allegato «righe.csv»" in " ".join(desk.text.split())


def test_a_list_that_fits_brings_no_file() -> None:
    """As long as everything can be read in the mail nobody has to open anything."""
    fits, too_long = (
        tell(report(many(number))).one("duty_worker") for number in (AT_LENGTH + ROWS, AT_LENGTH + ROWS + 1)
    )
    assert (len(sheets(fits)), len(sheets(too_long))) == (0, 1)


@pytest.mark.fault("smtp-storm")
def test_the_file_holds_the_rows_of_its_reader_only() -> None:
    """Each worker has her own, the desk the unknown ones, and the coordinator's has initials."""
    rows = many(100)
    story = tell(report(rows, matches=tuple(HERS if listed.row <= 50 else match() for listed in rows)))
    hers, desk, boss = (only_sheet(story.one(code))[1:] for code in ("OP01", "duty_worker", "coordinator"))
    assert {line[5].rpartition(" ")[2] for line in hers} == {str(number) for number in range(1, 51)}
    assert {line[5].rpartition(" ")[2] for line in desk} == {str(number) for number in range(51, 101)}
    assert all(line[7] == "cartella 2019/00871" for line in hers)
    assert len(boss) == 100
    assert "ROCCHETTA" not in str(boss)
    assert "ROBINIE" not in str(boss)


@pytest.mark.parametrize(
    ("kind", "to", "sees"),
    [
        pytest.param(StepKind.OWNER, ADA, True, id="owner"),
        pytest.param(StepKind.COORDINATOR, BOSS, True, id="coordinator, as a step"),
        pytest.param(StepKind.OUTCOME_AGAIN, BOSS, False, id="coordinator, told of a silence"),
        pytest.param(StepKind.DIRECTOR, DIRECTOR, False, id="director"),
    ],
)
def test_the_file_of_a_step_keeps_to_who_sees_a_name(kind: StepKind, to: OfficePerson, sees: bool) -> None:
    """The same rule as in the mail decides for every row of the file."""
    steps = [asked(kind, listed, listed.row, to=to) for listed in many(60)]
    mail = stepped("test", *steps).alert
    written = only_sheet(mail)[1:]
    assert len(written) == 60
    assert [("ROCCHETTA" in str(line)) for line in written] == [sees] * 60
    assert ("ROCCHETTA" in mail.html) is sees


def test_a_list_in_doubt_and_its_changes_are_cut_as_well() -> None:
    """The coordinator, who must judge it, has the whole rows, once in a file."""
    doubtful = tell(report(many(80), msg=message(Trust.ABSENT, False)))
    (asking,) = (mail for mail in doubtful.to("coordinator") if mail.kind is AlertKind.TO_CONFIRM)
    assert len(only_sheet(asking)) == 81
    assert len(asking.html) < 60_000


@pytest.mark.parametrize("begins", ["=1+1", "+39 0372", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_is_worked_out(begins: str) -> None:
    """What a list says stays text in the spreadsheet, whatever it begins with."""
    rows = (row(begins, "X"), *many(60)[1:])
    written = only_sheet(tell(report(rows)).one("duty_worker"))
    (name,) = (line[5] for line in written if line[5].endswith(" X"))
    assert name.startswith("'")
    assert not any(cell.lstrip()[:1] in {"=", "+", "-", "@", "\t", "\r"} for line in written for cell in line if cell)


def test_an_italian_spreadsheet_opens_it() -> None:
    """UTF-8 that says so, semicolons, one line for each row even where a cell holds one of them."""
    rows = (row('NICOLÒ; "DETTO"\nMIRO', "X"), *many(60)[1:])
    (file,) = sheets(tell(report(rows)).one("duty_worker"))
    assert file.content.startswith(b"\xef\xbb\xbfRiferimento;Giorno;")
    assert file.content.count(b"\r\n") == 61
    assert any(line[5] == 'NICOLÒ; "DETTO" MIRO X' for line in cells(file))


def test_lines_and_cards_without_a_table_are_cut_too() -> None:
    """Whatever a page repeats for each row; two files of one mail have two names."""
    bullets = tuple(f"voce {number}" for number in range(ROWS + 1))
    card = Card(day="oggi", left="", heading="Z. M.", place="", status="Si esegue", tone=Tone.CALM, reference="PW-1")
    table = Table(caption="Tutte", columns=("Uno",), rows=tuple((each,) for each in bullets))
    sections = (
        Section(heading="Che cosa è cambiato", bullets=bullets),
        Section(heading="Che cosa è cambiato", table=table),
        Section(heading="Righe", cards=(card,) * (CARDS + 1)),
        Section(heading="Corta", bullets=bullets[:ROWS]),
    )
    mail = alert(AlertKind.ROWS, OFFICE.coordinator, "x", "y", Page(title="t", lead="l", sections=sections))
    assert [(file.name, len(cells(file))) for file in sheets(mail)] == [
        ("che-cosa-e-cambiato.csv", ROWS + 2),
        ("2-che-cosa-e-cambiato.csv", ROWS + 2),
        ("righe.csv", CARDS + 2),
    ]
    assert mail.html.count(f"voce {ROWS}") == 0
    assert mail.text.count("Riferimento: PW-1") == CARDS
