"""The places that a pupil's lesson does not come by: the first start, several at one laptop, what is kept, the tutor's rooms."""

from collections.abc import Iterator
from typing import Any

from studio.screen import Go
from studio.screens import PLACES
from studio.screens.people.pictures import SIGN_IN
from studio.screens.tutor.group import PARTS as GROUP_PARTS
from studio.screens.tutor.room import TABS

OTHERS = (("Amira", "moon", "13-15"), ("Sami", "ghost", "7-9"))
LONG = "The keyboard was pulled out. What you play on the computer's keys still sounds, and nothing that was played is lost."
OCTAVE = "Your keys are an octave higher now."


def places(guide: Any) -> Iterator[str]:
    """Every place and state that `lesson` does not show, by name; the guide has led through the lesson before."""
    yield from of_one(guide)
    yield from notices(guide)
    yield from of_the_tutor(guide)
    yield from of_several(guide)


def of_one(guide: Any) -> Iterator[str]:
    """What one pupil finds: their words, what they take home, goals one by one, tools, words typed and spoken."""
    pilot = guide.pilot
    for name in ("my_words", "my_yeses", "my_diary", "sharing", "tools", "choose_riff"):
        guide.go(name)
        yield name
    guide.go("music")
    for name in ("Take it home", "Every take", "Save the sound"):
        if any(widget.name == name for widget in pilot.ui.tree()):
            pilot.press(name)
            yield f"music-{name.split()[-1].lower()}"
            pilot.type_key(27)
    yield from as_notes(guide)
    guide.go("goals")
    first = next((w for w in pilot.ui.tree() if w.key and w.key.startswith("open-")), None)
    if first is not None:
        pilot.click(first.key)
        yield "goal"
    pilot.lesson.stand = None
    guide.go("play")
    yield "just-play"
    pilot.play(60, 64, 67, 72, pause=0.1)
    for pitch in (60, 64, 67):
        pilot.engine.down(pitch)
    pilot.turn(seconds=0.6)
    yield "just-play-played"
    for pitch in (60, 64, 67):
        pilot.engine.up(pitch)
    pilot.turn()
    yield from bringing(guide)


def bringing(guide: Any) -> Iterator[str]:
    """A review comes: My music says so, and three things and a then and now are picked for it."""
    pilot = guide.pilot
    pilot.lesson.journal.open_review(guide.sample.pupil.id)
    guide.go("music")
    yield "music-review-comes"
    pilot.press("Pick what to show")
    for step in ("pick-", "pair-"):
        key = next(widget.key for widget in pilot.ui.tree() if widget.key and widget.key.startswith(step))
        pilot.click(key)
        yield f"bringing-{step[:-1]}"
        pilot.ui.click("on" if step == "pick-" else "done")
        pilot.settle()


def as_notes(guide: Any) -> Iterator[str]:
    """A take written down, with all that can be changed, and tapping along to it."""
    pilot = guide.pilot
    guide.go("notes")
    yield "notes"
    pilot.press("Change more")
    yield "notes-more"
    pilot.press("Staves: Two")
    pilot.settle()
    yield "notes-two"
    pilot.press("Tap along")
    yield "notes-tap"


def notices(guide: Any) -> Iterator[str]:
    """A notice, long and short, over what is pressed most."""
    studio = guide.pilot.studio
    studio.say(LONG)
    guide.pilot.turn()
    yield "notice-long"
    guide.go("home")
    studio.say(OCTAVE)
    guide.pilot.turn()
    yield "notice-home"
    guide.pilot.lesson.carry_on(guide.sample.piece, lambda: studio.move(Go("play")))
    guide.pilot.settle()
    studio.say(OCTAVE)
    guide.pilot.turn()
    yield "notice-play"
    studio.say(LONG)
    guide.pilot.turn()
    yield "notice-play-long"
    studio.notice = ""


def of_the_tutor(guide: Any) -> Iterator[str]:
    """Behind the tutor's door."""
    pilot, pupil = guide.pilot, guide.sample.pupil.id
    guide.go("tutor")
    yield "tutor-curtain"
    for tab, *_ in TABS:
        pilot.lesson.tutor_near = True
        pilot.studio.move(Go("tutor", {"tab": tab}))
        pilot.settle()
        yield f"tutor-{tab}"
    for name in ("session", "tutor_pupil", "export", "taps"):
        pilot.lesson.tutor_near = True
        options = {} if name == "taps" else {"pupil": pupil}
        try:
            pilot.studio.move(Go(name, options))
        except TypeError:
            continue
        pilot.settle()
        yield name
        if name == "tutor_pupil":
            tabs = [w for w in pilot.ui.tree() if w.key == "tab" and w.role == "radio"]
            for w in tabs[1:]:
                pilot.ui.click("tab", part=w.part)
                pilot.settle()
                yield f"tutor_pupil-{w.name.split()[0].lower()}"
    for name in (each for each in PLACES if each.startswith("safe_")):
        guide.go(name)
        yield name
    if pilot.lesson.session is not None:
        pilot.studio.move(Go("closing", {"session": pilot.lesson.session.id}))
        pilot.settle()
        yield "closing"
    note = pilot.lesson.journal.draft_note_out(pupil, "class teacher", "Jo plays the bass line now.")
    pilot.studio.move(Go("note", {"pupil": pupil, "note": note.id}))
    pilot.settle()
    yield "note"


def of_several(guide: Any) -> Iterator[str]:
    """Three pupils, who sign in by pictures."""
    pilot = guide.pilot
    journal = pilot.lesson.journal
    pilot.lesson.goodbye()
    for n, (alias, avatar, band) in enumerate(OTHERS):
        one = journal.add_pupil(alias, avatar, band)
        journal.set_sign_in(one.id, "pictures", tuple(icon for icon, *_ in SIGN_IN[n : n + 4]))
    pilot.lesson.refresh_house()
    pilot.settle()
    guide.go("who")
    for icon, *_ in SIGN_IN[4:6]:
        pilot.click(f"picture-{icon}")
    yield "who-pictures"
    pilot.studio.say(LONG)
    pilot.turn()
    yield "notice-who"
    pilot.studio.notice = ""
    for name in ("several", "riff"):
        guide.go(name)
        yield name
    guide.go("who")
    pilot.press("Who can help")
    yield "who-help"
    pilot.press("Who sees my music")
    yield "who-sees"
    pilot.type_key(27)
    yield from of_a_group(guide)


def of_a_group(guide: Any) -> Iterator[str]:
    """A group behind the tutor's door: its page, its session, and the bell."""
    pilot, journal = guide.pilot, guide.pilot.lesson.journal
    guide.go("new_group")
    yield "new_group"
    group = journal.add_group("The Tuesday band", [one.id for one in journal.pupils()])
    journal.agree(journal.wish(group.id, "Play the whole song", "with others", set_by="together").id)
    pilot.lesson.refresh_house()
    pilot.settle()
    for part in GROUP_PARTS:
        pilot.studio.move(Go("tutor_group", {"group": group.id, "part": part}))
        pilot.settle()
        yield f"tutor_group-{part}"
    pilot.studio.move(Go("group_session", {"group": group.id}))
    pilot.settle()
    yield "group_session"
    session = journal.open_session(group.pupils, mode="group", group=group.id, guests=1)
    pilot.studio.move(Go("closing", {"session": session.id}))
    pilot.settle()
    yield "closing-group"
