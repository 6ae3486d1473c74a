# SPDX-License-Identifier: EUPL-1.2
"""What the office is told of signed and time-stamped files: Italian, with the remedy."""

import datetime as dt
from collections.abc import Iterable, Iterator

from pecwatch.documents.characters import visible
from pecwatch.documents.problems import problem
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity
from pecwatch.model.signature import Signer, Timestamp

DETACHED = "detached_signature"


def detached(part: Part) -> Problem:
    """A signature that came without what it signs."""
    return problem(
        part,
        DETACHED,
        Severity.LOST,
        "contiene soltanto la firma digitale, non il documento firmato; cercare il documento tra gli altri allegati e, "
        "se non c’è, chiedere ad ALER di inviarlo",
    )


def file_beside(name: str) -> Problem:
    """A signature whose file stands beside it in the message."""
    return Problem(
        code=DETACHED,
        severity=Severity.NOTE,
        part=name,
        text=f"{visible(name)}: contiene la firma digitale di un altro allegato, che è stato letto",
    )


def signature_of_other(name: str) -> Problem:
    """The file of that name in the message is not the one that was signed."""
    return Problem(
        code="signature_wrong",
        severity=Severity.DOUBT,
        part=name,
        text=f"{visible(name)}: la firma digitale non corrisponde all’allegato con lo stesso nome, che è stato letto "
        "comunque; può essere stato modificato dopo la firma: chiedere conferma ad ALER",
    )


def signer_problems(
    part: Part, signers: Iterable[Signer], timestamps: tuple[Timestamp, ...], now: dt.datetime
) -> Iterator[Problem]:
    """What a person should know of the signatures; none of it keeps the content from being read."""
    for signer in signers:
        if signer.fits is False:
            yield signature_wrong(part)
        stamped = min((stamp.at for stamp in timestamps if stamp.fits is not False), default=None)
        if _is_outside(signer, stamped or signer.signed_at or now):
            yield _expired(part, signer)


def signature_wrong(part: Part) -> Problem:
    """The content is not what was signed."""
    return problem(
        part,
        "signature_wrong",
        Severity.DOUBT,
        "la firma digitale non corrisponde al contenuto, che è stato letto comunque; il file può essere stato "
        "modificato dopo la firma: chiedere conferma ad ALER",
    )


def signature_unreadable(part: Part) -> Problem:
    """The content was read, the signatures could not be."""
    return problem(
        part,
        "signature_unreadable",
        Severity.NOTE,
        "il contenuto è stato letto, ma non è stato possibile leggere chi lo ha firmato; se serve, aprirlo con il "
        "programma di firma digitale",
    )


def timestamp_wrong(part: Part) -> Problem:
    """The time-stamp was put on something else."""
    return problem(
        part,
        "timestamp_wrong",
        Severity.DOUBT,
        "la marca temporale non corrisponde al contenuto, che è stato letto comunque; il file può essere stato "
        "modificato dopo la marcatura: chiedere conferma ad ALER",
    )


def _is_outside(signer: Signer, moment: dt.datetime) -> bool:
    if signer.valid_from is None or signer.valid_to is None:
        return False
    return not signer.valid_from <= moment <= signer.valid_to


def _expired(part: Part, signer: Signer) -> Problem:
    who = f"di {visible(signer.name)} " if signer.name else ""
    first, last = (f"{day:%d/%m/%Y}" for day in (signer.valid_from, signer.valid_to) if day)
    return problem(
        part,
        "signer_expired",
        Severity.NOTE,
        f"la firma {who}è fuori dal periodo di validità del certificato (dal {first} al {last}); succede spesso, e il "
        "contenuto è stato letto comunque",
    )
