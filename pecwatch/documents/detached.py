# SPDX-License-Identifier: EUPL-1.2
"""Signatures that came apart from their file: nothing is lost when the file stands beside them in the message."""

import re
from dataclasses import replace

from pecwatch.documents import signed_problems as say
from pecwatch.model.document import Document
from pecwatch.model.message import Attachment
from pecwatch.model.problem import Problem

_ENDING = re.compile(r"\.(p7m|p7s|tsd)$", re.IGNORECASE)


def settle_detached(documents: tuple[Document, ...], attachments: tuple[Attachment, ...]) -> tuple[Document, ...]:
    """The documents of a message, where a signature apart is a loss only if what it signs is not there.

    Args:
        attachments: Files of the message as printed on it, whose digests tell which of them was signed.
    """
    return tuple(
        replace(
            document, problems=tuple(_settled(found, document, documents, attachments) for found in document.problems)
        )
        if any(found.code == say.DETACHED for found in document.problems)
        else document
        for document in documents
    )


def _settled(
    found: Problem, document: Document, documents: tuple[Document, ...], attachments: tuple[Attachment, ...]
) -> Problem:
    if found.code != say.DETACHED:
        return found
    digests = {signature.content_sha256 for signature in document.signatures} - {None}
    if any(file.sha256 in digests for file in attachments):
        return say.file_beside(document.part)
    name = _ENDING.sub("", document.part)
    if not any(other.part == name for other in documents):
        return found
    is_other = bool(digests) and any(file.name == name for file in attachments)
    return say.signature_of_other(document.part) if is_other else say.file_beside(document.part)
