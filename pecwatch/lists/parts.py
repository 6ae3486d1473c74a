# SPDX-License-Identifier: EUPL-1.2
"""One document read from its first line to its last, whatever layouts it mixes."""

import re
from collections import Counter
from dataclasses import replace

from pecwatch.italian.fold import fold
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, PartReading, Taken
from pecwatch.lists.entry import read_entry
from pecwatch.lists.layouts.addressee import read_letters_to_tenants
from pecwatch.lists.layouts.blocks import is_block_stretch, read_blocks
from pecwatch.lists.layouts.columns import text_tables
from pecwatch.lists.layouts.lines import read_lines
from pecwatch.lists.layouts.prose import read_prose
from pecwatch.lists.layouts.table import has_named_column, read_table
from pecwatch.lists.long_lines import in_pieces
from pecwatch.lists.lookalikes import mended
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.quotes import Section, sections_of
from pecwatch.model.document import Document, Line, Table
from pecwatch.model.listing import Where
from pecwatch.model.message import Zone
from pecwatch.rules import Rules


def read_part(document: Document, rules: Rules) -> tuple[PartReading, ...]:
    """Read a document: one reading for it, and one for each message quoted inside it."""
    sections = sections_of(items_of(mended(document, rules)))
    return tuple(_read_section(section, document, rules) for section in sections)


def items_of(document: Document) -> list[Item]:
    """Lines and table rows of a document in reading order; a table of one column is lines."""
    tables = [block for page in document.pages for block in page.blocks if isinstance(block, Table)]
    items: list[Item] = []
    number = 0
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                items.append(Item(where=_where(document, page.number, block.line), text=block.text))
            else:
                number += 1
                items.extend(_table_items(block, _used_columns(block, tables), document, page.number, number))
    return [item for item in in_pieces(items) if item.text.strip() or item.cells]


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _used_columns(table: Table, tables: list[Table]) -> list[int]:
    """Columns in which something stands, here or in a table of the same width on another page."""
    alike = [other for other in tables if _width(other) == _width(table)]
    return [
        column
        for column in range(_width(table))
        if any(column < len(row.cells) and row.cells[column].strip() for other in alike for row in other.rows)
    ]


def _where(document: Document, page: int, line: int) -> Where:
    return Where(part=document.part, page=page, line=line)


def _table_items(block: Table, used: list[int], document: Document, page: int, number: int) -> list[Item]:
    items: list[Item] = []
    for row in block.rows:
        where = _where(document, page, row.line)
        cells = tuple(row.cells[column] if column < len(row.cells) else "" for column in used)
        if len(used) > 1:
            items.append(Item(where=where, text="\t".join(cells), cells=cells, table=number))
        else:
            items.extend(Item(where=where, text=line) for line in "\n".join(cells).split("\n") if line.strip())
    return items


def _read_section(section: Section, document: Document, rules: Rules) -> PartReading:
    collector = Collector(rules)
    for item in section.header:
        collector.explain(item, Taken.QUOTED_HEADER, "quoted_header")
    if section.subject:
        collector.titles.append(section.subject)
    if read_letters_to_tenants(section.items, collector):
        return _reading(section, document, collector)
    running = _running_heads(section.items)
    stretch: list[Item] = []
    for item in section.items:
        if item.cells is None and _shape(item.text) in running:
            collector.explain(item, Taken.FURNITURE, "running_head")
        elif not stretch or _alike(stretch[-1], item):
            stretch.append(item)
        else:
            _read_stretch(stretch, collector)
            stretch = [item]
    if stretch:
        _read_stretch(stretch, collector)
    collector.settle()
    if not collector.drafts:
        read_prose(section.items, collector)
    else:
        read_prose(_unclaimed(collector), collector, beside=True)
    return _reading(section, document, collector)


def _reading(section: Section, document: Document, collector: Collector) -> PartReading:
    return PartReading(
        part=document.part,
        format=document.format,
        is_body=document.is_body,
        drafts=tuple(collector.drafts),
        explained=tuple(collector.explained),
        totals=tuple(collector.totals),
        titles=tuple(collector.titles),
        inferred=collector.inferred,
        untold=tuple(collector.untold),
        quoted=bool(section.header) or document.zone is Zone.NESTED,
    )


def _unclaimed(collector: Collector) -> list[Item]:
    """Lines of the letter that gave no row: a sentence among them may tell one."""
    return [told.item for told in collector.explained if told.taken in (Taken.OPENING, Taken.PROSE)]


def _alike(above: Item, below: Item) -> bool:
    return above.table == below.table and (above.cells is None) == (below.cells is None)


def _read_stretch(stretch: list[Item], collector: Collector) -> None:
    """One table, or lines without a table between them."""
    rules = collector.rules
    if stretch[0].cells is not None:
        if _is_vertical(stretch, rules):
            read_blocks([_as_label(item) for item in stretch], collector)
        elif not has_named_column(stretch, collector) and any(_is_entry(item, rules) for item in stretch):
            read_lines([replace(item, cells=None) for item in stretch], collector)
        else:
            read_table(stretch, collector)
        return
    for part in text_tables(stretch, rules):
        if part[0].cells is not None:
            read_table(part, collector)
        elif is_block_stretch(part, rules):
            read_blocks(part, collector)
        else:
            read_lines(part, collector)


def _is_entry(item: Item, rules: Rules) -> bool:
    """Whether a row is whole as running text, number and name in one cell: «1) ROSSI MARIO»."""
    entry = read_entry(item.text, rules)
    return entry.has_place and entry.has_status and looks_like_name(entry.name, rules)


def _is_vertical(stretch: list[Item], rules: Rules) -> bool:
    """Whether a table of two columns holds labels on the left and values on the right."""
    if any(len(item.cells or ()) != 2 for item in stretch) or len(stretch) < 2:
        return False
    as_lines = [_as_label(item) for item in stretch]
    return (
        is_block_stretch(as_lines, rules)
        and sum(
            is_block_stretch([line, *as_lines], rules) and fold((item.cells or ("",))[0]) != ""
            for line, item in zip(as_lines, stretch, strict=True)
        )
        > len(stretch) // 2
    )


def _as_label(item: Item) -> Item:
    label, value = (item.cells or ("", ""))[:2]
    text = f"{label.strip().rstrip(':')}: {value.strip()}" if label.strip() else value.strip()
    return replace(item, text=text, cells=None)


def _shape(text: str) -> str:
    """A line without its figures: what running heads and feet have in common from page to page."""
    return fold(re.sub(r"\d+", "", text))


def _running_heads(items: list[Item]) -> frozenset[str]:
    """Shapes of lines that stand at the top or the bottom of most of several pages."""
    pages: dict[int, list[Item]] = {}
    for item in items:
        if item.cells is None:
            pages.setdefault(item.where.page, []).append(item)
    if len(pages) < 2:
        return frozenset()
    counts = Counter(
        shape
        for lines in pages.values()
        for shape in {
            _shape(item.text)
            for item in (*lines[:4], *lines[-3:])
            if not re.search(r"[^\W\d_]{2}.*\d+\s*$", item.text) or _pageish(item.text)
        }
    )
    return frozenset(shape for shape, count in counts.items() if count > 1 and count * 2 > len(pages) and shape)


def _pageish(text: str) -> bool:
    return re.search(r"\bpag", text, re.IGNORECASE) is not None
