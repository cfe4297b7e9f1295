"""What no pupil screen does: count anything against anyone (I11), or make skipping a question cost something (I14)."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import PASSPHRASE, C, D, E, put, record, stand, takes, weeks_ago

Start = Callable[..., Pilot]
NEVER = re.compile(
    r"\d\s*%|per ?cent|\brank|\bstreak|\bscores?\b|\bmistakes?\b|\bpoints\b|\bbadge|\blevel\b|\bgrade\b"
    r"|\bbetter than\b|\bout of \d",
    re.IGNORECASE,
)


def all_words(pilot: Pilot) -> str:
    """Everything that is shown or spoken of the screen, one a line."""
    return "\n".join(f"{widget.name} {widget.value}" for widget in pilot.ui.tree())


def test_i11_no_pupil_screen_has_a_rank_a_streak_a_percentage_or_a_count_of_mistakes(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    read: dict[str, str] = {"home": all_words(pilot)}

    def look(name: str) -> None:
        pilot.settle()
        read[name] = all_words(pilot)
        assert pilot.screen == name.split(maxsplit=1)[0]

    put(pilot, stand())
    look("play before the first try")
    pilot.press("A bit sure")
    record(pilot, C, D, E)
    look("play")
    record(pilot, E, D, C)
    look("play again")
    pilot.press("My music")
    for n in range(5):
        if pilot.screen != "reflect":
            break
        look(f"reflect {n}")
        pilot.press("Skip")
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    journal.rate(jo, "close", "review", "given", 2, goal=journal.goals(jo)[0].id)
    journal.rate(jo, "sure", "after", "given", 1, task=journal.tasks(jo)[0].id, take=takes(pilot)[-1].id)
    for room in ("music", "my_diary", "make", "pick", "home"):
        pilot.studio.move(Go(room))
        look(room)
    for shelf in ("Grooves", "My pieces"):
        pilot.studio.move(Go("pick"))
        pilot.settle()
        pilot.press(shelf)
        look(f"pick {shelf}")
    pilot.studio.move(Push("goals"))
    look("goals")
    pilot.play(60, 62, 64)
    pilot.studio.move(Go("leaving"))
    look("leaving")
    pilot.press("Decide next time")
    look("who")
    pilot.press("That is me")
    look("found")
    pilot.studio.move(Go("newcomer"))
    look("newcomer")

    assert {name.split()[0] for name in read} >= {
        "home",
        "play",
        "reflect",
        "music",
        "make",
        "pick",
        "goals",
        "leaving",
    }
    assert {name: found.group() for name, words in read.items() if (found := NEVER.search(words))} == {}


def test_i14_skipping_a_question_leads_to_the_same_words_and_screens_as_answering(
    folder: Path, tmp_path: Path, pilot_at: Callable[..., Pilot]
) -> None:
    with weeks_ago(folder, 1) as journal:
        journal.add_pupil("Jo", "bird", "10-12")
    other = tmp_path / "another"
    shutil.copytree(folder, other)
    skipped = asked_twice(pilot_at(folder), "Skip", "Skip")
    answered = asked_twice(pilot_at(other), "Yes", "Calm")

    assert [screen for screen, *_ in skipped] == ["reflect", "reflect", "music"]
    assert "Keep this one?" in skipped[0][1]
    assert "What does this music feel like?" in skipped[1][1]
    assert answered == skipped


def asked_twice(pilot: Pilot, *answers: str) -> list[tuple[str, str, str]]:
    """Keep a take, move on, answer; each screen met on the way, with what it asks and what was said in passing."""
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("That is me")
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.press("My music")
    met = [(pilot.screen, all_words(pilot), pilot.studio.notice)]
    for answer in answers:
        pilot.press(answer)
        if answer == "Calm":
            pilot.press("Done")
        met.append((pilot.screen, all_words(pilot) if pilot.screen == "reflect" else "", pilot.studio.notice))
    pilot.close()
    return met


def test_the_search_for_such_words_finds_them() -> None:
    for words in ("80 %", "3 mistakes", "Your streak", "Rank 2", "High score", "7 out of 10", "Level 3"):
        assert NEVER.search(words), words
    for words in ("Frank's tune", "Play it in all", "The keys work now."):
        assert not NEVER.search(words), words
