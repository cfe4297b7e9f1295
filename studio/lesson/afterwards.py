"""What a group says of the take it made last: all at once, aloud to each other, and what may go home; each word is one pupil's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.lesson.together import Together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections.journal import Journal
    from studio.lesson.values import Sayable


class Afterwards(Together):
    """Nothing here is a screen's to show; a pupil's words go to the journal as theirs."""

    def keep_answers(self, prompt: str, given: dict[str, str | None], words: Mapping[str, str]) -> None:
        """What each pupil answered when all were asked is theirs alone; a skip keeps nothing but that they were asked.

        `words` are those of the choices, by their ids.
        """
        last, session = self.last_together, self.session.id if self.session else None
        if last is None or last.id is None:
            return
        take, piece = last.id, last.setting.piece
        given = {pupil: choice for pupil, choice in given.items() if pupil not in last.answered}
        last.answered |= given.keys()
        kept: set[str] = set()  # tried again, nobody says it twice

        def keep(journal: Journal) -> None:
            for pupil, choice in given.items():
                if pupil in kept:
                    continue
                if choice is not None:
                    body = words[choice]
                    journal.reflect(pupil, prompt, said_by="keys", body=body, session=session, take=take, piece=piece)
                journal.note_asked(pupil, prompt, piece=piece, session=session)
                kept.add(pupil)

        self.errand(keep, lambda _done: self._see_what_all_are_due(take), "what all said", whoever=True)

    def keep_going_along(self, given: Mapping[str, str | None]) -> None:
        """Whether each pupil's part may sound in what the others take home: a yes or a no; who said neither is asked no more.

        Where nobody has answered or skipped, nobody was asked.
        """
        last = self.last_together
        if last is None or last.id is None or not given:
            return
        take, last.asked_home = last.id, True
        said = {pupil: choice for pupil, choice in given.items() if choice and pupil in set(last.pupils) - last.undone}

        def keep(journal: Journal) -> None:
            for pupil, choice in said.items():
                journal.let_go_along(pupil, take, yes=choice == "yes")

        self.errand(keep, label="what may go along", whoever=True)

    def told_peer(self, pupil: str, to: str) -> None:
        """One has told another aloud what they liked, and the tutor has pressed that it was so: once for a take."""
        last = self.last_together
        if last is None or (pupil, to) in last.told:
            return
        rows = last.told[pupil, to] = list[str]()

        def tell(journal: Journal) -> None:
            if not rows:
                rows.append(journal.tell_peer(pupil, to))

        self.errand(tell, label="that it was said", whoever=True)

    def untold_peer(self, pupil: str, to: str) -> None:
        """It was not said after all."""
        last = self.last_together
        rows = last.told.pop((pupil, to), None) if last is not None else None
        if rows is None:
            return

        def untell(journal: Journal) -> None:
            for row in rows:
                journal.untell_peer(row)

        self.errand(untell, label="that it was not", whoever=True)

    def about_last(self, pupil: str) -> Sayable | None:
        """What a pupil may say of the take they made together; None where it is not kept, or they were not in it."""
        last = self.last_together
        if last is not None and pupil in last.beside:
            return last.beside[pupil]
        own = self.sayable if self.pupil is not None and self.pupil.id == pupil else None
        seat = next((seat for seat in self.seats if seat.pupil is not None and seat.pupil.id == pupil), None)
        about = own or (seat.kept.get("sayable") if seat is not None else None)
        return about if about is not None and last is not None and about.take == last.id else None
