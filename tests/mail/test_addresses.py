# SPDX-License-Identifier: EUPL-1.2
import mailparser
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.mail.addresses import plain_addresses

PIECES = (
    "a", "Mario", "Rossi", "D'A", "x@y.example", "a.b@c-d.example", "<a@b.example>", "<x.y@z.example>", '"N, C"',
    '"a@b.c"', " ", ", ", ",", ";", ":", "(c)", "=?utf-8?Q?a=2C?=", "@", ".", "è", "<", ">", '"', "\\", " - ",
    "a+b@c.it", "1@2", "\t", "undisclosed-recipients:;", "[1.2.3.4]", "-a@-b.-c", "a..b@c.d",
)  # fmt: skip
FIELDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join).map(str.strip).filter(bool)
MAILBOXES = st.sampled_from(
    ("a@b.example", "<a@b.example>", "Mario Rossi <a@b.example>", '"Rossi, M." <x.y@z.example>')
)


@settings(max_examples=400, deadline=None)
@given(FIELDS | st.lists(MAILBOXES, min_size=1, max_size=4).map(", ".join))
def test_plain_fields_are_read_as_mail_parser_reads_them(field: str) -> None:
    """Whatever is taken for plain is read without a library exactly as with it."""
    addresses = plain_addresses(field)
    if addresses is not None:
        parsed = mailparser.parse_from_bytes(f"To: {field}\r\n\r\n".encode())
        assert tuple(address for _, address in parsed.to) == addresses
        assert not parsed.address_header_defects


@given(st.lists(MAILBOXES, min_size=1, max_size=4))
def test_usual_fields_are_plain(mailboxes: list[str]) -> None:
    """Fields as programs write them never need the library."""
    addresses = plain_addresses(", ".join(mailboxes))
    assert addresses is not None
    assert len(addresses) == len(mailboxes)
