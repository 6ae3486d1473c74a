# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch run`: the service."""

import typer

from pecwatch.cli.options import options_of
from pecwatch.config import load_config
from pecwatch.service.running import run as run_service

app = typer.Typer(add_completion=False)


@app.command()
def run(context: typer.Context) -> None:
    """Poll, read, match, alert and remind until SIGTERM."""
    run_service(load_config(options_of(context).config))
