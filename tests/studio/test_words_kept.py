"""Every text box says what its words are of, or is known here as one whose words are not to be kept: none is forgotten."""

import ast
from collections.abc import Iterator

from tests.source import modules

# By file and the label's or box's name: why nothing that is typed there waits in the journal.
NOT_KEPT = {
    "studio/closing.py": "a folder",
    "studio/screens/door/": "a passphrase, a recovery code, or before there is a journal",
    "studio/screens/people/newcomer.py": "nobody is known yet",
    "studio/screens/pick/": "a search, or the path of a file",
    "studio/screens/play/bars.py": "two numbers of bars",
    "studio/screens/goals/tools.py": "the path of the card",
    "studio/screens/make/": "they go into the song with each letter, which is kept by itself",
    "studio/screens/music/home_view.py": "a path, and the password of a file, which nobody keeps",
    "studio/screens/music/save_sound.py": "a path",
    "studio/screens/tutor/room.py": "the passphrase",
    "studio/screens/tutor/house.py": "a search, and the place, which stands there already",
    "studio/screens/tutor/new_group.py": "the name of a group that is not there yet",
    "studio/screens/tutor/calls.py": "whom they told stands there already",
    "studio/screens/tutor/recordings.py": "who spoke a recording",
    "studio/screens/tutor/safe_": "a folder, a file, and what opens it",
    "studio/screens/tutor/held.py": "whom a copy is for, a folder, and what opens it",
    "studio/screens/tutor/erase.py": "what is typed to be sure is typed anew each time",
}


def boxes() -> Iterator[tuple[str, int, bool]]:
    """File and line of every text box of the screens, and whether it keeps its words."""
    for module in modules():
        if not module.path.startswith("studio/") or module.path.startswith("studio/ui/"):
            continue
        for node in module.nodes:
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "TextBox":
                yield module.path, node.lineno, any(one.arg == "draft" for one in node.keywords)


def test_every_text_box_keeps_its_words_or_is_known_not_to() -> None:
    loose = [
        f"{path}:{line} say what its words are of (draft=), or here why they are not kept"
        for path, line, kept in boxes()
        if not kept and not path.startswith(tuple(NOT_KEPT))
    ]
    assert loose == []


def test_the_list_names_nothing_that_is_gone() -> None:
    without = {path for path, _, kept in boxes() if not kept}
    assert [name for name in NOT_KEPT if not any(path.startswith(name) for path in without)] == []
