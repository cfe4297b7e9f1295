"""How a programme ends, planned or not, and the pack that goes with the pupil: looked at, made with its progress, given out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from reflections import prompts
from reflections.pages.marks import where as where_of
from reflections.pages.marks import why
from reflections.records import ENDINGS
from studio import files
from studio import words as speaking
from studio.lesson import sentence
from studio.papers import drawing, pack, sealing
from studio.screen import Push
from studio.screens.music.outgoing import MINE
from studio.screens.music.take_home import AUDIENCES
from studio.screens.tutor.tab import Tab, captioned, today, words
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Progress, Row, Space, Text
from studio.words import beside, day, options, say

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal

MOVED = "moved"
KEPT_DAYS = (91, 365, 1096)
FOR_A_ROLE = "chosen"  # whom the pupil picked


@dataclass(frozen=True, slots=True)
class Ended:
    """What the tab shows."""

    programme: records.Programme
    endings: tuple[records.Ending, ...]
    half_done: tuple[records.Piece, ...]


@dataclass(slots=True, eq=False)
class Order:
    """One pack that was asked for; `sealed` is what lay ready."""

    audience: str
    folder: str
    contents: pack.Contents | None = None
    sealed: bytes | None = None
    making: bool = False
    done: float = 0.0


class EndingTab(Tab[Ended]):
    """The pack can be made on any day; an ending only names it."""

    about = "the ending"
    _kind = ENDINGS[0]
    _audience: str | None = None  # as chosen here
    _order: Order | None = None

    def gather(self, journal: Journal) -> Ended:
        """Read it. On the writer."""
        pupil = self.pupil.id
        return Ended(journal.programme(pupil), journal.endings(pupil), journal.half_done(pupil))

    def leave(self) -> None:
        """A pack that is being made is given up, and nothing of it is written."""
        self._order = None

    def update(self, now: float) -> None:
        """The bar moves."""
        del now
        if self._order is not None and self._order.making:
            self.tools.changed()

    def shown(self, found: Ended) -> Node:
        """How it stands on the left; the pack on the right."""
        ended = found.programme.status in {"ended", MOVED}
        return Row(
            Column(
                self._has_ended(found) if ended else self._end(found),
                *self._before(found),
                self._everything(),
                self._erase(),
                gap=16,
                grow=1,
            ),
            Column(self._pack(self._for_whom(found)), gap=16, grow=1),
            gap=16,
            align="start",
        )

    # -- the ending ---------------------------------------------------------------------------------------------------
    def _end(self, found: Ended) -> Node:
        kinds = tuple((kind, words(f"ending {kind}")) for kind in ENDINGS)
        titles = beside(*(piece.title for piece in found.half_done[:4]))
        return Card(
            Column(
                Text(words("ending title"), style="h2"),
                captioned(
                    words("ending kind"), Choice("ending-kind", kinds, self._kind, self._set_kind, words("ending kind"))
                ),
                Text(words("sessions half done", titles=titles), tone="text2")
                if titles and self._kind == ENDINGS[0]
                else None,
                self.box("handed-to", words("ending role"), most=80)
                if self._kind == MOVED
                else self.box("give-to", prompts.words("E2", self.pupil.register), placeholder=words("ending theirs")),
                Row(Space(), Button("end-it", words("ending end"), self._end_it, icon="check")),
            )
        )

    def _set_kind(self, kind: str) -> None:
        self._kind, self._audience = kind, None
        self.tools.changed()

    def _end_it(self) -> None:
        pupil, kind = self.pupil.id, self._kind
        to = self.typed("handed-to") if kind == MOVED else ""
        give, adult = "" if kind == MOVED else self.typed("give-to"), self.adult
        self.change(
            lambda journal: journal.end_programme(pupil, kind, handed_to=to, give_to=give, seen_by=adult),
            "handed-to",
            "give-to",
            said=words("ending ended"),
        )
        self.lesson.refresh_house()  # who has moved on is in no group any more
        self.tools.get_ready((pupil,))

    def _has_ended(self, found: Ended) -> Node:
        return Card(
            Column(
                Text(words("sessions ended"), style="h2"),
                Text(words("ending open"), tone="text2"),
                Row(Button("reopen", words("ending reopen"), self._reopen, icon="rotate-ccw", kind="primary"), Space()),
                *self._kept(found.programme),
            )
        )

    def _kept(self, programme: records.Programme) -> list[Node]:
        """Until when all of it stays; on that day somebody decides, and nothing goes by itself."""
        until = programme.keep_until
        told = say("tutor_erasing.kept until", day=day(until)) if until else say("tutor_erasing.kept no day")
        return [
            Text(say("tutor_erasing.kept"), weight=600),
            Text(told, tone="text2"),
            Row(
                *[
                    Button(f"keep-{days}", say(f"tutor_erasing.keep {days}"), partial(self._keep, days))
                    for days in KEPT_DAYS
                ],
                Button("keep-0", say("tutor_erasing.keep 0"), partial(self._keep, 0), kind="quiet") if until else None,
                wrap=True,
            ),
        ]

    def _keep(self, days: int) -> None:
        """From today; none is no day."""
        pupil, until = self.pupil.id, today() + timedelta(days=days) if days else None
        self.change(lambda journal: journal.keep_until(pupil, until))

    def _reopen(self) -> None:
        pupil = self.pupil.id
        self.change(lambda journal: journal.reopen(pupil), said=words("ending goes on"))

    def _before(self, found: Ended) -> list[Node]:
        return [
            Row(Icon("calendar", 20, "text2"), Text(ending_words(one), tone="text2", grow=1), align="start")
            for one in found.endings
        ]

    def _everything(self) -> Node:
        """What the law gives whoever is written about."""
        way = Button("to-held", say("tutor_held.way"), self._to_held, icon="folder-output", kind="quiet")
        return Card(Row(Text(say("tutor_held.way told"), tone="text2", grow=1), way, wrap=True), pad=12)

    def _to_held(self) -> None:
        self.tools.move(Push("held", {"pupil": self.pupil.id}))

    def _erase(self) -> Node:
        """Where the law, or the pupil, wants nothing kept; or somebody wants it all kept for now."""
        way = Button("to-erase", say("tutor_erasing.way"), self._to_erase, icon="eraser", kind="quiet")
        return Card(Row(Text(say("tutor_erasing.way told"), tone="text2", grow=1), way, wrap=True), pad=12)

    def _to_erase(self) -> None:
        self.tools.move(Push("erase", {"pupil": self.pupil.id}))

    # -- the pack -----------------------------------------------------------------------------------------------------
    def _for_whom(self, found: Ended) -> str:
        """Of whom has moved on, or is said to, the pack goes to a role: then it holds only what the pupil opened."""
        moved = found.programme.status == MOVED or (self._kind == MOVED and found.programme.status != "ended")
        return self._audience or (FOR_A_ROLE if moved else MINE)

    def _pack(self, audience: str) -> Node:
        order = self._order
        if order is not None and order.making:
            return Card(Progress("packing", words("pack making"), order.done, self.leave))
        if order is not None and order.contents is not None:
            return self._look(order, order.contents)
        return Card(
            Column(
                Text(words("pack title"), style="h2"),
                Text(words("pack told"), tone="text2"),
                captioned(
                    words("pack for"),
                    Choice("pack-for", options("music.audience", AUDIENCES), audience, self._let, words("pack for")),
                ),
                Text(say("music.it holds only what"), style="label", tone="text2") if audience != MINE else None,
                self.box("pack-folder", words("pack folder"), str(files.documents()), most=400, drafted=False),
                Text(words("pack file read"), style="label", tone="text2"),
                Row(
                    Space(),
                    Button("pack", words("pack make"), partial(self._ask, audience), icon="package", kind="primary"),
                ),
            )
        )

    def _look(self, order: Order, contents: pack.Contents) -> Node:
        """Words that may name somebody: an adult looks before anything is written."""
        marked = contents.materials.marked
        return Card(
            Column(
                Text(words("pack look"), style="h2"),
                *[
                    Text(words("pack marked", words=one.words, where=where_of(one, speaking), why=why(one, speaking)))
                    for one in marked
                ],
                Row(
                    Button("no-pack", words("not now"), self.leave, kind="quiet"),
                    Space(),
                    Button("looked", words("pack looked"), partial(self._make, order), icon="check", kind="primary"),
                ),
            )
        )

    def _let(self, audience: str) -> None:
        self._audience = audience
        self.tools.changed()

    def _ask(self, audience: str) -> None:
        pupil, folder = self.pupil.id, self.tools.folder
        order = self._order = Order(audience, self.typed("pack-folder", str(files.documents())))

        def read(journal: Journal) -> tuple[pack.Contents, bytes | None]:
            contents = pack.gather(journal, pupil, order.audience)
            ready = order.audience == MINE and pack.is_ready(journal, folder, contents)
            return contents, pack.unseal(folder, pupil, sealing.key_of(journal, pupil)) if ready else None

        def known(found: tuple[pack.Contents, bytes | None]) -> None:
            if self._order is not order:
                return
            order.contents, order.sealed = found
            if order.audience != MINE and not found[0].materials.evidence.pieces:
                self._order = None
                self.tools.say(say("music.the pupil has opened"))
            elif not found[0].materials.marked:
                self._make(order)
            else:
                self.tools.focus("no-pack")
            self.tools.changed()

        self.lesson.ask(read, known, "a pack", whoever=True)

    def _make(self, order: Order) -> None:
        """What lies ready is given out as it is; else it is made now, beside the loop."""
        contents, name = order.contents, files.named_for(self.pupil, self.lesson.house.pupils)
        if contents is None:
            return
        order.making = True
        where = files.typed(order.folder) / f"{name} - {words('pack file')}.zip"

        def progress(done: float, told: str) -> None:
            """On the worker: only a number is set, the next frame draws it."""
            del told
            order.done = done

        def make() -> Path:
            data = order.sealed or pack.make(contents, progress, lambda: self._order is not order)
            return files.add(where, data, mine=True)

        self.tools.background.worker.put(make, partial(self._made, order), partial(self._failed, order), "a pack")
        self.tools.changed()

    def _made(self, order: Order, where: Path) -> None:
        """That it was given out is kept: to the role it was handed to, where the pupil moved on."""
        pupil, last = self.pupil.id, self.found.endings[-1:] if self.found else ()
        roles = [one.handed_to for one in last if one.handed_to and not one.reopened_on]
        to = roles[0] if roles and order.audience == FOR_A_ROLE else order.audience
        self.lesson.errand(lambda journal: journal.shared(pupil, "a pack", to), label="what left", whoever=True)
        if self._order is order:
            self._order = None
            self.tools.say(words("saved in", where=where))

    def _failed(self, order: Order, error: Exception) -> None:
        if self._order is order and not isinstance(error, drawing.Stopped):
            self._order = None
            self.tools.say(words("pack elsewhere") if isinstance(error, OSError) else sentence(error))


def ending_words(one: records.Ending) -> str:
    """How it ended, and whether it went on."""
    kind = words(f"ending was {one.kind}", day=day(one.ended_on), role=one.handed_to)
    went_on = words("ending went on", day=day(one.reopened_on)) if one.reopened_on else ""
    return " ".join(filter(None, (kind, went_on)))
