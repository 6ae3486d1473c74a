# SPDX-License-Identifier: EUPL-1.2
"""What reading a page costs in each format: time, memory, and beside it the extraction alone of the same pages.

    .venv/bin/python bench/reading.py --pages 40

For PDF the peer is pdfplumber's plain text of the same page; for scans it is tesseract alone, once, on the same
picture. For the other formats the lists stage is shown beside the format's own part. A backlog is read at last by as
many sandboxed readers as there are cores.
"""

import argparse
import io
import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pdfplumber
import pypdfium2

from bench.report import show
from pecwatch.documents.reading import read_document
from pecwatch.lists import read_lists
from pecwatch.model.message import Correspondents, Part, RawMessage
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.service.sandbox import Sandbox
from tests.generators.lists import generate
from tests.generators.renderings import RENDERINGS, rendered
from tests.generators.scans import CONDITIONS, picture_pdf, ruled, scanned
from tests.generators.tesseract import PlainPrograms
from tests.lists.written import message

RULES = load_rules(shipped_rules())
LAYOUT = "tables"


def main() -> None:
    """Measure one format after the other, print, and keep if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40, help="documents of each format (default: 40)")
    parser.add_argument("--scans", type=int, default=8, help="scanned pages (default: 8)")
    parser.add_argument("--keep", action="store_true", help="add the figures to bench/results/<today>.md")
    options = parser.parse_args()
    figures = [_format(ending, options.pages) for ending in RENDERINGS]
    figures += [_pdf(options.pages), _scans(options.scans), _backlog(options.pages)]
    show(f"bench/reading.py --pages {options.pages} --scans {options.scans}", figures, keep=options.keep)


def _parts(ending: str, count: int) -> list[Part]:
    return [rendered(generate(seed, LAYOUT).document, ending) for seed in range(count)]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read(part: Part) -> None:
    read_lists(message(), "elenco", read_document(part), (), rules=RULES)


def _format(ending: str, count: int) -> tuple[str, str]:
    parts = _parts(ending, count)
    _read(parts[0])
    opened = statistics.mean(_seconds(lambda part=part: read_document(part)) for part in parts)  # type: ignore[misc]
    whole = statistics.mean(_seconds(lambda part=part: _read(part)) for part in parts)  # type: ignore[misc]
    return ending, (
        f"{1000 * opened:.1f} ms for a document, {1000 * whole:.1f} ms with its list; {_peak()} MiB at most so far"
    )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _plain_text(part: Part) -> None:
    with pdfplumber.open(io.BytesIO(part.content)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def _pdf(count: int) -> tuple[str, str]:
    """In pairs, so that a machine that is slow for a moment is slow for both."""
    ratios = [
        _seconds(lambda part=part: _read(part)) / _seconds(lambda part=part: _plain_text(part))  # type: ignore[misc]
        for part in _parts("pdf", count)
    ]
    return "PDF, whole reading / pdfplumber's plain text", f"{statistics.median(ratios):.2f} times as long (median)"


def _scans(count: int) -> tuple[str, str]:
    programs, ratios, seconds = PlainPrograms(), list[float](), list[float]()
    for number in range(count):
        generated = generate(number, LAYOUT)
        condition = CONDITIONS[number % len(CONDITIONS)]
        picture = scanned(ruled(generated.month, generated.rows), condition, seed=number)
        part = Part(name="scan.pdf", type="application/pdf", content=picture_pdf([picture], condition.dpi))
        page = pypdfium2.PdfDocument(part.content)[0].render(scale=300 / 72, grayscale=True).to_pil()
        png = io.BytesIO()
        page.save(png, "PNG")
        alone = _seconds(lambda png=png: _tesseract_alone(png.getvalue()))  # type: ignore[misc]
        whole = _seconds(lambda part=part: read_document(part, programs=programs))  # type: ignore[misc]
        seconds.append(whole)
        ratios.append(whole / alone)
    return "scanned page, whole reading / tesseract alone", (
        f"{statistics.median(ratios):.2f} times as long (median), {statistics.mean(seconds):.1f} s a page"
    )


def _tesseract_alone(png: bytes) -> None:
    command = ("tesseract", "stdin", "stdout", "-l", "ita", "--psm", "11", "--dpi", "300", "tsv")
    subprocess.run(command, input=png, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"})


def _mail(part: Part, number: int) -> RawMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "decadenze@pec.aler.example", "Elenco interventi"
    mail.set_content("In allegato.\n")
    mail.add_attachment(part.content, maintype="application", subtype="pdf", filename=part.name)
    return RawMessage(source=f"{number}.eml", content=mail.as_bytes())


def _backlog(count: int) -> tuple[str, str]:
    mails = [_mail(part, number) for number, part in enumerate(_parts("pdf", count))]
    with Sandbox(RULES, Correspondents()) as sandbox:
        one = _seconds(lambda: [sandbox.read(mail) for mail in mails])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            all_cores = _seconds(lambda: list(pool.map(sandbox.read, mails)))
    return "backlog of PDF lists in the sandbox", (
        f"{count / one:.1f} messages/s one after the other, {count / all_cores:.1f} on {os.cpu_count()} cores: "
        f"{one / all_cores:.2f} times as fast"
    )


if __name__ == "__main__":
    main()
