"""What only some systems have stands behind a check of the system: teachers have Windows, macOS and Linux."""

import ast

import pytest

from tests.source import Module, modules, planted

ONE_SYSTEM_MODULES = {
    "fcntl",
    "resource",
    "pwd",
    "grp",
    "termios",
    "tty",
    "pty",
    "msvcrt",
    "winreg",
    "winsound",
    "_winapi",
}
ONE_SYSTEM_NAMES = {
    "os.fork",
    "os.forkpty",
    "os.geteuid",
    "os.getuid",
    "os.killpg",
    "os.setsid",
    "os.sched_setscheduler",
    "os.startfile",
}
ONE_SYSTEM_NAMES |= {
    "signal.SIGKILL",
    "signal.SIGHUP",
    "signal.SIGUSR1",
    "signal.alarm",
    "signal.setitimer",
    "os.mkfifo",
    "os.uname",
}
CHECKS = ("sys.platform", "os.name", "platform.system", "ON_WINDOWS", "hasattr(os", "hasattr(signal")
# Windows does not move a file that is open, nor `rename` onto one that is there. Each file that moves files says why it may.
MOVES = {
    "instruments/latency.py": "written, closed, then put in place; read and closed at once elsewhere",
    "instruments/own.py": "the font is written and closed before it gets its name; one that is open already is there, and is left",
    "reflections/backups.py": "the copy is closed before it gets its name, and the name is new",
    "reflections/journal.py": "the new journal is closed before it gets its name, and none is there",
    "reflections/rekeying.py": "both are closed then, and nobody else has the journal",
    "reflections/replacing.py": "no journal is open then, and a file that something else holds makes every step before it undone",
    "reflections/taking_over.py": "written and closed; the open journal is closed too, and nobody else has it",
    "reflections/vault.py": "written, closed, then put in place; read and closed at once elsewhere",
    "studio/files.py": "written and closed before it gets its name, mostly a new one; whoever holds the older one open makes it a sentence",
    "studio/music/folk.py": "run by hand by who builds the index",
    "studio/ui/weights.py": "a fault there is only a font made again",
}


def bound_to_one_system(module: Module) -> list[str]:
    """Names that some systems lack, used where no check of the system stands above or returned before."""
    return [
        f"{module.path}:{node.lineno} {name}"
        for node, name in named(module.tree)
        if name and not checked(module.tree, node)
    ]


def named(tree: ast.Module) -> list[tuple[ast.stmt | ast.expr, str]]:
    """Every place with such a name."""
    found: list[tuple[ast.stmt | ast.expr, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found += [(node, each.name) for each in names if each.name in ONE_SYSTEM_MODULES]
            case ast.ImportFrom(module=str(module), names=names):
                all_named = [module, *(f"{module}.{each.name}" for each in names)]
                found += [(node, name) for name in all_named if name in ONE_SYSTEM_MODULES | ONE_SYSTEM_NAMES]
            case ast.Attribute(value=ast.Name(id=base), attr=attr) if f"{base}.{attr}" in ONE_SYSTEM_NAMES:
                found.append((node, f"{base}.{attr}"))
    return found


def checked(tree: ast.Module, node: ast.AST) -> bool:
    """Whether an `if` about the system holds it, or one earlier in the same function has left."""
    for above in ast.walk(tree):
        if isinstance(above, ast.If | ast.IfExp) and about_the_system(above.test) and holds(above, node):
            return True
        if isinstance(above, ast.FunctionDef) and holds(above, node):
            for step in above.body:
                left = isinstance(step, ast.If) and isinstance(step.body[-1], ast.Return | ast.Raise)
                if left and step.end_lineno < node.lineno and about_the_system(step.test):
                    return True
    return False


def about_the_system(test: ast.expr) -> bool:
    return any(check in ast.unparse(test) for check in CHECKS)


def holds(above: ast.AST, node: ast.AST) -> bool:
    return any(node is each for each in ast.walk(above))


def moves(module: Module) -> list[str]:
    """Where a file gets another's name: os.rename, os.replace, Path.rename, Path.replace (text's replace has two arguments)."""
    calls = [node for node in module.nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    of_os = [c for c in calls if ast.unparse(c.func) in {"os.rename", "os.replace", "os.renames", "shutil.move"}]
    of_path = [c for c in calls if c.func.attr in {"rename", "replace"} and len(c.args) == 1 and not c.keywords]
    return [f"{module.path}:{call.lineno}" for call in [*of_os, *of_path]]


def test_what_one_system_lacks_stands_behind_a_check() -> None:
    assert [line for module in modules() for line in bound_to_one_system(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl",
        "import os\ndef f():\n    os.fork()",
        "import os, signal\nos.kill(1, signal.SIGKILL)",
        "def f():\n    from resource import setrlimit",
        "import sys\ndef f():\n    if sys.platform == 'win32':\n        x = 1\n    import fcntl",
    ],
)
def test_a_name_that_windows_lacks_is_found(text: str) -> None:
    assert bound_to_one_system(planted("studio/app.py", text))


@pytest.mark.parametrize(
    "text",
    [
        "import sys\nif sys.platform == 'win32':\n    import msvcrt\nelse:\n    import fcntl",
        "import sys\ndef f():\n    if sys.platform == 'win32':\n        return\n    import fcntl",
        "import signal\nprocess.kill()",
    ],
)
def test_a_name_behind_a_check_is_let_be(text: str) -> None:
    assert not bound_to_one_system(planted("studio/app.py", text))


def test_files_are_moved_only_where_nothing_holds_them_open() -> None:
    moving = [line for module in modules() for line in moves(module)]

    assert {line.partition(":")[0] for line in moving} - set(MOVES) == set()
    assert moves(planted("studio/app.py", "part.replace(whole)"))
    assert moves(planted("studio/app.py", "import os\nos.replace(part, whole)"))
    assert not moves(planted("studio/app.py", "words.replace('a', 'b')"))
