"""`soundfolio lock-anew`, `take-over` and `lead-code`: who may open the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.commands.given import Refused, new_passphrase, opened, progress, show_once

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

NEW = "SOUNDFOLIO_NEW_PASSPHRASE"  # the variable that holds it, for unattended runs


def lock_anew(options: argparse.Namespace, folder: Path) -> int:
    """Another key and passphrase, as after a laptop was lost; the new recovery code is printed once."""
    del options
    with opened(folder) as journal:
        had_lead = journal.has_lead_code
        words = "Locking the journal anew"
        code = journal.lock_anew(new_passphrase(NEW), progress=lambda done: progress(done, words))
        show_once(f"Recovery code: {code}")
        progress(1.0, words)
        print("The journal is locked anew. The old passphrase and the old recovery code open it no more.")
        print("Write the code down now; it is not shown again. Backups from before still open with the old passphrase.")
        if had_lead:
            print("The lead's code is gone too: `soundfolio lead-code` makes another.")
    return 0


def take_over(options: argparse.Namespace, folder: Path) -> int:
    """Lock a journal that lies there unlocked; the recovery code is printed once."""
    from reflections import taking_over

    del options
    words = "Locking the journal"
    if not (folder / "journal.db").is_file():
        raise Refused(f"There is no journal in {folder}.")
    taken = taking_over.take_over(folder, new_passphrase(NEW), progress=lambda done: progress(done, words))
    show_once(f"Recovery code: {taken.code}")
    print("Write it down now; it is not shown again.")
    print("The journal is locked now. Nothing of it is lost, and the unlocked file is gone.")
    for path in taken.unlocked:
        print(f"{path} is a copy that is not locked. Delete it once you have looked at the journal.")
    return 0


def lead_code(options: argparse.Namespace, folder: Path) -> int:
    """A code for the service's lead to keep in a sealed envelope, or its end."""
    with opened(folder) as journal:
        if options.drop:
            if not journal.has_lead_code:
                raise Refused("The service's lead has no code for this journal. Nothing was changed.")
            journal.drop_lead_code()
            print("The lead's code opens this journal no more.")
            return 0
        show_once(f"The lead's code: {journal.new_lead_code()}")
        print(
            "Put it in an envelope and seal it; it is not shown again. "
            "If it is ever used, the tutor is told at the next start."
        )
    return 0
