"""Whole processes side by side: what a command costs, as a ratio to an empty Typer program and to other tools.

    python bench/run.py [--runs 10] [--timeline PATH] [--python PATH] [--typer-029 PATH] [--scale 1000 10000]

Commands run in turn (A B C A B C …), so that a machine that gets slower is slower for all. Figures are CPU time (user
and system) of the whole process: minimum, median, and both as ratios. Needs nothing but the standard library; tools
that are not installed are skipped with a word. ``--python`` is the interpreter whose Typer is the limit, by default the
one beside ``timeline``; ``--typer-029`` an interpreter that has Typer 0.29, for the cap in pyproject.toml.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
Command = list[str]


def spent(command: Command) -> tuple[float, float]:
    """CPU seconds and peak MiB of a command's process; what it prints is thrown away."""
    script = (
        "import json,resource,subprocess,sys;"
        "subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);print(json.dumps([u.ru_utime+u.ru_stime,u.ru_maxrss/1024]))"
    )
    out = subprocess.run([sys.executable, "-S", "-c", script, *command], capture_output=True, text=True, check=True)
    seconds, mebibytes = json.loads(out.stdout)
    return seconds, mebibytes


def measured(commands: dict[str, Command], runs: int) -> dict[str, tuple[list[float], float]]:
    """CPU seconds of each run of each command, in turn, and the greatest peak; one run before them does not count."""
    for command in commands.values():
        spent(command)
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    peaks = dict.fromkeys(commands, 0.0)
    for _ in range(runs):
        for name, command in commands.items():
            took, peak = spent(command)
            seconds[name].append(took)
            peaks[name] = max(peaks[name], peak)
    return {name: (seconds[name], peaks[name]) for name in commands}


def table(title: str, results: dict[str, tuple[list[float], float]], limit: str) -> None:
    """Prints the figures and their ratios to those of the command called ``limit``."""
    least, middle = min(results[limit][0]), statistics.median(results[limit][0])
    print(f"\n{title}\n{'':34}{'min ms':>9}{'median':>9}{'ratio':>8}{'median':>8}{'MiB':>7}")
    for name, (seconds, peak) in results.items():
        low, mid = min(seconds), statistics.median(seconds)
        print(f"{name:34}{low * 1000:9.1f}{mid * 1000:9.1f}{low / least:8.2f}{mid / middle:8.2f}{peak:7.0f}")


def start_up(timeline: str, python: str, other_typer: str | None, folder: Path) -> dict[str, Command]:
    """What a person or a script waits for at each command."""
    csv = folder / "events.csv"
    commands = {
        "bare Python": [python, "-c", "pass"],
        "empty Typer program": [python, str(HERE / "empty.py"), "one"],
        **({"empty Typer 0.29 program": [other_typer, str(HERE / "empty.py"), "one"]} if other_typer else {}),
        "timeline --version": [timeline, "--version"],
        "timeline --help": [timeline, "--help"],
        "timeline": [timeline],
        "timeline list": [timeline, "list"],
        "timeline count year": [timeline, "count", "year"],
        "timeline list -p pfp": [timeline, "list", "-p", "pfp"],
        "timeline list, in colour": [timeline, "list", "--color", "always"],
        "timeline show": [timeline, "show", "parp-joined"],
        "timeline show, in colour": [timeline, "show", "parp-joined", "--color", "always"],
        "timeline export --format csv": [timeline, "export", "--format", "csv"],
        "timeline export --format json": [timeline, "export", "--format", "json"],
        "timeline check": [timeline, "check"],
    }
    return commands | peers(timeline, folder, csv)


def peers(timeline: str, folder: Path, csv: Path) -> dict[str, Command]:
    """Other tools at the same selection of the same events: those whose programmes name PfP."""
    json_file, database, yaml_file = folder / "events.json", folder / "events.db", folder / "events.yaml"
    for target in (csv, json_file):
        subprocess.run([timeline, "export", str(target)], check=True, capture_output=True)
    events = json.loads(json_file.read_text("utf-8"))["events"]
    yaml_file.write_text(json.dumps({"events": events}, ensure_ascii=False, indent=1), "utf-8")
    wanted = {
        "sqlite-utils": ["sqlite-utils", "query", str(database), "select * from events where programmes like '%PfP%'"],
        "csvgrep (csvkit)": ["csvgrep", "-c", "programmes", "-r", "PfP", str(csv)],
        "yq (Python)": ["yq", '.events[] | select(.programmes | index("PfP")) | .title', str(yaml_file)],
        "mlr": ["mlr", "--csv", "filter", '$programmes =~ "PfP"', str(csv)],
        "jq": ["jq", '.events[] | select(.programmes | index("PfP")) | .title', str(json_file)],
    }
    found = {}
    beside = str(Path(timeline).parent)
    for name, command in wanted.items():
        path = shutil.which(command[0], path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
        if path is None:
            print(f"{name}: not installed, skipped")
            continue
        if name == "sqlite-utils":
            subprocess.run(
                [path, "insert", str(database), "events", str(csv), "--csv"], check=True, capture_output=True
            )
        found[name] = [path, *command[1:]]
    return found


def scale(timeline: str, python: str, size: int, folder: Path) -> dict[str, Command]:
    """A generated chronology of so many events, against what YAML alone costs."""
    file = folder / f"{size}.yaml"
    with file.open("w", encoding="utf-8") as stream:
        subprocess.run([sys.executable, str(HERE / "chronology.py"), str(size)], stdout=stream, check=True)
    whole = f"import yaml; yaml.load(open({str(file)!r}, encoding='utf-8').read(), yaml.CSafeLoader)"
    composed = f"import yaml; yaml.compose(open({str(file)!r}, encoding='utf-8').read(), yaml.CSafeLoader)"
    print(f"\n{size:,} events: {file.stat().st_size / 2**20:.1f} MiB")
    return {
        "yaml.load(CSafeLoader)": [python, "-c", whole],
        "yaml.compose": [python, "-c", composed],
        "timeline check": [timeline, "check", str(file)],
        "timeline list -y 2008": [timeline, "list", "-y", "2008", "--data", str(file)],
        "timeline export --format csv": [timeline, "export", "--format", "csv", "--data", str(file)],
        "timeline export --format html": [timeline, "export", "--format", "html", "--data", str(file)],
    }


def main() -> None:
    """Measures and prints."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=10)
    options.add_argument("--timeline", default=shutil.which("timeline") or "timeline")
    options.add_argument("--python")
    options.add_argument("--typer-029")
    options.add_argument("--scale", type=int, nargs="*", default=[1000, 10_000])
    given = options.parse_args()
    python = given.python or str(Path(given.timeline).parent / "python")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {given.runs} runs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = measured(start_up(given.timeline, python, given.typer_029, folder), given.runs)
        table("Start-up (ratio to the empty Typer program)", results, "empty Typer program")
        for size in given.scale:
            results = measured(scale(given.timeline, python, size, folder), max(2, given.runs // 4))
            table("Scale (ratio to yaml.load)", results, "yaml.load(CSafeLoader)")


if __name__ == "__main__":
    if sys.platform == "win32":
        sys.exit("needs resource.getrusage, which Windows has not")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
