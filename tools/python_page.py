"""The reference page on the package: every public name with its signature, its fields and what its docstring says."""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import timeline

INTRODUCTION = """\
Everything here is imported from `timeline`. The package is typed (`py.typed`), and no field of a record can be set:
records are named tuples or frozen dataclasses. Nothing prints, exits or reads the environment."""


def python_page(made: str) -> str:
    """The page; ``made`` is the remark that says where it comes from."""
    whole = inspect.cleandoc(timeline.__doc__ or "").partition("\n\n")[2]
    names = sorted(timeline.__all__, key=_rank)
    blocks = ["# Python", made, INTRODUCTION, _examples(whole), *(block for name in names for block in _entry(name))]
    return "\n\n".join(blocks) + "\n"


def _rank(name: str) -> tuple[int, str]:
    """Functions come first, exceptions last."""
    value = getattr(timeline, name)
    return (0 if inspect.isfunction(value) else 2 if issubclass(value, Exception) else 1), name


def _entry(name: str) -> Iterator[str]:
    value = getattr(timeline, name)
    yield f"## {name}"
    if inspect.isfunction(value):
        yield f"```python\n{_signature(value)}\n```"
        yield from _prose(value)
        return
    bases = [base.__name__ for base in value.__bases__ if base.__name__ in (*timeline.__all__, "KeyError")]
    if bases:
        yield f"A {' and a '.join(f'`{base}`' for base in bases)}."
    yield from _prose(value)
    rows = [f"| `{field}` | {_cell(kind)} | {_cell(about)} |" for field, kind, about in _fields(value)]
    if rows:
        yield "\n".join(["| field | type | meaning |", "| --- | --- | --- |", *rows])
    for own, member in vars(value).items():
        function = getattr(member, "__func__", member)
        if inspect.isfunction(function) and not own.startswith("_"):
            yield f"### {name}.{own}"
            yield f"```python\n{_signature(function)}\n```"
            yield from _prose(function)


def _fields(value: Any) -> Iterator[tuple[str, str, str]]:
    """The fields and properties of a class: name, type and meaning, as they stand in its source."""
    for name, kind, about in _declared(value):
        yield name, f"`{kind}`", " ".join(about.split())
    for name, member in vars(value).items():
        if isinstance(member, property) and member.fget:
            yield name, f"`{_returned(member.fget)}`", " ".join(inspect.cleandoc(member.__doc__ or "").split())


def _declared(value: Any) -> Iterator[tuple[str, str, str]]:
    """Each field of a class, or attribute that its constructor sets, with the docstring below it."""
    tree = _classes(value.__module__)[value.__name__]
    constructor = [entry for entry in tree.body if isinstance(entry, ast.FunctionDef) and entry.name == "__init__"]
    taken = {arg.arg: ast.unparse(arg.annotation) for entry in constructor for arg in entry.args.args if arg.annotation}
    body = constructor[0].body if constructor else tree.body
    for field, below in itertools.pairwise([*body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.annotation, ast.Subscript):
            parts = getattr(field.annotation.slice, "elts", [])
            if ast.unparse(field.annotation.value) == "Annotated":
                about = str(ast.literal_eval(parts[1].args[0]))
                yield ast.unparse(field.target), ast.unparse(parts[0]), f"{about[:1].upper()}{about[1:]}."
                continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            if isinstance(field, ast.AnnAssign):
                yield (
                    ast.unparse(field.target).removeprefix("self."),
                    ast.unparse(field.annotation),
                    str(below.value.value),
                )
            elif isinstance(field, ast.Assign) and isinstance(field.targets[0], ast.Attribute):
                name = field.targets[0].attr
                yield name, taken[name], str(below.value.value)


@functools.cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    """The classes of a module, as its source declares them."""
    tree = ast.parse(inspect.getsource(__import__(module, fromlist=["_"])))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _signature(function: Any) -> str:
    """A function as its source declares it, on one line, without its body."""
    tree = _source(function)
    return f"{tree.name}({ast.unparse(tree.args)}) -> {_returned(function)}"


def _returned(function: Any) -> str:
    """The type of what a function gives, as its source says it."""
    tree = _source(function)
    return ast.unparse(tree.returns).strip("'") if tree.returns else ""


def _source(function: Any) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


def _prose(value: Any) -> Iterator[str]:
    """The paragraphs of a docstring in Markdown, its examples in blocks of their own."""
    yield _examples(inspect.cleandoc(value.__doc__ or ""))


def _examples(text: str) -> str:
    blocks = []
    for block in text.split("\n\n"):
        if block.startswith(">>> "):
            blocks.append(f"```pycon\n{block}\n```")
        else:
            plain = " ".join(block.split())
            blocks.append(re.sub(r"``(.+?)``|`(?:timeline\.\w+\.)?(\w+(?:\.\w+)?)`", r"`\1\2`", plain))
    return "\n\n".join(blocks)


def _cell(text: str) -> str:
    return re.sub(r"``(.+?)``", r"`\1`", text).replace("|", "\\|")
