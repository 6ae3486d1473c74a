# SPDX-License-Identifier: EUPL-1.2
"""One document read from its first line to its last, whatever layouts it mixes."""

import re
from collections import Counter
from dataclasses import replace
from itertools import zip_longest

from pecwatch.italian.fold import fold
from pecwatch.lists.collector import Collector
from pecwatch.lists.draft import Item, PartReading, Taken
from pecwatch.lists.entry import read_entry
from pecwatch.lists.headers import roles_of
from pecwatch.lists.layouts.addressee import read_letters_to_tenants
from pecwatch.lists.layouts.blocks import is_block_stretch, read_blocks
from pecwatch.lists.layouts.cell_lists import are_cards, lines_of_cards, rows_of_cells
from pecwatch.lists.layouts.columns import text_tables
from pecwatch.lists.layouts.labels import OWNERS, label_alone
from pecwatch.lists.layouts.lines import read_lines
from pecwatch.lists.layouts.prose import read_prose
from pecwatch.lists.layouts.running_text import read_as_sentences, unclaimed
from pecwatch.lists.layouts.table import read_table
from pecwatch.lists.layouts.table_columns import columns_of, has_named_column
from pecwatch.lists.layouts.table_heads import head_table, split_at_status
from pecwatch.lists.layouts.transposed import is_transposed, read_transposed
from pecwatch.lists.long_lines import in_pieces
from pecwatch.lists.lookalikes import mended
from pecwatch.lists.looks import looks_like_name
from pecwatch.lists.quotes import Section, sections_of
from pecwatch.lists.signs import closing_of, is_furniture, prose_of
from pecwatch.lists.totals import is_total_line
from pecwatch.model.document import Document, Line, Table
from pecwatch.model.listing import Where
from pecwatch.model.message import Zone
from pecwatch.rules import Rules
from pecwatch.rules.layouts import Role

_HEADER_CELLS = 3


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
                items.append(
                    Item(where=_where(document, page.number, block.line), text=block.text, remark=block.remark)
                )
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
    remarks = [item for item in section.items if item.remark]
    for item in remarks:  # «rinviata al 14/12»: a person sees beside what it stands
        collector.explain(item, Taken.LEFTOVER, "remark")
    if remarks:
        section = replace(section, items=[item for item in section.items if not item.remark])
    for item in section.header:
        collector.explain(item, Taken.QUOTED_HEADER, "quoted_header")
    if section.subject:
        collector.titles.append(section.subject)
    if read_letters_to_tenants(section.items, collector):
        return _reading(section, document, collector)
    stretches = _stretches(section.items, collector)
    for stretch, below in zip_longest(stretches, stretches[1:], fillvalue=list[Item]()):
        collector.below = columns_of(below, collector)
        _read_above(below[0] if below else None, stretch, collector)
    collector.settle()
    if not collector.drafts:
        read_prose(section.items, collector)
    else:
        read_prose(unclaimed(collector), collector, beside=True)
        collector = read_as_sentences(section.items, collector)
    return _reading(section, document, collector)


def _reading(section: Section, document: Document, collector: Collector) -> PartReading:
    return PartReading(
        scanned=any(page.scanned for page in document.pages),
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


def _stretches(items: list[Item], collector: Collector) -> list[list[Item]]:
    """Tables and the lines between them, without the heads and feet of pages."""
    running = _running_heads(items)
    stretches: list[list[Item]] = []
    for item in items:
        if item.cells is None and _shape(item.text) in running:
            collector.explain(item, Taken.FURNITURE, "running_head")
        elif stretches and _alike(stretches[-1][-1], item):
            stretches[-1].append(item)
        else:
            stretches.append([item])
    return stretches


def _alike(above: Item, below: Item) -> bool:
    return above.table == below.table and (above.cells is None) == (below.cells is None)


def _read_above(item: Item | None, stretch: list[Item], collector: Collector) -> None:
    """A stretch that ends where an item stands: a status on its last lines heads the table that begins there."""
    heading: Item | None = None
    if item is not None and item.cells is not None and stretch[0].cells is None:
        stretch, heading, between = split_at_status(stretch, collector.rules)
    before = len(collector.drafts)
    if stretch:
        _read_stretch(stretch, collector)
    if heading is not None:
        head_table(heading, collector, after_rows=bool(stretch) and len(collector.drafts) > before)
        if between:
            _read_stretch(between, collector)


def _read_stretch(stretch: list[Item], collector: Collector) -> None:
    """One table, or lines without a table between them."""
    rules = collector.rules
    stretch = _without_rest(stretch, collector)
    if not stretch:
        return
    if stretch[0].cells is not None:
        if are_cards(stretch, rules):
            read_lines(lines_of_cards(stretch), collector)
        elif _is_vertical(stretch, rules):
            read_blocks([_as_label(item) for item in stretch], collector)
        elif is_transposed(stretch, rules):
            read_transposed(stretch, collector)
        elif not has_named_column(stretch, collector) and any(_is_entry(item, rules) for item in stretch):
            read_lines([line for item in stretch for line in rows_of_cells(item, rules)], collector)
        else:
            read_table(stretch, collector)
        return
    stretch = _without_pasted_header(stretch, collector)
    parts, last = _without_false_tables(text_tables(stretch, rules), collector), collector.below
    for part, below in zip_longest(parts, parts[1:], fillvalue=list[Item]()):
        collector.below = columns_of(below, collector) or last
        if part[0].cells is not None and is_transposed(part, rules):
            read_transposed(part, collector)
        elif part[0].cells is not None:
            read_table(part, collector)
        elif is_block_stretch(part, rules):
            read_blocks(part, collector)
        else:
            read_lines(part, collector)


def _without_pasted_header(stretch: list[Item], collector: Collector) -> list[Item]:
    """Lines of a table pasted cell by cell without those of its header, one column below the other."""
    roles = [label_alone(item.text, collector.rules) for item in stretch]
    first = next((place for place, role in enumerate(roles) if role is not None), 0)
    count = next((place for place, role in enumerate(roles[first:]) if role is None), 0)
    header = set(roles[first : first + count])
    if count < _HEADER_CELLS or OWNERS.isdisjoint(header) or Role.ADDRESS not in header:
        return stretch
    for item in stretch[first : first + count]:
        collector.explain(item, Taken.COLUMN_HEADER, "column_header")
    return [*stretch[:first], *stretch[first + count :]]


def _without_false_tables(parts: list[list[Item]], collector: Collector) -> list[list[Item]]:
    """Typed tables and lines, where lines that one sign parts are no table unless some column can hold names."""
    told: list[list[Item]] = []
    for part in parts:
        cells = part[0].cells
        is_table = cells is not None and (
            roles_of(cells, collector.rules) is not None or has_named_column(part, collector)
        )
        plain = part if is_table or cells is None else [replace(item, cells=None) for item in part]
        if told and not is_table and told[-1][0].cells is None:
            told[-1].extend(plain)
        else:
            told.append(plain)
    return told


def _without_rest(stretch: list[Item], collector: Collector) -> list[Item]:
    """Lines and rows without those that go on with the row which a table left open on the page before."""
    above, left = collector.unfinished, list[Item]()
    if above is None:
        return stretch
    for number, item in enumerate(stretch):
        if _ends_table(item, collector.rules):
            return [*left, *stretch[number:]]
        if is_furniture(item.text) is not None or not above.goes_on(item):
            left.append(item)
        if item.cells is not None and left:
            return [*left, *stretch[number + 1 :]]
    unread = [item for item in left if above.awaits(item) and item.cells is None and item.text.strip()[:1].islower()]
    for item in unread:
        collector.explain(item, Taken.LEFTOVER, "rest_of_a_row")
    return [item for item in left if item not in unread]


def _ends_table(item: Item, rules: Rules) -> bool:
    text = item.text
    return closing_of(text, rules) is not None or prose_of(text, rules) is not None or is_total_line(text, rules)


def _is_entry(item: Item, rules: Rules) -> bool:
    """Whether a row is whole as running text, number and name in one cell: «1) ROSSI MARIO»."""
    entry = read_entry(item.text, rules)
    return entry.has_place and entry.has_status and looks_like_name(entry.name, rules)


def _is_vertical(stretch: list[Item], rules: Rules) -> bool:
    """Whether a table of two columns holds labels on the left and values on the right."""
    if any(len(item.cells or ()) != 2 for item in stretch) or len(stretch) < 2:
        return False
    if roles_of(stretch[0].cells or (), rules) is not None:
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
