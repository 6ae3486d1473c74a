# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch registry`: put an export of the social services' software in force, or refuse it."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import complain, shown
from pecwatch.config import load_config, load_reading_config
from pecwatch.errors import ExitCode, UsageError
from pecwatch.model.audit import Deed
from pecwatch.model.building import Building
from pecwatch.registry import RowWarning
from pecwatch.registry.mapping_text import as_sample, as_toml
from pecwatch.registry.proposal import propose
from pecwatch.rules import load_rules
from pecwatch.service.desk import Desk
from pecwatch.service.importing import configured_source, import_registry
from pecwatch.service.importing_beside import import_buildings, import_operators, import_streets
from pecwatch.service.opening import open_desk
from pecwatch.store.audit import write_down
from pecwatch.store.beside import imported_buildings, imported_operators, street_counts
from pecwatch.store.records import RegistryStatus
from pecwatch.store.registry import left_count, previous_status, registry_status, roll_back

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The registry of the social services.")

WARNINGS_SHOWN = 20


@app.command("import")
def import_(
    context: typer.Context,
    *,
    file: Annotated[
        Path | None, typer.Argument(help="The export: CSV, XLSX, XLS or ODS.", show_default="that of [registry]")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(help="Names of its columns (TOML).")] = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Activate it although it got worse.")] = False,
    operators: Annotated[Path | None, typer.Option(help="A table of operators instead of a registry.")] = None,
    streets: Annotated[Path | None, typer.Option(help="An official list of streets (ANNCSU) instead.")] = None,
    buildings: Annotated[Path | None, typer.Option(help="A table of buildings and their tutors instead.")] = None,
) -> None:
    """Check an export and put it in force; a worse one needs --confirm, a broken one is refused."""
    if sum(each is not None for each in (file, operators, streets, buildings)) > 1:
        raise UsageError("registry import: one at a time: FILE, --operators FILE, --streets FILE or --buildings FILE")
    with open_desk(load_config(options_of(context).config), exclusive=False) as desk:
        if operators is not None:
            told = import_operators(desk, operators)
            _note(desk, context, f"operators={len(told.operators)}")
            _show_warnings(operators.name, told.warnings)
            typer.echo(f"operators: {len(told.operators)}; the configuration wins over them, see pecwatch check")
        elif streets is not None:
            listed = import_streets(desk, streets)
            _show_warnings(streets.name, listed.warnings)
            count = sum(map(len, listed.streets.values()))
            _note(desk, context, f"streets={count}")
            typer.echo(f"streets: {count} of {len(listed.streets)} municipalities")
        elif buildings is not None:
            visited = import_buildings(desk, buildings)
            _note(desk, context, f"buildings={len(visited.buildings)}")
            _show_warnings(buildings.name, visited.warnings)
            state = "on" if desk.config.notices.buildings else "off"
            typer.echo(f"buildings: {_visited(visited.buildings)}; notices to tutors are {state}, see [notices]")
        else:
            _note(desk, context, f"people={_import_people(desk, file, mapping, confirmed=confirm)}")


def _note(desk: Desk, context: typer.Context, detail: str) -> None:
    """Write down whose account imported something, and how much."""
    with desk.database.writing() as session:
        write_down(session, Deed.IMPORTED, at=desk.clock(), who=caller_of(context).known_as, detail=detail)


def _import_people(desk: Desk, file: Path | None, mapping: Path | None, *, confirmed: bool) -> int:
    source = file or configured_source(desk)
    if source is None:
        raise UsageError("registry import: name a FILE; [registry] states neither file nor url")
    imported = import_registry(desk, source, mapping, confirmed=confirmed)
    _show_warnings(source.name, imported.warnings)
    for remark in imported.remarks:
        # On stdout: headings of an export are text from outside, and stderr ends up in logs.
        typer.echo(remark)
    typer.echo(f"registry in force: {imported.people} people, dated {imported.dated_on}{_and_left(imported.left)}")
    return imported.people


def _show_warnings(name: str, warnings: tuple[RowWarning, ...]) -> None:
    for warning in warnings[:WARNINGS_SHOWN]:
        complain(f"{name}: line {warning.row}, column {warning.column}: {warning.text}")
    if len(warnings) > WARNINGS_SHOWN:
        complain(f"{name}: {len(warnings) - WARNINGS_SHOWN} more warnings")


@app.command("map")
def map_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An export whose columns nobody has described yet.")],
    into: Annotated[Path | None, typer.Option(help="Write the mapping here, and a sample beside it.")] = None,
) -> ExitCode:
    """Propose which column is what, with the reason for each; a person checks it and uses it with --mapping."""
    rules = load_rules(load_reading_config(options_of(context).config).lists.rules)
    proposal = propose(file, rules)
    if into is None:
        typer.echo(as_toml(proposal, None), nl=False)
    else:
        sample = into.with_suffix(".csv")
        for path in (into, sample):
            if path.exists():
                raise UsageError(f"{path}: exists already; name another file with --into, or move it away")
        try:
            into.write_text(as_toml(proposal, sample.name), encoding="utf-8")
            sample.write_text(as_sample(proposal), encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{into}: cannot be written ({error.strerror}); correct the path") from error
        for found in proposal.headings:
            typer.echo(f"{shown(found.heading)}: {found.column or '-'} ({found.reason})")
        typer.echo(f"written: {into} and {sample}; check every line, then use it with --mapping")
    for name in proposal.missing:
        complain(f"{file.name}: no heading for {name}, which is mandatory")
    return ExitCode.NEEDS_PERSON if proposal.missing else ExitCode.DONE


@app.command()
def rollback(context: typer.Context) -> None:
    """Put the registry that is kept beside the one in force in its place; the service notices at its next round."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.writing() as session:
        now_active = roll_back(session, desk.clock(), who=caller_of(context).known_as)
    typer.echo(f"registry in force: {now_active.people} people, dated {now_active.dated_on}")


@app.command()
def status(context: typer.Context) -> None:
    """Show which registry is in force, and the one that is kept beside it."""
    config = load_config(options_of(context).config)
    with open_desk(config, exclusive=False) as desk, desk.database.reading() as session:
        active, other = registry_status(session), previous_status(session)
        left = 0 if active is None else left_count(session, active.import_id)
        operators, (streets, towns) = imported_operators(session), street_counts(session)
        buildings = imported_buildings(session)
    if active is None:
        raise UsageError("no registry is in force: run pecwatch registry import FILE")
    typer.echo(f"in force: {_described(active)}{_and_left(left)}")
    if other is not None:
        taken_back = other.import_id > active.import_id
        typer.echo(f"{'rolled back' if taken_back else 'before it'}: {_described(other)}")
    if operators:
        typer.echo(f"operators: {len(operators)} imported")
    if streets:
        typer.echo(f"streets: {streets} of {towns} municipalities")
    if buildings:
        typer.echo(f"buildings: {_visited(buildings)}")


def _described(status: RegistryStatus) -> str:
    return f"{status.people} people, dated {status.dated_on}, imported {status.imported_at:%Y-%m-%d %H:%M} UTC"


def _and_left(count: int) -> str:
    return f"; {count} of earlier ones are still found" if count else ""


def _visited(buildings: tuple[Building, ...]) -> str:
    tutors = {building.tutor_email for building in buildings if building.tutor_email is not None}
    return f"{len(buildings)} imported, visited by {len(tutors)} {'tutor' if len(tutors) == 1 else 'tutors'}"
