"""Takes: recording one, keeping what was just played, putting aside and back, what was found after a crash."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson.desk import Desk
from studio.lesson.handover import keep_made, keep_sound, made_of, piece_row, rows_of
from studio.lesson.offer import heard_beside, heard_with, is_heard, span_of
from studio.lesson.outlasting import row_left
from studio.lesson.values import LastTake, Stand
from studio.playing.made import Made, Setting, for_piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal


class Takes(Desk):
    """What is recorded and kept."""

    # -- recording --------------------------------------------------------------------------------------------------
    def start_take(
        self,
        start_frame: int,
        bar_one: int | None = None,
        beat: tuple[float, tuple[int, int]] | None = None,
        *,
        along: bool = False,
    ) -> None:
        """Recording, from the first click of the count-in; `bar_one` is the frame of the first barline.

        `beat` is what was counted where no piece is open: quarters a minute, and the metre. `along`: something is heard to
        play with, and nothing waits for the pupil.
        """
        bars = [bar.start for bar in self.stand.music.bars()] if self.stand else []
        setting = self.setting() if beat is None else replace(self.setting(), bpm=beat[0], metre=beat[1])
        self.recorder.start(setting, start_frame, bar_one, bars, along=along)
        self.changed()

    def stop_take(self, end_frame: int) -> LastTake | None:
        """Stop and keep. None if no key was pressed."""
        made = self.recorder.stop(end_frame)
        if made is None:
            return None
        practice = self.practice
        made = made.ended(practice.speed, practice.climbs) if self.stand else made
        return self._keep(made, self.stand)

    def begin_part(self, start_frame: int, bar_one: int) -> None:
        """Something is recorded into the song that is made: until its passes are in the draft, it is kept by the second as a take is."""
        self.recorder.start(self.setting("free"), start_frame, bar_one, along=True)
        self.changed()

    def end_part(self, end_frame: int) -> None:
        """It is over, and its passes are in the draft; what nobody has claimed yet is in no draft, and stays."""
        made = self.recorder.stop(end_frame)
        if made is not None and self.pupil is not None:
            self.recorder.drop(made)
        self.changed()

    def keep_latest(self) -> LastTake | None:
        """Keep what was just played without having pressed record."""
        made = self.recorder.keep_latest(self.setting("free"))
        return self._keep(made, self.stand) if made else None

    def keep_heard(self, start: int, end: int) -> LastTake | None:
        """Keep what was heard between two frames as an idea of the pupil's own."""
        return self._keep(self.recorder.keep(Setting(mode="free"), start, end), None)

    def undo_take(self) -> None:
        """Put the last take aside; `put_back_take` brings it back."""
        last = self.last
        if last is None or last.aside:
            return
        last.aside = True
        if last.id is not None:
            take_id = last.id
            self.errand(lambda journal: journal.put_aside(take_id), label="put the take aside")
        self.changed()

    def put_back_take(self) -> None:
        """Bring the take back that was put aside."""
        last = self.last
        if last is None or not last.aside:
            return
        last.aside = False
        if last.id is not None:
            take_id = last.id
            self.errand(lambda journal: journal.put_back(take_id), label="put the take back")
        self.changed()

    def _keep(self, made: Made, stand: Stand | None) -> LastTake:
        of_this_piece = stand is self.stand
        self.takes_here += of_this_piece
        last = LastTake(made, number=self.takes_here if of_this_piece else 0)
        self.last = last
        self.changed()
        if self.pupil is None or self.journal is None:
            self.held.append((made, stand))
            return last
        self._write(made, stand, last)
        return last

    def _write(
        self,
        made: Made,
        stand: Stand | None,
        last: LastTake | None,
        then: Callable[[], None] | None = None,
        item: records.Unfinished | None = None,
    ) -> None:
        pupil, session, visit = self.pupil, self.session, self.visit
        if pupil is None or self.journal is None:  # a recording that was found stays where it is
            return
        place = (made.setting.piece, made.setting.title)
        hearing = () if item is not None else self.recorder.hearing()

        def keep(journal: Journal) -> tuple[records.Take, str, str]:
            nonlocal place
            row, title = row_left(journal, made, place[0]), place[1]
            if row is None:
                row, title = piece_row(journal, pupil.id, session, stand)
                place = row, title  # stands, should only the take be refused
                if stand is None and made.key_sound:
                    keep_sound(journal, row, made.key_sound)  # opened again, the idea is played on as it was begun
            beside = heard_with(made, item, journal.unfinished()) if item is not None else rows_of(hearing)
            take = keep_made(journal, for_piece(made, row, title), pupil.id, session, beside)
            for heard in hearing:
                heard.hold(made.span)
            return take, row, title

        def kept(result: tuple[records.Take, str, str]) -> None:
            take, row, title = result
            if last is not None:
                last.id = take.id
                if last.aside:
                    self.errand(lambda journal: journal.put_aside(take.id))
            if self.pupil is not None and self.pupil.id == pupil.id:
                self.refresh_mine()
            if self.visit == visit:  # else they have left meanwhile: nothing of theirs is said to the next
                self._is_kept(take, row, title, stand)
                if then:
                    then()

        self.errand(
            keep, kept, "keep the take", once=made.found_in and (made.found_in, made.bar_one), whoever=True, holds=made
        )

    def _is_kept(self, take: records.Take, row: str, title: str, stand: Stand | None) -> None:
        if self.stand is not None and self.stand.row is None and stand is not None and stand.same(self.stand):
            self.stand = replace(self.stand, row=row)
        self._can_be_said(take, row, title)

    def _take_in_held(self) -> None:
        """What was played before anyone said who they are is theirs now."""
        if self._draft_waits and self.stand is not None:
            self.keep_draft(self.stand.music)
        if self._sound_waits:
            self.keep_sound()
        held, self.held = self.held, []
        for made, stand in held:
            self._write(made, stand, self.last if self.last and self.last.made is made else None)

    # -- found after a crash ----------------------------------------------------------------------------------------
    def found_for(self, pupil: records.Pupil) -> tuple[records.Unfinished, ...]:
        """What was being played when the app stopped: this pupil's, and what nobody had claimed yet."""
        return tuple(item for item in self.house.unfinished if item.pupil in {pupil.id, None} and item.chunks)

    def keep_found(self, item: records.Unfinished, then: Callable[[], None]) -> None:
        """Make a take of it."""
        made = made_of(item)
        if made is None:
            self.let_found_go(item, then)
            return
        self._write(made, None, None, lambda: self.refresh_house(then), item)

    def keep_found_phrase(self, item: records.Unfinished, made: Made, then: Callable[[], None]) -> None:
        """Make a take of one phrase of what was heard (see `phrases_in`); the rest of it stays to be decided."""
        self._write(made, None, None, lambda: self.refresh_house(then), item)

    def let_found_go(self, item: records.Unfinished, then: Callable[[], None]) -> None:
        """The pupil does not want it; it is deleted, and does not come back as what was heard beside it."""

        def let_go(journal: Journal) -> None:
            if not is_heard(item):
                journal.decide_spans(heard_beside(item, journal.unfinished()), span_of(item))
            journal.end_recording(item.id, keep=False)

        self.errand(let_go, lambda _done: self.refresh_house(then), "let it go", once=item.id)
