"""Writes a report as one HTML file: read and printed anywhere, heard where sound is in it; what leaves has no script."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from reflections.pages import render
from reflections.pages.parts import Lane, Strip
from reflections.pages.words import LAYERS
from reflections.records import Version
from reflections.sentences import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reflections.records import Take, TakeFacts
    from reflections.reports.parts import Report

STYLES = ("report.css",)
LOOKS = ("", "day", "night", "cream", "contrast")


def html(
    report: Report,
    sounds: Mapping[str, bytes] | None = None,
    strips: Mapping[str, Strip] | None = None,
    *,
    font: bytes | None = None,
) -> str:
    """Write the page; `sounds` are MP3 bytes and `strips` the notes, by take or version, `font` WOFF2 where the caller keeps it."""
    return _written(report, sounds, strips, font, None)[0]


@dataclass(frozen=True, slots=True)
class Back:
    """What stands above a page that is open to be printed, and on no paper: the way back, and the words of both buttons."""

    place: str
    back: str
    print: str


def to_print(report: Report, strips: Mapping[str, Strip], back: Back) -> tuple[str, str]:
    """Write the page with a button that prints it and a way back; the second is its policy: one script of ours runs."""
    return _written(report, None, strips, None, back)


def _written(
    report: Report,
    sounds: Mapping[str, bytes] | None,
    strips: Mapping[str, Strip] | None,
    font: bytes | None,
    back: Back | None,
) -> tuple[str, str]:
    style, room, spoken = render.style(font, also=STYLES), render.environment(), Spoken(report.spoken)
    script = render.scripts(("report.js",)) if back is not None else ""
    runs = render.hashed(script) if script else "'none'"
    policy = (
        f"default-src 'none'; img-src data:; font-src data:; media-src data: blob:; style-src {render.hashed(style)}; "
        f"script-src {runs}; base-uri 'none'; form-action 'none'"
    )
    page = room.get_template("report.html").render(
        report=report,
        style=Markup(style),  # noqa: S704 - our own files and theme values
        script=Markup(script),  # noqa: S704 - our own file
        policy=policy,
        looks=[(one, spoken.say(f"web.look {one}" if one else "story.look device")) for one in LOOKS],
        when=spoken.months(report.first, report.latest),
        back=back,
        **shown(report, {of: mp3(sound) for of, sound in (sounds or {}).items() if sound}, strips),
    )
    return page, policy


def shown(report: Report, heard: Mapping[str, str], strips: Mapping[str, Strip] | None = None) -> dict[str, Any]:
    """Give the templates of a report what they need beside it: `heard` is where each take or version sounds from.

    What several statements lead to sounds in one place; the others point there.
    """
    first: dict[str, str] = {}
    for proof in report.proofs:
        if proof.of in heard:
            first.setdefault(proof.of, proof.key)
    return {
        "sounds": {key: heard[of] for of, key in first.items()},
        "heard_at": {p.key: first[p.of] for p in report.proofs if p.of in first and first[p.of] != p.key},
        "plays": {proof.key: proof.of for proof in report.proofs},
        "strips": strips or {},
        "spoken": Spoken(report.spoken),
    }


def mp3(sound: bytes) -> Markup:
    """Embed a sound."""
    return Markup(f"data:audio/mpeg;base64,{base64.b64encode(sound).decode()}")  # noqa: S704 - base64 has no markup


def strips_of(music: Iterable[Take | Version]) -> dict[str, Strip]:
    """Draw the notes of each take or version, by its id."""
    return {one.id: _strip(one) for one in music}


def _strip(one: Take | Version) -> Strip:
    if isinstance(one, Version):
        return Strip(0.0, one.facts.seconds, one.facts.bar_starts, (_lane("music", one.facts),))
    bars = max((part.facts.bar_starts for part in one.parts), key=len, default=())
    return Strip(0.0, one.seconds, bars, tuple(_lane(part.part, part.facts) for part in one.parts))


def _lane(name: str, facts: TakeFacts) -> Lane:
    return Lane(
        name, LAYERS.get(name.lower(), 6), tuple((start, length, pitch) for start, length, pitch, _ in facts.roll)
    )
