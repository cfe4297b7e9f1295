"""A short text being written: caret, selection, what an input method is composing, and where each letter stands."""

import unicodedata

import pygame

from studio.ui import text as type_

_DOT = "•"


class Editing:
    """The state behind a text box. Positions count letters; `anchor` is where a selection began."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.given = text  # what the screen last said the text is
        self.caret = self.anchor = len(text)
        self.preedit = ""
        self.active = False
        self._pen: type_.Ink = ("lexend", 400, 17)
        self._tall = 23
        self._single = True
        self._secret = False
        self._spans: list[tuple[int, int]] = [(0, len(text))]
        self._shift = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text

    @property
    def selected(self) -> str:
        """The letters that are selected."""
        first, last = self.selection
        return self.text[first:last]

    @property
    def selection(self) -> tuple[int, int]:
        """Where the selection begins and ends; the same place where nothing is selected."""
        return min(self.caret, self.anchor), max(self.caret, self.anchor)

    def take(self, given: str) -> None:
        """Take in what the screen says the text is, if it says something new."""
        if given != self.given:
            self.given = given
            if given != self.text:
                self.text = given
                self.caret = self.anchor = len(given)
                self._spans = [(0, len(given))]  # until it is laid out anew

    def insert(self, words: str, most: int, *, lines: bool = False) -> None:
        """Write words over the selection, as many as still fit `most`."""
        words = "".join(letter for letter in words if letter.isprintable() or (lines and letter == "\n"))
        first, last = self.selection
        room = most - (len(self.text) - (last - first))
        words = words[: max(room, 0)]
        self.text = self.text[:first] + words + self.text[last:]
        self.caret = self.anchor = first + len(words)

    def delete(self, by: int, *, word: bool = False) -> None:
        """Take away the selection, else one letter (or word) before (-1) or after (1) the caret."""
        if self.caret == self.anchor:
            self.move(by, word=word, select=True)
        self.insert("", len(self.text))

    def move(self, by: int, *, word: bool = False, select: bool = False) -> None:
        """Move the caret by a letter or a word; a selection that is let go ends at its own edge."""
        if not select and self.caret != self.anchor and not word:
            self.caret = self.anchor = self.selection[by > 0]
            return
        self.caret = self._next(self.caret, by, word=word)
        if not select:
            self.anchor = self.caret

    def move_line(self, by: int, *, select: bool = False) -> bool:
        """Move the caret a line up or down; False where there is none."""
        row = self._row(self.caret)
        if not 0 <= row + by < len(self._spans):
            return False
        x = self._x(self._spans[row][0], self.caret)
        self.go(self._nearest(row + by, x), select=select)
        return True

    def edge(self, by: int, *, select: bool = False) -> None:
        """Move the caret to the begin (-1) or end (1) of its line."""
        first, last = self._spans[self._row(self.caret)]
        self.go(first if by < 0 else last, select=select)

    def go(self, to: int, *, select: bool = False) -> None:
        """Put the caret somewhere."""
        self.caret = max(0, min(to, len(self.text)))
        if not select:
            self.anchor = self.caret

    def select_all(self) -> None:
        """Select everything."""
        self.anchor, self.caret = 0, len(self.text)

    def select_word(self) -> None:
        """Select the word at the caret."""
        first = self._next(min(self.caret + 1, len(self.text)), -1, word=True)
        self.anchor, self.caret = first, self._next(first, 1, word=True)

    # -- where things stand --------------------------------------------------------------------------------------

    def layout(self, pen: type_.Ink, width: int, tall: int, lines: int, *, secret: bool) -> None:
        """Work out the lines for a width in device pixels; one line moves along with its caret."""
        self._pen, self._tall, self._single, self._secret = pen, tall, lines == 1, secret
        self._spans = [(0, len(self.text))] if self._single else self._wrapped(width)
        if self._single:
            caret = self._x(0, self.caret) + type_.width(self.preedit, pen)
            self._shift = max(
                0, min(self._shift, self._x(0, len(self.text)) + type_.width(self.preedit, pen) + 4 - width)
            )
            self._shift = min(max(self._shift, caret + 4 - width), caret)
        else:
            above = (self._row(self.caret) - lines + 1) * tall
            self._shift = max(0, min(self._row(self.caret) * tall, max(self._shift, above)))

    def at(self, rect: pygame.Rect, point: tuple[int, int]) -> int:
        """Return the position nearest to a point."""
        x, y = point[0] - rect.left, point[1] - rect.top
        if self._single:
            return self._nearest(0, x + self._shift)
        return self._nearest(max(0, min((y + self._shift) // self._tall, len(self._spans) - 1)), x)

    def drawn_lines(self, rect: pygame.Rect) -> list[tuple[str, int, int]]:
        """Return every line as (letters, x, y); what is being composed stands at the caret."""
        row = self._row(self.caret)
        found = []
        for at, (first, last) in enumerate(self._spans):
            words = self._shown(first, last)
            if at == row and self.preedit:
                cut = self.caret - first
                words = words[:cut] + self.preedit + words[cut:]
            found.append((words, *self._origin(rect, at)))
        return found

    def selection_bands(self, rect: pygame.Rect) -> list[pygame.Rect]:
        """Return the rectangles behind the selection."""
        low, high = self.selection
        bands = []
        for at, (first, last) in enumerate(self._spans):
            if low < high and low <= last and high >= first:
                x, y = self._origin(rect, at)
                left, right = self._x(first, max(low, first)), self._x(first, min(high, last))
                bands.append(pygame.Rect(x + left, y, max(right - left, 2), self._tall))
        return bands

    def preedit_bands(self, rect: pygame.Rect) -> list[pygame.Rect]:
        """Return the line under what is being composed."""
        if not self.preedit:
            return []
        caret = self._place(rect)
        return [pygame.Rect(caret[0], caret[1] + self._tall - 2, type_.width(self.preedit, self._pen), 2)]

    def caret_rect(self, rect: pygame.Rect, wide: int) -> pygame.Rect:
        """Return the caret; it does not blink, nothing here flashes."""
        x, y = self._place(rect)
        return pygame.Rect(x + type_.width(self.preedit, self._pen), y + 1, wide, self._tall - 2)

    def _place(self, rect: pygame.Rect) -> tuple[int, int]:
        row = self._row(self.caret)
        x, y = self._origin(rect, row)
        return x + self._x(self._spans[row][0], self.caret), y

    def _origin(self, rect: pygame.Rect, row: int) -> tuple[int, int]:
        if self._single:
            return rect.left - self._shift, rect.top + (rect.height - self._tall) // 2
        return rect.left, rect.top + row * self._tall - self._shift

    def _shown(self, first: int, last: int) -> str:
        return _DOT * (last - first) if self._secret else self.text[first:last].replace("\n", "")

    def _x(self, first: int, position: int) -> int:
        return type_.width(self._shown(first, position), self._pen)

    def _row(self, position: int) -> int:
        return max(row for row, (first, _) in enumerate(self._spans) if first <= position or row == 0)

    def _nearest(self, row: int, x: int) -> int:
        first, last = self._spans[row]
        return min(range(first, last + 1), key=lambda position: abs(self._x(first, position) - x))

    def _next(self, position: int, by: int, *, word: bool) -> int:
        end = len(self.text) if by > 0 else 0
        if word:
            while position != end and not self._beside(position, by).isalnum():
                position += by
            while position != end and self._beside(position, by).isalnum():
                position += by
            return position
        if position != end:
            position += by
        while position not in {0, len(self.text)} and unicodedata.combining(self.text[position]):
            position += by  # a letter and its accents are one step
        return position

    def _beside(self, position: int, by: int) -> str:
        return self.text[position if by > 0 else position - 1]

    def _wrapped(self, width: int) -> list[tuple[int, int]]:
        spans, first, space = [], 0, -1
        for at, letter in enumerate(self.text):
            if letter == "\n":
                spans.append((first, at))
                first, space = at + 1, -1
            elif at > first and type_.width(self._shown(first, at + 1), self._pen) > width:
                cut = space if space > first else at
                spans.append((first, cut))
                first, space = cut, -1
            if letter == " ":
                space = at + 1
        return [*spans, (first, len(self.text))]
