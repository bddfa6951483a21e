"""The cited timeline of Azerbaijan–NATO relations, and the program that reads it.

>>> import timeline
>>> chronology = timeline.load()  # or load("my.yaml")
>>> [event.id for event in chronology.select(year="1994", significance="landmark").events]
['pfp-framework-signed']
>>> timeline.export(chronology, "csv").splitlines()[0][:29]
'id,date,earliest,latest,title'
"""

from timeline.datafile import load
from timeline.dates import Date, Moment
from timeline.errors import DataError, DateError, Problem, TimelineError, UsageError
from timeline.formats import export
from timeline.model import Chronology, Event, Programme, Source

__version__ = "1.0.0"

__all__ = [
    "Chronology",
    "DataError",
    "Date",
    "DateError",
    "Event",
    "Moment",
    "Problem",
    "Programme",
    "Source",
    "TimelineError",
    "UsageError",
    "export",
    "load",
]
