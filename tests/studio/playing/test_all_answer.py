"""All answer one question at once on their own keys, and what is seen is how many have."""

from instruments.events import NoteOff, NoteOn
from instruments.zones import FIRST_HEARD_AS
from studio.ensemble.seats import Keys, Player, seated
from studio.playing.all_answer import AllAnswer

FIVE = ("kept going", "new idea", "helped someone", "asked for help", "listened")
C, D, G, A, BLACK = 60, 62, 67, 69, 61
LONG = 0.6


class Room:
    """Amira, Ben and a visitor, each on a zone of one keyboard, and the tutor on the computer's keys."""

    def __init__(self) -> None:
        players = (
            Player("a", "Amira"),
            Player("b", "Ben"),
            Player("v", "Visitor", guest=True),
            Player("t", "Sam", guest=True),
        )
        self.seating = seated(players, [Keys(1, 36, 96), Keys(0, 60, 84)])
        self.now = 10.0
        self.all = AllAnswer(FIVE, self.seating, self.now, without={"t"})
        self.now += 1

    def hold(self, player: int, pitch: int, seconds: float = LONG) -> None:
        self.all.hear(NoteOn(0, FIRST_HEARD_AS + player, pitch, 80), self.now)
        self.now += seconds
        self.all.update(self.now)
        self.all.hear(NoteOff(0, FIRST_HEARD_AS + player, pitch, 0), self.now)
        self.now += 0.8


def test_everybody_is_counted_and_only_pupils_answers_are_handed_over() -> None:
    room = Room()
    assert (room.all.said, room.all.of) == (0, 3)
    for player, pitch in ((0, C), (1, G), (2, D)):
        room.hold(player, pitch)
    assert room.all.all_have
    assert room.all.given == {"a": "kept going", "b": "listened"}


def test_two_who_answer_at_the_same_moment_do_not_disturb_each_other() -> None:
    room = Room()
    for player, pitch in ((0, C), (1, D)):
        room.all.hear(NoteOn(0, FIRST_HEARD_AS + player, pitch, 80), room.now)
    spans = room.all.update(room.now + LONG)
    assert (room.all.said, len(spans)) == (2, 2)
    assert room.all.given == {"a": "kept going", "b": "new idea"}


def test_a_skip_counts_like_an_answer() -> None:
    room = Room()
    room.hold(0, A)
    assert (room.all.said, room.all.given) == (1, {"a": None})


def test_a_black_key_takes_ones_own_answer_back_and_nobody_elses() -> None:
    room = Room()
    room.hold(0, C)
    room.hold(1, D)
    room.hold(0, BLACK)
    assert room.all.given == {"b": "new idea"}
    room.hold(0, D)
    assert room.all.given == {"a": "new idea", "b": "new idea"}


def test_once_all_have_answered_no_key_changes_anything() -> None:
    room = Room()
    for player in range(3):
        room.hold(player, C)
    room.hold(0, D)
    assert room.all.given == {"a": "kept going", "b": "kept going"}


def test_a_key_that_is_no_answer_or_only_tipped_says_nothing() -> None:
    room = Room()
    room.hold(0, 71)
    room.hold(1, C, seconds=0.2)
    room.hold(3, C)  # the tutor
    assert room.all.said == 0


def few_keys() -> AllAnswer:
    """Ben has two keys, and no C."""
    seating = seated((Player("a", "Amira"), Player("b", "Ben")), [Keys(1, 36, 96)]).begins("b", 95)
    return AllAnswer(FIVE, seating, 0.0)


def test_who_has_too_few_keys_is_counted_and_has_a_turn_by_touch() -> None:
    asked = few_keys()
    assert (asked.of, asked.by_turns) == (2, ("b",))
    asked.touch("D")
    assert asked.said == 0, "nobody's turn"
    asked.take_turn("a", 1.0)
    assert asked.turn is None, "Amira has keys of her own"
    asked.take_turn("b", 1.0)
    asked.touch("D")
    assert (asked.given, asked.turn) == ({"b": "new idea"}, None)
    asked.take_turn("b", 1.0)
    asked.touch("A")
    assert asked.given == {"b": None}, "said anew"


def test_on_their_turn_the_computers_keys_are_lent_to_them() -> None:
    seating = seated((Player("a", "Amira"), Player("b", "Ben")), [Keys(0, 60, 84)])
    asked = AllAnswer(FIVE, seating, 0.0)
    (ben,) = asked.by_turns
    asked.take_turn(ben, 1.0)
    for pitch, at in ((C, 3.0), (D, 5.0)):  # then Amira's own again
        asked.hear(NoteOn(0, FIRST_HEARD_AS, pitch, 80), at)
        assert len(asked.update(at + LONG)) == 1
        asked.hear(NoteOff(0, FIRST_HEARD_AS, pitch, 0), at + LONG)
    assert asked.given == {ben: "kept going", "a": "new idea"}
    assert asked.all_have


def test_whose_keyboard_is_pulled_has_a_turn_until_it_is_back_and_what_was_said_stays() -> None:
    keyboards = [Keys(1, 36, 96), Keys(2, 36, 84)]
    whole = seated((Player("a", "Amira"), Player("b", "Ben")), keyboards)
    pulled = whole.plugged(keyboards[:1])
    (away,) = {each.id for each in pulled.waiting}
    assert AllAnswer(FIVE, pulled, 0.0).by_turns == (away,), "before anybody is asked"
    asked = AllAnswer(FIVE, whole, 0.0)
    asked.seated(pulled, 1.0)
    assert (asked.by_turns, asked.of, asked.said) == ((away,), 2, 0)
    asked.take_turn(away, 1.0)
    asked.touch("D")
    assert asked.given == {away: "new idea"}
    asked.take_turn(away, 2.0)
    asked.seated(pulled.plugged(keyboards), 3.0)
    assert (asked.by_turns, asked.turn, asked.said, asked.of) == ((), None, 1, 2)
    asked.hear(NoteOn(0, whole.place(away).heard_as, C, 80), 5.0)
    asked.update(5.0 + LONG)
    assert asked.given == {away: "kept going"}, "on keys of their own again"
