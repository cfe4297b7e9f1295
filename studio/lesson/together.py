"""What several record at once: one take, a part for each pupil, of which one can be undone or played again alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio.lesson.group_handover import (
    as_part,
    became_a_take,
    group_row,
    keep_found_together,
    roles,
    setting_of,
    take_without,
    without_part,
)
from studio.lesson.handover import part_in, rows_of, take_fields
from studio.lesson.outlasting import keep_played
from studio.lesson.turns import Turns
from studio.lesson.values import Sayable
from studio.playing.made import for_piece
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from instruments.events import NoteOn
    from reflections import records
    from reflections.journal import Journal
    from studio.lesson.band import Band
    from studio.music.take import Take
    from studio.playing.made import Setting
    from studio.playing.several import PartMade


_ROLES = ("leader", "helper", "words", "recordist", "player", "listener")  # who did several is noted with the first


@dataclass(slots=True)
class LastTogether:
    """The take that a group made last: its parts as they stand, and the journal's id once it has one."""

    title: str
    setting: Setting
    parts: tuple[PartMade, ...]
    band: Band | None = None  # who played it, and which parts they had
    id: str | None = None
    undone: frozenset[str] = frozenset()  # pupils whose part lies aside
    again: str | None = None  # who plays their part anew just now
    made: dict[str, int] = field(default_factory=dict)  # how often each has played their part anew
    earlier: dict[str, int] = field(default_factory=dict)  # how many parts of each there are to go back to
    answered: frozenset[str] = frozenset()  # who has said something of it, or skipped, when all were asked
    asked_home: bool = False  # all were asked whether their part may go in what the others take home
    told: dict[tuple[str, str], list[str]] = field(
        default_factory=dict
    )  # who said to whom what they liked: the row, once there
    bar_starts: tuple[float, ...] = ()  # seconds from its first barline at which each bar was reached
    in_front: bool = True  # what stands after it is what Lead shows
    beside: dict[str, Sayable] = field(default_factory=dict)  # of who led, sang or recorded, and played nothing in it
    then: tuple[Callable[[], None], ...] = ()  # what waits until the journal has it

    def given(self, now: Band | None) -> Band | None:
        """The band whose parts these are: the one that is here, unless another piece is on the stand by now."""
        return now if self.band is None or (now and now.shared.piece is self.band.shared.piece) else self.band

    @property
    def pupils(self) -> tuple[str, ...]:
        """Whose parts there are, undone or not, in the order they came."""
        return tuple(part.pupil for part in self.parts)


class Together(Turns):
    """Recording with several. As long as `play_together` holds, nothing of guests is written, and each pupil has rows of their own."""

    last_together: LastTogether | None = None

    def play_together(self) -> None:
        """The band sits as it says from now on; called with every change of it."""
        if self.band is not None:
            self.recorder.seat_group(self.band.seating, self.session.id if self.session else None)

    def play_alone(self) -> None:
        """Whoever's turn it is has the keys for themselves again."""
        self.recorder.leave_group()
        if not self.guest:
            self.recorder.seat(self.pupil.id if self.pupil else None, self.session.id if self.session else None)

    # -- recording --------------------------------------------------------------------------------------------------
    def start_together(self, start_frame: int, bar_one: int, speed: float = 1.0) -> None:
        """From `start_frame` on, the first beat that is counted in, it is a take; `bar_one` is the frame of its first barline."""
        band, group = self.band, self.recorder.group
        if band is None or group is None:
            return
        bars = [bar.start for bar in band.music.bars()]
        group.start(setting_of(band, self.stand, speed), start_frame, bar_one, bars)
        self.changed()

    def start_again(self, pupil: str, start_frame: int, bar_one: int) -> None:
        """One pupil plays their part of the last take anew, while the others' parts sound (see `read_together`)."""
        last, group = self.last_together, self.recorder.group
        if last is None or group is None:
            return
        last.again = pupil
        group.start(last.setting, start_frame, bar_one, only=frozenset({pupil}))
        self.changed()

    def was_a_word(self, event: NoteOn) -> None:
        """A key of the leader's was a word to the others, and is in no part."""
        if self.recorder.group is not None:
            self.recorder.group.was_a_word(event)

    def stop_together(self, end_frame: int) -> LastTogether | None:
        """Stop and keep. None if no pupil pressed a key: then a take that was there before stays as it was."""
        group = self.recorder.group
        parts = group.stop(end_frame) if group is not None else ()
        last = self.last_together
        pupil = last.again if last is not None else None
        if last is not None:
            last.again = None
        self.changed()
        if not parts:
            return None
        if last is not None and pupil is not None:
            self._keep_again(last, parts)
            return last
        band = self.band
        self.last_together = last = LastTogether(
            band.title if band else "", parts[0].made.setting, parts, band, bar_starts=parts[0].made.bar_starts
        )
        self._keep_together(last, parts)
        return last

    def _keep_together(self, last: LastTogether, parts: Sequence[PartMade]) -> None:
        band, stand, session, group = self.band, self.stand, self.session, self.recorder.group
        hearing = group.heard_beside() if group is not None else ()
        made, row = parts[0].made, last.setting.piece

        def keep(journal: Journal) -> tuple[records.Take, str]:
            nonlocal row
            if row is None:
                row = group_row(journal, last.pupils, session, stand)
            fields = take_fields(for_piece(made, row, last.title), session)
            fields |= {"recording": rows_of(part.made.chunks for part in parts if part.made.chunks)}
            fields |= {"seconds": max(part.made.seconds for part in parts)}
            ins = [as_part(part, band) for part in parts]
            take = keep_played(journal, row, ins, fields, rows_of(hearing))
            became_a_take(parts)
            for heard in hearing:
                heard.hold(made.span)
            return take, row

        def kept(result: tuple[records.Take, str]) -> None:
            take, piece = result
            last.id, last.setting = take.id, replace(last.setting, piece=piece)
            waiting, last.then = last.then, ()
            for put in waiting:
                put()
            for pupil in last.undone:
                self._put_part(take.id, pupil, aside=True)
            if band is not None:
                self._can_all_say(last, band)

        self.errand(keep, kept, "keep the take", whoever=True, holds=made)

    def _keep_again(self, last: LastTogether, parts: Sequence[PartMade]) -> None:
        band, group = self.band, self.recorder.group
        hearing = group.heard_beside() if group is not None else ()
        (part,) = parts
        last.parts = tuple(part if each.pupil == part.pupil else each for each in last.parts)
        known = part.pupil in last.pupils
        if not known:
            last.parts = (*last.parts, part)
        last.undone -= {part.pupil}
        last.asked_home = False  # a yes was to what they had played before
        last.made[part.pupil] = last.earlier[part.pupil] = last.made.get(part.pupil, 0) + known

        def keep(journal: Journal) -> None:
            assert last.id is not None
            recordings = rows_of(each.made.chunks for each in parts if each.made.chunks)
            journal.retake_part(last.id, as_part(part, band, last.given(band)), recordings=recordings)
            became_a_take(parts)
            rows = rows_of(hearing)
            if part.made.span is not None and rows:
                journal.decide_spans(rows, part.made.span)
            for heard in hearing:
                heard.hold(part.made.span)

        def put() -> None:
            self.errand(keep, label="keep the part", whoever=True, holds=part.made)

        if last.id is not None:
            put()
        else:  # the take it belongs to waits for the disk, and so does this
            last.then = (*last.then, put)

    # -- after it ---------------------------------------------------------------------------------------------------
    def undo_part(self, pupil: str, *, undone: bool = True) -> None:
        """One pupil's part of the last take is put aside, or brought back; the others' are as they were."""
        last = self.last_together
        if last is None or pupil not in last.pupils:
            return
        last.undone = last.undone | {pupil} if undone else last.undone - {pupil}
        if last.id is not None:
            self._put_part(last.id, pupil, aside=undone)
        self.changed()

    def _put_part(self, take: str, pupil: str, *, aside: bool) -> None:
        last = self.last_together
        stood = last.earlier.get(pupil, 0) if last is not None else 0  # as many as there are before it

        def put(journal: Journal) -> None:
            parts = journal.part_history(take, pupil)
            if aside:
                for part in parts:
                    if not part.aside:
                        journal.put_part_aside(part.id)
            elif parts:
                journal.put_part_back(parts[min(stood, len(parts) - 1)].id)

        self.errand(put, label="put the part aside" if aside else "put the part back", whoever=True)

    def earlier_part(self, pupil: str) -> None:
        """What this pupil had played before they played it again stands once more; pressed again, what came before that."""
        last = self.last_together
        if last is None or last.id is None:
            return
        take = last.id
        last.earlier[pupil] = max(0, last.earlier.get(pupil, 0) - 1)

        def back(journal: Journal) -> None:
            parts = journal.part_history(take, pupil)
            now = next((n for n, part in enumerate(parts) if not part.aside), len(parts))
            if now > 0:
                journal.put_part_back(parts[now - 1].id)

        self.errand(back, label="put the earlier part back", whoever=True)

    # -- what they say of it ------------------------------------------------------------------------------------------
    def _can_all_say(self, last: LastTogether, band: Band) -> None:
        """Each of them may talk about it when it is their turn, and whoever led of that; who did what is noted of the session."""
        assert last.id is not None
        for part in last.parts:
            about = Sayable(
                last.setting.piece or "",
                last.title,
                take=last.id,
                led=part.pupil == band.leader,
                facts=part_in(part.made, "", part.pupil, "").facts,
                subtitle=say("lesson.kept"),
            )
            if self.pupil is not None and self.pupil.id == part.pupil:
                self.sayable = about
            for seat in self.seats:
                if seat.pupil is not None and seat.pupil.id == part.pupil and seat is not self.seat:
                    seat.kept["sayable"] = about
        last.beside = without_part(band, last, last.id)
        self._see_what_all_are_due(last.id)
        self._note_roles(roles(band))

    def _see_what_all_are_due(self, take: str) -> None:
        """Whether each is asked something of it on their turn."""
        if self.sayable is not None and self.sayable.take == take:
            self._see_what_is_due(self.sayable)
        for seat in self.seats:
            about = seat.kept.get("sayable")
            if seat is not self.seat and about is not None and about.take == take:
                self._see_what_is_due(about, seat.pupil)

    def _note_roles(self, done: dict[str, str]) -> None:
        session = self.session.id if self.session else None
        if session is None:
            return

        def note(journal: Journal) -> None:
            here = {each.pupil: each for each in journal.session(session).attendance}
            for pupil, role in done.items():
                was = here.get(pupil)
                if was is not None and _ROLES.index(role) < _ROLES.index(was.role if was.role in _ROLES else "player"):
                    journal.attend(session, pupil, state=was.state, role=role)

        self.errand(note, label="who did what", whoever=True)

    def read_together(self, then: Callable[[Take | None], None], *, without: Collection[str] = ()) -> None:
        """Read the last take as it stands, with everybody's parts or without some pupils'; None where nobody is left."""
        last = self.last_together
        if last is None or last.id is None:
            return
        take = last.id
        self.ask(lambda journal: take_without(journal, take, without), then, "read the take", whoever=True)

    # -- found after a crash ----------------------------------------------------------------------------------------
    def keep_found(self, item: records.Unfinished, then: Callable[[], None]) -> None:
        """Make a take of it; what a group recorded becomes one take with the parts of all whose notes are there."""
        if not item.context.get("together"):
            super().keep_found(item, then)
            return

        def keep(journal: Journal) -> None:
            keep_found_together(journal, item)

        self.errand(keep, lambda _done: self.refresh_house(then), "keep the take", once=item.id)

    def goodbye(self) -> None:
        """All of them go, and their take is nobody else's to see."""
        super().goodbye()
        self.last_together = None
