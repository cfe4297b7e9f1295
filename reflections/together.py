"""What a group kept, as its portfolio shows it: what several of them played in their sessions, and what they agreed on.

Nothing that one of them said, marked, answered or made alone is in it, nor who played which part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflections import portfolio, records
from reflections.conversation.bringing import as_one, played_as_one
from reflections.pages import words
from reflections.sentences import ENGLISH, tongue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections.journal import Journal
    from reflections.pages import parts

MOST = 400  # takes that are looked at, the latest ones
_SEVERAL = 2


def together(journal: Journal, group_id: str) -> records.Evidence:
    """Return what a group has to show, as evidence of one whose id is the group's; NotFound where it is gone."""
    group = journal.group(group_id)
    takes: dict[str, list[records.Take]] = {}
    for take in reversed(journal.latest_together(group_id, MOST)):
        own = played_as_one(journal, take, group)
        if own is not None and sum(part.player == "pupil" for part in own.parts) >= _SEVERAL:
            takes.setdefault(take.piece, []).append(own)
    pieces = tuple(_piece(journal.piece(piece), tuple(of)) for piece, of in takes.items())
    return records.Evidence(
        pupil=as_one(journal, group),
        programme=group.programme,
        sessions=(),
        pieces=pieces[::-1],
        reflections=(),
        sure=(),
        goals=tuple(_goal(goal) for goal in journal.goals(group_id) if goal.state in {"active", "reached"}),
        try_next=(),
        toolkit=(),
        interests=(),
        taken_back=0,
    )


def page(
    evidence: records.Evidence, illustrations: Mapping[str, records.Illustration], language: str = ENGLISH
) -> parts.Page:
    """Lay out the portfolio of a group in a language: its goals are theirs together."""
    to = tongue(language, "story")
    found = portfolio.page(evidence, illustrations, records.Preferences(language=language), with_times=False)
    kept = {of.goal.words: of.goal for of in evidence.goals}
    goals = (
        replace(
            g,
            set_by=words.set_by(kept[g.words].set_by, to, ours=True),
            state=words.state(kept[g.words].state, to, ours=True),
        )
        for g in found.goals
    )
    return replace(found, goals=tuple(goals), ours=True)


def _piece(piece: records.Piece, takes: tuple[records.Take, ...]) -> records.PieceEvidence:
    """Whoever it was begun by, here it is all of theirs; its story is that one's."""
    ours = replace(piece, pupil=None, about="", poem="", cover="", goals=(), chosen_by="together")
    there = tuple(replace(take, mode="") if take.mode == "free" else take for take in takes)  # nobody was on their own
    return records.PieceEvidence(ours, there, (), (), (), ())


def _goal(goal: records.Goal) -> records.GoalEvidence:
    return records.GoalEvidence(replace(goal, why=""), (), (), (), (), ())
