"""What a check looks for in the texts of a file: spaces, forms of letters, what cannot be seen, what YAML cut off."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from timeline.datafile.findings import Finding, fields_of_records
from timeline.datafile.positions import Positions
from timeline.datafile.syntax import LINE_END
from timeline.model import Chronology
from timeline.text import INVISIBLE, name_of, quoted

# joiners and selectors shape letters of Arabic and of India, and pictures; marks of direction are of right-to-left text
_SHAPING = "\u061c\u180b-\u180f\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\U000e0020-\U000e007f"
_UNSEEN = re.compile(
    rf"(?![{_SHAPING}])[{INVISIBLE}]|(?<=[\u0020-\u024f])[\u200c-\u200f](?=[\u0020-\u024f])", re.DOTALL
)
_HTML = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|#\d+|#x[0-9a-fA-F]+);|</?[a-z]{1,6}\d?(?: [^<>]*)?/?>")
_SPACES = (
    (re.compile(r"\A\s|[^\S\n]\Z"), "has space around it"),
    (re.compile(r"\S[ \t\xa0]{2,}\S"), "has doubled spaces"),
    (re.compile(r"\w [,.](?=\s|\Z)"), "has a space before a comma or a full stop"),
)
_ASCII_ODDITIES = ("  ", "\t", " ,", " .", "&", "<")
_ODDITIES = re.compile(rf"\xa0[ \t\xa0]|[ \t]\xa0|[{INVISIBLE}]")
_END = re.compile(r"[.!?…。！？｡؟۔।։][)\]\"'”’»›」』）]*\Z")
_SENTENCES = frozenset({"summary", "note", "about", "description"})


def texts(chronology: Chronology) -> Iterator[Finding]:
    """What is to be mended in the texts of a chronology, whatever they say."""
    for section, record, field, text in written(chronology):
        if _is_odd(text):
            for rule, message in _odd(text):
                yield Finding(rule, section, record, field, message)
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            yield Finding("not-nfc", section, record, field, "is not in Unicode's composed form (NFC)")
        sentence = field in _SENTENCES or (field == "sources" and section == "events")
        if sentence and text[-1] not in ".!?" and not _END.search(text):
            yield Finding("full-stop", section, record, field, "does not end with a full stop")


def _is_odd(text: str) -> bool:
    """Whether a text has to be looked at: most have none of the oddities, and this costs little."""
    return (
        text[0].isspace()
        or text[-1].isspace()
        or any(oddity in text for oddity in _ASCII_ODDITIES)
        or (not text.isascii() and _ODDITIES.search(text) is not None)
    )


def _odd(text: str) -> Iterator[tuple[str, str]]:
    """The rules that a text breaks."""
    for pattern, message in _SPACES:
        if pattern.search(text):
            yield "spacing", message
    if unseen := _UNSEEN.search(text):
        yield "invisible-characters", f"contains {name_of(unseen[0])}, which cannot be seen; remove it"
    if html := _HTML.search(text):
        yield "html", f"contains {quoted(html[0], 30)}, which is HTML; write what it stands for"


def written(chronology: Chronology) -> Iterator[tuple[str, str, str, str]]:
    """Every text of a chronology that a person wrote: section, record, field, text."""
    yield "title", "", "", chronology.title
    if chronology.description:
        yield "description", "", "", chronology.description
    yield from (("spellings", "", "", word) for words in chronology.spellings for word in words)
    for section, words in (("kinds", chronology.kinds), ("topics", chronology.topics)):
        for word, meaning in words.items():
            yield section, word, "", word
            yield section, word, "", meaning
    for section, id, field, value in fields_of_records(chronology):
        for text in _held(value):
            yield section, id, field, text


def _held(value: object) -> Iterator[str]:
    """The texts of a field: itself, those of its list, or what stands beside the words of its mapping."""
    for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,):
        if part and isinstance(part, str):
            yield part


# --- what YAML took for a comment

_CUT = re.compile(r"^[^\r\n#]*+(?<=[ \t])(#[^\s#][^\r\n]*)", re.MULTILINE)
"""A line with the beginning of a comment that no space follows: a number sign of a text that stands without quotes."""
_LAST_WORD = re.compile(r"[^\s#'\"\]}]+\Z")
_WORD = 60  # characters of the word before it that say which text it is


def cut_texts(chronology: Chronology, positions: Positions, data: bytes) -> Iterator[Finding]:
    """The texts whose end YAML took for a comment: ``NATO meeting #3`` without quotes."""
    if not re.search(rb"[ \t]#[^ \t\r\n#]", data):
        return
    fields = sorted((position, record, field) for record in positions for field, position in positions[record].items())
    events = {event.id: event for event in chronology.events}
    text = data.decode("utf-8-sig")
    line, counted = 1, 0
    for match in _CUT.finditer(text):
        line += sum(1 for _ in LINE_END.finditer(text, counted, match.start()))
        counted = match.start()
        word = _LAST_WORD.search(match[0][: match.start(1) - match.start()].rstrip(" \t")[-_WORD:])
        place = bisect_right(fields, ((line, match.start(1) - match.start() + 1), ("~", ""), ""))
        _, (section, record), field = fields[place - 1]
        values = events if section == "events" else getattr(chronology, field if section == "file" else section)
        value = values if section == "file" else values[record]
        texts = list(_held(getattr(value, field, "") if field and section != "file" else value))
        ended = word and any(text.endswith(word[0]) for text in texts)
        if ended and not any(match[1] in text for text in texts):
            message = (
                f"is cut off before {quoted(match[1], 30)}, which YAML takes for a comment; put the text in quotes,"
                " or a space after the # of a comment"
            )
            yield Finding(
                "comment-cut-text", *((field, "", "") if section == "file" else (section, record, field)), message
            )
