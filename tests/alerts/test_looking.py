# SPDX-License-Identifier: EUPL-1.2
"""Every mail in a real browser, as narrow as a telephone."""

from pathlib import Path

import pytest

from tests.alerts.looking.browser import axe, chromium, violations
from tests.alerts.looking.gallery import gallery

needs_browser = pytest.mark.skipif(
    chromium() is None or axe() is None, reason="needs chromium and axe-core (pip install axe-core-python)"
)


@needs_browser
def test_no_mail_has_a_barrier(tmp_path: Path) -> None:
    """Nothing that axe-core knows of stands in anybody's way, and no mail has to be scrolled sideways."""
    shown = {each.name: each.alert.html for each in gallery()}
    found = violations(shown, tmp_path)
    assert found.keys() == shown.keys()
    assert {name: told for name, told in found.items() if told} == {}


@needs_browser
def test_a_barrier_would_be_found(tmp_path: Path) -> None:
    """Pale letters, a table that is too wide and a missing language are seen."""
    good = gallery()[0].alert.html
    bad = {
        "pale": good.replace("color:#455a6b", "color:#c5d0da"),
        "silent": good.replace('<html lang="it">', "<html>"),
        "wide": good.replace("<h1", '<div style="width:700px">.</div><h1'),
    }
    found = violations(bad, tmp_path)
    assert any("color-contrast" in told for told in found["pale"])
    assert any("html-has-lang" in told for told in found["silent"])
    assert any("wider than a telephone" in told for told in found["wide"])
