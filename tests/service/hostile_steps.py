# SPDX-License-Identifier: EUPL-1.2
"""Steps that misbehave inside the sandbox, as content from outside may make a reader do.

The content of the message is a list of words: one part for each, which does to its reader what the
word says.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from pecwatch.documents import Piece, Programs, Read
from pecwatch.model.document import Document, Line, Page
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Correspondents, Kind, Message, RawMessage, Trust, Zone
from pecwatch.model.reply import Reply
from pecwatch.reading import Gathered, Opened, PartLabel
from pecwatch.rules import Rules
from pecwatch.seals.anchors import Anchors

LIBC = ctypes.CDLL(None, use_errno=True)


def _hog_memory() -> str:
    return str(len(bytearray(4 << 30)))


def _hog_cpu() -> str:
    while True:
        pass


def _hog_cpu_in_c() -> str:
    return str(len(str(7 ** (10**8))))


def _sleep() -> str:
    time.sleep(3600)
    return ""


def _crash() -> str:
    return str(ctypes.string_at(0))


def _raise() -> str:
    raise ValueError("ZUCCHEROLI MIRELLA")


def _recurse() -> str:
    return _recurse()


def _die_quietly() -> str:
    os._exit(0)


def _say_too_much() -> str:
    return "x" * (5 << 20)


def _pipe() -> int:
    """The number of the only socket this process holds: its line to the parent."""
    return next(fd for fd in range(3, 256) if Path(f"/proc/self/fd/{fd}").exists())


def _answer_with_garbage() -> str:
    os.write(_pipe(), (5).to_bytes(4, "big") + b"+{]x[")
    time.sleep(3600)
    return ""


def _begin_an_answer() -> str:
    os.write(_pipe(), (500).to_bytes(4, "big") + b"+")
    time.sleep(3600)
    return ""


def _announce_a_huge_answer() -> str:
    os.write(_pipe(), (1 << 30).to_bytes(4, "big") + b"+")
    time.sleep(3600)
    return ""


def _heard() -> bytes:
    """One answer of the parent; nothing when it hung up."""
    length = int.from_bytes(os.read(_pipe(), 4), "big")
    return os.read(_pipe(), length)


def _ask_for_garbage() -> str:
    """Errands that are none: each is refused, and the parent goes on."""
    for errand in (b"", b"{]", b'{"content": "eA==", "segmentation": "11; id"}', b'{"program": "/bin/sh"}'):
        os.write(_pipe(), (1 + len(errand)).to_bytes(4, "big") + b"?" + errand)
        if b'"failed"' not in _heard():
            return "believed"
    return "refused"


def _ask_without_end() -> str:
    """Small errands, one after the other, until the parent has enough."""
    for _ in range(1_000):
        os.write(_pipe(), (4).to_bytes(4, "big") + b"?{]x")
        _heard()
    return "served"


def _ask_at_length() -> str:
    """An errand that is announced with 1 GB, and sent."""
    os.write(_pipe(), (1 << 30).to_bytes(4, "big") + b"?")
    for _ in range(1 << 10):
        os.write(_pipe(), bytes(1 << 20))
    return "served"


def _ask_for_much() -> str:
    """An errand just below what an answer may have."""
    content = b'?{"content": "' + b"A" * (3 << 20) + b'"}'
    sent = len(content).to_bytes(4, "big") + content
    while sent:
        sent = sent[os.write(_pipe(), sent) :]
    _heard()
    return "served"


def _attempts() -> str:
    """What raw calls of the C library get: the words of those that got through."""
    path = os.fsencode(os.environ.get("HOME", "/tmp") + "/pecwatch-was-here")
    calls: tuple[tuple[str, Callable[[], int]], ...] = (
        ("internet socket", lambda: LIBC.socket(2, 1, 0)),
        ("datagram socket", lambda: LIBC.socket(2, 2, 0)),
        ("unix socket", lambda: LIBC.socket(1, 1, 0)),
        ("netlink socket", lambda: LIBC.socket(16, 3, 0)),
        ("open for writing", lambda: LIBC.open(path, os.O_WRONLY | os.O_CREAT, 0o600)),
        ("open device", lambda: LIBC.open(b"/dev/null", os.O_WRONLY)),
        ("open and truncate", lambda: LIBC.open(__file__.encode(), os.O_RDONLY | os.O_TRUNC)),
        ("creat", lambda: LIBC.creat(path, 0o600)),
        ("mkdir", lambda: LIBC.mkdir(path, 0o700)),
        ("unlink", lambda: LIBC.unlink(path)),
        ("execve", lambda: LIBC.execve(b"/bin/true", (ctypes.c_char_p * 2)(b"true", None), None)),
        ("fork", LIBC.fork),
        ("ptrace", lambda: LIBC.ptrace(16, os.getppid(), 0, 0)),
        ("kill", lambda: LIBC.kill(os.getppid(), 0)),
        ("unshare", lambda: LIBC.unshare(0x10000000)),
        ("io_uring", lambda: LIBC.syscall(425, 1, None)),
        ("own memory file", lambda: LIBC.open(b"/proc/self/mem", os.O_RDWR)),
    )
    return " ".join(word for word, call in calls if call() != -1)


def _belongings() -> str:
    """What a child still holds: environment, files, a terminal, the parent's main module."""
    files = [entry for entry in Path("/proc/self/fd").iterdir() if entry.exists()]
    environment = Path("/proc/self/environ").read_bytes()
    names = {item.partition(b"=")[0].decode() for item in environment.split(b"\0") if item}
    main = getattr(sys.modules["__main__"], "__file__", None)
    return f"{len(os.environ)} {len(files)} {os.getsid(0) == os.getpid()} {main} {' '.join(sorted(names))}"


def _start_a_thread() -> str:
    thread = threading.Thread(target=signal.getsignal, args=(signal.SIGTERM,))
    thread.start()
    thread.join()
    return "started"


DOES: dict[str, Callable[[], str]] = {
    "fine": lambda: "fine",
    "memory": _hog_memory,
    "cpu": _hog_cpu,
    "cpu-in-c": _hog_cpu_in_c,
    "sleep": _sleep,
    "crash": _crash,
    "raise": _raise,
    "recurse": _recurse,
    "die": _die_quietly,
    "too-much": _say_too_much,
    "garbage": _answer_with_garbage,
    "stall": _begin_an_answer,
    "announce": _announce_a_huge_answer,
    "ask-for-garbage": _ask_for_garbage,
    "ask-without-end": _ask_without_end,
    "ask-at-length": _ask_at_length,
    "ask-for-much": _ask_for_much,
    "attempts": _attempts,
    "belongings": _belongings,
    "thread": _start_a_thread,
    "pid": lambda: str(os.getpid()),
}


class HostileSteps:
    """Steps that do what the words in the message say."""

    def __init__(
        self, raw: RawMessage, rules: Rules, correspondents: Correspondents, anchors: Anchors, programs: Programs
    ) -> None:
        self._source = raw.source
        self._words = raw.content.decode().split()

    def open(self) -> Opened:
        if self._words[0].startswith("open:"):
            DOES[self._words[0].removeprefix("open:")]()
        labels = tuple(PartLabel(name=word, zone=Zone.INNER, is_body=False) for word in self._words)
        return Opened(message=MESSAGE, problems=(), parts=labels)

    def reply(self) -> Reply:
        if "crash-in-reply" in self._source:
            _crash()
        return Reply(own_text="PRENDO IN CARICO")

    def document(self, piece: Piece) -> Read:
        text = DOES[piece.name]()
        page = Page(number=1, blocks=(Line(text=text, line=1),))
        return Read(document=Document(part=piece.name, format="text", pages=(page,)))

    def lists(self, gathered: Gathered) -> Reading:
        """Hands back the first line of each document in the subject, and all problems."""
        if "crash-in-lists" in self._source:
            _crash()
        if "ask-in-lists" in self._source:
            _ask_for_garbage()
        lines = [
            block.text
            for document in gathered.documents
            for page in document.pages
            for block in page.blocks
            if isinstance(block, Line)
        ]
        problems = tuple(problem for document in gathered.documents for problem in document.problems)
        message = Message(
            kind=Kind.ORDINARY,
            trust=Trust.ABSENT,
            trust_reason="test",
            sender=None,
            subject="|".join(lines),
            message_id=None,
        )
        return Reading(source=self._source, message=message, state=State.NOT_PERTINENT, problems=problems)


MESSAGE = Message(
    kind=Kind.ORDINARY, trust=Trust.ABSENT, trust_reason="test", sender=None, subject=None, message_id=None
)
