"""The door of the program: what ``python -m timeline`` goes through."""

import gc
import signal


def main() -> None:
    """Runs the program. While it is being imported Ctrl-C ends it as the system does, at once and in silence."""
    gc.disable()  # what one run makes goes with it: looking for some of it to throw away is lost time
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from timeline.cli.run import main as run
    except Exception as error:
        raise SystemExit(f"timeline: {fault_of_import(error)}") from None
    run()


def fault_of_import(error: Exception) -> str:
    """Why the program cannot be started: want of room or descriptors, or a part of it that is missing or damaged."""
    said = str(error) or type(error).__name__
    if isinstance(error, MemoryError | OSError):
        return f"cannot start: {said}"
    return f"the installation is broken: {said}; install the program again"


if __name__ == "__main__":
    main()
