# SPDX-License-Identifier: EUPL-1.2
"""Text brought to one form to compare it; what is shown stays as it was written."""

from pecwatch.rules.folding import fold

__all__ = ["fold", "squeeze"]


def squeeze(text: str) -> str:
    """The text with every run of blanks and line breaks made one blank: how names are shown."""
    return " ".join(text.split())
