"""Help, the light and the rooms are on every screen, at every text size."""

from collections.abc import Callable

import pytest

from studio.ui import nodes as n
from studio.ui.lint import faults
from studio.ui.runtime import Ui
from studio.ui.shell import ROOMS, Help, Light, More, Notice, Who, shell
from studio.ui.theme import Theme

Show = Callable[..., Ui]


def screen(text_scale: float, said: list[object], *, opened: bool = False, title: str = "Pick") -> n.Node:
    helping = Help(
        lambda: said.append("talk"),
        lambda: said.append("come in"),
        lambda: said.append("look"),
        lambda: said.append("undo"),
    )
    return shell(
        n.Text("Body"),
        theme=Theme(text_scale=text_scale),
        title=title,
        back=lambda: said.append("back"),
        room="pick",
        go=said.append,
        who=Who("Jo"),
        helping=helping,
        light=Light(words="Both keyboards heard"),
        more=More(opened, lambda on: said.append(("more", on))),
    )


@pytest.mark.parametrize("text_scale", [1.0, 1.25, 1.5, 2.0])
def test_help_and_the_light_never_fold(show: Show, said: list[object], text_scale: float) -> None:
    ui = show(screen(text_scale, said), text_scale=text_scale)
    for key in ("shell/talk", "shell/come-in", "shell/back"):
        ui.click(key)
    assert said == ["talk", "come in", "back"]
    assert ui.find("Both keyboards heard").seen.width > 0


def test_where_two_languages_say_someone_to_talk_to_the_light_leaves_them_its_room(show: Show) -> None:
    def said(words: str, text_scale: float) -> int:
        helping = Help(n.nothing, n.nothing, n.nothing, talk_words=words)
        light = Light(words="Keyboard heard")
        bar = shell(n.Text("Body"), theme=Theme(text_scale=text_scale), title="Pick", helping=helping, light=light)
        return sum(widget.name == "Keyboard heard" for widget in show(bar, text_scale=text_scale).tree())

    talk, both = "I want to talk to someone", "Falar com alguém (I want to talk to someone)"
    assert said(both, 1.0) == said(talk, 1.0) == said(talk, 2.0) == said(both, 2.0) + 1


def test_every_room_is_one_press_away(show: Show, said: list[object]) -> None:
    ui = show(screen(1.0, said))
    for value, _ in ROOMS:
        ui.click(f"shell/{value}")
    assert said == [value for value, _ in ROOMS]


def test_at_double_size_rooms_looks_and_undo_are_in_more(show: Show, said: list[object]) -> None:
    ui = show(screen(2.0, said), text_scale=2.0)
    ui.click("shell/more")
    assert said == [("more", True)]
    ui.show(screen(2.0, said, opened=True))
    ui.click("shell/more/play")
    ui.click("shell/more/undo")
    assert said[1:] == [("more", False), "play", ("more", False), "undo"]


def test_the_room_where_i_am_says_so(show: Show, said: list[object]) -> None:
    chosen = [w.name for w in show(screen(1.0, said)).tree() if w.value == "chosen"]
    assert chosen == ["Pick"]


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_a_title_of_one_endless_word_leaves_the_header_in_one_row_and_is_read_aloud_whole(
    show: Show, said: list[object], text_scale: float
) -> None:
    title = "Supercali" * 22
    ui = show(screen(text_scale, said, title=title), text_scale=text_scale)
    back, jo = (ui.find(name).rect for name in ("Back", "Jo"))
    words = ui.find(title, role="words").rect

    assert words.height <= 2.8 * Theme(text_scale=text_scale).type_px("lead")
    assert back.top < words.centery < back.bottom
    assert jo.top < words.centery < jo.bottom


def test_nothing_to_undo_cannot_be_pressed(show: Show) -> None:
    helping = Help(n.nothing, n.nothing, n.nothing, None)
    ui = show(shell(n.Text("Body"), theme=Theme(), title="Pick", helping=helping))
    assert not ui.find("Undo").enabled


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)], ids=str)
@pytest.mark.parametrize("text_scale", [1.0, 1.25, 1.5, 2.0])
def test_a_notice_covers_nothing_and_what_is_above_stays_where_it_was(
    show: Show, size: tuple[int, int], text_scale: float
) -> None:
    theme = Theme(text_scale=text_scale)
    words = "The keyboard is unplugged. Your music is safe. Plug it in again to go on."
    ways = n.Column(n.Choice("mode", (("w", "Waits"), ("p", "Plays with me")), "w", n.ignored, big=True), n.Space())

    def at(notice: Notice | None) -> Ui:
        frame = shell(ways, theme=theme, title="Play", helping=Help(n.nothing, n.nothing, n.nothing), notice=notice)
        return show(frame, size=size, text_scale=text_scale)

    before = at(None).find("Waits").rect
    ui = at(Notice(words))
    assert ui.find("Waits").rect == before
    assert next(w for w in ui.tree() if w.name == words).rect.top > size[1] / 2
    assert faults(ui) == []


def test_a_short_notice_stands_in_the_bar_and_a_long_one_on_a_line_of_its_own_whole(show: Show) -> None:
    helping = Help(n.nothing, n.nothing, n.nothing, n.nothing, "", n.nothing, "Redo")
    path = "/srv/jo/Documents/Soundfolio/Songs of the winter term/Night Bus the long one.mid"

    def bar(words: str) -> tuple[int, int]:
        """Where the bar's foot is, and how far above its middle the notice stands; the notice is whole."""
        light = Light(words="Both keyboards heard")
        ui = show(
            shell(
                n.Text("Body"),
                theme=Theme(),
                title="Make",
                helping=helping,
                light=light,
                notice=Notice(words) if words else None,
            )
        )
        talk = ui.find("I want to talk to someone").rect
        said = next((w for w in ui.tree() if words and w.name == words), None)
        assert faults(ui) == []
        assert said is None or said.seen.size == said.rect.size
        return talk.bottom, talk.centery - said.rect.centery if said is not None else 0

    foot, _ = bar("")
    assert bar("There is no note there.") == (foot, 0)
    for words in (f"Your song is in {path} (0.1 MB).", f"Your song is in {path} and in {path}/more (0.1 MB)."):
        below, above = bar(words)
        assert below == foot
        assert above > 40
