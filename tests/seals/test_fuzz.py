# SPDX-License-Identifier: EUPL-1.2
"""Mangled mail, with the anchors at hand: no exception, and nothing verified that nobody sealed."""

from hypothesis import given, settings

from tests.mail.test_envelope_fuzz import SEEDS, mangled
from tests.seals.sealed import is_verified, opened, shown

SEALED = [shown(opened(seed)) for seed in SEEDS if is_verified(opened(seed))]


@settings(max_examples=400, deadline=None)
@given(mangled())
def test_mangled_mail_is_verified_only_with_what_was_sealed(raw: bytes) -> None:
    """Whatever stretches are replaced, removed or repeated, the seal covers what is shown or does not count."""
    envelope = opened(raw)
    assert envelope.message.trust_reason != "not_opened"
    assert not is_verified(envelope) or shown(envelope) in SEALED


def test_seeds_are_sealed() -> None:
    """The mangled messages begin as sealed ones, so that a verdict can be lost."""
    assert len(SEALED) >= 4
