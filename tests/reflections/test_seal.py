"""One secret around the data key, by itself: what it is bound to, what it takes from a file, and that old seals open for ever."""

from dataclasses import asdict, replace

import pytest

from reflections import seal

KEY, SECRET = bytes(range(32)), "three blue boats"
OLD = seal.Slot(
    "recovery", 8192, 1, 1, "AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoL",
    "edGm5e0euFiDSu3/ApaqhtObkhFKCh462OBqKwaSHnIxzURpjZp7rdJkVjzyCHSD", "f698eaf49c0150ac",
)  # fmt: skip
"""As the first release makes it for the journal "J1", but for a random salt and nonce."""


def test_a_seal_of_the_first_release_opens_as_it_did() -> None:
    assert seal.unseal("J1", OLD, SECRET) == KEY
    assert seal.unseal("J1", OLD, f"{SECRET}s") is None
    assert seal.mark(KEY) == OLD.key


def test_a_slot_passes_for_no_other_kind_and_for_no_other_journal() -> None:
    assert seal.unseal("J1", replace(OLD, kind="lead"), SECRET) is None
    assert seal.unseal("J2", OLD, SECRET) is None


@pytest.mark.parametrize(
    "forged",
    [
        {"memory": 8 * 1024 - 1},
        {"memory": 1024 * 1024 + 1},
        {"memory": 8192.0},
        {"passes": 0},
        {"passes": 11},
        {"passes": True},
        {"lanes": 0},
        {"lanes": 5},
        {"sealed": OLD.salt},
        {"salt": "not base64"},
    ],
)
def test_no_slot_is_taken_that_is_weaker_than_the_least_or_takes_the_machines_memory(forged: dict[str, object]) -> None:
    assert seal.slot_from(asdict(OLD)) == OLD
    with pytest.raises(ValueError):
        seal.slot_from(asdict(OLD) | forged)


@pytest.mark.parametrize("typed", ["abcd efgh", "AB-CD-EF-GH", "ＡＢＣＤ－ｅｆｇｈ", " ab.cd_ef gh\n"])  # noqa: RUF001 - so a phone may write
def test_a_code_is_read_however_its_symbols_were_typed(typed: str) -> None:
    assert seal.code(typed) == "ABCDEFGH"
