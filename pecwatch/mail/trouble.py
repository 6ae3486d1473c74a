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
NOT_OPENED = Problem(
    code="damaged",
    severity=Severity.LOST,
    text="Il messaggio non si è potuto aprire: leggerlo nella casella di posta.",
)
