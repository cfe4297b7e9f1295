"""What can go wrong with a journal: one base, its kinds, each raised with a sentence a person can act on."""

# ruff: noqa: N818
# kinds are named for what is the matter, and read as such where they are caught

from __future__ import annotations


class JournalError(Exception):
    """Base of all; `str(error)` is a sentence for people and never holds what a pupil said."""


class Missing(JournalError):
    """There is no journal here, or a part of it has gone."""


class WrongSecret(JournalError):
    """The files are sound, the passphrase or recovery code is not the right one."""


class Damaged(JournalError):
    """The secret is right (or can't be tried), a file is broken."""


class TooNew(JournalError):
    """A newer Soundfolio wrote it; nothing was changed."""


class NotOurs(JournalError):
    """The file is something else, or belongs to another journal."""


class Plain(JournalError):
    """The journal's place holds an unlocked database."""


class InUse(JournalError):
    """Another window has this journal open."""


class AlreadyThere(JournalError):
    """A journal exists where one was to be made."""


class DiskFull(JournalError):
    """No room left; what was saved before is safe, the caller keeps what it has and tries again."""


class DiskTrouble(JournalError):
    """The disk can't be read or written just now (stick pulled, folder locked)."""


class Busy(JournalError):
    """Another program holds the journal for longer than was waited."""


class Gone(JournalError):
    """The journal's file was moved, deleted or replaced while open."""


class NotAllowed(JournalError):
    """A rule of the journal says no; the sentence says what to do instead."""


class NotFound(JournalError):
    """Nothing is kept under that id."""


class Unheard(JournalError):
    """Words or a call for help have not been seen by an adult yet."""


class Stopped(JournalError):
    """Somebody asked for it to stop; nothing was changed."""


class ServiceTrouble(JournalError):
    """The service can't be reached just now, or its driver is missing; what is kept here is untouched."""
