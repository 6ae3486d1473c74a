# SPDX-License-Identifier: EUPL-1.2
"""What takes a status back: a relief refused or only asked for, an act still to come, an act that is another one."""

import re

from pecwatch.lists.beside import Text, before, behind, keys_in_clause, next_noun, nouns_of
from pecwatch.lists.phrases import Found, find_in_words, in_rules, keys_of
from pecwatch.model.listing import Status
from pecwatch.model.record import record
from pecwatch.rules.wording import Reversals, StatusPhrases, WordingWords

_DONE = (Status.EXECUTED, Status.RELEASED)
_OPEN = (Status.EXECUTE, Status.TO_CONFIRM)
_HELPING = frozenset(
    {"NON", "MAI", "PIU", "ANCORA", "E", "STATO", "STATA", "ERA", "VERRA", "VIENE", "SARA", "REGOLARMENTE", "GIA"}
)
"""Words between an act and its participle: «pagamento non ancora effettuato»."""

_PARTICIPLE = re.compile(r"[AIU]T[OA]$|[AU]S[OA]$|ST[OA]$")


@record
class Reversed:
    """What a phrase means after all."""

    status: Status
    rule: str
    first_word: int
    """Where it begins, with what turned it."""
    refused: bool = False
    """Whether a relief was refused or taken back, not merely asked for."""


def _has_noun(phrase: str, words: Reversals) -> bool:
    return any(f" {noun} " in f" {phrase} " for noun in words.nouns.words)


def turned(found: Found, text: Text, table: StatusPhrases, words: WordingWords) -> Reversed | None:
    """Why a phrase does not mean what its table says; None where it does."""
    if table.status in _OPEN or table.weak:
        return None
    if table.status in _DONE and (ahead := _ahead(found, text, words)) is not None:
        return ahead
    if (acts := _other_acts(found, text, table, words)) is not None:
        return Reversed(status=Status.UNKNOWN, rule=in_rules(acts, found.phrase), first_word=found.first_word)
    if table.status is Status.EXECUTED and (
        partial := behind(found, words.partial.phrases, text, words.reversals, anywhere=True)
    ):
        rule = in_rules("wording.partial", partial.phrase)
        return Reversed(status=Status.UNKNOWN, rule=rule, first_word=found.first_word)
    if _has_noun(found.phrase, words.reversals):
        change = _refused(found, text, words.reversals) or _asked(found, text, table, words.reversals)
    else:
        change = _possible(found, text, words.reversals)
    return change or _taken_back(found, text, table, words.reversals)


def confirms_relief(found: Found, text: Text, words: Reversals) -> bool:
    """Whether a «confermato» is said of a relief: «confermato il rinvio al 14/01»."""
    if not set(found.phrase.split()) & words.confirming.words:
        return False
    return next_noun(text.behind(found), text, words) is not None


def _ahead(found: Found, text: Text, words: WordingWords) -> Reversed | None:
    """An act that an auxiliary puts into the future: carried out, unless it is the tenant who is to act."""
    first = max(0, found.first_word - 6)
    for lead in find_in_words(text.words[first : found.first_word], tuple(words.future.words)):
        start = first + lead.first_word
        gap = range(start, found.first_word)
        if found.first_word - start - len(lead.phrase.split()) > 3 or any(text.breaks(n, n + 1) for n in gap):
            continue
        clause = {*keys_of(frozenset(found.phrase.split())), *keys_in_clause(text.behind(found), text)}
        status = Status.UNKNOWN if clause & keys_of(words.voluntary.words) else Status.EXECUTE
        return Reversed(status=status, rule=in_rules("wording.future", lead.phrase), first_word=start)
    return None


def _other_acts(found: Found, text: Text, table: StatusPhrases, words: WordingWords) -> str | None:
    """The rules that hold the act which a participle is said of: «eseguito pignoramento», «decadenza eseguita»."""
    if _is_said_of(words.other_acts.words, found, text, table, words):
        return "wording.other_acts"
    executed = table.status is Status.EXECUTED
    if executed and _is_said_of(words.acts_before.words, found, text, table, words):
        return "wording.acts_before"
    return None


def _is_said_of(acts: frozenset[str], found: Found, text: Text, table: StatusPhrases, words: WordingWords) -> bool:
    """Whether a participle is said of one of these acts."""
    own = [word for word in found.phrase.split() if word not in _HELPING]
    if table.status not in (Status.EXECUTED, Status.NOT_EXECUTED) or len(own) != 1 or not _PARTICIPLE.search(own[0]):
        return False
    others = keys_of(acts)
    small = keys_of(words.reversals.between.words) | keys_of(_HELPING)
    if any(key in others for key in keys_in_clause(text.behind(found), text)[:1]):
        return True
    place = found.first_word - 1
    while place >= 0 and not text.breaks(place, place + 1):
        key = text.words[place].key
        if key in others:
            return True
        if key not in small:
            return False
        place -= 1
    return False


def _refused(found: Found, text: Text, words: Reversals) -> Reversed | None:
    """A relief that was refused, has lapsed or was revoked."""
    lead = before(found, words.refused_before.phrases, text, keys_of(words.between.words))
    if lead is not None:
        rule = in_rules("wording.reversals.refused_before", lead.phrase)
        return Reversed(status=Status.UNKNOWN, rule=rule, first_word=lead.first_word, refused=True)
    denied = next((grant for grant in _grants(found, text, words) if _is_denied(grant, text)), None)
    if denied is not None:
        rule = in_rules("wording.reversals.granted", f"NON … {denied.phrase}")
        first = min(denied.first_word, found.first_word)
        return Reversed(status=Status.UNKNOWN, rule=rule, first_word=first, refused=True)
    for name, anywhere in (("refused_behind", True), ("lapsed_behind", False)):
        tail = behind(found, getattr(words, name).phrases, text, words, anywhere=anywhere)
        if tail is not None:
            rule = in_rules(f"wording.reversals.{name}", tail.phrase)
            return Reversed(status=Status.UNKNOWN, rule=rule, first_word=found.first_word, refused=True)
    return None


def _grants(found: Found, text: Text, words: Reversals) -> list[Found]:
    """What is said to be granted, or, with a NON before it, not to be."""
    lead = before(found, words.granted.phrases, text, keys_of(words.between.words))
    tail = behind(found, words.granted.phrases, text, words, anywhere=True)
    return [grant for grant in (lead, tail) if grant is not None]


def _is_denied(grant: Found, text: Text) -> bool:
    """Whether a NON or MAI reaches it: «non è stata concessa»."""
    place = grant.first_word - 1
    while place >= 0 and text.words[place].key in keys_of(_HELPING):
        if text.words[place].key in ("NON", "MAI"):
            return True
        place -= 1
    return False


def _possible(found: Found, text: Text, words: Reversals) -> Reversed | None:
    """What may be done, and is not said to be: «potrebbe essere rinviato»."""
    lead = before(found, words.possible_before.phrases, text, keys_of(words.between.words))
    if lead is None:
        return None
    rule = in_rules("wording.reversals.possible_before", lead.phrase)
    return Reversed(status=Status.UNKNOWN, rule=rule, first_word=lead.first_word)


def _asked(found: Found, text: Text, table: StatusPhrases, words: Reversals) -> Reversed | None:
    """A relief that is asked for or awaited, and not yet granted."""
    between = keys_of(words.between.words)
    if any(_grants(found, text, words)):
        return None
    lead = before(found, words.asked_before.phrases, text, between)
    if lead is not None:
        rule = in_rules("wording.reversals.asked_before", lead.phrase)
        return Reversed(status=Status.UNKNOWN, rule=rule, first_word=lead.first_word)
    names = ("asked_behind", "planned_behind") if table.status is Status.RELEASED else ("asked_behind",)
    for name in names:
        tail = behind(found, getattr(words, name).phrases, text, words, alone=True)
        if tail is not None:
            rule = in_rules(f"wording.reversals.{name}", tail.phrase)
            return Reversed(status=Status.UNKNOWN, rule=rule, first_word=found.first_word)
    return None


def _taken_back(found: Found, text: Text, table: StatusPhrases, words: Reversals) -> Reversed | None:
    """«Revocata la rateizzazione», «piano di rientro annullato»: what is called off is a relief, not the execution."""
    cancels = {*words.refused_before.phrases, *words.refused_behind.phrases, *words.lapsed_behind.phrases}
    if table.status not in (Status.NOT_EXECUTED, Status.EXECUTED) or found.phrase not in cancels:
        return None
    between = keys_of(words.between.words)
    if next_noun(text.behind(found), text, words) is None and before(found, nouns_of(words), text, between) is None:
        return None
    rule = in_rules("wording.reversals.nouns", found.phrase)
    return Reversed(status=Status.UNKNOWN, rule=rule, first_word=found.first_word, refused=True)
