"""What the tutor writes about one pupil: two lines to a role, shown to the pupil first, and a card for peers without a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio import files
from studio.lesson import sentence
from studio.papers import casecard
from studio.screen import Go
from studio.screens.tutor.left_by_hand import called
from studio.screens.tutor.tab import Tab, captioned, words
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Progress, Row, Space, Text, Toggle
from studio.words import day, say

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal

TAKES_OFFERED = 3
LEFT_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Written:
    """What the tab shows; `takes` are the latest, with their names."""

    notes: tuple[records.NoteOut, ...]
    cards: tuple[records.CaseCard, ...]
    takes: tuple[tuple[str, str], ...]
    shares: tuple[records.ShareEvent, ...]


class NotesTab(Tab[Written]):
    """Drafts on the left, those that wait for somebody first; the card on the right."""

    about = "notes to others"
    _take = ""
    _take_yes = False
    _making: object = None  # the page that is being made now
    _share = 0.0

    def gather(self, journal: Journal) -> Written:
        """Read it. On the writer."""
        pupil = self.pupil.id
        cards = tuple(card for card in journal.case_cards() if card.pupil == pupil)
        return Written(journal.note_outs(pupil), cards, _latest(journal, pupil), journal.shares(pupil))

    def shown(self, found: Written) -> Node:
        """Both."""
        return Row(
            Column(
                *[self._note(one) for one in found.notes if one.sent_at is None],
                self._draft(),
                *[self._note(one) for one in reversed(found.notes) if one.sent_at is not None],
                _what_left(found.shares),
                gap=12,
                grow=1,
            ),
            Column(self._card(found), *[self._kept(one) for one in found.cards], gap=12, grow=1),
            gap=16,
            align="start",
        )

    def leave(self) -> None:
        """A page that is being made is given up."""
        self._making = None

    def update(self, now: float) -> None:
        """The bar moves."""
        del now
        if self._making is not None:
            self.tools.changed()

    # -- two lines to a role ------------------------------------------------------------------------------------------
    def _draft(self) -> Node:
        return Card(
            Column(
                Text(words("notes title"), style="h2"),
                Text(words("notes told", name=self.pupil.shown), tone="text2"),
                self.box("note-role", words("notes role"), most=80),
                self.box("note-words", words("notes words"), lines=2),
                Row(Space(), Button("draft", words("notes draft"), self._keep_draft, icon="pencil", kind="primary")),
            )
        )

    def _keep_draft(self) -> None:
        role, said, pupil = self.typed("note-role"), self.typed("note-words"), self.pupil.id
        self.change(lambda journal: journal.draft_note_out(pupil, role, said), "note-role", "note-words")

    def _note(self, one: records.NoteOut) -> Node:
        ways: list[Node | None]
        if one.sent_at is not None:
            state, ways = words("notes sent", day=day(one.sent_at)), []
        elif one.pupil_saw_at is not None:
            state = words("notes yes", name=self.pupil.shown)
            ways = [
                Button(f"send-{one.id}", words("notes send"), partial(self._send, one), icon="send", kind="primary")
            ]
        else:
            state = words("notes unseen", name=self.pupil.shown)
            show = words("notes show", name=self.pupil.shown)
            ways = [Button(f"show-{one.id}", show, partial(self._show, one), icon="eye", kind="primary")]
        return Card(
            Column(
                Text(words("notes to", role=one.to_role), weight=600),
                Text(one.words),
                Text(state, style="label", tone="text2"),
                Row(
                    Button(
                        f"drop-{one.id}", words("brief drop"), partial(self._drop, one), kind="quiet", hint=one.words
                    ),
                    Space(),
                    *ways,
                )
                if ways
                else None,
                gap=8,
            ),
            pad=12,
        )

    def _show(self, one: records.NoteOut) -> None:
        """To the pupil alone: whoever else sits there says bye first."""
        here = self.lesson.pupil
        if self.lesson.guest or (here is not None and here.id != self.pupil.id):
            self.tools.say(words("notes somebody"))
            return
        self.tools.move(Go("note", {"pupil": self.pupil.id, "note": one.id}))

    def _send(self, one: records.NoteOut) -> None:
        self.change(lambda journal: journal.send_note_out(one.id), said=words("notes gone", role=one.to_role))

    def _drop(self, one: records.NoteOut) -> None:
        self.change(lambda journal: journal.drop_note_out(one.id))

    # -- a card for peers ---------------------------------------------------------------------------------------------
    def _card(self, found: Written) -> Node:
        takes = (("", words("card no take")), *found.takes)
        return Card(
            Column(
                Text(words("card title"), style="h2"),
                Text(words("card told"), tone="text2"),
                *[self.box(f"card-{name}", words(f"card {name}"), most=500, lines=2) for name in casecard.LINES],
                captioned(words("card take"), Choice("card-take", takes, self._take, self._pick, words("card take")))
                if found.takes
                else None,
                Toggle("card-yes", words("card yes", name=self.pupil.shown), self._take_yes, self._say_yes)
                if self._take
                else None,
                Row(Space(), Button("keep-card", words("save"), self._keep_card, icon="check", kind="primary")),
            )
        )

    def _pick(self, take: str) -> None:
        self._take, self._take_yes = take, False
        self.tools.changed()

    def _say_yes(self, yes: bool) -> None:
        self._take_yes = yes
        self.tools.changed()

    def _keep_card(self) -> None:
        lines = {name: self.typed(f"card-{name}") for name in casecard.LINES}
        pupil, take, yes = self.pupil.id, self._take or None, self._take_yes

        def keep(journal: Journal) -> None:
            journal.keep_case_card(pupil, take=take, take_yes=yes, **lines)

        self.change(keep, *[f"card-{name}" for name in casecard.LINES], said=words("card kept"))

    def _kept(self, card: records.CaseCard) -> Node:
        first = next((getattr(card, name) for name in casecard.LINES if getattr(card, name)), "")
        bar = Progress("making-card", words("card making"), self._share, self.leave)
        page = Button(f"card-{card.id}", words("card page"), partial(self._make, card), icon="printer", hint=first)
        return Card(
            Row(
                Icon("file-text", 20, "text2"),
                Column(Text(first), Text(day(card.made_at), style="label", tone="text2"), gap=2, grow=1),
                bar if self._making is not None else page,
            ),
            pad=12,
        )

    def _make(self, card: records.CaseCard) -> None:
        """Read on the writer, rendered and written beside the loop."""
        self.lesson.ask(lambda journal: casecard.gather(journal, card), self._write, self.about, whoever=True)

    def _write(self, card: casecard.Card) -> None:
        path, order = files.documents() / f"{words('card file')}.html", object()
        self._share, self._making = 0.0, order

        def done(share: float) -> None:
            """On the worker: only a number is set, the next frame draws it."""
            self._share = share

        def make() -> Path:
            sound = casecard.sound_of(card, done, lambda: self._making is not order)
            return files.add(path, casecard.page(card, sound), mine=True)

        def made(where: Path) -> None:
            self._making = None
            self.tools.say(words("saved in", where=where))

        def failed(error: Exception) -> None:
            if self._making is order:
                self._making = None
                self.tools.say(sentence(error))

        self.tools.background.worker.put(make, made, failed, "a case card")
        self.tools.changed()


def _latest(journal: Journal, pupil: str) -> tuple[tuple[str, str], ...]:
    """The latest take of the pieces the pupil played, named."""
    found = [(piece, journal.latest_take(piece.id)) for piece in journal.pieces(pupil)[:TAKES_OFFERED]]
    return tuple(
        (take.id, words("kept take", title=piece.title, day=day(take.made_at))) for piece, take in found if take
    )


def _what_left(shares: tuple[records.ShareEvent, ...]) -> Node | None:
    """Pages, sounds, packs and notes that left, the latest first: to whom, and whose yes it was."""
    if not shares:
        return None
    return Card(
        Column(
            Text(say("tutor_evidence.left title"), style="h2"),
            *[
                Column(
                    Text(say("tutor_evidence.left row", what=called(one.what), to=called(one.to_whom))),
                    Text(
                        say(
                            "tutor_evidence.left why",
                            day=day(one.at.astimezone()),
                            basis=say(f"tutor_evidence.basis {one.basis}"),
                            saw=say(f"tutor_evidence.{'seen' if one.pupil_saw_it else 'not seen'}"),
                        ),
                        style="label",
                        tone="text2",
                    ),
                    gap=2,
                )
                for one in reversed(shares[-LEFT_SHOWN:])
            ],
        ),
        pad=12,
    )
