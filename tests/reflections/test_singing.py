"""A voice over a song: kept while it is made, over a version, heard by an adult, and gone byte for byte when it is taken back."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, NotFound, Unheard
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from tests.reflections.conftest import Lesson

TOKEN = b"Quokkatoken, sung"


def holds_it(content: bytes) -> bool:
    return b"v1" in content


@pytest.fixture
def piece(journal: Journal, lesson: Lesson) -> str:
    """A piece of the pupil's with one recording, in one version, and a later version that is without it."""
    pupil = lesson.pupil.id
    made = journal.keep_piece(pupil, "Rain", kind="own", content=b"MThd").id
    recording = journal.begin_recording(pupil=pupil, piece=made, context={"kind": "voice"})
    journal.take_chunk(recording, 0, TOKEN, 1.0)
    journal.keep_voice(made, pupil, "v1", TOKEN, recording=recording)
    journal.keep_voice(made, pupil, "v2", b"another time")
    journal.keep_voice_layer(journal.keep_version(made, b"v1").id, pupil, TOKEN)
    journal.keep_voice_layer(journal.keep_version(made, b"v2").id, pupil, b"another time")
    return made


def kept(journal: Journal) -> int:
    everything = bytes_of(journal._opened)
    return everything.count(TOKEN) + everything.count(b64encode(TOKEN))


def test_it_comes_back_as_it_was_and_its_seconds_are_let_go(journal: Journal, lesson: Lesson, piece: str) -> None:
    first, second = journal.versions(piece)

    assert journal.voice_sound(piece, lesson.pupil.id, "v1") == TOKEN
    assert journal.voice_sound(piece, lesson.pupil.id, "v3") is None
    assert journal.voice_layers(first.id) == (TOKEN,)
    assert journal.voice_layers(second.id) == (b"another time",)
    assert journal.unfinished() == ()
    assert kept(journal) >= 2


def test_a_voice_of_a_version_waits_until_an_adult_has_heard_it(journal: Journal, lesson: Lesson, piece: str) -> None:
    waiting = [item for item in journal.unseen().items if item.entity == "voice_layer"]

    assert [(item.words, item.has_sound, item.pupil) for item in waiting] == [("", True, lesson.pupil.id)] * 2
    assert {journal.voice_said(item.of) for item in waiting} == {TOKEN, b"another time"}
    with pytest.raises(Unheard):
        journal.end_day()
    journal.seen([item.id for item in waiting], "Sam")
    assert not [item for item in journal.unseen().items if item.entity == "voice_layer"]


def test_what_is_taken_back_is_in_no_byte_and_what_is_without_it_stays(
    journal: Journal, lesson: Lesson, piece: str
) -> None:
    first, second = journal.versions(piece)
    done = journal.take_back_voice(piece, lesson.pupil.id, "v1", holds_it)

    assert (done.was_seen, done.kept_for_now) == (False, False)
    assert kept(journal) == 0
    assert journal.voice_layers(first.id) == ()
    assert journal.voice_layers(second.id) == (b"another time",)
    assert journal.unseen().taken_back == 1
    with pytest.raises(NotFound):
        journal.take_back_voice(piece, lesson.pupil.id, "v1", holds_it)


def test_what_was_in_no_version_was_not_handed_in_and_leaves_no_trace(
    journal: Journal, lesson: Lesson, piece: str
) -> None:
    journal.keep_voice(piece, lesson.pupil.id, "v9", b"just trying")
    journal.take_back_voice(piece, lesson.pupil.id, "v9", lambda content: False)

    assert b64encode(b"just trying") not in bytes_of(journal._opened)
    assert journal.unseen().taken_back == 0


def test_a_hold_keeps_a_copy_out_of_every_view_until_it_is_lifted(journal: Journal, lesson: Lesson, piece: str) -> None:
    journal.hold(lesson.pupil.id, True, "the lead")
    done = journal.take_back_voice(piece, lesson.pupil.id, "v1", holds_it)

    assert done.kept_for_now
    assert kept(journal) >= 1
    assert journal.voice_sound(piece, lesson.pupil.id, "v1") is None
    assert journal.reflections(lesson.pupil.id) == ()
    with pytest.raises(NotFound):
        journal.voice_said(done.id)
    journal.hold(lesson.pupil.id, False, "the lead")
    assert kept(journal) == 0


def test_nothing_and_far_too_much_are_refused_with_a_sentence(journal: Journal, lesson: Lesson, piece: str) -> None:
    with pytest.raises(NotAllowed, match="nothing to hear"):
        journal.keep_voice(piece, lesson.pupil.id, "v3", b"")
    with pytest.raises(NotAllowed, match="too long"):
        journal.keep_voice(piece, lesson.pupil.id, "v3", bytes(25 * 1024 * 1024))


def test_who_may_hear_a_voice_is_the_pupils_choice_for_all_versions_and_those_to_come(
    journal: Journal, lesson: Lesson, piece: str
) -> None:
    pupil, (first, _) = lesson.pupil.id, journal.versions(piece)
    assert journal.who_hears_voice(piece, pupil) == "tutor"
    assert journal.voices_to_hear(first.id, pupil, "pupil") == ()

    journal.let_hear_voice(piece, pupil, "group")
    third = journal.keep_version(piece, b"v3")
    journal.keep_voice_layer(third.id, pupil, b"once more")

    assert journal.who_hears_voice(piece, pupil) == "group"
    for version, sound in ((first, TOKEN), (third, b"once more")):
        assert journal.voices_to_hear(version.id, pupil, "group") == (sound,)
        assert journal.voices_to_hear(version.id, pupil, "pupil") == (sound,)
        assert journal.voices_to_hear(version.id, pupil, "school") == ()
    with pytest.raises(NotAllowed, match="Who may hear"):
        journal.let_hear_voice(piece, pupil, "everybody")


def test_what_was_chosen_before_there_is_a_version_holds_for_the_first(journal: Journal, lesson: Lesson) -> None:
    pupil = lesson.pupil.id
    made = journal.keep_piece(pupil, "Rain", kind="own", content=b"MThd").id
    journal.let_hear_voice(made, pupil, "school")
    version = journal.keep_version(made, b"v1")
    journal.keep_voice_layer(version.id, pupil, TOKEN)
    assert journal.voices_to_hear(version.id, pupil, "school") == (TOKEN,)
