# SPDX-License-Identifier: EUPL-1.2
"""Archives, office files and texts made to exhaust their reader cost themselves alone, within the service's limits."""

from collections.abc import Callable

import pytest

from pecwatch.model.message import Correspondents
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.reader_child import Limits
from pecwatch.service.sandbox import Sandbox
from tests.generators import office_bombs, packed_bombs, pdf_bombs, stream_bombs, text_bombs, wording_bombs
from tests.generators.archives import zipped
from tests.service.bombed import (
    PEOPLE,
    Bombs,
    bombed,
    goes_off_alone,
    lost,
    nothing_left_behind,
    one_by_one,
    people,
    sandbox,
)

__all__ = ["sandbox"]

READ: set[str] = set()
"""Odd, and yet whole for a careful reader."""
BIG, DEEP, BROKEN, SLOW = {"size_limit"}, {"depth_limit"}, {"damaged"}, {"time_limit"}
CLOSED = {"unsupported_format"}

ARCHIVES: Bombs = {
    "inflates.zip": (packed_bombs.zip_bomb, BIG),
    "lies about its size.zip": (packed_bombs.lying_zip, BROKEN),
    "1,000 broken files.zip": (packed_bombs.zip_of_duds, BROKEN),
    "members on top of each other.zip": (packed_bombs.overlapping, BIG),
    "60,000 members.zip": (packed_bombs.many_members, BIG | BROKEN),
    "inflates.gz": (stream_bombs.gzip_bomb, BIG),
    "inflates.bz2": (stream_bombs.bzip2_bomb, BIG),
    "inflates.xz": (stream_bombs.xz_bomb, BIG),
    "lies about its size.tar": (stream_bombs.tar_lies, BIG | BROKEN),
    "20,000 empty files.tar.gz": (stream_bombs.tar_many, BROKEN | BIG),
    "pictures that inflate.docx": (office_bombs.docx_pictures, READ),
    "inflates.docx": (text_bombs.docx_bomb, BIG),
    "inflates.xlsx": (text_bombs.xlsx_bomb, BIG),
    "inflates.odt": (text_bombs.odt_bomb, BIG),
}
NESTED: Bombs = {
    "zips 100 deep.zip": (packed_bombs.zips_inside, DEEP),
    "signed files 100 deep.p7m": (packed_bombs.signed_inside, DEEP),
    "mails in zips.eml": (packed_bombs.messages_inside, DEEP),
    "sixteen times sixteen zips.zip": (packed_bombs.zip_laughs, BIG),
    "winmail.dat": (office_bombs.winmail_inside, DEEP),
    "lies about its size.dat": (office_bombs.winmail_lies, BROKEN),
    "messages of Outlook 40 deep.msg": (office_bombs.msg_inside, DEEP | CLOSED),
    "blocks in a circle.doc": (office_bombs.compound_circle, BROKEN),
}
XML: Bombs = {
    "entities.docx": (text_bombs.docx_entities, BROKEN),
    "entities.xlsx": (text_bombs.xlsx_entities, BROKEN),
    "entities.odt": (text_bombs.odt_entities, BROKEN),
    "too deep.docx": (text_bombs.docx_deep, BROKEN),
    "too deep.odt": (text_bombs.odt_deep, BIG),
    "tables 3,000 deep.docx": (office_bombs.docx_tables, READ),
    "a billion columns.docx": (office_bombs.docx_spans, READ),
    "styles of each other.docx": (office_bombs.docx_styles, READ),
    "a billion blanks.odt": (office_bombs.odt_blanks, READ),
}
SHEETS: Bombs = {
    "a million cells.xlsx": (text_bombs.xlsx_wide, BIG),
    "a far cell.xlsx": (text_bombs.xlsx_far, READ),
    "merged over everything.xlsx": (office_bombs.xlsx_merged, READ),
    "shared texts that inflate.xlsx": (office_bombs.xlsx_flood_of_shared, BIG),
    "a billion cells.ods": (text_bombs.ods_far, BIG),
    "a million rows.ods": (office_bombs.ods_texts, BIG),
    "100,000 rows.csv": (text_bombs.csv_long, BIG),
    "a million empty cells.csv": (wording_bombs.separators, READ),
    "a cell that never ends.csv": (wording_bombs.open_quote, BIG),
}
TEXTS: Bombs = {
    "tables 100,000 deep.html": (text_bombs.html_deep, READ),
    "a cell over everything.html": (text_bombs.html_spans, READ),
    "200,000 rules of style.html": (office_bombs.html_styles, READ),
    "comments that never end.html": (office_bombs.html_open_comment, READ),
    "5,000 pictures.html": (office_bombs.html_pictures, READ),
    "too deep.rtf": (text_bombs.rtf_deep, BIG),
    "lies about its size.rtf": (office_bombs.rtf_binary, BROKEN),
    "one line of 5 MB.txt": (text_bombs.one_line, BIG),
    "one word of 5 MB.txt": (text_bombs.one_word, BIG),
    "uuencoded.txt": (text_bombs.uuencoded, BIG),
    "a million blanks.txt": (wording_bombs.blanks, READ),
    "a million white lines.txt": (wording_bombs.blank_lines, READ),
    "200,000 dashes.txt": (wording_bombs.dashes, READ),
    "a million figures.txt": (wording_bombs.figures, READ),
    "100,000 brackets.txt": (wording_bombs.brackets, READ),
    "SI ESEGUE on 100,000 lines.txt": (wording_bombs.execution_lines, BIG),
    "quotes of quotes.txt": (wording_bombs.quoted_again, BIG),
    "100,000 days.ics": (wording_bombs.calendar, READ),
    "one folded field.ics": (wording_bombs.folded_calendar, READ),
}
ENDLESS: Bombs = {
    "SI ESEGUE 100,000 times.txt": (wording_bombs.executions, SLOW),
    "streets without end.txt": (wording_bombs.streets, SLOW),
    "days without end.txt": (wording_bombs.days, SLOW),
    "names without end.txt": (wording_bombs.names, SLOW),
    "half words without end.txt": (wording_bombs.half_words, SLOW),
    "300,000 accents.txt": (wording_bombs.accents, SLOW),
    "half a million cells.rtf": (office_bombs.rtf_cells, SLOW),
    "half a million attributes.html": (office_bombs.html_attributes, SLOW),
    "one text in 200,000 cells.xlsx": (office_bombs.xlsx_shared, BIG | SLOW),
}
SLOWLY = frozenset((
    "sixteen times sixteen zips.zip", "a million cells.xlsx", "a billion cells.ods", "a million rows.ods",
    "100,000 rows.csv", "a cell that never ends.csv", "tables 100,000 deep.html", "uuencoded.txt", "too deep.rtf",
    "a million figures.txt", "100,000 brackets.txt", "SI ESEGUE on 100,000 lines.txt", "quotes of quotes.txt",
    "20,000 empty files.tar.gz", "a million empty cells.csv", "blocks in a circle.doc", "200,000 dashes.txt",
    "pictures that inflate.docx",
))  # fmt: skip
"""Those that take more than some seconds, made or read."""

IMPATIENT = Limits(cpu_s=4, wall_s=8)
"""For what never ends, so that the tests do; all other limits are those of the service."""


@pytest.mark.fault("content-zip-bomb")
@one_by_one(ARCHIVES, slow=SLOWLY)
def test_what_unpacks_to_more_than_it_says(
    sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]
) -> None:
    """Archives and packages are read as streams, within bounds of bytes, ratio and members."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.fault("content-nested")
@one_by_one(NESTED, slow=SLOWLY)
def test_boxes_in_boxes(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Eight are opened, and the rest is told."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.fault("content-xml")
@one_by_one(XML, slow=SLOWLY)
def test_markup_that_multiplies(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Entities are refused, depth and repetition bounded."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.fault("content-sheet")
@one_by_one(SHEETS, slow=SLOWLY)
def test_cells_without_number(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Rows, cells and texts are bounded; an empty far corner costs nothing."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.fault("content-text")
@one_by_one(TEXTS, slow=SLOWLY)
def test_texts_that_wear_a_reader_out(sandbox: Sandbox, name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Long lines, deep tags, and the words of lists in numbers that no list has."""
    goes_off_alone(sandbox, name, make, codes)


@pytest.mark.long
@pytest.mark.fault("content-text", "reader-killed")
@one_by_one(ENDLESS)
def test_what_never_ends_is_ended(name: str, make: Callable[[], bytes], codes: set[str]) -> None:
    """Each takes as long as it is let; then what is left is read without it."""
    with Sandbox(load_rules(shipped_rules()), Correspondents(), limits=IMPATIENT) as sandbox:
        goes_off_alone(sandbox, name, make, codes)


@pytest.mark.long
@pytest.mark.fault("content-text")
def test_several_bombs_at_once(sandbox: Sandbox) -> None:
    """Each could be read, not all together: the longest are cut, whichever come first."""
    bombs = tuple((f"{number}.txt", text_bombs.rows(6_000 + number)) for number in range(6))
    message = bombed(*bombs)
    with nothing_left_behind():
        reading = sandbox.read(message)
    assert people(reading) == PEOPLE
    told = {problem.part for problem in lost(reading)}
    assert "0.txt" in told
    assert told <= {name for name, _ in bombs}


@pytest.mark.long
@pytest.mark.fault("content-text")
def test_a_list_of_ten_thousand_rows_is_read_to_its_end() -> None:
    """The longest list imaginable is no bomb; a slow machine needs more seconds for it, and no more memory."""
    message = bombed(("elenco.txt", text_bombs.rows(10_000)))
    limits = Limits(cpu_s=60, wall_s=90)
    with Sandbox(load_rules(shipped_rules()), Correspondents(), limits=limits) as sandbox, nothing_left_behind():
        reading = sandbox.read(message)
    assert reading.listing is not None
    assert (len(reading.listing.rows), lost(reading)) == (10_004, [])


@pytest.mark.long
@pytest.mark.fault("content-nested", "reader-killed")
def test_a_message_of_bombs_has_its_time_and_no_more() -> None:
    """A thousand files that each take all the time of a step, and a new reader each."""
    limits = Limits(cpu_s=1, wall_s=2, message_s=6)
    archive = zipped(*((f"{number}.pdf", pdf_bombs.form_explosion()) for number in range(1_000)))
    message = bombed(("bombe.zip", archive))
    with Sandbox(load_rules(shipped_rules()), Correspondents(), limits=limits) as sandbox, nothing_left_behind():
        reading = sandbox.read(message)
    codes = [problem.code for problem in lost(reading) if (problem.part or "").startswith("bombe.zip/")]
    assert codes == ["time_limit"] * 1_000
    assert people(reading) >= {"ZUCCHEROLI", "FALCHETTI"}, "what was read before"
