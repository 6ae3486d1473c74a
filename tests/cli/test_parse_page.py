# SPDX-License-Identifier: EUPL-1.2
"""The page of a message, whatever the message says: no crash, and no control over the terminal."""

import unicodedata
from contextlib import redirect_stdout
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.cli.parse_view import PIPE_WIDTH, show
from pecwatch.cli.terminal import HIDDEN
from pecwatch.model.listing import Reading, State
from pecwatch.model.message import Certified, Face, Kind, Message, NestedMessage, Seal, Trust
from pecwatch.model.outline import Piece, Role
from pecwatch.model.problem import Problem, Severity
from tests.mail.cases import ALL
from tests.mail.cases.case import Case, opened

texts = st.text(max_size=40)
maybe = st.none() | texts
moments = st.none() | st.datetimes(timezones=st.timezones())
messages = st.builds(
    Message,
    kind=st.sampled_from(Kind),
    receipt=maybe,
    trust=st.sampled_from(Trust),
    trust_reason=maybe,
    seal=st.none()
    | st.builds(
        Seal,
        signer=maybe,
        certificate=maybe,
        issuer=maybe,
        anchor=maybe,
        digest=texts,
        signed_at=moments,
        judged_at=moments,
    ),
    certified=st.none()
    | st.builds(
        Certified,
        provider=maybe,
        sender=maybe,
        recipients=st.tuples(texts),
        subject=maybe,
        identifier=maybe,
        at=moments,
        error=maybe,
    ),
    face=st.none() | st.builds(Face, sender=maybe, subject=maybe, date=maybe, message_id=maybe),
    sender=maybe,
    subject=maybe,
    message_id=maybe,
    certified_at=moments,
    sent_at=moments,
    nested=st.tuples(
        st.builds(
            NestedMessage,
            kind=st.sampled_from(Kind),
            trust=st.sampled_from(Trust),
            sender=maybe,
            subject=maybe,
            identifier=maybe,
        )
    ),
    warnings=st.tuples(texts),
    outline=st.just(())
    | st.tuples(
        st.builds(Piece, depth=st.just(0), role=st.sampled_from((Role.ENVELOPE, Role.MESSAGE)), name=maybe, note=maybe),
        st.builds(Piece, depth=st.just(1), role=st.sampled_from(Role), name=maybe, type=maybe, note=maybe),
    ),
)


@given(
    message=messages,
    state=st.sampled_from((State.UNREADABLE, State.NOT_PERTINENT)),
    problem=st.builds(Problem, code=texts, severity=st.sampled_from(Severity), part=maybe, text=texts),
)
def test_no_message_breaks_the_page_or_plays_with_the_terminal(
    message: Message, state: State, problem: Problem
) -> None:
    """Codes nobody knows, moments at the ends of time, control characters: all of it is shown."""
    page = StringIO()
    with redirect_stdout(page):
        show(Reading(source="x.eml", message=message, state=state, problems=(problem,)))
    assert not [one for one in page.getvalue() if one != "\n" and unicodedata.category(one) in HIDDEN]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_every_message_of_the_table_can_be_shown(case: Case) -> None:
    """On a page of 80 columns, with words for every code."""
    page = StringIO()
    with redirect_stdout(page):
        show(Reading(source="x.eml", message=opened(case).message, state=State.UNREADABLE))
    assert max(map(len, page.getvalue().splitlines())) <= PIPE_WIDTH
    assert "has no words for" not in page.getvalue()
