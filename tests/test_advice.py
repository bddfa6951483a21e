"""What the command line tells to type: it works as it stands, and the errors of the library know nothing of it."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import timeline
from timeline.cli import advice, elsewhere
from timeline.cli.run import run
from timeline.cli.streams import command_line
from timeline.datafile import load
from timeline.query import Filters

PACKAGE = Path(timeline.__file__).parent
EXAMPLE = Path(__file__).parent.parent / "examples" / "partnership-forums.yaml"
TYPED = re.compile(r"--[a-z]|(?:^|[ '])-[a-z](?:$|[ '])|\btimeline (?:--|[a-z]+ )")
"""What only a person at a terminal types: options and commands."""


def told() -> Iterator[tuple[str, str]]:
    """The texts of every module outside the command line that are no docstring, with the module's name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent.name == "cli" or path.name.startswith("_compiled"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                yield str(path.relative_to(PACKAGE)), node.value


def test_the_library_knows_no_command_line() -> None:
    """No message that a Python caller may see speaks of an option or a command."""
    texts = list(told())
    assert ("query.py", "is empty; say what to look for, or leave it out") in texts
    assert [(name, text) for name, text in texts if TYPED.search(text)] == []


@pytest.mark.parametrize("text", ["--programme is empty", "several as -p ONE", "'timeline list --ids' shows them"])
def test_advice_is_known_when_it_is_seen(text: str) -> None:
    """The pattern finds what must not be in a message of the library."""
    assert TYPED.search(text)


COMMANDS: list[tuple[str, str]] = [
    ("", "list"),
    ("list 2008", "list -y 2008"),
    ("list baku brussels", "list -s 'baku brussels'"),
    ("list -p pfp,eapc -y 2001", "list -p pfp -p eapc -y 2001"),
    ("list --programme 'PfP, EAPC'", "list --programme PfP --programme EAPC"),
    ("programmes pfp,eapc", "programmes pfp eapc"),
    ("list -k agreement,accession", "list -k agreement -k accession"),
    ("list -y 1994,1997", "list -y 1994 -y 1997"),
    ("list -y 'May 1994'", "list --from 1994-05 --to 1994-05"),
    ("list -y '4 May 1994' --reverse", "list --from 1994-05-04 --to 1994-05-04 --reverse"),
    ("show zzz", "list --ids"),
    ("show of", "list --ids -s of"),
    ("show", "list --ids"),
    ("landmarks", ""),
    ("help", "--help"),
    ("search", "list -s WORDS"),
    ("search brussels summit", "list -s 'brussels summit'"),
    ("find 2008", "list -y 2008"),
    ("topics", "count topic"),
    ("people", "count person"),
    ("stats", "count year"),
    ("2008", "list -y 2008"),
    ("brussels", "list -s brussels"),
    ("-y 2008", "list -y 2008"),
    ("--year=2008", "list --year 2008"),
    ("-pPfP", "list -p PfP"),
    ("--landmarks", "list --landmarks"),
    ("show --reverse", "list --reverse"),
    ("show --limit 3", "list --limit 3"),
    ("list --bogus", "list --help"),
    ("list --type training", "list --kind training"),
    ("list --category=training -y 2001", "list --kind training -y 2001"),
    ("list --query summit --full", "list --search summit --full"),
    ("list -q 'two words'", "list --search 'two words'"),
    ("list --country Brussels", "list --place Brussels"),
    ("list --name Solana", "list --person Solana"),
    ("list --publisher NATO", "list --source NATO"),
    ("list --date 2001-05", "list --from 2001-05 --to 2001-05"),
    ("list --before 2001", "list --to 2001"),
    ("list -n 5", "list --limit 5"),
    ("list -n5 --reverse", "list --limit 5 --reverse"),
    ("list --last 3", "list --reverse --limit 3"),
    ("list --desc", "list --reverse"),
    ("list --verbose", "list --full"),
    ("list --no-color", "list --color never"),
    ("--no-color", "--color never"),
    ("list --all", "list"),
    ("list --yeer 2001", "list --year 2001"),
    ("list --ful", "list --full"),
    ("list --json -y 2001", "export --format json -y 2001"),
    ("list --full --csv", "export --format csv"),
    ("check --json", "check --format json"),
    ("cite parp-joined --bibtex", "cite parp-joined --format bibtex"),
    ("list --md", "export --format markdown"),
    ("chart --format svg -p pfp", "export --format svg -p pfp"),
    ("list -o out.csv -y 2001", "export out.csv -y 2001"),
    ("list --output", "export events.csv"),
    ("export --output=out.csv", "export out.csv"),
    ("export --json", "export --format json"),
    ("show parp-joined --json", "export --format json --id parp-joined"),
    ("programmes EAPC --json", "export --format json"),
    ("--type training", "list --kind training"),
    ("show --type=training", "list --kind training"),
    ("chart 2001 -p pfp", "chart -p pfp -y 2001"),
    ("list 1997..2001", "list -y 1997..2001"),
    ("export out.csv 2001", "export out.csv -y 2001"),
    ("ls -y 2001", "list -y 2001"),
    ("get parp-joined", "show parp-joined"),
    ("today", "on today"),
    ("on 'May 2001'", "list --from 2001-05 --to 2001-05"),
    ("on '30 May 1999'", "on '30 May'"),
    ("validate", "check"),
    ("programes", "programmes"),
    ("show parp-joined,eapc-founded", "show parp-joined eapc-founded"),
    ("lst", "list"),
    ("export", "export events.csv"),
    ("export events", "export events.csv"),
]
"""What is typed, and a command that the answer tells to type."""


@pytest.mark.parametrize(
    ("given", "expected", "place"),
    [(*row, place) for number, row in enumerate(COMMANDS) for place in (("before", "behind")[number % 2], "nowhere")],
)
def test_commands_that_are_told_work(
    given: str,
    expected: str,
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each command that a message names runs as it stands, on the same data, whatever the file is called."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "my file.yaml"
    file.write_bytes(EXAMPLE.read_bytes())
    data = [] if place == "nowhere" else ["--data", str(file)]
    words = shlex.split(given)
    run([*data, *words] if place == "before" else [*words, *data])
    answer = capsys.readouterr().err
    commands = [shlex.split(command) for command in re.findall(r"'timeline ?((?:[^'\"]|\"[^\"]*\")*)'", answer)]
    wanted = shlex.split(expected)
    assert [word for word in commands[0] if word not in data] == wanted
    for command in commands:
        if "--help" not in command:
            assert [word for word in command if word in data] == data
        assert run(command) == 0, command
        capsys.readouterr()


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("list -ppfp,eapc", "no programme 'pfp,eapc'"),  # not found as a word of its own
        ("list -p pfp,xyz", "no programme 'pfp,xyz'"),  # one of the two does not exist
        ("list '--year=May 1994'", "'May 1994' is not a year"),
        ("list -y 1994,x", "'1994,x' is not a year"),
        ("-y", "No such option: -y; it is given after a command"),
        ("search --reverse", "there is no command 'search'; words are searched"),
        ("export a b", "unexpected 'b'; export takes [FILE]; filters are options (see"),
        ("export a.csv b.csv", "unexpected 'b.csv'; export takes [FILE]; filters are options (see"),
        ("diff a b 2001", "unexpected '2001'; diff takes OLD [NEW]"),
        ("list a b c d", "unexpected 'a', 'b', 'c' and more; list"),
        ("list --query", "No such option: --query; did you mean '--search'?"),
        ("list --query -y", "No such option: --query; did you mean '--search'?"),
        ("list --zzzzzz", "No such option: --zzzzzz (see"),
        ("list -p --reverse", "-p has no value: '--reverse' follows it"),
        ("list --limit x", "--limit 'x' is not a number from 0 on"),
        ("list --limit -1", "--limit '-1' is not a number from 0 on"),
        ("list --nope", "No such option: --nope (see"),
        ("list --lang en", "No such option: --lang (see"),
        ("chart --limit 3", "No such option: --limit; list takes it, as in 'timeline list --limit 3"),
        ("get", "there is no command 'get'; did you mean 'show'?"),
    ],
)
def test_what_would_not_work_is_not_told(given: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where it is not sure what to type instead, no such command is named."""
    assert run([*shlex.split(given), "--data", str(EXAMPLE)]) == 2
    answer = capsys.readouterr().err
    assert word in answer
    assert "'timeline list -p" not in answer
    assert "'timeline list -y" not in answer


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("help", "there is no command 'help'; it is 'timeline --help'"),
        ("version", "there is no command 'version'; it is 'timeline --version' (see 'timeline --help')"),
        ("-V", "No such option: -V; did you mean 'timeline --version'? (see 'timeline --help')"),
        ("schema x", "unexpected 'x'; schema takes no arguments (see 'timeline schema --help')"),
        (
            "schema my.yaml",
            (
                "unexpected 'my.yaml'; schema takes no arguments; a data file is an option, "
                "'timeline schema --data my.yaml' (see 'timeline schema --help')"
            ),
        ),
        (
            "list my.yaml",
            (
                "unexpected 'my.yaml'; list takes no arguments; a data file is an option, "
                "'timeline list --data my.yaml' (see 'timeline list --help')"
            ),
        ),
        (
            "list -p",
            (
                "Option '-p' requires an argument, NAME: Code, name or alias; a parent includes its children"
                " (see 'timeline list --help')"
            ),
        ),
        ("cite --colour", "Option '--colour' requires an argument (see 'timeline cite --help')"),
        (
            "--data",
            (
                "Option '--data' requires an argument, FILE: Another chronology; - is standard input"
                " (see 'timeline --help')"
            ),
        ),
        (
            "list --tag peace",
            "No such option: --tag; did you mean 'timeline list --topic peace'? (see 'timeline list --help')",
        ),
    ],
)
def test_complaints_to_the_word(given: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong, what would be right, where to read on."""
    assert run(shlex.split(given)) == 2
    assert capsys.readouterr().err == f"timeline: {told}\n"


def test_all_problems_of_the_file_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with many problems is told of by its first ones, and the command that shows all names that file."""
    file = tmp_path / "my file.yaml"
    file.write_text("title: T\nsources: {}\nevents: []\n" + "".join(f"x{number}: y\n" for number in range(30)))
    monkeypatch.setenv("COLUMNS", "1000")
    for args in (["check", str(file), "--color=always"], ["list", "--data", str(file)], [f"--data={file}", "list"]):
        assert run(args) == 1
        answer = "".join(capsys.readouterr())
        command = re.findall("'timeline (.*)'", answer)[-1]
        assert shlex.split(command) == ["check", "--all", str(file)]
        assert run(shlex.split(command)) == 1
        assert capsys.readouterr().out.count("\n") == 30


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("list", "list"),
        ("a b", '"a b"'),
        ("", '""'),
        ("it's", '"it\'s"'),
        ("$HOME", "'$HOME'"),
        ('say "x"', "'say \"x\"'"),
        ("Əliyev", "Əliyev"),
        ("~/x", '"~/x"'),
        ("a;b", '"a;b"'),
    ],
)
def test_words_for_a_shell(word: str, expected: str) -> None:
    """A word is quoted where a shell would take it for something else, and read back by one as it is."""
    assert command_line(word) == f"'timeline {expected}'"
    assert shlex.split(command_line(word)[1:-1]) == ["timeline", word]


def test_data_as_it_was_given_last() -> None:
    """Of several ``--data`` the last counts, in either form."""
    assert advice.data_of(["--data", "a", "list", "--data=b c"]) == ["--data", "b c"]
    assert advice.data_of(["list", "--data", "a"]) == ["--data", "a"]
    assert advice.data_of(["list", "--data"]) == []


def test_few_of_many_unknown_words_are_told() -> None:
    """Of five words that are nowhere three are told, so that no message grows with what was typed."""
    told = advice.unknown_words(load(), Filters(search=("zzqa zzqb zzqc zzqd zzqe",)))
    assert [remark.split()[0] for remark in told] == ["'zzqa'", "'zzqb'", "'zzqc'"]


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ('"gas pipeline"', ["the phrase 'gas pipeline' is in no event, though its words are"]),
        ("“pipeline gas” baku", ["the phrase 'pipeline gas' is in no event, though its words are"]),
        ('"secretary general" baku', []),
        ('"zzqa general"', ["'zzqa' is in no event"]),
    ],
)
def test_a_phrase_that_no_event_has_is_told(search: str, told: list[str]) -> None:
    """Where every word of a phrase is found and the phrase is not, that is said; a word that is nowhere goes first."""
    found = advice.unknown_words(load(), Filters(search=(search,)))
    assert [remark.partition(" (")[0] for remark in found] == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("-s landmark", "--significance landmark"),
        ("-s 'azerbaijan landmark'", "--significance landmark"),
        ("-s Minor", "--significance minor"),
        ("-s parp-joined", "--id parp-joined"),
        ("-s mfa-az-azerbaijan-nato", "--source mfa-az-azerbaijan-nato"),
        ("-s 1994-05-04", "--from 1994-05-04 --to 1994-05-04"),
        ("-s 1992..1997", "--year 1992..1997"),
        ("-y 2008 -s landmark", "--significance landmark"),
        ("--place pfp", "--programme PfP"),
        ("--place 'Javier Solana'", '--person "Javier Solana"'),
        ("--person brussels", "--place brussels"),
        ("--source landmark", "--significance landmark"),
        ("--person 'gas pipelines'", "--search pipelines"),
        ("--programme visit", "--kind visit"),
        ("--programme Baku", "--place Baku"),
        ("--kind energy-security", "--topic energy-security"),
        ("--topic Exercise", "--kind exercise"),
        ("--significance disputed", "--confidence disputed"),
        ("--confidence official", "--source-kind official"),
        ("--source-kind 2008", "--year 2008"),
        ("--id pfp", "--programme PfP"),
    ],
)
def test_what_another_filter_finds(given: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A word that its filter has not and another has is told with that option, which finds as many as are told."""
    run(["list", *shlex.split(given)])
    answer = capsys.readouterr()
    number = re.search(rf"; {re.escape(told)} finds ([\d,]+) events?[;\n]", answer.err)
    assert number, answer.err
    assert answer.err.count(" finds ") == 1
    assert run(["list", *shlex.split(told)]) == 0
    assert f"{capsys.readouterr().out.count(chr(10)):,}" == number[1]


@pytest.mark.parametrize(
    "given",
    [
        "-s zzqa",
        "-s bakuu",
        "--place solan",
        "-y 1980",
        "-y 1993 -s baku",
        "-k mfa",
        "-p -",
        "-p pfp,visit",
        "-k summits",
    ],
)
def test_what_no_other_filter_has(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is told of a word that its own filter finds, of a part of a word, of one that only some source has."""
    run(["list", *shlex.split(given)])
    answer = capsys.readouterr()
    assert answer.err
    assert " finds " not in answer.err


@pytest.mark.parametrize("word", ["gas\npipelines", "gas \x85pipelines", "x" * (elsewhere.MAX_WORD + 1)])
def test_what_is_no_word_to_be_typed_again(word: str) -> None:
    """A message repeats no line break, nor a text without bound, though events have it."""
    whole = load()
    whole = replace(
        whole,
        events=tuple(event._replace(summary="gas pipelines " + "x" * (elsewhere.MAX_WORD + 1)) for event in whole),
    )
    assert list(elsewhere.remarks(whole, Filters(place=("pipelines",))))
    assert "pipelines" not in elsewhere.instead(whole, word)
    assert [remark for remark in elsewhere.remarks(whole, Filters(place=(word,))) if word in remark] == []


def test_few_of_many_words_are_tried_elsewhere() -> None:
    """Behind many words that are nowhere another filter is not asked: each word costs a few searches."""
    words = " ".join(f"zzq{number}" for number in range(elsewhere.MAX_TRIED))
    assert list(elsewhere.remarks(load(), Filters(search=(f"{words} landmark",)))) == []
