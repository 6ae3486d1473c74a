# SPDX-License-Identifier: EUPL-1.2
"""Files made to exhaust their reader end as a problem, and the list beside them is read all the same."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest

from pecwatch.model.message import Correspondents, RawMessage
from pecwatch.model.problem import Severity
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.sandbox import Sandbox
from tests.generators import packed_bombs, pdf_bombs, text_bombs

LIST = """Elenco interventi NOVEMBRE 2025
1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE
2) BONETTALI IVANO - Largo dei Pioppi 3 - NON SI ESEGUE
"""
BOMBS: dict[str, Callable[[], bytes]] = {
    "PDF that inflates.pdf": pdf_bombs.flate_bomb,
    "PDF whose pages are their own parents.pdf": pdf_bombs.kids_cycle,
    "PDF without a first version.pdf": pdf_bombs.previous_loop,
    "PDF with pages of pages.pdf": pdf_bombs.page_tree_laughs,
    "PDF with forms of forms.pdf": pdf_bombs.form_explosion,
    "PDF of brackets.pdf": pdf_bombs.nested_arrays,
    "PDF with a huge scan.pdf": pdf_bombs.scan,
    "picture of 30,000 dots by 30,000.png": packed_bombs.png,
    "zip that inflates.zip": packed_bombs.zip_bomb,
    "zip that lies.zip": packed_bombs.lying_zip,
    "zips 100 deep.zip": packed_bombs.zips_inside,
    "signed files 100 deep.p7m": packed_bombs.signed_inside,
    "mails in zips.zip": packed_bombs.messages_inside,
    "members on top of each other.zip": packed_bombs.overlapping,
    "Word that inflates.docx": text_bombs.docx_bomb,
    "Word of entities.docx": text_bombs.docx_entities,
    "Word too deep.docx": text_bombs.docx_deep,
    "Excel that inflates.xlsx": text_bombs.xlsx_bomb,
    "Excel with a far cell.xlsx": text_bombs.xlsx_far,
    "Calc of entities.ods": text_bombs.odt_entities,
    "RTF too deep.rtf": text_bombs.rtf_deep,
}
MAY_BE_READ = frozenset({
    "Excel with a far cell.xlsx", "RTF too deep.rtf", "PDF without a first version.pdf", "PDF with a huge scan.pdf",
})  # fmt: skip
"""Odd, and yet whole for a careful reader; the huge scan is a blank sheet."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_rules(shipped_rules()), Correspondents()) as sandbox:
        yield sandbox


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_itself_alone(sandbox: Sandbox, name: str) -> None:
    """With the limits of the service: it is told, and nobody of the list beside it is missing."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "decadenze@pec.aler.example", "Elenco interventi NOVEMBRE 2025"
    mail.set_content(LIST)
    mail.add_attachment(BOMBS[name](), maintype="application", subtype="octet-stream", filename=name)
    reading = sandbox.read(RawMessage(source="bomba.eml", content=mail.as_bytes()))
    assert reading.listing is not None
    surnames = {row.surname for row in reading.listing.rows}
    assert {"ZUCCHEROLI", "BONETTALI"} <= surnames
    lost = [problem for problem in reading.problems if problem.severity is Severity.LOST]
    assert lost or name in MAY_BE_READ
    assert not reading.listing.complete or not lost
