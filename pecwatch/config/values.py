# SPDX-License-Identifier: EUPL-1.2
"""The kinds of values that stand in config.toml, each with the remedy for a wrong one."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Strict, ValidationInfo
from pydantic_core import PydanticCustomError

from pecwatch.model.expected import ExpectedBy, Reckoning


class EnvironmentText(str):
    """A text from the environment, where there are no other types; the file must write numbers as numbers."""

    __slots__ = ()


# fmt: off
PUBLIC_MAIL = frozenset((
    "alice.it", "aol.com", "aruba.it", "blu.it", "email.it", "fastwebnet.it", "gmail.com", "gmx.com", "gmx.net",
    "googlemail.com", "hotmail.com", "hotmail.it", "icloud.com", "inwind.it", "iol.it", "libero.it", "live.com",
    "live.it", "mac.com", "mail.com", "me.com", "msn.com", "outlook.com", "outlook.it", "poste.it", "proton.me",
    "protonmail.com", "teletu.it", "tim.it", "tin.it", "tiscali.it", "tuta.com", "virgilio.it", "vodafone.it",
    "yahoo.com", "yahoo.it", "yandex.com", "zoho.com",
))
# fmt: on
"""Where anybody may have a mailbox: no place for the names of an office's clients."""

ADDRESS = re.compile(r"[^@\s\"<>(),;:\\\[\]]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
LONGEST_MONTH = 31
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


def wrong(text: str) -> PydanticCustomError:
    """A complaint that says what to write instead; never the value, which may be a secret put in the wrong place."""
    return PydanticCustomError("wrong", "{text}", {"text": text})


def _address(text: str) -> str:
    if ADDRESS.fullmatch(text) is None:
        raise wrong("not an e-mail address; write it as name@comune.example")
    return text.lower()


def _not_public(address: str) -> str:
    if address.rpartition("@")[2] in PUBLIC_MAIL:
        raise wrong("an address at a public mail provider; use one of the office's own domain")
    return address


def _domain(text: str) -> str:
    if DOMAIN.fullmatch(text) is None:
        raise wrong("not a domain; write it as comune.example, without @")
    if text.lower() in PUBLIC_MAIL:
        raise wrong("the domain of a public mail provider; name the office's own domains only")
    return text.lower()


def _sender(text: str) -> str:
    if ADDRESS.fullmatch(text) is None and (text[:1] != "@" or DOMAIN.fullmatch(text[1:]) is None):
        raise wrong("neither an address nor a domain; write decadenze@pec.aler.example or @aler.example")
    return text.lower()


def _outside(text: str) -> str:
    if "*" in text:
        raise wrong("there are no wildcards; write @cooperativa.example for everybody of a domain")
    if ADDRESS.fullmatch(text) is None and (text[:1] != "@" or DOMAIN.fullmatch(text[1:]) is None):
        raise wrong("neither an address nor a domain; write tutor@cooperativa.example or @cooperativa.example")
    if text.rpartition("@")[2].lower() in PUBLIC_MAIL:
        raise wrong("at a public mail provider; name an address or the domain of the tutors' own cooperative")
    return text.lower()


def _timezone(text: str) -> str:
    if text not in available_timezones():
        raise wrong("unknown time zone; use a name such as Europe/Rome")
    return text


def folder_of(info: ValidationInfo) -> Path:
    """Where relative paths begin, as whoever validates has said."""
    context: dict[str, Path] = info.context or {}
    return context["folder"]


def _resolved(path: Path, info: ValidationInfo) -> Path:
    """Relative paths start at the folder of the configuration file."""
    return folder_of(info) / path.expanduser()


def _file(path: Path) -> Path:
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise wrong(f"{path} cannot be read ({error.strerror}); correct the path or put the file there") from error


def _folder(path: Path) -> Path:
    if not path.is_dir():
        raise wrong(f"{path} is not a folder that can be read; correct the path or make it")
    return path


def _place_for_data(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise wrong(f"{path} is not a folder; correct the path")
    if not path.parent.is_dir():
        raise wrong(f"{path} cannot be made, since the folder above it does not exist; correct the path or make it")
    return path


def _number(value: object) -> object:
    return int(value) if isinstance(value, EnvironmentText) and value.strip().isdecimal() else value


def _switch(value: object) -> object:
    words = {"true": True, "false": False}
    return words.get(value.strip().lower(), value) if isinstance(value, EnvironmentText) else value


def _sequence(value: object) -> object:
    """A list; from the environment either in JSON or separated by commas."""
    if not isinstance(value, EnvironmentText):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return [item.strip() for item in value.split(",") if item.strip()]


def _written_as_text(value: object) -> object:
    """Days and times are written out; pydantic would take a bare number for seconds."""
    if isinstance(value, int | float):
        raise wrong('must be a text such as "08:00" or "2025-11-03"; write it between quotes')
    return value


def _not_empty(text: str) -> str:
    if not text.strip():
        raise wrong("empty; write a value or delete the key")
    return text


def _expected(value: object) -> object:
    """`24`, `"working day -5"`, `"learned"` or `"never"`."""
    if isinstance(value, ExpectedBy):
        return value
    written = str(_number(value)).strip().lower() if isinstance(value, str | int) and value is not True else ""
    found = re.fullmatch(r"(working day )?(-?[1-9]\d?)", written)
    if written in ("learned", "never"):
        return ExpectedBy(reckoning=Reckoning(written))
    if found is None or abs(int(found[2])) > LONGEST_MONTH:
        raise wrong('write a day of the month before, as 24 or "working day -5", or "learned", or "never"')
    return ExpectedBy(reckoning=Reckoning.WORKING_DAY if found[1] else Reckoning.DAY, number=int(found[2]))


FromList = BeforeValidator(_sequence)
Text = Annotated[str, AfterValidator(_not_empty)]
Number = Annotated[int, Strict(), BeforeValidator(_number)]
Switch = Annotated[bool, Strict(), BeforeValidator(_switch)]
MailAddress = Annotated[str, AfterValidator(_address)]
OfficeAddress = Annotated[MailAddress, AfterValidator(_not_public)]
Domain = Annotated[str, AfterValidator(_domain)]
Sender = Annotated[str, AfterValidator(_sender)]
OutsideAddress = Annotated[str, AfterValidator(_outside)]
TimeZone = Annotated[str, AfterValidator(_timezone)]
Expected = Annotated[ExpectedBy, BeforeValidator(_expected)]
Clock = Annotated[dt.time, BeforeValidator(_written_as_text)]
Day = Annotated[dt.date, BeforeValidator(_written_as_text)]
AnyPath = Annotated[Path, AfterValidator(_resolved)]
ExistingFile = Annotated[AnyPath, AfterValidator(_file)]
ExistingFolder = Annotated[AnyPath, AfterValidator(_folder)]
PlaceForData = Annotated[AnyPath, AfterValidator(_place_for_data)]
