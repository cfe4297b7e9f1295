"""The directions between the packages, and the size and shape of their files."""

import ast
import re
import subprocess
import sys

import pytest

from tests.source import PACKAGES, ROOT, Module, modules, planted, within

DATABASE = {"sqlalchemy", "alembic", "sqlcipher3", "sqlite3"}
PORTS = {"rtmidi", "miniaudio", "sounddevice", "tinysoundfont"}
ENGRAVING = {"music21", "verovio"}
# What a folder never imports, and why.
NEVER: dict[str, tuple[set[str], str]] = {
    "assets": ({"instruments", "reflections", "studio"}, "it is data"),
    "instruments": (
        {"studio", "reflections", "pygame", *DATABASE, *ENGRAVING},
        "a fault in the hardware is found with it alone",
    ),
    "reflections": (
        {"studio", "instruments", "pygame", "mido", *PORTS, *ENGRAVING},
        "a pupil's evidence outlives every screen",
    ),
    "studio": ({*DATABASE, *PORTS}, "the journal is the only door to the database, the engine the only one to ports"),
    "studio/music": (
        {"pygame", "reflections", "studio.ui", "studio.screens", "studio.app", "studio.lesson"},
        "it is pure",
    ),
    "studio/ensemble": (
        {"pygame", "reflections", "studio.ui", "studio.screens", "studio.app", "studio.lesson", "studio.playing"},
        "it is pure",
    ),
    "studio/ui": (
        {"instruments", "reflections", "mido", "studio.screens", "studio.music", "studio.app", "studio.lesson"},
        "it draws values",
    ),
    "studio/screens": ({"studio.app", "studio.__main__"}, "a screen asks for moves"),
}
MAY = {("studio/ui/icon.py", "sqlite3"): "the icons come in their wheel as a database of drawings"}
# They are slow to import and die on some files: only what runs in a worker process knows them.
KNOWS_ENGRAVING = {
    "studio/music/notation.py",
    "studio/music/corpus.py",
    "studio/music/intake.py",
    "studio/music/engraver.py",
}
NETWORK = {
    "psycopg",
    "socket",
    "socketserver",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "ftplib",
    "smtplib",
    "xmlrpc",
    "asyncio",
    "flask",
    "werkzeug",
    "waitress",
    "webbrowser",
}
# Nothing leaves this computer by itself: these serve pages to its own browser, from 127.0.0.1 alone, but for the last, which
# meets a service's own database where the tutor's command asks for it.
KNOWS_NETWORK = {"reflections/pages/web", "studio/browser/leading.py", "reflections/central"}

LONGEST_FILE, LONGEST_FUNCTION = 350, 80  # lines; architecture.md says about 300, and 8 for most functions
MAY_BE_LONG = {"reflections/migrations/": "a step is written once and never touched again"}
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers", "service", "services", "common", "misc"}
SILENCES = re.compile(r"#\s*(noqa\b(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[^\]]*\])?)")
FEWEST_WORDS = 2  # of a reason
SPEAKS = re.compile(
    r"__main__\.py$|^studio/(start|tour)\.py$|^studio/commands/\w+\.py$|^studio/music/library\.py$"
)  # command lines


def strays(module: Module) -> list[str]:
    """What a file imports although its folder never does."""
    laws = [(never, why) for folder, (never, why) in NEVER.items() if module.path.startswith(f"{folder}/")]
    return [
        f"{module.path} imports {name}: {why}"
        for name in module.imports()
        for never, why in laws
        if within(name, never) and (module.path, name) not in MAY
    ]


def secrets(module: Module) -> list[str]:
    """Private names it takes from another file of the project: then the two are one file."""
    own = (name for name in module.imports() if within(name, set(PACKAGES)))
    return [f"{module.path} imports {name}" for name in own if re.search(r"\._[a-z]", name)]


def opened_ports(module: Module) -> list[str]:
    """Where a MIDI port is opened outside the engine's package; mido and rtmidi name it so."""
    if module.path.startswith("instruments/"):
        return []
    calls = (node.func for node in module.nodes if isinstance(node, ast.Call))
    opens = re.compile(r"open_(input|output|ioport|port|virtual_port)$")
    return [
        f"{module.path}:{f.lineno} opens a port" for f in calls if isinstance(f, ast.Attribute) and opens.match(f.attr)
    ]


def prints(module: Module) -> list[str]:
    """Where it prints for people although it is no command line."""
    if SPEAKS.search(module.path):
        return []
    calls = (node for node in module.nodes if isinstance(node, ast.Call))
    loose = (
        c
        for c in calls
        if isinstance(c.func, ast.Name) and c.func.id == "print" and "file" not in {k.arg for k in c.keywords}
    )
    return [f"{module.path}:{call.lineno} prints" for call in loose]


def long_functions(module: Module) -> list[str]:
    """Functions that do not fit on a screen and a half."""
    functions = (node for node in module.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    sizes = ((each, (each.end_lineno or each.lineno) - each.lineno + 1) for each in functions)
    return [
        f"{module.path}:{each.lineno} {each.name} has {size} lines" for each, size in sizes if size > LONGEST_FUNCTION
    ]


def silenced(path: str, text: str) -> list[str]:
    """Where a check is silenced and no reason stands behind it, in two words or more."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if SILENCES.search(line)]
    said = [(n, SILENCES.sub("", line[found.start() :])) for n, line in lines if (found := SILENCES.search(line))]
    return [f"{path}:{n} does not say why" for n, reason in said if len(re.findall(r"[\w']+", reason)) < FEWEST_WORDS]


def found(look) -> str:  # noqa: ANN001 - one of the functions above
    return "\n".join(line for module in modules() for line in look(module))


def may_be_long(module: Module) -> bool:
    return any(module.path.startswith(known) for known in MAY_BE_LONG)


def test_there_is_code_to_look_at() -> None:
    assert {module.path.partition("/")[0] for module in modules()} == set(PACKAGES)


def test_packages_look_only_where_they_may() -> None:
    assert not found(strays)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("studio/lesson.py", "import sqlalchemy"),
        ("studio/screens/play/room.py", "def press():\n    import rtmidi"),
        ("reflections/journal.py", "from instruments.events import NoteOn"),
        ("reflections/pages/render.py", "from studio import music"),
        ("instruments/engine.py", "def start():\n    from reflections import Journal"),
        ("studio/music/piece.py", "from studio.ui import roll"),
        ("studio/music/piece.py", "from ..ui import roll"),
        ("studio/ui/roll.py", "import importlib\nimportlib.import_module('instruments')"),
    ],
)
def test_a_stray_import_is_found_wherever_it_hides(path: str, text: str) -> None:
    assert strays(planted(path, text))


def test_only_worker_processes_meet_music21_and_verovio() -> None:
    knows = {module.path for module in modules() if any(within(name, ENGRAVING) for name in module.imports())}

    assert knows <= KNOWS_ENGRAVING


def test_only_the_engine_opens_ports() -> None:
    assert not found(opened_ports)
    assert opened_ports(planted("studio/app.py", "import mido\nmido.open_input('keys')"))


def test_nothing_speaks_to_another_computer() -> None:
    knows = {module.path for module in modules() if any(within(name, NETWORK) for name in module.imports())}

    assert [path for path in knows if not path.startswith(tuple(KNOWS_NETWORK))] == []


def test_no_file_needs_what_another_keeps_private() -> None:
    assert not found(secrets)
    assert secrets(planted("studio/app.py", "from studio.lesson import _step"))


def test_only_command_lines_print() -> None:
    assert not found(prints)
    assert prints(planted("studio/lesson.py", "print('here')"))
    assert not prints(planted("instruments/process.py", "print('broke', file=sys.stderr)"))


def test_every_file_says_first_what_its_job_is() -> None:
    assert [module.path for module in modules() if not ast.get_docstring(module.tree)] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [module.path for module in modules() if EMPTY_WORDS & set(re.split(r"[/_.]", module.path))] == []


def test_files_are_short_enough_to_read() -> None:
    long = {m.path: m.text.count("\n") for m in modules() if m.text.count("\n") > LONGEST_FILE and not may_be_long(m)}

    assert long == {}


def test_functions_are_short_enough_to_see() -> None:
    assert not "\n".join(line for module in modules() if not may_be_long(module) for line in long_functions(module))
    assert long_functions(planted("studio/app.py", "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION))


@pytest.mark.whole
@pytest.mark.parametrize(
    ("package", "heavy"),
    [
        ("instruments", {"numpy", "rtmidi", "miniaudio"}),
        ("studio.__main__", {"pygame", "numpy", "music21", "verovio", "sqlalchemy"}),
        (
            "studio.app",
            {"music21", "verovio", "fontTools", "reflections.records"},
        ),  # a hundred classes of records are made
    ],
)
def test_what_opens_the_window_imports_nothing_slow(package: str, heavy: set[str]) -> None:
    code = f"import sys, {package}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)

    assert heavy & set(done.stdout.split()) == set()


def test_the_start_command_is_read_by_an_older_python() -> None:
    for path in ("studio/start.py", "studio/__init__.py", "tests/run.py", "tests/__init__.py"):
        text = (ROOT / path).read_text(encoding="utf-8")
        ast.parse(text, feature_version=(3, 9))
        allowed = {*sys.stdlib_module_names, "studio.start"}
        assert [name for name in planted(path, text).imports() if not within(name, allowed)] == []


def test_every_check_that_is_silenced_says_why() -> None:
    code = [path for folder in (*PACKAGES, "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
    found = [line for path in code for line in silenced(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))]

    assert "\n".join(found) == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("x = 1  # " + "noqa: PLR2004", False),
        ("x = 1  # " + "noqa", False),
        ("x = f()  # " + "type: ignore[misc]", False),
        ("x = 1  # " + "noqa: PLR2004 - half a minute", True),
        ("x = f()  # " + "type: ignore[misc]  # the driver has no types", True),
        ("x = f()  # " + "type: ignore[misc]  # " + "noqa: S608  # only constants", True),
        ("x = f()  # " + "type: ignore[misc]  # " + "noqa: S608, BLE001", False),
    ],
)
def test_a_silence_without_a_reason_is_found(line: str, says: bool) -> None:
    assert (silenced("here.py", line) == []) == says
