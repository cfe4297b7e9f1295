"""What a pupil says of their music, one by one, so that they can tick what goes home; and a copy with only that. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reflections.pages import words
from reflections.portfolio import shown_as_words
from reflections.sentences import ENGLISH, tongue, upper

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reflections.records import Evidence, PieceEvidence
    from reflections.sentences import Spoken

SURE, TOOLS, TIMES = "sure", "tools", "times"
_ABOUT, _LYRICS, _BESIDE = "about/", "lyrics/", "beside/"


@dataclass(frozen=True, slots=True)
class Telling:
    """Something that can be ticked: `kind` is a word of the studio's tables, or "" where `about` names the question.

    `where` is the title of the piece it is about, or ""; `words` are "" where all of a kind goes or stays.
    """

    key: str
    kind: str
    where: str = ""
    about: str = ""
    words: str = ""


def tellings(evidence: Evidence, language: str = ENGLISH) -> tuple[Telling, ...]:
    """Return all that can be ticked, as it stands on the page; what is not there cannot be. Questions are in the language."""
    return tuple(_tellings(evidence, tongue(language, "story")))


def only(evidence: Evidence, told: Collection[str]) -> Evidence:
    """Return the copy with the music, and of what was said only what is ticked (keys of `tellings`).

    The days they played are no words: whoever lays out the page leaves them out where TIMES is not ticked.
    """
    chosen = frozenset(told)
    return replace(
        evidence,
        pieces=tuple(_piece(one, chosen) for one in evidence.pieces),
        reflections=tuple(said for said in evidence.reflections if said.id in chosen),
        sure=evidence.sure if SURE in chosen else (),
        goals=tuple(one for one in evidence.goals if one.goal.id in chosen),
        try_next=tuple(one for one in evidence.try_next if one.id in chosen),
        toolkit=evidence.toolkit if TOOLS in chosen else (),
        interests=tuple(one for one in evidence.interests if one.id in chosen),
        beside=tuple(one for one in evidence.beside if _BESIDE + one.take in chosen),
    )


def _piece(one: PieceEvidence, chosen: frozenset[str]) -> PieceEvidence:
    about = _ABOUT + one.piece.id in chosen
    return replace(
        one,
        piece=one.piece if about else replace(one.piece, about="", poem=""),
        lyrics=one.lyrics if _LYRICS + one.piece.id in chosen else (),
        reflections=tuple(said for said in one.reflections if said.id in chosen),
        markers=tuple(marker for marker in one.markers if not marker.words or marker.id in chosen),
    )


def _tellings(evidence: Evidence, to: Spoken) -> Iterator[Telling]:
    for one in evidence.pieces:
        title, piece = one.piece.title, one.piece
        if piece.about or piece.poem:
            yield Telling(_ABOUT + piece.id, "story", title, words=piece.poem or piece.about)
        if one.lyrics:
            yield Telling(_LYRICS + piece.id, "lyrics", title, words="\n".join(one.lyrics))
        for said in filter(shown_as_words, one.reflections):
            yield Telling(said.id, "", title, words.asked(said.prompt, to), said.body)
        yield from (Telling(mark.id, "mark", title, words=mark.words) for mark in one.markers if mark.words)
    for said in filter(shown_as_words, evidence.reflections):
        yield Telling(said.id, "", "", words.asked(said.prompt, to), said.body)
    yield from (Telling(one.goal.id, "goal", words=one.goal.words) for one in evidence.goals)
    if evidence.sure:
        yield Telling(SURE, SURE)
    if evidence.toolkit:
        yield Telling(TOOLS, TOOLS, words=", ".join(tool.words for tool in evidence.toolkit))
    yield from (Telling(one.id, "next", words=one.words) for one in evidence.try_next if not one.by_voice)
    yield from (Telling(one.id, "like", words=one.what) for one in evidence.interests)
    yield from (
        Telling(_BESIDE + one.take, "beside", one.title, words=upper(words.was(one.role, to)))
        for one in evidence.beside
    )
    yield Telling(TIMES, TIMES)
