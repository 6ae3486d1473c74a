# SPDX-License-Identifier: EUPL-1.2
"""How a reader in the sandbox has a program run: it may not start one, so it asks its parent."""

import signal
from collections.abc import Callable
from multiprocessing.connection import Connection

from pydantic import Base64Bytes, ValidationError

from pecwatch.documents.programs import Failure, Product, Programs
from pecwatch.model.record import from_json, record, to_json

ASKED = b"?"
"""First byte of what a child says when it wants a program run; the JSON of the errand follows."""


@record
class Errand:
    """One run of a program. Which ones there are is fixed here: a hostile reader may ask for nothing else."""

    content: Base64Bytes
    """What the program reads."""
    segmentation: int | None = None
    """tesseract's page segmentation mode; None asks LibreOffice for a conversion."""


@record
class _Result:
    content: Base64Bytes
    failure: Failure | None


class ParentsPrograms:
    """The programs of the parent, as the child sees them.

    Args:
        go_on: Called when a program has done its work: the child's own time runs again.
    """

    def __init__(self, connection: Connection, go_on: Callable[[], None]) -> None:
        self._connection = connection
        self._go_on = go_on

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        """The words of a picture as tesseract's TSV."""
        return self._ask(Errand(content=picture, segmentation=segmentation))

    def convert(self, document: bytes) -> Product:
        """An old Word document as a DOCX file."""
        return self._ask(Errand(content=document))

    def _ask(self, errand: Errand) -> Product:
        signal.alarm(0)
        self._connection.send_bytes(ASKED + to_json(errand))
        result = from_json(_Result, self._connection.recv_bytes())
        self._go_on()
        return Product(content=result.content, failure=result.failure)


def carry_out(question: bytes, programs: Programs) -> bytes:
    """Do what a child asked for, and give the answer to send it."""
    try:
        errand = from_json(Errand, question.removeprefix(ASKED))
    except ValidationError:
        return to_json(_Result(content=b"", failure=Failure.FAILED))
    if errand.segmentation is None:
        product = programs.convert(errand.content)
    else:
        product = programs.recognise(errand.content, errand.segmentation)
    return to_json(_Result(content=product.content, failure=product.failure))
