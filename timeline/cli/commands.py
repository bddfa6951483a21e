"""All commands, in the order in which help lists them."""

from timeline.cli import reading, exporting, checking, curating, writing  # isort: skip
from timeline.cli.app import app
from timeline.cli.command import Command

for command in app.registered_commands:
    command.cls = Command

__all__ = ["app", "checking", "curating", "exporting", "reading", "writing"]
