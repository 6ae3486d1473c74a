# SPDX-License-Identifier: EUPL-1.2
"""Lines right above a table that give a status to all its rows: «NON SI ESEGUONO», and a table of people."""

from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, Taken
from pecwatch.lists.signs import building_heading, date_heading, is_furniture, municipality_heading
from pecwatch.lists.status_heading import StatusHeading, status_heading
from pecwatch.rules import Rules


def split_at_status(lines: list[Item], rules: Rules) -> tuple[list[Item], Item | None, list[Item]]:
    """The lines above a status that heads the table below, that line, and the headings between it and the table."""
    for place in range(len(lines) - 1, -1, -1):
        text = lines[place].text
        if status_heading(text, rules) is not None:
            return lines[:place], lines[place], lines[place + 1 :]
        if not _is_heading(text, rules):
            break
    return lines, None, []


def _is_heading(text: str, rules: Rules) -> bool:
    headings = (date_heading, building_heading, municipality_heading)
    return is_furniture(text) is not None or any(heading(text, rules) is not None for heading in headings)


def head_table(item: Item, collector: Collector, *, after_rows: bool) -> bool:
    """Take a status line for the heading of the table below it; one that may be of the row above it is left over.

    Args:
        after_rows: Rows in lines stand right above it.
    """
    heading: StatusHeading | None = status_heading(item.text, collector.rules)
    if heading is None:
        return False
    collector.settle()
    if after_rows and not (heading.plural or heading.announces):
        collector.explain(item, Taken.LEFTOVER, "status_alone")
        return True
    collector.head(group=heading)
    collector.explain(item, Taken.HEADING, heading.rule)
    return True
