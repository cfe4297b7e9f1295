"""The project's own code as syntax trees, for the tests that keep its shape."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assets", "instruments", "reflections", "studio")


@dataclass(frozen=True)
class Module:
    """One file of the four packages."""

    path: str  # from the project's folder, with "/"
    text: str

    @property
    def tree(self) -> ast.Module:
        return parsed(self.text)

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        return walked(self.text)

    def imports(self) -> Iterator[str]:
        """Dotted names of all it imports, inside functions too; `from a import b` gives a.b, which may be a module."""
        package = self.name if self.path.endswith("/__init__.py") else self.name.rpartition(".")[0]
        for node in self.nodes:
            match node:
                case ast.Import(names=names):
                    yield from (each.name for each in names)
                case ast.ImportFrom(module=module, names=names, level=level):
                    above = package.split(".")[: len(package.split(".")) + 1 - level] if level else []
                    start = ".".join([*above, *([module] if module else [])])
                    yield from (f"{start}.{each.name}" for each in names)
                case ast.Call(
                    func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"),
                    args=[ast.Constant(value=str(named)), *_],
                ):
                    yield named


@cache
def parsed(text: str) -> ast.Module:
    """The tree of a file, made once."""
    return ast.parse(text)


@cache
def walked(text: str) -> tuple[ast.AST, ...]:
    """Every node of that tree, found once."""
    return tuple(ast.walk(parsed(text)))


@cache
def modules() -> tuple[Module, ...]:
    """Every file of code in the four packages."""
    found = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in found)


def planted(path: str, text: str) -> Module:
    """A file that is not there, to see a rule catch it."""
    return Module(path, text)


def within(name: str, roots: frozenset[str] | set[str]) -> bool:
    """Whether a dotted name is one of these, or below one."""
    return any(name == root or name.startswith(f"{root}.") for root in roots)
