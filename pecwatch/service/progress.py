# SPDX-License-Identifier: EUPL-1.2
"""How far long work has come, for whoever watches: the service itself shows nothing."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")


class Track(Protocol):
    """Gives items on and shows how many have passed."""

    def __call__(self, items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
        """The same items.

        Args:
            what: The work, as `fetching`.
            total: How many there will be.
        """


def unwatched(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Show nothing."""
    return iter(items)
