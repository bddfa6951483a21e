"""Makes the pictures in ``docs/`` from the chronology: terminal, chart and page, in a real browser.

``python tools/pictures.py`` needs Playwright for Python and Chromium, on the path or where TIMELINE_CHROMIUM says.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from rich.console import Console
from rich.text import Text

import timeline
from timeline.views.chart import chart
from timeline.views.layout import Layout
from timeline.views.terminal import listing

_PAGE = (1280, 1000)
_CELLS = 100
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


def main() -> None:
    """Writes ``chart.svg`` and, as PNG, the terminal and the page in light and dark."""
    from playwright.sync_api import sync_playwright

    chronology = timeline.load()
    docs = HERE / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "chart.svg").write_text(timeline.export(chronology, "svg", theme="auto"), "utf-8", newline="\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        document = Path(folder) / "page.html"
        document.write_text(timeline.export(chronology, "html"), "utf-8", newline="\n")
        chromium = os.environ.get("TIMELINE_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        _picture(browser, document, docs / "page.png", "light", _PAGE)
        _picture(browser, document, docs / "page-dark.png", "dark", _PAGE)
        screen = Path(folder) / "terminal.svg"
        screen.write_text(terminal(chronology), "utf-8", newline="\n")
        _picture(browser, screen, docs / "terminal.png", "light", _PAGE)
        browser.close()


def terminal(chronology: timeline.Chronology) -> str:
    """What a terminal of 100 cells shows of the landmarks since 2001 and of the chart, as Rich draws terminals."""
    console = Console(record=True, width=_CELLS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    layout = Layout(_CELLS, colour=True)
    landmarks = chronology.select(significance="landmark", from_="2001")
    for command, view in (
        ("timeline list --landmarks --from 2001", listing(landmarks, layout)),
        ("timeline chart -p pso -p ipap", chart(chronology.select(programme=["pso", "ipap"]), layout)),
    ):
        console.print(Text(f"$ {command}", "bold"))
        console.print(Text.assemble(*view.pieces), soft_wrap=True)
    drawn = re.sub(r"@font-face {.*?}", "", console.export_svg(title="timeline"), flags=re.DOTALL)  # they are fetched
    sized = re.sub(r'viewBox="0 0 (\S+) (\S+)"', r'\g<0> width="\1" height="\2"', drawn, count=1)
    return sized.replace("Fira Code", "DejaVu Sans Mono")


def _picture(browser: Any, source: Path, target: Path, scheme: str, size: tuple[int, int]) -> None:
    """A picture of a file as it opens; a drawing at its own size."""
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    tab.goto(source.as_uri())
    if source.suffix == ".svg":
        sides = tab.evaluate(
            "[document.documentElement.width, document.documentElement.height].map(s => s.baseVal.value)"
        )
        tab.set_viewport_size({"width": round(sides[0]), "height": round(sides[1])})
    tab.screenshot(path=target)
    tab.close()
    print(f"{target.relative_to(HERE)}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
