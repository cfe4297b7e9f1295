"""A song on paper: each layer's part with the title and whose it is, or all as a score; engraved, and one page each to print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from instruments.errors import Cancelled
from studio.music.song.model import SongError
from studio.papers import printed
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studio.music.song.model import Song

SCORE: Final = ""
"""Stands for all layers at once among the ids of layers."""

WINDOW_WIDTH: Final = 2600  # of the window, in verovio's units: wider than paper, so that lines are fewer
PAPER_WIDTH: Final = 1900  # a tenth of a millimetre each: what A4 leaves between its margins
PAPER_HEIGHT: Final = 2450  # the same from top to bottom, without the heading
_LEARNT: Final = 0.3  # of all there is to do, once it is known where the notes belong
_STYLE: Final = """body { padding: 1.5rem 1rem; max-width: 60rem; color: #000; font-size: 1rem; line-height: 1.4; }
section + section { margin-top: 3rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; justify-content: space-between; margin-bottom: .6rem; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
p { margin: 0; }
svg { display: block; width: 100%; height: auto; }
@media print { @page { size: A4; margin: 12mm 10mm; } body { padding: 0; max-width: none; }
  section + section { margin: 0; break-before: page; } svg { break-inside: avoid; } }"""


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part as it is engraved: its layer's id (`SCORE` for all), its name, whose it is, and its pages of SVG."""

    layer: str
    name: str
    whose: str
    pages: tuple[str, ...]


def engraved(
    song: Song,
    wanted: Sequence[str] | None,
    whose: Mapping[str, str],
    *,
    letters: bool = False,
    paper: bool = False,
    reached: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[PartPage, ...]:
    """Engrave these parts by the ids of their layers (None: each of them), as wide as the window or as paper; `whose` by player.

    Slow, for a worker. Cancelled where nobody wants it any more; SongError where there are no notes but drums, NotationError.
    """
    from studio.music import notation, worker
    from studio.music.song import paper as written

    piece, lines = written.on_paper(song)
    if cancelled():
        raise Cancelled
    reached(_LEARNT)
    if not lines:
        raise SongError(say("make.no notes to write"))
    shown: list[tuple[str, str, str]] = []
    documents = []
    for line in lines:
        if wanted is None or line.layer in wanted:
            shown.append((line.layer, line.name, whose.get(line.player, "")))
            documents.append(written.page(piece, line, letters=letters))
    if wanted is not None and SCORE in wanted:
        shown.insert(0, (SCORE, say("make.the whole song"), ""))
        documents.insert(0, written.score(piece, lines))
    try:
        with worker.unless(cancelled):
            found = notation.engrave_all(
                documents,
                width=PAPER_WIDTH if paper else WINDOW_WIDTH,
                height=PAPER_HEIGHT if paper else notation.PAGE_HEIGHT,
            )
    except notation.NotationError:
        if cancelled():
            raise Cancelled from None
        raise
    reached(1.0)
    return tuple(PartPage(*about, one.pages) for about, one in zip(shown, found, strict=True))


def html(title: str, parts: Sequence[PartPage], language: str = "en") -> str:
    """Lay parts out as one page for the browser, each on paper of its own; nothing is loaded and no script runs."""
    body = "".join(_section(title, part) for part in parts)
    return printed.shell(title, body, _STYLE, language=language)


def _section(title: str, part: PartPage) -> str:
    about = " · ".join(words for words in (part.name, part.whose) if words)
    pictures = "".join(page.replace("<svg ", '<svg role="img" ', 1) for page in part.pages)
    return f"<section><header><h1>{escape(title)}</h1><p>{escape(about)}</p></header>{pictures}</section>\n"
