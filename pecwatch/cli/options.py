# SPDX-License-Identifier: EUPL-1.2
"""The options that every command understands."""

from collections.abc import Sequence
from pathlib import Path

import typer

from pecwatch.model.access import Caller
from pecwatch.model.record import record

FLAGS = ("-v", "-vv", "--verbose", "--log-json")
WITH_VALUE = ("--config", "--office")


@record
class Options:
    """What was said beside the command."""

    config: Path | None
    verbosity: int
    log_json: bool
    caller: Caller | None = None
    """Who the gate let in."""


def options_of(context: typer.Context) -> Options:
    """The global options of a running command."""
    options = context.obj
    if not isinstance(options, Options):
        raise TypeError("the command was called without the program around it")
    return options


def caller_of(context: typer.Context) -> Caller:
    """Who calls the running command."""
    caller = options_of(context).caller
    if caller is None:
        raise TypeError("the command was called past its gate")
    return caller


def with_global_options_first(arguments: Sequence[str]) -> list[str]:
    """The same arguments, global options moved before the command: people write them at the end.

    What follows `--` stays where it is, since there it is a file with an odd name.
    """
    first: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*first, *rest, word, *words]
        if word in FLAGS or word.startswith(tuple(f"{option}=" for option in WITH_VALUE)):
            first.append(word)
        elif word in WITH_VALUE:
            first += [word, *[value for value in (next(words, None),) if value is not None]]
        else:
            rest.append(word)
    return [*first, *rest]
