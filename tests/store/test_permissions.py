# SPDX-License-Identifier: EUPL-1.2
import stat
from pathlib import Path

import pytest

from pecwatch.errors import UsageError
from pecwatch.store.permissions import check_private, make_private_folder


@pytest.mark.fault("secrets-readable")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o610, 0o660, 0o602])
def test_a_secret_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """The message names the file and the command that closes it."""
    secret = tmp_path / "smtp"
    secret.touch()
    secret.chmod(mode)
    with pytest.raises(UsageError) as caught:
        check_private([secret])
    assert f"chmod 600 {secret}" in str(caught.value)


@pytest.mark.fault("secrets-readable")
def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    """Folders are closed with another mode than files."""
    folder = tmp_path / "var"
    folder.mkdir()
    folder.chmod(0o750)
    with pytest.raises(UsageError, match="chmod 700"):
        check_private([tmp_path / "missing", folder])


def test_private_and_missing_paths_pass(tmp_path: Path) -> None:
    """What does not exist yet is made private later; read-only secrets are fine."""
    secret = tmp_path / "secret"
    secret.touch()
    secret.chmod(0o400)
    make_private_folder(tmp_path / "a" / "b")
    check_private([secret, tmp_path / "a", tmp_path / "a" / "b", tmp_path / "missing"])


def test_an_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    """Changing what the administrator made is not ours; `check_private` speaks up instead."""
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "new")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
