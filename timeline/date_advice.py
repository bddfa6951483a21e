"""Help with dates that are not in EDTF: other notations, with what to write instead, and dates as a person types them.

Imported for a wrong or a typed date only.
"""

from __future__ import annotations

import datetime as dt
import re

from timeline.dates import Date, Moment, parse
from timeline.errors import DateError
from timeline.text import quoted

_SIDE = r"\d{4}(?:-\d\d){0,2}[?~%]?"
_SHAPE = rf"{_SIDE}|(?:{_SIDE}|\.\.)/{_SIDE}|{_SIDE}/\.\.|\[{_SIDE}\.\.(?:{_SIDE})?\]|\[\.\.{_SIDE}\]"
_LIST = "is a list; for once, some time between its first and its last write"
_MONTH = "(0[1-9]|1[0-2])"

MAX_LENGTH = 100
"""Characters of a text that advice can be given on."""

# What other notations look like, and what to write instead; the first that matches and leads to a date speaks.
_CORRECTIONS: tuple[tuple[str, str], ...] = (
    (r"\s*", "is empty; write a date such as 1994, 1994-05 or 1994-05-04"),
    (r"\s.*|.*\s", "has space around it; remove it"),
    (r"(\d{4})(\d\d)(\d\d)", r"is a compact form; write '\1-\2-\3'"),
    (rf"(\d{{4}}){_MONTH}", r"is a compact form; write '\1-\2'"),
    (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", r"is not in EDTF form; write '\1-{2:02}-{3:02}'"),
    (rf"(\d{{4}})[-/.]({_MONTH}|[1-9])", r"is not in EDTF form; write '\1-{2:02}'"),
    (rf"({_MONTH}|[1-9])[-/. ](\d{{4}})", r"is not in EDTF form; write '\3-{1:02}'"),
    (r"(1[3-9]|2\d|3[01])[-/. ](\d{1,2})[-/. ](\d{4})", r"is not in EDTF form; write '\3-{2:02}-\1'"),
    (r"(\d{1,2})[-/. ](1[3-9]|2\d|3[01])[-/. ](\d{4})", r"is not in EDTF form; write '\3-{1:02}-\2'"),
    (r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}", "leaves open which number is the month; write YYYY-MM-DD"),
    (r"(\d{4})\s*(?:-|–|—|\.\.|to)\s*(\d{4})", r"is not an EDTF interval; write '\1/\2'"),
    (rf"({_SIDE})\s*\.\.\s*({_SIDE})", r"is not an EDTF interval; write '\1/\2'"),
    (rf"({_SIDE})\s*\.\.", r"is not an EDTF interval; write '\1/..'"),
    (rf"\.\.\s*({_SIDE})", r"is not an EDTF interval; write '../\1'"),
    (r"(\d\d)(\d\d)/(\d\d)", r"is not an EDTF interval; write '\1\2/\1\3'"),
    (r"(?i:since|from) (.+)", r"is not an EDTF interval; write '\1/..'"),
    (r"(?i:until|till|to) (.+)", r"is not an EDTF interval; write '../\1'"),
    (r"(\d{4}-\d\d(?:-\d\d)?)(?:[T ]\d\d:.*|Z)", r"has a time of day; write '\1'"),
    (r"(\d{3})[Xxu]", r"leaves digits open; write '\g<1>0/\g<1>9'"),
    (r"(\d{2})[Xxu]{2}", r"leaves digits open; write '\g<1>00/\g<1>99'"),
    (r"(\d{4})-[Xxu]{2}(?:-[Xxu]{2})?", r"leaves digits open; write '\1'"),
    (r"(\d{4}-\d\d)-[Xxu]{2}", r"leaves digits open; write '\1'"),
    (r"(\d{3})0[ '’]?s", r"is a decade; write '\g<1>0/\g<1>9'"),
    (r"([?~%])(.+)", r"has its qualifier in front; write '\2\1'"),
    (r"(?i:c|ca|circa|about|around)\.? *(\d.+)", r"is not in EDTF form; write '\1~'"),
    (rf"[\[{{]\s*({_SIDE})\s*[\]}}]", r"is a set of one; write '\1'"),
    (rf"\{{\s*({_SIDE})\b.*?({_SIDE})\s*\}}", r"means all of its dates; give each an event, or write '\1/\2'"),
    (rf"\[\s*({_SIDE})\s*,(?:.*[\s,.])?({_SIDE})\s*\]", rf"{_LIST} '[\1..\2]'"),
    (rf"\[\s*({_SIDE})\s*,.*\.\.\s*\]", rf"{_LIST} '[\1..]'"),
    (rf"\[\s*\.\.\s*{_SIDE}\s*,(?:.*[\s,.])?({_SIDE})\s*\]", rf"{_LIST} '[..\1]'"),
    (rf"\[\s*({_SIDE})\s*(?:\.{{2,3}}|[-–—/…]|to|or)\s*({_SIDE})\s*\]?", r"is not in EDTF form; write '[\1..\2]'"),
    (rf"\[\s*({_SIDE})\s*(?:/?\s*\.{{2,3}}|[/…])\s*\]?", r"is not in EDTF form; write '[\1..]'"),
    (rf"\[\s*(?:\.{{2,3}}\s*/?|[/…])\s*({_SIDE})\s*\]?", r"is not in EDTF form; write '[..\1]'"),
    (rf"\[({_SIDE})\.\.({_SIDE})\]([?~%])", r"has its qualifier after the bracket; write '[\1\3..\2\3]'"),
    (
        rf"(?=.*[\[{{])[\[{{]?({_SIDE})\b.*/(?:.*[\s,.\[{{])?({_SIDE})[\]}}]?",
        r"has a set inside an interval; write '\1/\2'",
    ),
    (r"\[[\s,./]*\]", "is open on both sides and says nothing; give at least one side"),
    (r"(\.\.|open|unknown)?/(\.\.|open|unknown)?", "is open on both sides and says nothing; give at least one side"),
    (r"(?:open|unknown)?/(.+)", r"has an unknown start; write '../\1'"),
    (r"(.+)/(?:open|unknown)?", r"has an unknown end; write '\1/..'"),
    (r"(?:AD|CE) (\d{4})|(\d{4}) (?:AD|CE)", r"names its era; write '\1\2'"),
    (r"\d{5,}|(?:Y-?|[+-])\d.*|\d+ (?:BC|BCE|AD|CE)", "is outside the years 1000 to 9999"),
    (r"\d{1,3}", "is not a year; years have four digits"),
)


class _PartError(DateError):
    """A part of a year that is neither a month nor a day."""


class _UnknownError(DateError):
    """A notation for which there is no correction."""


def fault(text: str) -> DateError:
    """What is wrong with a text that is no EDTF, and the correction where there is one."""
    if part := _part_of_year(text):
        return part
    for pattern, correction in _CORRECTIONS if len(text) <= MAX_LENGTH else ():
        match = re.fullmatch(pattern, text, re.ASCII | re.DOTALL)
        found = _corrected(text, match, correction) if match else None
        if found:
            return found
    try:
        spoken = _spoken(text)
    except DateError as error:
        return error
    if spoken:
        return DateError(f"{quoted(text)} is not in EDTF form; write '{spoken}'")
    return _UnknownError(f"{quoted(text)} is not a date; write YYYY, YYYY-MM, YYYY-MM-DD, an interval A/B or [A..B]")


_PARTS = {
    21: ("spring", 3, 5), 22: ("summer", 6, 8), 23: ("autumn", 9, 11), 24: ("winter", 12, 14),
    25: ("northern spring", 3, 5), 26: ("northern summer", 6, 8),
    27: ("northern autumn", 9, 11), 28: ("northern winter", 12, 14),
    29: ("southern spring", 9, 11), 30: ("southern summer", 12, 14),
    31: ("southern autumn", 3, 5), 32: ("southern winter", 6, 8),
    33: ("first quarter", 1, 3), 34: ("second quarter", 4, 6),
    35: ("third quarter", 7, 9), 36: ("fourth quarter", 10, 12),
    37: ("first third", 1, 4), 38: ("second third", 5, 8), 39: ("last third", 9, 12),
    40: ("first half", 1, 6), 41: ("second half", 7, 12),
}  # fmt: skip
"""The parts of a year that EDTF has numbers for: what each is, its first and its last month, counted on into the next
year.
"""
_NAMES = (
    (21, "spring"), (22, "summer"), (23, "autumn|fall"), (24, "winter"),
    (33, "q1|(?:first|1st) quarter"), (34, "q2|(?:second|2nd) quarter"),
    (35, "q3|(?:third|3rd) quarter"), (36, "q4|(?:fourth|4th|last) quarter"),
    (37, "early|beginning|start"), (38, "mid|middle"), (39, "late|end"), (40, "h1|first half"), (41, "h2|second half"),
)  # fmt: skip
"""What people call them."""


def _part_of_year(text: str) -> DateError | None:
    """What to write for a season or a quarter in words."""
    for number, names in _NAMES:
        name = rf"(?:the )?(?:{names})"
        match = re.fullmatch(rf"{name}(?:,? | of |-)(\d{{4}})|(\d{{4}})[ -]?{name}", text, re.ASCII | re.IGNORECASE)
        if match and (match[1] or match[2]) >= "1000":
            return part_of_year(text, int(match[1] or match[2]), number)
    return None


def part_of_year(text: str, year: int, number: int) -> DateError:
    """What to write for a part of a year, which EDTF numbers from 21 to 41: its months."""
    name, first, last = _PARTS[number]
    start, end = (f"{year + month // 13}-{(month - 1) % 12 + 1:02}" for month in (first, last))
    months = f"{start}/{end}" if len(end) == len(start) else start  # the last winter has no next year
    return _PartError(f"{quoted(text)} names the {name} of {year}; write its months, '{months}'")


def _corrected(text: str, match: re.Match[str], correction: str) -> DateError | None:
    """The message, or what is still wrong with the date that it would name; None where that is no date at all."""
    padded = re.sub(r"\{(\d):02\}", lambda group: f"{int(match[int(group[1])]):02}", correction)
    words = match.expand(padded)
    advice = words.partition("write '")[2].removesuffix("'")
    if advice and not re.fullmatch(_SHAPE, advice, re.ASCII):
        return None
    try:
        if advice:
            parse(advice)
    except DateError as error:
        return DateError(str(error).replace(quoted(advice), quoted(text), 1))
    return DateError(f"{quoted(text)} {words}")


def typed(text: str) -> Date:
    """A date as a person types it: EDTF, or words such as ``May 1994``, ``4 May 1994``, ``between 3 and 7 May 1994``.

    Never invents a month or a day: what was not said stays unknown. Raises `DateError`.
    """
    text = text.strip()
    try:
        return parse(text)
    except DateError as error:
        wrong = error
    spoken = None if isinstance(wrong, _PartError) else _spoken(text)
    if spoken:
        return spoken
    raise DateError(f"{quoted(text)} is not a date; {_FORMS}") if isinstance(wrong, _UnknownError) else wrong


_FORMS = "write 1994, 1994-05, 1994-05-04, 'May 1994' or '4 May 1994'"
_ORDERS = ("month year", "day month year", "month day year", "year month", "year month day")


def _spoken(text: str) -> Date | None:
    """A date in English words; None for words that leave anything open or say more. Raises `DateError`."""
    moment = _moment(text)
    if moment:
        return Date(moment, moment)
    for pattern, edtf in _SIDES if len(text) <= MAX_LENGTH else ():
        match = re.fullmatch(pattern, text, re.IGNORECASE)
        found = (
            _of_sides(text, edtf, *(match.groupdict().get(side, "") for side in ("start", "end"))) if match else None
        )
        if found:
            return found
    return None


_SIDES = (
    (r"between (?P<start>.+) and (?P<end>.+)", "[{}..{}]"),
    (r"(?P<start>.+) or (?:after|later)", "[{}..{}]"),
    (r"(?P<end>.+) or (?:before|earlier)", "[{}..{}]"),
    (r"(?P<start>.+) or (?P<end>.+)", "[{}..{}]"),
    (r"by (?P<end>.+)", "[{}..{}]"),
    (r"(?:from )?(?P<start>.+?)(?: ?[–—] ?| - | to | until | till )(?P<end>.+)", "{}/{}"),
    (r"(?:since|from) (?P<start>.+)", "{}/.."),
    (r"(?:until|till) (?P<end>.+)", "../{1}"),
)
"""What dates of two sides are called, and how they are written.

For once, some time between two moments, one moment or the other is the nearest that a date can say.
"""


def _of_sides(text: str, edtf: str, first: str, last: str) -> Date | None:
    end = _moment(last)
    start = _moment(first)
    words = last.split()
    for shared in (words[-1:], words[-2:]):  # the year, or the month too, said once for both
        if end and first and not start:
            start = _moment(" ".join((first, *shared)))
            start = start if start and start.precision == end.precision else None
    if (first and not start) or (last and not end):
        return None
    edtf = edtf.format(start.edtf if start else "", end.edtf if end else "")
    try:
        return parse(edtf)
    except DateError as error:
        raise DateError(str(error).replace(quoted(edtf), quoted(text), 1)) from None


_HEDGES = {
    "?": "perhaps|maybe|possibly|probably",
    "~": r"about|around|approximately|roughly|circa|ca\.?|c\.?",
    "%": "perhaps about|maybe about|perhaps around",
}


def _moment(text: str) -> Moment | None:
    """One moment, in EDTF or in words, with what hedges it; None where it is none."""
    hedges = [(qualifier, rf"(?:{words}) (.+)") for qualifier, words in _HEDGES.items()]
    for qualifier, pattern in (*hedges, *((qualifier, rf"(.+)[{qualifier}]") for qualifier in _HEDGES), ("", "(.+)")):
        match = re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE)
        plain = _plain_moment(match[1]) if match else None
        if plain:
            return plain._replace(qualifier=qualifier)
    return None


def _plain_moment(text: str) -> Moment | None:
    return parse(text).start if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", text, re.ASCII) else _spoken_moment(text)


def _spoken_moment(text: str) -> Moment | None:
    """A month or a day in English words, read by dateutil; None for words that leave anything open or say more.

    Dateutil takes what it does not find from a default, so only texts are given to it whose every word is accounted
    for, and of two readings with different defaults only what both agree on is kept. Raises `DateError` for a day that
    does not exist.
    """
    if not re.fullmatch(r"[A-Za-z0-9\s,.]{6,40}", text, re.ASCII):
        return None
    from dateutil import parser

    words = [
        word for word in re.findall(r"[a-z]+|\d+", text.lower()) if word not in ("st", "nd", "rd", "th", "of", "the")
    ]
    if " ".join(map(_sort, words)) not in _ORDERS:
        return None
    defaults = (dt.datetime(2000, 1, day, tzinfo=dt.UTC) for day in (1, 2))
    try:
        first, second = (parser.parse(" ".join(words), default=default) for default in defaults)
    except ValueError:
        raise DateError(f"{quoted(text)} is a day that does not exist") from None
    return Moment(first.year, first.month, first.day if first.day == second.day else None)


def _sort(word: str) -> str:
    """What a word of a date is: ``day``, ``month``, ``year``, or nothing known."""
    from dateutil.parser import parserinfo

    if word.isdigit():
        return "day" if len(word) < 3 else "year" if len(word) == 4 and word >= "1000" else ""
    return "month" if parserinfo().month(word) else ""
