from studio.music.song import launches, layers, whole
from studio.music.song.launches import Launch
from studio.music.song.model import Song


def test_a_section_like_another_rests_the_same_layers_and_has_none_of_its_words() -> None:
    song = whole.add_block(layers.add(Song(), "Piano"), "Verse")
    song = whole.rests(whole.words(song, "0", 1, "hello"), "0", "0", rest=True)

    assert [(one.off, one.words) for one in whole.add_block(song, like="0").blocks] == [
        (("0",), ("", "hello")),
        (("0",), ()),
    ]


def test_what_was_heard_of_the_arrangement_before_the_first_launch_stays_in_front_of_it() -> None:
    song = layers.add(layers.add(Song(), "Piano"), "Bass")
    song = whole.add_block(whole.add_block(song, "Verse"), "Chorus")
    song = whole.repeat(whole.words(song, "0", 1, "hello"), "0", 2)

    assert [(one.name, one.repeats, one.first, one.bars, one.words) for one in launches.heard(song, 1, 10)] == [
        ("Verse", 1, 1, 3, ("hello",)),
        ("Verse", 1, 0, 0, ()),
        ("Chorus", 1, 0, 2, ()),
    ]
    before = launches.heard(song, 0, 8)
    made = launches.performed(song, [Launch(0, frozenset("01"), "1")], 3, before=before)
    assert [(one.name, one.repeats, one.bars) for one in made.blocks] == [("Verse", 2, 0), ("Chorus", 1, 3)]
