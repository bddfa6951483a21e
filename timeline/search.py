"""What a person searches for: words, phrases and parts of names, as tests on folded text.

The page of `timeline.formats.html` searches by the same rules; `table` is what its script needs for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.text import ALIKE, INVISIBLE, fold

SPACELESS = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts without spaces between words, as the inside of a pattern's brackets: from Thai, Lao and Tibetan to Han."""
_EDGES = '"-' + " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029"
"""What says nothing at the ends of a folded text: all the white space that folding leaves, quotation marks, dashes."""
FIELDS_END = "\0"
"""What parts the fields of a text that is searched, so that no phrase is found across two."""

_LETTER = rf"[^\W{SPACELESS}]"
_BEGIN, _END = rf"(?<!{_LETTER})", rf"(?!{_LETTER})"
"""Where a word begins and ends."""

Test = Callable[[str], bool]
"""Whether a folded text has what is looked for."""


class Spellings(NamedTuple):
    """Words that are one, folded; what is looked for by one of them is found by each."""

    lists: tuple[tuple[str, ...], ...]
    """The lists of words that are one."""
    by_word: Mapping[str, tuple[str, ...]]
    """The list of each word, by its letters alone."""
    pattern: re.Pattern[str] | None
    """Any of them as a whole word, the longer ones first; None where there is none."""

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> Spellings:
        """Spellings as a chronology has them."""
        folded = tuple(tuple(map(fold, words)) for words in lists)
        every = sorted((word for words in folded for word in words), key=len, reverse=True)
        pattern = re.compile(f"{_BEGIN}({'|'.join(map(_spaced, every))}){_END}") if every else None
        return cls(folded, {_joined(word): words for words in folded for word in words}, pattern)

    def expanded(self, text: str) -> str:
        """The pattern of a folded text that finds it in each spelling."""
        if self.pattern is None:
            return _spaced(text)
        parts = self.pattern.split(text)
        return "".join(self._each(part) if at % 2 else _spaced(part) for at, part in enumerate(parts))

    def _each(self, given: str) -> str:
        """The pattern of a spelling that was given, of which more may follow, and of the others, which are whole."""
        others = (_spaced(word) + _END for word in self.by_word[_joined(given)])
        return f"(?:{'|'.join((_spaced(given), *others))})"

    def apart(self, text: str) -> Iterator[str]:
        """The words of a folded text; a spelling of several words is one."""
        if self.pattern is None:
            return iter(text.split())
        found = re.finditer(rf"(?<!\S)(?:{self.pattern.pattern})(?!\S)|\S+", text)
        return (match[0] for match in found)


NO_SPELLINGS = Spellings((), {}, None)


def _joined(text: str) -> str:
    return re.sub(r"[\s-]+", "", text)


def _spaced(text: str) -> str:
    """The pattern of a folded text in which spaces and dashes are one; a dash may be missing: co-operation."""
    parts = re.split(r"([\s-]+)", text)
    return "".join(
        (r"[\s-]*" if part.strip() else r"[\s-]+") if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )


def letters(text: str) -> str:
    """What is left of a text to look for, folded: without the dashes, quotation marks and spaces at its ends."""
    return fold(text).strip(_EDGES)


def has_words(text: str, spellings: Spellings = NO_SPELLINGS) -> Test:
    """A test for all the words of a text: ``war`` is found where a word begins with it, in ``Warsaw``.

    What stands in quotation marks is found as it is, word by word; the last one is whole where they are closed. Words
    that dashes join are found side by side, in their order or the opposite. In a script without spaces words are found
    anywhere.
    """
    wanted = [_test(pattern, needle) for pattern, needle in _terms(fold(text), spellings)]
    return lambda folded: all(found(folded) for found in wanted)


def has_part(text: str, spellings: Spellings = NO_SPELLINGS) -> Test:
    """A test whether a text occurs anywhere in another, in whatever spelling."""
    part = fold(text)
    return _test(spellings.expanded(part), _needle(part, spellings))


_QUOTES = "".join(sign for sign, plain in ALIKE.items() if plain == '"')
_PARTING = _QUOTES + "".join(sign for sign, plain in ALIKE.items() if plain == "-")


def words_of(text: str) -> list[str]:
    """The words of a search as they were given: what stands between spaces, dashes and quotation marks."""
    return re.findall(rf'[^\s"{_PARTING}-]+', text)


def phrases_of(text: str) -> list[str]:
    """The phrases of a search as they were given: what stands in quotation marks, closed or not."""
    return [part.strip() for part in re.split(f'["{_QUOTES}]', text)[1::2] if letters(part)]


def _terms(text: str, spellings: Spellings) -> Iterator[tuple[str, str]]:
    """The pattern of each word and phrase of a folded text, with letters without which it is nowhere."""
    parts = text.split('"')
    for at, part in enumerate(parts):
        if at % 2 == 0:
            for word in spellings.apart(part):
                turned = "-".join(word.split("-")[::-1])
                both = dict.fromkeys(map(spellings.expanded, (word, turned)))
                if letters(word):
                    yield _begun("|".join(both), word), _needle(word, spellings)
        elif letters(part):
            phrase = part.strip()
            closed = _END if at + 1 < len(parts) and re.search(rf"{_LETTER}$", phrase) else ""
            yield _begun(spellings.expanded(phrase), phrase) + closed, _needle(phrase, spellings)


def _begun(pattern: str, text: str) -> str:
    """The pattern where a word begins, if a word of a script with spaces is what it begins with."""
    return f"{_BEGIN if re.match(_LETTER, text) else ''}(?:{pattern})"


def _needle(text: str, spellings: Spellings) -> str:
    """The longest run of letters that a text holds wherever it is found: to look for that first is soon done."""
    rest = spellings.pattern.sub(" ", text) if spellings.pattern else text
    return max(re.split(r"[\s-]+", rest), key=len)


def _test(pattern: str, needle: str) -> Test:
    search = re.compile(pattern).search
    return lambda folded: needle in folded and search(folded) is not None


def table(lists: Iterable[Sequence[str]]) -> dict[str, object]:
    """What the page needs to fold and search as the program does: data, in the words of JSON."""
    return {
        "alike": ALIKE,
        "invisible": INVISIBLE,
        "spaceless": SPACELESS,
        "spellings": [list(words) for words in Spellings.of(lists).lists],
    }
