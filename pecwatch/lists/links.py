# SPDX-License-Identifier: EUPL-1.2
"""Whether a list lies elsewhere, behind a link: nothing is ever fetched, so a person has to open it."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from pecwatch.lists.parts import items_of
from pecwatch.lists.phrases import has_phrase
from pecwatch.model.document import Document, Link
from pecwatch.rules import Rules
from pecwatch.rules.recognition import LinkWords

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"«»|]{4,}", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|p7m|docx?|xlsx?|xlsm|od[ts]|rtf|csv|zip|rar|7z|eml|msg)$", re.IGNORECASE)
"""How addresses of documents end."""

_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp)$", re.IGNORECASE)


def leads_elsewhere(documents: Iterable[Document], rules: Rules) -> bool:
    """Whether some link of a message may lead to a list, or a line says that one is to be downloaded."""
    words = rules.recognition.links
    return any(_may_hold_list(link, words) for document in documents for link in _links(document)) or any(
        _names_download(text, words) for document in documents for text in _texts(document)
    )


def _texts(document: Document) -> Iterator[str]:
    return (item.text for item in items_of(document))


def _links(document: Document) -> Iterator[Link]:
    """Links behind a text, and addresses written out, with the line they stand on and the one above it."""
    yield from document.links
    for above, text in pairwise(("", *_texts(document))):
        for found in _ADDRESS.finditer(text):
            around = _ADDRESS.sub(" ", f"{above} {text}")
            yield Link(text=around, address=found.group().rstrip(".,;:)]"))


def _may_hold_list(link: Link, words: LinkWords) -> bool:
    """A file, a place where files are left, or what is said to be downloaded; not what every letter links to."""
    try:
        address = urlsplit(link.address)
        host, path = address.hostname or "", unquote(address.path)
    except ValueError:  # an address that is none
        return False
    said = f"{link.text} {path}"
    if address.scheme not in ("http", "https") or has_phrase(said, words.others.phrases):
        return False
    if _PICTURE.search(path):
        return has_phrase(said, words.lists.phrases)
    is_left = has_phrase(host, words.hosts.phrases)
    return is_left or _FILE.search(path) is not None or has_phrase(said, words.downloads.phrases)


def _names_download(text: str, words: LinkWords) -> bool:
    """Whether a line says that a list is downloaded, wherever from."""
    return (
        has_phrase(text, words.downloads.phrases)
        and has_phrase(text, words.lists.phrases)
        and not has_phrase(text, words.others.phrases)
    )
