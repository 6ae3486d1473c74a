# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pecwatch.mail.mime import DEPTH_LIMIT, ENTITY_LIMIT, Entity, read_entity
from pecwatch.mail.opening import MESSAGES_LIMIT
from tests.mail.bombs import ATTACHED, HEAD, PART, multipart
from tests.mail.opened import opened

SIGNED = b"Content-Type: text/plain\r\n\r\n  uno \r\n\r\n"


@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["mail", "Unix"])
def test_a_part_is_the_bytes_between_two_delimiters(end: bytes) -> None:
    """A seal is about those bytes, without the line end that belongs to the delimiter (RFC 2046 section 5.1.1)."""
    raw = (
        HEAD + b"Content-Type: multipart/signed; boundary=b\r\n\r\nprima\r\n--b\r\n" + SIGNED + b"\r\n--b  \r\n\r\ndue"
    )
    message = read_entity((raw + b"\r\n--b--\r\ndopo\r\n").replace(b"\r\n", end))
    assert [part.raw for part in message.children] == [SIGNED.replace(b"\r\n", end), end + b"due"]
    assert (message.preamble, message.epilogue) == (b"prima", b"dopo" + end)
    assert message.children[0].body == b"  uno \r\n\r\n".replace(b"\r\n", end)


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        pytest.param("base64", b"dW5v\r\nZHVl\r\n", b"unodue", id="base64"),
        pytest.param("BASE64;", b"dW5v", b"uno", id="semicolon"),
        pytest.param('"base64" (comment)', b"dW5v", b"uno", id="quotes and comment"),
        pytest.param("base64", b"dW5vZA==\r\ndW5vZA==\r\n", b"unodunod", id="in stretches"),
        pytest.param("base64", b"dW5vZA==\r\n____\r\nLista\r\n", b"unod\r\n____\r\nLista\r\n", id="a footer after it"),
        pytest.param("base64", b"dW5vZA", b"unod", id="no padding"),
        pytest.param("base64", b"dW5vZHVlZ", b"unodue", id="cut off"),
        pytest.param("quoted-printable", b"perch=C3=A9=\r\n!", "perché!".encode(), id="quoted-printable"),
        pytest.param("8bit", b"\xff\x00", b"\xff\x00", id="as it is"),
        pytest.param("x-nonsense", b"uno", b"uno", id="unknown"),
    ],
)
def test_transfer_encodings(encoding: str, body: bytes, content: bytes) -> None:
    """A file comes out as it went in, also where the sender's program counted wrong."""
    message = read_entity(HEAD + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body)
    assert message.content == content


def all_of(entity: Entity, depth: int = 0) -> Iterator[tuple[Entity, int]]:
    yield entity, depth
    for child in entity.children:
        yield from all_of(child, depth + 1)


def _grown(trees: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    boundaries = st.sampled_from((b"b", b"bb", b"b b", b"-"))
    multiparts = st.builds(multipart, boundaries, st.lists(trees, max_size=6))
    crowds = st.builds(lambda boundary, part: multipart(boundary, [part] * 70), boundaries, trees)
    return multiparts | crowds | trees.map(lambda tree: ATTACHED + HEAD + tree)


TREES = st.recursive(
    st.sampled_from((PART, b"", b"\r\n", b"Content-Type: text/html\r\n\r\n<p>")), _grown, max_leaves=12
)


@settings(max_examples=120, deadline=None)
@given(TREES, st.integers(0, 5000))
def test_caps_hold_for_every_tree(tree: bytes, cut: int) -> None:
    """No tree of parts and messages, whole or cut off, makes more levels, entities, messages or bytes than the caps."""
    raw = HEAD + tree[: len(tree) - cut % (len(tree) + 1)]
    entities = list(all_of(read_entity(raw)))
    assert len(entities) <= ENTITY_LIMIT + 1
    assert max(depth for _, depth in entities) <= DEPTH_LIMIT
    assert all(raw[entity.start : entity.end] == entity.raw for entity, _ in entities)
    envelope = opened(raw)
    assert len(envelope.message.nested) <= MESSAGES_LIMIT
    assert sum(len(part.content) for part in envelope.parts) <= len(raw)
