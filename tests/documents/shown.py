# SPDX-License-Identifier: EUPL-1.2
"""What was read as a person sees it, whether it became lines or tables."""

from collections.abc import Iterable

from pecwatch.model.document import Line, Table


def shown(blocks: Iterable[Line | Table]) -> list[str]:
    """One text for each line and table row, breaks and columns as single blanks."""
    found: list[str] = []
    for block in blocks:
        texts = [block.text] if isinstance(block, Line) else [" ".join(row.cells) for row in block.rows]
        found += [" ".join(text.split()) for text in texts]
    return found
