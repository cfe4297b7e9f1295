"""Words in a copy that look like a name or a school, with where they stand: marked for an adult to look at. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from reflections.wording import may_name_somebody

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from reflections.records import Evidence

# why words stand out, as the table "marked" has it
ALIAS, SCHOOL, WHOLE, PERSON = "alias", "school", "whole name", "person"
LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"

_SCHOOL = re.compile(
    r"\b(?:(?:[A-Z][\w'\u2019]*\s+){0,3}(?i:school|academy|college|primary|nursery|infants|juniors)|PRU|pru)\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Miss|Ms|Mx|Dr|Sir|Aunt|Auntie|Uncle)\.?\s+[^\W\d_][\w'\u2019-]*")
_CAPITAL = re.compile(r"(?<=[^\s.!?…:\"\u201c\u201d\u2018(])\s+([^\W\d_][\w-]+)")  # a word that begins no sentence
_ORDINARY = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas", "easter", "eid"),
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
        *("december", "diwali", "english", "british", "irish", "scottish", "welsh", "ok", "tv"),
    }
)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a text stands: a key of the table "marked" and the title that it is filled with; without a key the title says it.

    For "held" they are a table and a `field` of all that is held on somebody.
    """

    key: str
    title: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """One place to look at: the words that stand out, why, where they stand, and all that was written there (see pages.marks)."""

    words: str
    why: str
    where: Where
    text: str


def marked(evidence: Evidence, aliases: Iterable[str]) -> tuple[Marked, ...]:
    """Find in what a copy says in free text the aliases of others, what seems to be a school, and what may be a name.

    `aliases` are those of everybody else; the pupil's own is marked where it may be a whole name. Each finding stands once a place.
    """
    own = evidence.pupil.alias
    others = [alias for alias in aliases if _plain(alias) != _plain(own)]
    whole = (Marked(own, WHOLE, Where("name"), own),) if may_name_somebody(own) else ()
    return whole + marked_in(_texts(evidence), others, (own, *_titles(evidence)))


def marked_in(
    texts: Iterable[tuple[Where, str, bool]], aliases: Iterable[str], known: Iterable[str]
) -> tuple[Marked, ...]:
    """Find the same in texts: each where it stands, what it says, and whether it is a sentence (else a title).

    `aliases` are those of others; words of what is `known` (the pupil's own name, titles) are nobody's.
    """
    others = [(alias, _finder(alias)) for alias in dict.fromkeys(aliases) if _plain(alias)]
    nobody = {_plain(word) for words in known for word in words.split()}
    found: dict[Marked, None] = {}
    for where, text, said in texts:
        plain = _plain(text)
        hits = [(alias, ALIAS) for alias, finder in others if finder.search(plain)]
        hits += [(match.group(), SCHOOL) for match in _SCHOOL.finditer(text)]
        hits += [(match.group(), PERSON) for match in _TITLED.finditer(text)]
        if said:
            hits += [(word, PERSON) for word in _capitals(text) if _plain(word) not in nobody]
        seen: set[str] = set()
        for words, why in hits:
            if not any(_plain(words) in before for before in seen):
                seen.add(_plain(words))
                found[Marked(words, why, where, text)] = None
    return tuple(found)


def left_out(evidence: Evidence, texts: Collection[str]) -> Evidence:
    """Return the copy with each of these texts, wherever it stands, as three dots: it was there, and an adult left it out."""
    found: Evidence = _without(evidence, frozenset(texts))
    return found


def _without(value: Any, texts: frozenset[str]) -> Any:
    if isinstance(value, str):
        return LEFT_OUT if value in texts else value
    if isinstance(value, tuple):
        return tuple(_without(one, texts) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _without(getattr(value, f.name), texts) for f in fields(value) if f.init}
        return replace(value, **{name: new for name, new in changed.items() if new is not getattr(value, name)})
    return value


def _titles(evidence: Evidence) -> Iterator[str]:
    """What music is called: a tune's own name is no person's."""
    yield from (one.piece.title for one in evidence.pieces)
    yield from (one.title for one in evidence.beside)
    yield from (interest.what for interest in evidence.interests)


def _texts(evidence: Evidence) -> Iterator[tuple[Where, str, bool]]:
    """Every free text of a copy: where it stands, the text, and whether it is somebody's sentence (else a title)."""
    for one in evidence.pieces:
        title = one.piece.title
        yield Where("title"), title, False
        yield Where("about", title), one.piece.about, True
        yield Where("poem", title), one.piece.poem, True
        yield from ((Where("song", title), line, True) for line in one.lyrics)
        yield from ((Where("version", title), version.name, False) for version in one.versions)
        yield from ((Where("mark", title), marker.words, True) for marker in one.markers)
        yield from ((Where("words about", title), said.body, True) for said in one.reflections)
    yield from ((Where("title"), one.title, False) for one in evidence.beside)
    yield from ((Where("words"), said.body, True) for said in evidence.reflections)
    yield from ((Where("task"), pair.task.words, True) for pair in evidence.sure)
    for goal in (of.goal for of in evidence.goals):
        yield from ((Where("goal"), text, True) for text in (goal.why, goal.first_step, goal.know_by))
        yield from ((Where("goal"), wording.words, True) for wording in goal.wordings)
        yield from ((Where("step"), step.words, True) for step in goal.steps)
    yield from ((Where("try"), one.words, True) for one in evidence.try_next if not one.by_voice)
    yield from ((Where("helped"), one.words, True) for one in evidence.toolkit)
    for interest in evidence.interests:
        yield Where("like"), interest.what, False
        yield Where("like why"), interest.why, True


def _capitals(text: str) -> Iterator[str]:
    for word in _CAPITAL.findall(text):
        if word[0].isupper() and not word.isupper() and _plain(word) not in _ORDINARY:
            yield word


def _finder(alias: str) -> re.Pattern[str]:
    """Find an alias as a word of its own; scripts that write words together have it anywhere."""
    plain = _plain(alias)
    before = r"(?<!\w)" if _has_case(alias[0]) else ""
    after = r"(?!\w)" if _has_case(alias[-1]) else ""
    return re.compile(f"{before}{re.escape(plain)}{after}")


def _has_case(character: str) -> bool:
    return character.isdigit() or character.lower() != character.upper()


def _plain(text: str) -> str:
    """Letters without their marks and their case: Zoë, ZOE and zoe are one name."""
    bare = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(bare).split())
