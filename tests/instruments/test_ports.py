"""Lists of ports break, change while they are read, and come from servers that were restarted: no keyboard is lost by it."""

import sys

import pytest

from instruments.events import Back, Cleared, Gone, NoteOff, NoteOn, Trouble
from instruments.ports import Ports
from tests.instruments.fake_midi import FakeMidi, FakeMidiIn
from tests.instruments.midi_desk import Desk


@pytest.fixture
def midi() -> FakeMidi:
    return FakeMidi()


def test_a_list_of_ports_that_breaks_once_pulls_no_keyboard_out(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    midi.send("one", "90 3c 5a")
    midi.failing_lists = 1
    desk.poll()
    assert [type(event) for event in desk.heard] == [NoteOn]
    desk.poll()
    midi.send("one", "80 3c 00")
    assert [type(event) for event in desk.heard] == [NoteOn, NoteOff]


def test_a_list_of_ports_that_stays_broken_is_a_sentence_and_recovers(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    midi.failing_lists = 2
    desk.poll()
    assert [each.present for each in desk.known()] == [False]
    assert isinstance(desk.told[-1], Trouble)
    desk.poll(9)
    assert isinstance(desk.told[-1], Cleared)
    assert [(each.id, each.present) for each in desk.known()] == [(1, True)]


def test_listing_again_and_again_makes_no_new_client(midi: FakeMidi) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    made = midi.made
    for _ in range(100):
        desk.poll()
    assert midi.made == made


def test_a_jack_server_that_was_restarted_is_asked_by_a_new_client(midi: FakeMidi) -> None:
    desk = jack_desk(midi)
    midi.restart_jack()
    midi.plug("one", api=FakeMidi.JACK)
    for _ in range(6):
        desk.poll()
    assert [type(event) for event in desk.heard] == [Gone, Back]
    midi.send("one", "90 3c 5a")
    assert [type(event) for event in desk.heard] == [Gone, Back, NoteOn]
    assert [(each.id, each.present) for each in desk.known()] == [(1, True)]


def test_a_jack_server_that_ended_is_a_sentence_although_its_last_list_can_be_read_for_ever(midi: FakeMidi) -> None:
    midi.silent = {FakeMidi.ALSA}
    desk = jack_desk(midi)
    midi.end_jack()
    for _ in range(5):
        desk.poll()
    assert isinstance(desk.told[-1], Trouble)
    assert [each.present for each in desk.known()] == [False]
    midi.silent = {FakeMidi.ALSA}
    midi.plug("one", api=FakeMidi.JACK)
    for _ in range(10):
        desk.poll()
    assert isinstance(desk.told[-1], Cleared)
    assert [(each.id, each.present) for each in desk.known()] == [(1, True)]


def test_a_jack_server_that_carries_nothing_for_a_while_keeps_its_keyboards(midi: FakeMidi) -> None:
    desk = jack_desk(midi)
    midi.dropping = True
    for _ in range(20):
        desk.poll()
    midi.dropping = False
    midi.send("one", "90 3c 5a")
    assert [type(event) for event in desk.heard] == [NoteOn]
    assert [each.present for each in desk.known()] == [True]


def test_a_server_that_ends_while_its_client_is_made_is_asked_again_some_seconds_later(midi: FakeMidi) -> None:
    midi.silent = {FakeMidi.ALSA}
    midi.plug("one", api=FakeMidi.JACK)
    midi.opening, midi.before_opening = "hears", midi.end_jack
    desk = Desk(midi).poll()
    assert desk.known() == ()
    midi.silent = {FakeMidi.ALSA}
    midi.plug("one", api=FakeMidi.JACK)
    for _ in range(12):
        desk.poll()
    assert [(each.id, each.present) for each in desk.known()] == [(1, True)]


def test_a_keyboard_pulled_out_while_the_client_is_made_leaves_the_others_to_be_found_at_the_next_look(
    midi: FakeMidi,
) -> None:
    midi.silent = {FakeMidi.ALSA}
    midi.plug("one", "two", api=FakeMidi.JACK)
    midi.opening, midi.before_opening = "hears", lambda: midi.unplug("one", api=FakeMidi.JACK)
    desk = Desk(midi).poll().poll()
    assert [each.name for each in desk.known()] == ["two"]


def jack_desk(midi: FakeMidi) -> Desk:
    midi.silent -= {FakeMidi.JACK}
    midi.plug("one", api=FakeMidi.JACK)
    return Desk(midi).poll()


def test_a_jack_server_without_keyboards_is_left_in_peace(midi: FakeMidi) -> None:
    midi.silent = set()
    desk = Desk(midi).poll()
    made = midi.made
    for _ in range(100):
        desk.poll()
    assert midi.made == made


@pytest.mark.parametrize("gone", ["one", "two"])
def test_a_keyboard_pulled_out_while_it_is_being_opened_stops_nothing(midi: FakeMidi, gone: str) -> None:
    midi.silent = set()
    midi.plug("one", "two", api=FakeMidi.JACK)
    midi.before_opening = lambda: midi.unplug(gone, api=FakeMidi.JACK)
    desk = Desk(midi).poll().poll()
    stays = "one" if gone == "two" else "two"
    assert [each.name for each in desk.known() if each.present] == [stays]
    midi.send(stays, "90 3c 5a")
    assert [type(event) for event in desk.heard if not isinstance(event, Back)] == [NoteOn]  # once, by one keyboard
    midi.plug(gone, api=FakeMidi.JACK)
    assert {each.name for each in desk.poll().known() if each.present} == {"one", "two"}


@pytest.mark.parametrize("times", [1, 30])
def test_a_list_whose_ports_go_while_it_is_read_pulls_no_keyboard_out(midi: FakeMidi, times: int) -> None:
    midi.plug("one")
    desk = Desk(midi).poll()
    desk.told.clear()
    midi.stumbling_lists = times
    midi.plug("two")
    for _ in range(9):
        desk.poll()
    assert not any(isinstance(event, Gone) for event in desk.heard)
    assert [each.present for each in desk.known()] == [True, True]


class FakeGraph:
    """The graph that our sound goes to, as `instruments.graph.Graph` is for keyboards."""

    def __init__(self, midi: FakeMidi) -> None:
        self.midi, self.ended, self.ins = midi, False, list[FakeMidiIn]()

    def names(self) -> list[str]:
        return [] if self.ended else list(self.midi.ports[FakeMidi.JACK])

    def new_in(self) -> FakeMidiIn:
        self.ins.append(FakeMidiIn(self.midi, FakeMidi.JACK))
        return self.ins[-1]


def test_keyboards_are_heard_in_the_graph_that_sound_goes_to_and_by_no_other_client(midi: FakeMidi) -> None:
    midi.silent -= {FakeMidi.JACK}
    midi.plug("one", api=FakeMidi.JACK)
    graph, desk = FakeGraph(midi), Desk(midi)
    desk.devices.hear_in(graph)  # type: ignore[arg-type]  # a stand-in
    desk.poll().poll()
    midi.send("one", "90 3c 5a")
    assert [type(event) for event in desk.heard] == [NoteOn]
    assert midi.open == graph.ins


def test_where_sound_moves_into_a_graph_and_out_of_it_keyboards_move_with_it_at_once(midi: FakeMidi) -> None:
    desk = jack_desk(midi)
    graph = FakeGraph(midi)
    for where in (graph, None):
        desk.heard.clear()
        desk.devices.hear_in(where)  # type: ignore[arg-type]  # a stand-in
        desk.poll()
        midi.send("one", "90 3c 5a")
        midi.send("one", "80 3c 00")
        assert [type(event) for event in desk.heard] == [Gone, Back, NoteOn, NoteOff]
    assert not any(isinstance(event, Trouble) for event in desk.told)


def test_sound_that_leaves_a_graph_takes_no_keyboards_with_it_however_lately_they_were_asked_for_in_vain(
    midi: FakeMidi,
) -> None:
    desk = Desk(midi).poll()  # no JACK answers rtmidi yet
    midi.silent -= {FakeMidi.JACK}
    midi.plug("one", api=FakeMidi.JACK)
    for where in (FakeGraph(midi), None):
        desk.devices.hear_in(where)  # type: ignore[arg-type]  # a stand-in
        desk.poll()
    midi.send("one", "90 3c 5a")
    assert [type(event) for event in desk.heard] == [Gone, Back, NoteOn]


def test_a_graph_that_ended_has_no_keyboards(midi: FakeMidi) -> None:
    midi.silent -= {FakeMidi.JACK}
    midi.plug("one", api=FakeMidi.JACK)
    graph, desk = FakeGraph(midi), Desk(midi)
    desk.devices.hear_in(graph)  # type: ignore[arg-type]  # a stand-in
    desk.poll()
    midi.end_jack()
    graph.ended = True
    assert [each.present for each in desk.poll().known()] == [False]


def test_where_no_midi_library_can_be_loaded_no_system_answers_and_nothing_breaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "rtmidi", None)  # so that importing it fails
    ports = Ports()
    assert list(ports.listed()) == []
    assert ports.silent
