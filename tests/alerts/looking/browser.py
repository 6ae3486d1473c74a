# SPDX-License-Identifier: EUPL-1.2
"""A browser without a window: it photographs pages and has axe look at them."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from html import unescape
from importlib.util import find_spec
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-extensions", "--disable-background-networking", "--force-color-profile=srgb"),
)
TELEPHONE = 375
NARROWEST = 500
"""Chromium makes no window narrower than this; a narrower page is shown in a frame."""


def chromium() -> str | None:
    """The browser of this machine, if there is one."""
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


def axe() -> Path | None:
    """The script of axe-core: named by AXE_CORE, installed by npm, or brought by the Python package."""
    places = [Path(os.environ["AXE_CORE"])] if os.environ.get("AXE_CORE") else []
    places += [folder / "node_modules/axe-core/axe.min.js" for folder in (Path.cwd(), Path("/usr/lib"))]
    package = find_spec("axe_core_python")
    if package is not None and package.submodule_search_locations:
        places += [Path(place) / "axe.min.js" for place in package.submodule_search_locations]
    return next((place for place in places if place.is_file()), None)


def photograph(page: Path, picture: Path, *, width: int, height: int, dark: bool = False) -> None:
    """Write what a window of that size shows of a page."""
    shown, dress = page, ("--blink-settings=preferredColorScheme=0",) if dark else ()
    if width < NARROWEST:
        shown = page.with_name(f"{page.stem}-{width}.html")
        frame = f'<iframe src="{page.name}" style="border:0;width:{width}px;height:{height}px"></iframe>'
        shown.write_text(f"<!DOCTYPE html><html><body style='margin:0'>{frame}</body></html>", encoding="utf-8")
    size = f"--window-size={max(width, NARROWEST)},{height}"
    _run(*dress, size, f"--screenshot={picture}", shown.resolve().as_uri())


def violations(pages: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """What axe finds wrong, by the name of the page, and whether a telephone would have to scroll it sideways.

    All pages are looked at in one window, one after the other.

    Args:
        pages: HTML by name.
        folder: For the page that holds them all.
    """
    script = axe()
    assert script is not None
    looking = f"""<!DOCTYPE html><html lang="it"><head><title>x</title></head><body>
<iframe id="page" style="border:0;width:{TELEPHONE}px;height:4000px"></iframe><pre id="found">not finished</pre>
<script>
const pages = {_literal(dict(pages))};
const axe = {_literal(script.read_text(encoding="utf-8"))};
const frame = document.getElementById("page"), found = {{}};
(async () => {{
  for (const [name, html] of Object.entries(pages)) {{
    await new Promise(done => {{ frame.onload = done; frame.srcdoc = html; }});
    frame.contentWindow.eval(axe);
    const told = await frame.contentWindow.axe.run(frame.contentDocument);
    found[name] = told.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" | "));
    const wide = frame.contentDocument.documentElement.scrollWidth;
    if (wide > {TELEPHONE}) found[name].push("wider than a telephone: " + wide);
    if (told.passes.length < 10) found[name].push("hardly anything was looked at");
  }}
  document.getElementById("found").textContent = JSON.stringify(found);
}})().catch(error => {{ document.getElementById("found").textContent = "failed: " + error; }});
</script></body></html>"""
    page = folder / "axe.html"
    page.write_text(looking, encoding="utf-8")
    printed = _run("--virtual-time-budget=300000", "--dump-dom", page.resolve().as_uri())
    answer = re.search(r'<pre id="found">(.*?)</pre>', printed, flags=re.DOTALL)
    assert answer is not None and answer[1].startswith("{"), printed[-500:]
    told: dict[str, list[str]] = json.loads(unescape(answer[1]))
    return told


def _literal(value: object) -> str:
    """A value as a script may hold it within a page."""
    return json.dumps(value).replace("</", "<\\/")


def _run(*arguments: str) -> str:
    program = chromium()
    assert program is not None
    command = [program, *QUIET, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
