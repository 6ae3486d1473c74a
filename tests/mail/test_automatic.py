# SPDX-License-Identifier: EUPL-1.2
"""Answering machines, by the fields that say so or by the subject that is left of them."""

import pytest

from tests.generators.pec import Letter, ordinary, transport
from tests.mail.opened import opened


@pytest.mark.parametrize(
    ("fields", "is_automatic"),
    [
        pytest.param((("Auto-Submitted", "auto-replied (vacation)"),), True, id="RFC 3834"),
        pytest.param((("Auto-Submitted", "auto-generated; x=y"),), True, id="with a parameter"),
        pytest.param((("Auto-Submitted", "No (a person)"),), False, id="said to be a person"),
        pytest.param((("X-Autoreply", "yes"),), True, id="X-Autoreply"),
        pytest.param((("X-Autoreply", "no"),), False, id="X-Autoreply says no"),
        pytest.param((("X-Auto-Response-Suppress", "All"),), False, id="Outlook asks for no answers"),
        pytest.param((("Precedence", "auto_reply"),), True, id="precedence"),
        pytest.param((("Precedence", "bulk"),), False, id="bulk is no answer"),
        pytest.param((("Return-Path", "<>"),), True, id="no return path"),
        pytest.param((("Return-Path", "<a@b.example>"),), False, id="return path"),
        pytest.param((), False, id="nothing"),
    ],
)
def test_automatic_by_its_fields(fields: tuple[tuple[str, str], ...], *, is_automatic: bool) -> None:
    """Machines say that they are machines; asking others not to answer is no sign of one."""
    assert opened(ordinary(Letter(headers=fields))).message.automatic is is_automatic
    assert opened(transport(Letter(headers=fields))).message.automatic is is_automatic


@pytest.mark.parametrize(
    ("subject", "is_automatic"),
    [
        ("Risposta automatica: Elenco", True),
        ("Automatic reply: Elenco", True),
        ("Fuori sede: Elenco", True),
        ("Fuori ufficio", True),
        ("Out of Office: Elenco", True),
        ("Letto: Elenco", True),
        ("Non recapitabile: Elenco", True),
        ("Undeliverable: Elenco", True),
        ("Delivery Status Notification (Failure)", True),
        ("R: Risposta automatica: Elenco", False),
        ("Alloggi fuori sede: elenco", False),
        ("Lettori e libri: elenco", False),
        ("Autorizzazione: elenco", False),
        ("Elenco", False),
    ],
)
def test_automatic_by_its_subject(subject: str, *, is_automatic: bool) -> None:
    """Headers get lost on the way; what Italian offices' programs put before a subject stays."""
    assert opened(ordinary(Letter(subject=subject))).message.automatic is is_automatic
