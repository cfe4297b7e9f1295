"""From what a group played to what the journal takes in, and back: plain functions for the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.lesson.handover import key_name, made_of, part_in, piece_row, take_fields
from studio.lesson.offer import heard_beside, span_of
from studio.lesson.outlasting import keep_played, still_there
from studio.lesson.values import Sayable
from studio.playing.made import Made, Setting
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reflections import records
    from reflections.journal import Journal
    from studio.lesson.band import Band
    from studio.lesson.together import LastTogether
    from studio.lesson.values import Stand
    from studio.music.take import Take
    from studio.playing.several import PartMade


def roles(band: Band) -> dict[str, str]:
    """What each pupil of a band did besides playing: who led, who helped, who had the words, who recorded."""
    done = {player.id: band.shared.of(player.id).kind for player in band.players if not player.guest}
    found = {str(pupil): str(kind) for pupil, kind in done.items() if kind in {"words", "recordist"}}
    found |= {player: "helper" for player, _ in band.helpers if player in done}
    return found | ({band.leader: "leader"} if band.leader in done else {})


def without_part(band: Band, last: LastTogether, take: str) -> dict[str, Sayable]:
    """What each pupil may say who was in it and pressed no key that is kept: who led by their keys, who had words, who recorded."""
    piece, title = last.setting.piece or "", last.title
    return {
        player.id: Sayable(piece, title, take=take, led=player.id == band.leader, subtitle=say("lesson.kept"))
        for player in band.players
        if not player.guest and player.id not in last.pupils
    }


def setting_of(band: Band, stand: Stand | None, speed: float) -> Setting:
    """How a take of theirs is played."""
    music = band.music
    metre = music.metre_at(music.pickup)
    return Setting(
        piece=stand.row if stand else band.piece,
        title=band.title,
        mode="with" if band.waits is None else "waits",
        speed=speed,
        key=key_name(music.key),
        bpm=music.tempo_at(music.pickup).bpm,
        metre=(metre.beats, metre.unit),
    )


def as_part(part: PartMade, band: Band | None, given: Band | None = None) -> records.TakePartIn:
    """The kind of part and the keys it was played on stand beside the notes; `given` is the band whose part it is, if another."""
    name, keys = "melody", ""
    given = given or band
    if given is not None and given.name(part.pupil):
        name = given.shared.of(part.pupil).kind
    if band is not None and band.name(part.pupil):
        place, zone = band.seating.place(part.pupil), band.seating.zone(part.pupil)
        keys = f"{place.keyboard} {zone[0]}-{zone[1]}" if zone else ""
    return part_in(part.made, name, part.pupil, keys)


def became_a_take(parts: Iterable[PartMade]) -> None:
    """What they had in rows of their own went with the take."""
    for part in parts:
        if part.made.chunks is not None:
            part.made.chunks.became_a_take()


def group_row(journal: Journal, pupils: Sequence[str], session: records.Session | None, stand: Stand | None) -> str:
    """The row of what several play: the piece's own, the one they all have of it already, or a new one that is nobody's alone."""
    if stand is None:
        return piece_row(journal, pupils[0], session, None)[0]
    if stand.row is not None:
        return stand.row
    theirs = [{piece.id: piece for piece in journal.pieces(pupil)} for pupil in pupils]
    for row, piece in theirs[0].items():
        if stand.source and piece.source == stand.source and piece.pupil is None and all(row in one for one in theirs):
            return row
    kept = journal.keep_piece(
        None,
        stand.title,
        kind=stand.kind,
        source=stand.source,
        chosen_by="together",
        content=stand.music.to_midi(),
        session=session.id if session else None,
    )
    return kept.id


def take_without(journal: Journal, take: str, without: Collection[str]) -> Take | None:
    """Read a take of several as it stands, but for some pupils' parts."""
    from studio.music.together import together

    parts = [part.midi for part in journal.take(take).parts if part.midi and part.pupil not in without]
    return together(parts) if parts else None


def keep_found_together(journal: Journal, item: records.Unfinished) -> None:
    """Make one take of a group's recording that never ended: each pupil's row that is still there is a part of it."""
    waiting = journal.unfinished()
    tied = item.context["together"]
    rows = [one for one in waiting if one.context.get("together") == tied and one.pupil is not None]
    found: list[tuple[records.Unfinished, Made]] = [
        (one, still_there(journal, made)) for one in rows if (made := made_of(one)) is not None
    ]
    if not found:
        journal.end_recording(item.id, keep=False)
        return
    piece = found[0][1].setting.piece
    title = found[0][1].setting.title
    if piece is None:
        first = found[0][0].pupil
        piece = journal.keep_piece(None, title, kind="own", chosen_by="together").id if title else None
        piece = piece or piece_row(journal, first or "", None, None)[0]
    fields: dict[str, Any] = take_fields(found[0][1], None)
    fields["recording"] = [one.id for one, _ in found]
    fields["seconds"] = max(made.seconds for _, made in found)
    spans = [span_of(one) for one, _ in found]
    fields["span"] = (min(start for start, _ in spans), max(end for _, end in spans))
    heard = sorted({row for one, _ in found for row in heard_beside(one, waiting)})
    parts = [part_in(made, "melody", one.pupil or "", "") for one, made in found]
    keep_played(journal, piece, parts, fields, heard)
