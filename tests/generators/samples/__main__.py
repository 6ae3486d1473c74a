# SPDX-License-Identifier: EUPL-1.2
"""Write the samples: see the package."""

from pathlib import Path

from tests.generators.authority import root
from tests.generators.samples.cases import CASES
from tests.generators.samples.post import Case
from tests.generators.samples.registry import registry_csv

SAMPLES = Path(__file__).parent.parent.parent.parent / "samples"


def write(case: Case) -> None:
    """One folder: the message and what it shows."""
    folder = SAMPLES / case.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "message.eml").write_bytes(case.message())
    (folder / "NOTE.md").write_text(
        f"<!-- SPDX-License-Identifier: CC0-1.0 -->\n{case.note} All people are invented.\n", encoding="utf-8"
    )


def main() -> None:
    """Write every sample; `expected.json` is left to whoever has read it."""
    for case in CASES:
        write(case)
    (SAMPLES / "registry.csv").write_bytes(registry_csv())
    (SAMPLES / "trust").mkdir(exist_ok=True)
    (SAMPLES / "trust" / "radice-di-prova.pem").write_bytes(root().pem)


if __name__ == "__main__":
    main()
