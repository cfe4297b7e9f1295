"""Taking it home: music to play to anyone, or the story with the words that were ticked; looked at, made, put where it is to lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reflections import Unheard
from reflections.arranging import arranged
from reflections.naming import left_out
from studio import files
from studio.lesson import sentence
from studio.screens.music import home_view
from studio.screens.music.outgoing import MINE, Order, Outgoing
from studio.words import file_name, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import records
    from studio.papers.drawing import Materials
    from studio.screen import Tools
    from studio.ui.nodes import Dialog, Row

MUSIC, STORY = "music", "story"
AUDIENCES = (MINE, "group", "school", "chosen")


@dataclass(slots=True, eq=False, kw_only=True)
class HomeOrder(Order):
    """What was asked for, for whom, and where each of both is to lie."""

    paths: dict[str, str]
    kind: str = MUSIC
    state: str = "where"  # then gathering, ticking, looking, making
    audience: str = MINE
    password: str = ""
    materials: Materials | None = None
    told: frozenset[str] = frozenset()  # the words that may go, as they are ticked
    left_out: frozenset[str] = frozenset()  # texts that an adult has looked at and does not let leave

    @property
    def path(self) -> str:
        """Where it is to lie, as it was typed."""
        return self.paths[self.kind]

    @property
    def where(self) -> Path:
        """The same as a path."""
        return files.typed(self.path)


class TakeHome(Outgoing[HomeOrder]):
    """States: closed, asking what and where, gathering, ticking words, looking at words, making."""

    def __init__(self, tools: Tools, pupil: records.Pupil | None = None) -> None:
        """Of the pupil who is here, unless another is named: then the tutor asks for it."""
        super().__init__(tools)
        self._whose = pupil

    @property
    def making(self) -> bool:
        """Whether something is being made."""
        return self._order is not None and self._order.state in {"gathering", "making"}

    @property
    def by_tutor(self) -> bool:
        """Whether the tutor asks: only then it may be for others than the pupil."""
        return self._whose is not None

    def ask_where(self) -> None:
        """Offer the documents folder; a page is called so that it is no other pupil's, music has no name on it."""
        pupil = self._whose or self._tools.lesson.pupil
        if pupil is None:
            return
        name, home = files.named_for(pupil, self._tools.lesson.house.pupils), files.documents()
        paths = {MUSIC: home / say("papers.my music"), STORY: home / file_name("music.name music html", name=name)}
        self._order = HomeOrder(pupil=pupil, paths={kind: str(path) for kind, path in paths.items()})
        self._tools.focus("home-kind")
        self._tools.changed()

    def dialog(self) -> Dialog | None:
        """What it is and where to put it, what may go, what to look at, or how far it is."""
        order = self._order
        if order is None:
            return None
        match order.state:
            case "where":
                return home_view.where(self, order)
            case "ticking":
                return home_view.ticking(self, order)
            case "looking":
                return home_view.looking(self, order)
            case _:
                return home_view.making(self, order)

    def ways(self, no: str, yes: str, words: str, do: Callable[[], None]) -> Row:
        """Not now, or the deed."""
        return self._ways(no, yes, words, do)

    # -- what is chosen -----------------------------------------------------------------------------------------------
    def as_kind(self, kind: str) -> None:
        """The music, or the story."""
        if self._order is not None:
            self._order.kind = kind
            self._tools.changed()

    def type_path(self, path: str) -> None:
        """Where it is to lie."""
        if self._order is not None:
            self._order.paths[self._order.kind] = path

    def type_password(self, password: str) -> None:
        """What the page is locked with; nothing for a page that opens by itself."""
        if self._order is not None:
            self._order.password = password

    def let(self, audience: str) -> None:
        """Whom it is for."""
        if self._order is not None:
            self._order.audience = audience
            self._tools.changed()

    def tick(self, key: str, on: bool) -> None:
        """These words may go, or stay here."""
        if self._order is not None:
            self._order.told = self._order.told | {key} if on else self._order.told - {key}
            self._tools.changed()

    def tick_all(self, keys: frozenset[str]) -> None:
        """All of these may go; or none, where all were ticked."""
        if self._order is not None:
            self._order.told = frozenset() if keys <= self._order.told else self._order.told | keys
            self._tools.changed()

    def leave(self, text: str) -> None:
        """Out of the page, or into it again."""
        if self._order is not None:
            self._order.left_out ^= {text}
            self._tools.changed()

    # -- what is done -------------------------------------------------------------------------------------------------
    def go_on(self) -> None:
        """Read what there is, unless the password could be guessed."""
        from reflections.pages.locked import FEWEST
        from studio.papers import illustrate

        order, journal = self._order, self._tools.lesson.journal
        if order is None or journal is None or not self._stands(order):
            self.stop()
            return
        if order.kind == STORY and 0 < len(order.password.strip()) < FEWEST:
            self._tools.say(say("music.password short", n=FEWEST))
            return
        order.state = "gathering"
        order.job = self._tools.background.writer.put(
            lambda: illustrate.gather(journal, order.pupil.id, order.audience),
            lambda materials: self._gathered(order, materials),
            lambda error: self._failed(order, error),
            "gather the page",
        )
        self._tools.changed()

    def _gathered(self, order: HomeOrder, materials: Materials) -> None:
        if not self._stands(order):
            return
        order.materials = materials
        ribbon = materials.preferences.ribbon
        shown = arranged(materials.evidence.pieces, ribbon)
        if order.audience != MINE and not (materials.evidence.pieces or materials.evidence.reflections):
            self._over(say("music.the pupil has opened"))
        elif order.kind == MUSIC and not any(one.takes or one.versions for one in shown):
            self._over(say("music.nothing sounds"))
        elif order.kind == STORY and order.audience == MINE:
            order.state, order.told = "ticking", frozenset(ribbon.told)
            self._tools.focus("tick-all")
            self._tools.changed()
        else:
            self._look(order, materials)

    def ticked(self) -> None:
        """What is ticked goes, and is ticked again the next time."""
        from reflections import story
        from studio.papers import copies

        order = self._order
        if order is None or order.materials is None or not self._stands(order):
            return
        pupil, preferences = order.pupil.id, order.materials.preferences
        there = [one.key for one in story.tellings(order.materials.evidence)]
        ribbon = replace(preferences.ribbon, told=tuple(key for key in there if key in order.told))
        self._tools.lesson.errand(
            lambda journal: journal.arrange(pupil, replace(journal.preferences(pupil).ribbon, told=ribbon.told)),
            label="words that go home",
            whoever=True,
        )
        chosen = replace(order.materials, preferences=replace(preferences, ribbon=ribbon))
        self._look(order, copies.ticked(chosen))

    def _look(self, order: HomeOrder, materials: Materials) -> None:
        """An adult looks at what may name somebody, where there is anything."""
        from studio.papers import copies

        order.materials = copies.wordless(materials) if order.kind == MUSIC else materials
        if not order.materials.marked:
            self._make(order, order.materials)
            return
        order.state = "looking"
        self._tools.focus("no-page")
        self._tools.changed()

    def looked(self) -> None:
        """An adult has looked."""
        from studio.papers import lyrics

        order = self._order
        if order is not None and order.materials is not None and self._stands(order):
            materials = order.materials
            left = replace(materials, evidence=left_out(materials.evidence, order.left_out))
            self._make(order, lyrics.fitting(left))

    def _make(self, order: HomeOrder, materials: Materials) -> None:
        from studio.papers import copies

        def progress(done: float, words: str) -> None:
            """On the worker: only a number is set, the next frame draws it."""
            del words
            order.done = done

        def given_up() -> bool:
            return self._order is not order

        def make() -> tuple[Path, int]:
            if order.kind == MUSIC:
                found = copies.music_of(materials, progress, given_up)
                path = files.free(order.where)
                return path, files.put_all(path, found)
            page = copies.story_of(materials, order.password, progress, given_up)
            path = files.free(order.where)
            return path, files.put(path, page, mine=True)

        what, told = ("a sound", "music.your music") if order.kind == MUSIC else ("a page", "music.your page")
        order.state, order.materials = "making", None
        order.job = self._tools.background.worker.put(
            make,
            lambda made: self._left(order, what, order.audience, told, made),
            lambda error: self._failed(order, error),
            "make the page",
        )
        self._tools.changed()

    def _stands(self, order: HomeOrder) -> bool:
        """Whether whoever asked for it still sits there; otherwise it is given up without a word."""
        stands = super()._stands(order) or (self._whose is not None and self._order is order)
        if not stands and self._order is order:
            self.stop()
        return stands

    def _over(self, words: str) -> None:
        self._order = None
        self._tools.say(words)

    def _failed(self, order: HomeOrder, error: Exception) -> None:
        if not self._stands(order):
            return
        if isinstance(error, Unheard) and self._whose is None:
            self._over(say("music.your tutor looks first"))
        elif isinstance(error, OSError):
            self._over(say("music.the page could not", parent=order.where.parent))
        else:
            self._over(sentence(error))
