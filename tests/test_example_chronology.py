"""The second chronology, in examples/: real, small, in good order, and with one of everything that the format has."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import timeline
from timeline import Chronology, Date
from timeline.cli import run as program
from timeline.cli.commands import MODULES
from timeline.datafile import check, schema
from timeline.formats import FORMATS
from timeline.model import CONFIDENCE, COUNT_BY, SIGNIFICANCE, SOURCE_KINDS

PATH = Path(__file__).resolve().parent.parent / "examples" / "partnership-forums.yaml"

UNUSED = [
    (schema.CHRONOLOGY, "url"),
    *((schema.SOURCE, name) for name in ("author", "via", "archived", "doi", "isbn", "held")),
]
"""Fields for which there is nothing true to say: it has no address of its own, and its sources are plain pages."""

COMMANDS = (
    (),
    ("list",),
    ("list", "--full", "-y", "2008", "-p", "ngc", "-k", "institution", "--topic", "membership"),
    ("show", "kfor-contingent", "nato-georgia-commission"),
    ("programmes",),
    ("programmes", "NACC", "Partnership for Peace"),
    *(("count", by) for by in COUNT_BY),
    ("chart",),
    ("chart", "--by", "kind"),
    ("format", "--check"),
    ("add", "--help"),
    ("on", "23 March"),
    ("sources", "--source", "civil georgia"),
    ("cite", "first-ipap"),
    *(("export", "--format", entry.name) for entry in FORMATS),
    ("check",),
    ("diff", str(PATH), "--format", "markdown"),
    ("schema",),
)
"""Every command, as one would use it on a file of one's own."""


@pytest.fixture(scope="module")
def forums() -> Chronology:
    """The chronology as it is loaded."""
    return timeline.load(PATH)


def dates(chronology: Chronology) -> Iterator[Date]:
    """Every date of it: of events, of sources and of programmes."""
    yield from (event.date for event in chronology.events)
    yield from (source.date for source in chronology.sources.values() if source.date)
    for programme in chronology.programmes.values():
        yield from (date for date in (programme.period, programme.participation) if date)


def test_it_is_in_good_order() -> None:
    """The check finds nothing."""
    assert check.problems(PATH.read_bytes(), PATH.name) == []


def test_it_is_small(forums: Chronology) -> None:
    """It can be read in one go."""
    assert 12 <= len(forums.events) <= 20


def test_every_field_is_used(forums: Chronology) -> None:
    """Each field of each record has a value somewhere but for `UNUSED`, and every word of the vocabularies an event."""
    records = (
        ((forums,), schema.CHRONOLOGY),
        (forums.programmes.values(), schema.PROGRAMME),
        (forums.sources.values(), schema.SOURCE),
        (forums.events, schema.EVENT),
    )
    for some, fields in records:
        for field in fields:
            used = any(getattr(record, field.name) for record in some)
            assert used != ((fields, field.name) in UNUSED), field.name
    assert {event.kind for event in forums.events} == set(forums.kinds)
    assert {topic for event in forums.events for topic in event.topics} == set(forums.topics)


def test_every_choice_is_used(forums: Chronology) -> None:
    """There is an event of each significance and each confidence, and a source of each kind."""
    assert {event.significance for event in forums.events} == set(SIGNIFICANCE)
    assert {event.confidence for event in forums.events} == set(CONFIDENCE)
    assert {source.kind for source in forums.sources.values()} == set(SOURCE_KINDS)


def test_every_kind_of_date_is_used(forums: Chronology) -> None:
    """There is a year, a month, a day, an interval, one open at its start, one at its end, ``?`` and ``~``."""
    found = list(dates(forums))
    assert {date.precision for date in found if date.form == "moment"} == {"year", "month", "day"}
    lasting = [date for date in found if date.form == "interval"]
    assert {date.precision for date in lasting if date.start and date.end} == {"year", "month", "day"}
    assert {(date.start is None, date.end is None) for date in found} == {(False, False), (True, False), (False, True)}
    sides = [side for date in found for side in (date.start, date.end) if side]
    assert {side.qualifier for side in sides} >= {"", "?", "~"}


def test_every_command_is_tried() -> None:
    """The table of commands has each that the program has."""
    assert {name for name, *_ in filter(None, COMMANDS)} == set(MODULES)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_works_on_it(command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command with ``--data`` ends well, and nothing of the chronology that comes with the program shows."""
    monkeypatch.chdir(tmp_path)
    data = io.BytesIO()
    out = io.TextIOWrapper(data, encoding="utf-8")
    file = [] if command == ("schema",) else ["--data", str(PATH)]
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        assert program.run([*command, *file]) == 0
        out.flush()
    if zipfile.is_zipfile(data):
        with zipfile.ZipFile(data) as archive:
            text = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    else:
        text = data.getvalue().decode("utf-8", errors="replace")  # a database has texts among its bytes
    assert text or command[0] in ("check", "format")
    assert "Heydar Aliyev" not in text


def test_days_are_not_in_the_future(forums: Chronology) -> None:
    """No event is later than the day on which the file was last changed."""
    assert forums.updated is not None
    assert forums.updated.latest is not None
    for event in forums.events:
        assert (event.date.latest or dt.date.min) <= forums.updated.latest
