# SPDX-License-Identifier: EUPL-1.2
"""Write each mail of the gallery as HTML and text, photographed as a telephone and as a desk show it."""

import sys
from pathlib import Path

from tests.alerts.looking.browser import TELEPHONE, chromium, photograph
from tests.alerts.looking.gallery import gallery

SIZES = ((TELEPHONE, 1500), (1280, 1300))


def main(folder: Path, wanted: tuple[str, ...]) -> None:
    """Write everything, or only the mails whose names begin so, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for shown in gallery():
        if wanted and not shown.name.startswith(wanted):
            continue
        page = folder / f"{shown.name}.html"
        page.write_text(shown.alert.html, encoding="utf-8")
        page.with_suffix(".txt").write_text(f"{shown.alert.subject}\n\n{shown.alert.text}", encoding="utf-8")
        for width, height in SIZES if chromium() is not None else ():
            photograph(page, folder / f"{shown.name}-{width}.png", width=width, height=height)
        sys.stdout.write(f"{page}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
