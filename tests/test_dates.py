"""Dates: a table of cases that is their specification, properties over them, and the ``edtf`` library as oracle.

A date is read only in the documented forms, with ASCII digits and as a whole; it keeps its precision in every output.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.conftest import examples
from tests.strategies import edtf, moments
from timeline.date_advice import typed
from timeline.dates import MONTHS, PATTERN, Date, Moment, days_in, overlapping, parse
from timeline.errors import DateError
from timeline.text import quoted

# EDTF text, earliest day, latest day, precision, English, short English.
READ = [
    ("1994", "1994-01-01", "1994-12-31", "year", "1994", "1994"),
    ("1994-05", "1994-05-01", "1994-05-31", "month", "May 1994", "May 1994"),
    ("1997-11", "1997-11-01", "1997-11-30", "month", "November 1997", "Nov 1997"),
    ("1994-05-04", "1994-05-04", "1994-05-04", "day", "4 May 1994", "4 May 1994"),
    ("2021-09-30", "2021-09-30", "2021-09-30", "day", "30 September 2021", "30 Sep 2021"),
    ("2001?", "2001-01-01", "2001-12-31", "year", "perhaps 2001", "perhaps 2001"),
    ("2001~", "2001-01-01", "2001-12-31", "year", "about 2001", "about 2001"),
    ("2001%", "2001-01-01", "2001-12-31", "year", "perhaps about 2001", "perhaps about 2001"),
    ("2001-10~", "2001-10-01", "2001-10-31", "month", "about October 2001", "about Oct 2001"),
    ("2001-10-07?", "2001-10-07", "2001-10-07", "day", "perhaps 7 October 2001", "perhaps 7 Oct 2001"),
    # the first and the last
    ("1000", "1000-01-01", "1000-12-31", "year", "1000", "1000"),
    ("1000-01-01", "1000-01-01", "1000-01-01", "day", "1 January 1000", "1 Jan 1000"),
    ("9999", "9999-01-01", "9999-12-31", "year", "9999", "9999"),
    ("9999-12", "9999-12-01", "9999-12-31", "month", "December 9999", "Dec 9999"),
    ("9999-12-31", "9999-12-31", "9999-12-31", "day", "31 December 9999", "31 Dec 9999"),
    # the ends of months, leap years
    ("2023-02", "2023-02-01", "2023-02-28", "month", "February 2023", "Feb 2023"),
    ("2024-02", "2024-02-01", "2024-02-29", "month", "February 2024", "Feb 2024"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day", "29 February 2024", "29 Feb 2024"),
    ("2000-02", "2000-02-01", "2000-02-29", "month", "February 2000", "Feb 2000"),
    ("1900-02", "1900-02-01", "1900-02-28", "month", "February 1900", "Feb 1900"),
    # intervals, what both sides share said once
    ("1994/1997", "1994-01-01", "1997-12-31", "year", "1994–1997", "1994–1997"),
    ("1994/1994", "1994-01-01", "1994-12-31", "year", "1994", "1994"),
    ("1994-05/1994-07", "1994-05-01", "1994-07-31", "month", "May–July 1994", "May–Jul 1994"),
    ("1994-05/1995-07", "1994-05-01", "1995-07-31", "month", "May 1994 – July 1995", "May 1994 – Jul 1995"),
    ("1994-05/1994-05", "1994-05-01", "1994-05-31", "month", "May 1994", "May 1994"),
    ("1997-02-13/1997-02-14", "1997-02-13", "1997-02-14", "day", "13–14 February 1997", "13–14 Feb 1997"),
    ("1997-02-13/1997-02-13", "1997-02-13", "1997-02-13", "day", "13 February 1997", "13 Feb 1997"),
    ("1997-02-13/1997-03-02", "1997-02-13", "1997-03-02", "day", "13 February – 2 March 1997", "13 Feb – 2 Mar 1997"),
    (
        "1997-12-30/1998-01-02", "1997-12-30", "1998-01-02", "day",
        "30 December 1997 – 2 January 1998", "30 Dec 1997 – 2 Jan 1998",
    ),
    ("1999/2008-04-15", "1999-01-01", "2008-04-15", "year", "1999 – 15 April 2008", "1999 – 15 Apr 2008"),
    ("1999-09/2008", "1999-09-01", "2008-12-31", "year", "September 1999 – 2008", "Sep 1999 – 2008"),
    ("1994/1994-05", "1994-01-01", "1994-05-31", "year", "1994 – May 1994", "1994 – May 1994"),
    ("1994-05-04/1994-06", "1994-05-04", "1994-06-30", "month", "4 May 1994 – June 1994", "4 May 1994 – Jun 1994"),
    ("1994~/1997", "1994-01-01", "1997-12-31", "year", "about 1994 – 1997", "about 1994 – 1997"),
    ("1994/1997?", "1994-01-01", "1997-12-31", "year", "1994 – perhaps 1997", "1994 – perhaps 1997"),
    ("1994/1994~", "1994-01-01", "1994-12-31", "year", "1994 – about 1994", "1994 – about 1994"),
    (
        "1994-05~/1994-07", "1994-05-01", "1994-07-31", "month",
        "about May 1994 – July 1994", "about May 1994 – Jul 1994",
    ),
    # intervals with an open side
    ("2008/..", "2008-01-01", None, "year", "since 2008", "since 2008"),
    ("2008-04-15/..", "2008-04-15", None, "day", "since 15 April 2008", "since 15 Apr 2008"),
    ("9999-12-31/..", "9999-12-31", None, "day", "since 31 December 9999", "since 31 Dec 9999"),
    ("../2001", None, "2001-12-31", "year", "until 2001", "until 2001"),
    ("../2001-10~", None, "2001-10-31", "month", "until about October 2001", "until about Oct 2001"),
    ("../1000-01-01", None, "1000-01-01", "day", "until 1 January 1000", "until 1 Jan 1000"),
    # once, some time between; in short words neighbours are one or the other
    ("[2009..2011]", "2009-01-01", "2011-12-31", "year", "between 2009 and 2011", "between 2009 and 2011"),
    ("[2010..2011]", "2010-01-01", "2011-12-31", "year", "between 2010 and 2011", "2010 or 2011"),
    (
        "[2010-11..2010-12]", "2010-11-01", "2010-12-31", "month",
        "between November and December 2010", "Nov or Dec 2010",
    ),
    (
        "[2010-12..2011-01]", "2010-12-01", "2011-01-31", "month",
        "between December 2010 and January 2011", "Dec 2010 or Jan 2011",
    ),
    (
        "[2010-05..2010-07]", "2010-05-01", "2010-07-31", "month",
        "between May and July 2010", "between May and Jul 2010",
    ),
    (
        "[2008-03-03..2008-03-07]", "2008-03-03", "2008-03-07", "day",
        "between 3 and 7 March 2008", "between 3 and 7 Mar 2008",
    ),
    ("[2008-03-03..2008-03-04]", "2008-03-03", "2008-03-04", "day", "between 3 and 4 March 2008", "3 or 4 Mar 2008"),
    (
        "[2008-02-29..2008-03-01]", "2008-02-29", "2008-03-01", "day",
        "between 29 February and 1 March 2008", "29 Feb or 1 Mar 2008",
    ),
    (
        "[2009..2010-05]", "2009-01-01", "2010-05-31", "year",
        "between 2009 and May 2010", "between 2009 and May 2010",
    ),
    (
        "[2010-05..2010]", "2010-05-01", "2010-12-31", "year",
        "between May 2010 and 2010", "between May 2010 and 2010",
    ),
    (
        "[2009-12-31..2010-01]", "2009-12-31", "2010-01-31", "month",
        "between 31 December 2009 and January 2010", "between 31 Dec 2009 and Jan 2010",
    ),
    ("[2009~..2010]", "2009-01-01", "2010-12-31", "year", "between about 2009 and 2010", "between about 2009 and 2010"),
    (
        "[2009..2010?]", "2009-01-01", "2010-12-31", "year",
        "between 2009 and perhaps 2010", "between 2009 and perhaps 2010",
    ),
    ("[1000..9999]", "1000-01-01", "9999-12-31", "year", "between 1000 and 9999", "between 1000 and 9999"),
    ("[..2010]", None, "2010-12-31", "year", "by 2010", "by 2010"),
    ("[..2010-11]", None, "2010-11-30", "month", "by November 2010", "by Nov 2010"),
    ("[..2010%]", None, "2010-12-31", "year", "by perhaps about 2010", "by perhaps about 2010"),
    ("[2010..]", "2010-01-01", None, "year", "2010 or later", "2010 or later"),
    ("[2010-11-03..]", "2010-11-03", None, "day", "3 November 2010 or later", "3 Nov 2010 or later"),
    ("[2010-11~..]", "2010-11-01", None, "month", "about November 2010 or later", "about Nov 2010 or later"),
]  # fmt: skip


# A text that is not EDTF, and what the message says to write instead: nothing where that cannot be known.
REFUSED = [
    ("", []),
    (" \t", []),
    (" 1994", []),
    ("1994\n", []),
    ("19940504", ["1994-05-04"]),
    ("199405", ["1994-05"]),
    ("1994-5-4", ["1994-05-04"]),
    ("1994/05/04", ["1994-05-04"]),
    ("1994.5.4", ["1994-05-04"]),
    ("1994-5", ["1994-05"]),
    ("1994/05", ["1994-05"]),
    ("05/1994", ["1994-05"]),
    ("5.1994", ["1994-05"]),
    ("04/05/1994", []),
    ("16.12.2008", ["2008-12-16"]),
    ("5/31/2008", ["2008-05-31"]),
    ("31.4.2008", []),
    ("4.5.1994", []),
    ("04 05 1994", []),
    ("1994-1997", ["1994/1997"]),
    ("1994 – 1997", ["1994/1997"]),
    ("1994..1997", ["1994/1997"]),
    ("1994 to 1997", ["1994/1997"]),
    ("1994/97", ["1994/1997"]),
    ("Until 2008-04", ["../2008-04"]),
    ("1994-05-04T10:30", ["1994-05-04"]),
    ("1994-05-04 10:30:00Z", ["1994-05-04"]),
    ("1994-05-04Z", ["1994-05-04"]),
    ("199X", ["1990/1999"]),
    ("19XX", ["1900/1999"]),
    ("1994-XX", ["1994"]),
    ("1994-uu-uu", ["1994"]),
    ("1994-05-XX", ["1994-05"]),
    ("1990s", ["1990/1999"]),
    ("1990's", ["1990/1999"]),
    ("~1994", ["1994~"]),
    ("?1994-05", ["1994-05?"]),
    ("ca. 1994", ["1994~"]),
    ("about 1994-05", ["1994-05~"]),
    ("../..", []),
    ("/", []),
    ("open/1994", ["../1994"]),
    ("/1994", ["../1994"]),
    ("1994/unknown", ["1994/.."]),
    ("1994/", ["1994/.."]),
    ("1994 AD", ["1994"]),
    ("CE 1994", ["1994"]),
    ("100 BC", []),
    ("-0100", []),
    ("10000", []),
    ("Y-17000", []),
    ("0999", []),
    ("0999/1994", []),
    ("94", []),
    ("1994-00", []),
    ("1994-13", []),
    ("1994-13-01", []),
    ("1994-21", ["1994-03/1994-05"]),
    ("1994-05-00", []),
    ("1994-04-31", []),
    ("2023-02-29", []),
    ("1900-02-29", []),
    ("2024-2-30", []),
    ("1997/1994", ["1994/1997"]),
    ("1994-05-04/1994-04", ["1994-04/1994-05-04"]),
    ("1997-1994", ["1994/1997"]),
    ("1994-05..1994-07", ["1994-05/1994-07"]),
    ("1994..", ["1994/.."]),
    ("..1994-05", ["../1994-05"]),
    # sets: the useful part is once, some time between
    ("[1997..1994]", ["[1994..1997]"]),
    ("[1994-05-04..1994-04]", ["[1994-04..1994-05-04]"]),
    ("[1994..1994]", ["1994"]),
    ("[1994-05..1994-05~]", ["1994-05~"]),
    ("[1994%..1994]", ["1994%"]),
    ("[..]", []),
    ("[../..]", []),
    ("[]", []),
    ("[1994]", ["1994"]),
    ("{ 1994-05 }", ["1994-05"]),
    ("[1994,1996]", ["[1994..1996]"]),
    ("[1994, 1995, 1998-02]", ["[1994..1998-02]"]),
    ("[1994,1996..1998]", ["[1994..1998]"]),
    ("[1994,1996..]", ["[1994..]"]),
    ("[..1994,1996]", ["[..1996]"]),
    ("[1996,1994]", ["[1994..1996]"]),
    ("{1994,1996}", ["1994/1996"]),
    ("{1994..1996}", ["1994/1996"]),
    ("[1994/1996]", ["[1994..1996]"]),
    ("[1994 – 1996]", ["[1994..1996]"]),
    ("[1994-1996]", ["[1994..1996]"]),
    ("[1994 .. 1996]", ["[1994..1996]"]),
    ("[1994...1996]", ["[1994..1996]"]),
    ("[1994..1996", ["[1994..1996]"]),
    ("[1994/..]", ["[1994..]"]),
    ("[1994..", ["[1994..]"]),
    ("[../1994-05]", ["[..1994-05]"]),
    ("[1994..1996]~", ["[1994~..1996~]"]),
    ("[1994..1995]/1997", ["1994/1997"]),
    ("1994/[1996..1997]", ["1994/1997"]),
    ("[1994,1995]/{1996,1997}", ["1994/1997"]),
    ("[1994-13..1995]", []),
    ("[1994..1995-02-29]", []),
    ("[1994..1995..1996]", []),
    ("[", []),
    ("]", []),
    ("between 2010 and 2011", ["[2010..2011]"]),
    ("2010 or 2011", ["[2010..2011]"]),
    ("by 2010", ["[..2010]"]),
    ("between 2011 and 2010", ["[2010..2011]"]),
    ("May 1994", ["1994-05"]),
    ("4th of May, 1994", ["1994-05-04"]),
    ("30 February 1994", []),
    ("nineteen", []),
    ("York 1994", []),
    ("1994-W20", []),
    ("1994?~", []),
    ("1994-05-04-03", []),
    ("1994/1995/1996", []),
    ("1994/1995/", []),
    ("//", []),
    ("/../", []),
    ("~", []),
    ("~?%", []),
    ("~May 1994", []),
    ("１９９４", []),
    ("١٩٩٤", []),
    ("\x1b[31m", []),
    ("x" * 70, []),
]

# What a person types, and the date that was said.
TYPED = [
    ("since 2008", "2008/.."),
    ("from May 1994", "1994-05/.."),
    ("till about 2001", "../2001~"),
    ("from 3 to 7 May 1994", "1994-05-03/1994-05-07"),
    ("May to July 1994", "1994-05/1994-07"),
    ("May - July 1994", "1994-05/1994-07"),
    ("perhaps October 2008", "2008-10?"),
    ("Probably 4 May 1994", "1994-05-04?"),
    ("c. 2003", "2003~"),
    ("ca May 1994", "1994-05~"),
    ("circa 2003-05", "2003-05~"),
    ("maybe about 2003", "2003%"),
    ("May 1994?", "1994-05?"),
    ("the 4th of May 1994", "1994-05-04"),
    ("1994", "1994"),
    (" 1994-05 ", "1994-05"),
    ("1994-05-04", "1994-05-04"),
    ("2008/..", "2008/.."),
    ("2001~", "2001~"),
    ("May 1994", "1994-05"),
    ("may 1994", "1994-05"),
    ("MAY, 1994", "1994-05"),
    ("Sept. 1994", "1994-09"),
    ("sep 1994", "1994-09"),
    ("1994 May", "1994-05"),
    ("4 May 1994", "1994-05-04"),
    ("04 May 1994", "1994-05-04"),
    ("4th May 1994", "1994-05-04"),
    ("1st of May 1994", "1994-05-01"),
    ("2nd May 1994", "1994-05-02"),
    ("3rd May 1994", "1994-05-03"),
    ("May 4, 1994", "1994-05-04"),
    ("May 4th, 1994", "1994-05-04"),
    ("1994 May 4", "1994-05-04"),
    ("  4   May\t1994. ", "1994-05-04"),
    ("29 February 2024", "2024-02-29"),
    ("1 January 1000", "1000-01-01"),
    ("December 31, 9999", "9999-12-31"),
    ("[2010-11..2010-12]", "[2010-11..2010-12]"),
    ("between November and December 2010", "[2010-11..2010-12]"),
    ("Between Dec 2010 and Jan 2011", "[2010-12..2011-01]"),
    ("between 3 and 7 March 2008", "[2008-03-03..2008-03-07]"),
    ("between 29 Feb and 7 March 2008", "[2008-02-29..2008-03-07]"),
    ("between March 3 and March 7, 2008", "[2008-03-03..2008-03-07]"),
    ("between 2009 and May 2010", "[2009..2010-05]"),
    ("between 2009-11 and 2010-05", "[2009-11..2010-05]"),
    ("2010 or 2011", "[2010..2011]"),
    ("Nov. or Dec. 2010", "[2010-11..2010-12]"),
    ("3 or 4 March 2008", "[2008-03-03..2008-03-04]"),
    ("by 2010", "[..2010]"),
    ("by 3 March 2008", "[..2008-03-03]"),
    ("March 2008 or earlier", "[..2008-03]"),
    ("2010 or later", "[2010..]"),
    ("May 2010 or after", "[2010-05..]"),
]

FORMS = ["May 1994", "4 May 1994"]
"""What a person may type."""

# What a person types that leaves something open, says too much or does not exist.
UNCLEAR = [
    ("", []),
    ("4 May", FORMS),
    ("May", FORMS),
    ("May 94", FORMS),
    ("4 May 94", FORMS),
    ("94 May 4", FORMS),
    ("Wednesday 4 May 1994", FORMS),
    ("Wed, May 4, 1994", FORMS),
    ("Friday", FORMS),
    ("today", FORMS),
    ("04/05/1994", []),
    ("04 05 1994", []),
    ("1994-13", []),
    ("31 June 1994", []),
    ("0 May 1994", []),
    ("29 February 1900", []),
    ("May and June 1994", FORMS),
    ("4 5 May 1994", FORMS),
    ("May 1994 1995", FORMS),
    ("May 0994", FORMS),
    ("10 am May 1994", FORMS),
    ("May 1994 10h", FORMS),
    ("4 May 1994 10:30", FORMS),
    ("4 May 1994 EST", FORMS),
    ("4 Mai 1994", FORMS),
    ("4 Mayıs 1994", FORMS),
    ("spring 1994", ["1994-03/1994-05"]),
    ("between 2010", FORMS),
    ("between 2010 and then", FORMS),
    ("between then and 2010", FORMS),
    ("between May and 2010", FORMS),
    ("between 10 and May 2010", FORMS),
    ("2010 or", FORMS),
    ("then or later", FORMS),
    ("by then", FORMS),
    ("between 30 February and May 2010", []),
    ("between 4 and 3 May 2008", ["[2008-05-03..2008-05-04]"]),
    ("2010 or 2010", ["2010"]),
    ("nineteen", FORMS),
    ("open/1994", ["../1994"]),
    ("1994 AD", ["1994"]),
]

PIECES = (
    "1994", "0999", "9999", "05", "5", "4", "31", "13", "00", "94", "2008", "-", "/", "..", ".", " ", ",", "?", "~",
    "[", "]", "{", "}", "between ", " and ", " or ", "by ", "later",
    "%", "X", "u", "s", "T", "Z", "Y", "10:30", "c. ", "about ", "since ", "until ", "to", "open", "unknown", "BC",
    " AD", "May", "sept", "February", "Wed", "of", "th", "am", "EST", "and", "'", "\n", "٤", "４", "–", "ı",
)  # fmt: skip
"""What dates are made of, rightly and wrongly."""

scraps = st.one_of(st.lists(st.sampled_from(PIECES), max_size=7).map("".join), st.text(max_size=12))
"""Texts of which some are dates, many are nearly dates, and the rest is anything."""


def day(text: str | None) -> dt.date | None:
    """A day from ISO text."""
    return dt.date.fromisoformat(text) if text else None


def mends(message: str) -> list[str]:
    """The dates that a message tells to write."""
    _, semicolon, advice = message.rpartition("; ")
    return re.findall(r"'([^']*)'", advice) if semicolon else []


@pytest.mark.parametrize(("text", "earliest", "latest", "precision", "english", "short"), READ)
def test_read(text: str, earliest: str | None, latest: str | None, precision: str, english: str, short: str) -> None:
    """Each form is read to its earliest and latest day and its precision, and is said in English, long and short."""
    date = parse(text)
    assert (date.earliest, date.latest) == (day(earliest), day(latest))
    assert (date.precision, date.english(), date.english(short=True)) == (precision, english, short)
    assert date.text == str(date) == text


@pytest.mark.parametrize(("text", "instead"), REFUSED)
def test_refused(text: str, instead: list[str]) -> None:
    """Each other notation is refused in the words that were given, and the message says what to write instead."""
    with pytest.raises(DateError) as caught:
        parse(text)
    assert str(caught.value).startswith(quoted(text))
    assert mends(str(caught.value)) == instead


@pytest.mark.parametrize(("text", "said"), TYPED)
def test_typed(text: str, said: str) -> None:
    """What a person types is taken as far as it was said, and no further."""
    assert typed(text).text == said


@pytest.mark.parametrize(("text", "instead"), UNCLEAR)
def test_unclear(text: str, instead: list[str]) -> None:
    """What leaves the year or the order of numbers open, or says more, is refused with a form that works."""
    with pytest.raises(DateError) as caught:
        typed(text)
    assert str(caught.value).startswith(quoted(text)) or "30 February" in str(caught.value)
    assert mends(str(caught.value)) == instead


@pytest.mark.parametrize(
    ("text", "exact", "approximate"),
    [
        ("1994-05-04", True, False),
        ("1994-05-04~", False, True),
        ("1994-05-04/1994-05-04", False, False),
        ("1994-05", False, False),
        ("1994", False, False),
        ("1994?/1997", False, True),
        ("1994/1997%", False, True),
        ("../1997", False, False),
        ("1997-01-01/..", False, False),
        ("[1994-05-04..1994-05-05]", False, False),
        ("[1994..1997~]", False, True),
        ("[..1997?]", False, True),
        ("[1997-01-01..]", False, False),
    ],
)
def test_exact_and_approximate(text: str, exact: bool, approximate: bool) -> None:
    """Exact is one known day without doubt; approximate is a date of which either side is marked."""
    assert (parse(text).exact, parse(text).approximate) == (exact, approximate)


def test_sorted() -> None:
    """Dates sort by earliest day, then by latest day; where the beginning is open, by the latest alone."""
    texts = [
        "1991", "[1991..1992]", "1991/1993", "1991/..", "1991-05", "1991-05-04", "[1991-05-04..1991-05-05]",
        "../1991", "1992-01/1992-02", "[1992-01..]", "1992-12-30", "[..1992]", "1993",
    ]  # fmt: skip
    assert [date.text for date in sorted(map(parse, reversed(texts)))] == texts


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("1994", "1994-05-04", True),
        ("1994-12-31", "1995-01-01", False),
        ("1994-05", "1994-05-31", True),
        ("1994-05", "1994-06", False),
        ("1999/2008-04-15", "2008-04-15", True),
        ("1999/2008-04-15", "2008-04-16", False),
        ("2008/..", "9999-12-31", True),
        ("2008/..", "2007", False),
        ("../2008", "1000-01-01", True),
        ("../2008", "2008/..", True),
        ("../2007", "2008/..", False),
        ("[2009..2011]", "2010-05-04", True),
        ("[2009..2011]", "2012", False),
        ("[..2008]", "1000-01-01", True),
        ("[..2008]", "2009", False),
        ("[2008..]", "2007-12-31", False),
        ("[2008..]", "[..2008]", True),
    ],
)
def test_overlap(one: str, other: str, common: bool) -> None:
    """Two dates overlap where they have a day in common."""
    assert parse(one).overlaps(parse(other)) is common


def test_days_in_every_month() -> None:
    """The length of every month of every year is the standard library's."""
    for year in range(1000, 10_000):
        for month in range(1, 13):
            assert days_in(year, month) == calendar.monthrange(year, month)[1]


def test_frozen() -> None:
    """A date cannot be changed; it can stand in a set, and equal texts are equal dates."""
    assert {parse("1994"), parse("1994"), parse("1994/1994")} == {parse("1994"), parse("1994/1994")}
    with pytest.raises(AttributeError):
        parse("1994").form = "interval"  # type: ignore[misc]  # that it cannot be set is what is tested


@given(edtf())
def test_round_trip(date: Date) -> None:
    """Text to date to text is the same, for every form; years have four digits; the date parsed is equal."""
    assert parse(date.text) == date
    assert parse(date.text).text == date.text
    assert all(len(year) == 4 for year in re.findall(r"\d{3,}", date.text))


@given(edtf())
def test_earliest_is_not_after_latest(date: Date) -> None:
    """The earliest day is never after the latest; an open side has none."""
    first, last = date.key
    assert first <= last
    assert (date.earliest is None, date.latest is None) == (date.start is None, date.end is None)


@given(edtf(), edtf())
def test_order_agrees_with_the_days(one: Date, other: Date) -> None:
    """A date that ends before another begins sorts before it, whatever their precision; so do years of headings."""
    if one.key[1] < other.key[0]:
        assert one < other
    assert (one < other) == (other > one)
    assert one.anchor <= other.anchor or not one < other


@pytest.mark.parametrize(
    ("one", "common"), [("1993", False), ("1996", True), ("1999", False), ("2001-05", True), ("2002/..", False)]
)
def test_overlaps_one_of_some(one: str, common: bool) -> None:
    """Spans that overlap are one; between them and after them nothing is."""
    assert overlapping(map(parse, ("2001", "1994/1996", "1995/1998")))(parse(one)) is common


@given(st.lists(edtf(), min_size=1, max_size=8), edtf())
def test_overlaps_any_of_many(many: list[Date], one: Date) -> None:
    """Many dates are asked at once: whether any of them has a day in common with one."""
    assert overlapping(many)(one) == any(one.overlaps(other) for other in many)


@given(edtf(), edtf())
def test_overlap_is_symmetric_and_reflexive(one: Date, other: Date) -> None:
    """Overlap is symmetric and reflexive, and fails only when one ends before the other begins."""
    assert one.overlaps(one)
    common = max(one.key[0], other.key[0]) <= min(one.key[1], other.key[1])
    assert one.overlaps(other) == other.overlaps(one) == common


@given(moments(), moments())
def test_intervals_hold_their_sides(one: Moment, other: Moment) -> None:
    """Two sides are both overlapped, lasting or between; the wrong way round they are refused with the right way."""
    assume(one.earliest <= other.latest and one[:3] != other[:3])
    for form in ("{}/{}", "[{}..{}]"):
        date = parse(form.format(one.edtf, other.edtf))
        assert date.overlaps(Date(one, one))
        assert date.overlaps(Date(other, other))
        if one.latest < other.earliest:
            with pytest.raises(DateError) as caught:
                parse(form.format(other.edtf, one.edtf))
            assert mends(str(caught.value)) == [date.text]


@given(edtf(), st.booleans())
def test_english_says_no_more_than_is_known(date: Date, short: bool) -> None:
    """In English a month or a day stands only where it is known, and no year is lost."""
    words = date.english(short=short)
    named = {name for name in MONTHS if re.search(rf"\b{name[:3] if short else name}\b", words)}
    sides = [side for side in (date.start, date.end) if side]
    assert named == {MONTHS[side.month - 1] for side in sides if side.month}
    assert {int(number) for number in re.findall(r"\d+", words)} == {
        number for side in sides for number in (side.year, side.day) if number
    }
    assert ("about" in words or "perhaps" in words) == date.approximate
    assert bool(re.search("^between|^by| or ", words)) == (date.form == "between")


@examples(6)
@given(edtf(), st.booleans())
def test_english_can_be_typed(date: Date, short: bool) -> None:
    """What the program prints for a date, whatever its sides and its doubts are, a person can type."""
    if date.form == "interval" and date.start == date.end:
        date = Date(date.start, date.end)  # whose words are the same
    assert typed(date.english(short=short)) == date


SEASONS = [
    ("2008-21", "spring", "2008-03/2008-05"), ("2008-22", "summer", "2008-06/2008-08"),
    ("2008-23", "autumn", "2008-09/2008-11"), ("2008-24", "winter", "2008-12/2009-02"),
    ("2008-25", "northern spring", "2008-03/2008-05"), ("2008-28", "northern winter", "2008-12/2009-02"),
    ("2008-29", "southern spring", "2008-09/2008-11"), ("2008-30", "southern summer", "2008-12/2009-02"),
    ("2008-32", "southern winter", "2008-06/2008-08"),
    ("2008-33", "first quarter", "2008-01/2008-03"), ("2008-34", "second quarter", "2008-04/2008-06"),
    ("2008-35", "third quarter", "2008-07/2008-09"), ("2008-36", "fourth quarter", "2008-10/2008-12"),
    ("2008-37", "first third", "2008-01/2008-04"), ("2008-38", "second third", "2008-05/2008-08"),
    ("2008-39", "last third", "2008-09/2008-12"),
    ("2008-40", "first half", "2008-01/2008-06"), ("2008-41", "second half", "2008-07/2008-12"),
    ("2008-24?", "winter", "2008-12/2009-02"), ("9999-24", "winter", "9999-12"),
    ("2008-21/2008-22", "spring", "2008-03/2008-05"), ("[2008-36..]", "fourth quarter", "2008-10/2008-12"),
    ("winter 2008", "winter", "2008-12/2009-02"), ("Fall of 2008", "autumn", "2008-09/2008-11"),
    ("2008-Q3", "third quarter", "2008-07/2008-09"), ("Q1 2008", "first quarter", "2008-01/2008-03"),
    ("the first half of 2008", "first half", "2008-01/2008-06"), ("early 2008", "first third", "2008-01/2008-04"),
    ("mid-2008", "second third", "2008-05/2008-08"), ("end of 2008", "last third", "2008-09/2008-12"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "months"), SEASONS)
def test_a_part_of_a_year_is_told_its_own_months(text: str, name: str, months: str) -> None:
    """Seasons, quarters and the other parts of a year that EDTF numbers are refused with the months that they are."""
    for read in (parse, typed):
        with pytest.raises(DateError) as caught:
            read(text)
        year = re.findall(r"\d{4}", text)[0]
        assert str(caught.value) == f"'{text}' names the {name} of {year}; write its months, '{months}'"
        assert parse(months).text == months


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_order_of_words_does_not_matter(day: dt.date) -> None:
    """Day before month, month before day, year first: the same day."""
    year, month = day.year, MONTHS[day.month - 1]
    for words in (
        f"{day.day} {month} {year}",
        f"{month} {day.day}, {year}",
        f"{year} {month} {day.day}",
        f"{day.day:02}{month}{year}",
    ):
        assert typed(words).text == day.isoformat()


@examples(6)
@given(scraps)
@example("~")
@example("1994-05-04T")
@example("12.May.1994")
def test_anything_is_a_date_or_refused(text: str) -> None:
    """Any text at all is either read or refused with a `DateError`, on one line, whose mend is itself a date."""
    for read in (parse, typed):
        try:
            assert read(read(text).text) == read(text)
        except DateError as error:
            message = str(error)
            assert message.isprintable()
            assert all(typed(mend) for mend in mends(message))
            assert 10 < len(message) < 400


@examples(6)
@given(scraps)
@example("May May 1994")
@example("4, May. 1994")
def test_nothing_is_invented(text: str) -> None:
    """What is typed is EDTF as it stands, or words that have every year, month and day of the date, and no other."""
    try:
        date = typed(text)
    except DateError:
        return
    if date.text != text.strip():
        sides = [side for side in (date.start, date.end) if side]
        numbers = {int(number) for number in re.findall(r"\d+", text)}
        named = re.findall("|".join(name[:3] for name in MONTHS), text, re.IGNORECASE)
        months = {side.month for side in sides if side.month}
        assert numbers - months == {number for side in sides for number in (side.year, side.day) if number} - months
        assert date.form != "moment" or len(named) <= 1
        assert {name.title() for name in named} <= {MONTHS[month - 1][:3] for month in months}


@examples(6)
@given(st.text("0123456789-/.?~%[]", max_size=14) | edtf().map(str))
def test_only_what_the_pattern_allows(text: str) -> None:
    """What is read has the form that the schema publishes."""
    try:
        parse(text)
    except DateError:
        return
    assert re.fullmatch(PATTERN, text)


@functools.cache
def oracle() -> Callable[[str], Any]:
    """The parser of the ``edtf`` library, which takes a quarter of a second to import and then 10 ms a date."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyparsing has a complaint of its own where all warnings are asked for
        from edtf import parse_edtf
    return parse_edtf  # type: ignore[no-any-return]  # the library has no types


def oracle_reads(text: str) -> bool:
    """Whether the ``edtf`` library takes a text for a date."""
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        oracle()(text)
    except EDTFParseException:
        return False
    return True


def oracle_days(text: str) -> tuple[dt.date | None, dt.date | None]:
    """Earliest and latest day as the ``edtf`` library has them; it writes infinity for an open side, we None."""
    date = oracle()(text)
    ends = (date.lower_strict(), date.upper_strict())
    first, last = (None if end in (float("-inf"), float("inf")) else dt.date(*end[:3]) for end in ends)
    return first, last


@examples(1.6)
@given(edtf())
@example(parse("9999-12-31"))
@example(parse("1000/9999"))
@example(parse("1900-02~/2024-02?"))
@example(parse("[..2024-02]"))
def test_oracle_has_the_same_days(date: Date) -> None:
    """Earliest and latest day of every date that we read are those of the ``edtf`` library.

    Inside a set it reads no qualifier, and no two sides of different precision, so that each is asked alone.
    """
    text = re.sub("[?~%]", "", date.text) if date.form == "between" else date.text
    if date.form == "between" and date.start and date.end and date.start.precision != date.end.precision:
        first, last = text.split("..")
        assert (oracle_days(f"{first}..]")[0], oracle_days(f"[..{last}")[1]) == (date.earliest, date.latest)
        return
    assert oracle_days(text) == (date.earliest, date.latest)


@examples(2)
@given(st.integers(1000, 9999), st.integers(0, 20), st.none() | st.integers(0, 32), st.sampled_from(["", "?", "~"]))
def test_oracle_refuses_the_same_days(year: int, month: int, day: int | None, qualifier: str) -> None:
    """Of a year, a month and a day of any number, the ``edtf`` library refuses what we refuse, but for one fault."""
    text = f"{year}-{month:02}{'' if day is None else f'-{day:02}'}{qualifier}"
    assume((month, day) != (2, 29) or calendar.isleap(year))  # see FAULTS_OF_THE_ORACLE
    try:
        parse(text)
    except DateError:
        assert not oracle_reads(text)
    else:
        assert oracle_reads(text)


FAULTS_OF_THE_ORACLE = {
    "2023-02-29": "reads the 29th of February in years that have none",
    "1900-02-29": "reads the 29th of February in years that have none",
    "1997/1994": "reads an interval that ends before it starts",
    " 1994": "drops space around a date",
    "1994\n": "drops a line end behind a date",
}
"""What the ``edtf`` library reads though the specification has no such date."""

NARROWER = {
    "0999": "years before 1000 are no part of our profile",
    "-0100": "years before 1000 are no part of our profile",
    "Y17000": "years after 9999 are no part of our profile",
    "1994-21": "seasons are no part of our profile",
    "199X": "digits left open are no part of our profile",
    "1994/": "an unknown end is no part of our profile; an open one is",
    "/1994": "an unknown start is no part of our profile; an open one is",
    "../..": "an interval open on both sides says nothing",
    "1994-05-04T10:30:00": "times of day are no part of our profile",
    "[1994,1996]": "a list of which one is meant is no part of our profile",
    "[1994..1994]": "a set of one is its date",
    "{1994,1996}": "several dates are several events",
}
"""What the ``edtf`` library reads rightly and we refuse on purpose, with a mend."""


@pytest.mark.parametrize("text", [*FAULTS_OF_THE_ORACLE, *NARROWER])
def test_oracle_is_known_to_differ(text: str) -> None:
    """Each difference that is listed is still one: the oracle reads the text and we refuse it."""
    assert oracle_reads(text)
    with pytest.raises(DateError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "anchor", "beneath"),
    [
        ("1994", "1994-01-01", "1994"),
        ("1997~", "1997-01-01", "about 1997"),
        ("1994-05-04", "1994-05-04", "4 May"),
        ("1997-11", "1997-11-01", "Nov"),
        ("2001-11-05/2001-11-16", "2001-11-05", "5–16 Nov"),
        ("1999-09/2008-04", "1999-09-01", "Sep 1999 – Apr 2008"),
        ("../2008", "2008-12-31", "until 2008"),
        ("[2010-11..2010-12]", "2010-11-01", "Nov or Dec"),
        ("[2008-03-03..2008-03-07]", "2008-03-03", "between 3 and 7 Mar"),
        ("[2010..2011]", "2010-01-01", "2010 or 2011"),
        ("[2010-12..2011-01]", "2010-12-01", "Dec 2010 or Jan 2011"),
        ("[..2010-11]", "2010-11-30", "by Nov"),
        ("[2010-11-03..]", "2010-11-03", "3 Nov or later"),
        ("[2010..]", "2010-01-01", "2010 or later"),
    ],
)
def test_beneath_a_year(text: str, anchor: str, beneath: str) -> None:
    """An event stands under the year of its first day, or of its last where its beginning is open."""
    date = parse(text)
    assert (date.anchor.isoformat(), date.beneath_year()) == (anchor, beneath)
