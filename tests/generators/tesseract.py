# SPDX-License-Identifier: EUPL-1.2
"""The real tesseract, run plainly: what tests read scans with. Without it they fail, and say what to install."""

import os
import shutil
import subprocess

from pecwatch.documents.programs import Failure, Product

TIME_LIMIT_S = 20.0

MISSING = "tests of scanned pages need tesseract: apt-get install tesseract-ocr tesseract-ocr-ita"


class PlainPrograms:
    """Runs tesseract as a child of the tests, and counts the runs."""

    def __init__(self) -> None:
        self.runs = 0
        if shutil.which("tesseract") is None:
            raise AssertionError(MISSING)

    def recognise(self, picture: bytes, segmentation: int) -> Product:
        """The words of a picture as tesseract's TSV."""
        self.runs += 1
        command = f"tesseract stdin stdout -l ita --psm {segmentation} --dpi 300 tsv".split()
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            ended = subprocess.run(
                command, input=picture, capture_output=True, timeout=TIME_LIMIT_S, env=environment, check=False
            )
        except subprocess.TimeoutExpired:
            return Product(failure=Failure.TIME_LIMIT)
        assert b"Failed loading language" not in ended.stderr, MISSING
        return Product(failure=Failure.FAILED) if ended.returncode else Product(content=ended.stdout)

    def convert(self, document: bytes) -> Product:
        """Nothing: scans need no conversion."""
        del document
        return Product(failure=Failure.MISSING)
