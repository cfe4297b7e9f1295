"""Writes a Page as one HTML file that holds all it needs: letters, music, drawings; nothing is fetched, ever."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from reflections.pages import charts
from reflections.pages.engraving import engraved
from reflections.pages.font import lexend
from reflections.pages.words import SURE

if TYPE_CHECKING:
    from reflections.pages.parts import Heard, Page


def html(page: Page, *, font: bytes | None = None) -> str:
    """Write a page; `font` is WOFF2 bytes of Lexend where the caller keeps them, else they are made once a process."""
    style = _template("page.css").render(
        themes=_themes(), text_size=page.text_size, font=_data("font/woff2", font or lexend())
    )
    script = _text("page.js")
    return _template("portfolio.html").render(
        page=page,
        style=Markup(style),  # noqa: S704 - our own file and theme values
        script=Markup(script),  # noqa: S704 - our own file
        policy=_policy(style, script),
        looks=_LOOKS,
    )


_LOOKS = (("", "Like my device"), ("day", "Day"), ("night", "Night"), ("cream", "Cream"), ("contrast", "Strong"))


def _policy(style: str, script: str) -> str:
    """Content security policy: nothing but what is in the file, and of that only our style and script, by hash."""
    return (
        f"default-src 'none'; img-src data:; font-src data:; media-src data: blob:; style-src {_hash(style)}; "
        f"script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(kind: str, content: bytes) -> Markup:
    return Markup(f"data:{kind};base64,{base64.b64encode(content).decode()}")  # noqa: S704 - base64 has no markup


def _voice(content: bytes) -> Markup:
    """Embed a voice note, by what its first bytes say it is."""
    kinds = ((b"OggS", "audio/ogg"), (b"RIFF", "audio/wav"), (b"fLaC", "audio/flac"))
    return _data(next((kind for start, kind in kinds if content.startswith(start)), "audio/mpeg"), content)


def _score(heard: Heard, title: str) -> Markup:
    if heard.illustration is None:
        return Markup()
    name = f"The music of {title}, written down"
    drawn = heard.illustration
    return engraved(drawn.svg, drawn.note_seconds, heard.key, name, drawn.again_seconds)


def _clock(seconds: float) -> str:
    """Write a length as minutes and seconds, "1:05"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def _plain(value: object) -> object:
    """Leave out signs that turn the direction of what follows: a word must not spill over into the page."""
    return value.translate(_TURNING) if isinstance(value, str) and not isinstance(value, Markup) else value


_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _text(name: str) -> str:
    return (files("assets") / "pages" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _themes() -> dict[str, dict[str, str]]:
    themes: dict[str, dict[str, str]] = json.loads(_text("themes.json"))
    return themes


@cache
def _template(name: str) -> Template:
    room = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=_plain, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_text)
    )  # fmt: skip
    room.globals.update(
        strip=charts.strip, ladder=charts.ladder, day=charts.day, months=charts.months,
        lights=charts.lights, anchors=SURE, clock=_clock, score=_score, voice=_voice, mp3=lambda sound: _data("audio/mpeg", sound),
    )  # fmt: skip
    return room.get_template(name)
