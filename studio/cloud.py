"""Whether a folder lies where a cloud client copies it away by itself: told by its path and by what these clients set."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# what a client calls its folder, in small letters; some add " - School" or " (Personal)"
FOLDERS: Final = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
}
VARIABLES: Final = {"OneDrive": "OneDrive", "OneDriveConsumer": "OneDrive", "OneDriveCommercial": "OneDrive"}
AFTER_A_NAME: Final = (" - ", " (", "-")


def client_of(folder: Path, variables: Mapping[str, str] = os.environ) -> str:
    """Name the client in whose folder this one lies; "" where none is known to."""
    whole = folder.expanduser().resolve()
    for name, client in VARIABLES.items():
        if variables.get(name) and _inside(whole, Path(variables[name])):
            return client
    for part in whole.parts:
        small = part.casefold()
        for name, client in FOLDERS.items():
            if small == name or small.startswith(tuple(name + after for after in AFTER_A_NAME)):
                return client
    return ""


def _inside(folder: Path, of: Path) -> bool:
    there = of.expanduser().resolve()
    return folder == there or there in folder.parents
