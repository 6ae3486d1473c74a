# SPDX-License-Identifier: EUPL-1.2
"""What the process that holds passwords and database loads, and what it leaves to its children."""

import subprocess
import sys

import pytest

from pecwatch.cli.main import COMMANDS

PARENT = f"""
import importlib, sys
for command in {COMMANDS}:
    importlib.import_module("pecwatch.cli." + command.replace("-", "_"))
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Packages loaded by the service and by every command together."""
    run = subprocess.run([sys.executable, "-c", PARENT], check=True, capture_output=True, text=True)
    return {name.split(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize(
    "library",
    [
        pytest.param("pdfplumber", id="words of a PDF"),
        pytest.param("pdfminer", id="what pdfplumber stands on"),
        pytest.param("pypdfium2", id="pages of a PDF as pictures"),
        pytest.param("PIL", id="pictures"),
        pytest.param("selectolax", id="HTML"),
        pytest.param("mailparser", id="messages"),
        pytest.param("asn1crypto", id="signed files"),
        pytest.param("weasyprint", id="dossiers"),
        pytest.param("alembic", id="migrations"),
    ],
)
def test_the_parent_leaves_it_to_others(loaded: set[str], library: str) -> None:
    """A start takes no longer, and the service no more memory, than its own work needs; hostile files stay outside."""
    assert "sqlmodel" in loaded
    assert library not in loaded
