# SPDX-License-Identifier: EUPL-1.2
"""What the office is told of pages that were recognised from a picture, or could not be."""

from pecwatch.documents.problems import problem
from pecwatch.documents.programs import Failure
from pecwatch.documents.scan import Scanned
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

_WEAK = 75.0
"""Confidence below which about every tenth word is wrong."""

_PLACES = ("in alto", "tra l'alto e la metà", "circa a metà", "tra la metà e il fondo", "in fondo")
"""Fifths of a page, as one says where to look."""

_BY_HAND = "aprirla a mano e chiedere ad ALER una copia con testo"

_INSTALL = (
    "manca il programma che legge le scansioni: far installare tesseract-ocr e tesseract-ocr-ita, e intanto aprirla "
    "a mano"
)


def told(part: Part, scanned: Scanned, *, number: int, picture: bool) -> tuple[Problem, ...]:
    """The problems of one picture.

    Args:
        number: The page it is or stands on.
        picture: The part is a picture, not a document with pages.
    """
    page = "l'immagine" if picture and number == 1 else f"pagina {number}"
    if scanned.failure is not None:
        return (ocr_unavailable(part, page, scanned.failure),)
    if scanned.blank:
        return (blank(part, page),)
    if not scanned.blocks:
        return (nothing_found(part, page),)
    if scanned.confidence < _WEAK:
        return (read_from_scan(part), weakly_read(part, page))
    covered = (partly_covered(part, page),) if scanned.unreadable else ()
    dropped = (line_unread(part, page, scanned.unread),) if scanned.unread else ()
    return (read_from_scan(part), *covered, *dropped)


def ocr_unavailable(part: Part, page: str, failure: Failure) -> Problem:
    """A picture whose letters no program recognised."""
    if failure is Failure.MISSING:
        text = f"{page} è una scansione e {_INSTALL}"
    else:
        why = "nel tempo concesso" if failure is Failure.TIME_LIMIT else "per un guasto del programma"
        text = f"{page} è una scansione e non è stata letta {why}; {_BY_HAND}"
    return problem(part, "ocr_unavailable", Severity.LOST, text)


def read_from_scan(part: Part) -> Problem:
    """Letters were recognised, so single ones may be wrong; the same sentence for every page of a part."""
    return problem(
        part,
        "read_from_scan",
        Severity.DOUBT,
        "letto da scansione; verificare nomi, indirizzi, date ed esiti con l'originale",
    )


def weakly_read(part: Part, page: str) -> Problem:
    """A picture so poor that much of what was recognised is wrong."""
    return problem(
        part,
        "read_from_scan",
        Severity.LOST,
        f"{page} si legge male e qualche riga può mancare; aprirla a mano e confrontarla riga per riga, "
        "e chiedere ad ALER una copia con testo",
    )


def partly_covered(part: Part, page: str) -> Problem:
    """A page that is read well but for some words: a pen or a stamp goes across them, and they may be names."""
    return problem(
        part,
        "read_from_scan",
        Severity.LOST,
        f"in {page} qualche parola è coperta o non si legge, e può essere un nome; aprirla a mano e confrontarla riga "
        "per riga",
    )


def line_unread(part: Part, page: str, heights: tuple[float, ...]) -> Problem:
    """A page that holds lines which the program made no words of: each may be a row.

    Args:
        heights: Where they stand, from 0 at the upper edge of the sheet to 1 at the lower.
    """
    places = " e ".join(dict.fromkeys(_place(height) for height in heights))
    what = "non si legge una riga" if len(heights) == 1 else "non si leggono alcune righe"
    return problem(
        part,
        "read_from_scan",
        Severity.LOST,
        f"in {page} {what} {places}: può essere una persona dell'elenco; aprirla a mano e confrontarla riga per riga",
    )


def _place(height: float) -> str:
    """Where a person looks for a line on the page."""
    return _PLACES[min(int(height * len(_PLACES)), len(_PLACES) - 1)]


def nothing_found(part: Part, page: str) -> Problem:
    """Something is to be seen, and no letters were found in it."""
    return problem(
        part,
        "no_text",
        Severity.LOST,
        f"in {page} c'è qualcosa ma non vi si è riconosciuto alcun testo; aprirla a mano e controllare se contiene "
        "un elenco",
    )


def blank(part: Part, page: str) -> Problem:
    """A sheet without anything on it, such as the back of a printed one."""
    return problem(part, "no_text", Severity.NOTE, f"{page} è bianca")


def hidden_text(part: Part, pages: str) -> Problem:
    """Text that a scanner's own program laid under the picture; nobody compared the two."""
    return problem(
        part,
        "read_from_scan",
        Severity.DOUBT,
        f"{pages}: il testo viene dal riconoscimento fatto dallo scanner e può differire da ciò che si vede; "
        "verificare nomi, indirizzi, date ed esiti con l'originale",
    )
