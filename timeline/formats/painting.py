"""What a picture looks like: the classes of its elements become colours and type, written at each element.

Programs that draw pictures know a rule for an attribute better than style sheets, ``currentColor`` or masks.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from timeline.formats.drawing import palette
from timeline.formats.options import Theme

_SCHEMES = (
    {"ground": "#ffffff", "ink": "#1b1d21", "quiet": "#5a5e66", "line": "#e3e5e9"},
    {"ground": "#14161a", "ink": "#eceef1", "quiet": "#a3a8b1", "line": "#2e3238"},
)

_OUTLINE = {"stroke": "hue", "stroke-opacity": "0.8", "stroke-width": "0.6"}

# What a class looks like, or a tag within what has a class; ``hue`` is that of the lane:
_LOOKS: dict[str, dict[str, str]] = {
    "ground": {"fill": "ground"},
    "fade stop": {"stop-color": "ground"},
    "heading": {"fill": "ink", "font-weight": "600"},
    "quiet": {"fill": "quiet"},
    "end": {"text-anchor": "end"},
    "year": {"fill": "quiet", "text-anchor": "middle"},
    "code": {"fill": "hue", "font-weight": "600"},
    "name": {"fill": "quiet"},
    "label": {"fill": "ink"},
    "number": {"font-weight": "600"},
    "before": {"text-anchor": "end"},
    "grid line": {"stroke": "line"},
    "columns text": {"fill": "quiet", "text-anchor": "middle"},
    "columns landmark": {"fill": "ink"},
    "columns notable": {"fill": "ink", "fill-opacity": ".75"},
    "columns minor": {"fill": "ink", "fill-opacity": ".55"},
    "life rect": {"fill": "hue", "fill-opacity": "0.12"} | _OUTLINE,
    "life line": {"stroke": "hue", "stroke-opacity": "0.3", "stroke-dasharray": "2 3"},
    "part rect": {"fill": "hue", "fill-opacity": "0.27"} | _OUTLINE,
    "part line": {"stroke": "hue", "stroke-opacity": "0.5", "stroke-dasharray": "2 3"},
    "tail rect": {"fill": "hue", "fill-opacity": "0.8"},
    "tail line": {"stroke": "hue", "stroke-opacity": "0.8", "stroke-dasharray": "2 3"},
    "mark": {"fill": "hue", "stroke": "ground"},
    "echo": {"fill": "ground", "stroke": "hue", "stroke-width": "1.3"},
    "rough": {"fill-opacity": "0.6", "stroke": "hue", "stroke-width": "1.3", "stroke-dasharray": "1.5"},
}


class Painter:
    """Paints the elements of one picture, in which ``sizes`` are those of the type of some classes."""

    def __init__(self, theme: Theme, sizes: dict[str, float]) -> None:
        self.theme = theme
        number = int(theme == "dark")
        self._colours = _SCHEMES[number] | palette(number)
        self._looks = {name: dict(look) for name, look in _LOOKS.items()}
        for name, size in sizes.items():
            self._looks[name]["font-size"] = f"{size:g}"

    def painted(self, element: ET.Element, *, above: str = "", hue: str = "") -> ET.Element:
        """The element, in which classes have become attributes; ``above`` and ``hue`` are those of what it is in."""
        names = element.attrib.pop("class", "").split()
        hue = next((self._colours[name] for name in names if name in self._colours and name[0] == "h"), hue)
        for name in (f"{above} {element.tag}", *(f"{above} {name}" for name in names), *names):
            for key, value in self._looks.get(name, {}).items():
                element.set(key, hue if value == "hue" else self._colours.get(value, value))
        style = names[0] if names else above
        for child in list(element):
            if isinstance(child.tag, str):
                self.painted(child, above=style, hue=hue)
        return element


def sheet() -> str:
    """Rules that turn each colour of paper into that of a dark screen, where the screen is dark."""
    light, dark = (_SCHEMES[number] | palette(number) for number in (0, 1))
    rules = (
        f'[{name}="{light[role]}"]{{{name}:{dark[role]}}}'
        for role in light
        for name in ("fill", "stroke", "stop-color")
    )
    return "@media (prefers-color-scheme:dark){" + "".join(rules) + "}"
