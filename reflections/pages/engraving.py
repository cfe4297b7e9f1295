"""Makes engraved SVG fit to stand in a page: its ids apart from all others, no style or script of its own, notes with times."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, XMLParser

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reflections.records import Illustration

HELD_SECONDS = 2.0  # a note stays lit until the next of its staff, at most so long

_HERE = "\ue000"  # of private use: stands for the prefix until the drawing has its place
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DRAWN = frozenset({
    "svg", "g", "defs", "symbol", "use", "path", "rect", "ellipse", "circle", "line", "polygon", "polyline",
    "text", "tspan", "title", "desc",
})  # fmt: skip
_KEPT = frozenset({
    "viewBox", "transform", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points",
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
    "opacity", "visibility", "font-size", "font-weight", "font-style", "text-anchor", "overflow",
})  # fmt: skip
# classes that the page's own style speaks of; the rest only names what the engraver thought
_CLASSES = frozenset(
    ("note", "placeholder", "tempo", "dir", "dynam", "mNum", "label", "reh", "ending", "fing", "verse", "lyric")
)


def drawn(made: Illustration, prefix: str, name: str) -> Markup:
    """Make a drawing fit to stand in a page, whether it was kept clean or comes as it was engraved."""
    if made.clean:
        return placed(made.svg, prefix, name)
    return engraved(made.svg, made.note_seconds, prefix, name, made.again_seconds)


def engraved(
    svg: str,
    note_seconds: Mapping[str, float],
    prefix: str,
    name: str,
    again: Mapping[str, Sequence[float]] | None = None,
) -> Markup:
    """Clean one SVG and write on each note from when to when it sounds; "" where it can't be read.

    `again` are the later times of notes in a repeat, in order. `prefix` keeps ids apart from those of other scores on the page; `name` is what a screen reader says.
    """
    return placed(cleaned(svg, note_seconds, again), prefix, name)


def cleaned(svg: str, note_seconds: Mapping[str, float], again: Mapping[str, Sequence[float]] | None = None) -> str:
    """Clean one SVG, to be kept and `placed` on a page later; "" where it can't be read."""
    root = _parsed(svg.replace(_HERE, ""))
    if root is None:
        return ""
    wanted = {href[1:] for element in root.iter() if (href := _href(element)).startswith("#")}
    times = {note: (first, *(again or {}).get(note, ())) for note, first in note_seconds.items()}
    out: list[str] = []
    _write(root, out, _HERE, wanted, _ends(root, times))
    return "".join(out)


def placed(drawing: str, prefix: str, name: str) -> Markup:
    """Give a drawing that is clean its ids on this page, and what a screen reader says of it."""
    first, end, rest = drawing.replace(_HERE, prefix).partition(">")
    if not end:
        return Markup()
    label = f' class="score" role="img" aria-label="{escape(name)}" focusable="false"'
    return Markup(first + label + ">" + rest)  # noqa: S704 - every text and value in it was escaped or allow-listed


def _parsed(svg: str) -> Element | None:
    if "<!DOCTYPE" in svg:  # the only place where entities could be made
        return None
    parser = XMLParser()  # noqa: S314 - a drawing with entities is refused above, and the drawing is the studio's own
    try:
        parser.feed(svg)
        root: Element = parser.close()
    except ParseError:
        return None
    return root if _name(root) == "svg" else None


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _href(element: Element) -> str:
    return element.get("href") or element.get(_XLINK) or ""


def _ends(root: Element, times: Mapping[str, Sequence[float]]) -> dict[str, list[tuple[float, float]]]:
    """Give each note its spans: until the next onset in its staff, so that what is lit is what sounds."""
    staff_of = dict(_staves(root))  # a drawing may come without staves: then all notes are of one
    staves: dict[int, list[str]] = {}
    for element in root.iter():
        note = element.get("id", "")
        if note in times:
            staves.setdefault(staff_of.get(note, 0), []).append(note)
    spans = {}
    for notes in staves.values():
        following = dict(pairwise(sorted({at for note in notes for at in times[note]})))
        for note in notes:
            spans[note] = [(at, min(following.get(at, at + HELD_SECONDS), at + HELD_SECONDS)) for at in times[note]]
    return spans


def _staves(root: Element) -> Iterator[tuple[str, int]]:
    """Walk what has an id in a measure, as (id, number of its staff within the measure)."""
    for measure in (e for e in root.iter() if e.get("class") == "measure"):
        staves = [e for e in measure if (e.get("class") or "").split()[:1] == ["staff"]]
        for number, staff in enumerate(staves):
            yield from ((e.get("id", ""), number) for e in staff.iter() if e.get("id"))


def _write(
    element: Element, out: list[str], prefix: str, wanted: set[str], until: Mapping[str, list[tuple[float, float]]]
) -> None:
    name = _name(element)
    if name not in _DRAWN:
        return
    ident, href = element.get("id", ""), _href(element)
    attributes = [(key, value) for key, value in element.items() if key in _KEPT and "url(" not in value]
    classes = " ".join(c for c in (element.get("class") or "").split() if c in _CLASSES)
    if name == "g" and not len(element) and not (element.text or "").strip() and ident not in wanted:
        return
    if classes:
        attributes.append(("class", classes))
    if ident in wanted:
        attributes.append(("id", f"{prefix}-{ident}"))
    if href.startswith("#"):
        attributes.append(("href", f"#{prefix}-{href[1:]}"))
    if ident in until:
        spans = zip(*until[ident], strict=True)
        attributes += [
            (key, " ".join(f"{second:.3f}" for second in seconds))
            for key, seconds in zip(("data-at", "data-to"), spans, strict=True)
        ]
    out.append("<" + name + "".join(f' {key}="{escape(_short(key, value))}"' for key, value in attributes) + ">")
    if name in {"text", "tspan", "title", "desc"}:
        out.append(str(escape(element.text or "")))
    for child in element:
        _write(child, out, prefix, wanted, until)
        if name in {"text", "tspan"}:
            out.append(str(escape((child.tail or "").strip())))
    out.append(f"</{name}>")


def _short(key: str, value: str) -> str:
    return re.sub(r"\s+", " ", value).strip() if key in {"d", "points", "transform"} else value
