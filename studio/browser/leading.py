"""Leads the tutor's own browser to an address."""

from __future__ import annotations

import webbrowser


def lead(address: str) -> bool:
    """Open the address in the browser this computer uses; False where none could be found. It may take a second."""
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
