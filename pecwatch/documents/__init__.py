# SPDX-License-Identifier: EUPL-1.2
"""Parts of a message turned into lines and tables, one file for each format."""

from pecwatch.documents.detached import settle_detached
from pecwatch.documents.length import lighter, weight
from pecwatch.documents.programs import NoPrograms, Programs
from pecwatch.documents.reader import Content, Later, Reader
from pecwatch.documents.reading import READERS, Shelf, read_document
from pecwatch.documents.walk import Piece, Read, left_unread, walked

__all__ = [
    "READERS",
    "Content",
    "Later",
    "NoPrograms",
    "Piece",
    "Programs",
    "Read",
    "Reader",
    "Shelf",
    "left_unread",
    "lighter",
    "read_document",
    "settle_detached",
    "walked",
    "weight",
]
