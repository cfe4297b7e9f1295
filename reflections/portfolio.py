"""Turns the evidence of one pupil into a portfolio page: what to show, in which words, and what may be compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reflections import goals
from reflections.arranging import arranged
from reflections.comparing import bar_starts, compared, first_bar
from reflections.pages import parts, played, sure, words
from reflections.pages.diary import times
from reflections.pages.parts import Dot, GoalPart, Heard, Lane, Link, PiecePart, Pin, Said, Strip, ThenNow
from reflections.records import Preferences, Version, local
from reflections.sentences import tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reflections.records import (
        Evidence,
        Goal,
        GoalEvidence,
        Illustration,
        Marker,
        PieceEvidence,
        Rating,
        Reflection,
        Take,
        TakeFacts,
    )
    from reflections.sentences import Spoken

# choices and ratings are shown where they belong, or are nobody's business at home: keep?, sure?, next?, who may hear?
_NOT_WORDS = frozenset(
    {"T1", "T7", "T8", "T9", "B1", "G1", "G2", "G3", "G4", "G5", "G6", "P1", "P5", "P6", "E1", "E2", "H1"}
)


def page(
    evidence: Evidence,
    illustrations: Mapping[str, Illustration],
    preferences: Preferences | None = None,
    *,
    with_times: bool = True,
) -> parts.Page:
    """Lay out the portfolio of one pupil; `illustrations` go by take or version id and may be missing for any of them.

    The preferences say how it looks, its language, and how the pieces are arranged; `with_times` is with the days they played.
    """
    wanted = preferences or Preferences()
    to = tongue(wanted.language, "story")
    there = arranged(evidence.pieces, replace(wanted.ribbon, out=()))
    kept, out = arranged(evidence.pieces, wanted.ribbon), wanted.ribbon.out
    evidence = replace(evidence, pieces=kept, sure=tuple(p for p in evidence.sure if p.task.piece not in out))
    pieces = tuple(_piece(n, p, evidence, illustrations, to) for n, p in enumerate(kept, 1))
    titles = {p.piece.id: p.piece.title for p in kept}
    links = {p.piece.id: Link(part.key, part.title) for p, part in zip(kept, pieces, strict=True)}
    dates = [d for part in pieces for d in (part.first, part.latest)] + [s.held_on for s in evidence.sessions]
    return parts.Page(
        alias=evidence.pupil.shown,
        language=wanted.language,
        told_in=to.language,
        # the default theme of the studio is no wish of the pupil's: the page follows the reader's device then
        theme="" if wanted.theme == Preferences().theme else wanted.theme,
        text_size=wanted.text_size,
        first=min(dates, default=None),
        latest=max(dates, default=None),
        cover=_cover(kept, pieces, wanted.ribbon.cover),
        pieces=pieces,
        put_away=bool(there) and not pieces,
        said=_all_said(evidence.reflections, to),
        sure=tuple(row for pair in evidence.sure if (row := sure.row(pair, titles, to))),
        goals=tuple(_goal(n, g, links, to) for n, g in enumerate(_in_order(evidence.goals), 1)),
        toolkit=tuple(t.words for t in sorted(evidence.toolkit, key=lambda t: -t.picked)),
        next=_unique(t.words for t in reversed(evidence.try_next) if not t.tried_in and not t.by_voice),
        tried=_unique(t.words for t in reversed(evidence.try_next) if t.tried_in and not t.by_voice),
        likes=tuple(parts.Like(i.what, i.why) for i in evidence.interests),
        times=times(evidence, to) if with_times else (),
        beside=played.beside(evidence.beside, out, to),
    )


def _cover(kept: Sequence[PieceEvidence], pieces: Sequence[PiecePart], chosen: str) -> Strip | None:
    """The notes of the piece whose picture the pupil chose, else of the first that has any."""
    drawn = [(p.piece.id, part.shown.strip) for p, part in zip(kept, pieces, strict=True) if part.shown]
    strips = {piece: strip for piece, strip in drawn if _notes(strip)}
    return strips.get(chosen) or next(iter(strips.values()), None)


# --- pieces -----------------------------------------------------------------------------------------------------------


def _piece(
    n: int, of: PieceEvidence, evidence: Evidence, illustrations: Mapping[str, Illustration], to: Spoken
) -> PiecePart:
    piece = of.piece
    takes = tuple(t for t in of.takes if not t.hidden)
    items: list[Take | Version] = [*takes, *of.versions]
    heard = {
        item.id: played.told(_heard(f"p{n}-{k}", item, of, evidence.pupil.id, illustrations, to), item, evidence, to)
        for k, item in enumerate(sorted(items, key=lambda i: i.made_at), 1)
    }
    shown = _shown(heard, illustrations)
    places = {g.goal.id: f"g{k}" for k, g in enumerate(_in_order(evidence.goals), 1)}
    goal_words = {g.goal.id: g.goal.words for g in evidence.goals}
    for_goals = _unique(goal for kept in (piece, *items) for goal in kept.goals if goal in places)
    made = local(piece.made_at, piece.zone).date()
    said = _all_said(of.reflections, to)
    days = [h.when for h in heard.values()] or [made]
    return PiecePart(
        key=f"p{n}",
        title=piece.title,
        feels=next((s.chosen for s in reversed(said) if s.prompt == "T2"), ()),
        quote=next((s.words for s in reversed(said) if s.words), ""),
        chosen=words.chosen(piece.chosen_by, to),
        first=min(days),
        latest=max(days),
        about=piece.about,
        poem=piece.poem,
        lyrics=of.lyrics,
        cover=piece.cover,
        goals=tuple(Link(places[g], goal_words[g]) for g in for_goals),
        shown=shown,
        then_now=_then_now(takes, heard, to),
        others=tuple(h for h in list(heard.values())[::-1] if h is not shown),
        said=said,
    )


def _shown(heard: Mapping[str, Heard], illustrations: Mapping[str, Illustration]) -> Heard | None:
    """Pick what opens the piece: the latest that is engraved, else the latest that sounds, else the latest."""
    latest = list(heard.items())[::-1]
    engraved = (h for key, h in latest if key in illustrations and illustrations[key].svg)
    return next(engraved, None) or next((h for _, h in latest if h.sounds), None) or next((h for _, h in latest), None)


def _heard(
    key: str, item: Take | Version, of: PieceEvidence, pupil: str, illustrations: Mapping[str, Illustration], to: Spoken
) -> Heard:
    when = local(item.made_at, item.zone).date()
    illustration = illustrations.get(item.id)
    if isinstance(item, Version):
        strip = Strip(0.0, item.facts.seconds, item.facts.bar_starts, (_lane("music", item.facts),))
        return Heard(key, _called(item, of.piece.title, to), when, _together(item.players, to), strip, (), illustration)
    n = 1 + [t.id for t in of.takes].index(item.id)
    pins = _pins([m for m in of.markers if m.take == item.id], item, to)
    return Heard(key, to.say("story.take", n=n), when, _how(item, to), _strip(item, pupil), pins, illustration)


def _called(version: Version, title: str, to: Spoken) -> str:
    return version.own_name(title) or to.say("story.finished", n=version.n)


def _strip(take: Take, pupil: str) -> Strip:
    """Draw the parts of this pupil, the tutor and the app; what another pupil played stays theirs (I8)."""
    mine = [p for p in take.parts if p.player not in {"pupil", "guest"} or p.pupil == pupil]
    return Strip(0.0, take.seconds, bar_starts(take), tuple(_lane(p.part, p.facts) for p in mine))


def _lane(name: str, facts: TakeFacts) -> Lane:
    return Lane(
        name, words.LAYERS.get(name.lower(), 6), tuple((start, length, pitch) for start, length, pitch, _ in facts.roll)
    )


def _how(take: Take, to: Spoken) -> str:
    """Say in words how a take was played, and with whom: "left hand, slow, the app waits, with the tutor"."""
    said = _conditions(take, to)
    together = _together((part.player for part in take.parts), to)
    if together:
        said |= {"mode": ""} if take.mode == "free" else {}  # nobody was on their own
    return to.listed((*said.values(), together))


def _together(players: Iterable[str], to: Spoken) -> str:
    """Say that the tutor is heard too, beside others than the app."""
    both = set(players) - {"app"}
    return to.say("story.with tutor") if "tutor" in both and len(both) > 1 else ""


def _conditions(take: Take, to: Spoken) -> dict[str, str]:
    said = {
        "hands": words.way("hands", take.hands, to),
        "help": words.way("help", take.help, to),
        "speed": words.pace(take.speed, to.of("changed")),
        "mode": words.way("mode", take.mode, to),
    }
    return {name: how for name, how in said.items() if how}


def _pins(markers: list[Marker], take: Take, to: Spoken) -> tuple[Pin, ...]:
    starts, first = bar_starts(take), first_bar(take)
    pins = []
    for n, marker in enumerate(sorted(markers, key=lambda m: m.at_seconds), 1):
        at = max((k for k, start in enumerate(starts) if start <= marker.at_seconds), default=None)
        start = starts[at] if at is not None else max(0.0, marker.at_seconds - 2.0)
        after = [s for s in (*starts, take.seconds) if s > start + 0.01]
        end = min(after, default=take.seconds) if at is not None else min(take.seconds, marker.at_seconds + 2.0)
        by = to.say("story.by pupil" if marker.by == "pupil" else "story.by tutor")
        said = marker.words or to.say("story.that bit")
        pins.append(Pin(n, None if at is None else first + at, start, end, by, said))
    return tuple(pins)


def _then_now(takes: tuple[Take, ...], heard: Mapping[str, Heard], to: Spoken) -> ThenNow | None:
    """Set the first kept take against the latest, on the bars they share; None where there are not two."""
    pair = compared(takes)
    if pair is None:
        return None
    first, latest = pair.first, pair.latest
    one, two = _conditions(first, to), _conditions(latest, to)
    unlike = [name for name in ("hands", "help", "speed", "mode") if one.get(name) != two.get(name)]
    then, now = (
        to.listed(side[name] for name in unlike if name in side) or _how(take, to)
        for side, take in ((one, first), (two, latest))
    )
    changed = to.say("story.then so now so", then=then, now=now) if unlike else ""
    if pair.bars is None:
        other = to.say("story.other bars") if first.bars != latest.bars else ""
        changed = " ".join(filter(None, (changed, other)))
        return ThenNow(heard[first.id], heard[latest.id], "", changed)
    stretch = words.bars("{}-{}".format(*pair.bars), to.of("changed"))
    cut = [_cut(heard[take.id], pair.seconds(take)) for take in (first, latest)]
    return ThenNow(cut[0], cut[1], stretch, changed)


def _cut(heard: Heard, seconds: tuple[float, float]) -> Heard:
    return replace(heard, strip=replace(heard.strip, start=seconds[0], end=seconds[1]))


# --- words ------------------------------------------------------------------------------------------------------------


def _all_said(said: tuple[Reflection, ...], to: Spoken) -> tuple[Said, ...]:
    return tuple(_said(r, to) for r in sorted(said, key=lambda r: r.made_at) if shown_as_words(r))


def shown_as_words(said: Reflection) -> bool:
    """Whether it stands on the page as words, or as a voice."""
    return said.prompt not in _NOT_WORDS and bool(said.body.strip() or said.has_sound)


def _said(said: Reflection, to: Spoken) -> Said:
    picked = said.prompt in {"T2", "T3", "T4"} and said.said_by in {"tap", "keys"}
    return Said(
        about=words.asked(said.prompt, to),
        prompt=said.prompt,
        when=local(said.made_at, said.zone).date(),
        how=words.said_by(said.said_by, to),
        words="" if picked else said.body,
        chosen=tuple(w.strip() for w in said.body.split(",") if w.strip()) if picked else (),
        sound=said.sound or b"",
    )


def _unique(them: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(them))


def _notes(strip: Strip) -> bool:
    return any(lane.notes for lane in strip.lanes)


# --- goals ----------------------------------------------------------------------------------------------------------


def _in_order(found: tuple[GoalEvidence, ...]) -> list[GoalEvidence]:
    """Live goals by their slot, then reached, wishes and resting ones; what was let go is gone."""
    order = words.STATES
    kept = [g for g in found if g.goal.state in order]
    return sorted(kept, key=lambda g: ((0, 2, 1, 3)[order.index(g.goal.state)], g.goal.slot or 9))


def _set_by(goal: Goal, to: Spoken) -> str:
    """Who set it; and that its words were picked from a few, or written down by the tutor, where they were."""
    who = words.set_by(goal.set_by, to)
    way = goal.wordings[-1].said_by if goal.wordings else ""
    return to.listed((who, words.said_by(way, to) if way != "typed" else ""))


def _goal(n: int, of: GoalEvidence, links: Mapping[str, Link], to: Spoken) -> GoalPart:
    goal = of.goal
    own = [r for r in of.ratings if r.rater == "pupil" and not r.superseded and r.answer != "not asked"]
    asked = sorted((r for r in own if r.moment != "looking back"), key=lambda r: r.made_at)
    back = next((r.value for r in reversed(own) if r.moment == "looking back" and r.value is not None), None)
    place = {rating.id: n for n, rating in enumerate(asked)}
    alike = [[place[dot.id] for dot in line.dots] for line in goals.lines(asked, goal.wordings)]
    return GoalPart(
        key=f"g{n}",
        words=goal.words,
        set_by=_set_by(goal, to),
        state=words.state(goal.state, to),
        why=goal.why,
        dots=tuple(Dot(local(r.made_at, r.zone).date(), r.value) for r in asked),
        lines=tuple(run for places in alike for run in _unbroken(places)),
        breaks=(*(places[0] for places in alike[1:]), *_since(asked, goal)),
        looking_back="" if back is None else to.say("story.looking back", n=back),
        next_step=next((s.words for s in goal.steps if s.done_on is None), "" if goal.steps else goal.first_step),
        steps_done=tuple(s.words for s in goal.steps if s.done_on is not None),
        pieces=tuple(links[p] for p in of.pieces if p in links),
        minimum=min((r.minimum for r in asked), default=0),
        maximum=max((r.maximum for r in asked), default=10),
    )


def _since(asked: Sequence[Rating], goal: Goal) -> tuple[int, ...]:
    """A break behind the last dot where the goal became another one since: nothing was said of that yet (I3)."""
    return (len(asked),) if asked and goals.of_another(asked[-1], goal.wordings) else ()


def _unbroken(places: list[int]) -> list[tuple[int, ...]]:
    """Part places where one between them was skipped: no line crosses a gap, nor joins fewer than three dots (I2)."""
    runs = [places[:1]]
    for before, here in pairwise(places):
        if here - before > 1:
            runs.append([])
        runs[-1].append(here)
    return [tuple(run) for run in runs if len(run) >= goals.FEWEST_FOR_A_LINE]
