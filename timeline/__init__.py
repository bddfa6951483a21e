"""The cited timeline of Azerbaijan–NATO relations, and the program that reads it.

>>> import timeline
>>> chronology = timeline.load()  # or load("my.yaml")
>>> chronology["pfp-framework-signed"].date.english()
'4 May 1994'
>>> [event.id for event in chronology.select(year="1994", significance="landmark")]
['pfp-framework-signed']
>>> timeline.export(chronology, "csv").splitlines()[0][:29]
'id,date,earliest,latest,title'
>>> timeline.check()  # or check("my.yaml")
()
"""

import os

from timeline.datafile import load
from timeline.dates import Date, Moment
from timeline.errors import (
    ArgumentError,
    DataError,
    DateError,
    Problem,
    TimelineError,
    UnknownError,
    UsageError,
    YearError,
)
from timeline.formats import export
from timeline.model import Chronology, Count, Criteria, Event, Programme, Source

__version__ = "1.0.0"

__all__ = [
    "ArgumentError",
    "Chronology",
    "Count",
    "Criteria",
    "DataError",
    "Date",
    "DateError",
    "Event",
    "Moment",
    "Problem",
    "Programme",
    "Source",
    "TimelineError",
    "UnknownError",
    "UsageError",
    "YearError",
    "check",
    "export",
    "load",
]


def check(source: str | os.PathLike[str] | None = None) -> tuple[Problem, ...]:
    """What is wrong with a data file, or with the one that comes with the program: nothing where all is well.

    Every error, or, where the file can be read, every warning, as its ``severity`` says; in the order of the file.
    Raises `TimelineError` for a file that cannot be read at all.
    """
    from timeline.datafile.check import check as checked  # which few programs need

    return checked(source)
