# SPDX-License-Identifier: EUPL-1.2
"""Signed files as another program writes them: openssl, in each of its forms."""

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pecwatch.documents.reading import read_document
from tests.documents.opened import attached, codes, lines
from tests.generators.signed_files import PAST, VALIDITY, person

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

LIST = b"1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE\r\n" * 300
READ = ["1) ZUCCHEROLI MIRELLA - Via delle Robinie 14 - SI ESEGUE"] * 300

FORMS = {
    "DER": "-outform DER -nodetach -binary",
    "DER in a stream (BER)": "-outform DER -nodetach -binary -stream",
    "PEM": "-outform PEM -nodetach -binary",
    "PEM in a stream": "-outform PEM -nodetach -binary -stream",
    "S/MIME": "-outform SMIME -nodetach -binary",
    "S/MIME in a stream": "-outform SMIME -nodetach -binary -stream",
    "CAdES": "-outform DER -nodetach -binary -cades",
    "without attributes": "-outform DER -nodetach -binary -noattr",
    "without certificates": "-outform DER -nodetach -binary -nocerts",
    "SHA-512": "-outform DER -nodetach -binary -md sha512",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificates of a signer, one of them expired."""
    folder = tmp_path_factory.mktemp("signer")
    (folder / "elenco.txt").write_bytes(LIST)
    key = person().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(key)
    (folder / "valid.pem").write_bytes(person(validity=VALIDITY).pem)
    (folder / "expired.pem").write_bytes(person(validity=PAST).pem)
    return folder


def openssl(folder: Path, arguments: str, *, certificate: str = "valid.pem") -> bytes:
    words = ["openssl", "cms", "-sign", "-in", "elenco.txt", "-signer", certificate, "-inkey", "key.pem"]
    return subprocess.run([*words, *arguments.split()], cwd=folder, check=True, capture_output=True).stdout


@pytest.mark.parametrize("arguments", FORMS.values(), ids=FORMS.keys())
def test_forms_of_openssl(folder: Path, arguments: str) -> None:
    """Every form is opened, byte for byte, and the signature found to fit."""
    outer, inner = read_document(attached(openssl(folder, arguments), name="elenco.txt.p7m"))
    assert (outer.format, codes(outer), lines(inner)) == ("p7m", [], READ)
    [signer] = outer.signatures[0].signers
    assert signer.fits is (None if "-nocerts" in arguments else True)
    assert ("-noattr" in arguments) or abs(dt.datetime.now(dt.UTC) - signer.signed_at) < dt.timedelta(minutes=10)


def test_expired_signer(folder: Path) -> None:
    """Normal, and worth a note."""
    p7m = openssl(folder, FORMS["DER"], certificate="expired.pem")
    outer, inner = read_document(attached(p7m, name="elenco.txt.p7m"))
    assert (codes(outer), lines(inner)) == ([("signer_expired", "note")], READ)


@pytest.mark.parametrize("form", ["-outform DER", "-outform PEM"])
def test_detached(folder: Path, form: str) -> None:
    """The signature alone: the file is asked for."""
    [only] = read_document(attached(openssl(folder, f"{form} -binary"), name="elenco.txt.p7m"))
    assert codes(only) == [("detached_signature", "lost")]
