# SPDX-License-Identifier: EUPL-1.2
"""Formats that are recognised and not read: furniture of a mail stays silent, the rest a person opens."""

from pecwatch.documents.images import PICTURES, is_ornament
from pecwatch.documents.problems import password_protected, problem
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

FURNITURE = frozenset({"signature", "vcard", "calendar", "segnatura", "daticert"})
"""Parts that mail programs and protocol offices add; none of them ever holds a list."""

_COPY = "aprire a mano l'allegato e chiedere ad ALER una copia in PDF o testo"
_ARCHIVE = "estrarre i file, leggerli a mano e chiedere ad ALER di inviarli uno per uno in PDF o testo"
_PICTURE = "aprirla a mano, controllare se contiene un elenco e, se sì, chiedere ad ALER una copia in PDF o testo"
_MESSAGE = "aprirlo a mano con il programma di posta e chiedere ad ALER l'elenco in PDF o testo"
_SECRET = "leggerlo con il programma di posta di chi ha la chiave e chiedere ad ALER una copia non cifrata"  # noqa: S105 - a sentence

_REMEDIES: dict[str, tuple[str, str]] = {
    "pptx": ("presentazione", _COPY),
    "ppt": ("presentazione", _COPY),
    "odp": ("presentazione", _COPY),
    "ole": ("file di Office di vecchio tipo", _COPY),
    "xml": ("file XML", _COPY),
    "word-xml": ("documento Word salvato come XML", _COPY),
    "emf": ("disegno", _COPY),
    "wmf": ("disegno", _COPY),
    "postscript": ("file di stampa", _COPY),
    "video": ("video o registrazione", _COPY),
    "7z": ("archivio 7z", _ARCHIVE),
    "rar": ("archivio RAR", _ARCHIVE),
    "smime-encrypted": ("messaggio cifrato", _SECRET),
    "eml": ("messaggio di posta allegato", _MESSAGE),
    "msg": ("messaggio di Outlook (.msg)", _MESSAGE),
    "winmail": ("allegato di Outlook (winmail.dat)", _MESSAGE),
}


def problem_of(part: Part, format_name: str) -> Problem | None:
    """What to tell the office of a part that no reader opens; None for furniture."""
    if format_name in FURNITURE or (format_name in PICTURES and is_ornament(bytes(part.content), format_name)):
        return None
    if format_name == "office-encrypted":
        return password_protected(part)
    fallback = ("immagine", _PICTURE) if format_name in PICTURES else ("formato non riconosciuto", _COPY)
    what, remedy = _REMEDIES.get(format_name, fallback)
    return problem(part, "unsupported_format", Severity.LOST, f"{what}, che pecwatch non sa ancora leggere; {remedy}")
