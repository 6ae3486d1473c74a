# SPDX-License-Identifier: EUPL-1.2
"""The problems that opening an envelope can meet, in the words a person of the office reads."""

from pecwatch.model.problem import Problem, Severity

TOO_DEEP = Problem(
    code="depth_limit",
    severity=Severity.LOST,
    text="Il messaggio contiene troppi livelli o troppe parti: aprirlo a mano e controllare ogni allegato.",
)
CUT_OFF = Problem(
    code="damaged",
    severity=Severity.LOST,
    text="Il messaggio sembra interrotto: aprirlo a mano e, se manca qualcosa, chiedere un nuovo invio.",
)
ORIGINAL_MISSING = Problem(
    code="missing_attachment",
    severity=Severity.LOST,
    text="Nella busta manca il messaggio originale (postacert.eml): aprire la busta nella casella di posta.",
)
OUTSIDE_SEAL = Problem(
    code="outside_seal",
    severity=Severity.DOUBT,
    text="Accanto al messaggio originale c’è altro contenuto, che non è stato letto come elenco: verificarlo a mano.",
)
ANOTHER_KIND = Problem(
    code="another_kind_sealed",
    severity=Severity.LOST,
    text="La busta si presenta come altro da ciò che il gestore ha certificato: aprirla nella casella di posta.",
)
NOT_OPENED = Problem(
    code="damaged",
    severity=Severity.LOST,
    text="Il messaggio non si è potuto aprire: leggerlo nella casella di posta.",
)
FRAGMENT = Problem(
    code="missing_attachment",
    severity=Severity.LOST,
    text="Il messaggio è stato spedito a pezzi e questo è uno solo di essi: riunirli con il programma di posta.",
)
PACKED_TEXT_DAMAGED = Problem(
    code="damaged",
    severity=Severity.LOST,
    part="body",
    text="Nel testo c’è un file (codifica uuencode) che non si è potuto estrarre: chiederne una copia in PDF o testo.",
)


def partly_read(part: str | None) -> Problem:
    """Of a message kept by Outlook that is damaged: what could be read was read."""
    return Problem(
        code="damaged",
        severity=Severity.LOST,
        part=part,
        text="Un messaggio in formato Outlook è danneggiato o incompleto ed è stato letto solo in parte: "
        "aprirlo con Outlook e controllare ogni allegato.",
    )


def elsewhere(part: str | None) -> Problem:
    """An attachment of which only the place was sent."""
    return Problem(
        code="missing_attachment",
        severity=Severity.LOST,
        part=part,
        text="Un allegato annunciato non è nel messaggio, che ne indica solo la posizione: chiederne l’invio.",
    )


def binhex(part: str | None) -> Problem:
    """A file in the old encoding of Macintosh."""
    return Problem(
        code="unsupported_format",
        severity=Severity.LOST,
        part=part,
        text="Un file è in codifica BinHex, che pecwatch non sa leggere: chiederne una copia in PDF o testo.",
    )
