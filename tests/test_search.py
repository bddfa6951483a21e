"""Searching: words, phrases, signs and scripts, each by a table; and the same by properties over any text."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import search
from timeline.search import Spellings, has_part, has_words, letters, words_of
from timeline.text import _FOLDINGS, ALIKE, INVISIBLE, _Folding, fold

LISTS = [["Türkiye", "Turkey"], ["Nagorno-Karabakh", "Dağlıq Qarabağ", "Karabakh"], ["Côte d’Ivoire", "Ivory Coast"]]
SPELLED = [
    ("turkey", "Türkiye visits", True), ("TÜRKIYE", "Turkey", True), ("turke", "Turkey", True),
    ("turke", "Türkiye", False), ("turkey", "Türkiyesiz", False), ("turkey", "turkeys", True),
    ("turkey's", "Türkiye’s visit", True), ("turkey-nato", "NATO–Türkiye", True), ('"in turkey"', "in Türkiye.", True),
    ('"in turkey"', "in Turkeyland", False), ("karabakh", "Dağlıq Qarabağ", True), ("daglıq qarabag", "Karabakh", True),
    ("nagorno karabakh", "of Karabakh", True), ("nagorno-karabakh", "Qarabağ", False), ("daglıq", "Karabakh", False),
    ("ivory coast", "in Côte d'Ivoire", True), ("ivory x coast", "x in Côte d'Ivoire", False),
    ("cote d’ivoire x", "x at the Ivory–Coast", True), ("turkey", "", False),
]  # fmt: skip
SIGNS = {
    "e01": "NATO’s O’Brien visits\0Nagorno‑Karabakh",
    "e02": "NATO's O'Brien leaves\0Nagorno-Karabakh",
    "e03": "Azerbaijan–NATO relations",
    "e04": "Azerbaijan-NATO relations",
    "e05": "Æther œuvre Þór Øre",
    "e06": "Straße STRAẞE",
    "e07": "Κόσμος ΣΟΦΟΣ",
    "e08": "हिन्दी भाषा",
    "e09": "สนธิสัญญาสันติภาพ",
    "e10": "Jean‑Luc va à l'école d’État",
    "e11": "C++ and .NET and #tag and 15% and $5",
    "e12": "мир Ёлка Йод",
    "e13": "soft\u00adhyphen zero\u200bwidth",
    "e14": "50th U.N. EU-NATO",
    "e15": "Việt Nam Łódź Đà Nẵng",
    "e16": "محمد مُحَمَّد",
    "e17": "İstanbul ISPARTA ığdır",
    "e18": "第二回会合が平和のための枠組みに、NATO加盟",
    "e19": "ພາສາລາວ ဗမာစာ ភាសាខ្មែរ བོད་སྐད",
    "e20": "the Secretary\nGeneral, the general secretary’s co-operation\0General election",
    "e21": "the cooperation of 2004–2006 − from 2006 to 2004",
    "e22": "near Khankendi/Stepanakert",
}
FOUND: list[tuple[str, str]] = [
    ("o'brien", "e01 e02"), ("o’brien", "e01 e02"), ("OʼBRIEN", "e01 e02"), ("o`brien", "e01 e02"),
    ("o´brien", "e01 e02"),
    ("nato-azerbaijan", "e03 e04"), ("NATO–Azerbaijan", "e03 e04"), ("azerbaijan—nato", "e03 e04"),
    ("azerbaijan nato", "e03 e04"), ('"azerbaijan nato"', "e03 e04"), ('"nato azerbaijan"', ""),
    ("nagorno-karabakh", "e01 e02"), ("nagorno karabakh", "e01 e02"), ("nagorno\u00adkarabakh", ""),
    ("aether", "e05"), ("ÆTHER", "e05"), ("oeuvre thor ore", "e05"), ("strasse", "e06"), ("STRAẞE", "e06"),
    ("κοσμοσ", "e07"), ("σοφος", "e07"), ("हिन्दी", "e08"), ("ecole etat", "e10"), ("jean-luc", "e10"),
    ("c++", "e11"), (".net", "e11"), ("#tag", "e11"), ("15%", "e11"), ("$5", "e11"), ("елка иод", "e12"),
    ("softhyphen", "e13"), ("zerowidth", "e13"), ("soft\u200dhyphen", "e13"), ("u.n.", "e14"), ("nato eu", "e14"),
    ("lodz da nang", "e15"), ("محمد", "e16"), ("مُحَمَّد", "e16"), ("istanbul isparta igdir", "e17"),
    # scripts without spaces: anywhere; beside them, words of others
    ("สันติภาพ", "e09"), ("平和", "e18"), ("枠組み 会合", "e18"), ("加盟", "e18"), ("ため", "e18"), ("nato加盟", "e18"),
    ("nato", "e01 e02 e03 e04 e14 e18"), ("ລາວ", "e19"), ("မာစာ", "e19"), ("ខ្មែរ", "e19"), ("སྐད", "e19"),
    # phrases do not cross fields; the last word of one that is closed is whole
    ('"secretary general"', "e20"), ("“secretary general”", "e20"), ("„general secretary“", "e20"),
    ('"general general"', ""), ('"secretary gen"', ""), ('"secretary gen', "e20"), ('"general sec" x', ""),
    ('elect "secretary general"', "e20"), ('"co operation"', "e20 e21"[:3]), ('"the"', "e20 e21"),
    ('th "', "e05 e20 e21"),
    # a dash may be missing in the text; what stands between two numbers is one, too
    ("co-operation", "e20 e21"), ("2004-2006", "e21"), ("2006-2004", "e21"), ("2004-2007", ""), ("- isparta –", "e17"),
    # a slash is a dash
    ("khankendi", "e22"), ("stepanakert", "e22"), ("Stepanakert/Khankendi", "e22"), ("khankendi-stepanakert", "e22"),
    ('"Khankendi Stepanakert"', "e22"), ('"khankendi ⁄ stepanakert"', "e22"), ('"stepanakert khankendi"', ""),
    ("nato/azerbaijan", "e03 e04"),
]  # fmt: skip


def found(text: str) -> str:
    """The texts that a search finds."""
    test = has_words(text)
    return " ".join(id for id, text in SIGNS.items() if test(fold(text)))


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: str) -> None:
    """A search finds what a person means by it, whatever signs, accents and spaces stand in either."""
    assert found(text) == expected


@pytest.mark.parametrize(("text", "other", "expected"), SPELLED)
def test_spellings(text: str, other: str, expected: bool) -> None:
    """A word that has other spellings is found by each, as a whole word; how it begins is found as it is."""
    spellings = Spellings.of(LISTS)
    assert has_words(text, spellings)(fold(other)) == expected


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("ankara, turkey", "Ankara, Türkiye", True),
        ("turkey", "North Türkiye", True),
        ("key", "Turkey", True),
        ("key", "Türkiye", False),
        ("karabakh", "Dağlıq Qarabağ, Şuşa", True),
        ("nagorno karabakh", "Nagorno–Karabakh", True),
        ('"', 'the "other"', True),
        ("平和", "の平和の", True),
    ],
)
def test_parts(text: str, other: str, expected: bool) -> None:
    """A part of a name is found anywhere in it, in each spelling."""
    assert has_part(text, Spellings.of(LISTS))(fold(other)) == expected


@given(st.text(max_size=20), st.text(), st.text())
def test_a_text_is_found_in_itself(part: str, before: str, after: str) -> None:
    """What has letters is found in itself, and as a part in anything around it."""
    for spellings in (search.NO_SPELLINGS, Spellings.of(LISTS)):
        assert not letters(part) or has_words(part, spellings)(fold(part))
        assert has_part(part, spellings)(fold(before + part + after))


@given(st.text('ab "-é平', max_size=12), st.text("ab -\0平", max_size=12))
def test_any_search_is_answered(text: str, other: str) -> None:
    """Any text can be looked for in any other; every word that it finds is in the other."""
    found = has_words(text)(fold(other))
    assert not found or all(letter in fold(other) for letter in letters(text) if letter in "ab平")


@given(st.text())
def test_words_as_they_were_given(text: str) -> None:
    """The words of a search are parts of it, and together all that it looks for."""
    words = words_of(text)
    assert all(word in text for word in words)
    assert bool(letters("".join(words))) <= bool(letters(text))


def test_words_between_signs() -> None:
    """Quotation marks and dashes of every sort part words; apostrophes do not."""
    assert words_of('“Secretary—general” o’brien -x "y') == ["Secretary", "general", "o’brien", "x", "y"]


def test_signs_of_every_sort() -> None:
    """Every dash of Unicode folds to a hyphen; every space to one."""
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char) == "Pd":
            assert fold(char) == "-", hex(ord(char))
        if unicodedata.category(char) == "Zs":
            assert fold(char).isspace(), hex(ord(char))
        assert len(fold(char)) <= 8, hex(ord(char))


def test_what_cannot_be_seen_is_nothing() -> None:
    """Characters that leave no mark fold to nothing."""
    seen = re.sub(f"[{INVISIBLE}]", "", "".join(map(chr, range(sys.maxunicode + 1))))
    hidden = set(map(chr, range(sys.maxunicode + 1))) - set(seen)
    assert {"\u00ad", "\u200b", "\u200d", "\u2060", "\ufe0f", "\ufeff", "\U0001d159", "\U000e0100"} < hidden
    assert {fold(char) for char in hidden} == {""}


def test_the_table_is_plain_and_folded() -> None:
    """What the page gets is JSON, and nothing in it would fold further."""
    made = search.table(LISTS)
    assert json.loads(json.dumps(made)) == made
    assert set(made) == {"alike", "invisible", "spaceless", "spellings"}
    assert all(fold(plain) == plain for plain in ALIKE.values())
    assert all(fold(sign) == plain for sign, plain in ALIKE.items())


@pytest.mark.parametrize("text", ["a\u0301\u0323", "ﷺ", "ㄱ\u11a8", "e\u0334\u0345"])
def test_folding_grows_with_the_text_alone(text: str) -> None:
    """However marks follow each other, each character is worked out once, and alone."""
    counted = Counter[int]()

    class Counting(_Folding):
        def __missing__(self, code: int) -> str:
            counted[code] += 1
            return super().__missing__(code)

    folded = (text * 1000).translate(Counting())
    assert folded == fold(text) * 1000
    assert set(counted.values()) == {1}
    assert len(folded) <= 8 * 1000 * len(text)


def test_foldings_are_not_kept_without_bound() -> None:
    """A text of every character leaves no more behind than one of many."""
    fold("".join(map(chr, range(0x20000))))
    assert len(_FOLDINGS) <= 10_000
    assert fold("Ⅳ\U0001d400Ǆ") == "ivadz"
