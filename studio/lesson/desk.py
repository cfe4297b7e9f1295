"""What is on the stand: opening a piece, carrying one on, freezing it as a version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson.handover import (
    keep_draft,
    keep_sound,
    kept_already,
    key_name,
    piece_facts,
    piece_row,
    read_made,
    read_sound,
    row_of,
    unopened,
)
from studio.lesson.purpose import Purpose
from studio.lesson.values import Making, Sayable, Stand, with_tutor
from studio.music.song.model import LONGEST_ABOUT
from studio.playing.made import Setting
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections import records
    from reflections.journal import Journal
    from studio.music.piece import Piece


class Desk(Purpose):
    """The piece that is open."""

    _sound_waits = False  # it was chosen for the piece that is open, and nobody has said yet whose that is

    # -- what is on the stand ---------------------------------------------------------------------------------------
    def put_on_stand(self, stand: Stand, then: Callable[[], None] | None = None) -> None:
        """Open a piece. A pupil's piece of the same source is carried on; else it gets a row of its own.

        What is newly picked is for the goal that is worked on, if there is one.
        """
        if stand.row is None and stand.goal is None and self.working_on is not None:
            stand = replace(stand, goal=self.working_on.id)
        self.stand, self.task = stand, None
        self.last, self.takes_here = None, 0
        self.practice = self.practice.opened(stand.music)
        self._sound_waits = False
        pupil, session = self.pupil, self.session
        if pupil is None or stand.row is not None:
            self._look_up(then)
            return
        mine = next((p for p in self.mine.pieces if stand.source and p.source == stand.source), None)
        if mine is not None:
            self.stand = replace(stand, row=mine.id, title=mine.title, goal=stand.goal or next(iter(mine.goals), None))
            self._take_on(mine)
            self._look_up(then)
            return

        def kept(place: tuple[str, str]) -> None:
            if self.stand is not None and stand.same(self.stand):
                self.stand = replace(self.stand, row=place[0])
            self.refresh_mine(then)

        self.errand(lambda journal: piece_row(journal, pupil.id, session, stand), kept, "keep the piece")

    def _take_on(self, row: records.Piece) -> None:
        """A piece of the pupil's is for another goal from now on, where it was opened for one."""
        goal = self.stand.goal if self.stand else None
        if goal is not None and goal not in row.goals:
            self.errand(lambda journal: journal.take_on(row.id, goal), lambda _done: self.refresh_mine())

    def carry_on(self, row: records.Piece, then: Callable[[], None], *, goal: str | None = None) -> None:
        """Open a piece of the pupil's again, as it was kept; an idea that was only played opens as it was played last.

        It goes on being for the goal it was for, unless it is opened for another `goal`.
        """

        def opened(music: Piece) -> None:
            what_for = goal or next(iter(row.goals), None)
            self.put_on_stand(Stand(music, row.title, row.kind, row.source, row.chosen_by, row.id, what_for), then)
            self._take_on(row)

        self.music_of(row, opened)

    def music_of(
        self, row: records.Piece, then: Callable[[Piece], None], nothing: Callable[[], None] = lambda: None
    ) -> None:
        """Read a piece of the pupil's as it was left, for `then`; where there is no music in it that is said, then `nothing`."""

        def read(journal: Journal) -> Piece | None:
            kept = unopened(journal, row)
            return kept.open() if kept is not None else None

        def known(music: Piece | None) -> None:
            if music is not None:
                then(music)
                return
            self.say(say("lesson.there is nothing"))
            nothing()

        self.ask(read, known, "open the piece")

    def _look_up(self, then: Callable[[], None] | None) -> None:
        """How many takes there are of what is on the stand, and the sound that its player chose for it."""
        stand, row = self.stand, self.stand.row if self.stand else None
        if stand is None or row is None:
            if then:
                then()
            return

        def known(found: tuple[int, str]) -> None:
            if stand.same(self.stand):
                self.takes_here, sound = found
                self.practice = replace(self.practice, sound=sound or self.practice.sound)
            if then:
                then()

        self.ask(
            lambda journal: (journal.count_takes(row), read_sound(journal, row)),
            known,
            "count the takes",
        )

    def setting(self, mode: str | None = None) -> Setting:
        """How a take made now is played."""
        stand, practice = self.stand, self.practice
        if stand is None:
            return Setting(mode="free")
        from studio.music.score import loop_of

        music = stand.music
        first = loop_of(music, practice.bars)[0] if practice.bars else music.pickup  # the barline it is counted from
        metre = music.metre_at(first)
        return Setting(
            piece=stand.row,
            title=stand.title,
            mode=mode or practice.mode,
            help=practice.help,
            hands=practice.hands if music.two_handed else "",
            speed=practice.speed,
            bars=practice.bars,
            key=key_name(music.key),
            bpm=music.tempo_at(first).bpm,
            metre=(metre.beats, metre.unit),
            goal=stand.goal,
            task=self.task,
            beat=practice.kept_time,
            ladder=practice.climbs,
        )

    # -- the sound of the keys --------------------------------------------------------------------------------------
    def sound_like(self, sound: str) -> None:
        """The keys sound so from now on: while this piece is open, and whenever it is opened again."""
        self.practice = replace(self.practice, sound=sound)
        if self.stand is None:
            self.practice = replace(self.practice, usual_sound=sound)
        else:
            self._sound_waits = self.pupil is None and not self.guest
            self.keep_sound()

    def keep_sound(self) -> None:
        """Keep how the keys sound with the piece that is open; of nobody once they say who they are."""
        stand, pupil, session, sound = self.stand, self.pupil, self.session, self.practice.sound
        if stand is None or pupil is None:
            return
        self._sound_waits = False
        self.errand(
            lambda journal: keep_sound(journal, piece_row(journal, pupil.id, session, stand)[0], sound),
            label="keep how the keys sound",
        )

    def follow_sound(self) -> None:
        """Once a frame: where another sound is wanted than the engine was told, tell it; whoever comes next begins with a piano."""
        if self.practice.sound != self.recorder.sound.now:
            self.engine.sound(self.practice.sound)
            self.recorder.sound.choose(self.engine.frame_now(), self.practice.sound)

    def call_it(self, title: str) -> None:
        """The open piece has another title from now on, in the journal too; without words it stays as it was."""
        stand, pupil = self.stand, self.pupil
        if stand is None or not title.strip() or title == stand.title:
            return
        self.stand = replace(stand, title=title)
        if pupil is None:
            return

        def rename(journal: Journal) -> None:
            row = row_of(stand, pupil.id)
            if row is not None:  # else it is made with this title
                journal.rename_piece(row, title)

        self.errand(rename, lambda _done: self.refresh_mine(), "rename the piece")

    # -- drafts -----------------------------------------------------------------------------------------------------
    def keep_draft(self, music: Piece) -> None:
        """Keep the open piece as it is just now, till it is opened again; of nobody once they say who they are."""
        if self.stand is None:
            return
        stand = self.stand = replace(self.stand, music=music)
        pupil, session = self.pupil, self.session
        song = self.song
        written = song.as_it_is() if song is not None else music.to_midi  # a long one takes its time: on the writer
        self._drafted, self._draft_waits = stand.rows, pupil is None and not self.guest
        if pupil is None:
            return

        def keep(journal: Journal) -> str:
            row, _ = piece_row(journal, pupil.id, session, stand)
            keep_draft(journal, row, written())
            return row

        def kept(row: str) -> None:
            if self.stand is not None and self.stand.row is None and stand.same(self.stand):
                self.stand = replace(self.stand, row=row)
                self.refresh_mine()

        self.errand(keep, kept, "keep what is being made")

    def tell_story(self) -> None:
        """Let the journal know whom the song is about, its poem and its cover, where they have changed: an adult has them to see."""
        stand, pupil, song = self.stand, self.pupil, self.song
        if stand is None or pupil is None or song is None:
            return
        told = song.history.value.story
        row = row_of(stand, pupil.id)
        kept = next((piece for piece in self.mine.pieces if piece.id == row), None)
        before = (kept.about, kept.poem, kept.cover) if kept is not None else ("", "", "")
        if before == (told.about, told.poem, told.cover):
            return

        def tell(journal: Journal) -> None:
            row = row_of(stand, pupil.id)  # what was picked a moment ago has its row by now
            if row is not None:
                journal.story(row, told.about[:LONGEST_ABOUT], told.poem, told.cover)

        self.errand(tell, lambda _done: self.refresh_mine(), "tell its story")

    @property
    def song(self) -> Making | None:
        """The song that is made of what is on the stand, once Make was opened with it."""
        making, stand = self.making, self.stand
        return making if making is not None and stand is not None and stand.same(making.of) else None

    def open_draft(self, then: Callable[[bytes], None]) -> None:
        """What was left of the open piece, for `then`, if there is something that is not on the stand already."""
        stand, pupil = self.stand, self.pupil
        if stand is None or pupil is None or self._drafted is stand.rows:
            return
        self._drafted = stand.rows

        def read(journal: Journal) -> bytes | None:
            row = row_of(stand, pupil.id)
            return read_made(journal, row) if row is not None else None

        def known(content: bytes | None) -> None:
            if content is not None and stand.same(self.stand):
                then(content)

        self.ask(read, known, "what was made of it")

    # -- versions ---------------------------------------------------------------------------------------------------
    def keep_version(
        self, name: str, then: Callable[[], None] | None = None, voices: Mapping[str, bytes] | None = None
    ) -> None:
        """Freeze the open piece as it stands, with the voice of each pupil who sang: heard, rated and reflected on like a take."""
        stand, pupil, session, song = self.stand, self.pupil, self.session, self.song
        if stand is None or pupil is None:
            return
        frozen, heard = (song.frozen(), song.players()) if song is not None else (stand.music.to_midi, ())
        sung, kept_one = (
            dict(voices or {}),
            list["records.Version"](),
        )  # what the journal has of it: tried again, nothing is kept twice

        def keep(journal: Journal) -> records.Version:
            if not kept_one:
                kept_one.append(freeze(journal))
            while sung:
                who = next(iter(sung))
                journal.keep_voice_layer(kept_one[0].id, who, sung[who])
                del sung[who]
            return kept_one[0]

        def freeze(journal: Journal) -> records.Version:
            row, _ = piece_row(journal, pupil.id, session, stand)
            content, facts = frozen(), piece_facts(stand.music)
            here = session.id if session else None
            if song is not None and (same := kept_already(journal, row, content)) is not None:
                sung.clear()  # it has its voices
                return same
            return journal.keep_version(row, content, name, facts=facts, session=here, goal=stand.goal, players=heard)

        def kept(version: records.Version) -> None:
            self.sayable = Sayable(
                piece=version.piece,
                title=stand.title,
                version=version.id,
                linked=bool(version.goals),
                facts=version.facts,
                two=with_tutor(version.players),
                subtitle=say("lesson.version n kept", n=version.n),
            )
            self._see_what_is_due(self.sayable)
            if then:
                then()

        self.errand(keep, kept, "keep the version")
