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


def left_closed(part: str | None) -> Problem:
    """Of a part that nothing could open: it is kept as it came."""
    return Problem(
        code="damaged",
        severity=Severity.LOST,
        part=part,
        text="Una parte del messaggio non si è potuta aprire: leggerla nella casella di posta.",
    )


def elsewhere(part: str | None) -> Problem:
    """An attachment of which only the place was sent."""
    return Problem(
        code="missing_attachment",
        severity=Severity.LOST,
        part=part,
        text="Un allegato annunciato non è nel messaggio, che ne indica solo la posizione: chiederne l’invio.",
    )


def not_as_encoded(part: str | None) -> Problem:
    """Of a text that declares an encoding in which it is not: it is taken as it stands."""
    return Problem(
        code="damaged",
        severity=Severity.DOUBT,
        part=part,
        text="Un testo non è nella codifica che dichiara ed è stato letto così com’è: confrontarlo con l’originale.",
    )


def footer_left_out(part: str | None) -> Problem:
    """Of text that somebody's program put behind a file."""
    return Problem(
        code="damaged",
        severity=Severity.DOUBT,
        part=part,
        text="Dopo un file allegato c’è altro testo, che non è stato letto: verificarlo nella casella di posta.",
    )


def binhex(part: str | None) -> Problem:
    """A file in the old encoding of Macintosh."""
    return Problem(
        code="unsupported_format",
        severity=Severity.LOST,
        part=part,
        text="Un file è in codifica BinHex, che pecwatch non sa leggere: chiederne una copia in PDF o testo.",
    )
