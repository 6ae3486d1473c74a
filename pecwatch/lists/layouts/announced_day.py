# SPDX-License-Identifier: EUPL-1.2
"""The day that a sentence gives to the rows below it, told from the date of an earlier list."""

import re

from pecwatch.italian.dates import WrittenDate, find_dates
from pecwatch.italian.fold import fold

_PAST = re.compile(
    r"(?:nota|lettera|pec|comunicazione|nostra|prot\S*|protocollo|precedente|trasmess\w+|inviat\w+)\b[^,;:]{0,25}$",
    re.IGNORECASE,
)

_REFERS_BACK = re.compile(
    r"\b(?:elenco|lista|distinta|prospetto|messaggio|e-?mail)(?:\s+\w+){0,2}\s+(?:del(?:l['’])?|in\s+data|di)\s*$"
    r"|\b(?:riferimento|rif\.|seguito|richiam\w+|integrazion\w+|integrar\w+|rettific\w+|modific\w+|sostitu\w+|annull\w+)\b[^;:]{0,80}$",
    re.IGNORECASE,
)
"""Before a day that is the date of an earlier list: «in riferimento all'elenco del 22/10 si aggiungono:»."""

_OF_ACTS = re.compile(
    r"\b(?:esecuzion\w+|intervent\w+|sfratt\w+|sloggi\w*|access\w+|rilasc\w+)\s+(?:\w+\s+)?(?:del(?:l['’])?|per\s+il|il|in\s+data)(?:\s+giorno)?\s*$",
    re.IGNORECASE,
)
"""The day of the acts themselves: «elenco degli sfratti del 18/11:»."""

_MEANT = ("INTERVENT", "ESECUZION", "SLOGGI", "SFRATT", "ESEGU", "RILASC", "ACCESS")


def day_announced(text: str) -> WrittenDate | None:
    """The day that a sentence gives to the rows it announces; None where it is that of a letter or an earlier list."""
    dates = [date for date in find_dates(text) if not _is_of_a_letter(text[: date.start])]
    folded = fold(text)
    meant = any(word in folded for word in _MEANT) or "SEGUENT" in folded or text.rstrip().endswith(":")
    return dates[0].written if len(dates) == 1 and meant else None


def _is_of_a_letter(before: str) -> bool:
    """Whether what stands before a day makes it that of a letter or an earlier list."""
    if _PAST.search(before) is not None:
        return True
    back = _REFERS_BACK.search(before)
    return back is not None and _OF_ACTS.search(before) is None
