# SPDX-License-Identifier: EUPL-1.2
"""Imports go one way; this table is the whole truth about who may import whom."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pecwatch"

BASE = {"model", "errors", "rules", "italian", "seals", "compound"}
"""What every pure stage may stand on."""

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "logs": set(),
    "compound": {"model"},
    "rules": {"model", "errors"},
    "italian": {"model", "errors", "rules"},
    "seals": {"model", "errors", "rules"},
    "mail": BASE,
    "documents": BASE,
    "lists": BASE,
    "registry": BASE,
    "matching": BASE,
    "casework": BASE,
    "alerts": BASE,
    "papers": BASE | {"alerts"},
    "store": {"model", "errors"},
    "config": {"model", "errors", "rules"},
    "reading": BASE | {"mail", "documents", "lists"},
    "examining": BASE | {"matching"},
    "service": BASE
    | {"mail", "documents", "lists", "registry", "matching", "casework", "alerts", "store"}
    | {"config", "reading", "examining", "logs"},
    "cli": BASE
    | {"mail", "documents", "lists", "registry", "matching", "casework", "alerts", "papers", "store"}
    | {"config", "reading", "examining", "logs", "service"},
}

ONLY_IN: dict[str, tuple[str, ...]] = {
    "imapclient": ("mail/inbox.py",),
    "imaplib": ("mail/inbox.py", "mail/connection.py"),
    "mailparser": ("mail/envelope.py",),
    "smtplib": ("alerts/channels/smtp.py",),
    "apscheduler": ("service/scheduler.py",),
    "sqlmodel": ("store/",),
    "sqlalchemy": ("store/", "registry/source_query.py"),
    "alembic": ("store/",),
    "multiprocessing": (
        "service/reader_process.py",
        "service/reader_child.py",
        "service/errands.py",
        "service/programs.py",
        "service/program_child.py",
    ),
    "subprocess": ("service/program_child.py",),
    "PIL": ("documents/",),
    "pypdfium2": ("documents/",),
    "python_calamine": ("documents/", "registry/source_workbook.py"),
    "typer": ("cli/",),
    "weasyprint": ("papers/pdf.py",),
    "pdfplumber": ("documents/",),
    "asn1crypto": ("seals/",),
    "cryptography": ("seals/",),
    "rapidfuzz": ("italian/", "lists/", "mail/", "matching/", "casework/", "registry/"),
}
"""Libraries of the edges, and the files that may know them."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(dotted: str) -> str | None:
    """`pecwatch.mail.envelope` lies in the room `mail`."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "pecwatch" and len(parts) > 1 else None


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= (
                {f"pecwatch.{alias.name}" for alias in node.names} if node.module == "pecwatch" else {str(node.module)}
            )
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_rooms_import_only_downwards(path: Path) -> None:
    """No stage knows another stage, and nothing pure knows an edge."""
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here in ("__init__", "__main__"):
        return
    assert here in MAY_IMPORT, f"{here} has no line in the import table"
    rooms = {room for room in map(room_of, imports(path)) if room is not None}
    assert rooms - MAY_IMPORT[here] - {here, "__version__"} == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_edge_libraries_stay_at_their_edge(path: Path) -> None:
    """Each library of the outside world is known to the file that stands there, and to no other."""
    place = path.relative_to(PACKAGE).as_posix()
    strangers = {
        name
        for name in (dotted.split(".")[0] for dotted in imports(path))
        if name in ONLY_IN and not place.startswith(ONLY_IN[name])
    }
    assert strangers == set()
