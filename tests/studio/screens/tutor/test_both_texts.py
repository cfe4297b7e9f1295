"""Texts that were changed on two laptops: what is chosen stands, be it that the page has gone on before the journal says so."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from reflections.records import TwoTexts
from studio.screens.tutor.safe_told import BothTexts
from studio.ui.nodes import Button, Column

TEXT = TwoTexts("piece", "a", "title", "Evening", "Night")


def buttons(node: Any) -> list[Button]:
    if isinstance(node, Button):
        return [node]
    inside = getattr(node, "children", None) or [getattr(node, "child", None)]
    return [one for each in inside if each is not None for one in buttons(each)]


def test_what_was_chosen_as_the_page_went_on_is_no_fault() -> None:
    asked: list[Any] = []
    drawn: list[int] = []
    tools: Any = SimpleNamespace(
        lesson=SimpleNamespace(journal=object()),
        background=SimpleNamespace(writer=SimpleNamespace(put=lambda _work, then, *_rest: asked.append(then))),
        changed=lambda: drawn.append(1),
    )
    both = BothTexts(tools, lambda error: None)
    both.came([TEXT])
    (choose,) = buttons(Column(*both.nodes()))
    choose.do()
    both.came()
    asked[0](replace(TEXT, stands="Night", beside="Evening"))
    assert not both.nodes()
    assert drawn


def test_with_none_there_is_not_even_a_title() -> None:
    tools: Any = None
    assert not BothTexts(tools, lambda error: None).nodes()
