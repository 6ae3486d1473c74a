# SPDX-License-Identifier: EUPL-1.2
"""What the reader of a message finds in it that may be an answer; of other messages it says nothing."""

import pytest

from pecwatch.model.reply import Reply
from pecwatch.reading.answering import reply_of
from tests.generators.letters import Letter, ordinary
from tests.generators.pec import receipt, transport
from tests.mail.opened import opened

TOKEN = "[pw:k7m2q3xab4c5]"
THREAD = (("In-Reply-To", "<0a1b@comune.example>"),)


def found(raw: bytes) -> Reply:
    return reply_of(opened(raw), raw)


@pytest.mark.parametrize(
    ("raw", "reply"),
    [
        pytest.param(ordinary(Letter(text="1) ZUCCHEROLI MIRELLA")), Reply(), id="a list is kept out of it"),
        pytest.param(transport(Letter(text="1) ZUCCHEROLI MIRELLA")), Reply(), id="a PEC too"),
        pytest.param(receipt(Letter(text=TOKEN), "avvenuta-consegna"), Reply(), id="a receipt"),
        pytest.param(
            ordinary(Letter(text="prendo in carico\n\n> riga\n", headers=THREAD)),
            Reply(own_text="prendo in carico", had_quote=True),
            id="threaded",
        ),
        pytest.param(
            ordinary(Letter(subject=f"PRENDO IN CARICO {TOKEN}", text=f"> [pw:aaaaaaaaaaaa] {TOKEN.upper()}\n")),
            Reply(own_text="", had_quote=True, tokens=("k7m2q3xab4c5", "aaaaaaaaaaaa")),
            id="tokens, the subject's first",
        ),
        pytest.param(
            ordinary(Letter(text=" \n", html="<p>prendo in carico</p><blockquote>x</blockquote>", headers=THREAD)),
            Reply(own_text="prendo in carico", had_quote=True),
            id="a text part with nothing in it",
        ),
        pytest.param(
            ordinary(Letter(text="è lei, però non è casa sua", charset="iso-8859-15", headers=THREAD)),
            Reply(own_text="è lei, però non è casa sua"),
            id="accents",
        ),
    ],
)
def test_what_may_be_an_answer(raw: bytes, reply: Reply) -> None:
    """Only what names a mail, or bears a token, is looked at; nothing else leaves the reader."""
    assert found(raw) == reply
