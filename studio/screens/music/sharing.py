"""Sharing a piece: who can hear the music, and who can read the words; asked only when the pupil wants to share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio import words
from studio.asking import Asking
from studio.screens.reflect.room import Reflect
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.lesson import Lesson, Sayable

HEAR, READ = "T9", "T9b"


class Shares(Asking):
    """Both questions of one piece. What is skipped stays as it was."""

    def __init__(self, lesson: Lesson, about: Sayable | None, changed: Callable[[], None]) -> None:
        super().__init__(lesson, wanted=True, changed=changed)
        self.about = about
        self.closing = (say("music.shared"), say("music.shared why"))
        self._opened: dict[str, tuple[str, str, str]] = {}  # prompt -> audience, in words, how it was said

    def begin(self) -> None:
        """Both are put, one after the other."""
        pupil = self._pupil
        if pupil is None or self.about is None:
            self._finish()
            return
        self._queue = [words.question(prompt) for prompt in (HEAR, READ)]
        self._next()

    def _linkable(self) -> tuple[records.Goal, ...]:
        return ()

    def answer(self, value: str, how: str) -> None:
        """One of those who may."""
        question = self.question
        if question is None:
            return
        words = next(choice.words for choice in question.choices if choice.id == value)
        prompt = question.prompt
        self._give(lambda: self._opened.update({prompt: (value, words, how)}))

    def _finish(self) -> None:
        self.keep()
        opened, self._opened = self._opened, {}
        pupil, about = self._pupil, self.about
        if opened and pupil is not None and about is not None:
            piece, here, kept = about.piece, self._here, set[str]()
            self._lesson.errand(lambda journal: share(journal, pupil.id, piece, opened, here, kept), label="share")
        super()._finish()


def share(
    journal: Journal,
    pupil: str,
    piece: str,
    opened: dict[str, tuple[str, str, str]],
    session: str | None,
    kept: set[str],
) -> None:
    """Open the words of a piece and its music to those who may, and keep what was chosen. On the writer.

    `kept` are the choices the journal has already: tried again, none is said twice.
    """
    said = [one for one in journal.reflections(pupil) if one.piece == piece]
    before = next((one.who_hears for one in reversed(said) if one.prompt == HEAR), "tutor")
    hears = opened[HEAR][0] if HEAR in opened else before
    for one in said:
        reads = opened[READ][0] if READ in opened and one.prompt not in {HEAR, READ} else one.who_reads
        if (one.who_reads, one.who_hears) != (reads, hears):
            journal.let_read(one.id, who_reads=reads, who_hears=hears)
    for prompt, (_, chosen, how) in opened.items():
        if prompt not in kept:  # that they chose, and whom, is for the tutor to see
            journal.reflect(
                pupil, prompt, said_by=how, body=chosen, voice="me", piece=piece, session=session, who_hears=hears
            )
            kept.add(prompt)


class Sharing(Reflect):
    """The two questions, answered in every way a question can be; then back to my music."""

    name = "sharing"
    room = "music"

    def __init__(self, tools: Any, *, about: Sayable | None = None) -> None:
        super().__init__(tools, then="")
        self.asking = Shares(tools.lesson, about, self._new_question)

    def leave_it(self) -> None:
        """Back to my music."""
        self.to_music()
