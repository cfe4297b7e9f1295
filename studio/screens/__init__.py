"""Every screen by its name. A screen's file is imported when it is first shown, so that start-up waits for one only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.screen import Screen, Tools

PLACES = {
    "setup": "studio.screens.setup:Setup",
    "lock": "studio.screens.lock:Lock",
    "who": "studio.screens.who:Who",
    "newcomer": "studio.screens.newcomer:Newcomer",
    "signin": "studio.screens.signin:SignIn",
    "several": "studio.screens.several:Several",
    "turn": "studio.screens.several:Turn",
    "riff": "studio.screens.riff:ComeIn",
    "choose_riff": "studio.screens.riff:ChooseRiff",
    "home": "studio.screens.home:Home",
    "leaving": "studio.screens.leaving:Leaving",
    "goals": "studio.screens.goals:Goals",
    "tools": "studio.screens.tools:MyTools",
    "tutor": "studio.screens.tutor:TutorDoor",
    "session": "studio.screens.session:SessionScreen",
    "closing": "studio.screens.closing_session:ClosingSession",
    "note": "studio.screens.shown_note:ShownNote",
    "tutor_pupil": "studio.screens.tutor_pupil:TutorPupil",
    "taps": "studio.screens.sound_taps:Taps",
    "export": "studio.screens.export:Export",
    "pick": "studio.screens.pick:Pick",
    "play": "studio.screens.play:Play",
    "make": "studio.screens.make:Make",
    "reflect": "studio.screens.reflect:Reflect",
    "music": "studio.screens.music:MyMusic",
    "my_words": "studio.screens.my_words:MyWords",
    "sharing": "studio.screens.sharing:Sharing",
    "found": "studio.screens.found:Found",
}


def _later(place: str) -> Callable[..., Screen]:
    module, _, name = place.partition(":")

    def build(tools: Tools, **options: Any) -> Screen:
        screen: Screen = getattr(import_module(module), name)(tools, **options)
        return screen

    return build


SCREENS: dict[str, Callable[..., Screen]] = {name: _later(place) for name, place in PLACES.items()}
