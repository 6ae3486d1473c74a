# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest
from cryptography import x509

from pecwatch.errors import UsageError
from pecwatch.rules import shipped_rules
from pecwatch.seals.anchors import read_anchors
from tests.generators.authority import root

IDENTIFIER = "A5:FD:85:05:0E:C3:F1:D6:65:4A:20:6C:E2:DB:4D:60:93:2B:8A:A0"
OTHER = root("Altra radice di prova")


def test_shipped_anchor_is_the_one_above_the_pec() -> None:
    """What is shipped is the Actalis root, still valid, and asks for the authority of the PEC providers."""
    (anchor,) = read_anchors(shipped_rules() / "trust").authorities
    certificate = x509.load_der_x509_certificate(anchor.certificate)
    assert "Actalis Authentication Root CA" in certificate.subject.rfc4514_string()
    assert [pin.hex(":").upper() for pin in anchor.pins] == [IDENTIFIER]


def test_every_certificate_of_a_folder_is_an_anchor(tmp_path: Path) -> None:
    """Whatever a file is called and however many certificates it holds; other files are left alone."""
    (tmp_path / "due").write_bytes(b"radici\n" + root().pem + OTHER.pem)
    (tmp_path / "LEGGIMI.txt").write_text("nessun certificato")
    (tmp_path / "vecchie").mkdir()
    found = read_anchors(tmp_path).authorities
    assert [anchor.certificate for anchor in found] == [root().der, OTHER.der]
    assert [anchor.pins for anchor in found] == [(), ()]


def test_a_pin_is_about_its_anchor_only(tmp_path: Path) -> None:
    """An authority put beside a pinned one needs no pin of its own."""
    (tmp_path / "uno.pem").write_bytes(root().pem)
    (tmp_path / "due.pem").write_bytes(OTHER.pem)
    (tmp_path / "pins.toml").write_text(f'[[pin]]\nanchor = "uno.pem"\nkey_identifier = "{IDENTIFIER.lower()}"\n')
    assert {anchor.file: len(anchor.pins) for anchor in read_anchors(tmp_path).authorities} == {
        "uno.pem": 1,
        "due.pem": 0,
    }


def test_an_empty_folder_trusts_nobody(tmp_path: Path) -> None:
    """Every seal is unverifiable then, and nothing breaks."""
    assert read_anchors(tmp_path).authorities == ()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("radice.cer", root().der, "convert it", id="not in PEM"),
        pytest.param(
            "radice.pem", b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "damaged", id="cut"
        ),
        pytest.param(
            "pins.toml",
            b'[[pin]]\nanchor = "x.pem"\nkey_identifier = "A5:FD"\n',
            "no certificate file",
            id="pin of nobody",
        ),
        pytest.param(
            "pins.toml", b'[[pin]]\nanchor = "uno.pem"\nkey_identifier = "A5:FD"\n', "20 bytes", id="short pin"
        ),
        pytest.param("pins.toml", b'[[pin]]\nanchor = "uno.pem"\nkey_id = "A5"\n', "unknown key", id="misspelt pin"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    """An anchor that silently is none would make every seal unverifiable, a pin that is none would ask for nothing."""
    (tmp_path / "uno.pem").write_bytes(root().pem)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=told) as error:
        read_anchors(tmp_path)
    assert name in str(error.value)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A typing error in `trust_anchors` must not look like distrust."""
    with pytest.raises(UsageError, match="correct the path"):
        read_anchors(tmp_path / "fiducia")
