"""Writing into text boxes: keys, the clipboard, and input methods that compose letters."""

import contextlib
from typing import TYPE_CHECKING

import pygame

from studio.ui.core import Field, Placed
from studio.ui.editing import Editing
from studio.ui.nodes import TextBox

if TYPE_CHECKING:
    from studio.ui.runtime import Ui

_COMMAND = pygame.KMOD_CTRL | pygame.KMOD_META


class Writing:
    """The text boxes of the screen, by key."""

    def __init__(self, ui: "Ui") -> None:
        self.ui = ui
        self.active: str | None = None
        self._edits: dict[str, Editing] = {}
        self._taken: dict[str, TextBox] = {}  # the box each text was last taken from, by key
        self._place: object = None
        self._drafted: dict[str, str] = {}  # what was typed in the boxes that keep it, by what the words are of

    def of(self, key: str) -> Editing | None:
        """Return what is being written under a key."""
        return self._edits.get(key)

    def after_layout(self) -> None:
        """Take in the texts of a new tree and forget the boxes that are gone."""
        boxes = {i.node.key: i.node for i in self.ui.layout.placed if isinstance(i.node, Field)}
        self._edits = {key: edit for key, edit in self._edits.items() if key in boxes}
        for key, field in boxes.items():
            edit = self._edits.setdefault(key, Editing(field.box.text))
            if (
                self._taken.get(key) is not field.box
            ):  # the same tree, laid out again, knows nothing of what was typed since
                edit.take(field.box.text)
        self._taken = {key: field.box for key, field in boxes.items()}
        if self.active is not None and self.active not in boxes:
            self.focus(None)
        self._tell_where()

    def after_show(self, place: object) -> bool:
        """Put words that were not handed in back into their box (True if there were any); let go of those that were."""
        drafts, boxes = self.ui.drafts, {box.draft: box for box in self._boxes() if box.draft and not box.secret}
        stays, self._place = place is not None and place == self._place, place
        before, self._drafted = self._drafted if stays else {}, {}
        for of in before.keys() - boxes.keys():
            drafts.put(of, "")
        found = False
        for of, box in boxes.items():
            words = drafts.at(of)
            if before.get(of) == words:
                drafts.put(of, "" if box.text == box.known else box.text)  # the screen may have taken or changed them
            elif words and words != box.text:  # it was typed another time
                self._edits[box.key].take(words)
                box.do(words)
                found = True
            self._drafted[of] = drafts.at(of)
        return found

    def focus(self, key: str | None) -> None:
        """Begin or end writing."""
        if key == self.active:
            return
        if self.active is not None and self.active in self._edits:
            self._edits[self.active].active = False
            self._edits[self.active].preedit = ""
        self.active = key if key in self._edits else None
        if self.active is not None:
            edit = self._edits[self.active]
            edit.active = True
            edit.anchor = edit.caret = len(edit.text)
            if pygame.display.get_init():
                pygame.key.start_text_input()
                pygame.key.set_repeat(400, 40)  # only while writing: held keys of a piano must not come twice
            self._tell_where()
        elif pygame.display.get_init():
            pygame.key.stop_text_input()
            pygame.key.set_repeat(0)

    def text_event(self, event: pygame.Event) -> bool:
        """Take letters, or what an input method is composing."""
        box = self._box()
        if box is None or self.active is None:
            return False
        edit = self._edits[self.active]
        if event.type == pygame.TEXTEDITING:
            edit.preedit = event.text
            self._redraw()
            return True
        edit.preedit = ""
        edit.insert(event.text, box.most)
        self._changed(box, edit)
        return True

    def key(self, event: pygame.Event) -> bool:
        """Take a key while writing; True for all that belongs to writing."""
        box = self._box()
        if box is None or self.active is None:
            return False
        edit = self._edits[self.active]
        if edit.preedit:
            return True  # the input method has the keys
        if event.mod & _COMMAND and event.key in {pygame.K_a, pygame.K_c, pygame.K_x, pygame.K_v}:
            self._clipboard(event.key, box, edit)
            return True
        used = self._move(event, box, edit) or self._write_key(event, box, edit)
        if used:
            self._redraw()
        return used or bool(
            not event.mod & (_COMMAND | pygame.KMOD_ALT)
            and getattr(event, "unicode", "").isprintable()
            and event.unicode
        )

    def click(self, key: str, at: tuple[int, int], *, again: bool = False) -> None:
        """Put the caret where the pointer is; a second click selects the word."""
        item, edit = self._item(key), self._edits.get(key)
        if item is not None and edit is not None:
            edit.go(edit.at(item.rect, at))
            if again:
                edit.select_word()
            self._redraw()

    def drag(self, key: str, at: tuple[int, int]) -> None:
        """Select up to where the pointer is."""
        item, edit = self._item(key), self._edits.get(key)
        if item is not None and edit is not None:
            edit.go(edit.at(item.rect, at), select=True)
            self._redraw()

    def _move(self, event: pygame.Event, box: TextBox, edit: Editing) -> bool:
        select = bool(event.mod & pygame.KMOD_SHIFT)
        word = bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT)) and not box.secret
        match event.key:
            case pygame.K_LEFT:
                edit.step(-1, word=word, select=select)
            case pygame.K_RIGHT:
                edit.step(1, word=word, select=select)
            case pygame.K_HOME:
                edit.edge(-1, select=select)
            case pygame.K_END:
                edit.edge(1, select=select)
            case pygame.K_UP if box.lines > 1:
                return edit.move_line(-1, select=select)
            case pygame.K_DOWN if box.lines > 1:
                return edit.move_line(1, select=select)
            case _:
                return False
        return True

    def _write_key(self, event: pygame.Event, box: TextBox, edit: Editing) -> bool:
        match event.key:
            case pygame.K_BACKSPACE:
                edit.delete(-1, word=bool(event.mod & pygame.KMOD_CTRL))
            case pygame.K_DELETE:
                edit.delete(1, word=bool(event.mod & pygame.KMOD_CTRL))
            case pygame.K_RETURN | pygame.K_KP_ENTER if event.mod & _COMMAND:
                return False
            case pygame.K_RETURN | pygame.K_KP_ENTER if box.lines > 1 and event.mod & pygame.KMOD_SHIFT:
                edit.insert("\n", box.most, lines=True)
            case pygame.K_RETURN | pygame.K_KP_ENTER:
                box.submit(edit.text)
                return True
            case _:
                return False
        self._changed(box, edit)
        return True

    def _clipboard(self, key: int, box: TextBox, edit: Editing) -> None:
        if key == pygame.K_a:
            edit.select_all()
        elif key == pygame.K_v:
            edit.insert(_pasted(lines=box.lines > 1), box.most, lines=box.lines > 1)
            self._changed(box, edit)
        elif edit.selected and not box.secret:  # a secret never leaves its box
            with contextlib.suppress(pygame.error):
                pygame.scrap.put_text(edit.selected)
            if key == pygame.K_x:
                edit.delete(1)
                self._changed(box, edit)
        self._redraw()

    def _changed(self, box: TextBox, edit: Editing) -> None:
        self._redraw()
        if edit.text != edit.given:
            edit.given = edit.text
            if box.draft and not box.secret:
                self.ui.drafts.put(box.draft, "" if edit.text == box.known else edit.text)
                self._drafted[box.draft] = self.ui.drafts.at(box.draft)
            box.do(edit.text)

    def _item(self, key: str | None) -> Placed | None:
        return next((i for i in self.ui.layout.placed if isinstance(i.node, Field) and i.node.key == key), None)

    def _box(self) -> TextBox | None:
        item = self._item(self.active)
        return item.node.box if item is not None and isinstance(item.node, Field) else None

    def _boxes(self) -> list[TextBox]:
        return [i.node.box for i in self.ui.layout.placed if isinstance(i.node, Field)]

    def _redraw(self) -> None:
        self.ui.dirty(self._item(self.active))
        self._tell_where()

    def _tell_where(self) -> None:
        """Tell the input method where its list of letters belongs."""
        item = self._item(self.active)
        if item is not None and pygame.display.get_init():
            pygame.key.set_text_input_rect(item.rect)


def _pasted(*, lines: bool) -> str:
    """Return the clipboard as one line, or as it is where lines are welcome; nothing where there is none."""
    try:
        words = pygame.scrap.get_text()
    except pygame.error:
        return ""
    return words.replace("\r\n", "\n") if lines else " ".join(words.split())
