"""All commands, in the order in which help lists them."""

from timeline.cli import reading, exporting, curating, writing  # isort: skip
from timeline.cli.app import app

__all__ = ["app", "curating", "exporting", "reading", "writing"]
