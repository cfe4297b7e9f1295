"""The card that tells a pupil who sees their music, as one page to print: a line drawing beside each line; it knows nobody."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from studio import files, privacy
from studio.papers import printed
from studio.ui import icon
from studio.words import ENGLISH, say

if TYPE_CHECKING:
    from pathlib import Path

_STYLE: Final = """body { padding: 1.5rem 1rem; max-width: 44rem; font-size: 1.15rem; line-height: 1.4; }
h1 { margin: 0 0 1rem; font-size: 1.9rem; line-height: 1.2; }
ul { margin: 0; padding: 0; list-style: none; }
li { display: flex; gap: 1.2rem; align-items: center; padding: .55rem 0; border-top: 1px solid #6b7391; break-inside: avoid; }
svg { flex: none; width: 3rem; height: 3rem; color: #5140c9; }
p { margin: 0; }
b, span { display: block; }
span { white-space: pre-line; unicode-bidi: plaintext; }
@media print { @page { size: A4; margin: 14mm; } body { padding: 0; } }"""


def page(register: str = "", language: str = ENGLISH, *, sends: bool = False) -> str:
    """Return the card as one HTML page of this register and language; it loads nothing and holds no script.

    It speaks of a service where the laptop `sends` to one.
    """
    told = "\n".join(
        f"<li>{_picture(one.picture)}<p><b>{escape(one.title)}</b><span>{escape(one.words)}</span></p></li>"
        for one in privacy.lines(register, language, sends=sends)
    )
    title = say("privacy.title", register, language)
    return printed.shell(title, f"<h1>{escape(title)}</h1>\n<ul>\n{told}\n</ul>", _STYLE, language=language)


def write(folder: Path, html: str) -> Path:
    """Put it into a folder, over one that lies there already; OSError where that is impossible."""
    path = files.there(folder) / say("privacy.html")
    files.put(path, html)
    return path


def _picture(name: str) -> str:
    return icon.drawing(name).replace("<svg", '<svg aria-hidden="true"', 1)
