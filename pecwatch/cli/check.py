# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch check`: everything the service relies on, tried before the office relies on it."""

import typer

from pecwatch.cli.checks import Verdict, findings
from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import cell, console
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, gravest

app = typer.Typer(add_completion=False)

COLOURS = {Verdict.OK: "green", Verdict.WARNING: "yellow", Verdict.FAILED: "red"}


@app.command()
def check(context: typer.Context) -> int:
    """Try configuration, rules, permissions, sandbox, database and servers; read no message, send no mail."""
    out = console()
    codes = {ExitCode.DONE}
    for finding in findings(load_config(options_of(context).config)):
        out.print(f"{finding.verdict.value:<8}", style=COLOURS[finding.verdict], end="")
        out.print(cell(finding.text), soft_wrap=True)
        codes.add(finding.code)
    return gravest(codes)
