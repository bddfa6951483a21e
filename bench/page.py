"""The page in a browser: what it weighs, and how long a reader waits for it.

    python bench/page.py [--runs 3] [--events 5000] [--page FILE ...]

Makes the page of the shipped chronology and of a generated one, or takes pages that were made before, so that two
versions are measured in turn in one run. Needs Playwright and chromium, on the path or named by TIMELINE_CHROMIUM.
Figures are milliseconds, medians: from the key, or the tick of a filter, to the frame after it, as a reader waits, and
how long the page's own thread worked for it, which other work on the machine does not change much.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import timeline

HERE = Path(__file__).resolve().parent
WORD = "officers"
"""What is typed: a word that thousands of generated events have; of others, few."""
PAUSE = 150
"""Milliseconds between two acts, as of somebody who types fast: the frame before has been drawn by then."""
FRAME = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
TYPE = """(text) => {
  const field = document.getElementById('_search');
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}"""
TICK = "(name) => document.querySelector(`#_facets input[name=${name}]`)?.click()"


def visited(browser: Any, page: Path) -> list[float]:
    """Milliseconds until the page answers, of a key and of a filter; of each those waited, then those worked."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) * 1000

    def timed(script: str, argument: str) -> tuple[float, float]:
        tab.wait_for_timeout(PAUSE)
        before = worked()
        waited: float = tab.evaluate(
            f"async (argument) => {{ const begun = performance.now(); ({script})(argument); await {FRAME};"
            " return performance.now() - begun }",
            argument,
        )
        return waited, worked() - before

    tab.goto(page.as_uri())
    tab.evaluate(f"() => {FRAME}")
    ready = (tab.evaluate("performance.now()"), worked())
    lengths = [*range(1, len(WORD) + 1), *range(len(WORD) - 1, -1, -1)]
    keys = [timed(TYPE, WORD[:length]) for length in lengths]
    ticks = [timed(TICK, name) for name in ("programme", "kind") for _ in range(4)]
    tab.close()
    return [*ready, *(statistics.median(column) for acts in (keys, ticks) for column in zip(*acts, strict=True))]


def made(folder: Path, events: int) -> list[Path]:
    """The pages of the shipped chronology and of a generated one."""
    data = folder / "many.yaml"
    with data.open("w", encoding="utf-8") as stream:
        subprocess.run([sys.executable, str(HERE / "chronology.py"), str(events)], stdout=stream, check=True)
    pages = []
    for name, chronology in (("shipped", timeline.load()), (f"{events} events", timeline.load(data))):
        pages.append(folder / f"{name}.html")
        pages[-1].write_text(timeline.export(chronology, "html"), "utf-8")
    return pages


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--events", type=int, default=5000)
    options.add_argument("--page", type=Path, action="append")
    given = options.parse_args()
    from playwright import sync_api

    chromium = os.environ.get("TIMELINE_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as name, sync_api.sync_playwright() as playwright:
        pages = given.page or made(Path(name), given.events)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        runs: dict[Path, list[list[float]]] = {page: [] for page in pages}
        for _ in range(given.runs):
            for page in pages:
                runs[page].append(visited(browser, page.resolve()))
        browser.close()
        print(
            f"{'':24}{'kB':>7}{'gzip':>7}{'nodes':>9}{'ready':>8}{'work':>7}{'key':>7}{'work':>7}{'filter':>8}{'work':>7}"
        )
        for page, found in runs.items():
            text = page.read_bytes()
            sizes = len(text) // 1000, len(gzip.compress(text, 9)) // 1000, len(re.findall(rb"<[a-zA-Z]", text))
            ready, work, *acts = (statistics.median(column) for column in zip(*found, strict=True))
            print(f"{page.stem:24}{sizes[0]:7}{sizes[1]:7}{sizes[2]:9,}{ready:8.0f}{work:7.0f}", end="")
            print("{:7.0f}{:7.0f}{:8.0f}{:7.0f}".format(*acts))


if __name__ == "__main__":
    main()
