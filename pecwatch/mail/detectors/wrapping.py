# SPDX-License-Identifier: EUPL-1.2
"""Where the envelope is: at the outside, or one level down in what a mailing list or relay put around it."""

from collections.abc import Callable

from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES
from pecwatch.mail.headers import Headers
from pecwatch.mail.mime import Entity, enclosed_message, read_entity
from pecwatch.model.record import record

_LIST_FIELDS = ("List-Id", "List-Post", "X-BeenThere", "Mailing-List")

Marked = Callable[[Headers], bool]
"""Whether header fields are those of an envelope."""


@record
class Place:
    """Where an envelope was found."""

    headers: Headers
    envelope: Entity
    beside: tuple[Entity, ...] = ()
    """What stands around a wrapped envelope."""
    was_wrapped: bool = False


def find_envelope(message: Entity, is_marked: Marked) -> Place | None:
    """The envelope of a message, or None when it has no marks."""
    if is_marked(message.headers):
        return _marked_outside(message)
    for child in message.children if message.type != "multipart/signed" else ():
        if is_marked(child.headers):
            return Place(headers=child.headers, envelope=child, beside=_others(message, child), was_wrapped=True)
    carrier = _only_message(message)
    if carrier is None:
        return None
    carried = read_entity(enclosed_message(carrier))
    if not is_marked(carried.headers):
        return None
    return Place(headers=carried.headers, envelope=carried, beside=_others(message, carrier), was_wrapped=True)


def _marked_outside(message: Entity) -> Place:
    """A list that adds a footer keeps the header fields and pushes the sealed content one level down."""
    pushed_down = next((child for child in message.children if child.type == "multipart/signed"), None)
    if message.type == "multipart/signed" or pushed_down is None:
        return Place(headers=message.headers, envelope=message)
    beside = _others(message, pushed_down)
    return Place(headers=message.headers, envelope=pushed_down, beside=beside, was_wrapped=True)


def _only_message(message: Entity) -> Entity | None:
    """The one attached message of a bare wrapping; a person who forwards writes a text beside it."""
    if message.type in MESSAGE_TYPES:
        return message
    attached = [child for child in message.children if child.type in MESSAGE_TYPES]
    is_from_list = any(message.headers.raw(field) is not None for field in _LIST_FIELDS)
    return attached[0] if len(attached) == 1 and (is_from_list or len(message.children) == 1) else None


def _others(message: Entity, child: Entity) -> tuple[Entity, ...]:
    return tuple(leaf for other in message.children if other is not child for leaf in other.leaves())
