# SPDX-License-Identifier: EUPL-1.2
"""Where the envelope is: at the outside, or one level down in what a mailing list or relay put around it."""

from collections.abc import Callable

from pecwatch.mail.detectors.anatomy import MESSAGE_TYPES
from pecwatch.mail.headers import Headers
from pecwatch.mail.mime import Entity
from pecwatch.model.record import record

_CARRIER_FIELDS = ("List-Id", "List-Post", "X-BeenThere", "X-Mailing-List", "Mailing-List", "X-MS-Journal-Report")
"""What mailing lists, and servers that keep a journal, write into the fields of what they put around a message."""

Marked = Callable[[Headers], bool]
"""Whether header fields are those of an envelope."""


@record
class Place:
    """Where an envelope was found."""

    headers: Headers
    envelope: Entity
    beside: tuple[Entity, ...] = ()
    """What stands around a wrapped envelope."""
    wrapping: Entity | None = None
    """What was put around it; None when the envelope is the message itself."""


def find_envelope(message: Entity, is_marked: Marked) -> Place | None:
    """The envelope of a message, or None when it has no marks."""
    if is_marked(message.headers):
        return _marked_outside(message)
    for child in message.children if message.type != "multipart/signed" else ():
        if is_marked(child.headers):
            return Place(headers=child.headers, envelope=child, beside=_others(message, child), wrapping=message)
    carrier = _only_message(message)
    if carrier is None:
        return None
    carried = carrier.message
    if not is_marked(carried.headers):
        return None
    return Place(headers=carried.headers, envelope=carried, beside=_others(message, carrier), wrapping=message)


def _marked_outside(message: Entity) -> Place:
    """A list that adds a footer keeps the header fields and pushes the sealed content one level down."""
    pushed_down = next((child for child in message.children if child.type == "multipart/signed"), None)
    if message.type == "multipart/signed" or pushed_down is None:
        return Place(headers=message.headers, envelope=message)
    beside = _others(message, pushed_down)
    return Place(headers=message.headers, envelope=pushed_down, beside=beside, wrapping=message)


def _only_message(message: Entity) -> Entity | None:
    """The one attached message of a bare wrapping; a person who forwards writes a text beside it."""
    if message.type in MESSAGE_TYPES:
        return message
    attached = [child for child in message.children if child.type in MESSAGE_TYPES]
    is_from_carrier = any(message.headers.all(field) for field in _CARRIER_FIELDS)
    return attached[0] if len(attached) == 1 and (is_from_carrier or len(message.children) == 1) else None


def _others(message: Entity, child: Entity) -> tuple[Entity, ...]:
    return tuple(leaf for other in message.children if other is not child for leaf in other.leaves())
