"""The door of the program: what ``python -m timeline`` goes through."""

import _signal as signal  # type: ignore[import-not-found]  # that of the library takes milliseconds


def main() -> None:
    """Runs the program. While it is being imported Ctrl-C ends it as the system does, at once and in silence."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    import gc

    gc.disable()  # what one run makes goes with it: looking for some of it to throw away is lost time
    try:
        from timeline.cli.run import main as run

        run()
    except Exception as error:  # of an import: everything else is told by the program itself
        raise SystemExit(f"timeline: {fault_of_import(error) or f'cannot start: {_words(error)}'}") from None


def fault_of_import(error: Exception) -> str:
    """Why a part of the program cannot be imported, in printable characters; empty where that is not what failed.

    It is missing, damaged or closed to us, or there is want of room or descriptors.
    """
    place = _importing(error)
    if not place:
        return ""
    from errno import EMFILE, ENFILE, ENOMEM  # what the system is short of, which is no fault of the files

    said = _words(error)
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in (EMFILE, ENFILE, ENOMEM)):
        said = f"cannot start: {said}"
    else:
        at = f", in a module that {place} imports" if isinstance(error, SyntaxError) else f" in {place}"
        if isinstance(error, ImportError | AttributeError | OSError) or getattr(error, "filename", None):
            at = ""  # which name it themselves
        said = f"the installation is broken: {said}{at}; install the program again"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in said)


def _words(error: Exception) -> str:
    """What an error says of itself."""
    if isinstance(error, MemoryError):
        return "not enough memory"
    if isinstance(error, OSError) and error.strerror:
        reason = f"{error.strerror[:1].lower()}{error.strerror[1:]}"
        return f"cannot read {error.filename}: {reason}" if error.filename else reason
    return str(error) or type(error).__name__


def _importing(error: Exception) -> str:
    """The last file that had begun to be imported when something failed; empty where nothing was being imported.

    What a module lacks when it is asked for counts, too: it is empty, or of another version.
    """
    place, trace = "", error.__traceback__
    found = isinstance(error, ImportError | SyntaxError) or isinstance(getattr(error, "obj", None), type(signal))
    while trace:
        code = trace.tb_frame.f_code
        machinery = code.co_filename.startswith("<frozen importlib")
        found = found or machinery or code.co_name == "<module>"
        place = place if machinery else code.co_filename
        trace = trace.tb_next
    return place or "a module" if found else ""


if __name__ == "__main__":
    main()
