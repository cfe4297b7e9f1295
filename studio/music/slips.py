"""Words that are nearly the ones that were typed: with letters wrong, missing, doubled or changed about, in thousands of titles at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NONE: Final = 99
"""What is too far away."""
_LONGEST: Final = 24  # letters that count: more tell no more
_WHOLE_BELOW: Final = 5  # letters: a shorter word has to be all of one of theirs, or nearly everything begins so


def allowed(letters: int) -> int:
    """How many slips a word of so many letters may have: none below 4, one below 8, two from then on."""
    return 0 if letters < 4 else 1 if letters < 8 else 2  # noqa: PLR2004 - said above


@dataclass(frozen=True, slots=True)
class Spelling:
    """Texts ready to be searched: their words, and their titles from each word on, written without spaces."""

    words: Any  # numpy uint8 (_LONGEST, words), each word once
    said: Any  # which word each place of a text holds, text after text
    starts: Any  # where each text begins in `said`
    titles: Any  # numpy uint8 (_LONGEST, starts of titles)
    titled: Any  # which text each of these belongs to

    def find(self, asked: Sequence[Sequence[str]]) -> tuple[tuple[int, int], ...]:
        """Find the texts that hold every word, give or take, or whose title has all of them run together: (slips, place).

        `asked` has for each word the ways in which it may be written, folded. The nearest come first, then as they stand.
        """
        if not asked or not len(self.starts):
            return ()
        import numpy as np

        costs: Any = sum(
            np.minimum.reduceat(_least(ways, self.words)[self.said], self.starts).astype(np.int16) for ways in asked
        )
        together = ["".join(ways) for ways in zip(*_as_long(asked), strict=True)]
        if len(together[0]) >= _WHOLE_BELOW:
            np.minimum.at(costs, self.titled, _least(together, self.titles).astype(np.int16))
        near = np.flatnonzero(costs < NONE)
        return tuple((int(costs[place]), int(place)) for place in near[np.argsort(costs[near], kind="stable")])


def spelling(texts: Iterable[tuple[str, str]]) -> Spelling:
    """Make a list to search of (title, all words), both folded."""
    import numpy as np

    known: dict[str, int] = {}
    said: list[int] = []
    starts: list[int] = []
    titles: list[str] = []
    titled: list[int] = []
    for place, (title, words) in enumerate(texts):
        starts.append(len(said))
        said += [known.setdefault(word, len(known)) for word in words.split() or [""]]
        in_title = title.split()
        for n in range(len(in_title)):
            titles.append("".join(in_title[n : n + _LONGEST]))
            titled.append(place)
    return Spelling(
        _table(known), np.array(said, np.int32), np.array(starts, np.int32), _table(titles), np.array(titled, np.int32)
    )


def _table(words: Iterable[str]) -> Any:
    """Letters of words, a row for the first of each, and so on; 0 where a word has no more."""
    import numpy as np

    rows = np.array([word[:_LONGEST].encode() for word in words], dtype=f"S{_LONGEST}")
    return np.ascontiguousarray(rows.view(np.uint8).reshape(len(rows), _LONGEST).T)


def _as_long(asked: Sequence[Sequence[str]]) -> list[list[str]]:
    """Every word in as many ways as that with the most."""
    most = max(len(ways) for ways in asked)
    return [[*ways, *[ways[-1]] * (most - len(ways))] for ways in asked]


def _least(ways: Sequence[str], table: Any) -> Any:
    """How many slips lie between a word, written in one of these ways, and the beginning of each row; `NONE` where too many."""
    import numpy as np

    found = []
    for word in ways:
        most, letters = allowed(len(word)), word.encode()
        if most and len(word) < _WHOLE_BELOW:
            found += [_slips(letters, 0, table), _slips(letters + b"\0", most, table)]
        else:
            found.append(_slips(letters[: _LONGEST - most], most, table))
    return np.minimum.reduce(found)


def _slips(letters: bytes, most: int, table: Any) -> Any:
    """The slips between these letters and the beginning of each row of a table.

    A letter wrong, one too many, one missing, and two changed about count one each. All rows go at once, near the diagonal, and
    those that cannot fit any more are left behind.
    """
    import numpy as np

    answer = np.full(table.shape[1], NONE, np.uint8)
    places = np.arange(table.shape[1])
    before: dict[int, Any] = {}
    costs = {at: np.full(len(places), at, np.uint8) for at in range(most + 1)}
    for n in range(1, len(letters) + 1):
        before, costs = costs, _next(before, costs, table, letters[:n], most)
        fits = np.minimum.reduce(list(costs.values())) <= most
        if 2 * np.count_nonzero(fits) < len(places):
            places, table = places[fits], table[:, fits]
            before, costs = ({at: cost[fits] for at, cost in column.items()} for column in (before, costs))
    found = np.minimum.reduce(list(costs.values()))
    answer[places] = np.where(found <= most, found, NONE)
    return answer


def _next(before: dict[int, Any], costs: dict[int, Any], table: Any, letters: bytes, most: int) -> dict[int, Any]:
    """The costs after one letter more, by how many of theirs stand beside so many; `before` are those of one letter fewer."""
    import numpy as np

    n, letter = len(letters), letters[-1]
    now: dict[int, Any] = {}
    for at in range(max(0, n - most), min(_LONGEST, n + most) + 1):
        ways = []
        if at in costs:
            ways.append(costs[at] + np.uint8(1))
        if at and at - 1 in costs:
            ways.append(costs[at - 1] + (table[at - 1] != letter))
        if at - 1 in now:
            ways.append(now[at - 1] + np.uint8(1))
        if at > 1 and n > 1 and at - 2 in before:
            about = (table[at - 2] == letter) & (table[at - 1] == letters[-2])
            ways.append(np.where(about, before[at - 2] + np.uint8(1), np.uint8(NONE)))
        now[at] = np.minimum.reduce(ways)
    return now
