# SPDX-License-Identifier: EUPL-1.2
"""What an entity declares of its own content: type, charset, name, transfer encoding."""

import re
from collections.abc import Mapping
from email.message import Message as Fields

from pecwatch.mail.headers import Headers, as_text, decoded
from pecwatch.model.record import record

_PARAMETERS_LIMIT = 8 * 1024
"""Characters of a field whose parameters are read: the library needs quadratic time for them."""
_NAMES = ("name", "filename")
_WANTED = ("boundary", "charset", *_NAMES)

_PLAIN_PARAMETER = r';[ \t]*+([A-Za-z-]++)=(?:"([^"\\;]*+)"|([A-Za-z0-9!#$&+./:^_`{|}~=-]++))[ \t]*+'
_PLAIN = re.compile(rf"[^;]*+(?:{_PLAIN_PARAMETER})*+;?[ \t]*+\Z")
"""A field whose parameters are written as RFC 2045 has them, which most are: the library is slow."""
_PLAIN_PARAMETERS = re.compile(_PLAIN_PARAMETER)
_SEMICOLONS_LIMIT = 300
"""For each the library goes through the whole field before it."""
_BARE_BOUNDARY = re.compile(r"\sboundary\s*=\s*(?:\"([^\"]+)\"|([^\s;\"]+))", re.I)
"""Where the semicolon before it is missing."""
_ENCODING = re.compile(r"[\s\"']*([a-z0-9-]+)")


@record
class Declared:
    """Words of the entity's own header; none of them need be true."""

    type: str | None
    """Media type, lower case; None when nothing is declared."""
    boundary: str | None
    is_boundary_bare: bool = False
    """No semicolon stands before the boundary: not every program finds it."""
    charset: str | None
    """Lower case."""
    disposition: str
    """`attachment`, `inline`, or empty."""
    encoding: str
    """Of the transfer, lower case; empty when nothing is declared."""
    file_name: str | None


def declared(headers: Headers) -> Declared:
    """Read what the header fields say of the content."""
    kind, of_type = _read(headers.raw("Content-Type"))
    disposition, of_disposition = _read(headers.raw("Content-Disposition"))
    charset = decoded(of_type.get("charset", "")).lower()
    boundary = of_type.get("boundary", "").rstrip()
    bare = "" if boundary or kind is None else _bare_boundary(kind, headers.raw("Content-Type") or "")
    return Declared(
        type=None if kind is None else _media_type(kind),
        boundary=boundary or bare or None,
        is_boundary_bare=bool(bare),
        charset=charset or None,
        disposition=disposition or "",
        encoding=_encoding(headers.raw("Content-Transfer-Encoding") or ""),
        file_name=_file_name(of_disposition.get("filename", ""), of_type.get("name", "")),
    )


def _bare_boundary(kind: str, field: str) -> str:
    found = _BARE_BOUNDARY.search(field[:_PARAMETERS_LIMIT]) if kind.startswith("multipart/") else None
    return "" if found is None else found[1] or found[2]


def _media_type(written: str) -> str:
    """What has no slash means nothing; what follows a blank is a parameter without its semicolon."""
    words = written.split()
    return words[0] if words and words[0].count("/") == 1 else "text/plain"


def _encoding(written: str) -> str:
    """The first word, out of the quotes and without the semicolons and comments that some programs write."""
    word = _ENCODING.match(written.lower())
    return "" if word is None else word.group(1)


def _file_name(*printed: str) -> str | None:
    """Of the two places for a name the one with an ending wins: quoting mistakes cut names short."""
    names = [name for one in printed if (name := decoded(one))]
    return next((name for name in names if "." in name.strip(".")), names[0] if names else None)


def _read(field: str | None) -> tuple[str | None, Mapping[str, str]]:
    """The word a field begins with, lower case, and its parameters."""
    if field is None:
        return None, {}
    word, _, rest = field.partition(";")
    if not rest:
        return word.strip().lower(), {}
    if not _PLAIN.match(field):
        return word.strip().lower(), _odd_parameters(field[:_PARAMETERS_LIMIT])
    parameters: dict[str, str] = {}
    for name, quoted, bare in _PLAIN_PARAMETERS.findall(field):
        parameters.setdefault(name.lower(), quoted or bare)
    return word.strip().lower(), parameters


def _odd_parameters(field: str) -> Mapping[str, str]:
    """Parameters as the library reads them: in pieces, escaped, quoted wrongly."""
    fields = Fields()
    fields["Content-Type"] = ";".join(field.split(";", _SEMICOLONS_LIMIT)[:_SEMICOLONS_LIMIT])
    read = {name: value for name in _WANTED if (value := _odd_parameter(fields, name))}
    return read | {name: value for name in _NAMES if name in read and (value := _misquoted(field, name))}


def _misquoted(field: str, name: str) -> str | None:
    """A file name up to the next parameter, with the quotes and semicolons that should not stand bare in it.

    None when nothing in it does.
    """
    if re.search(rf'[;\s]{name}\s*=\s*"(?:[^"\\]|\\.)*"\s*(?:;|\Z)', field, re.I | re.S):
        return None
    found = re.search(rf"[;\s]{name}\s*=(.*?)(?:;\s*[\w*-]+\s*=|\Z)", field, re.I | re.S)
    if found is None or f"{name}*" in field.lower():
        return None
    written = found.group(1).strip("; \t\r\n").removeprefix('"').removesuffix('"')
    return re.sub(r'\\([\\"])', r"\1", written)


def _odd_parameter(fields: Fields, name: str) -> str | None:
    try:
        value = fields.get_param(name)
    except (ValueError, LookupError, TypeError):
        # TypeError: a parameter that stands there whole and in pieces; the library sorts None among numbers.
        return None
    if isinstance(value, tuple):
        # RFC 2231; the library gives the bytes as latin-1 text, and fails on charsets it does not know.
        return as_text(value[2].encode("raw-unicode-escape"), value[0])
    return value
