# SPDX-License-Identifier: EUPL-1.2
"""Messages of Outlook that are not in Unicode: the code page stands in one of several properties."""

import pytest

from tests.generators.outlook import OutlookMail, msg
from tests.mail.opened import opened

MAIL = OutlookMail(subject="Привет", text="друзья", code_page=1251)
CODE_PAGE, INTERNET_CODE_PAGE, UNKNOWN = b"\x03\x00\xfd\x3f", b"\x03\x00\xde\x3f", b"\x03\x00\xfe\x3f"


@pytest.mark.parametrize("where", [CODE_PAGE, INTERNET_CODE_PAGE], ids=["message", "internet"])
def test_code_page_of_a_saved_message(where: bytes) -> None:
    """Programs that know one of the two properties write only that one."""
    envelope = opened(msg(MAIL).replace(CODE_PAGE, where), source="vecchia.msg")
    assert envelope.message.subject == MAIL.subject
    assert [part.content.decode().strip() for part in envelope.parts] == [MAIL.text]


def test_code_page_of_a_message_inside_another() -> None:
    """It is that of the message around it, when it names none."""
    raw = msg(OutlookMail(text="Города", code_page=1251, messages=(MAIL,)))
    last = raw.rindex(CODE_PAGE)
    (nested,) = opened(raw[:last] + UNKNOWN + raw[last + 4 :], source="vecchia.msg").message.nested
    assert nested.subject == MAIL.subject
