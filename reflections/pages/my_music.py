"""The page that lies beside music files: what each is called, how long it is, and its notes; nothing of who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from reflections.pages.engraving import placed
from reflections.pages.render import environment, hashed, style
from reflections.sentences import ENGLISH, tongue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections.pages.parts import Strip
    from reflections.sentences import Spoken


@dataclass(frozen=True, slots=True)
class Track:
    """One piece: its file beside the page ("" for none), its drawing as `cleaned` made it, and its notes where there is none."""

    title: str
    seconds: float
    file: str = ""
    drawing: str = ""
    strip: Strip | None = None

    def score(self, to: Spoken) -> Markup:
        """Return its music, written down, named in a language; "" where there is none."""
        return placed(self.drawing, "m", to.say("story.written of", title=self.title))


def html(tracks: Sequence[Track], *, language: str = ENGLISH, font: bytes | None = None) -> str:
    """Write the page in a language: no script, no sound, nothing but titles and notes; it prints on A4."""
    to = tongue(language, "story")
    look = style(font, also=("my_music.css",))
    policy = f"default-src 'none'; font-src data:; style-src {hashed(look)}; base-uri 'none'; form-action 'none'"
    return (
        environment().get_template("my_music.html").render(tracks=tracks, t=to, policy=policy, style=Markup(look))  # noqa: S704 - our own file and theme values
    )
