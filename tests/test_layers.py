# SPDX-License-Identifier: EUPL-1.2
"""Imports go one way; this table is the whole truth about who may import whom."""

import ast
from functools import cache
from pathlib import Path

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
    "prometheus_client": ("service/metrics_endpoint.py",),
    "sqlcipher3": ("store/cipher.py",),
    "typer": ("cli/",),
    "weasyprint": ("papers/pdf.py",),
    "pdfplumber": ("documents/",),
    "asn1crypto": ("seals/",),
    "cryptography": ("seals/", "store/key_ring.py", "store/sealed_file.py"),
    "rapidfuzz": ("italian/", "lists/", "mail/", "matching/", "casework/", "registry/"),
}
"""Libraries of the edges, and the files that may know them."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(dotted: str) -> str | None:
    """`pecwatch.mail.envelope` lies in the room `mail`."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "pecwatch" and len(parts) > 1 else None


def place_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_at(path: Path) -> str:
    """A file at the top is a room of its own."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
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


def rooms_imported(path: Path) -> set[str]:
    return {room for room in map(room_of, imports(path)) if room is not None}


def test_every_room_has_its_line() -> None:
    """A new room says first whom it may know."""
    assert {room_at(path) for path in modules()} - set(MAY_IMPORT) - {"__init__", "__main__"} == set()


def test_rooms_import_only_downwards() -> None:
    """No stage knows another stage, and nothing pure knows an edge."""
    known = {path: MAY_IMPORT.get(room_at(path)) for path in modules()}
    upwards = {
        (place_of(path), room)
        for path, may_import in known.items()
        if may_import is not None
        for room in rooms_imported(path) - may_import - {room_at(path), "__version__"}
    }
    assert upwards == set()


def test_edge_libraries_stay_at_their_edge() -> None:
    """Each library of the outside world is known to the file that stands there, and to no other."""
    strangers = {
        (place_of(path), name)
        for path in modules()
        for name in (dotted.split(".")[0] for dotted in imports(path))
        if name in ONLY_IN and not place_of(path).startswith(ONLY_IN[name])
    }
    assert strangers == set()
