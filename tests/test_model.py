"""The records by themselves: what they say of what they hold."""

from __future__ import annotations

import pytest

from timeline.model import Source


@pytest.mark.parametrize(
    ("ways", "address", "also"),
    [
        ({"url": "https://a.example"}, "https://a.example", ""),
        ({"archived": "https://b.example"}, "https://b.example", ""),
        (
            {"url": "https://a.example", "archived": "https://b.example"},
            "https://a.example",
            "archived: https://b.example",
        ),
        ({"doi": "10.1000/182"}, "https://doi.org/10.1000/182", ""),
        ({"doi": "10.1000/a#b<c>;d%e?f"}, "https://doi.org/10.1000/a%23b%3Cc%3E;d%25e%3Ff", ""),
        (
            {"doi": "10.1000/182", "archived": "https://b.example"},
            "https://doi.org/10.1000/182",
            "archived: https://b.example",
        ),
        ({"url": "https://a.example", "doi": "10.1000/182"}, "https://a.example", "doi:10.1000/182"),
        ({"isbn": "978-0-306-40615-7"}, "", "ISBN 978-0-306-40615-7"),
        ({"held": "State Archive, 1-2"}, "", "State Archive, 1-2"),
        (
            {"url": "https://a.example", "isbn": "978-0-306-40615-7", "held": "State Archive, 1-2"},
            "https://a.example",
            "ISBN 978-0-306-40615-7; State Archive, 1-2",
        ),
    ],
)
def test_every_way_to_a_source_is_told(ways: dict[str, str], address: str, also: str) -> None:
    """A source has one best address, in characters that an address allows, and all other ways beside it, each once."""
    source = Source("s", "S", **ways)  # type: ignore[arg-type]
    assert (source.address, source.also) == (address, also)
    assert source.found == "; ".join(filter(None, (address, also)))
