# Recipes for those who work on the project; `just` alone lists them. Each is one or two commands that can be typed without it.

python := if os_family() == "windows" { ".venv/Scripts/python" } else { ".venv/bin/python" }

# List the recipes
default:
    @just --list --unsorted

# Make the environment with everything that tests and linters need
setup:
    python3 -m venv .venv
    {{ python }} -m pip install --quiet -r requirements/ci.txt
    {{ python }} -m pip install --quiet --no-deps --no-build-isolation -e .

# Run the fast tests, or what is named: just test tests/test_dates.py -k season
test *arguments:
    {{ python }} -m pytest {{ if arguments == "" { "-n auto -m 'not slow'" } else { arguments } }}

# Lock what tests and linters need to the newest versions, with hashes
lock:
    {{ python }} -m uv pip compile pyproject.toml --upgrade --extra test \
        --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'just lock' -q -o requirements/test.txt
    {{ python }} -m uv pip compile pyproject.toml --upgrade --extra test --extra oracles --extra lint -c requirements/test.txt \
        --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'just lock' -q -o requirements/ci.txt

# Style, form and types
lint:
    {{ python }} -m ruff check .
    {{ python }} -m ruff format --check .
    {{ python }} -m mypy

# Check the data, the chronology and the example, and that both are in their one form
check:
    {{ python }} -m timeline check data/events.yaml examples/partnership-forums.yaml
    {{ python }} -m timeline format --check data/events.yaml examples/partnership-forums.yaml

# Renew the page on what changed in the data, from the history in git
changes:
    {{ python }} tools/data_changes.py --write

# Renew what the examples of README and docs print
examples:
    {{ python }} tools/examples.py --write

# Renew what is made from the program's commands: the reference pages and the manual page
reference:
    {{ python }} tools/reference.py --write
    {{ python }} tools/manpage.py --write

# Renew the pictures of the README, in a real browser (Chromium, driven by Playwright)
pictures:
    {{ python }} tools/pictures.py

# Write the page of the current data to build/timeline.html, to look at
page:
    {{ python }} -c "import pathlib; pathlib.Path('build').mkdir(exist_ok=True)"
    {{ python }} -m timeline export build/timeline.html --force

# Measure commands side by side, in CPU time: just bench --runs 20
bench *arguments:
    {{ python }} bench/run.py {{ arguments }}

# Measure the page in a browser, or several pages: just bench-page --page old.html --page new.html
bench-page *arguments:
    {{ python }} bench/page.py {{ arguments }}

# All that a change must pass, as the server runs it
ci:
    .ci/run
