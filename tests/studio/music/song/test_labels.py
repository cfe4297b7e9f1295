import pytest

from studio.music.song.labels import COUNTED, PLAIN, label, said
from studio.words import say, table


def test_every_step_has_its_words() -> None:
    for name in COUNTED | PLAIN:
        for n in (1, 3):
            key, number = said(label(name, n))

            words = say(f"make.{key}", n=number)

            assert words, name
            assert ("3" in words) == (name in COUNTED and n == 3), name


def test_no_words_are_of_a_step_that_there_is_not() -> None:
    told = {name for name in table("en", "make") if name.startswith("did ")}

    known = {f"did {name}" for name in PLAIN} | {f"did {name} {many}" for name in COUNTED for many in ("one", "many")}

    assert told == known | {"did change"}


def test_a_step_of_another_studio_is_called_a_change() -> None:
    assert said("warp 3") == said("") == said("move notes x") == ("did change", 1)


def test_a_step_without_words_can_not_be_made() -> None:
    with pytest.raises(KeyError):
        label("warp")
