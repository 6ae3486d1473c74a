# SPDX-License-Identifier: EUPL-1.2
"""The table at the end of `make faults`: what was injected and what it cost (a plugin: `-p tests.faults.summary`).

`--into FILE` writes it into a document too, so that nobody copies a figure by hand.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.catalogue import catalogue
from tests.faults.figures import Line, write_into

PEAK, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the documents to write into."""
    parser.addoption("--into", action="append", default=[], type=Path, help="Document that gets the table; repeatable.")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note which faults a test is about, and how far memory rose above where it stood before."""
    FORGET.write_text("5")
    before = _peak()
    try:
        return (yield)
    finally:
        item.user_properties.append(("bytes", max(0, _peak() - before)))
        item.user_properties.extend(("fault", name) for marker in item.iter_markers("fault") for name in marker.args)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each fault, in the order of the catalogue."""
    lines: dict[str, Line] = defaultdict(Line)
    for report in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        names = [str(value) for key, value in report.user_properties if key == "fault"]
        for name in names if report.when == "call" else ():
            _add(lines[name], report)
    write = terminalreporter.write_line
    write(
        f"{'fault':26} {'tests':>5} {'failed':>6} {'injected':>8} {'lost':>4} {'doubled':>7} {'MB':>6} {'seconds':>7}"
    )
    for fault in catalogue():
        if fault.name in lines:
            write(_written(fault.name, lines[fault.name]))
    everything = Line()
    for line in lines.values():
        _join(everything, line)
    write(_written(f"{len(lines)} faults", everything))
    for document in terminalreporter.config.getoption("into"):
        write_into(document, lines, everything)


def _add(line: Line, report: pytest.TestReport) -> None:
    told = {key: value for key, value in report.user_properties if isinstance(value, int)}
    _join(
        line,
        Line(
            tests=1,
            failed=int(report.failed),
            injected=sum(v for k, v in report.user_properties if k == "injected" and isinstance(v, int)) or 1,
            lost=told.get("lost", 0),
            doubled=told.get("doubled", 0),
            bytes=told.get("bytes", 0),
            seconds=report.duration,
        ),
    )


def _join(line: Line, more: Line) -> None:
    line.tests, line.failed, line.injected = (
        line.tests + more.tests,
        line.failed + more.failed,
        line.injected + more.injected,
    )
    line.lost, line.doubled = line.lost + more.lost, line.doubled + more.doubled
    line.bytes, line.seconds = max(line.bytes, more.bytes), line.seconds + more.seconds


def _written(name: str, line: Line) -> str:
    return (
        f"{name:26} {line.tests:5} {line.failed:6} {line.injected:8} {line.lost:4} {line.doubled:7}"
        f" {line.bytes / 1e6:6.1f} {line.seconds:7.1f}"
    )


def _peak() -> int:
    (line,) = (line for line in PEAK.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
