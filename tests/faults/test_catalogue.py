# SPDX-License-Identifier: EUPL-1.2
"""The catalogue is whole: every fault has its test, and no test has a fault of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.faults.catalogue import catalogue

TESTS = Path(__file__).parent.parent


def marked() -> Iterator[str]:
    """The names in every `@pytest.mark.fault(…)` of the tests."""
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.fault":
                yield from (str(argument.value) for argument in node.args if isinstance(argument, ast.Constant))


def test_every_fault_has_a_test() -> None:
    """A promise without a test is none; a name that is not in the catalogue would be counted by nobody."""
    names = [fault.name for fault in catalogue()]
    assert len(names) == len(set(names)) >= 80
    assert set(marked()) == set(names)
