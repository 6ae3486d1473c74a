# SPDX-License-Identifier: EUPL-1.2
"""Sums that a list states: «Totale interventi: 7», «n. 7 nominativi», «sette interventi»."""

import re

from pecwatch.italian.fold import fold
from pecwatch.lists.status_heading import status_heading
from pecwatch.model.record import record
from pecwatch.rules import Rules

_NUMERALS = {
    word: number
    for number, word in enumerate(
        "UNO DUE TRE QUATTRO CINQUE SEI SETTE OTTO NOVE DIECI UNDICI DODICI TREDICI QUATTORDICI QUINDICI SEDICI "
        "DICIASSETTE DICIOTTO DICIANNOVE VENTI VENTUNO VENTIDUE VENTITRE VENTIQUATTRO VENTICINQUE VENTISEI "
        "VENTISETTE VENTOTTO VENTINOVE TRENTA".split(),
        1,
    )
} | {"UN": 1, "UNA": 1}
_FIGURE = rf"(?P<value>\d{{1,4}}|{'|'.join(_NUMERALS)})"
_LEADS = (
    "N|NR|NUMERO|SEGUENTI|I|DI|DEI|PER|SONO|TOTALE(?: DI)?|COMPLESSIVI|COMPLESSIVAMENTE|PREVISTI|PROGRAMMATI|ELENCO"
    "|CONTIENE|COMPRENDE|RIGUARDA"
)
_MONEY = re.compile(r"€|\beuro\b|\d+[.,]\d{2}\b|\d\.\d{3}\b", re.IGNORECASE)


@record
class StatedTotal:
    """A number of rows that a line states."""

    value: int
    sub: bool
    """Of a building, a day, a page: not of the whole list."""


def _value(figure: str) -> int:
    return int(figure) if figure.isdigit() else _NUMERALS[figure]


def is_total_line(text: str, rules: Rules) -> bool:
    """Whether a line begins as a sum does, of rows or of money."""
    folded = fold(text)
    counted = _counted(rules)
    behind = rf"(?: (?:{counted}|IN ELENCO|IN TUTTO|COMPLESSIVI|TOTALI))?"
    if re.fullmatch(rf"(?:(?:N|NR|NUMERO|SONO|TOTALI) )?{_FIGURE} (?:{counted}){behind}", folded):
        return True
    return any(folded == word or folded.startswith(f"{word} ") for word in rules.layouts.totals.leads.words)


def total_in_line(text: str, rules: Rules) -> StatedTotal | None:
    """The number of rows that a line of its own states («Totale stabile: 2»); None for sums of money."""
    head = re.split(r"(?<=\d)\W+di\s+cui\b", text, maxsplit=1, flags=re.IGNORECASE)[0]
    if not is_total_line(text, rules) or _MONEY.search(text) or _is_of_status(head, rules):
        return None
    whole, of_which, _ = fold(text).partition(" DI CUI ")
    folded = whole if of_which and re.search(r"\d", whole) else fold(text)
    figures = re.findall(r"\b\d{1,4}\b", folded)
    last = re.search(rf"(?<!\w){_FIGURE}(?:\s+(?:{_counted(rules)}))?$", folded)
    if last is None and not figures:
        return None
    value = _value(last["value"]) if last else int(figures[-1])
    grand = "GENERALE" in folded or "COMPLESSIV" in folded
    sub = not grand and any(word in rules.layouts.totals.sub.words for word in folded.split())
    return StatedTotal(value=value, sub=sub)


def _is_of_status(text: str, rules: Rules) -> bool:
    """Whether a sum counts only the rows of one status, wherever they stand: «di cui SI ESEGUE: 2»."""
    told = re.sub(r"\d+", " ", text).strip(" :=–—-\t")
    return any(
        status_heading(told[start:], rules) is not None
        for start in (
            0,
            *(found.end() for found in re.finditer(r"^(?:di\s+cui|totale|totali|tot\.?)\b", told, re.IGNORECASE)),
        )
    )


def total_in_prose(text: str, rules: Rules) -> StatedTotal | None:
    """The number of rows that a sentence states: «si trasmette l'elenco di n. 7 interventi», not «Via Po n. 7: …»."""
    folded = fold(re.sub(r"(?<=\d)(?:\s*[:;,]|\s+[-–—])\s", " | ", text).replace("|", " XX "))
    found = re.search(rf"\b(?:{_LEADS})(?: N)? {_FIGURE} (?:{_counted(rules)})\b", folded)
    if found is None or re.search(r"\b(?:DI CUI|ENTRO|PRIMA|PROSSIMI|GIORNI)\b", folded[: found.start()][-20:]):
        return None
    return StatedTotal(value=_value(found["value"]), sub=False)


def _counted(rules: Rules) -> str:
    return "|".join(sorted(rules.layouts.totals.counted.words, key=len, reverse=True))
