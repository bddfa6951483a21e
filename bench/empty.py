"""The limit: what a Typer program with two commands costs that prints one line."""

import typer

app = typer.Typer()


@app.command()
def one() -> None:
    """Prints a line."""
    print("one")


@app.command()
def two() -> None:
    """Prints another."""
    print("two")


app()
