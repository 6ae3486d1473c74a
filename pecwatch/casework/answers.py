# SPDX-License-Identifier: EUPL-1.2
"""What an answer asks for: understood leniently, and asked for again wherever two readings are possible."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from pecwatch.casework.answer_details import Unclear, argument_in, is_only_outcome
from pecwatch.casework.answer_doubts import says_otherwise
from pecwatch.casework.answer_text import Sentence, find_phrase, references_in, sentences_of, words_before
from pecwatch.model.answer import Command
from pecwatch.model.office import Office
from pecwatch.model.record import record
from pecwatch.rules.answers import AnswerRules
from pecwatch.rules.folding import fold

ABOUT_LISTS = frozenset({Command.CONFIRM_LIST, Command.REFUSE_LIST})

_ONE_AFTER_THE_OTHER = frozenset({Command.TAKE, Command.CONTACTED, Command.PLAN, Command.POSTPONEMENT_ASKED})
"""Said together of one position they do not contradict each other: «prendo in carico, ho contattato la famiglia»."""
_LOOKED_BACK = 3
_ANSWER_PREFIXES = ("RE", "R", "RIF", "I", "FW", "FWD", "INOLTRO", "AW")


@record
class Offered:
    """What the answered mail speaks of."""

    references: tuple[str, ...]
    asks_about_list: bool = False


@record
class Understood:
    """One thing to do."""

    command: Command
    references: tuple[str, ...] = ()
    argument: str = ""
    """Code of a person, outcome and day; of a closing the reason, as written."""


NOTHING = Unclear(reason="non vi abbiamo trovato nessuna delle risposte previste")
UNSURE = Unclear(reason="la frase lascia un dubbio (un «non», un «se», un «tranne», un «domani» o una domanda)")
CONTRADICTION = Unclear(reason="dice cose diverse della stessa posizione")
NO_LIST_ASKED = Unclear(reason="la mail a cui risponde non chiede di confermare un elenco")
WHICH = Unclear(reason="la mail parla di più posizioni; scriva il riferimento (PW-…), oppure TUTTE")
NO_POSITION = Unclear(reason="la mail a cui risponde non parla di nessuna posizione; scriva il riferimento (PW-…)")


@record
class _Said:
    """A command as it stands in a text."""

    command: Command
    argument: str | Unclear
    references: tuple[str, ...]
    everything: bool


@record
class _Heard:
    """All that was said in a text."""

    said: tuple[_Said, ...]
    taken_back: frozenset[Command]
    """Commands that stand there with a «non», a «se», or in a question."""


def understand(
    text: str, subject: str, offered: Offered, *, office: Office, rules: AnswerRules, today: dt.date
) -> tuple[Understood, ...] | Unclear:
    """What an answer asks for, in the order of doing it.

    Args:
        text: What its sender wrote above the quoted mail.
        subject: As it came; its words count where it is that of a prepared reply.
    """
    heard = _heard(text, office, rules, today)
    # Behind «R:» stand words of ours, and of our references perhaps not all.
    written = "" if _is_answered_subject(subject) else subject
    prepared = _heard(written, office, rules, today)
    heard = _relevant(heard, offered)
    said = _with_subject(heard, _relevant(prepared, offered))
    if isinstance(said, Unclear):
        return said
    if not said:
        return UNSURE if heard.taken_back else _nothing(text, offered, rules)
    understood = _put_together(said, offered, references_in(written))
    if isinstance(understood, Unclear):
        return understood
    of_text = {each.command for each in heard.said}
    commands = {each.command for each in understood}
    by_subject = not commands <= of_text
    return UNSURE if says_otherwise(text, commands, rules, by_subject=by_subject) else understood


def _is_answered_subject(subject: str) -> bool:
    """Whether a mail program has put «R:» before it: then its words are ours."""
    before, colon, _ = subject.partition(":")
    return bool(colon) and fold(before).split(" ")[-1] in _ANSWER_PREFIXES


def _nothing(text: str, offered: Offered, rules: AnswerRules) -> Unclear:
    is_about_list = any(
        each in ABOUT_LISTS for sentence in sentences_of(text) for each in _commands(sentence, rules)[0]
    )
    return NO_LIST_ASKED if is_about_list and not offered.asks_about_list else NOTHING


def _relevant(heard: _Heard, offered: Offered) -> _Heard:
    """Without CONFERMO where no list is to be confirmed, and without a bare ESITO beside something that is clear."""
    said = [each for each in heard.said if offered.asks_about_list or each.command not in ABOUT_LISTS]
    clear = [each for each in said if not isinstance(each.argument, Unclear)]
    if clear:
        said = [each for each in said if each in clear or each.command is not Command.OUTCOME]
    return replace(heard, said=tuple(said))


def _with_subject(heard: _Heard, prepared: _Heard) -> tuple[_Said, ...] | Unclear:
    """What the text says; what the subject of a prepared reply says where the text adds nothing to it."""
    if heard.taken_back & {each.command for each in prepared.said}:
        return UNSURE
    if not heard.said:
        return prepared.said
    same = {each.command for each in heard.said}
    others = tuple(each for each in prepared.said if each.command not in same)
    together = {*same, *(each.command for each in others)}
    if others and not together <= _ONE_AFTER_THE_OTHER:
        return CONTRADICTION
    return (*others, *heard.said)


def _heard(text: str, office: Office, rules: AnswerRules, today: dt.date) -> _Heard:
    sentences = sentences_of(text)
    said: list[_Said] = []
    taken_back: set[Command] = set()
    before: tuple[str, ...] = ()
    names_first = False
    for number, sentence in enumerate(sentences):
        commands, unsure = _commands(sentence, rules)
        taken_back |= unsure
        if not commands and is_only_outcome(sentence, rules):
            commands = {Command.OUTCOME: -1}
        if not commands:
            if not sentence.references and not _is_only_everything(sentence, rules):
                continue
            names_first = names_first or not said
            if names_first:
                before = (*before, *sentence.references)
            else:
                said[-1] = _naming(said[-1], sentence, rules)
            continue
        for command, word in commands.items():
            rest = _rest(sentences, number, word, command, rules)
            each = _Said(
                command=command,
                argument=argument_in(command, rest, office, rules, today),
                references=(*before, *sentence.references),
                everything=_says_everything(sentence, rules),
            )
            said.append(each)
        before = ()
        if Command.CLOSE in commands:
            break
    if before and said:
        said[-1] = replace(said[-1], references=(*said[-1].references, *before))
    return _Heard(said=tuple(said), taken_back=frozenset(taken_back))


def _commands(sentence: Sentence, rules: AnswerRules) -> tuple[dict[Command, int], set[Command]]:
    """The commands of a sentence with the last word of each, and those that it takes back."""
    found: dict[Command, int] = {}
    unsure: set[Command] = set()
    taken: set[int] = set()
    for command, phrase in _phrases(rules):
        for place in find_phrase(sentence.words, phrase, taken):
            last = place + len(phrase) - 1
            taken.update(range(place, last + 1))
            if sentence.is_question or _is_unsure(sentence, place, taken, rules):
                unsure.add(command)
            else:
                found.setdefault(command, last)
            if command is Command.CLOSE:
                taken.update(range(last + 1, len(sentence.words)))
    order = sorted(found, key=lambda command: found[command])
    return {command: found[command] for command in order}, unsure - set(found)


@lru_cache(maxsize=8)
def _phrases(rules: AnswerRules) -> tuple[tuple[Command, tuple[str, ...]], ...]:
    """In the order of the rules, the longest of each first; CHIUDO before all, since a reason may hold any word."""
    ordered = sorted(rules.answer, key=lambda each: each.command is not Command.CLOSE)
    return tuple(
        (each.command, phrase)
        for each in ordered
        for phrase in sorted((tuple(fold(words).split()) for words in each.understood), key=len, reverse=True)
    )


def _is_unsure(sentence: Sentence, place: int, taken: set[int], rules: AnswerRules) -> bool:
    """Whether words right before a command, in the same part of the sentence, take it back or leave it open."""
    before = words_before(sentence, place, taken)
    negations, doubts, still_to_do = (
        {fold(word) for word in words} for words in (rules.negations, rules.doubts, rules.still_to_do)
    )
    return bool(negations & set(before) or doubts & set(before[-_LOOKED_BACK:]) or still_to_do & set(before[-1:]))


def _rest(sentences: Sequence[Sentence], number: int, word: int, command: Command, rules: AnswerRules) -> str:
    """What follows a command and may complete it; also on the next line, unless that says something of its own."""
    sentence = sentences[number]
    rest = sentence.text if word < 0 else sentence.after(word)
    following = list(takewhile(lambda each: not each.begins_paragraph, sentences[number + 1 :]))
    if command is Command.CLOSE:
        return "\n".join([rest, *(each.text for each in following)])
    completes = command in (Command.HAND_ON, Command.OUTCOME) and following and not _commands(following[0], rules)[0]
    return f"{rest}\n{following[0].text}" if completes else rest


def _naming(said: _Said, sentence: Sentence, rules: AnswerRules) -> _Said:
    """A command with the positions that stand on a line below it."""
    return replace(
        said,
        references=(*said.references, *sentence.references),
        everything=said.everything or _says_everything(sentence, rules),
    )


def _says_everything(sentence: Sentence, rules: AnswerRules) -> bool:
    everything = {fold(word) for word in rules.everything}
    others = {fold(word) for word in rules.not_everything_after}
    words = [word.folded for word in sentence.words]
    return any(
        word in everything and (place == 0 or words[place - 1] not in others) for place, word in enumerate(words)
    )


def _is_only_everything(sentence: Sentence, rules: AnswerRules) -> bool:
    return len(sentence.words) <= 2 and _says_everything(sentence, rules)


def _put_together(
    said: tuple[_Said, ...], offered: Offered, of_subject: tuple[str, ...]
) -> tuple[Understood, ...] | Unclear:
    done: dict[tuple[Command, str], tuple[str, ...]] = {}
    for each in said:
        if isinstance(each.argument, Unclear):
            return each.argument
        references = _meant(each, offered, of_subject)
        if isinstance(references, Unclear):
            return references
        key = (each.command, each.argument)
        done[key] = tuple(dict.fromkeys((*done.get(key, ()), *references)))
    understood = tuple(
        Understood(command=command, references=references, argument=argument)
        for (command, argument), references in done.items()
    )
    return CONTRADICTION if any(_contradictions(understood)) else understood


def _meant(said: _Said, offered: Offered, of_subject: tuple[str, ...]) -> tuple[str, ...] | Unclear:
    """The positions a command is about: those it names, all of the mail, the only one; otherwise that is asked."""
    if said.command in ABOUT_LISTS:
        return ()
    if said.references:
        return said.references
    if said.everything or len(offered.references) == 1:
        return offered.references or NO_POSITION
    return of_subject or (WHICH if offered.references else NO_POSITION)


def _contradictions(understood: tuple[Understood, ...]) -> Iterator[bool]:
    for number, one in enumerate(understood):
        for other in understood[number + 1 :]:
            if {one.command, other.command} <= ABOUT_LISTS:
                yield True
            elif set(one.references) & set(other.references):
                in_order = {one.command, other.command} <= _ONE_AFTER_THE_OTHER and one.command is not other.command
                yield not in_order
