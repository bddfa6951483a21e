"""Door for a checkout: ``python cli.py`` is ``timeline``."""

from timeline.cli import main

if __name__ == "__main__":
    main()
