"""Languages as people write them, to their tags of BCP 47; imported for a tag that is wrong."""

from __future__ import annotations

import re

from timeline.text import fold

_TAGS = {
    "albanian": "sq", "arabic": "ar", "armenian": "hy", "azerbaijani": "az", "azeri": "az", "belarusian": "be",
    "bulgarian": "bg", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "estonian": "et", "finnish": "fi", "french": "fr", "georgian": "ka", "german": "de",
    "greek": "el", "hebrew": "he", "hungarian": "hu", "italian": "it", "japanese": "ja", "kazakh": "kk",
    "korean": "ko", "latvian": "lv", "lithuanian": "lt", "macedonian": "mk", "norwegian": "no", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk",
    "slovenian": "sl", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "uzbek": "uz",
}  # fmt: skip
_TAG = r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?"


def tag_of(text: str) -> str:
    """The tag that was probably meant: of a language's English name, or the same in the case of BCP 47; else empty."""
    name = fold(text[:40]).strip()
    match = re.fullmatch(_TAG, name.replace("_", "-").replace(" ", "-"))
    if not match:
        return _TAGS.get(name, "")
    language, script, region = match.groups("")
    return "-".join(filter(None, (language, script.title(), region.upper())))
