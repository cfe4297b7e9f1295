"""Why what was asked for behind the tutor's door can't be done: said on the page, with the focus where that is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.screen import Tools


class SaysNo:
    """Mixed into whatever asks for a file, a folder or a passphrase; what goes well empties `_trouble`."""

    tools: Tools
    _trouble: str = ""

    def _say_no(self, why: str, at: str) -> None:
        """`why` is the sentence; `at` the key of the control where the focus goes."""
        self._trouble = why
        self.tools.focus(at)
        self.tools.changed()
