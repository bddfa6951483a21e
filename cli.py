"""Door for a checkout: ``python cli.py`` is ``timeline``."""

from timeline.__main__ import main

if __name__ == "__main__":
    main()
