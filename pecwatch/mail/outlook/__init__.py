# SPDX-License-Identifier: EUPL-1.2
"""Messages that Outlook keeps in its own forms, `.msg` files and winmail.dat, written as mail again."""

from pecwatch.mail.outlook.msg import is_outlook_file
from pecwatch.mail.outlook.rebuilding import RebuiltMail, as_mail
from pecwatch.mail.outlook.tnef import MAGIC as WINMAIL

__all__ = ["WINMAIL", "RebuiltMail", "as_mail", "is_outlook_file"]
