# SPDX-License-Identifier: EUPL-1.2
"""Word documents of the old kind (DOC, 1997 to 2003): a program turns them into DOCX, which is then read."""

from dataclasses import replace

from pecwatch.documents import docx
from pecwatch.documents.problems import damaged, problem
from pecwatch.documents.programs import Failure, Programs
from pecwatch.documents.reader import Content, How, Later
from pecwatch.model.message import Part
from pecwatch.model.problem import Problem, Severity

FORMATS = ("doc",)


def read(part: Part) -> Content:
    """Nothing yet: the whole part is left for later, when programs may be run."""
    return Content(later=(Later(how=How.CONVERSION, name=part.name),))


def read_later(part: Part, later: Later, programs: Programs) -> Content:
    """The document as DOCX says it, or why there is none."""
    del later
    product = programs.convert(bytes(part.content))
    if product.failure is not None or not product.content:
        return Content(problems=(_problem(part, product.failure),))
    return docx.read(replace(part, content=product.content))


def _problem(part: Part, failure: Failure | None) -> Problem:
    match failure:
        case Failure.MISSING:
            return problem(
                part,
                "unsupported_format",
                Severity.LOST,
                "documento Word di vecchio tipo, che si legge solo dove è installato LibreOffice; aprirlo a mano, "
                "chiedere ad ALER una copia in PDF e al CED di installare LibreOffice",
            )
        case Failure.TIME_LIMIT:
            return problem(
                part,
                "time_limit",
                Severity.LOST,
                "documento Word di vecchio tipo, la cui conversione richiede troppo tempo; aprirlo a mano e chiedere "
                "ad ALER una copia in PDF",
            )
        case _:
            return damaged(part, "documento Word di vecchio tipo che non si riesce a convertire")
