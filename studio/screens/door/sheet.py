"""The recovery sheet: one page with the code on it, written where the tutor says, to be printed and put away."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from studio import files

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "soundfolio-recovery-sheet.html"
_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Soundfolio recovery sheet</title>
<style>
body {{ font: 12pt/1.5 sans-serif; max-width: 42em; margin: 3em auto; padding: 0 1em; }}
h1 {{ font-size: 20pt; }}
.code {{ font: bold 20pt/1.8 monospace; border: 2px solid; border-radius: 8px; padding: .6em; text-align: center; }}
</style>
<h1>Recovery sheet for {tutor}'s Soundfolio journal</h1>
<p>Type this code where the passphrase is asked for, after <b>I have the recovery code</b>.
It opens the journal if the passphrase is forgotten. Capitals and dashes do not matter.</p>
<p class="code">{code}</p>
<p>Print this page and keep it locked away, never with the laptop. Then delete the file.
Whoever has both the laptop and this sheet can read everything.</p>
</html>
"""


def page(tutor: str, code: str) -> str:
    """Return the sheet as one HTML page that loads nothing."""
    return _PAGE.format(tutor=html.escape(tutor), code=html.escape(code))


def save_sheet(folder: str, tutor: str, code: str) -> Path:
    """Write the sheet into `folder` and return its path; a sheet that lies there is kept. OSError where it can't be."""
    where = files.typed(folder) if folder.strip() else files.documents()
    return files.add(files.there(where) / NAME, page(tutor, code), mine=True)
