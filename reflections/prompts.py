"""When something is asked, and in which words: the rules of asking, pure, over the situation and what was asked before.

If in doubt, ask less. At most once a piece and twice a session (once in a lesson under 40 minutes), only on something
kept, when the pupil moves on, never between two tries. The words lie in assets/prompts, one file a language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from reflections.records import REGISTERS, Choice, Question, Scale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflections.records import Asked, Goal, Programme, Rating, Task, Tool

SHORT_LESSON_MINUTES = 40
TIMES_A_SESSION, TIMES_A_SHORT_LESSON = 2, 1
QUESTIONS_A_TIME = 4
LIGHT_SESSIONS = 2  # the first two: play first
GOALS_FROM_SESSION = 3
ROTATING = ("T2", "T6", "T3", "T4", "T10")
_LIGHT_ROTATING = ("T2", "T6")
_LED = "L3"
ALL_AT_ONCE = "T4"
"""What a group is asked of a take, each on their own keys."""
_AFTER = ("T8", "T1", *ROTATING, "T11", "T7", _LED)
_SUNG_KINDS = ("song", "own")
_CHIPS = 3
_KINDS = {
    "B1": "scale", "T1": "scale", "P5": "scale", "G5": "ladder", "T2": "chips", "T3": "chips", "T4": "chips",
    "T7": "chips", "T9": "chips", "T9b": "chips", "G6": "chips", "P3": "chips", "T8": "keep",
}  # fmt: skip
_CONSTRUCTS = {"scale": "sure", "ladder": "close"}
_MOST = {"T2": 2}
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the rules look at, of one pupil: the lesson, the piece just left, and every question put before."""

    session: str | None
    session_number: int  # of this pupil, from 1
    minutes: int  # planned for this lesson
    piece: str | None
    piece_kind: str = ""
    kept: bool = False  # a take or version of the piece stays
    moving_on: bool = False  # leaving the piece; False between two tries
    just_music: bool = False
    went_back: bool = False  # the pupil went back over something
    asked: tuple[Asked, ...] = ()
    task: Task | None = None  # what the takes were about
    before: Rating | None = None  # the answer to B1 on that task
    toolkit: tuple[Tool, ...] = ()
    register: str = REGISTERS[0]
    language: str = _ENGLISH
    scales: tuple[Scale, ...] = ()  # as the journal has them now: what is asked is what is kept
    version: str | None = None  # what was kept, where it is a version that no task was named of
    version_words: str = ""  # its name
    for_goal: bool = False  # what was kept is for a goal
    led: bool = False  # this pupil led the others in it


def flow(situation: Situation) -> tuple[Question, ...]:
    """Return what is asked now that the pupil moves on from something kept, one a screen; () most of the time.

    Already saved, then: T8, T1 on B1's task, one rotating question (T10 with T11 where there is room), T7. In sessions 1 and
    2: T8 and T2 or T6. Whoever led is asked L3 for the rotating one, and also where all have answered a question at once: that
    is one conversation. A version that no task was named of, and that is for a goal, is asked of itself how sure it made.
    """
    if not may_ask(situation):
        return _after_leading(situation)
    asks = [_ask("T8", situation)]
    if situation.session_number <= LIGHT_SESSIONS:
        return (*asks, _ask(_rotate(situation, _LIGHT_ROTATING), situation))
    if situation.task is not None and situation.before is not None and situation.before.answer == "given":
        asks.append(_sure("T1", "after", situation.task, situation))
    elif situation.version is not None and situation.task is None and situation.for_goal:
        about = situation.version_words
        asks.append(replace(_ask("T1", situation), moment="after", about=about, version=situation.version))
    room = QUESTIONS_A_TIME - len(asks) - 1  # one for T7, which is what comes back next time
    if situation.minutes < SHORT_LESSON_MINUTES:
        room -= sum(past.prompt in _ASKED_ALREADY for past in _here(situation))
    if room > 0:
        asks.append(_ask(_LED if situation.led else _rotate(situation, _rotating(situation)), situation))
    if room > 1 and asks[-1].prompt == "T10":
        asks.append(_ask("T11", situation))  # whether T10 was answered or skipped: skipping changes no screen
    return (*asks, _try_next(situation))


def may_ask(situation: Situation) -> bool:
    """Say whether this is a moment to ask at all: the caps, and never between two tries."""
    if situation.just_music or not (situation.kept and situation.moving_on):
        return False
    times = _times(situation)
    return situation.piece not in times and len(times) < _most_times(situation)


def _times(situation: Situation) -> set[str | None]:
    return {past.piece for past in _here(situation) if past.prompt in _AFTER}


def _most_times(situation: Situation) -> int:
    return TIMES_A_SHORT_LESSON if situation.minutes < SHORT_LESSON_MINUTES else TIMES_A_SESSION


def _after_leading(situation: Situation) -> tuple[Question, ...]:
    """Put L3 to whoever led, where all of this piece was one question that everybody answered at once; else the caps hold."""
    if not (situation.led and situation.kept and situation.moving_on) or situation.just_music:
        return ()
    of_this = [past.prompt for past in _here(situation) if past.piece == situation.piece and past.prompt in _AFTER]
    if situation.session_number <= LIGHT_SESSIONS or of_this != [ALL_AT_ONCE]:
        return ()
    others = _times(situation) - {situation.piece}
    return (_ask(_LED, situation),) if len(others) < _most_times(situation) else ()


def before(task: Task, situation: Situation) -> Question | None:
    """Return B1 for a task that is linked to a goal, once; never in the first two sessions, once a lesson."""
    if situation.just_music or situation.session_number <= LIGHT_SESSIONS or task.goal is None:
        return None
    put = {past.prompt for past in _here(situation)}
    if situation.before is not None or "B1" in put or (_is_short(situation) and put & _ASKED_ALREADY):
        return None
    if _used_up(situation):
        return None
    return _sure("B1", "before", task, situation)


def about_goal(goal: Goal, ratings: Sequence[Rating], situation: Situation) -> Question | None:
    """Return the next thing that is not known of a goal (why, first step, know by, how close), one a session.

    From session 3 on; what was asked once and skipped is not asked again.
    """
    if situation.just_music or situation.session_number < GOALS_FROM_SESSION or goal.state not in {"wish", "active"}:
        return None
    if _goal_asked_here(situation):
        return None
    put = {past.prompt for past in situation.asked}
    known = (goal.why, goal.first_step, goal.know_by, any(rating.goal == goal.id for rating in ratings))
    for prompt, there in zip(_GOAL_ASKS, known, strict=True):
        if not there and prompt not in put:
            return replace(_ask(prompt, situation), about=goal.words, goal=goal.id)
    return None


def still_wanted(goal: Goal, programme: Programme, situation: Situation, today: date) -> Question | None:
    """Return G6 for a live goal, once a programme: on its own day, or when half of the sessions are behind.

    Never beside another question about a goal in one session.
    """
    half = programme.held * 2 >= programme.planned_sessions
    due = goal.review_on is not None and goal.review_on <= today
    if situation.just_music or goal.state != "active" or not (due or half):
        return None
    since = [past for past in situation.asked if past.at.date() >= programme.starts]
    if any(past.prompt == "G6" for past in since) or _goal_asked_here(situation):
        return None
    return replace(_ask("G6", situation), about=goal.words, goal=goal.id)


def question(prompt: str, register: str = REGISTERS[0], language: str = _ENGLISH) -> Question:
    """Return one prompt as a question, with its choices where it has some."""
    table = _table(language)["registers"][register]
    kind = _KINDS.get(prompt, "words")
    found = tuple(Choice(one["id"], one["words"]) for one in table["choices"].get(prompt, ()))
    if kind in _CONSTRUCTS:
        construct = _CONSTRUCTS[kind]
        asked = Question(prompt, table["words"][prompt], kind, construct=construct, moment=_moment(prompt))
        return _on(scale(construct, language), asked)
    return Question(prompt, table["words"][prompt], kind, found, most=_MOST.get(prompt, 1))


def words(prompt: str, register: str = REGISTERS[0], language: str = _ENGLISH, **filled: object) -> str:
    """Return the words of a prompt; `filled` are its places ({n}, {words}). Numbers come from the service's settings."""
    table = _table(language)
    text: str = table["registers"][register]["words"][prompt]
    return text.format(**{**table["numbers"], **filled}) if "{" in text else text


def fixed(register: str = REGISTERS[0], language: str = _ENGLISH) -> tuple[str, ...]:
    """Name the prompts that are said as they stand, with nothing filled in: those that an adult can record."""
    table = _table(language)["registers"][register]["words"]
    return tuple(prompt for prompt, text in table.items() if "{" not in text)


def is_checked(language: str) -> bool:
    """Say whether somebody who speaks the language has read its prompts; False where it has none."""
    table = _table(language)
    return bool(table["language"] == language and table["checked"])


def english_beneath(prompt: str, register: str = REGISTERS[0], language: str = _ENGLISH) -> str:
    """Return the English to show under a safety line whose translation nobody has checked yet; else ""."""
    table = _table(language)
    return "" if table["checked"] or prompt not in table["safety"] else words(prompt, register)


def need_help_alone(register: str = REGISTERS[0], language: str = _ENGLISH, *, number: str = "") -> str:
    """Return what is said when a pupil asks for help with no adult at the screen; `number` is the service's own."""
    number = number or str(_table(language)["numbers"]["number"])
    first = words("H3", register, language, number=number) if number else words("H3b", register, language)
    return f"{first} {words('H4', register, language)}"


def scale(construct: str, language: str = _ENGLISH) -> Scale:
    """Return the scale of a construct as it ships; the journal gives it its version."""
    given = _table(language)["scales"][construct]
    return Scale("", construct, 0, given["minimum"], given["maximum"], given["wording"], tuple(given["anchors"]))


def in_language(given: Scale, language: str) -> Scale:
    """Return a version of a scale in the words of a language: the same version, where it says what ships in English."""
    shipped, own = scale(given.construct), scale(given.construct, language)
    same = (given.wording, given.anchors) == (shipped.wording, shipped.anchors)
    return replace(given, wording=own.wording, anchors=own.anchors) if same else given


def step_in(words: str, construct: str, language: str) -> str:
    """Return a step of a scale in the words of a language, where it is one of those that ship in English; else as it is."""
    shipped = _table(_ENGLISH)["scales"].get(construct, {}).get("anchors", ())
    return scale(construct, language).anchors[shipped.index(words)] if words in shipped else words


def chosen(rating: Rating, language: str) -> str:
    """Return what was chosen on a scale, in the words of a language; "" where nothing was given."""
    return step_in(rating.words, rating.construct, language)


_GOAL_ASKS = ("G2", "G3", "G4", "G5")
_ASKED_ALREADY = {"B1", *_GOAL_ASKS, "G6"}  # in a short lesson one of them is all there is room for


def _is_short(situation: Situation) -> bool:
    return situation.minutes < SHORT_LESSON_MINUTES


def _used_up(situation: Situation) -> bool:
    """Whether a short lesson had all its questions, whatever they were about."""
    return _is_short(situation) and len(_here(situation)) >= QUESTIONS_A_TIME


def _goal_asked_here(situation: Situation) -> bool:
    """Whether a question about a goal was put in this session; in a short one how sure before counts, or four of any."""
    if _used_up(situation):
        return True
    put = {past.prompt for past in _here(situation)}
    return bool(put & (_ASKED_ALREADY if _is_short(situation) else _ASKED_ALREADY - {"B1"}))


def _here(situation: Situation) -> list[Asked]:
    return [past for past in situation.asked if past.session == situation.session]


def _rotating(situation: Situation) -> tuple[str, ...]:
    """Return the rotating questions that fit: T4 after going back over something, T10 for what has a story."""
    if situation.went_back and _last_rotating(situation) != "T4":
        return ("T4",)
    sung = situation.piece_kind in _SUNG_KINDS
    return tuple(p for p in ROTATING if p != "T4" and (p != "T10" or sung))


def _rotate(situation: Situation, among: tuple[str, ...]) -> str:
    """Choose the one that was put longest ago, which of several is never the one put last."""
    put = {past.prompt: n for n, past in enumerate(situation.asked)}
    return min(among, key=lambda p: (put.get(p, -1), among.index(p)))


def _last_rotating(situation: Situation) -> str:
    return next((past.prompt for past in reversed(situation.asked) if past.prompt in ROTATING), "")


def _try_next(situation: Situation) -> Question:
    """Put T7 with three chips: the pupil's own tools first, ours to fill up."""
    plain = _ask("T7", situation)
    own = [Choice(tool.words, tool.words) for tool in situation.toolkit[:_CHIPS]]
    said = {choice.words.casefold() for choice in own}
    fill = [choice for choice in plain.choices if choice.words.casefold() not in said]
    return replace(plain, choices=tuple((own + fill)[:_CHIPS]))


def _sure(prompt: str, moment: str, task: Task, situation: Situation) -> Question:
    return replace(_ask(prompt, situation), moment=moment, about=task.words, task=task.id)


def _ask(prompt: str, situation: Situation) -> Question:
    asked = question(prompt, situation.register, situation.language)
    given = next((given for given in situation.scales if given.construct == asked.construct), None)
    return _on(in_language(given, situation.language), asked) if given is not None else asked


def _on(given: Scale, asked: Question) -> Question:
    """Put a question with the steps of one version of its scale."""
    steps = tuple(Choice(str(n), anchor) for n, anchor in enumerate(given.anchors, start=given.minimum))
    return replace(asked, choices=steps, scale=given.id or None)


def _moment(prompt: str) -> str:
    return {"B1": "before", "T1": "after", "P5": "looking back"}.get(prompt, "review")


@cache
def _table(language: str) -> Any:
    """Read one language; English where there is none."""
    file = resources.files("assets") / "prompts" / f"{language}.json"
    if not file.is_file():
        return _table(_ENGLISH)
    return json.loads(file.read_text(encoding="utf-8"))
