"""A short text being written: caret, selection, what an input method is composing, and where each letter stands."""

import pygame

from studio.ui import bidi, scripts
from studio.ui import text as type_

_DOT = "•"
_CARET = 4  # room for the caret at the end of a line, in device pixels


class Editing:
    """The state behind a text box. Positions count letters; `anchor` is where a selection began."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.given = text  # what the screen last said the text is
        self.caret = self.anchor = len(text)
        self.preedit = ""
        self.active = False
        self._pen: type_.Ink = ("lexend", 400, 17, False)
        self._tall = 23
        self._single = True
        self._secret = False
        self._spans: list[tuple[int, int]] = [(0, len(text))]
        self._shift = 0
        self._room = 0

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
        self.go(self._next(self.caret, by, word=word), select=select)

    def step(self, side: int, *, word: bool = False, select: bool = False) -> None:
        """Move the caret to the left (-1) or right (1) as it is seen, whichever way its letters are read."""
        row = self._row(self.caret)
        first, last = self._spans[row]
        on = -side if self._level(row) else side
        if word or self._secret or not bidi.reads_right(self.text[first:last]):
            self.move(on, word=word, select=select)
            return
        if not select and self.caret != self.anchor:
            self.go(sorted(self.selection, key=lambda at: self._x(row, at))[side > 0])
            return
        seen = sorted((self._x(row, at), at) for at in range(first, last + 1) if self._is_stop(at))
        to = seen.index((self._x(row, self.caret), self.caret)) + side
        if 0 <= to < len(seen):
            self.go(seen[to][1], select=select)
        elif len(self._spans) > 1:
            self.move(on, select=select)  # to the line above or below

    def move_line(self, by: int, *, select: bool = False) -> bool:
        """Move the caret a line up or down; False where there is none."""
        row = self._row(self.caret)
        if not 0 <= row + by < len(self._spans):
            return False
        across = self._left(row) + self._x(row, self.caret)
        self.go(self._nearest(row + by, across - self._left(row + by)), select=select)
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
        self._pen, self._tall, self._single, self._secret, self._room = pen, tall, lines == 1, secret, width
        self._spans = [(0, len(self.text))] if self._single else self._wrapped(width)
        if self._single:
            caret, whole = self._x(0, self.caret), self._wide(0)
            written = whole - caret if self._level(0) else caret  # from where the line begins to the caret
            self._shift = max(0, min(self._shift, whole + _CARET - width))
            self._shift = min(max(self._shift, written + _CARET - width), written)
        else:
            above = (self._row(self.caret) - lines + 1) * tall
            self._shift = max(0, min(self._row(self.caret) * tall, max(self._shift, above)))

    def at(self, rect: pygame.Rect, point: tuple[int, int]) -> int:
        """Return the position nearest to a point."""
        x, y = point[0] - rect.left, point[1] - rect.top
        row = 0 if self._single else max(0, min((y + self._shift) // self._tall, len(self._spans) - 1))
        return self._nearest(row, x - self._left(row))

    def drawn_lines(self, rect: pygame.Rect) -> list[tuple[str, int, int, int]]:
        """Return every line as (letters, x, y, level of its paragraph); what is being composed stands at the caret."""
        return [(self._drawn(row), *self._origin(rect, row), self._level(row)) for row in range(len(self._spans))]

    def selection_bands(self, rect: pygame.Rect) -> list[pygame.Rect]:
        """Return the rectangles behind the selection; more than one in a line where both directions meet."""
        low, high = self.selection
        bands = []
        for row, (first, last) in enumerate(self._spans):
            if low < high and low <= last and high >= first:
                places = range(self._index(row, max(low, first)), self._index(row, min(high, last)))
                bands += self._bands(rect, row, places) or [self._band(rect, row, self._x(row, max(low, first)), 2)]
        return bands

    def preedit_bands(self, rect: pygame.Rect) -> list[pygame.Rect]:
        """Return the line under what is being composed."""
        if not self.preedit:
            return []
        row = self._row(self.caret)
        ends = self._index(row, self.caret)
        bands = self._bands(rect, row, range(ends - len(self.preedit), ends))
        return [pygame.Rect(band.left, band.bottom - 2, band.width, 2) for band in bands]

    def caret_rect(self, rect: pygame.Rect, wide: int) -> pygame.Rect:
        """Return the caret; it does not blink, nothing here flashes."""
        row = self._row(self.caret)
        x, y = self._origin(rect, row)
        return pygame.Rect(x + self._x(row, self.caret), y + 1, wide, self._tall - 2)

    def _bands(self, rect: pygame.Rect, row: int, places: range) -> list[pygame.Rect]:
        """Return what covers these letters of a line; those that stand beside each other have one rectangle."""
        edges = self._edges(row)
        joined: list[list[int]] = []
        for left, right in sorted((min(edges[at]), max(edges[at])) for at in places):
            if joined and left <= joined[-1][1]:
                joined[-1][1] = max(right, joined[-1][1])
            else:
                joined.append([left, right])
        return [self._band(rect, row, left, right - left) for left, right in joined]

    def _band(self, rect: pygame.Rect, row: int, left: int, wide: int) -> pygame.Rect:
        x, y = self._origin(rect, row)
        return pygame.Rect(x + left, y, max(wide, 2), self._tall)

    def _origin(self, rect: pygame.Rect, row: int) -> tuple[int, int]:
        x = rect.left + self._left(row)
        if self._single:
            return x, rect.top + (rect.height - self._tall) // 2
        return x, rect.top + row * self._tall - self._shift

    def _left(self, row: int) -> int:
        """Return where in the box a line begins at its left; one that reads from the right ends at the right."""
        shift = self._shift if self._single else 0
        return self._room - _CARET - self._wide(row) + shift if self._level(row) else -shift

    def _level(self, row: int) -> int:
        """Return 1 where a line's paragraph reads from the right; what is secret reads as the screen does."""
        first = self._spans[row][0]
        ends = self.text.find("\n", first)
        paragraph = self.text[self.text.rfind("\n", 0, first) + 1 : len(self.text) if ends < 0 else ends]
        return bidi.base("" if self._secret else paragraph, rtl=self._pen[3])

    def _drawn(self, row: int) -> str:
        words = self._shown(*self._spans[row])
        if row != self._row(self.caret):
            return words
        cut = self.caret - self._spans[row][0]
        return words[:cut] + self.preedit + words[cut:]

    def _shown(self, first: int, last: int) -> str:
        return _DOT * (last - first) if self._secret else self.text[first:last].replace("\n", "")

    def _edges(self, row: int) -> tuple[tuple[int, int], ...]:
        return type_.edges(self._drawn(row), self._pen, self._level(row))

    def _wide(self, row: int) -> int:
        return max((max(edge) for edge in self._edges(row)), default=0)

    def _index(self, row: int, position: int) -> int:
        """Return which letter of a drawn line a position is before; the caret is after what is being composed."""
        at = position - self._spans[row][0]
        composed = row == self._row(self.caret) and position >= self.caret
        return at + (len(self.preedit) if composed else 0)

    def _x(self, row: int, position: int) -> int:
        edges, at = self._edges(row), self._index(row, position)
        if at < len(edges):
            return edges[at][0]
        return edges[-1][1] if edges else 0

    def _row(self, position: int) -> int:
        return max(row for row, (first, _) in enumerate(self._spans) if first <= position or row == 0)

    def _nearest(self, row: int, x: int) -> int:
        first, last = self._spans[row]
        stops = [position for position in range(first, last + 1) if self._is_stop(position)]
        return min(stops or [first], key=lambda position: abs(self._x(row, position) - x))

    def _is_stop(self, position: int) -> bool:
        """Whether the caret stops here: a letter and its accents are one step."""
        return position == self.caret or scripts.is_first(self.text, position)

    def _start(self, position: int) -> int:
        while not scripts.is_first(self.text, position):
            position -= 1
        return position

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
        while not scripts.is_first(self.text, position):
            position += by  # a letter and its accents are one step
        return position

    def _beside(self, position: int, by: int) -> str:
        return self.text[position if by > 0 else position - 1]

    def _wrapped(self, width: int) -> list[tuple[int, int]]:
        spans, first, space = [], 0, -1
        between = scripts.breaks(self.text)
        for at, letter in enumerate(self.text):
            space = at if at in between else space
            if letter == "\n":
                spans.append((first, at))
                first, space = at + 1, -1
            elif at > first and type_.width(self._shown(first, at + 1), self._pen) > width:
                cut = space if space > first else max(self._start(at), first + 1)
                spans.append((first, cut))
                first, space = cut, -1
            if letter == " ":
                space = at + 1
        return [*spans, (first, len(self.text))]
