# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch matching`: weights learned from what people confirmed; counts and shares, never a name or a folder."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from pecwatch.cli.options import caller_of, options_of
from pecwatch.cli.terminal import console, print_json, table
from pecwatch.config import load_config
from pecwatch.model.estimate import Estimate, EstimatedWeight, KeptEstimate, SetAside
from pecwatch.rules.learned import holds
from pecwatch.service.estimating import estimated, learn, too_few, unlearn
from pecwatch.service.opening import open_desk
from pecwatch.service.reading_noted import note_reading
from pecwatch.store.estimates import kept_estimate

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Weights of matching, learned from confirmed decisions."
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object per line.")]


@app.command("estimate")
def estimate_(
    context: typer.Context,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Put the estimate in force.")] = False,
    as_json: AsJson = False,
) -> None:
    """Estimate the weights again from confirmed pairs and show before and after; nothing changes without --confirm."""
    caller = caller_of(context)
    with open_desk(load_config(options_of(context).config), exclusive=False) as desk:
        if confirm:
            found = learn(desk, who=caller.known_as)
        else:
            found = estimated(desk)
            note_reading(desk, caller, detail=f"matching estimate pairs={found.pairs}")
    if as_json:
        for each in _objects(found, confirmed=confirm):
            print_json(each)
    else:
        _show(found, confirmed=confirm)


@app.command()
def reset(context: typer.Context) -> None:
    """Go back to the weights of rules/matching.toml; a running service weighs its next message with them."""
    with open_desk(load_config(options_of(context).config), exclusive=False) as desk:
        was_learned = unlearn(desk, who=caller_of(context).known_as)
    typer.echo("the weights of the rules are in force" + ("" if was_learned else " already"))


@app.command()
def status(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show which weights are in force: those of the rules, or learned ones."""
    with open_desk(load_config(options_of(context).config), exclusive=False) as desk:
        with desk.database.reading() as session:
            kept = kept_estimate(session)
        in_force = kept is not None and holds(kept, desk.rules.matching)
    if as_json:
        print_json(_state(kept, in_force=in_force))
        return
    if kept is None:
        typer.echo("in force: the weights of the rules")
        return
    made = f"learned from {kept.pairs} confirmed pairs, {kept.estimated_at:%Y-%m-%d %H:%M} UTC"
    if in_force:
        rows = ((each.name, f"{each.in_rules:.4f}", f"{each.after:.4f}") for each in kept.weights)
        console().print(table(f"in force: weights {made}", ("weight", "in the rules", "learned"), rows))
    else:
        typer.echo("in force: the weights of the rules")
        typer.echo(f"not used: weights {made}, since rules/matching.toml has changed; estimate them again, or reset")


def _state(kept: KeptEstimate | None, *, in_force: bool) -> dict[str, object]:
    if kept is None:
        return {"in_force": "rules"}
    return {
        "in_force": "learned" if in_force else "rules",
        "rules_changed": not in_force,
        "estimated_at": kept.estimated_at,
        "pairs": kept.pairs,
        "weights": {each.name: each.after for each in kept.weights},
    }


def _show(found: Estimate, *, confirmed: bool) -> None:
    out = console()
    for line in _set_aside(found.set_aside):
        typer.echo(line)
    if not found.is_enough:
        typer.echo(f"too few: {too_few(found)}; the weights stay as they are")
        return
    changed = _changed(found.weights)
    rows = (
        (
            each.name,
            f"{each.seen} of {each.of}",
            f"{each.before:.4f}",
            f"{each.after:.4f}",
            f"{each.bits:+.2f}",
        )
        for each in changed
    )
    title = f"{found.pairs} confirmed pairs, {len(changed)} weights that change"
    out.print(table(title, ("weight", "seen", "before", "after", "bits"), rows))
    typer.echo("weights move in proportion to the others of their field, and none by more than the rules allow")
    bands = ((each.band, each.before, each.after) for each in found.bands)
    out.print(table("the confirmed pairs, about", ("band", "before", "after"), bands))
    typer.echo(
        "in force for every message weighed from now on; pecwatch matching reset goes back to the rules"
        if confirmed
        else "nothing was changed; --confirm puts these weights in force"
    )


def _set_aside(pairs: SetAside) -> Iterator[str]:
    reasons = (
        (pairs.by_alias, "found under a name or address confirmed before"),
        (pairs.without_levels, "kept by an older pecwatch, which did not note what was seen"),
        (pairs.by_person_alone, "named by a person where matching had found nobody"),
    )
    return (f"not counted: {count} {reason}" for count, reason in reasons if count)


def _changed(weights: Iterable[EstimatedWeight]) -> list[EstimatedWeight]:
    return [each for each in weights if each.is_changed]


def _objects(found: Estimate, *, confirmed: bool) -> Iterator[dict[str, object]]:
    """The whole first, then each weight, then each band."""
    yield {
        "pairs": found.pairs,
        "least": found.least,
        "enough": found.is_enough,
        "confirmed": confirmed,
        "set_aside": found.set_aside,
    }
    for each in _changed(found.weights):
        yield {
            "weight": each.name,
            "seen": each.seen,
            "of": each.of,
            "before": each.before,
            "after": each.after,
            "bits": each.bits,
        }
    for band in found.bands:
        yield {"band": band.band, "before": band.before, "after": band.after}
