"""No sentence that somebody reads or hears lies in code: it is in the tables of assets, where a language is added without code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import parsed

ROOT = Path(__file__).resolve().parents[2]
# What looks like words for people: it begins with a capital, or with what is filled in, and has letters after it.
SAID = re.compile(r"(?:[\"\u201c(]?[A-Z](?:[a-z]|'|\s|\{\})|\{\}[:,.]? [A-Za-z']+ [a-z{]).*", re.DOTALL)
NOT_SAID = re.compile(r"[<>_=|\[\]\\]|%[A-Z]|^[A-Z][a-zA-Z]+$(?<!^[A-Z][a-z]$)|\.py$", re.DOTALL)
SHOWN_BY = frozenset(
    [
        "Button",
        "Text",
        "Card",
        "Choice",
        "Chips",
        "Toggle",
        "Scale",
        "Ladder",
        "TextBox",
        "Progress",
        "Dialog",
        "Canvas",
        "Light",
        "Help",
        "Who",
        "say",
        "announce",
    ]
)
PLAIN_NAMES = frozenset({"Soundfolio", "Google Drive"})  # a program's own name is the same in every language

# Where a sentence may lie in code all the same, and why.
MAY: dict[str, str] = {
    "studio/__main__.py": "it is read in a terminal, before there is any pupil or table",
    **{
        f"studio/commands/{name}.py": "they are read in a terminal, before there is any pupil or table"
        for name in (
            "given",
            "setting_up",
            "music_files",
            "looking",
            "mending",
            "moving",
            "reporting",
            "locking",
            "central",
            "giving",
            "options",
        )
    },
    "studio/start.py": "it runs on any Python, with nothing of the program installed",
    "studio/tour.py": "its captions are those of one invented lesson, in a terminal",
    "studio/sample.py": "it is one invented lesson, whose pupil speaks English",
    "studio/ui/window.py": "there is no window to say it in: it ends in a terminal",
    "studio/ui/lint.py": "it is for whoever writes a screen",
    "studio/music/": "it reads files in a process of its own, which knows nobody; the folder is pure",
    "instruments/": "it is found faulty with it alone and cannot read the studio's tables; its sentences are of devices",
    "reflections/": "its errors are sentences of the journal, which has no window; the pages have words of their own",
}
MAY_EXACTLY: dict[tuple[str, str], str] = {
    ("studio/papers/browser_print.py", "Google Chrome"): "it is what a program is called",
    ("studio/papers/browser_print.py", "Microsoft Edge"): "it is what a program is called",
    ("studio/ui/runtime.py", "Nothing here is called {}. There is: {}"): "it is for whoever writes a test",
    ("studio/ui/runtime.py", "Nothing here has the key {}. There is: {}"): "it is for whoever writes a test",
}


def looks_said(text: str) -> bool:
    """Whether it looks like words for people."""
    text = " ".join(text.split())
    return text not in PLAIN_NAMES and SAID.fullmatch(text) is not None and " " in text and not NOT_SAID.search(text)


def is_code(node: ast.AST, above: ast.AST) -> bool:
    """Whether it stands where no words for people can: a docstring, a type, a pattern, an index."""
    match above:
        case ast.Expr():
            return isinstance(node, ast.Constant)
        case ast.match_case() | ast.arg():
            return True
        case ast.FunctionDef(returns=returns):
            return node is returns
        case ast.AnnAssign(annotation=annotation):
            return node is annotation
        case ast.Subscript(slice=part):
            return node is part
        case ast.Call(func=ast.Name(id="cast" | "TypeVar")):
            return True
    return False


def written(node: ast.AST) -> str | None:
    """What a string says, with {} for what is filled in; None where it is no string."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
    return None


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each string for people in some code, with its line; a single word counts where a widget shows it."""

    def walk(node: ast.AST, shown: bool) -> Iterator[tuple[int, str]]:
        for child in ast.iter_child_nodes(node):
            if is_code(child, node):
                continue
            text = written(child)
            if text is None:
                yield from walk(child, isinstance(child, ast.Call) and _name(child.func) in SHOWN_BY)
            elif looks_said(text) or (shown and text not in PLAIN_NAMES and re.fullmatch(r"[A-Z][a-z']+[.?!]?", text)):
                yield getattr(child, "lineno", 0), text
            if isinstance(child, ast.JoinedStr):
                for part in child.values:
                    if isinstance(part, ast.FormattedValue):
                        yield from walk(part, shown)

    yield from walk(tree, False)


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def found() -> dict[str, list[str]]:
    """The sentences of each file, without those that are allowed."""
    lying: dict[str, list[str]] = {}
    for package in ("studio", "instruments", "reflections"):
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if any(name.startswith(place) for place in MAY):
                continue
            for line, text in sentences(ast.parse(path.read_text(encoding="utf-8"))):
                if (name, text) not in MAY_EXACTLY:
                    lying.setdefault(name, []).append(f"{line}: {text}")
    return lying


def test_no_sentence_lies_in_code() -> None:
    lying = found()
    assert not lying, "\n".join(f"{name}:{each}" for name, lines in lying.items() for each in lines)


def test_no_screen_quotes_somebody_in_marks_of_its_own() -> None:
    """Ukrainian and Arabic write «so», Polish „so”: the marks are a language's (frame.quote), and not the code's."""
    quoted = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
        for path in sorted((ROOT / "studio" / "screens").rglob("*.py"))
        for node in ast.walk(parsed(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and "\u201c{}" in (written(node) or "")
    ]
    assert quoted == []


def test_whatever_is_allowed_is_there_and_says_why() -> None:
    paths = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("[sir]*/**/*.py")}
    for place, why in MAY.items():
        assert any(path.startswith(place) for path in paths), f"{place} is allowed and not there"
        assert len(why.split()) > 3, why
    for (name, text), why in MAY_EXACTLY.items():
        said = {each for _, each in sentences(ast.parse((ROOT / name).read_text(encoding="utf-8")))}
        assert text in said, f"{name} has no {text!r} any more"
        assert why


SPEAKS = frozenset({"say", "counted", "prompt", "question", "safety", "options", "told", "beside", "day", "words"})


def said_on_import(tree: ast.AST) -> Iterator[int]:
    """The lines that ask for a sentence as a module is read, before anybody's language is known."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Call) and _name(child.func) in SPEAKS:
            yield child.lineno
        match child:
            case ast.Lambda():
                continue
            case ast.FunctionDef(args=args):
                yield from said_on_import(args)
            case _:
                yield from said_on_import(child)


def test_no_sentence_is_asked_for_before_its_language_is_known() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in sorted((ROOT / "studio").rglob("*.py"))
        if "music"
        not in path.relative_to(ROOT / "studio").parts[:1]  # it can't read the tables; its `words` reads files
        for line in said_on_import(parsed(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    ['title = say("a.b")', 'class A:\n    title = say("a.b")', 'def f(x=say("a.b")): pass', 'X = {"a": words("b")}'],
)
def test_what_is_said_as_a_module_is_read_is_found(code: str) -> None:
    assert list(said_on_import(ast.parse(code)))


def test_what_is_said_when_it_is_shown_is_let_be() -> None:
    code = 'class A:\n    do = field(default=lambda: say("a"))\n    def f(self):\n        return say("a.b")'
    assert not list(said_on_import(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        'Text("Say who you are.")',
        'Button("go", "Stop", do)',
        'tools.say(f"Take {n} is kept.")',
        'def f():\n    words = "It is kept."\n    return words',
        'NAMES = {"a": "Set by me"}',
        "f\"Hello {name}, {'Come in' if n else ''}\"",
        'Text("Who picks?" if n else "")',
        'say(f"{name} wants to talk to someone")',
    ],
)
def test_a_sentence_in_code_is_found(code: str) -> None:
    assert list(sentences(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring of one sentence."""',
        'x: "Callable[[], None]"',
        'Button("go", say("people.go on"), do)',
        'Text("Soundfolio")',
    ],
)
def test_what_nobody_reads_is_no_sentence(code: str) -> None:
    assert not list(sentences(ast.parse(code)))
