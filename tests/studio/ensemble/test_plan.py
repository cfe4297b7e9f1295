"""The leader's plan: who plays, who is next, how loud and where it ends, bar by bar, whatever is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ensemble.desk import desk
from studio.ensemble.parts import Whole
from studio.ensemble.plan import (
    BringIn,
    Called,
    Command,
    DropOut,
    EndTogether,
    Louder,
    Plan,
    Shown,
    Softer,
    Solo,
    Stop,
)
from studio.ensemble.ways import WAYS, Way, begin
from studio.music.piece import Piece

JO, AMIR, SAM = GROUP = ("jo", "amir", "sam")


def rings(plan: Plan) -> dict[str, str]:
    """Everybody's ring in a word, with the bars to go."""
    return {ring.player: ring.standing + ("" if ring.bars is None else f" {ring.bars}") for ring in plan.shown()}


def playing(plan: Plan, bars: int) -> list[str]:
    """Who plays in each of so many bars: the first letters of their names."""
    heard = []
    for bar in range(1, bars + 1):
        plan = plan.barline(bar)
        heard.append("".join(player[0] for player in plan.players if player in plan.playing))
    return heard


def test_who_is_brought_in_is_next_for_as_many_bars_as_were_said_and_then_in() -> None:
    plan = begin("conducting", GROUP).barline(1).told(BringIn((AMIR,), bars=2))
    assert rings(plan) == {"jo": "resting", "amir": "next 2", "sam": "resting"}
    assert plan.called(4.0) is None

    plan = plan.barline(2)
    assert rings(plan)["amir"] == "next 1"
    assert plan.called(3.5) == Called((AMIR,), 4)
    plan = plan.barline(3)
    assert rings(plan)["amir"] == "in"
    assert plan.called(4.0) is None


def test_who_drops_out_plays_to_the_barline() -> None:
    plan = begin("together", GROUP).barline(1).told(DropOut((SAM,)))

    assert plan.shown()[2] == Shown(SAM, "in", 1, leaves=True)
    assert rings(plan.barline(2)) == {"jo": "in", "amir": "in", "sam": "resting"}
    assert rings(plan.told(BringIn((SAM,))).barline(2))["sam"] == "in"


def test_with_less_than_a_beat_left_a_word_counts_from_the_next_bar() -> None:
    plan = begin("conducting", GROUP).barline(1)

    assert rings(plan.told(BringIn((JO,)), beats_left=0.5))["jo"] == "next 2"
    assert rings(plan.told(BringIn((JO,)), beats_left=1.0))["jo"] == "next 1"


def test_the_end_is_together_and_nobody_comes_in_after_it() -> None:
    plan = begin("together", (JO, AMIR)).barline(5)
    rests = plan.dropped((AMIR,)).told(EndTogether(2))
    assert rests.told(BringIn((AMIR,), bars=3)).cues == ()
    plan = plan.told(EndTogether(2))
    assert plan.bars_left == 2

    plan = plan.barline(6)
    assert (plan.phase, plan.bars_left, plan.playing) == ("going", 1, frozenset({JO, AMIR}))
    plan = plan.barline(7)
    assert (plan.phase, plan.playing, rings(plan)) == ("over", frozenset(), {"jo": "resting", "amir": "resting"})
    assert plan.told(BringIn((JO,))).barline(8) == plan


def test_who_would_have_come_after_the_end_is_not_promised_to_come() -> None:
    plan = begin("conducting", GROUP).barline(1).told(BringIn((JO,), bars=1)).told(BringIn((AMIR,), bars=4))

    assert rings(plan.told(EndTogether(2))) == {"jo": "next 1", "amir": "resting", "sam": "resting"}


def test_who_was_to_rest_stays_for_their_solo() -> None:
    plan = begin("call and response", GROUP, phrase=1).barline(1).told(Solo(JO))

    assert JO in plan.barline(2).playing
    assert plan.shown()[0].bars == 3


def test_who_rests_has_no_solo() -> None:
    plan = begin("soloist", GROUP, phrase=1).barline(1).told(DropOut((AMIR,)))

    assert [plan.barline(bar).solo for bar in (2, 3)] == [JO, SAM]


def test_stop_is_at_once() -> None:
    assert begin("together", GROUP).barline(3).told(Stop()).phase == "over"


def test_louder_and_softer_are_steps_that_have_an_end() -> None:
    plan = begin("together", GROUP).barline(1)
    for _ in range(9):
        plan = plan.told(Louder((JO,))).told(Softer((SAM,)))
    assert [ring.loud for ring in plan.shown()] == [2, 0, -2]

    softer = plan.told(Softer())
    assert softer.level < plan.level < plan.told(Louder()).level
    assert [ring.loud for ring in softer.shown()] == [1, -1, -2]
    for _ in range(9):
        plan = plan.told(Softer())
    assert plan.level > 0


def test_a_solo_is_above_the_others_who_play_on_softly() -> None:
    plan = begin("conducting", GROUP).barline(1).told(BringIn((JO, SAM))).told(Solo(AMIR, bars=2))
    plan = plan.barline(2).barline(3)

    assert [(ring.standing, ring.loud, ring.solo) for ring in plan.shown()] == [
        ("in", -1, False),
        ("in", 0, True),
        ("in", -1, False),
    ]
    assert plan.told(Solo(None)).barline(4).solo is None
    assert plan.told(DropOut((AMIR,))).barline(4).solo is None


# -- ways -----------------------------------------------------------------------------------------------------------------


def test_together_all_begin() -> None:
    assert rings(begin("together", GROUP)) == {"jo": "next 1", "amir": "next 1", "sam": "next 1"}
    assert playing(begin("together", GROUP), 2) == ["jas", "jas"]


def test_one_calls_the_others_answer_and_the_end_is_together() -> None:
    plan = begin("call and response", GROUP, phrase=2, times=2)

    assert playing(plan, 12) == ["j", "j", "as", "as", "j", "j", "as", "as", "jas", "jas", "", ""]


def test_passed_round_each_pass_adds_one_and_the_last_is_everybodys() -> None:
    plan = begin("pass it round", GROUP, phrase=2)

    assert playing(plan, 9) == ["j", "j", "ja", "ja", "jas", "jas", "jas", "jas", ""]
    assert rings(plan.barline(1)) == {"jo": "in", "amir": "next 2", "sam": "next 4"}


def test_solos_go_round_until_the_leader_ends_it() -> None:
    plan = begin("soloist", GROUP, phrase=2)
    solos = []
    for bar in range(1, 15):
        plan = plan.barline(bar)
        solos.append((plan.solo or "-")[0])

    assert "".join(solos) == "jjaassjjaassjj"
    assert plan.told(EndTogether(1)).barline(15).phase == "over"


# -- what the engine plays ------------------------------------------------------------------------------------------------


def test_the_engine_plays_what_goes_with_who_is_in_and_carries_whose_keyboard_is_gone() -> None:
    whole = Whole(Piece("", ()), {JO: 0, AMIR: 1}, {JO: 2})
    plan = begin("conducting", GROUP).barline(1)
    assert plan.muted(whole) == {0, 1, 2}

    plan = plan.told(BringIn((JO, SAM)))
    assert plan.muted(whole) == {0, 1, 2}
    assert plan.after().muted(whole) == {0, 1}
    assert plan.after().muted(whole, carried={JO, AMIR}) == {1}


def test_a_solo_and_one_players_softer_are_heard_in_their_keys_and_in_what_is_played_for_them() -> None:
    made = Whole(Piece("Tune", ()), {JO: 0, AMIR: 1, SAM: 2}, {AMIR: 3, SAM: 3})
    plan = begin("together", GROUP).barline(1)
    assert plan.forces(made) == ({}, {})
    assert plan.told(Softer((JO,))).forces(made) == ({JO: 0.7}, {0: 0.7})
    assert plan.told(Louder()).forces(made) == (dict.fromkeys(GROUP, 1.2), {}), "the backing's level has it already"

    solo = plan.told(Solo(AMIR)).barline(2)
    assert solo.forces(made) == ({JO: 0.7, SAM: 0.7}, {0: 0.7, 2: 0.7}), "Amir's chords are as loud as Amir"
    assert solo.told(Solo(None)).barline(3).forces(made) == ({}, {})
    resting = plan.told(DropOut((AMIR,))).barline(2).told(Softer((SAM,)))
    assert resting.forces(made).parts == {2: 0.7, 3: 0.7}


def test_the_leaders_keys_say_what_the_screen_says() -> None:
    plan = begin("conducting", GROUP).barline(1)
    keys = desk(48, 64, plan)
    assert keys.players == {48: JO, 50: AMIR, 52: SAM}

    said = keys.says(50, plan)
    assert said == BringIn((AMIR,))
    assert keys.says(50, plan.told(BringIn((AMIR,)))) == DropOut((AMIR,))
    signs = {key: keys.says(key, plan) for key in (54, 61, 62, 63, 64)}
    assert signs == {54: None, 61: Softer(), 62: Stop(), 63: Louder(), 64: EndTogether()}
    assert keys.says(50, plan, 4) == BringIn((AMIR,), 4), "as many bars ahead as is chosen"
    assert desk(48, 50, plan).end is None
    assert desk(48, 50, plan).stop is None
    assert desk(48, 50, plan).says(53, plan) is None


def test_one_key_gives_the_solo_to_the_next_who_plays_and_at_last_to_nobody() -> None:
    plan = begin("together", GROUP).barline(1)
    key = desk(48, 59, plan).solo
    had = []
    for bar in range(2, 6):
        said = desk(48, 59, plan).says(key, plan)
        had.append(said.player)
        plan = plan.told(said).barline(bar)
    assert had == [JO, AMIR, SAM, None]


def test_on_twelve_keys_six_players_the_end_and_the_stop_have_a_key_each() -> None:
    plan = begin("conducting", tuple("abcdef"))
    keys = desk(48, 59, plan)
    ways = [*keys.players, keys.softer, keys.louder, keys.end, keys.stop, keys.solo]
    assert len(set(ways)) == 11
    assert None not in ways


PLAYERS = st.sampled_from((*GROUP, "nobody"))
SOME = st.lists(PLAYERS, max_size=3).map(tuple)
BARS = st.integers(0, 5)
COMMANDS = st.one_of(
    st.builds(BringIn, SOME, BARS),
    st.builds(DropOut, SOME, BARS),
    st.builds(Solo, st.one_of(st.none(), PLAYERS), BARS),
    st.builds(Louder, SOME),
    st.builds(Softer, SOME),
    st.builds(EndTogether, BARS),
)
STEPS = st.one_of(st.tuples(COMMANDS, st.floats(0, 4)), st.integers(1, 3), st.sampled_from(GROUP))


@given(st.sampled_from(WAYS), st.integers(1, 4), st.lists(STEPS, max_size=30))
def test_whatever_is_said_rings_are_true_and_it_can_always_end_together(
    way: Way, phrase: int, steps: list[Any]
) -> None:
    plan = begin(way, GROUP, phrase=phrase)
    for step in steps:
        match step:
            case (command, beats_left):
                plan = plan.told(command, beats_left)
            case int(bars):
                plan = plan.barline(plan.bar + bars)
            case who:
                plan = plan.dropped((who,))
        true(plan)
    ended = plan.told(EndTogether(2))
    if plan.phase != "over":
        assert ended.after().after().phase == "over"


def true(plan: Plan) -> None:
    """What the rings promise comes so, if nothing more is said."""
    assert plan.playing <= set(plan.players)
    assert plan.solo is None or plan.solo in plan.playing
    assert list(plan.cues) == sorted(plan.cues, key=lambda cue: cue.bar)
    for ring in plan.shown():
        assert (ring.standing == "in") == (ring.player in plan.playing)
        assert -2 <= ring.loud <= 2
        if ring.bars is not None:
            assert ring.bars >= 1
            then = plan.barline(plan.bar + ring.bars)
            assert then.phase == "over" or (ring.player in then.playing) != (ring.player in plan.playing)
        elif plan.phase != "over":
            assert (ring.player in plan.after().playing) <= (ring.player in plan.playing)


@pytest.mark.parametrize("way", ["call and response", "pass it round"])
@given(phrase=st.integers(1, 4), words=st.lists(st.tuples(st.integers(1, 12), COMMANDS), max_size=12))
def test_what_goes_round_always_comes_to_its_end_on_a_phrase(
    way: Way, phrase: int, words: list[tuple[int, Command]]
) -> None:
    plan = begin(way, GROUP, phrase=phrase)
    said = [(bar, word) for bar, word in words if not isinstance(word, EndTogether)]
    for bar in range(1, 50):
        plan = plan.barline(bar)
        if plan.phase == "over":
            break
        for at, word in said:
            plan = plan.told(word) if at == bar else plan
    assert plan.phase == "over"
    assert plan.end is not None
    assert (plan.end - 1) % phrase == 0
