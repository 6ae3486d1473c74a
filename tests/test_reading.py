# SPDX-License-Identifier: EUPL-1.2
"""The walk of steps from bytes to a reading, and when a person must look."""

import pytest

from pecwatch.documents import Piece, Read
from pecwatch.model.document import Document, Line, Page
from pecwatch.model.listing import Listing, Nature, Reading, State
from pecwatch.model.message import Correspondents, Kind, Message, RawMessage, Trust, Zone
from pecwatch.model.problem import Problem, Severity
from pecwatch.reading import (
    Gathered,
    Opened,
    PartLabel,
    StepFailed,
    is_unopened,
    read_in_steps,
    with_header,
)
from pecwatch.reading.own_steps import OwnSteps, read
from pecwatch.rules import load_rules, shipped_rules
from pecwatch.seals.anchors import NO_ANCHORS

MESSAGE = Message(
    kind=Kind.ORDINARY, trust=Trust.ABSENT, trust_reason="ordinary_mail", sender=None, subject=None, message_id=None
)


def reading(*, state: State = State.LIST, complete: bool = True, severity: Severity | None = None) -> Reading:
    listing = Listing(
        type="programmazione_interventi",
        nature=Nature.ANNOUNCEMENT,
        month=None,
        declared_rows=None,
        complete=complete,
        rows=(),
    )
    problems = () if severity is None else (Problem(code="x", severity=severity, text="x"),)
    return Reading(
        source="x", message=MESSAGE, state=state, listing=listing if state is State.LIST else None, problems=problems
    )


@pytest.mark.parametrize(
    ("found", "needed"),
    [
        pytest.param(reading(), False, id="complete list"),
        pytest.param(reading(complete=False), True, id="list read in part"),
        pytest.param(reading(state=State.UNREADABLE), True, id="unreadable"),
        pytest.param(reading(state=State.NOT_PERTINENT), False, id="not pertinent"),
        pytest.param(reading(state=State.NOT_PERTINENT, severity=Severity.LOST), True, id="something lost"),
        pytest.param(reading(severity=Severity.DOUBT), False, id="a doubt"),
    ],
)
def test_when_a_person_must_open_the_message(found: Reading, needed: bool) -> None:
    """Exit code 4, and a mail to somebody: whenever something may have been missed."""
    assert found.needs_person is needed


def test_one_message_read_in_this_process() -> None:
    """Bytes in, rows out."""
    content = (
        "From: decadenze@pec.aler.example\nSubject: Elenco interventi NOVEMBRE 2025\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        "1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE il 06/11/2025\n"
    )
    raw = RawMessage(source="elenco.eml", content=content.encode())
    found = read(raw, load_rules(shipped_rules()), Correspondents())
    assert (found.source, found.state) == ("elenco.eml", State.LIST)
    assert found.listing is not None
    assert [row.surname for row in found.listing.rows] == ["ZUCCHEROLI"]


class PartsThatFail:
    """Steps of a message with three parts, of which the middle one is never read."""

    def open(self) -> Opened:
        labels = tuple(PartLabel(name=name, zone=Zone.NESTED, is_body=False) for name in ("a", "b", "c"))
        return Opened(message=MESSAGE, problems=(), parts=labels)

    def document(self, piece: Piece) -> Read | StepFailed:
        if piece.part == 1:
            return StepFailed(code="memory_limit", detail="killed")
        return Read(document=Document(part=piece.name, format="text"))

    def lists(self, gathered: Gathered) -> Reading:
        self.gathered = gathered
        return reading()


def test_a_part_that_failed_stands_among_the_documents_with_its_problem() -> None:
    """The list reader must know that something is missing, and where."""
    steps = PartsThatFail()
    read_in_steps("x", steps)
    failed = steps.gathered.documents[1]
    assert [document.part for document in steps.gathered.documents] == ["a", "b", "c"]
    assert (failed.zone, failed.pages) == (Zone.NESTED, ())
    assert [(problem.code, problem.severity, problem.part) for problem in failed.problems] == [
        ("memory_limit", Severity.LOST, "b")
    ]


class DeadSteps:
    """A reader that does not come back."""

    def open(self) -> StepFailed:
        return StepFailed(code="time_limit", detail="no answer in time")

    def document(self, piece: Piece) -> StepFailed:
        raise AssertionError(piece)

    def lists(self, gathered: Gathered) -> StepFailed:
        raise AssertionError(gathered)


def test_of_what_could_not_be_opened_the_header_still_tells() -> None:
    """A message that kills its reader is still known by its sender and its subject, and believed in nothing."""
    unread = read_in_steps("x.eml", DeadSteps())
    assert is_unopened(unread)
    header = b"From: decadenze@pec.aler.example\r\nSubject: Elenco\r\nX-Trasporto: posta-certificata\r\n\r\n"
    raw = RawMessage(source="x.eml", content=header)
    told = with_header(unread, OwnSteps(raw, load_rules(shipped_rules()), Correspondents(), NO_ANCHORS))
    assert (told.message.kind, told.message.sender, told.message.subject) == (
        Kind.PEC,
        "decadenze@pec.aler.example",
        "Elenco",
    )
    assert (told.message.trust, told.message.trust_reason) == (Trust.UNVERIFIABLE, "not_opened")
    assert (told.state, [problem.code for problem in told.problems]) == (State.UNREADABLE, ["time_limit"])


class SlowLists:
    """Steps whose lists are read only out of so much text."""

    def __init__(self, most: int, *texts: str) -> None:
        self._most = most
        self._texts = texts
        self.tried: list[tuple[Document, ...]] = []

    def open(self) -> Opened:
        labels = tuple(PartLabel(name=str(n), zone=Zone.INNER, is_body=False) for n in range(len(self._texts)))
        return Opened(message=MESSAGE, problems=(), parts=labels)

    def document(self, piece: Piece) -> Read:
        lines = tuple(Line(text=text, line=n) for n, text in enumerate(self._texts[piece.part].split("\n"), 1))
        return Read(document=Document(part=piece.name, format="text", pages=(Page(number=1, blocks=lines),)))

    def lists(self, gathered: Gathered) -> Reading | StepFailed:
        self.tried.append(gathered.documents)
        lines = sum(len(page.blocks) for document in gathered.documents for page in document.pages)
        return reading() if lines <= self._most else StepFailed(code="time_limit", detail="signal 24")


def test_lists_that_take_too_long_are_read_out_of_less() -> None:
    """The short list stays whole beside the text without end, of which the beginning counts."""
    steps = SlowLists(400, "riga\n" * 1_000, "riga\n" * 20, "riga\n" * 1_000)
    found = read_in_steps("x", steps)
    assert found.state is State.LIST
    assert [[len(document.pages[0].blocks) for document in tried] for tried in steps.tried] == [
        [1_001, 21, 1_001],
        [495, 21, 495],
        [115, 21, 115],
    ]
    told = [[(problem.code, problem.severity) for problem in document.problems] for document in steps.tried[-1]]
    assert told == [[("time_limit", Severity.LOST)], [], [("time_limit", Severity.LOST)]]


@pytest.mark.parametrize(
    ("steps", "tries"),
    [
        pytest.param(SlowLists(0, "riga\n" * 1_000), 4, id="long"),
        pytest.param(SlowLists(0, "riga\n" * 10), 1, id="short: it fails for another reason"),
    ],
)
def test_lists_that_are_never_read(steps: SlowLists, tries: int) -> None:
    """A person opens the message."""
    found = read_in_steps("x", steps)
    assert (found.state, [problem.code for problem in found.problems]) == (State.UNREADABLE, ["time_limit"])
    assert len(steps.tried) == tries
