# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch demo`: the whole main job on invented messages; nothing leaves this machine."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.demo_page import write_page
from pecwatch.cli.terminal import console, table
from pecwatch.errors import UsageError
from pecwatch.model.news import NewsKind
from pecwatch.service.demonstration import Demonstration, Scene, demonstrate

app = typer.Typer(add_completion=False)

MARK = "pecwatch-demo"
"""A file that tells a folder of ours, which may be emptied, from anybody else's."""


@app.command()
def demo(
    into: Annotated[Path, typer.Option(help="Folder for mails, page and database.")] = Path("demo-output"),
) -> None:
    """Play the samples: what came, who matched and why, who would be written to, what could not be read."""
    _make_fresh(into)
    shown = demonstrate(_samples(), into)
    page = write_page(shown, into)
    _summarise(shown)
    typer.echo(f"\nThe page for the office, with every position and mail: {page.absolute()}")
    typer.echo(f"The mails, as .eml and .html: {shown.mails_folder.absolute()}")


def _samples() -> Path:
    """The samples that came with this program."""
    package = Path(__file__).parent.parent
    shipped = package / "shipped" / "samples"
    return shipped if shipped.is_dir() else package.parent / "samples"


def _make_fresh(into: Path) -> None:
    if into.exists() and not (into.is_dir() and ((into / MARK).exists() or not any(into.iterdir()))):
        raise UsageError(f"{into}: exists and is not an earlier demo; choose another folder with --into")
    try:
        if into.exists():
            shutil.rmtree(into)
        into.mkdir(parents=True, mode=0o700)
        (into / MARK).touch(mode=0o600)
    except OSError as error:
        raise UsageError(f"{into}: cannot be made ({error.strerror}); choose another folder with --into") from error


def _summarise(shown: Demonstration) -> None:
    view = console()
    view.print(f"registry: {shown.registry.people} invented people, dated {shown.registry.dated_on}")
    headings = ("when", "sample", "envelope", "taken for", "rows", "positions", "mails to")
    view.print(table("What came, and what it led to", headings, (_message_line(scene) for scene in shown.scenes)))
    first = next(scene for scene in shown.scenes if scene.weighed.kinds == (NewsKind.FIRST_LIST,))
    headings = ("position", "name in the list", "day", "status", "match", "owner", "why")
    view.print(table(f"The first list ({first.name}): who matched, and why", headings, _position_lines(first)))
    view.print(
        table("Its five weeks: what time and answers brought", ("when", "what happened", "to", "mail"), _weeks(shown))
    )
    unread = [scene for scene in shown.scenes if scene.weighed.needs_person]
    lines = (
        (scene.name, scene.reading.state, problem.code, problem.text)
        for scene in unread
        for problem in scene.reading.problems
    )
    view.print(table("What a person must open", ("sample", "state", "problem", "what the office is told"), lines))
    counted = sorted({mail.recipient for mail in shown.mails})
    totals = ((who, sum(mail.recipient == who for mail in shown.mails)) for who in counted)
    view.print(table("Mails", ("recipient", "mails"), totals))


def _weeks(shown: Demonstration) -> Iterator[tuple[object, ...]]:
    """Each mail that time or an answer caused; what it has in common with the line above is not said again."""
    for happening in shown.weeks:
        reply = happening.reply
        when = f"{happening.at:%a %d/%m %H:%M}"
        what = "time passed" if reply is None else f"{reply.code} answers: {reply.words}"
        for mail in happening.mails:
            yield when, what, mail.recipient.partition("@")[0], mail.subject.removeprefix("[pecwatch] ")
            when = what = ""


def _message_line(scene: Scene) -> tuple[object, ...]:
    listing = scene.reading.listing
    references = [position.reference for changes in scene.weighed.changes for position in changes.positions]
    span = f"{references[0]} … {references[-1]}" if len(references) > 1 else "".join(references)
    return (
        f"{scene.at:%d/%m/%Y %H:%M}",
        scene.name,
        scene.reading.message.receipt or scene.reading.message.kind,
        ", ".join(scene.weighed.kinds),
        "" if listing is None else len(listing.rows),
        span,
        ", ".join(mail.recipient.partition("@")[0] for mail in scene.mails),
    )


def _position_lines(scene: Scene) -> list[tuple[object, ...]]:
    lines: list[tuple[object, ...]] = []
    for changes in scene.weighed.changes:
        for position in changes.positions:
            if position.message_id != scene.weighed.message_id:
                continue
            best = position.match.candidates[0] if position.match.candidates else None
            why = "" if best is None else "; ".join(evidence.text for evidence in best.evidence[:3])
            name = f"{position.row.surname} {position.row.given_name}"
            day = position.execution_on or "no day"
            lines.append((position.reference, name, day, position.row.status, position.match.band, position.owner, why))
    return lines
