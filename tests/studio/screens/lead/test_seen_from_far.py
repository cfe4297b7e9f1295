"""What a group has to read from where they stand: six at large text, the leader's keys, a seat with no words, what was kept."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from studio.lesson import Lesson
from studio.screens.lead.lanes import moment
from studio.ui import text as drawn
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, at, count_in, lead, leading, player, pull, song, together
from tests.studio.screens.lead.test_after import played
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
SIX = ("A visitor too",) * 3


def seen(pilot: Pilot, key: str) -> bool:
    """Whether all of it is in sight: nothing has to be scrolled to."""
    widget = next(each for each in pilot.ui.tree() if each.key == key)
    return bool(widget.seen == widget.rect)


@pytest.mark.parametrize("leads", [False, True])
def test_at_the_largest_text_all_six_have_a_ring_a_name_and_a_lane_in_sight(unlocked: Start, leads: bool) -> None:
    pilot = leading(together(unlocked, *SIX, text=200), LONG, SHORT)
    lead(pilot, "Jo")
    pilot.click("on-stage")
    stage = pilot.studio.screen.stage
    count_in(pilot)
    stage.leading.lead_by_keys(leads)
    at(pilot, 1)
    lint(pilot, in_sight=("Bring in", "End together", "Stop"))
    players = pilot.lesson.band.players
    assert len(players) == 6
    assert seen(pilot, "lanes")
    for each in players:
        assert seen(pilot, f"ring-card-{each.id}")
        assert each.name in pilot.words()
    lanes = next(each for each in pilot.ui.tree() if each.key == "lanes").rect
    tops = [next(each for each in pilot.ui.tree() if each.key == f"ring-card-{one.id}").rect for one in players]
    n = len(tops)
    ruler = lanes.height - sum(top.height for top in tops)
    for k, top in enumerate(tops):
        middle = lanes.top + ruler + (2 * k + 1) * (lanes.height - ruler) / (2 * n)
        assert abs(top.centery - middle) < 6, "a name stands beside its own lane"


def test_in_a_language_of_longer_words_all_six_lanes_are_in_sight_at_the_largest_text_too(
    unlocked: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = leading(together(unlocked, *SIX, text=200), LONG, SHORT)
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    monkeypatch.setattr(Lesson, "language", "uk")
    pilot.studio.change()
    pilot.turn()
    assert "Увести" in pilot.words()
    assert seen(pilot, "lanes")


@pytest.mark.parametrize("size", [100, 200])
def test_what_the_leaders_keys_say_is_large_and_on_their_own_keys_alone(
    unlocked: Start, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = leading(together(unlocked, text=size), LONG, SHORT)
    lead(pilot, "Jo")
    pilot.click("on-stage")
    count_in(pilot)
    sizes: dict[str, int] = {}
    was = drawn.line
    monkeypatch.setattr(
        drawn, "line", lambda words, pen, colour: sizes.update({words: pen[2]}) or was(words, pen, colour)
    )
    pilot.studio.screen.stage.leading.lead_by_keys(True)
    at(pilot, 1)
    assert {"1", "2", "3", "*", "-", "+", "x", "||"} <= sizes.keys()
    assert min(sizes[sign] for sign in ("1", "2", "3", "*", "-", "+", "x", "||")) >= 20, "12 is no size for two metres"
    assert seen(pilot, "leaders-keys")
    assert "* solo" in pilot.words()


def test_where_no_words_are_written_it_says_so_and_offers_another_part(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT, piece=replace(song(), lyrics=()))
    sami = player(pilot, "Sami")
    pilot.click(f"player-{sami}")
    pilot.press("Words")
    assert "No words are written in this tune. Sami can make some up, or play another part." in pilot.words()
    lint(pilot)
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    band = pilot.lesson.band
    assert moment(pilot.studio.screen.stage, band, pilot.now).lanes[2].words == "Sing or say words of your own."
    pilot.press("Stop")
    pilot.click("arrange")
    pilot.click("instead")
    assert pilot.lesson.band.shared.of(sami).part is not None
    assert "No words are written" not in pilot.words()


def test_where_words_are_written_nothing_is_said_of_it(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    pilot.click(f"player-{player(pilot, 'Sami')}")
    pilot.press("Words")
    assert "No words" not in pilot.words()


@pytest.mark.parametrize("size", [100, 200])
def test_after_a_take_each_part_has_what_can_be_done_with_it_below_its_name(unlocked: Start, size: int) -> None:
    pilot = played(leading(together(unlocked, text=size), LONG, SHORT), "Jo", "Amira", "Sami")
    lint(pilot, in_sight=("Hear it", "All answer", "All play it again"))
    tree = {widget.key: widget for widget in pilot.ui.tree()}
    for name in ("Jo", "Amira", "Sami"):
        part, anew = tree[f"part-{player(pilot, name)}"], tree[f"anew-{player(pilot, name)}"]
        assert part.rect.left <= anew.rect.left < anew.rect.right <= part.rect.right
        assert 0 < anew.rect.top - part.rect.bottom < 12
        assert part.rect.top == tree[f"part-{player(pilot, 'Jo')}"].rect.top, "beside each other"
        assert anew.hint == f"{name} plays again"


def test_at_large_text_whoever_is_unplugged_is_seen_to_be_played_for(unlocked: Start) -> None:
    pilot = leading(together(unlocked, text=200), LONG, SHORT)
    lead(pilot, "Jo")
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    assert "By itself" not in pilot.words()
    pull(pilot, LONG)
    pilot.settle()
    away = len(pilot.lesson.band.seating.waiting)
    assert pilot.words().split("\n").count("By itself") == away > 0
    lint(pilot, in_sight=("Stop",))
