"""Text: how it is compared, quoted in a message, and matched with what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ALIKE: dict[str, str] = {
    # English writes Azerbaijani ə as a: Əliyev is Aliyev, Həsənov is Hasanov.
    "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t",
    "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ς": "σ", "\u0345": "ι", "ـ": "",
    **dict(zip("ᲀᲁᲂᲃᲄᲅᲆᲇᲈ", "вдосттъѣꙋ", strict=True)),
    **dict.fromkeys("‐‒–—―−˗⁃֊־᐀᠆⸗⸚⸺⸻⹀⹝〜〰゠𐺭", "-"),
    **dict.fromkeys("‘’‚‛ʹʻʼʽʾʿ՚ꞌ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("/⁄∕⧸", "-"),  # Khankendi/Stepanakert, as with a dash
    "ﷺ": "ﷺ",  # which would be taken apart into eighteen
}  # fmt: skip
"""What letters and punctuation are written for in a search: all that case and normalisation do not make alike."""

_ENGLISH = str.maketrans({"c": "j", "ç": "ch", "ş": "sh", "x": "kh", "q": "g", "ğ": "gh", "ə": "a", "ı": "i"})
_INNER_QUOTES = str.maketrans("“”", "‘’")
MIN_PART_LETTERS = 4
"""Letters of a word that say something of the longer one that they are a part of."""
MAX_SLIPS = 3
"""Slips in a text, however long, that are taken for slips."""

FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
"""Pattern of control characters, line separators that editors do not count, half surrogate pairs, noncharacters."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013441\U00013442\U00016fe4\U0001bca0-\U0001bca3\U0001d159"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters, as the inside of a pattern's brackets, that leave no mark.

They are Unicode's ignorable ones, empty Braille, hieroglyphic blanks, the Khitan filler and a note without a head.
"""

_BIDI = "[\u202a-\u202e\u2066-\u2069]"
_BIDI_END = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
             "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}  # fmt: skip
_BIDI_LEVELS = 125  # max_depth of Unicode's bidirectional algorithm, UAX #9


_OVERRIDE = "[\u202a-\u202e]"


class _Folding(dict[int, str]):
    """What characters fold to, each worked out alone when it is met: texts of many marks cost no more than others."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = ALIKE.get(char) or unicodedata.normalize("NFKD", char).lower()
        letters = "".join(ALIKE.get(letter, letter) for letter in plain)
        folded = "".join(
            letter for letter in letters if not unicodedata.combining(letter) and not _UNSEEN.fullmatch(letter)
        )
        if len(self) < _MAX_FOLDINGS:
            self[code] = folded
        return folded


_UNSEEN = re.compile(f"[{INVISIBLE}]")
_MAX_FOLDINGS = 10_000
_FOLDINGS = _Folding()


def fold(text: str) -> str:
    """Text for comparison, without case, accents and what cannot be seen: ``Əliyev`` and ``aliyev`` fold alike.

    Dashes, apostrophes and quotation marks of every sort become those of ASCII, slashes dashes. The cost grows with the
    text's length alone.
    """
    return text.lower().replace("`", "'").replace("/", "-") if text.isascii() else text.translate(_FOLDINGS)


def is_blank(text: str) -> bool:
    """Whether a text holds nothing that can be seen: white space, and characters of `INVISIBLE`."""
    return not text.strip() or (not text.isascii() and re.fullmatch(rf"[\s{INVISIBLE}]*", text) is not None)


def unbalanced_bidi(text: str) -> int | None:
    """Index of the first bidirectional control that closes nothing or the wrong one, else of the first left open.

    One that opens a level too deep for the algorithm that displays them counts likewise. None when all are paired and
    nested.
    """
    if not re.search(_BIDI, text):
        return None
    waiting: list[tuple[str, int]] = []
    for match in re.finditer(_BIDI, text):
        char = match[0]
        if char in _BIDI_END:
            if len(waiting) == _BIDI_LEVELS:
                return match.start()
            waiting.append((_BIDI_END[char], match.start()))
        elif not waiting or waiting.pop()[0] != char:
            return match.start()
    return waiting[0][1] if waiting else None


def name_of(char: str) -> str:
    """A character that cannot be shown, named: ``U+001B``, or ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def escape_unprintable(text: str) -> str:
    """Text on one line with every control, separator and bidirectional override written as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def escape_overrides(text: str) -> str:
    """Text with the controls that turn its direction written as escapes, so that it reads as it is stored.

    Arabic and Hebrew need none of them, and isolates, which turn nothing around, stay.
    """
    return text if text.isascii() else re.sub(_OVERRIDE, lambda char: ascii(char[0])[1:-1], text)


def escape_controls(text: str) -> str:
    """Text on one line, with whatever is more than a letter or a sign in it as an escape: controls, turns of direction.

    Unlike `escape_unprintable` it leaves alone what only joins or parts letters, as in Persian names.
    """
    return (
        text
        if text.isprintable()
        else re.sub(rf"{FORBIDDEN}|{_BIDI}|[\t\n\r]", lambda char: ascii(char[0])[1:-1], text)
    )


def quoted(text: str, limit: int = 60) -> str:
    """A user's own words for a message: quoted, on one line, shortened past ``limit`` characters."""
    shown = escape_unprintable(text[: limit + 1])
    return f"'{shown[:limit]}…'" if len(shown) > limit else f"'{shown}'"


def in_quotes(text: str) -> str:
    """A title in double quotes, the double ones that it has itself made single: ``“The ‘Rose Roth’ seminar”``."""
    return f"“{text.translate(_INNER_QUOTES)}”"


def latinised(text: str) -> str:
    """Text of Azerbaijani spelling as English writes it: ``Ceyhun`` is Jeyhun, ``Xankəndi`` is Khankandi."""
    return text.casefold().translate(_ENGLISH)


def encoded_address(url: str) -> str:
    """An address in the characters that RFC 3986 allows; the others as percent and octets."""
    from urllib.parse import quote

    return quote(url, safe="%:/?#[]@!$&'()*+,;=-._~")


def slug(text: str, limit: int = 60) -> str:
    """Words of a text in lower case with hyphens, as ids have them, not cut within a word; empty for other scripts."""
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    words = "-".join(re.findall("[a-z0-9]+", plain.replace("'", "")))
    return words if len(words) <= limit else words[: limit + 1].rpartition("-")[0] or words[:limit]


def closest(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The choice that ``word`` was probably meant to be, or a part of; None where none is as alike as ``cutoff``.

    A few slips must lead from one to the other, or each word to one of the choice.
    """
    import difflib

    folded = {fold(choice): choice for choice in choices}
    wanted = fold(word)[:100]
    if len(wanted) >= MIN_PART_LETTERS:
        longer = [choice for choice in folded if wanted in choice]
        if longer:
            return folded[min(longer, key=lambda choice: not choice.startswith(wanted))]
    found = [
        choice for choice in difflib.get_close_matches(wanted, folded, n=5, cutoff=cutoff) if _near(wanted, choice)
    ]
    found.sort(key=lambda choice: choice[:1] != wanted[:1])  # people seldom mistype the first letter
    return folded[found[0]] if found else None


def _near(given: str, meant: str) -> bool:
    """Whether a text is another with a few slips; of several words each may be one of the other's, in any order."""
    words = re.findall(r"\w+", meant)
    return _slipped(given, meant) or all(
        any(_slipped(word, other) for other in words) for word in re.findall(r"\w+", given) or [given]
    )


def _slipped(given: str, meant: str) -> bool:
    """Whether a text is another, or its beginning, with a slip in three letters; with one where it begins otherwise."""
    most = min(len(given) // 3, MAX_SLIPS) if given[:1] == meant[:1] else 1
    return _slips(given, meant) <= max(most, len(given) > 1)


def _slips(given: str, meant: str) -> int:
    """How many letters are to be added, left out, changed or swapped with the next to come to a text's beginning."""
    last: list[int] = []
    row = list(range(len(meant) + 1))
    for at, letter in enumerate(given, start=1):
        before, last, row = last, row, [at]
        for end, other in enumerate(meant, start=1):
            least = min(last[end] + 1, row[-1] + 1, last[end - 1] + (letter != other))
            swapped = at > 1 and end > 1 and letter == meant[end - 2] and other == given[at - 2]
            row.append(min(least, before[end - 2] + 1) if swapped else least)
    return min(row)


def did_you_mean(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """The end of a message: ``; did you mean 'DEEP'?``, else ``otherwise``."""
    meant = closest(word, choices)
    return f"; did you mean {quoted(meant)}?" if meant else otherwise


def count(number: int, noun: str) -> str:
    """``1 event``, ``2 events``, ``1,204 events``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
