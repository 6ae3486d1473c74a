# SPDX-License-Identifier: EUPL-1.2
"""Parts of a message turned into lines and tables, one file for each format.

Whoever reads imports `reading`, which loads every reader; all that stands here is light.
"""

from pecwatch.documents.detached import settle_detached
from pecwatch.documents.length import lighter, weight
from pecwatch.documents.programs import NoPrograms, Programs
from pecwatch.documents.reader import Content, Later, Reader
from pecwatch.documents.walk import Piece, Read, left_unread, walked

__all__ = [
    "Content",
    "Later",
    "NoPrograms",
    "Piece",
    "Programs",
    "Read",
    "Reader",
    "left_unread",
    "lighter",
    "settle_detached",
    "walked",
    "weight",
]
