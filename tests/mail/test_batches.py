# SPDX-License-Identifier: EUPL-1.2
"""What is asked for together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pecwatch.mail import batches


@given(uids=st.sets(st.integers(1, 60)))
def test_uid_sets_name_exactly_the_messages(uids: set[int]) -> None:
    """Ranges shorten the command, never widen it."""
    named: set[int] = set()
    for part in filter(None, batches.uid_set(sorted(uids)).split(",")):
        first, _, last = part.partition(":")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == uids
    found = f'(TAG "A5") UID ALL {batches.uid_set(sorted(uids))}' if uids else '(TAG "A5") UID'
    assert set(batches.uids_in(found.encode())) == uids


@pytest.mark.parametrize("reply", ["ALL 1:3", "UID ALL 1:4294967295", "UID ALL 1:2:3", "UID ALL ,", "UID MIN 1", "1 2"])
def test_what_is_no_list_of_uids_is_refused(reply: str) -> None:
    """Positions are no UIDs, and a range of a few bytes does not fill the memory."""
    with pytest.raises(ValueError):
        set(batches.uids_in(reply.encode()))


@given(sizes=st.dictionaries(st.integers(1), st.integers(0, 3 * batches.BYTES_AT_ONCE), max_size=150))
def test_batches_hold_every_message_once_within_bounds(sizes: dict[int, int]) -> None:
    """Bounded in number and in bytes, save a single message that is larger by itself."""
    made = list(batches.batches(sizes))
    assert [uid for batch in made for uid in batch] == sorted(sizes)
    assert all(len(batch) <= batches.MESSAGES_AT_ONCE for batch in made)
    assert all(len(batch) == 1 or sum(sizes[uid] for uid in batch) <= batches.BYTES_AT_ONCE for batch in made)


@given(size=st.integers(1, 300 * batches.PIECE))
def test_pieces_cover_a_message_and_look_past_its_end(size: int) -> None:
    """Nothing falls between two, and of a longer message at least one byte more would come."""
    made = list(batches.pieces(size))
    assert [piece.start for piece in made] == list(range(0, size + 1, batches.PIECE))
    assert sum(piece.length for piece in made) == size
    assert made[-1].length < batches.PIECE


@pytest.mark.parametrize(
    ("exists", "next_uid", "expected"),
    [
        pytest.param(0, 1, [], id="empty folder"),
        pytest.param(10_000, 90_000, ["ALL"], id="few messages with high numbers"),
        pytest.param(10_001, None, ["ALL"], id="no UIDNEXT"),
        pytest.param(10_001, 20_002, ["UID 1:10000", "UID 10001:20000", "UID 20001:*"], id="a full folder"),
    ],
)
def test_a_search_never_asks_for_more_than_a_line_can_hold(
    exists: int, next_uid: int | None, expected: list[str]
) -> None:
    """Windows only where they are needed: an empty poll of a usual folder is one command."""
    assert list(batches.search_criteria(exists, next_uid)) == expected
