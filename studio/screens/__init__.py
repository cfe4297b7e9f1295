"""Every screen by its name. A screen's file is imported when it is first shown, so that start-up waits for one only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.screen import Screen, Tools

PLACES = {
    "setup": "studio.screens.door.setup:Setup",
    "lock": "studio.screens.door.lock:Lock",
    "backup": "studio.screens.door.backup:OpenBackup",
    "who": "studio.screens.people.who:Who",
    "newcomer": "studio.screens.people.newcomer:Newcomer",
    "signin": "studio.screens.people.signin:SignIn",
    "several": "studio.screens.people.several:Several",
    "turn": "studio.screens.people.several:Turn",
    "riff": "studio.screens.people.riff:ComeIn",
    "choose_riff": "studio.screens.people.riff:ChooseRiff",
    "home": "studio.screens.people.home:Home",
    "leaving": "studio.screens.people.leaving:Leaving",
    "goals": "studio.screens.goals.room:Goals",
    "tools": "studio.screens.goals.tools:MyTools",
    "tutor": "studio.screens.tutor.room:TutorDoor",
    "session": "studio.screens.tutor.session:SessionScreen",
    "group_session": "studio.screens.tutor.group_session:GroupSession",
    "closing": "studio.screens.tutor.closing:ClosingSession",
    "note": "studio.screens.tutor.shown_note:ShownNote",
    "tutor_pupil": "studio.screens.tutor.pupil:TutorPupil",
    "tutor_group": "studio.screens.tutor.group:TutorGroup",
    "new_group": "studio.screens.tutor.new_group:NewGroup",
    "erase": "studio.screens.tutor.erase:Erase",
    "said_yes": "studio.screens.tutor.said_yes:SaidYes",
    "held": "studio.screens.tutor.held:Held",
    "safe_laptop": "studio.screens.tutor.safe_laptop:SafeLaptop",
    "safe_keys": "studio.screens.tutor.safe_keys:SafeKeys",
    "safe_copies": "studio.screens.tutor.safe_copies:SafeCopies",
    "safe_log": "studio.screens.tutor.safe_log:SafeLog",
    "taps": "studio.screens.tutor.taps:Taps",
    "export": "studio.screens.tutor.export:Export",
    "pick": "studio.screens.pick.room:Pick",
    "likes": "studio.screens.pick.likes:Likes",
    "phone": "studio.screens.pick.phone:Phone",
    "play": "studio.screens.play.room:Play",
    "make": "studio.screens.make.room:Make",
    "lead": "studio.screens.lead.room:Lead",
    "aside": "studio.screens.lead.aside:Aside",
    "reflect": "studio.screens.reflect.room:Reflect",
    "music": "studio.screens.music.room:MyMusic",
    "notes": "studio.screens.music.notes:Notes",
    "my_words": "studio.screens.music.my_words:MyWords",
    "my_yeses": "studio.screens.music.my_yeses:MyYeses",
    "my_diary": "studio.screens.music.diary:MyDiary",
    "bringing": "studio.screens.music.bringing:Bringing",
    "sharing": "studio.screens.music.sharing:Sharing",
    "found": "studio.screens.people.found:Found",
}


def _later(place: str) -> Callable[..., Screen]:
    module, _, name = place.partition(":")

    def build(tools: Tools, **options: Any) -> Screen:
        screen: Screen = getattr(import_module(module), name)(tools, **options)
        return screen

    return build


SCREENS: dict[str, Callable[..., Screen]] = {name: _later(place) for name, place in PLACES.items()}
