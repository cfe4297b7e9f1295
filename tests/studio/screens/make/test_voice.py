"""A voice over the song: recorded from any bar, laid where it was meant, heard with it, undone, taken back; nothing said is lost."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
import soundfile

from instruments import render
from instruments.events import RATE, Heard, Position, Trouble
from studio.music.song import kept, voice
from studio.music.song.model import Song, VoicePass
from studio.papers import drawing, illustrate
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
LATE = 2_400  # frames: the offset of the taps


@pytest.fixture
def sung(at_home: Start) -> Pilot:
    """A song of four rounds, with the page of its voice in front."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    pilot.press("Words")
    pilot.press("Which words: My voice")
    pilot.press("Make it four times as long")
    pilot.lesson.recorder.offset = LATE
    return pilot


def room(pilot: Pilot) -> Any:
    return pilot.studio.screen


def counts_in(pilot: Pilot) -> None:
    """The microphone opens, the song counts in, and somebody says nothing yet."""
    for _ in range(3):
        says(pilot, 0.2, loud=0)
    pilot.turn()
    assert pilot.engine.sounding, "the song did not begin"


def says(pilot: Pilot, seconds: float, loud: int = 9000) -> None:
    for _ in range(round(seconds * 5)):
        if pilot.engine.microphone is None:
            return
        heard = (pilot.engine.microphone.stat().st_size - 44) / 2  # a real one hears the silence between two words too
        pilot.engine.says((pilot.engine.frame - pilot.engine._heard_from - heard) / RATE, 0)
        pilot.engine.says(0.2, loud)
        pilot.turn(seconds=0.2)


def files(pilot: Pilot) -> list[Path]:
    return list((pilot.studio.folder / "voice").glob("*"))


def begin(pilot: Pilot, seconds: float) -> None:
    """Somebody sings so long after the microphone opened."""
    pilot.press("Record my voice")
    counts_in(pilot)
    says(pilot, seconds)


def record(pilot: Pilot, seconds: float = 6.0) -> None:
    begin(pilot, seconds)
    pilot.press("Stop and keep")
    pilot.settle()


def loud_from(track: bytes) -> float:
    """At which second of a track somebody is first heard."""
    heard = np.abs(np.frombuffer(track, "<i2")) > 3000
    return float(np.argmax(heard)) / RATE if heard.any() else -1.0


def test_what_is_said_lies_where_it_was_heard_and_sounds_with_the_song(sung: Pilot) -> None:
    began = sung.engine.frame
    begin(sung, 4)
    song, take = room(sung).song, room(sung).voice.take
    zero, spoken = take._zero, sung.engine.frame
    assert took_the_offset(sung, zero)
    assert room(sung).listens
    says(sung, 3)
    sung.press("Stop and keep")
    sung.settle()

    (one,) = room(sung).song.voice.passes
    assert one.who == sung.lesson.pupil.id
    assert one.start == pytest.approx(-480), "its upbeat is a beat long; the rest of the count-in is nobody's music"
    assert began < zero
    sounds = np.frombuffer(sung.engine.voice_track, "<i2")
    assert len(sounds) == round(voice.song_seconds(song) * RATE)
    end = zero + one.seconds * RATE - 60 / song.bpm * RATE
    assert np.flatnonzero(np.abs(sounds) > 3000)[-1] == pytest.approx(end - zero, abs=0.02 * RATE)
    assert spoken < end
    assert files(sung) == []
    sung.press("Play the beat")
    assert sung.engine.voiced
    assert "Who can hear my voice?" in sung.words()


def took_the_offset(pilot: Pilot, zero: float) -> bool:
    """Whether the song's first tick is where it is heard: later than it goes out, by the offset of the taps."""
    playing = room(pilot).playing.last
    out = playing.frame - playing.tick * 60 * RATE / (room(pilot).song.bpm * 480)
    return bool(zero == pytest.approx(out + LATE))


def test_each_recording_is_heard_or_not_alone_moved_and_undone_by_name(sung: Pilot) -> None:
    record(sung)
    for _ in range(4):
        sung.press("Begin a bar later")
    begin(sung, 6)
    assert sung.engine.levels["voice"] == 0.0, "whoever sings hears what is there already"
    room(sung).do_undo()
    sung.press("Stop and keep")
    sung.settle()

    first, second = room(sung).song.voice.passes
    bar = room(sung).song.bar_ticks
    assert 3 * bar <= second.start <= 4 * bar
    assert [s.id for s in voice.stretches(room(sung).song)][:2] == [first.id, second.id]
    sung.press("Voice 2")
    assert [one.on for one in room(sung).song.voice.passes] == [True, False]
    sung.press("Voice softer, it is at 10 now")
    sung.press("Voice 1: a little earlier")
    sung.press("Voice 1: a little earlier")
    song = room(sung).song
    assert (first.start - song.voice.passes[0].start) / 480 * 60 / song.bpm == pytest.approx(0.04)
    assert sung.engine.levels["voice"] == 0.9
    sung.press("Voice quiet")
    sung.turn()
    assert sung.engine.levels["voice"] == 0.0
    for _ in range(3):
        sung.press("Undo: change the voice")
    sung.press("Undo: take a voice out")
    sung.press("Undo: what you said or sang")
    assert room(sung).song.voice.passes == (first,)


def test_it_stops_by_itself_at_the_end_of_the_song(sung: Pilot) -> None:
    room(sung).pages["words"]._voice._begin_at(99)  # its last bar
    sung.turn()
    begin(sung, 14)
    assert sung.engine.microphone is None
    sung.settle()
    song = room(sung).song
    (one,) = song.voice.passes
    assert one.start * 60 / 480 / song.bpm + one.seconds <= voice.song_seconds(song) + 0.01


def test_a_microphone_that_is_not_there_or_busy_or_dumb_is_a_sentence(sung: Pilot) -> None:
    sung.engine.has_microphone = False
    sung.press("Record my voice")
    sung.turn()
    assert "No microphone answers." in sung.words()
    assert not sung.engine.sounding

    sung.engine.has_microphone = True
    sung.press("Record my voice")
    assert "No microphone answers." not in sung.words()
    busy = Heard(0, str(room(sung).voice.take._path.resolve()), 0.0, "Another program has the microphone.")
    sung.engine.microphone = None
    sung.engine._inbox.append(busy)
    sung.turn()
    assert "Another program has the microphone." in sung.words()

    sung.press("Record my voice")
    for _ in range(40):
        sung.turn(seconds=0.2)
    assert "No microphone answers." in sung.words()
    assert sung.engine.microphone is None
    assert room(sung).song.voice.passes == ()
    sung.press("Record my voice")
    sung.turn()
    sung.press("Stop and keep")  # by accident
    sung.settle()
    assert room(sung).song.voice.passes == ()
    assert files(sung) == []
    assert sung.lesson.journal.unfinished() == ()


def vanishes(pilot: Pilot) -> None:
    """The microphone is pulled out."""
    for _ in range(15):
        pilot.turn(seconds=0.2)


def dies(pilot: Pilot) -> None:
    """The engine's process is gone; the studio starts another."""
    engine = pilot.engine
    engine._inbox += [Trouble(engine.frame, "engine", "died"), Position(engine.frame, 0, "stopped")]
    engine.sounding, engine.microphone = False, None


def is_left(pilot: Pilot) -> None:
    """Another room is gone to, and back."""
    pilot.press("My music")
    pilot.settle()
    pilot.studio.move(Go("make"))


def is_covered(pilot: Pilot) -> None:
    """Somebody has come in."""
    pilot.type_key(pygame.K_F2)
    pilot.turn()


@pytest.mark.parametrize("happens", [vanishes, dies, is_left, is_covered])
def test_whatever_happens_what_was_said_so_far_is_kept(sung: Pilot, happens: Callable[[Pilot], None]) -> None:
    begin(sung, 6)
    happens(sung)
    sung.settle()

    assert sung.engine.microphone is None
    (one,) = room(sung).song.voice.passes
    assert 3 < one.seconds < 5
    assert files(sung) == []


def test_what_was_said_up_to_the_last_second_is_there_after_a_crash(sung: Pilot) -> None:
    begin(sung, 8)
    sung.studio.background.settle(10)
    take = room(sung).voice.take
    take.state, take._path = "nothing", None  # the program is gone: nobody ends it
    sung.engine.listen(None)
    sung.engine.stop()
    journal = sung.lesson.journal
    journal._under_way.clear()
    (left,) = journal.unfinished()
    assert left.context["kind"] == "voice"
    sung.lesson.refresh_house()
    sung.settle()
    assert sung.lesson.house.unfinished == ()

    sung.studio.move(Go("home"))
    sung.settle()
    sung.studio.move(Go("make"))
    sung.settle()
    (one,) = room(sung).song.voice.passes
    assert 4 < one.seconds < 6
    assert journal.unfinished() == ()
    assert "What you said before it stopped is here." in sung.words()


def test_taken_back_it_is_gone_from_the_song_the_journal_and_every_version(sung: Pilot) -> None:
    record(sung)
    journal = sung.lesson.journal
    piece = journal.pieces(sung.lesson.pupil.id)[0].id
    (one,) = room(sung).song.voice.passes
    sung.press("I'm done")
    (version,) = journal.versions(piece)
    (layer,) = journal.voice_layers(version.id)
    assert kept.opened(journal.version(version.id).content).song.voice.passes == (one,)
    assert layer not in journal.version(version.id).content

    sung.studio.move(Go("make"))
    sung.settle()
    sung.press("Words")
    sung.press("Which words: Its story")
    sung.press("How it grew")
    sung.press("Hear it")
    sung.settle()
    assert sung.engine.voiced
    assert np.abs(np.frombuffer(sung.engine.voice_track, "<i2")).max() > 3000
    sung.press("Done")
    sung.press("Which words: My voice")
    sung.press("Voice 1: take it back")
    sung.press("Keep it")
    assert room(sung).song.voice.passes == (one,)
    sung.press("Voice 1: take it back")
    sung.press("Take it back")
    sung.settle()
    assert room(sung).song.voice.passes == ()
    assert sung.engine.voice_track == b""
    assert journal.voice_sound(piece, one.who, one.id) is None
    assert journal.voice_layers(version.id) == ()
    assert layer not in b"".join(path.read_bytes() for path in sung.studio.folder.rglob("*") if path.is_file())

    sung.press("Undo: a voice you took back")
    sung.settle()
    assert "It is not here any more." in sung.words()
    of_another = replace(one, who="kim")
    song = room(sung).song
    room(sung).edit("voice", replace(song, voice=replace(song.voice, passes=(of_another,))))
    assert not room(sung).voice.may_take_back(of_another)


def test_a_sound_file_has_it_and_a_file_of_notes_has_no_trace_of_it(
    sung: Pilot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    length = RATE * 60
    monkeypatch.setattr(render, "render", lambda score, **_how: np.zeros((length, 2), np.float32))
    record(sung)
    sung.press("Song")
    for kind, name in (("mid", "MIDI"), ("wav", "WAV")):
        sung.press("Save as a file")
        sung.press(f"As what: {name}")
        assert ("Your voice is in it." in sung.words()) == (kind == "wav")
        room(sung).out._type(str(tmp_path))
        sung.press("Save it")
        sung.settle()

    (notes,) = tmp_path.glob("*.mid")
    assert kept.opened(notes.read_bytes()).song.voice == Song().voice
    (sound,) = tmp_path.glob("*.wav")
    samples, _ = soundfile.read(sound)
    assert np.abs(samples[: RATE * 2]).max() == pytest.approx(9000 / 32768 / 0.8, abs=0.05)
    assert not samples[-RATE:].any()


def test_by_keys_alone_it_is_recorded_and_kept(sung: Pilot) -> None:
    sung.tab_to("Record my voice")
    sung.enter()
    counts_in(sung)
    says(sung, 5)
    sung.tab_to("Stop and keep")
    sung.enter()
    sung.settle()
    assert len(room(sung).song.voice.passes) == 1


def test_a_voice_is_laid_over_those_before_or_instead_of_those_it_meets_as_was_chosen(sung: Pilot) -> None:
    record(sung)
    sung.press("What recording does: Layer it")
    record(sung)
    assert [one.on for one in room(sung).song.voice.passes] == [True, True]
    sung.press("What recording does: Replace it")
    record(sung)
    assert [one.on for one in room(sung).song.voice.passes] == [False, False, True]
    room(sung).do_undo()
    assert [one.on for one in room(sung).song.voice.passes] == [True, True]


def test_instead_of_others_switches_off_none_that_lies_elsewhere() -> None:
    song = Song()
    early, late, new = (
        VoicePass(key, "p", start, 2.0, song.bpm) for key, start in (("a", 0.0), ("b", 9600.0), ("c", 480.0))
    )
    made = voice.said(voice.said(voice.said(song, early), late), new, instead=True)
    assert [one.on for one in made.voice.passes] == [False, True, True]


def test_whoever_may_hear_it_is_chosen_and_only_a_copy_for_them_has_it_while_no_shelf_ever_does(
    sung: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "render", lambda score, **_how: np.zeros((RATE * 20, 2), np.float32))
    monkeypatch.setattr(drawing, "_engraved", lambda plain, _: ["<svg/>" for _ in plain])
    assert "Who can hear my voice?" not in sung.words()
    record(sung)
    assert "Who can hear my voice?" in sung.words()
    lint(sung)
    journal, pupil = sung.lesson.journal, sung.lesson.pupil.id
    sung.press("I'm done")
    journal.seen([one.id for one in journal.unseen().items], "Sam")

    def page(copy_for: str) -> tuple[tuple[str, ...], float, float]:
        """Whose voices a copy holds, how loud its sound is, and that of the next one, of which the shelf alone knows."""
        materials = illustrate.gather(journal, pupil, copy_for)
        drawn = drawing.draw(materials, lambda _done, _words: None)
        bare = drawing.draw(replace(materials, voices={}), lambda _done, _words: None)
        return (tuple(materials.voices), *(loudest(one) for one in (drawn, bare)))

    (version,) = (one.id for one in journal.versions(journal.pieces(pupil)[0].id))
    assert page("pupil") == ((), 0.0, 0.0)
    sung.studio.move(Go("make"))
    sung.settle()
    sung.press("Words")
    sung.press("Which words: My voice")
    sung.press("Who can hear my voice?: School")
    sung.settle()
    names, loud, bare = page("pupil")
    assert (names, bare) == ((version,), 0.0)
    assert loud > 0.01
    assert page("group")[0] == ()


def loudest(drawn: drawing.Drawn) -> float:
    read = (soundfile.read(io.BytesIO(sound))[0] for sound in drawn.sounds().values() if sound)
    return max((float(np.abs(samples).max()) for samples in read), default=0.0)
