"""Writes a Page as one HTML file that holds all it needs: letters, music, drawings; nothing is fetched, ever."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from assets import reads_right
from reflections import covers
from reflections.pages import charts
from reflections.pages.engraving import engraved, placed
from reflections.pages.font import lexend
from reflections.pages.words import part_name
from reflections.prompts import scale
from reflections.sentences import Spoken, plain, tongue, upper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections.pages.parts import Heard, Page


def html(page: Page, *, font: bytes | None = None) -> str:
    """Write a page; `font` is WOFF2 bytes of Lexend where the caller keeps them, else they are made once a process."""
    look = style(font, page.text_size)
    script = scripts(("page.js",))
    return (
        environment()
        .get_template("portfolio.html")
        .render(
            page=page,
            style=Markup(look),  # noqa: S704 - our own file and theme values
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(look, script),
            looks=_LOOKS,
        )
    )


def style(font: bytes | None = None, text_size: int = 100, also: Sequence[str] = ()) -> str:
    """Return the CSS of a page, with the four themes and the letters in it; `also` names more files of assets/pages."""
    letters = _data("font/woff2", font or lexend())
    sheets = [environment().get_template(name) for name in ("page.css", *also)]
    return "".join(each.render(themes=_themes(), text_size=text_size, font=letters) for each in sheets)


def scripts(names: Sequence[str]) -> str:
    """Return files of assets/pages as one script."""
    return "\n".join(_text(name) for name in names)


def hashed(text: str) -> str:
    """Return what a content security policy calls a style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_LOOKS = ("", "day", "night", "cream", "contrast")


def _policy(look: str, script: str) -> str:
    """Content security policy: nothing but what is in the file, and of that only our style and script, by hash."""
    return (
        f"default-src 'none'; img-src data:; font-src data:; media-src data: blob:; style-src {hashed(look)}; "
        f"script-src {hashed(script)}; base-uri 'none'; form-action 'none'"
    )


def _data(kind: str, content: bytes) -> Markup:
    return Markup(f"data:{kind};base64,{base64.b64encode(content).decode()}")  # noqa: S704 - base64 has no markup


def _voice(content: bytes) -> Markup:
    """Embed a voice note, by what its first bytes say it is."""
    kinds = ((b"OggS", "audio/ogg"), (b"RIFF", "audio/wav"), (b"fLaC", "audio/flac"))
    return _data(next((kind for start, kind in kinds if content.startswith(start)), "audio/mpeg"), content)


def _score(heard: Heard, title: str, to: Spoken) -> Markup:
    if heard.illustration is None:
        return Markup()
    name = to.say("story.written of", title=title)
    drawn = heard.illustration
    if drawn.clean:
        return placed(drawn.svg, heard.key, name)
    return engraved(drawn.svg, drawn.note_seconds, heard.key, name, drawn.again_seconds)


def _cover(cover: str, title: str, to: Spoken) -> Markup:
    return Markup(covers.svg(cover, to.say("story.cover of", title=title)))  # noqa: S704 - made of numbers and our own pictures


def _clock(seconds: float) -> str:
    """Write a length as minutes and seconds, "1:05"."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def _text(name: str) -> str:
    return (files("assets") / "pages" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _themes() -> dict[str, dict[str, str]]:
    themes: dict[str, dict[str, str]] = json.loads(_text("themes.json"))
    return themes


@cache
def environment() -> Environment:
    """Return where all templates of assets/pages live: everything is escaped, what is not given is an error."""
    room = Environment(
        autoescape=True, undefined=StrictUndefined, finalize=plain, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_text)
    )  # fmt: skip
    room.globals.update(
        strip=charts.strip, ladder=charts.ladder, part_name=part_name,
        spoken=lambda language: tongue(language, "story"),
        cover=_cover, lights=charts.lights, anchors=lambda language: scale("sure", language).anchors,
        clock=_clock, score=_score, voice=_voice, mp3=lambda sound: _data("audio/mpeg", sound),
        direction=lambda language: "rtl" if reads_right(language) else "ltr",
    )  # fmt: skip
    room.filters["upper_first"] = upper
    return room
