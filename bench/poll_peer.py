# SPDX-License-Identifier: EUPL-1.2
"""The nearest program that makes rows of mail: parsedmarc's mailbox loop, on reports as long as our messages."""

import datetime as dt
import os
import subprocess
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

from bench.fetch_peers import find_program
from tests.servers.dovecot import Dovecot

USER, PASSWORD = "dmarc@pec.comune.example", "rondine-2025"
HOW_TO_GET = "python3 -m venv DIR && DIR/bin/pip install parsedmarc, then --peers DIR"
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<feedback><version>1.0</version><report_metadata><org_name>ente.example</org_name><email>dmarc@ente.example</email>
<report_id>{number}</report_id><date_range><begin>{begin}</begin><end>{end}</end></date_range></report_metadata>
<policy_published><domain>comune.example</domain><adkim>r</adkim><aspf>r</aspf><p>none</p><sp>none</sp><pct>100</pct>
</policy_published>
"""
ROW = """<record><row><source_ip>192.0.2.{place}</source_ip><count>{place}</count><policy_evaluated>
<disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row>
<identifiers><header_from>comune.example</header_from></identifiers><auth_results><dkim><domain>comune.example</domain>
<result>pass</result></dkim><spf><domain>comune.example</domain><result>pass</result></spf></auth_results></record>
"""
CONFIGURATION = """[general]
save_aggregate = True
offline = True
silent = True
output = {output}
[imap]
host = localhost
port = {port}
ssl = True
user = {user}
password = {password}
[mailbox]
watch = False
batch_size = {count}
"""


def rows_of_parsedmarc(dovecot: Dovecot, count: int, size: int, folders: list[Path]) -> float | None:
    """Seconds that parsedmarc takes from the mailbox to its files; None when it is not installed.

    Args:
        size: Bytes of each message, about.
        folders: Environments in which it may be.
    """
    program = find_program("parsedmarc", folders)
    if program is None:
        return None
    dovecot.add_user(USER, PASSWORD)
    for number in range(count):
        dovecot.deliver(USER, report(number, size))
    with tempfile.TemporaryDirectory() as folder:
        file, output = Path(folder) / "parsedmarc.ini", Path(folder) / "output"
        settings = {"output": output, "count": count, "port": dovecot.port, "user": USER, "password": PASSWORD}
        file.write_text(CONFIGURATION.format(**settings), encoding="utf-8")
        environment = {**os.environ, "SSL_CERT_FILE": str(dovecot.ca_file)}
        began = time.perf_counter()
        subprocess.run([program, "-c", str(file)], env=environment, check=True, stdout=subprocess.DEVNULL)
        taken_s = time.perf_counter() - began
        found = (output / "aggregate.csv").read_text(encoding="utf-8").count("192.0.2.1,")
    if found != count:
        raise RuntimeError(f"parsedmarc made rows of {found} of {count} reports")
    return taken_s


def report(number: int, size: int) -> bytes:
    """One aggregate report whose message is about so long."""
    begin = int(dt.datetime(2025, 10, 24, tzinfo=dt.UTC).timestamp()) + 86400 * number
    text = HEAD.format(number=number, begin=begin, end=begin + 86399)
    place = 0
    # Base64 makes four characters of three, and a line end each 76.
    while 1.37 * len(text) < size:
        place += 1
        text += ROW.format(place=place)
    message = EmailMessage()
    message["From"], message["To"] = "dmarc@ente.example", USER
    message["Subject"] = f"Report Domain: comune.example Submitter: ente.example Report-ID: {number}"
    message["Date"] = "Fri, 24 Oct 2025 09:00:00 +0200"
    message["Message-ID"] = f"<{number}@ente.example>"
    message.set_content("Report")
    name = f"ente.example!comune.example!{begin}!{begin + 86399}.xml"
    message.add_attachment(f"{text}</feedback>".encode(), maintype="application", subtype="xml", filename=name)
    return message.as_bytes()
