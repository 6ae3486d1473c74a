# SPDX-License-Identifier: EUPL-1.2
"""The wheel: everything that the program needs travels in it, and it works where no checkout is."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from pecwatch import __version__
from tests.cli.test_init import NEEDED
from tests.tree import ROOT, project_files

pytestmark = pytest.mark.skipif(find_spec("hatchling") is None, reason="the wheel is built by hatchling (extra build)")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the checkout, without fetching anything."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)),
        cwd=ROOT, check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The program of a clean virtual environment; the libraries are those that the tests use."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    program = str(folder / "bin" / "python")
    subprocess.run(
        (sys.executable, "-m", "pip", "--python", program, "install", "--quiet", "--no-deps", "--no-index", str(wheel)),
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    (packages,) = folder.glob("lib/python*/site-packages")
    # A path and no more: what stands in .pth files there, such as an editable pecwatch, is not followed.
    (packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    yield folder / "bin" / "pecwatch"


def run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in a folder that holds no part of the project."""
    environment = {"PATH": os.defpath}
    return subprocess.run(
        (str(program), *arguments),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def test_everything_travels(wheel: Path) -> None:
    """Code, templates, migrations, rules, samples, and the example that `init` fills in."""
    there = set(zipfile.ZipFile(wheel).namelist())
    shipped = ("rules", "samples")
    wanted = {
        path.as_posix() if path.parts[0] == "pecwatch" else f"pecwatch/shipped/{path.as_posix()}"
        for path in project_files()
        if path.parts[0] in ("pecwatch", *shipped) or path.name == "config.example.toml"
    }
    assert wanted - there == set()
    assert any(name.startswith("pecwatch/store/migrations/versions/") for name in wanted)
    assert any("/templates/" in name for name in wanted)
    assert not any(name.startswith(("tests/", "deploy/", "bench/")) for name in there)


def test_the_installed_program_stands_alone(installed: Path, tmp_path: Path) -> None:
    """A configuration, a database, rules, readers and templates, none of them from a checkout."""
    where = (str(installed.with_name("python")), "-c", "import pecwatch; print(pecwatch.__file__)")
    found = subprocess.run(where, cwd=tmp_path, env={}, capture_output=True, text=True, check=True, timeout=60).stdout
    assert found.startswith(str(installed.parent.parent))
    assert run(installed, tmp_path, "--version").stdout == f"pecwatch {__version__}\n"
    options = [word for pair in NEEDED.items() for word in pair]
    made = run(installed, tmp_path, "init", "--non-interactive", *options)
    assert made.returncode == 0, made.stderr
    (tmp_path / "secrets" / "pec").write_text("invented\n", encoding="utf-8")
    looked = run(installed, tmp_path, "status")
    assert looked.returncode == 6, looked.stderr
    assert "no registry" in looked.stdout
    (samples,) = installed.parent.parent.glob("lib/python*/site-packages/pecwatch/shipped/samples")
    read = run(installed, tmp_path, "parse", "--json", str(samples / "2025-11-elenco-pdf" / "message.eml"))
    assert '"rows":[{' in read.stdout, read.stderr
    preview = run(installed, tmp_path, "digest", "--preview")
    assert preview.returncode == 0, preview.stderr
