"""Plain values from outside under limits: each is what it should be, or DamagedError."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from studio.music.song.model import SongError, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T")

_LONGER: Final = 4  # times too long, and words are none of ours


class DamagedError(SongError):
    """The values are no song."""


def fail(what: str) -> NoReturn:
    """Say what can't be read."""
    raise DamagedError(f"This is no song that can be opened: its {what} can't be read.")


def named(plain: object) -> Mapping[str, Any]:
    """Values by name."""
    return plain if isinstance(plain, dict) else fail("values")


def listed(plain: object, read: Callable[[object], T], most: int) -> Iterator[T]:
    """Values in a list, no more than `most`."""
    if not isinstance(plain, list) or len(plain) > most:
        fail("list")
    return map(read, plain)


def number(plain: object, low: float, high: float) -> float:
    """Read a number between two others; what is no number at all lies nowhere between them."""
    if isinstance(plain, bool) or not isinstance(plain, int | float) or not low <= plain <= high:
        fail("number")
    return float(plain)


def integer(plain: object, low: int, high: int) -> int:
    """Read a whole number between two others."""
    if isinstance(plain, bool) or not isinstance(plain, int) or not low <= plain <= high:
        fail("number")
    return plain


def flag(plain: object) -> bool:
    """Read a switch."""
    return plain if isinstance(plain, bool) else fail("switch")


def one_of(plain: object, known: Iterable[T]) -> T:
    """Read one of some known values."""
    for each in known:
        if type(each) is type(plain) and each == plain:
            return each
    fail("choice")


def words(most: int, *, lines: bool = False) -> Callable[[object], str]:
    """Make a reader of words, cut to a length; several `lines` of them where that is meant."""
    return lambda plain: (
        safe(plain, most, lines=lines) if isinstance(plain, str) and len(plain) <= _LONGER * most else fail("words")
    )


def row(most: int, longest: int) -> Callable[[object], tuple[str, ...]]:
    """Make a reader of a row of words."""
    return lambda plain: tuple(listed(plain, words(longest), most))


def between(low: float, high: float) -> Callable[[object], float]:
    """Make a reader of numbers between two others."""
    return lambda plain: number(plain, low, high)


def whole_between(low: int, high: int) -> Callable[[object], int]:
    """Make a reader of whole numbers between two others."""
    return lambda plain: integer(plain, low, high)


def apart(ids: Iterable[str]) -> None:
    """See that no two ids are the same."""
    seen = list(ids)
    if len(set(seen)) != len(seen):
        fail("ids")
