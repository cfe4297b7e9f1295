"""The page on which somebody reads all that is held on them: every row, in plain headings, with the files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from reflections.pages.render import environment, hashed, style
from reflections.records.held import HEADINGS, heading
from reflections.sentences import Spoken, tongue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reflections.records.held import Held, HeldField, HeldTable

_ENGLISH: Final = Spoken()
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

    It is in the language of whom it is about; what is kept stands as it is kept. There is no script, and nothing is fetched.
    With an archive the files are in it and nowhere beside the page.
    """
    to = tongue(held.language, "held")
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
            t=to,
            day=_words(held.at, to),
            sections=sections(held, files, to),
            archive=archive,
            policy=policy,
            style=Markup(look),  # noqa: S704 - our own file and theme values
        )
    )


def sections(held: Held, files: Mapping[tuple[str, str, str], str], to: Spoken = _ENGLISH) -> tuple[Section, ...]:
    """Lay out every table: those with a heading first, in its order."""
    called = {row["id"]: _name(row, to) for table in held.tables for row in table.rows}
    order = {name: n for n, name in enumerate(HEADINGS)}
    tables = sorted(held.tables, key=lambda table: (order.get(table.name, len(order)), table.name))
    return tuple(_section(table, called, files, to) for table in tables)


def _section(
    table: HeldTable, called: Mapping[str, str], files: Mapping[tuple[str, str, str], str], to: Spoken
) -> Section:
    rows = tuple(tuple(_lines(table, row, called, files, to)) for row in table.rows)
    above = to.known(f"held.heading {table.name}", heading(table.name))
    return Section(
        table.name, above, to.known(f"held.what {table.name}", table.what), tuple(row for row in rows if row)
    )


def _lines(
    table: HeldTable,
    row: Mapping[str, Any],
    called: Mapping[str, str],
    files: Mapping[tuple[str, str, str], str],
    to: Spoken,
) -> Iterator[Line]:
    for of in table.fields:
        value, place = row[of.name], files.get((table.name, row["id"], of.name), "")
        words = _said(of, value, called, to)
        if place or words:
            name = of.name.removesuffix("_id").replace("_", " ")
            yield Line(to.known(f"held.field {name}", name), "" if place else words, place)


def _said(of: HeldField, value: Any, called: Mapping[str, str], to: Spoken) -> str:
    """What a field says; "" where it says nothing to anyone: it is empty, or an id."""
    if of.points_at:
        return called.get(value, "")
    if of.name in {"id", "sha256", "subject"} or of.name.endswith("_id") or value is None or isinstance(value, bytes):
        return ""
    return _words(value, to)


def _words(value: Any, to: Spoken) -> str:
    match value:
        case bool():
            return to.say("held.yes" if value else "held.no")
        case datetime():
            return to.say("held.moment", day=to.day(value, "day"), time=f"{value:%H:%M}")
        case date():
            return to.day(value, "day")
        case float():
            return f"{value:g}"
        case dict():
            return to.joined(
                f"{name.replace('_', ' ')}: {said}" for name, each in value.items() if (said := _words(each, to))
            )
        case list() | tuple():
            if len(value) >= _MANY:
                return to.say("held.numbers", n=len(value))
            return to.comma.join(_words(each, to) for each in value)
        case None:
            return ""
    return str(value)


_MANY = 24  # of a list; more are no reading


def _name(row: Mapping[str, Any], to: Spoken) -> str:
    return next((_words(row[name], to) for name in _NAMES if row.get(name)), "")
