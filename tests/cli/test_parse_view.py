# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch parse` without `--json`: a message explained so that somebody who never saw a PEC knows what to do."""

import mailbox
import re
from pathlib import Path

import pytest

from pecwatch.cli.parse_view import PIPE_WIDTH
from tests.cli.running import run, run_program
from tests.generators.authority import root
from tests.generators.pec import (
    File,
    Letter,
    Postmark,
    anomaly,
    attached,
    ordinary,
    receipt,
    transport,
    wrapped_by_list,
)
from tests.generators.signed_files import signed

LIST = (
    "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 sc. B int. 7 - SI ESEGUE il 06/11/2025\n"
    "2) BONETTALI IVANO - Largo dei Pioppi, 3 int. 12 - NON SI ESEGUE - piano di rientro\n"
)
SUBJECT = "Comunicazione programmazione interventi fissati per il mese di NOVEMBRE 2025"
LETTER = Letter(subject=SUBJECT, text=LIST, text_encoding="8bit")
MEETING = Letter(sender="ufficio@altri.example", subject="Riunione", text="Ci vediamo lunedì.\n")
LOCKED = Letter(
    subject=SUBJECT, text="Si allega.\n", attachments=(File(name="elenco.pdf", content=b"%PDF-1.7\nnothing"),)
)
FORWARDED = Letter(
    sender="protocollo@pec.comune.example",
    subject="I: elenco",
    text="Si inoltra.\n",
    attachments=(attached(transport(LETTER)),),
)
REWRITTEN = Postmark(
    headers=(("From", '"Per conto di: altri@pec.example" <posta-certificata@pec.gestore-arancio.example>'),)
)
SIGNED = Letter(subject=SUBJECT, attachments=(File(name="elenco.txt.p7m", content=signed(LIST.encode())),))
STRANGE = Letter(subject="[red]x[/red] \u202exe", text="Ci vediamo lunedì.\n")

MESSAGES = {
    "pec.eml": transport(LETTER, postmark=Postmark(identifier="opec1.vera")),
    "vecchia.eml": transport(LETTER, postmark=Postmark(digest="sha1", identifier="opec1.sha1")),
    "cambiata.eml": transport(LETTER, postmark=Postmark(identifier="opec1.x")).replace(b"ZUCCHEROLI", b"ZUCCHERONI"),
    "senza-sigillo.eml": transport(LETTER, postmark=Postmark(sealed=False, identifier="opec1.y")),
    "senza-daticert.eml": transport(LETTER, postmark=Postmark(daticert=b"")),
    "mittente-riscritto.eml": transport(LETTER, postmark=REWRITTEN),
    "lista.eml": wrapped_by_list(transport(LETTER)),
    "inoltrata.eml": transport(FORWARDED),
    "anomalia.eml": anomaly(LETTER),
    "consegna.eml": receipt(LETTER, "avvenuta-consegna"),
    "rifiuto.eml": receipt(LETTER, "non-accettazione"),
    "mai-vista.eml": receipt(LETTER, "mai-vista"),
    "ordinaria.eml": ordinary(LETTER),
    "riunione.eml": ordinary(MEETING),
    "illeggibile.eml": transport(LOCKED),
    "strana.eml": ordinary(STRANGE),
    "firmato.eml": ordinary(SIGNED),
    "documento.pdf": b"%PDF-1.7\nnothing of a document follows",
}
HEADER = re.compile(r"^─+\n(?P<source>.+?): [A-Z ]+$", re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of messages beside a configuration that trusts their authority and knows their sender."""
    place = tmp_path_factory.mktemp("parse")
    for part in ("posta", "ancore"):
        (place / part).mkdir()
    for name, content in MESSAGES.items():
        (place / "posta" / name).write_bytes(content)
    (place / "ancore" / "radice.pem").write_bytes(root().pem)
    (place / "config.toml").write_text(
        '[lists]\nsenders = ["decadenze@pec.aler.example"]\ntrust_anchors = "ancore"\n', encoding="utf-8"
    )
    return place


@pytest.fixture(scope="module")
def printed(folder: Path) -> str:
    """What a pipe gets for all of them."""
    done = run("parse", "posta", cwd=folder)
    assert done.returncode == 4, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def pages(printed: str) -> dict[str, str]:
    """The page of each message."""
    heads = list(HEADER.finditer(printed))
    ends = [*(head.start() for head in heads[1:]), len(printed)]
    return {
        head["source"].removeprefix("posta/"): printed[head.start() : end]
        for head, end in zip(heads, ends, strict=True)
    }


def running(page: str) -> str:
    """A page as running text, without the lines that draw trees and tables."""
    return " ".join(re.sub("[─│├└]", " ", page).split())


@pytest.mark.parametrize(
    ("file", "sentences"),
    [
        pytest.param(
            "pec.eml",
            (
                "PEC transport envelope (busta di trasporto) from decadenze@pec.aler.example, certified at 24/10/2025",
                "its seal holds. It holds a list for November 2025: 2 rows, read in full.",
                "decadenze@pec.aler.example (certified; a recognised sender)",
                "VERIFIED (sigillo verificato).",
                "Trusted by Prova Authentication Root CA",
                "For the office: a list in it counts in full",
                "COMPLETE (letto per intero)",
                "ZUCCHEROLI MIRELLA",
                "not_executed (non si esegue)",
            ),
            id="a genuine list",
        ),
        pytest.param("vecchia.eml", ("sha1, weak for today (SHA-1)", "[weak_digest]"), id="a weak digest counts"),
        pytest.param(
            "cambiata.eml",
            (
                "its seal does NOT hold: it may be forged",
                "INVALID (sigillo non valido).",
                "The bytes under the seal are not those that were sealed",
                "[content_changed]",
                "alerts at once, marked as not confirmed. But no seal that holds proves who sent it",
                "they may be made up",
            ),
            id="changed bytes",
        ),
        pytest.param(
            "senza-sigillo.eml", ("NO SEAL (sigillo assente).", "Anyone can write such header fields."), id="no seal"
        ),
        pytest.param("senza-daticert.eml", ("[daticert_missing]", "certified by nobody"), id="no certified facts"),
        pytest.param(
            "mittente-riscritto.eml",
            (
                "certified (daticert) shown outside, under no seal",
                "The sender shown is not the certified one.",
                "[sender_differs_from_daticert]",
            ),
            id="rewritten outside",
        ),
        pytest.param(
            "lista.eml",
            ("Text or parts stand around the sealed part.", "OUTSIDE THE SEAL, not read as a list"),
            id="wrapped by a mailing list",
        ),
        pytest.param(
            "inoltrata.eml",
            ("messaggio inoltrato.eml: PEC transport envelope (busta di trasporto) from decadenze@pec.aler.example",),
            id="a forwarded PEC",
        ),
        pytest.param(
            "anomalia.eml",
            ("Anomaly envelope (busta di anomalia).", "Nobody certifies who sent it", "[anomaly_envelope]"),
            id="anomaly",
        ),
        pytest.param(
            "consegna.eml",
            (
                "Delivery receipt (ricevuta di avvenuta consegna).",
                "with our whole message inside (completa)",
                "Our message was from decadenze@pec.aler.example",
                "NOT PERTINENT (non pertinente): a receipt tells of a message of ours",
            ),
            id="delivery receipt",
        ),
        pytest.param("rifiuto.eml", ("Notice of refusal (avviso di non accettazione).", "it never left"), id="refusal"),
        pytest.param("mai-vista.eml", ("Receipt (ricevuta) of a kind unknown here: mai-vista",), id="unknown receipt"),
        pytest.param(
            "ordinaria.eml",
            ("Ordinary mail (posta ordinaria)", "as the message itself says, certified by nobody"),
            id="ordinary copy",
        ),
        pytest.param("riunione.eml", ("It is not for the office.", "NOT PERTINENT"), id="other business"),
        pytest.param(
            "illeggibile.eml",
            (
                "A person must open it: see the problems at the end.",
                "UNREADABLE (elenco non letto)",
                "Open it by hand today",
                "elenco.pdf: file (application/pdf, 16 bytes); problem damaged",
                "lost: something may not have been read",
            ),
            id="unreadable",
        ),
        pytest.param("strana.eml", ("[red]x[/red] ⟨U+202E⟩xe",), id="control characters are seen, not obeyed"),
        pytest.param(
            "firmato.eml",
            ("2 rows; signed by ZUCCHEROLI MIRELLA on 24/10/2025 10:00:05 +0200", "(fits the content"),
            id="a signed file",
        ),
        pytest.param("documento.pdf", ("A file given by itself, not a message",), id="bare document"),
    ],
)
def test_each_kind_of_message_is_explained(pages: dict[str, str], file: str, sentences: tuple[str, ...]) -> None:
    """What it is, whether to believe it and why, what was inside, what to do."""
    text = running(pages[file])
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_the_tree_is_drawn(pages: dict[str, str]) -> None:
    """The original stands in its envelope, its parts in the original, what was read in a part beside it."""
    page = pages["pec.eml"]
    assert "   ├── daticert.xml: the certified facts" in page
    assert "   ├── postacert.eml: the original message" in page
    assert re.search(r"   │   └── text of the message \(text/plain, \d+ bytes\); 2 rows", page)
    assert "   └── smime.p7s: the provider's seal" in page


def test_a_pipe_gets_no_line_wider_than_a_page(printed: str) -> None:
    """80 columns: it can be printed, or read in a mail."""
    assert max(map(len, printed.splitlines())) <= PIPE_WIDTH


def test_an_output_without_unicode_gets_plain_lines(folder: Path) -> None:
    """Nothing breaks on an old terminal; what it cannot show stands there as a code."""
    done = run_program("parse", "posta/pec.eml", "posta/riunione.eml", cwd=folder, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "   +-- daticert.xml" in done.stdout


def test_each_message_of_an_mbox_has_its_page(folder: Path) -> None:
    """`box.mbox#2` is the second one."""
    box = mailbox.mbox(folder / "box.mbox")
    for name in ("pec.eml", "riunione.eml"):
        box.add(MESSAGES[name])
    box.flush()
    printed = run("parse", "box.mbox", cwd=folder).stdout
    assert [head["source"] for head in HEADER.finditer(printed)] == ["box.mbox#1", "box.mbox#2"]
