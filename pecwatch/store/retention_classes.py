# SPDX-License-Identifier: EUPL-1.2
"""Every table and what becomes of its rows in time: a table without a line here must not exist."""

from enum import StrEnum


class Fate(StrEnum):
    """What becomes of the rows of a table."""

    EMPTIED = "emptied"
    """Their content goes; a mark without names stays."""
    WITH_ROW = "with_row"
    """They go with the position that they speak of."""
    AGES = "ages"
    """They have a time of their own."""
    WITH_FOLDER = "with_folder"
    """They go when no registry that is kept has the folder."""
    REPLACED = "replaced"
    """The next import takes their place; the one before the last goes with the people who left."""
    STAYS = "stays"
    """Nobody of a list or registry is in them."""


FATES = {
    "message": Fate.EMPTIED,
    "outbox": Fate.EMPTIED,
    "received_list": Fate.AGES,
    "position": Fate.AGES,
    "event": Fate.WITH_ROW,
    "step": Fate.WITH_ROW,
    "held_change": Fate.WITH_ROW,
    "restriction": Fate.WITH_ROW,
    "answer": Fate.AGES,
    "question": Fate.AGES,
    "alarm": Fate.AGES,
    "decision": Fate.WITH_FOLDER,
    "rejection": Fate.WITH_FOLDER,
    "confirmation": Fate.WITH_FOLDER,
    "registry_person": Fate.AGES,
    "registry_import": Fate.REPLACED,
    "registry_beside": Fate.REPLACED,
    "arrival": Fate.STAYS,
    "missed": Fate.STAYS,
    # Hashes of lines: read again, an old message must not bring an erased person back.
    "erasure": Fate.STAYS,
    "counter": Fate.STAYS,
    "office_work": Fate.STAYS,
    "weight_estimate": Fate.STAYS,
    "mailbox_health": Fate.STAYS,
    "note": Fate.STAYS,
    "audit": Fate.STAYS,
}


def classes(fate: Fate) -> tuple[str, ...]:
    """The tables whose rows have that fate."""
    return tuple(name for name, each in FATES.items() if each is fate)
