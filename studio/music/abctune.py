"""What the text of an ABC tune says before music21 reads it: its first voice, and its repeats played out."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_KEY_LINE: Final = re.compile(r"(?m)^K:.*\n?")
_REMARK: Final = re.compile(r"(?m)%.*$|\\[ \t]*$")
_VOICE: Final = re.compile(r"^(?:\[V:|V:)[ \t]*([^\s\]]+)[^\]]*\]?")
_MARK: Final = re.compile(
    r"""
      "[^"\n]*" | !\w+! | \(\d(?::\d?){1,2}            # may look like a barline inside, and is none
    | ^(?P<line>[A-Za-z]):(?![|:])(?P<of_line>.*)$     # a field on a line of its own
    | \[(?P<field>[A-Za-z]):(?P<of_field>[^\]\n]*)\]   # a field between notes
    | \[(?![|\d\s])[^\]\n|]*\]                         # a chord
    | (?P<bar>(?:\[\|\]?|:*\|[|\]:]*|::)+)(?:\s*\[(?P<first>[1-9])|(?P<bare>[1-9]))?
    | \[(?P<later>[1-9])
    """,
    re.MULTILINE | re.VERBOSE,
)
_SLUR: Final = re.compile(r"\((?!\d)|\)")
_STATE: Final = "KLM"


class _Stretch(NamedTuple):
    """Music between two marks: its text, the fields in force, and what the mark before it says."""

    text: str
    fields: tuple[str, ...]
    bar: bool = False
    ends: bool = False
    starts: bool = False
    ending: int = 0


def bare(text: str) -> str:
    """Leave out slurs, which cost music21 most of its time."""
    key = _KEY_LINE.search(text)
    return text if key is None else text[: key.end()] + _SLUR.sub("", text[key.end() :])


def first_voice(text: str) -> str:
    """Leave out all voices but the first of a tune that has more than one."""
    lines = text.splitlines()
    names = [found[1] for line in lines if (found := _VOICE.match(line))]
    if not names:
        return text
    kept: list[str] = []
    first, now, in_head = names[0], names[0], True
    for line in lines:
        found = _VOICE.match(line)
        if found and not in_head:
            now = found[1]
        in_head = in_head and not line.startswith("K:")
        rest = line[found.end() :] if found and line.startswith("[") else "" if found else line
        if now == first and rest.strip():
            kept.append(rest)
    return "\n".join(kept) + "\n"


def played_out(text: str) -> str:
    """Write a tune without repeat signs, as it is played: no stretch of it more than twice.

    A closing sign goes back to the last opening one, closing one or double bar, else to the start; a first ending is
    played the first time only.
    """
    key = _KEY_LINE.search(text)
    if key is None:
        return text
    head = tuple(_field(text[: key.end()], letter) for letter in _STATE)
    stretches = _cut(_REMARK.sub("", text[key.end() :]), head)
    if not any(one.ends or one.ending for one in stretches):
        return text
    written, now = [text[: key.end()].rstrip("\n") + "\n"], head
    bar, before = False, -1
    for place in _order(stretches):
        one = stretches[place]
        bar = bar or one.bar or place != before + 1
        before = place
        if not one.text:
            continue
        if bar and len(written) > 1:
            written.append(" |")
        changed = [n for n in range(len(_STATE)) if one.fields[n] != now[n]]
        written += [f"\n{_STATE[n]}:{one.fields[n]}" for n in changed] + ["\n"] * bool(changed)
        written.append(one.text)
        now, bar = one.fields, False
    return "".join(written) + " |]\n"


def _field(head: str, letter: str) -> str:
    """Give what a tune's head says in one of its fields, the last time it does."""
    found: list[str] = re.findall(rf"(?m)^{letter}:[ \t]*(.*?)[ \t]*$", head)
    return found[-1] if found else ""


def _cut(body: str, head: tuple[str, ...]) -> list[_Stretch]:
    """Cut a tune's body at its barlines and fields; the stretch after the last sign may be empty."""
    stretches: list[_Stretch] = []
    fields = dict(zip(_STATE, head, strict=True))
    opening = _Stretch("", head)
    begin = 0
    for mark in _MARK.finditer(body):
        if not any(mark[name] for name in ("line", "field", "bar", "later")):
            continue
        stretches.append(opening._replace(text=_tidy(body[begin : mark.start()])))
        begin = mark.end()
        letter = mark["line"] or mark["field"]
        if letter:
            if letter in fields:
                fields[letter] = (mark["of_line"] or mark["of_field"] or "").strip()
            opening = _Stretch("", tuple(fields.values()))
            continue
        opening = _barline(mark, tuple(fields.values()))
    stretches.append(opening._replace(text=_tidy(body[begin:])))
    return stretches


def _barline(mark: re.Match[str], fields: tuple[str, ...]) -> _Stretch:
    """Read what a barline says about repeats."""
    sign, ending = mark["bar"] or "", mark["first"] or mark["bare"] or mark["later"]
    both = "::" in sign
    return _Stretch(
        "",
        fields,
        bool(sign),
        both or ":|" in sign,
        both or sign.endswith("|:") or "||" in sign or "]" in sign or sign.startswith("[|"),
        int(ending or 0),
    )


def _tidy(text: str) -> str:
    plain = " ".join(text.split())
    return f" {plain}" if plain else ""


def _order(stretches: list[_Stretch]) -> list[int]:
    """Give the places of the stretches in the order in which they are played."""
    order: list[int] = []
    begin, first = 0, -1
    for place, one in enumerate(stretches):
        ends = one.ends or (one.ending > 1 and first >= 0)
        if ends:
            order += range(begin, first if first >= 0 else place)
            # A second ending lasts as long as the first one unless a double bar comes before.
            begin = place + (place - first if first >= 0 and one.ending > 1 else 0)
            first = -1
        if one.starts and not (ends and one.ending > 1):
            begin, first = place, -1
        if one.ending == 1:
            first = max(place, begin)
        order.append(place)
    return order
