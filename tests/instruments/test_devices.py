"""Keyboards are found, heard, lost and known again, whatever the system of MIDI does."""

import pytest

from instruments.events import (
    Back,
    Bend,
    Cleared,
    Control,
    Gone,
    NoteOff,
    NoteOn,
    Pedal,
    Trouble,
)
from tests.instruments.fake_midi import FakeMidi
from tests.instruments.midi_desk import SECOND, Desk

MS = 1_000_000


@pytest.fixture
def midi() -> FakeMidi:
    return FakeMidi()


def test_every_keyboard_is_opened_without_asking(midi: FakeMidi) -> None:
    midi.plug("Keystation 49:Keystation 49 MIDI 1 20:0", "Launchkey:Launchkey MIDI 1 24:0")
    desk = Desk(midi).poll()
    assert [(each.id, each.name, each.present) for each in desk.known()] == [
        (1, "Keystation 49:Keystation 49 MIDI 1", True),
        (2, "Launchkey:Launchkey MIDI 1", True),
    ]


def test_one_mute_system_of_midi_does_not_hide_the_other(midi: FakeMidi) -> None:
    midi.silent = {FakeMidi.ALSA}
    midi.plug("synth:out", api=FakeMidi.JACK)
    assert [each.api for each in Desk(midi).poll().known()] == ["jack"]


def test_no_midi_at_all_is_a_sentence_and_clears_when_one_appears(midi: FakeMidi) -> None:
    midi.silent = {FakeMidi.ALSA, FakeMidi.JACK}
    desk = Desk(midi).poll().poll()
    assert [type(told) for told in desk.told] == [Trouble]
    midi.silent = set()
    midi.plug("synth:out", api=FakeMidi.JACK)
    desk.poll(9)
    assert any(isinstance(told, Cleared) and told.kind == "keyboard" for told in desk.told)
    assert len(desk.known()) == 1


def test_our_own_ports_and_through_ports_are_no_keyboards(midi: FakeMidi) -> None:
    midi.plug("Soundfolio:out", "Midi Through:Midi Through Port-0 14:0")
    assert Desk(midi).poll().known() == ()


def test_a_keyboard_shown_by_alsa_is_not_opened_again_through_a_bridge_to_jack(midi: FakeMidi) -> None:
    midi.silent = set()
    midi.plug("Launchkey:Launchkey MIDI 1 24:0")
    midi.plug("a2j:Launchkey [24] (capture): Launchkey MIDI 1", "system:midi_capture_1", "other:out", api=FakeMidi.JACK)
    assert [each.name for each in Desk(midi).poll().known()] == ["Launchkey:Launchkey MIDI 1", "other:out"]


def test_notes_carry_their_keyboard_and_their_bytes(midi: FakeMidi) -> None:
    midi.plug("one", "two")
    desk = Desk(midi).poll()
    midi.send("two", "90 3c 5a")
    midi.send("one", "90 40 00")
    assert [(type(event), event.keyboard) for event in desk.heard] == [(NoteOn, 2), (NoteOff, 1)]
    assert desk.messages == [bytes.fromhex("90 3c 5a"), bytes.fromhex("90 40 00")]


def test_clock_and_active_sensing_are_not_heard_but_their_time_counts(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    midi.send("one", "fe")
    desk.now_ns += 300 * MS
    midi.send("one", "fe", 0.3)
    desk.now_ns += 300 * MS + 20 * MS  # Python was 20 ms late
    midi.send("one", "90 3c 5a", 0.3)
    (note,) = desk.heard
    assert note.frame == pytest.approx((2 * SECOND + 600 * MS) * 48e-6, abs=10)


def test_a_late_callback_does_not_move_a_note(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    midi.send("one", "90 3c 5a")
    desk.now_ns += 250 * MS + 16 * MS
    midi.send("one", "90 3e 5a", 0.25)
    first, second = desk.heard
    assert second.frame - first.frame == pytest.approx(12_000, abs=5)


def test_unplugging_ends_what_hangs_and_says_so(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    for message in ("90 3c 5a", "90 40 5a", "80 3c 00", "b0 40 7f", "e0 00 60", "b0 01 10", "b0 07 64"):
        midi.send("one", message)
    desk.heard.clear()
    desk.messages.clear()
    midi.unplug("one")
    desk.poll()
    kinds = [(type(event), getattr(event, "pitch", getattr(event, "number", None))) for event in desk.heard]
    assert kinds == [(NoteOff, 64), (Pedal, 64), (Bend, None), (Control, 1), (Gone, None)]
    assert desk.messages == [bytes.fromhex(each) for each in ("80 40 00", "b0 40 00", "e0 00 40", "b0 01 00")] + [b""]
    assert [each.present for each in desk.known()] == [False]
    assert midi.open == []  # its client is given back: a new one is opened on return


def test_a_keyboard_is_itself_again_twenty_times(midi: FakeMidi) -> None:
    midi.plug("one 20:0", "two 24:0")
    desk = Desk(midi).poll()
    for turn in range(20):
        midi.unplug(midi.ports[FakeMidi.ALSA][0])
        desk.poll()
        midi.ports[FakeMidi.ALSA].insert(0, f"one {28 + turn}:0")  # ALSA numbers it anew
        desk.poll()
        desk.heard.clear()
        midi.send(f"one {28 + turn}:0", "90 3c 5a")
        assert [event.keyboard for event in desk.heard] == [1]
    assert len(desk.known()) == 2


def test_a_return_is_told(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    midi.send("one", "90 3c 5a")
    midi.unplug("one")
    desk.poll()
    midi.plug("one")
    desk.heard.clear()
    desk.poll()
    assert [type(event) for event in desk.heard] == [Back]


def test_two_keyboards_of_one_name_keep_apart(midi: FakeMidi) -> None:
    midi.plug("twin 20:0", "twin 24:0")
    desk = Desk(midi).poll()
    midi.send("twin 24:0", "90 3c 5a")
    midi.send("twin 20:0", "90 3c 5a")
    assert [event.keyboard for event in desk.heard] == [2, 1]


TWINS = ("Twin:Twin MIDI 1 20:0", "Twin:Twin MIDI 1 24:0")


@pytest.mark.parametrize("pulled", [0, 1])
def test_of_two_keyboards_of_one_name_the_one_that_stays_plays_on_and_the_other_comes_back_as_itself(
    midi: FakeMidi, pulled: int
) -> None:
    midi.plug(*TWINS)
    desk = Desk(midi).poll()
    for cycle in range(20):
        midi.unplug(TWINS[pulled])
        desk.poll()
        assert [(each.id, each.present) for each in desk.known()] == [(1, pulled == 1), (2, pulled == 0)]
        midi.send(TWINS[1 - pulled], "90 3c 5a")
        assert desk.heard[-1].keyboard == 2 - pulled
        midi.plug(TWINS[pulled] if cycle % 2 else "Twin:Twin MIDI 1 32:0")  # at its old address, or at a new one
        desk.poll()
        assert all(each.present for each in desk.known())
        midi.send(midi.ports[FakeMidi.ALSA][-1], "90 3e 5a")
        assert (desk.heard[-1].keyboard, len(desk.known())) == (1 + pulled, 2)
        if not cycle % 2:
            midi.unplug("Twin:Twin MIDI 1 32:0")
            desk.poll()
            midi.plug(TWINS[pulled])
            desk.poll()


def test_where_names_have_no_address_what_is_left_of_two_twins_is_opened_anew_and_plays(midi: FakeMidi) -> None:
    midi.api_names[FakeMidi.ALSA] = "core"
    midi.plug("Twin", "Twin")
    desk = Desk(midi).poll()
    midi.unplug("Twin")
    desk.poll()
    assert sum(each.present for each in desk.known()) == 1
    midi.send("Twin", "90 3c 5a")
    assert isinstance(desk.heard[-1], NoteOn)
    midi.plug("Twin")
    desk.poll()
    assert [(each.id, each.present) for each in desk.known()] == [(1, True), (2, True)]


def test_twelve_keyboards_at_once_lose_nothing(midi: FakeMidi) -> None:
    midi.plug(*(f"board {letter}" for letter in "abcdefghijkl"))
    desk = Desk(midi).poll()
    for pitch in range(21, 109):
        for letter in "abcdefghijkl":
            midi.send(f"board {letter}", f"90 {pitch:02x} 40")
    assert len(desk.heard) == 88 * 12
    assert {event.keyboard for event in desk.heard} == set(range(1, 13))


def test_a_busy_port_is_a_sentence_with_its_name_and_opens_when_it_is_free(midi: FakeMidi) -> None:
    midi.plug("one")
    midi.busy.add("one")
    desk = Desk(midi).poll()
    (trouble,) = [told for told in desk.told if isinstance(told, Trouble)]
    assert "one" in trouble.sentence
    assert "another program" in trouble.sentence
    midi.busy.clear()
    desk.poll(9)
    assert any(isinstance(told, Cleared) for told in desk.told)
    assert desk.known()[0].present


def test_pads_are_a_keyboard_of_their_own(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    midi.send("one", "99 24 5a")
    midi.send("one", "90 24 5a")
    assert [event.keyboard for event in desk.heard] == [2, 1]
    assert [(each.name, each.pads) for each in desk.known()] == [("one", False), ("one (pads)", True)]
    assert [desk.devices.voice(keyboard) for keyboard in (0, 1, 2)] == [0, 1, 1]  # where pads play notes


def test_ids_survive_the_death_of_an_engine(midi: FakeMidi) -> None:
    midi.plug("one", "two")
    before = Desk(midi).poll()
    midi.send("two", "99 24 5a")
    after = Desk(midi, before.known())
    midi.ports[FakeMidi.ALSA].reverse()
    after.poll()
    midi.send("two", "99 24 5a")
    assert {each.id: each.name for each in after.known()} == {1: "one", 2: "two", 3: "two (pads)"}
    assert after.heard[-1].keyboard == 3


def test_the_software_keyboard_joins_like_any_other(midi: FakeMidi) -> None:
    desk = Desk(midi)
    desk.devices.press(NoteOn(0, 0, 60, 90), bytes.fromhex("90 3c 5a"))
    assert desk.heard == [NoteOn(48_000, 0, 60, 90)]


def test_closing_gives_every_port_back(midi: FakeMidi) -> None:
    midi.plug("one", "two")
    desk = Desk(midi).poll()
    desk.devices.close()
    assert midi.open == []
