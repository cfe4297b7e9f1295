"""A window that nobody sees, and screens made of every kind of node."""

import os
from collections.abc import Callable, Iterator
from typing import Any

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame
import pytest

from studio.ui import answer_keys, keys, roll, small
from studio.ui import nodes as n
from studio.ui.runtime import Ui
from studio.ui.shell import Help, Light, More, Who, shell
from studio.ui.theme import Theme

Sample = Callable[[Theme], n.Node]


@pytest.fixture(autouse=True, scope="session")
def window() -> Iterator[pygame.Surface]:
    pygame.display.init()
    pygame.font.init()
    yield pygame.display.set_mode((1280, 680))
    pygame.display.quit()


@pytest.fixture
def said() -> list[object]:
    """What the callbacks of the sample screens were told, in order."""
    return []


@pytest.fixture
def show() -> Callable[..., Ui]:
    def show_it(
        node: n.Node,
        *,
        size: tuple[int, int] = (1280, 680),
        focus: str | None = None,
        now: Callable[[], int] = lambda: 0,
        **theme: Any,
    ) -> Ui:
        ui = Ui(Theme(**theme), size, now=now)
        ui.show(node, focus=focus)
        return ui

    return show_it


HELP = Help(n.nothing, n.nothing, n.nothing, n.nothing)
NOTES = tuple(roll.RollNote(at / 2, 0.45, 60 + at % 12, layer=at % 3, mine=at % 4 != 0) for at in range(24))


def playing(theme: Theme) -> n.Node:
    falling = roll.Falling(
        NOTES,
        36,
        84,
        1.0,
        bars=((1, 0.0), (2, 4.0)),
        turn=frozenset({62}),
        turn_words="Your turn: D",
        legend=(("You play", 0, True), ("App plays the bass", 1, False)),
        loop=(0.0, 4.0),
    )
    three = n.Choice(
        "mode",
        (("w", "Waits for me", "hourglass"), ("p", "Plays with me", "users"), ("j", "Just plays", "play")),
        "w",
        n.ignored,
        big=True,
        grow=3,
    )
    body = n.Column(
        n.Row(three, n.Button("help", "Help: melody", n.nothing, icon="lightbulb", grow=1), gap=24),
        roll.falling("roll", lambda: falling, name="Falling notes"),
        keys.keyboard("piano", (36, 84), None, lambda: {62: "layer3", 36: "layer2/app"}),
        n.Row(
            n.Button("pause", "Pause", n.nothing, icon="pause", kind="primary"),
            n.Button("record", "Record", n.nothing, icon="circle-dot", kind="record"),
            n.Chips("bars", tuple((bar, str(bar)) for bar in range(1, 9)), frozenset({1, 2}), n.ignored, label="Bar"),
            n.Button("slower", "", n.nothing, icon="minus", name="Slower", repeat=True),
            n.Text("66 of 92"),
            wrap=True,
        ),
        grow=1,
    )
    return shell(
        body,
        theme=theme,
        title="Midnight Bus",
        subtitle="The melody, bars 1 to 4",
        back=n.nothing,
        room="play",
        go=n.ignored,
        who=Who("Jo"),
        helping=HELP,
    )


def picking(theme: Theme) -> n.Node:
    def card(name: str, *, chosen: bool) -> n.Node:
        choose = n.Row(
            n.Button(f"stop {name}", "", n.nothing, icon="square", kind="round", selected=True, name=f"Stop {name}"),
            n.Button(f"choose {name}", "Choose", n.nothing, icon="check", kind="primary", grow=1),
        )
        hear = n.Button(f"hear {name}", "Hear it", n.nothing, icon="play")
        picture = small.preview(f"picture {name}", NOTES, name=f"The notes of {name}", lit=chosen)
        return n.Card(n.Column(picture, n.Text(name, weight=600), choose if chosen else hear), selected=chosen)

    rows = ("x...x.....x.x...", "....x.......x...")
    body = n.Row(
        n.Card(n.Column(n.Text("Music I like", "h2"), n.Scroll(n.Text("Night bus beats\n" * 30), "likes")), grow=1),
        n.Column(
            n.TextBox("find", "", n.ignored, placeholder="Find a tune or artist", icon="search"),
            n.Grid(*(card(name, chosen=name == "Wellerman") for name in ("Mountain King", "Wellerman", "Für Elise"))),
            n.Grid(*(small.groove(f"groove {at}", rows, name="A beat") for at in range(4)), min_width=120),
            grow=3,
        ),
        gap=16,
        grow=1,
    )
    return shell(
        body,
        theme=theme,
        title="Pick something to play",
        room="pick",
        go=n.ignored,
        who=Who("Kezia"),
        helping=HELP,
        light=Light(heard=False, words="No keyboard yet"),
        more=More(),
    )


def asking(theme: Theme) -> n.Node:
    steps = ("Not yet", "A bit sure", "Quite sure", "Very sure", "Totally sure")
    given = (*(answer_keys.Answer(letter) for letter in "CDEFG"), answer_keys.Answer("A", "Skip", "skip-forward"))
    body = n.Column(
        n.Text("How sure are you now?", "display"),
        n.Scale("sure", steps, 3, n.ignored, filling=(4, 0.5), label="How sure"),
        answer_keys.answers("answers", given, n.ignored, tall=160),
        n.Chips("feel", (("calm", "Calm", "waves"), ("wild", "Wild", "flame")), frozenset({"wild"}), n.ignored),
        n.Row(
            n.Ladder("goal", 7, n.ignored, "Play with both hands"), n.Ladder("none", None, n.ignored, "Play for Nan")
        ),
        n.Toggle("click", "Click", True, n.ignored, icon="timer"),
        n.Progress("page", "Making your page", 0.4, cancel=n.nothing),
        n.TextBox("words", "that slide!", n.ignored, label="Say it in your words", lines=3),
    )
    return shell(body, theme=theme, title="Midnight Bus", room="reflect", go=n.ignored, helping=HELP)


def telling(theme: Theme) -> n.Node:
    inside = n.Column(
        n.Text("Your tutor sees this now. " * 12),
        n.TextBox("tell", "", n.ignored, label="Say what you like", lines=2),
        n.Row(n.Space(), n.Button("not-now", "Not now", n.nothing, kind="quiet"), n.Button("send", "Tell", n.nothing)),
    )
    return n.Overlay(playing(theme), n.Dialog("I want to talk to someone", inside, "talk", n.nothing))


SAMPLES: dict[str, Sample] = {"playing": playing, "picking": picking, "asking": asking, "telling": telling}


@pytest.fixture(params=SAMPLES, ids=str)
def sample(request: pytest.FixtureRequest) -> Sample:
    return SAMPLES[str(request.param)]


@pytest.fixture
def samples() -> dict[str, Sample]:
    return SAMPLES


def mouse(kind: int, at: tuple[int, int], **more: Any) -> pygame.Event:
    return pygame.Event(kind, pos=at, button=1, buttons=(1, 0, 0), rel=(0, 0), touch=False, **more)
