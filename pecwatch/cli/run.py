# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch run`: the service."""

from typing import Annotated

import typer

from pecwatch.cli.options import options_of
from pecwatch.config import load_config
from pecwatch.errors import UsageError
from pecwatch.service.running import run as run_service
from pecwatch.service.worker import run_worker

app = typer.Typer(add_completion=False)


@app.command()
def run(
    context: typer.Context,
    *,
    worker: Annotated[
        bool, typer.Option("--worker", help="One of several workers for the offices of an installation.")
    ] = False,
) -> None:
    """Poll, read, match, alert and remind until SIGTERM."""
    given = options_of(context).config
    if worker:
        run_worker(given)
        return
    config = load_config(given)
    if config.tenant is not None:
        raise UsageError("this installation serves many offices: start pecwatch run --worker, once or several times")
    run_service(config)
