# SPDX-License-Identifier: EUPL-1.2
"""When the lists cannot be read out of all a message holds: they are read out of less, and that is told."""

from pecwatch.documents import lighter, weight
from pecwatch.model.document import Document
from pecwatch.model.problem import Problem, Severity

TRIES = 3
"""How often a message is made lighter: to a half, an eighth, a thirty-second."""

_WORTH_CUTTING = 10_000
"""What fails on less fails for another reason than its length."""


def lightened(documents: tuple[Document, ...], tries: int, code: str, happened: str) -> tuple[Document, ...] | None:
    """The documents, the longest of them cut, each of those with a problem; None when cutting cannot help.

    A list of some pages stays whole beside an attachment without end.

    Args:
        tries: How often this message has been made lighter before.
        code: Of the problem, as the failed step says it.
        happened: The same in words.
    """
    total = sum(weight(document.pages) for document in documents)
    if total < _WORTH_CUTTING:
        return None
    text = f"Letto solo l’inizio ({happened}): aprire l’allegato o il testo a mano e leggere il resto."
    return lighter(
        documents,
        total // (2 * 4**tries),
        lambda document: Problem(code=code, severity=Severity.LOST, part=document.part, text=text),
    )
