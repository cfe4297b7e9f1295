"""A case card as a page for peers: four lines without a name, and one take where the pupil said yes to that."""

from __future__ import annotations

import html
from base64 import b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio.papers import printed
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal

LINES = ("happened", "stood_out", "would_try", "will_take")


@dataclass(frozen=True, slots=True)
class Card:
    """The card, with the parts of its take that are the pupil's own, as MIDI bytes."""

    card: records.CaseCard
    parts: tuple[bytes, ...] = ()


def gather(journal: Journal, card: records.CaseCard) -> Card:
    """Read what the page holds; of the take nobody else's part. On the writer."""
    from studio.papers.illustrate import parts_of

    if card.take is None:
        return Card(card)
    take = journal.take(card.take)
    own = tuple(part for part in take.parts if part.pupil == card.pupil)
    return Card(card, parts_of(journal, replace(take, parts=own)))


def sound_of(
    card: Card, done: Callable[[float], None] = lambda _share: None, cancelled: Callable[[], bool] = lambda: False
) -> bytes:
    """Render the take as MP3; b"" where there is none. On the worker; raises instruments.errors.Cancelled."""
    if not card.parts:
        return b""
    from instruments import render
    from studio.music.score import take_score
    from studio.music.together import together

    sound = render.render(take_score(together(card.parts)), progress=done, cancelled=cancelled)
    return render.to_mp3_bytes(sound, cancelled=cancelled)


def page(card: Card, sound: bytes = b"") -> str:
    """Return the card as one page: it says neither who, nor where, nor when."""
    parts = [f'<p class="quiet">{html.escape(say("tutor.card about"))}</p>']
    for name in LINES:
        parts.append(f"<h2>{html.escape(say(f'tutor.card {name}'))}</h2>")
        parts.append(f'<p dir="auto">{html.escape(getattr(card.card, name)) or "&nbsp;"}</p>')
    if sound:
        audio = b64encode(sound).decode("ascii")
        parts.append(f"<h2>{html.escape(say('tutor.card take'))}</h2>")
        parts.append(f'<audio controls src="data:audio/mpeg;base64,{audio}"></audio>')
    return printed.page(say("tutor.card title"), "\n".join(parts))
