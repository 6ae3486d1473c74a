# SPDX-License-Identifier: EUPL-1.2
"""Every code that the program gives has one explaining sentence, and none is explained that it never gives."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pecwatch.cli.kind_words import KINDS, RECEIPTS
from pecwatch.cli.parse_brief import FOR_THE_OFFICE
from pecwatch.cli.parse_list import NATURES, SEVERITIES, STATUSES
from pecwatch.cli.parse_tree import ROLES
from pecwatch.cli.seal_words import BARS, IN_SHORT, LEVELS, REASONS
from pecwatch.cli.warning_words import WARNINGS
from pecwatch.mail.sealed import INVALID, UNVERIFIABLE
from pecwatch.model.listing import Nature, State, Status
from pecwatch.model.message import Kind, Trust
from pecwatch.model.news import Bar
from pecwatch.model.outline import Role
from pecwatch.model.problem import Severity
from pecwatch.seals.chain import Flaw
from tests.generators.pec import RECEIPT_SUBJECTS

PACKAGE = Path(__file__).parent.parent.parent / "pecwatch"


def strings(node: ast.AST) -> Iterator[str]:
    """The texts in a piece of code that look like codes."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.replace("_", "").isalpha():
            yield each.value


def nodes(*files: str) -> Iterator[ast.AST]:
    for file in files:
        for path in sorted(PACKAGE.glob(file)):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def reasons_in_the_code() -> set[str]:
    """What stands after `trust_reason=` or `reason=` where messages are opened, and what the weighing exports."""
    named = {
        text
        for node in nodes("mail/detectors/*.py", "mail/envelope.py", "mail/opening.py", "mail/sealed.py", "reading.py")
        if isinstance(node, ast.keyword) and node.arg in ("trust_reason", "reason")
        for text in strings(node.value)
    }
    return named | {str(reason) for reason in (*INVALID, *UNVERIFIABLE, *Flaw)}


def warnings_in_the_code() -> set[str]:
    """What the cross-checks yield, and what the ledger adds."""
    given = {
        node.value.value
        for node in nodes("mail/warnings.py", "mail/discrepancies.py")
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    return given | {str(Bar.REPLAYED)}


def test_every_reason_is_explained() -> None:
    """Why a seal is not verified is never a bare code."""
    assert set(REASONS) == reasons_in_the_code()


def test_every_warning_is_explained() -> None:
    """What looks odd is said in a sentence."""
    assert set(WARNINGS) == warnings_in_the_code()


@pytest.mark.parametrize(
    ("words", "values"),
    [
        pytest.param(KINDS, Kind, id="kinds"),
        pytest.param(LEVELS, Trust, id="answers about a seal"),
        pytest.param(IN_SHORT, Trust, id="answers in short"),
        pytest.param(BARS, Bar, id="bars"),
        pytest.param(NATURES, Nature, id="natures"),
        pytest.param(STATUSES, Status, id="statuses"),
        pytest.param(SEVERITIES, Severity, id="severities"),
    ],
)
def test_every_value_has_words(words: dict[str, object], values: type) -> None:
    """A closed set is explained in full."""
    assert set(words) == set(values)


def test_every_role_and_state_has_words() -> None:
    """Those that are left out are told by kind, by number or by their rows."""
    assert set(Role) - set(ROLES) == {Role.MESSAGE, Role.ENVELOPE, Role.MORE}
    assert set(State) - set(FOR_THE_OFFICE) == {State.LIST}


def test_every_receipt_of_the_technical_rules_has_words() -> None:
    """By X-Ricevuta, as DM 2 November 2005 lays the values down."""
    assert set(RECEIPTS) == set(RECEIPT_SUBJECTS)
