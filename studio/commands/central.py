"""`soundfolio service`: whoever looks after a service's database sets it up, and a tutor's laptop meets it."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

from studio.commands.given import Refused, counted, opened, progress
from studio.commands.moving import says

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reflections.journal import Journal

_ASKS = "The service's address: "


def service(options: argparse.Namespace, folder: Path) -> int:
    """One of the errands below, by name."""
    do = {
        "init": _init,
        "adduser": _add_user,
        "newpassword": _new_password,
        "dropuser": _drop_user,
        "status": _status,
        "sync": _sync,
    }
    return do[options.errand](options, folder)


def _init(_options: argparse.Namespace, _folder: Path) -> int:
    """The tables, or what is missing of today's."""
    from reflections.central import looking_after

    step = looking_after.init(_address())
    print(f"The service is set up, at step {step}. Let tutors in with `soundfolio service adduser NAME`.")
    return 0


def _add_user(options: argparse.Namespace, _folder: Path) -> int:
    """A tutor's name at the server and the address of their laptops, said once."""
    from reflections.central import looking_after

    where = _address()
    password = looking_after.add_user(where, options.name, options.shown, again=options.again)
    _say_once(where, options.name, password, "is let in, and sees nobody else's rows")
    return 0


def _new_password(options: argparse.Namespace, _folder: Path) -> int:
    """Another password for a tutor who lost theirs."""
    from reflections.central import looking_after

    where = _address()
    password = looking_after.new_password(where, options.name)
    _say_once(where, options.name, password, "has a new password; the old one opens nothing any more")
    return 0


def _say_once(where: str, name: str, password: str, done: str) -> None:
    """What was done, and the address for a tutor's laptops."""
    from reflections.central import address

    print(f"{name} {done}. The address for their laptops, said this once:")
    print(address.of_laptops(where, name, password))
    if not address.leads_away(where):
        print(
            "It says where the server is only for this computer: put the server's own name in before you hand it over."
        )
    print("Hand it over in person. Whoever has it can read what this tutor brought.")


def _drop_user(options: argparse.Namespace, _folder: Path) -> int:
    """A tutor's laptops get in no more; their rows stay."""
    from reflections.central import looking_after

    aside = looking_after.drop_user(_address(), options.name)
    print(f"No laptop of {options.name}'s gets in any more. What they brought stays; only you can read it.")
    if aside:
        print(f"Something else of theirs lies at the server, so the role stands there, locked, as {aside}.")
    print(f"The same person again: `soundfolio service adduser {options.name} --again`.")
    return 0


def _status(_options: argparse.Namespace, _folder: Path) -> int:
    """Who brought how much and when; never what."""
    from reflections.central import looking_after

    found = looking_after.status(_address())
    print(f"Step {found.step}, {found.size / 1e6:.0f} MB, {len(found.tutors)} tutor(s).")
    for tutor in found.tutors:
        met = f"last brought something {tutor.met:%Y-%m-%d %H:%M} UTC" if tutor.met else "brought nothing yet"
        print(f"  {tutor.name} ({tutor.shown}): pupils {tutor.pupils}, takes {tutor.takes}; {met}")
        if not tutor.let_in:
            print("    nobody is let in by this name: no tutor can open these rows")
    return 0


def _sync(options: argparse.Namespace, folder: Path) -> int:
    """What this laptop and the service do not know of each other goes both ways; the first time it is asked whose it is."""
    from reflections.central import remembered
    from reflections.central.journal import ServiceJournal
    from reflections.central.syncing import meet

    where = _address()
    with opened(folder) as journal:
        _is_ours(journal, where, yes=options.yes)
        there = ServiceJournal.at(where)
        try:
            remembered.goes_there(journal, where)
            met = meet(journal, there, progress=lambda done: progress(done, "Meeting the service"))
            progress(1.0, "Meeting the service")
        finally:
            there.close()
    print(f"{met.went} changes went to the service, {met.came} came.")
    for line in says(met.here, would=False) if met.here is not None else ():
        print(line)
    return 0


def _is_ours(journal: Journal, where: str, *, yes: bool) -> None:
    """Nothing has gone there yet: say where it is and what would go. Refused without a yes."""
    from reflections.central.whose import first

    found = first(journal, where)
    if found is None:
        return
    if not yes and not sys.stdin.isatty():
        at = f"{found.name} at {found.server}"
        raise Refused(f"Nothing of this laptop has gone to {at} yet: if that is your service, run this with --yes.")
    print(f"Nothing of this laptop has gone to {found.name} at {found.server} yet ({found.where}).")
    print(f"What goes there: {counted(found.rows) or 'nothing that was made yet'}; names, music, voices and words.")
    print("You can read it there, and whoever looks after that server. Your own notes and calls for help stay here.")
    if yes:
        return
    if input("Is that your service? Type yes to send: ").strip().casefold() != "yes":
        raise Refused("Nothing was sent. Whoever gave you the address can say whose it is.")


def _address() -> str:
    """From the variable, else asked for: an address holds a password, and is no option that a list of programs shows."""
    from reflections.central.address import VARIABLE

    given = os.environ.get(VARIABLE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"Where is the service? Set {VARIABLE} to its address, or run this where it can ask.")
    return getpass.getpass(_ASKS)
