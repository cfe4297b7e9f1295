"""A blank slip for the place's own system: one page to print and fill in by hand. It knows nobody and says nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from studio import files
from studio.words import ENGLISH, say

if TYPE_CHECKING:
    from pathlib import Path

    from reflections.records import Place

LINES = (("who", 1), ("when", 1), ("where", 1), ("said", 6), ("seen", 3), ("done", 3), ("by", 1), ("signed", 1))
_STYLE = (
    "@page{size:A4;margin:16mm}body{font:12pt/1.5 Lexend,Verdana,sans-serif;color:#000;background:#fff;max-width:180mm;"
    "margin:0 auto;padding:0 4mm}h1{font-size:20pt;margin:0 0 2mm}dl{border:1px solid #000;padding:3mm;margin:4mm 0}"
    "dt{font-weight:700}dd{margin:0 0 1mm}h2{font-size:12pt;margin:3mm 0 0}p{margin:1mm 0}"
    "hr{border:0;border-bottom:1px solid #000;height:8mm;margin:0}"
)


def page(place: Place | None, emergency: str, language: str = ENGLISH) -> str:
    """Return the slip of a place as one HTML page; nothing of any pupil, session or tutor is in it."""

    def words(key: str) -> str:
        return escape(say(f"slip.{key}", language=language, emergency=emergency))

    people = (
        (("to", place.help_person), ("deputy", place.deputy), ("out of hours", place.out_of_hours)) if place else ()
    )
    told = "".join(f"<dt>{words(key)}</dt><dd>{escape(who)}</dd>" for key, who in people if who)
    boxes = "".join(f"<h2>{words(key)}</h2>{'<hr>' * count}" for key, count in (*LINES, ("received", 1)))
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{words('title')}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{words('title')}</h1><p>{words('what it is')}</p>"
        f"<dl>{told}<dt>{words('emergency')}</dt></dl>"
        f"<p><b>{words('listen')}</b> {words('hand over')}</p>{boxes}</body></html>"
    )


def write(folder: Path, html: str) -> Path:
    """Put it into a folder, over one that lies there already; OSError where that is impossible."""
    path = files.there(folder) / say("papers.blank slip html")
    files.put(path, html)
    return path
