"""The folder for an arts award: what was kept and said, in the parts that pupil and tutor put it in. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.pages.words import chosen
from reflections.records import AWARD_PARTS
from reflections.reports import lines
from reflections.reports.material import part, short
from reflections.reports.parts import Line, Part, Place, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reflections.reports.material import Desk

_MOST = 24
_CAN_DO = frozenset({"finished", "reached", "sure", "then"})


def award(desk: Desk) -> tuple[Sheet, ...]:
    """Evidence by what such awards ask for, in our words. What was kept or said stands where it was put; a count stays."""
    made, found, moved, passed = AWARD_PARTS
    shelves: dict[str, list[Line]] = {each: [] for each in AWARD_PARTS}
    for line, ids in _made(desk):
        shelves[_place(desk, line, ids, made)].append(line)
    shelves[made] += lines.facts(desk, "achievement", only=_CAN_DO)
    for line in lines.quotes(desk):
        shelves[_place(desk, line, (line.key.partition(":")[2],), found)].append(line)
    shelves[found] += lines.helps(desk)
    shelves[moved] += _likes(desk)
    shelves[passed] += lines.facts(desk, "leadership")
    parts = (
        *(_shelf(desk.say(f"award {each}"), shelves[each]) for each in AWARD_PARTS),
        *part(desk.say("award next"), (*lines.wants(desk), *lines.next_steps(desk)), 8),
        *part(desk.say("adults"), lines.views(desk), 6, adults=True),
    )
    return (Sheet("", desk.say("award told"), parts),)


def _place(desk: Desk, line: Line, ids: tuple[str, ...], usual: str) -> str:
    """Say in which part a line stands: where one of its rows was put last; and that it can be put elsewhere."""
    stands = next((into for of, into in reversed(desk.material.award) if of in ids), usual)
    desk.places.append(Place(line.key, ids[-1], stands, line.words, line.about, line.quote))
    return stands


def _shelf(title: str, found: Iterable[Line]) -> Part:
    """One part of the folder; an empty one says so, since something may still be kept for it."""
    return next(iter(part(title, found, _MOST)), Part(title, ()))


def _made(desk: Desk) -> Iterator[tuple[Line, tuple[str, ...]]]:
    """Name each piece, with its takes and versions: the last of them is what is put somewhere."""
    for one in desk.evidence.pieces:
        if one.piece.pupil and not one.piece.hidden and lines.has_music(one):
            ids = (*(t.id for t in one.takes), *(v.id for v in one.versions))
            if desk.may(f"piece:{one.piece.id}", one.piece.title, desk.say("offer piece")):
                about = ". ".join(filter(None, (chosen(one.piece.chosen_by, desk.spoken), lines.when(desk, one))))
                title = short(one.piece.title, lines.TITLE)
                yield Line(f"piece:{one.piece.id}", title, f"{about}.", proofs=desk.shown_by(ids)), ids


def _likes(desk: Desk) -> Iterator[Line]:
    for one in desk.evidence.interests:
        key, why = f"like:{one.id}", one.why
        if desk.may(key, f"{one.what}: {why}" if why else one.what, desk.say("offer like"), usual=False, asked=True):
            proofs = desk.shown_by([one.id])
            yield Line(key, short(one.what, lines.TITLE), proofs=proofs, said=short(why, lines.WORDS))
