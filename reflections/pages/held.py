"""The page on which somebody reads all that is held on them: every row, in plain headings, with the files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from reflections.pages.render import environment, hashed, style
from reflections.records.held import HEADINGS, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reflections.records.held import Held, HeldField, HeldTable

_NAMES: Final = ("title", "alias", "words", "label", "group_name", "name", "held_on")  # by which a row is called


@dataclass(frozen=True, slots=True)
class Line:
    """One field that says something: its name, its words, and the file beside the page, if it is one."""

    name: str
    words: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One table: heading, what a row of it is, and each row's lines."""

    key: str
    heading: str
    what: str
    rows: tuple[tuple[Line, ...], ...]


def html(held: Held, files: Mapping[tuple[str, str, str], str], archive: str = "", *, font: bytes | None = None) -> str:
    """Write the page; `files` says where a file lies, by table, row and field; `archive` a ZIP as base64 that is in the page itself.

    There is no script, and nothing is fetched. With an archive the files are in it and nowhere beside the page.
    """
    look = style(font, also=("held.css",))
    policy = (
        f"default-src 'none'; font-src data:; style-src {hashed(look)}; media-src 'self' file: data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        environment()
        .get_template("held.html")
        .render(
            held=held,
            day=_words(held.at),
            sections=sections(held, files),
            archive=archive,
            policy=policy,
            style=Markup(look),  # noqa: S704 - our own file and theme values
        )
    )


def sections(held: Held, files: Mapping[tuple[str, str, str], str]) -> tuple[Section, ...]:
    """Lay out every table: those with a heading first, in its order."""
    called = {row["id"]: _name(row) for table in held.tables for row in table.rows}
    order = {name: n for n, name in enumerate(HEADINGS)}
    tables = sorted(held.tables, key=lambda table: (order.get(table.name, len(order)), table.name))
    return tuple(_section(table, called, files) for table in tables)


def _section(table: HeldTable, called: Mapping[str, str], files: Mapping[tuple[str, str, str], str]) -> Section:
    rows = tuple(tuple(_lines(table, row, called, files)) for row in table.rows)
    return Section(table.name, heading(table.name), table.what, tuple(row for row in rows if row))


def _lines(
    table: HeldTable, row: Mapping[str, Any], called: Mapping[str, str], files: Mapping[tuple[str, str, str], str]
) -> Iterator[Line]:
    for of in table.fields:
        value, place = row[of.name], files.get((table.name, row["id"], of.name), "")
        words = _said(of, value, called)
        if place or words:
            yield Line(of.name.removesuffix("_id").replace("_", " "), "" if place else words, place)


def _said(of: HeldField, value: Any, called: Mapping[str, str]) -> str:
    """What a field says; "" where it says nothing to anyone: it is empty, or an id."""
    if of.points_at:
        return called.get(value, "")
    if of.name in {"id", "sha256", "subject"} or of.name.endswith("_id") or value is None or isinstance(value, bytes):
        return ""
    return _words(value)


def _words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.day} {value:%B %Y, %H:%M} UTC"
        case date():
            return f"{value.day} {value:%B %Y}"
        case float():
            return f"{value:g}"
        case dict():
            return "; ".join(
                f"{name.replace('_', ' ')}: {said}" for name, each in value.items() if (said := _words(each))
            )
        case list() | tuple():
            return ", ".join(map(_words, value)) if len(value) < _MANY else f"{len(value)} numbers, in data.json"
        case None:
            return ""
    return str(value)


_MANY = 24  # of a list; more are no reading


def _name(row: Mapping[str, Any]) -> str:
    return next((_words(row[name]) for name in _NAMES if row.get(name)), "")
