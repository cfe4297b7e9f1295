"""What a report is written from, and the desk it is written at: what may stand in it, and what shows each thing it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflections import prompts
from reflections.records import local
from reflections.reports.parts import Choice, Line, Part, Place, Proof

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reflections.records import (
        Evidence,
        MeasureFacts,
        NextStep,
        Piece,
        PieceEvidence,
        Rating,
        Reflection,
        ReportDraft,
        Take,
        Version,
        WeDid,
    )
    from reflections.sentences import Spoken

Row = tuple[
    str, str, str, str
]  # what kind of thing shows it, of what, on which day, and the id to play ("" for none); as it is said
OF = ": "  # between a title and what stands beside it, in every language: the page parts them there
STEMS = "stems"  # the fact whose rows are words to somebody else: never quoted here
_QUOTE = 600  # characters of what was said, where it stands as proof; the rest stands in the journal
_AFTER, _DAYS = "\N{HORIZONTAL ELLIPSIS}", 12  # so many days are named, then it is how many more


@dataclass(frozen=True, slots=True)
class Material:
    """All that reports about one pupil are made of; `talked`, `picked` and `held_back` are what they chose at reviews.

    `award` is what was put in a part of an award's folder: (id of a take, version or reflection, part), the latest last.
    """

    evidence: Evidence
    measures: tuple[MeasureFacts, ...]
    next_steps: tuple[NextStep, ...] = ()
    we_dids: tuple[WeDid, ...] = ()
    talked: tuple[str, ...] = ()
    picked: frozenset[str] = frozenset()
    held_back: frozenset[str] = frozenset()
    award: tuple[tuple[str, str], ...] = ()


def short(words: str, most: int) -> str:
    """Cut a text where a sheet has no room for all of it, at a word where one ends near."""
    plain = " ".join(words.split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > most * 0.7 else cut).rstrip(" ,.;:") + _AFTER


class Desk:
    """Writes one report down, in one language: keeps what was chosen, and gives each piece of evidence its number once."""

    def __init__(self, material: Material, draft: ReportDraft, spoken: Spoken) -> None:
        self.material = material
        self.spoken = spoken
        self.say = spoken.of("report")
        self.evidence = material.evidence
        self.choices: list[Choice] = []
        self.places: list[Place] = []
        self._chosen = draft.choices
        self._proofs: dict[tuple[str, str], Proof] = {}
        self._rows = rows_of(material, spoken)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """What shows what was written so far, in the order it was first named."""
        return tuple(self._proofs.values())

    def may(self, key: str, words: str, about: str = "", *, usual: bool = True, asked: bool = False) -> bool:
        """Say whether something stands in the report, and offer it to the pupil.

        `asked` is what needs their yes: their own words, unless they let others read them already (`usual`).
        """
        known = next((one for one in self.choices if one.key == key), None)
        if known is not None:
            return known.chosen
        chosen = self._chosen.get(key, usual)
        self.choices.append(Choice(key, short(words, 160), about, chosen, asked))
        return chosen

    def shown_by(self, ids: Iterable[str], quote: str = "") -> tuple[str, ...]:
        """Return the keys of what shows something, from the ids of its rows: alike rows are one proof with their days."""
        found: dict[tuple[str, str], list[Row]] = {}
        for each in dict.fromkeys(ids):
            if (row := self._rows.get(each)) is not None:
                found.setdefault(row[:2], []).append(row)
        return tuple(self._proof(like, quote) for like in found.values())

    def _proof(self, rows: list[Row], quote: str) -> str:
        kind, of, _, _ = rows[0]
        days = list(dict.fromkeys(row[2] for row in rows if row[2]))
        told, rest = self.spoken.listed(days[:_DAYS]), len(days) - _DAYS
        if rest > 0:
            told = self.spoken.counted("report.and more days", rest, days=told)
        words = self.spoken.listed((f"{short(of, 80)}{OF}{kind}" if of else kind, told))
        plays = next((row[3] for row in reversed(rows) if row[3]), "")
        quote, whole = short(quote, _QUOTE) if len(quote) > _QUOTE else quote, quote
        known = self._proofs.get((words, whole))
        if known is None:
            known = self._proofs[words, whole] = Proof(f"e{len(self._proofs) + 1}", words, plays, quote, quote != whole)
        return known.key


def part(
    title: str, lines: Iterable[Line], most: int = 99, *, adults: bool = False, wide: bool = False, more: bool = True
) -> tuple[Part, ...]:
    """Return the part with its lines, as many as there is room for (`more`: it says how many had none); () without any."""
    found = tuple(lines)
    left = max(0, len(found) - most) if more else 0
    return (Part(title, found[:most], adults, left, wide),) if found else ()


def rows_of(material: Material, spoken: Spoken) -> dict[str, Row]:
    """Name every row that may show something, by its id."""
    evidence, say, day = material.evidence, spoken.of("report"), spoken.day
    found: dict[str, Row] = {one.id: (say("row register"), "", day(one.held_on), "") for one in evidence.sessions}
    for one in evidence.pieces:
        found |= _of_piece(one, evidence.pupil.id, spoken)
    found |= {one.id: (say("row said"), "", day(_on(one)), "") for one in evidence.reflections}
    found |= {one.id: (say("row try"), "", day(one.made_at.date()), "") for one in evidence.try_next}
    found |= {one.id: (say("row like"), one.what, "", "") for one in evidence.interests}
    said = [(r, of.goal.words) for of in evidence.goals for r in of.ratings]
    said += [(r, pair.task.words) for pair in evidence.sure for r in (pair.before, pair.after)]
    said += [(r, "") for measure in material.measures for r in measure.said]
    for rating, of in said:
        answer = prompts.chosen(rating, spoken.language) or spoken.known(
            f"report.answer {rating.answer}", rating.answer
        )
        found[rating.id] = (say("row answers"), of, say("answer on", words=answer, day=day(_on(rating))), "")
    for goal in (one.goal for one in evidence.goals):
        wording = goal.wordings[-1:]
        found[goal.id] = (say("row goal"), goal.words, day(wording[0].said_on) if wording else "", "")
    for step in material.next_steps:
        found[step.id] = (say("row step"), step.what, "", "")
    for tool in evidence.toolkit:
        found |= {pick: (say("row helped"), tool.words, day(on), "") for pick, on in tool.picks}
    stems = [each for m in material.measures for fact in m.facts if fact.key == STEMS for each in fact.evidence]
    found |= dict.fromkeys(stems, (say("row stem"), "", "", ""))
    found |= {one.id: (say("row asked"), "", day(one.review_on), "") for one in material.we_dids}
    return found


def _of_piece(one: PieceEvidence, pupil: str, spoken: Spoken) -> dict[str, Row]:
    """Name a piece, and what was played, finished and said of it; of a take the pupil's own parts alone."""
    title, say = one.piece.title, spoken.of("report")

    def day(made: Piece | Take | Version | Reflection) -> str:
        return spoken.day(_on(made))

    found: dict[str, Row] = {one.piece.id: (say("row begun"), title, day(one.piece), "")}
    for take in one.takes:
        row = (say("row played"), title, day(take), take.id)
        found |= {take.id: row, **{each.id: row for each in take.parts if each.pupil == pupil}}
    found |= {version.id: (say("row finished"), title, day(version), version.id) for version in one.versions}
    return found | {said.id: (say("row said about"), title, day(said), "") for said in one.reflections}


def _on(made: Piece | Take | Version | Reflection | Rating) -> date:
    return local(made.made_at, made.zone).date()
