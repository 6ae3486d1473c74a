# SPDX-License-Identifier: EUPL-1.2
"""`pecwatch check`: everything the service relies on, tried before the office relies on it."""

from pathlib import Path
from typing import Annotated

import typer

from pecwatch.cli.checks import Verdict, findings, rules_findings
from pecwatch.cli.options import options_of
from pecwatch.cli.terminal import cell, console
from pecwatch.config import load_config
from pecwatch.errors import ExitCode, gravest

app = typer.Typer(add_completion=False)

COLOURS = {Verdict.OK: "green", Verdict.WARNING: "yellow", Verdict.FAILED: "red"}


@app.command()
def check(
    context: typer.Context,
    *,
    rules: Annotated[Path | None, typer.Option(help="Try this folder of rules and nothing else.")] = None,
) -> int:
    """Try configuration, rules, permissions, sandbox, database and servers; read no message, send no mail."""
    out = console()
    codes = {ExitCode.DONE}
    found = findings(load_config(options_of(context).config)) if rules is None else rules_findings(rules)
    for finding in found:
        out.print(f"{finding.verdict.value:<8}", style=COLOURS[finding.verdict], end="")
        out.print(cell(finding.text), soft_wrap=True)
        codes.add(finding.code)
    return gravest(codes)
