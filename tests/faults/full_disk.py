# SPDX-License-Identifier: EUPL-1.2
"""A disk without room, made by the limit that the kernel sets to the files of a process."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_file_beyond(most: int) -> Iterator[None]:
    """The disk takes no byte beyond so many of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
