"""Who may hear a pupil's voice over their song: nobody but them and the tutor, until they choose otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import words
from studio.lesson.handover import piece_row, row_of
from studio.ui.nodes import Choice, Column, Node, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections.journal import Journal
    from studio.lesson.values import Stand
    from studio.screens.make.room import Make

ASKED = "T9"  # who may hear the music: the same few answers


class VoiceHears:
    """What was chosen for the song that is open, once the journal has said it."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._of: tuple[Stand, str] | None = None  # whose choice was asked for
        self._chosen = "tutor"

    def node(self) -> Node | None:
        """The choice, where whoever is here has a voice in the song; else who hears it when there is one."""
        screen = self._screen
        pupil, stand = screen.lesson.pupil, screen.lesson.stand
        mine = pupil is not None and any(one.who == pupil.id for one in screen.song.voice.passes)
        if not mine or pupil is None or stand is None:
            return Text(say("make.voice for whom"), style="label", tone="text2")
        self._look(stand, pupil.id)
        options = tuple((one.id, one.words, None) for one in words.question(ASKED).choices)
        return Column(
            Text(say("make.who hears my voice"), weight=600),
            Choice("voice-hears", options, self._chosen, self._choose, say("make.who hears my voice")),
            Text(
                say("make.voice for whom") if self._chosen == "tutor" else say("make.voice on pages"),
                style="label",
                tone="text2",
            ),
            gap=6,
        )

    def _look(self, stand: Stand, pupil: str) -> None:
        """Ask the journal once."""
        if self._of is not None and stand.same(self._of[0]) and self._of[1] == pupil:
            return
        self._of, self._chosen = (stand, pupil), "tutor"

        def read(journal: Journal) -> str:
            row = row_of(stand, pupil)
            return journal.who_hears_voice(row, pupil) if row is not None else "tutor"

        def known(chosen: str) -> None:
            if self._of == (stand, pupil):
                self._chosen = chosen
                self._screen.tools.changed()

        self._screen.lesson.ask(read, known, "who may hear a voice")

    def _choose(self, chosen: str) -> None:
        screen, of = self._screen, self._of
        if of is None or chosen == self._chosen:
            return
        (stand, pupil), session = of, screen.lesson.session
        self._chosen = chosen

        def keep(journal: Journal) -> None:
            row, _ = piece_row(journal, pupil, session, stand)
            journal.let_hear_voice(row, pupil, chosen)

        screen.lesson.errand(keep, label="who may hear a voice")
        screen.tools.changed()
