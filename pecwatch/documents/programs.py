# SPDX-License-Identifier: EUPL-1.2
"""What readers ask of programs outside: letters recognised in a picture, an old file turned into a new one."""

from enum import StrEnum
from typing import Protocol

from pecwatch.model.record import record


class Failure(StrEnum):
    """Why a program gave nothing."""

    MISSING = "missing"
    """It, or the language it needs, is not installed."""
    TIME_LIMIT = "time_limit"
    FAILED = "failed"
    """It ran and made nothing of its input, or broke off."""


@record
class Product:
    """What a program made."""

    content: bytes = b""
    failure: Failure | None = None


class Programs(Protocol):
    """The programs a reader may ask for; each run is confined, with limits of its own. None raises."""

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        """The words of a picture as tesseract's TSV, in Italian.

        Args:
            picture: A PNG, PGM or PBM file, upright, of some 300 dots per inch.
            segmentation: tesseract's page segmentation mode, as 11 (sparse text) or 4 (columns).
        """

    def convert(self, document: bytes) -> Product:
        """An old Word document as a DOCX file, by LibreOffice."""


class NoPrograms:
    """Where no program may be run."""

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        """Nothing."""
        del picture, segmentation
        return Product(failure=Failure.MISSING)

    def convert(self, document: bytes) -> Product:
        """Nothing."""
        del document
        return Product(failure=Failure.MISSING)
