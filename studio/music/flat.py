"""Engraved pages made flat: SVG that simple drawers and strict pages take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_STROKED: Final = frozenset(f"{_SVG}{name}" for name in ("ellipse", "path", "polygon", "polyline", "rect"))
_DROPPED: Final = frozenset(f"{_SVG}{name}" for name in ("defs", "desc", "style", "title"))
_KEPT_CLASSES: Final = ("note", "notehead")


def flatten(svg: str) -> str:
    """Rewrite a page of verovio's so that simple drawers and strict pages take it: no `use`, no styles, no inner `svg`.

    Colour is `currentColor`. Only note heads keep their ids.
    """
    root = ET.fromstring(svg)  # noqa: S314 - verovio's own output
    glyphs = {f"#{group.get('id')}": list(group) for group in root.findall(f"{_SVG}defs/{_SVG}g")}
    box = root.get("viewBox", "0 0 1 1")
    page = _page(box)
    page.extend(list(_flat(root, glyphs, float(box.split()[2]))))
    return ET.tostring(page, encoding="unicode")


def _page(box: str) -> ET.Element:
    return ET.Element("svg", {"xmlns": _SVG[1:-1], "viewBox": box, "fill": "currentColor", "font-size": "0"})


def stacked(pages: Sequence[str]) -> str:
    """Put flat pages below each other as one picture; one page is its own."""
    if len(pages) == 1:
        return pages[0]
    ET.register_namespace("", _SVG[1:-1])
    width = height = 0.0
    groups = []
    for page in pages:
        root = ET.fromstring(page)  # noqa: S314 - flattened here
        _, _, wide, tall = map(float, root.get("viewBox", "0 0 0 0").split())
        group = ET.Element(f"{_SVG}g", {"transform": f"translate(0, {height:g})"})
        group.extend(list(root))
        groups.append(group)
        width, height = max(width, wide), height + tall
    whole = ET.Element(f"{_SVG}svg", {"viewBox": f"0 0 {width:g} {height:g}", "fill": "currentColor", "font-size": "0"})
    whole.extend(groups)
    return ET.tostring(whole, encoding="unicode")


def _flat(parent: ET.Element, glyphs: dict[str, list[ET.Element]], width: float) -> Iterable[ET.Element]:
    for element in parent:
        if element.tag in _DROPPED or "placeholder" in element.get("class", ""):
            continue
        inside = glyphs.get(element.get(_HREF, ""), []) if element.tag == f"{_SVG}use" else list(element)
        attributes = _attributes(element, width)
        flat = ET.Element(element.tag.removeprefix(_SVG).replace("use", "g").replace("svg", "g"), attributes)
        flat.text = (element.text or "").strip() or None
        holder = ET.Element("g")
        holder.extend(inside)
        flat.extend(list(_flat(holder, glyphs, width)))
        if flat.tag == "g" and not attributes:
            yield from flat
        elif len(flat) or flat.text or flat.tag not in {"g", "text", "tspan"}:
            yield flat


def _attributes(element: ET.Element, width: float) -> dict[str, str]:
    dropped = {"class", "id", "viewBox", "color", "font-family", _HREF, "overflow"}
    kept = {name: value for name, value in element.attrib.items() if name not in dropped and not name.startswith("{")}
    if element.tag == f"{_SVG}svg" and element.get("viewBox"):
        kept = {"transform": f"scale({width / float(element.get('viewBox', '').split()[2]):.6g})"}
    name = next((name for name in _KEPT_CLASSES if name in element.get("class", "").split()), "")
    kept |= {"class": name} if name else {}
    kept |= {"id": element.get("id", "")} if name == "note" else {}
    if element.tag in _STROKED and "stroke-width" in kept:
        kept.setdefault("stroke", "currentColor")
    return kept
