# SPDX-License-Identifier: EUPL-1.2
"""Stands before every command: who calls it, and whether it is theirs to call."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
import typer

from pecwatch.cli.options import options_of
from pecwatch.cli.rights import FREE, NEEDED
from pecwatch.config import Config, find_config, installation_of, load_config, load_installation, serves_many, vault_of
from pecwatch.errors import PecwatchError, UsageError
from pecwatch.logs import place_of
from pecwatch.model.access import Access, Caller
from pecwatch.service.calling import caller_under, calling_uid, is_borrowed, require_own_configuration

log = structlog.get_logger()

FOR_ALL_OFFICES = frozenset({"run", "offices", "status"})
"""They work for an installation where no office is named, and then no office's trail is theirs."""

OF_A_SHARED_KEY = frozenset({"keys rotate", "keys status"})
"""They do so where one master key opens the keys of all offices."""

WRITES_CONFIGURATION = "init"
"""What it writes belongs to the account that lends its rights, and so would say who may do what."""

WIDEST_FIRST = (Access.COORDINATOR, Access.ADMINISTRATOR, Access.AUDITOR, Access.OPERATOR)


def behind_gate(command: Any, words: Sequence[str]) -> Any:
    """The same command, each of whose ends asks at the gate before it does anything.

    Args:
        words: By which it is called, as `("failed", "list")`.
    """
    for name, inner in getattr(command, "commands", {}).items():
        behind_gate(inner, (*words, name))
    if not hasattr(command, "commands"):
        command.invoke = _guarded(command.invoke, " ".join(words))
    return command


def _guarded(invoke: Any, called: str) -> Any:
    def guarded(context: typer.Context) -> Any:
        root = context.find_root()
        root.obj = context.obj = replace(options_of(context), caller=_admitted(context, called))
        return invoke(context)

    return guarded


def _admitted(context: typer.Context, called: str) -> Caller:
    """Who calls a command, once it is clear that she may.

    Raises:
        UsageError: It is not hers; the trail says so, where it can be opened.
    """
    uid = calling_uid()
    borrows = is_borrowed(uid)
    file = find_config(options_of(context).config)
    if file is None or (called in FREE and not borrows):
        return Caller(uid=uid)
    if borrows:
        for each in filter(None, (file, installation_of(file))):
            require_own_configuration(each)
    config = load_installation(file) if _is_for_all(file, called) else load_config(file)
    caller = caller_under(config, uid)
    if config.roles is None:
        return caller
    writes = borrows and called == WRITES_CONFIGURATION
    for right in () if writes else WIDEST_FIRST:
        if right in caller.access & NEEDED.get(called, frozenset()):
            return replace(caller, right=right)
    if isinstance(config, Config):
        _note(config, caller, called)
    else:
        log.error("refused", caller=caller.known_as, command=called)
    if writes:
        raise UsageError(f"pecwatch {called}: not with the rights of another account, for it would count as that one's")
    has = ", ".join(sorted(caller.access)) or "none"
    raise UsageError(f"pecwatch {called}: not for you; your rights: {has}; [roles] in {file} says who may")


def _is_for_all(file: Path, called: str) -> bool:
    """Whether a command works for an installation, and not for one office."""
    if not serves_many(file):
        return False
    if called in OF_A_SHARED_KEY:
        return vault_of(load_installation(file)).master_key is not None
    return called in FOR_ALL_OFFICES


def _note(config: Config, caller: Caller, called: str) -> None:
    """Write the refusal down; it holds also where the trail cannot be opened."""
    # Only now: they take a second to load, and commands that open nothing need not wait for it.
    from pecwatch.service.opening import open_desk  # noqa: PLC0415
    from pecwatch.service.reading_noted import note_refusal  # noqa: PLC0415
    from pecwatch.store.marker import is_in_use  # noqa: PLC0415

    try:
        if is_in_use(config.service.data_dir):
            with open_desk(config, exclusive=False) as desk:
                note_refusal(desk, caller, called)
    except (PecwatchError, OSError) as error:
        log.error("refusal_not_recorded", caller=caller.known_as, command=called, error=place_of(error))
