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

TYPE_CHECKING = False  # which type checkers take for true, and for which typing need not be imported
if TYPE_CHECKING:
    from timeline.datafile import load
    from timeline.datafile.check import check
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
else:
    _MODULES = {
        **dict.fromkeys(__all__, "errors"),
        **dict.fromkeys(("Chronology", "Count", "Criteria", "Event", "Programme", "Source"), "model"),
        "check": "datafile.check",
        "export": "formats",
        "load": "datafile",
        "Date": "dates",
        "Moment": "dates",
    }

    def __getattr__(name):
        """A public name, imported when it is asked for: the program's door opens, whatever else is missing."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return globals().setdefault(name, getattr(import_module(f"{__name__}.{_MODULES[name]}"), name))

    def __dir__():
        return sorted({*globals(), *__all__})
