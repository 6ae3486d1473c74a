# SPDX-License-Identifier: EUPL-1.2
"""A registry, from its source to force: staged, weighed against the one in force, activated or refused."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pecwatch.errors import UsageError
from pecwatch.italian.rome import day_in_rome
from pecwatch.model.person import LEFT, RegistryPerson
from pecwatch.model.record import record
from pecwatch.registry import (
    Comparison,
    Difference,
    InForce,
    Query,
    RowWarning,
    Source,
    StagedRegistry,
    judge,
    load_mapping,
    read_registry,
)
from pecwatch.service.desk import Desk
from pecwatch.store.database import Session
from pecwatch.store.records import KeptPerson
from pecwatch.store.registry import activate, people_in_force, registry_status


@record
class Imported:
    """A registry now in force."""

    people: int
    left: int
    """People of earlier registries who are found all the same."""
    dated_on: dt.date
    warnings: tuple[RowWarning, ...]
    remarks: tuple[str, ...]


def import_registry(desk: Desk, source: Path | Source, mapping: Path | None, *, confirmed: bool) -> Imported:
    """Put an export in force.

    Args:
        mapping: Names of its columns; None for the configured mapping, or our own names.

    Raises:
        UsageError: It is broken, or worse than the one in force and not confirmed; that one stays.
    """
    return put_in_force(desk, stage_registry(desk, source, mapping), confirmed=confirmed)


def stage_registry(desk: Desk, source: Path | Source, mapping: Path | None) -> StagedRegistry:
    """Read an export by the mapping given, or the configured one, or our own names.

    Raises:
        UsageError: Nothing can be made of it.
    """
    configured = None if desk.config.registry is None else desk.config.registry.mapping
    return read_registry(source, load_mapping(mapping or configured, desk.rules.registry), desk.rules)


def put_in_force(desk: Desk, staged: StagedRegistry, *, confirmed: bool) -> Imported:
    """Weigh an export against the registry in force, and let it take its place.

    Raises:
        UsageError: It is worse and not confirmed.
    """
    with desk.database.writing() as session:
        in_force, left = _compared(session, staged)
        acceptance = judge(staged, in_force)
        if not acceptance.accepted and not (acceptance.needs_confirm and confirmed):
            raise UsageError(
                f"{staged.source}: not put in force, the registry before it stays: {'; '.join(acceptance.reasons)}"
                f"{_told(in_force)}; export it again, or add --confirm if that is right"
            )
        status = activate(
            session, staged.people, left=left, dated_on=staged.dated_on, file_sha256=staged.sha256, now=desk.clock()
        )
    return Imported(
        people=status.people,
        left=len(left),
        dated_on=status.dated_on,
        warnings=(*staged.warnings, *staged.unreadable),
        remarks=acceptance.remarks,
    )


def configured_source(desk: Desk) -> Path | Source | None:
    """The file or the query of the configuration; None where there is neither."""
    configured = desk.config.registry
    if configured is None:
        return None
    if configured.url is not None and configured.query is not None:
        return Query(configured.url, configured.query, day_in_rome(desk.clock()))
    return configured.file


def _told(in_force: InForce | None) -> str:
    return "" if in_force is None else f" ({in_force.difference})"


def _compared(session: Session, staged: StagedRegistry) -> tuple[InForce | None, tuple[KeptPerson, ...]]:
    """The registry in force beside the new one, and everybody who stood in one before and is not in the new one."""
    status = registry_status(session)
    if status is None:
        return None, ()
    comparison = Comparison(staged.people)
    earlier: list[KeptPerson] = []
    gone = tuple(comparison.gone(_present(people_in_force(session), earlier)))
    difference: Difference = comparison.difference(len(gone))
    still_away = {id(person) for person in comparison.gone(kept.person for kept in earlier)}
    left = chain(
        (KeptPerson(person=replace(person, folder_state=LEFT), left_on=staged.dated_on) for person in gone),
        (kept for kept in earlier if id(kept.person) in still_away),
    )
    return InForce(people=status.people, dated_on=status.dated_on, difference=difference), tuple(left)


def _present(people: Iterable[KeptPerson], earlier: list[KeptPerson]) -> Iterable[RegistryPerson]:
    """Who stands in the export in force; who left before that is put aside."""
    for kept in people:
        if kept.left_on is None:
            yield kept.person
        else:
            earlier.append(kept)
