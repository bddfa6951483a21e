"""The door of the program: what ``python -m timeline`` goes through."""

import gc
import signal


def main() -> None:
    """Runs the program. While it is being imported Ctrl-C ends it as the system does, at once and in silence."""
    gc.disable()  # what one run makes goes with it: looking for some of it to throw away is lost time
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from timeline.cli.run import main as run

    run()


if __name__ == "__main__":
    main()
