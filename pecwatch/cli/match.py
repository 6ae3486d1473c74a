# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch match`: whom of a registry a list, or the lists in messages, may mean. Writes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.match_view import explain, show
from pecwatch.cli.options import options_of
from pecwatch.cli.parse import readings
from pecwatch.cli.terminal import complain, print_json
from pecwatch.config import ReadingConfig, load_reading_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.matching import RegistryIndex, build_index, match_rows
from pecwatch.model.match import Match
from pecwatch.registry import judge, load_mapping, read_registry
from pecwatch.registry.list_file import read_list_file
from pecwatch.rules import Rules, load_rules

View = Callable[[tuple[Match, ...]], None]

app = typer.Typer(add_completion=False)

Paths = Annotated[list[Path] | None, typer.Argument(help="Messages or bare documents that hold lists.")]
Registry = Annotated[Path, typer.Option(help="Export of the registry.")]
Mapping = Annotated[Path | None, typer.Option(help="Which column is what.", show_default="canonical names")]
ListFile = Annotated[Path | None, typer.Option("--list", help="CSV with the header id;nominativo;indirizzo.")]


@app.command()
def match(
    context: typer.Context,
    *,
    registry: Registry,
    paths: Paths = None,
    mapping: Mapping = None,
    list_file: ListFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per row on stdout.")] = False,
    explained: Annotated[bool, typer.Option("--explain", help="Every reason for and against, in bits.")] = False,
) -> int:
    """Match a list, or the lists in messages, against a registry file, with the weights of the rules; write nothing."""
    if (list_file is None) == (not paths):
        raise UsageError("match: name either --list FILE.csv or messages; not both, and not neither")
    view = _print_json if as_json else explain if explained else show
    config = load_reading_config(options_of(context).config)
    rules = load_rules(config.lists.rules)
    index = _index(registry, mapping, rules)
    if list_file is not None:
        listed = read_list_file(list_file, rules)
        for warning in listed.warnings:
            complain(f"{list_file}: line {warning.row}, column {warning.column}: {warning.text}")
        view(match_rows(listed.rows, index, rules, listed.ids))
        return ExitCode.DONE
    return _match_messages(paths or [], config, rules, index, view)


def _index(registry: Path, mapping: Path | None, rules: Rules) -> RegistryIndex:
    """The people of a registry file, ready for matching; what looks odd in it is said and does not stop us."""
    staged = read_registry(registry, load_mapping(mapping, rules.registry), rules)
    for reason in judge(staged, None).reasons:
        complain(f"{registry}: {reason}")
    return build_index(staged.people, rules)


def _match_messages(
    paths: list[Path], config: ReadingConfig, rules: Rules, index: RegistryIndex, view: View
) -> ExitCode:
    code = ExitCode.DONE
    found = readings(paths, rules, config.lists, required=config.sandbox_required)
    for number, reading in enumerate(found, 1):
        rows = () if reading.listing is None else reading.listing.rows
        ids = tuple(f"{reading.source}#{row.row}" for row in rows)
        view(match_rows(rows, index, rules, ids))
        if reading.needs_person:
            # By number: files in a folder may be called after the tenant.
            complain(f"message {number}: not read in full; see pecwatch parse")
            code = ExitCode.NEEDS_PERSON
    return code


def _print_json(matches: tuple[Match, ...]) -> None:
    for found in matches:
        print_json(found)
