"""Repeats, endings, and where to go on, as MusicXML writes them around a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.piece import Bar
    from studio.music.repeats import Sign

_TWICE: Final = 2
_SYMBOLS: Final = {"segno": "segno", "coda": "coda"}
_WORDS: Final = {"to coda": ("To Coda", "tocoda"), "fine": ("Fine", "fine"), "da capo": ("D.C.", "dacapo"), "dal segno": ("D.S.", "dalsegno")}  # fmt: skip


def around(signs: Sequence[Sign], bar: Bar, *, last: bool) -> tuple[str, str]:
    """The barlines left and right of a bar, where they are more than plain."""
    left = right = end = ""
    for sign in signs:
        numbers = ", ".join(str(number) for number in sign.numbers)
        match sign.name:
            case "ending" if sign.tick == bar.start:
                left = f'<ending number="{numbers}" type="start"/>' + left
            case "opens" if sign.tick == bar.start:
                left += '<repeat direction="forward"/>'
            case "ending done" if sign.tick == bar.end:
                end = numbers
            case "closes" if sign.tick == bar.end:
                times = f' times="{sign.numbers[0]}"' if sign.numbers and sign.numbers[0] > _TWICE else ""
                right = f'<repeat direction="backward"{times}/>'
            case _:
                pass
    if end:
        right = f'<ending number="{end}" type="{"stop" if right else "discontinue"}"/>' + right
    heavy = "<bar-style>light-heavy</bar-style>" if last or "<repeat" in right else ""
    begins = "<bar-style>heavy-light</bar-style>" if "<repeat" in left else ""
    return (
        f'<barline location="left">{begins}{left}</barline>' if left else "",
        f'<barline location="right">{heavy}{right}</barline>' if heavy or right else "",
    )


def over(signs: Sequence[Sign], bar: Bar) -> str:
    """What stands over the beginning of a bar: segno and coda."""
    return "".join(
        f'<direction placement="above"><direction-type><{_SYMBOLS[sign.name]}/></direction-type>'
        f'<sound {sign.name}="{sign.name}"/></direction>'
        for sign in signs
        if sign.name in _SYMBOLS and sign.tick == bar.start
    )


def after(signs: Sequence[Sign], bar: Bar) -> str:
    """What stands over the end of a bar: where to go on, and where it ends then."""
    names = {sign.name for sign in signs}
    until = " al Fine" if "fine" in names else " al Coda" if "coda" in names else ""
    out = []
    for sign in signs:
        if sign.name in _WORDS and sign.tick == bar.end:
            words, sound = _WORDS[sign.name]
            said = words + (until if sign.name in {"da capo", "dal segno"} else "")
            value = "yes" if sign.name in {"da capo", "fine"} else "segno" if sign.name == "dal segno" else "coda"
            out.append(
                f'<direction placement="above"><direction-type><words>{said}</words></direction-type>'
                f'<sound {sound}="{value}"/></direction>'
            )
    return "".join(out)
