"""Writes a report as one HTML file: read and printed anywhere, heard where sound is in it, with no script at all."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from markupsafe import Markup

from reflections.pages import render
from reflections.reports.words import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections.pages.parts import Strip
    from reflections.reports.parts import Report

STYLES = ("report.css",)
LOOKS = (("", "Like my device"), ("day", "Day"), ("night", "Night"), ("cream", "Cream"), ("contrast", "Strong"))


def html(
    report: Report,
    sounds: Mapping[str, bytes] | None = None,
    strips: Mapping[str, Strip] | None = None,
    *,
    font: bytes | None = None,
) -> str:
    """Write the page; `sounds` are MP3 bytes and `strips` the notes, by take or version, `font` WOFF2 where the caller keeps it."""
    style, room = render.style(font, also=STYLES), render.environment()
    policy = (
        f"default-src 'none'; img-src data:; font-src data:; media-src data: blob:; style-src {render.hashed(style)}; "
        "script-src 'none'; base-uri 'none'; form-action 'none'"
    )
    return room.get_template("report.html").render(
        report=report,
        style=Markup(style),  # noqa: S704 - our own files and theme values
        policy=policy,
        looks=LOOKS,
        **shown(report, {of: mp3(sound) for of, sound in (sounds or {}).items() if sound}, strips),
    )


def shown(report: Report, heard: Mapping[str, str], strips: Mapping[str, Strip] | None = None) -> dict[str, object]:
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
        "nothing": NOTHING,
    }


def mp3(sound: bytes) -> Markup:
    """Embed a sound."""
    return Markup(f"data:audio/mpeg;base64,{base64.b64encode(sound).decode()}")  # noqa: S704 - base64 has no markup
