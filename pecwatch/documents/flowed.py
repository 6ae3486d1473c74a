# SPDX-License-Identifier: EUPL-1.2
"""Bodies of mail programs that break long lines for the way and mean them to be joined again (RFC 3676)."""

import re

_QUOTES = re.compile(r"(?:>\s?)*")
_WIDTH = 66
"""A line is broken softly where the next word would have made it longer than this; such programs break at 72 or so."""


def flowed(text: str) -> str:
    """The text with lines joined that end with a blank because the next word found no room.

    The blank alone does not tell: people leave blanks at the ends of short lines too.
    """
    joined: list[str] = []
    last, mark, soft = "", "", False
    for line in text.split("\n"):
        quoted = _QUOTES.match(line)
        own = quoted.group() if quoted is not None else ""
        rest = line[len(own) :]
        first = rest.split(" ", 1)[0]
        no_room = len(last.rstrip()) + 1 + len(first) >= _WIDTH
        if soft and rest.strip() and not rest.startswith(" ") and own.strip() == mark.strip() and no_room:
            joined[-1] = joined[-1].rstrip(" ") + " " + rest
        else:
            joined.append(line)
        last, mark, soft = line, own, rest.endswith(" ") and not rest.endswith("  ") and rest.strip() != "--"
    return "\n".join(joined)
