# SPDX-License-Identifier: EUPL-1.2
"""Parts of a message turned into lines and tables, one file for each format."""

from pecwatch.documents.detached import settle_detached
from pecwatch.documents.pdf import count_pages
from pecwatch.documents.reading import read_document, read_pdf

__all__ = ["count_pages", "read_document", "read_pdf", "settle_detached"]
