"""A few weeks of three pupils in a journal: words that wait, promises, a review that is due, music played in another way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.reflections.conftest import part

if TYPE_CHECKING:
    from reflections import Journal, records
    from tests.reflections.conftest import Wall

HOSTILE = "<script>alert(1)</script> \" ' & {{ 7*7 }} \u202e\u05ea\u05e4\u05e0\u05d9\u05dd"
WEEK = timedelta(days=7)


def live(journal: Journal, wall: Wall, *, alias: str = "Jo", words: str = "The slide. It sounds like the bus.") -> str:
    """Three lessons of one pupil; gives their id. Whatever they say and are called can be named."""
    jo = journal.add_pupil(alias, "fox", "10-12").id
    amira, sami = (journal.add_pupil(name, "moon", "13-15").id for name in ("Amira", "Sami"))
    bus = None
    for n, (hands, speed) in enumerate((("right", 0.5), ("right", 0.8), ("both", 1.0))):
        session = journal.open_session([jo], minutes=40)
        bus = bus or journal.keep_piece(
            jo, "Midnight Bus" if alias == "Jo" else words[:200], kind="own", chosen_by="pupil", session=session.id
        )
        take = journal.keep_take(
            bus.id, [part(jo)], session=session.id, seconds=2.0, tempo=90.0, mode="waits", hands=hands, speed=speed
        )
        said = journal.reflect(jo, "T6", said_by="typed", body=words, take=take.id, session=session.id)
        goal = journal.goals(jo)[0] if n else journal.agree(journal.wish(jo, words[:140]).id)
        journal.rate(jo, "close", "review", "given", (2, 4, 4)[n], goal=goal.id)
        if n < 2:
            journal.seen([one.id for one in journal.unseen().items], "Sam")
        journal.close_session(session.id, "Bring the bass line.")
        wall.at += WEEK
    journal.try_next(jo, words[:140], take.id)
    journal.add_next_step(jo, words[:140], who_helps="Mr Okafor", by_when=wall().date())
    review = journal.open_review(amira)
    journal.you_said(review.id, "I want headphones so that no one hears.", seen_by="Sam")
    journal.raise_help(sami, None)
    del said
    return jo


def spoken(journal: Journal, pupil: str) -> records.Reflection:
    """A voice note of a second of silence that nobody has heard."""
    sound = b"RIFF" + (36 + 8000).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    sound += b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") + (8000).to_bytes(4, "little") + b"\x01\x00\x08\x00"
    sound += b"data" + (8000).to_bytes(4, "little") + b"\x80" * 8000
    return journal.reflect(pupil, "T6", said_by="voice", sound=sound)
