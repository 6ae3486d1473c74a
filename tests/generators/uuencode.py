# SPDX-License-Identifier: EUPL-1.2
"""Files written into a text, as before MIME."""


def uuencoded(name: str, content: bytes, *, stripped: bool = False) -> str:
    """A file as uuencode writes it into a text; a gateway may have stripped the blanks at the ends of its lines."""
    lines = [f"begin 644 {name}"]
    for start in range(0, len(content), 45):
        piece = content[start : start + 45]
        padded = piece + bytes(-len(piece) % 3)
        letters = "".join(
            chr(0x20 + (int.from_bytes(padded[at : at + 3], "big") >> shift & 63))
            for at in range(0, len(padded), 3)
            for shift in (18, 12, 6, 0)
        )
        line = chr(0x20 + len(piece)) + letters
        lines.append(line.rstrip(" ") if stripped else line.replace(" ", "`"))
    return "\n".join([*lines, "" if stripped else "`", "end", ""])
