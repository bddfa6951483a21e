"""Makes the pictures of the README in ``docs/`` from the chronology: the chart and the page, in a real browser.

``python tools/pictures.py`` needs Playwright for Python and Chromium, on the path or where TIMELINE_CHROMIUM says.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

import timeline
from timeline.formats import page, svg

_CHART = (svg.WIDTH, 1200)
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


def main() -> None:
    """Writes ``chart.svg``, ``chart.png``, ``page.png`` and ``page-dark.png``."""
    from playwright.sync_api import sync_playwright

    chronology = timeline.load()
    docs = HERE / "docs"
    docs.mkdir(exist_ok=True)
    chart = docs / "chart.svg"
    chart.write_text(svg.render(chronology), "utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        document = Path(folder) / "page.html"
        document.write_text(page.render(chronology), "utf-8", newline="\n")
        chromium = os.environ.get("TIMELINE_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        _picture(browser, document, docs / "page.png", "light", (1280, 800))
        _picture(browser, document, docs / "page-dark.png", "dark", (1280, 800))
        _picture(browser, chart, docs / "chart.png", "light", _CHART)
        browser.close()


def _picture(browser: Any, source: Path, target: Path, scheme: str, size: tuple[int, int]) -> None:
    """A picture of a file as it opens; the chart as high as it is."""
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    tab.goto(source.as_uri())
    if source.suffix == ".svg":
        tab.set_viewport_size(
            {"width": size[0], "height": round(tab.evaluate("document.documentElement.height.baseVal.value"))}
        )
    tab.screenshot(path=target)
    tab.close()
    print(f"{target.relative_to(HERE)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
