# SPDX-License-Identifier: EUPL-1.2
"""What the office is told when a document could not be read, or looks odd: Italian, with the remedy."""

from pecwatch.documents.characters import visible
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity


def named(part: Part) -> str:
    """How the office calls a part: the file's name, or the text of the message."""
    return "il testo del messaggio" if part.is_body else visible(part.name).strip() or "allegato senza nome"


def problem(part: Part, code: str, severity: Severity, text: str) -> Problem:
    """One problem of a part; the text follows the part's name."""
    return Problem(code=code, severity=severity, part=part.name, text=f"{named(part)}: {text}")


def damaged(part: Part, what: str = "il contenuto è danneggiato") -> Problem:
    """Bytes that a reader could not make sense of."""
    remedy = "aprire a mano il messaggio e, se non si legge, chiedere ad ALER un nuovo invio"
    return problem(part, "damaged", Severity.LOST, f"{what}; {remedy}")


def password_protected(part: Part) -> Problem:
    """A file that only opens with a password."""
    return problem(part, "password_protected", Severity.LOST, "protetto da password; chiedere ad ALER una copia aperta")


def memory_limit(part: Part) -> Problem:
    """A part that needs more memory than reading is allowed to take."""
    return problem(part, "memory_limit", Severity.LOST, "troppo pesante per la lettura automatica; aprire a mano")


def size_limit(part: Part) -> Problem:
    """A file that holds more than reading is allowed to unpack."""
    return problem(
        part, "size_limit", Severity.LOST, "contiene file troppo grandi per la lettura automatica; aprire a mano"
    )


def too_long(part: Part) -> Problem:
    """More lines than lists can be read out of."""
    return problem(
        part,
        "size_limit",
        Severity.LOST,
        "troppo lungo per la lettura automatica, letto solo l'inizio; aprire a mano e leggere il resto",
    )


def unknown_method(part: Part) -> Problem:
    """A file packed in a way that only its maker's program undoes."""
    return problem(
        part,
        "unsupported_format",
        Severity.LOST,
        "compresso in un modo che pecwatch non conosce; estrarlo e leggerlo a mano",
    )


def empty_archive(part: Part) -> Problem:
    """An archive in which no file was found, though somebody sent it."""
    return damaged(part, "l'archivio non contiene file")


def depth_limit(part: Part) -> Problem:
    """Files inside files, deeper than an honest sender packs them."""
    return problem(
        part, "depth_limit", Severity.LOST, "contiene troppi file uno dentro l'altro; aprire a mano e controllare"
    )


def scan_limit(part: Part, most: int) -> Problem:
    """More scanned pages than one message is given time for."""
    return problem(
        part,
        "page_limit",
        Severity.LOST,
        f"il messaggio ha più di {most} pagine scansionate; leggere le altre a mano",
    )


def invisible_characters(part: Part) -> Problem:
    """Characters that are not seen but change how the text around them is seen, or that pass for others."""
    return problem(
        part,
        "invisible_characters",
        Severity.DOUBT,
        "contiene caratteri invisibili, tolti dalla lettura, o lettere di altri alfabeti che sembrano le nostre; "
        "confrontare nomi e indirizzi con l'originale",
    )


def struck_text(part: Part) -> Problem:
    """Text is struck through: nobody but a person knows whether the stroke counts."""
    return problem(
        part,
        "struck_text",
        Severity.DOUBT,
        "contiene testo barrato, che non è stato letto come valido; aprire a mano e controllare che cosa è barrato",
    )
