# SPDX-License-Identifier: EUPL-1.2
"""Where pecwatch may be asked: on this machine only."""

from typing import Annotated

from pydantic import AfterValidator

from pecwatch.config.values import Text, wrong
from pecwatch.model.connection import is_loopback

HIGHEST_PORT = 65535


def _on_this_machine(text: str) -> str:
    host, port = place_to_listen(text)
    if not 1 <= port <= HIGHEST_PORT or not host:
        raise wrong('write address and port, as "127.0.0.1:9469"')
    if not is_loopback(host):
        raise wrong('nobody asks for a password there, so only this machine may be answered; write "127.0.0.1:9469"')
    return text


def place_to_listen(text: str) -> tuple[str, int]:
    """Address and port of `127.0.0.1:9469` or `[::1]:9469`; port 0 when none is written."""
    host, _, port = text.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), int(port) if port.isascii() and port.isdecimal() else 0


LoopbackPlace = Annotated[Text, AfterValidator(_on_this_machine)]
