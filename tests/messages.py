"""What a message says beside its wording, which one golden holds: where, and the words and lines that it names."""

from __future__ import annotations

import re

_NAMED = re.compile(r"(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)|U\+[0-9A-F]{4,}|0x[0-9A-F]{2}|UTF-\d+|\bline \d+")


def facts(message: str) -> str:
    """A problem's position and record, and what its message names: values as they were given, likely ones, lines.

    ``11:5: event a: unknown field 'sumary'; did you mean 'summary'?`` has ``11:5: event a: 'sumary', 'summary'``. Keys
    of YAML and its signs, which a message quotes as examples, do not count.
    """
    found = re.match(r"(\d+:\d+: (?:[^:]|:(?! ))*): ", message)
    where, rest = (found[1], message[found.end() :]) if found else ("", message)
    named = [word for word in _NAMED.findall(rest) if re.search(r"\w", word) and not word.endswith(":'")]
    return ": ".join(filter(None, (where, ", ".join(named))))
