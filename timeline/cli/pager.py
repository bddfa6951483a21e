"""The user's pager: what is taller than the screen goes through it, and nothing is lost where it fails."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Mapping

from timeline.cli.streams import signals_held_back

_OPTIONS = "FRX"
"""What less is told where the user has not said how it is to be: quit if it fits, pass colours on, leave the text."""


def show_in_pager(text: str, environment: Mapping[str, str], encoding: str = "utf-8") -> bool:
    """Shows a text through the user's pager, ``$PAGER`` or less; False where it still has to be shown.

    That is where there is no pager, or where it fails or is killed. The pager gets the text in ``encoding``, that of
    the terminal.
    """
    command = environment.get("PAGER", "less")
    if not command.strip() or command.strip() == "cat":
        return False
    with signals_held_back(signal.SIGINT, later=False) as interrupts:  # Ctrl-C is for the pager, which has the terminal
        try:
            pager = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=_settings(environment, encoding))
        except OSError:
            return False
        with contextlib.suppress(BrokenPipeError):
            pager.communicate(text.encode(encoding, errors="timeline.readable"))
    return pager.returncode == 0 or bool(interrupts)


def _settings(environment: Mapping[str, str], encoding: str) -> dict[str, str]:
    """The environment of the pager, which is told to pass colours on whatever else it was told."""
    own = environment.get("LESS")
    less = (
        f"{own} $-R" if own else _OPTIONS
    )  # the dollar sign ends a text, such as that of -P, and is nothing elsewhere
    charset = {"LESSCHARSET": "utf-8"} if encoding.lower().replace("-", "") == "utf8" else {}
    return {**environment, **charset, "LESS": less, "LV": f"{environment.get('LV', '')} -c".strip()}
