"""Just music today, pressed by accident: one press puts it back, by the pupil or the tutor, and nothing is asked at once."""

from collections.abc import Callable

from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def is_just_music(pilot: Pilot) -> bool:
    return bool(pilot.lesson.journal.session(pilot.lesson.session.id).just_music)


def to(pilot: Pilot, name: str) -> None:
    pilot.studio.move(Go(name))
    pilot.settle()


def test_the_pupil_puts_it_back_with_one_press_and_is_asked_nothing_at_once(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.lesson.sayable.due = True
    to(pilot, "home") if pilot.screen != "home" else None
    while pilot.screen == "reflect":
        pilot.click("skip")
    pilot.press("Just music today")
    assert is_just_music(pilot)
    pilot.press("Ask me things again")
    assert not is_just_music(pilot)
    assert not pilot.lesson.session.just_music
    assert pilot.screen == "home"
    to(pilot, "pick")
    to(pilot, "home")
    assert pilot.screen == "home"


def test_what_was_kept_before_is_not_asked_about_but_what_is_kept_next_is(at_home: Start) -> None:
    pilot = at_home()
    session = pilot.lesson.session
    put(pilot, stand())
    record(pilot, C, D, E)
    assert pilot.lesson.sayable.due
    pilot.lesson.just_music(session, on=True)
    pilot.lesson.just_music(session, on=False)
    pilot.settle()
    to(pilot, "home")
    assert pilot.screen == "home"
    put(pilot, stand("Other steps"))
    record(pilot, C, D, E)
    to(pilot, "home")
    assert pilot.screen == "reflect"


def test_the_tutor_does_it_as_well(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.press("Just music today")
    assert is_just_music(pilot)
    lint(pilot)
    pilot.press("Ask things again")
    assert not is_just_music(pilot)
    lint(pilot)


def test_it_is_laid_out_in_every_size(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Just music today")
    lint(pilot)
