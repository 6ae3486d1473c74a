# SPDX-License-Identifier: EUPL-1.2
"""The command line: global options, one file per noun, and one line for everything that goes wrong."""

import gc
import importlib
import importlib.metadata
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pecwatch.cli.options import Options, with_global_options_first
from pecwatch.cli.terminal import complain
from pecwatch.errors import ExitCode, PecwatchError
from pecwatch.logs import place_of, set_up_logs, way_to
from pecwatch.service.dumps import forbid_dumps

COMMANDS = (
    "init",
    "demo",
    "parse",
    "match",
    "registry",
    "run",
    "poll",
    "reprocess",
    "positions",
    "decisions",
    "matching",
    "failed",
    "audit",
    "keys",
    "purge",
    "reconcile",
    "digest",
    "dossier",
    "person",
    "report",
    "test-alert",
    "status",
    "restore",
    "offices",
    "check",
)
"""Each is a module of this folder with a `typer.Typer` called `app`; `-` in a name is `_` in the file."""

INTERRUPTED = 130
"""As shells count an end by Ctrl-C."""


class _Commands(TyperGroup):
    """Imports a command when it is called, so that `--version` does not wait for PDF readers and databases."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # modules hold no garbage: looking for it takes a tenth of their loading
        module = importlib.import_module(f"pecwatch.cli.{cmd_name.replace('-', '_')}")
        gate = importlib.import_module("pecwatch.cli.gate")
        gc.enable()
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return gate.behind_gate(command, (cmd_name,))


app = typer.Typer(cls=_Commands, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pecwatch {_version()}")
        raise typer.Exit


def _version() -> str:
    try:
        return importlib.metadata.version("pecwatch")
    except importlib.metadata.PackageNotFoundError:
        return "from a checkout that is not installed"


@app.callback()
def _global_options(
    context: typer.Context,
    *,
    config: Annotated[Path | None, typer.Option(help="Configuration file.", show_default="./config.toml")] = None,
    office: Annotated[str | None, typer.Option(help="Code of one office, where one installation has many.")] = None,
    verbosity: Annotated[int, typer.Option("--verbose", "-v", count=True, help="Log more; twice for details.")] = 0,
    log_json: Annotated[bool, typer.Option("--log-json", help="Log one JSON object per line.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Read the eviction lists of a housing company and tell the right social worker in time."""
    if office is not None:
        from pecwatch.config import find_config, office_file  # noqa: PLC0415 - `--version` does not wait for it

        config = office_file(find_config(config), office)
    context.obj = Options(config=config, verbosity=verbosity, log_json=log_json)
    set_up_logs(verbosity, as_json=log_json)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Without the program's name; by default those of the process.

    Returns:
        The exit code. Whatever goes wrong is one line on stderr for each thing, without values of a message.
    """
    os.umask(0o077)
    forbid_dumps()
    ordered = with_global_options_first(sys.argv[1:] if arguments is None else arguments)
    # Before the options are judged: what is wrong with them is told in the form that was asked for.
    set_up_logs(0, as_json="--log-json" in ordered)
    try:
        code = app(ordered, prog_name="pecwatch", standalone_mode=False)
    except PecwatchError as error:
        complain(str(error))
        return error.exit_code
    except typer.TyperException as error:
        complain(error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last wall: a traceback would print names
        return _told(error, ordered)
    return code if isinstance(code, int) else ExitCode.DONE


def _told(error: Exception, arguments: Sequence[str]) -> ExitCode:
    """Tell what nobody explained: whoever called may mend a path that the system refuses, and nothing else."""
    if isinstance(error, OSError) and _is_written(str(error.filename), arguments):
        complain(f"{error.filename}: cannot be used ({error.strerror}); correct the path")
        return ExitCode.USAGE
    complain(f"unexpected {place_of(error)}; please report this line")
    if "-v" in arguments or "--verbose" in arguments:
        complain(way_to(error))
    return ExitCode.UNEXPECTED


def _is_written(path: str, arguments: Sequence[str]) -> bool:
    """Whether a path stands among the arguments, alone or behind `--into=`."""
    return path in {str(Path(argument)) for word in arguments for argument in (word, word.partition("=")[2])}
