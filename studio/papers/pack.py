"""A pupil's pack: their page, their music as MIDI and as sound in one file; made ready at each close and sealed until it is given."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from studio import files
from studio.papers import sealing, shelf
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reflections.journal import Journal
    from studio.papers.drawing import Materials, Progress

SUFFIX = ".pack"
SUFFIXES = (SUFFIX, shelf.SUFFIX)
LAID_OUT_AS = 4  # another number makes every pack anew


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into one pack, and a mark that changes whenever any of it does."""

    pupil: str
    materials: Materials
    mark: str
    ticked: bool = True  # only the words that the pupil ticked go


def gather(journal: Journal, pupil: str, copy_for: str = "pupil") -> Contents:
    """Read it: the pupil's last choices of what may go are in force. Unheard while words wait. On the writer."""
    from studio.papers import illustrate

    materials = illustrate.gather(journal, pupil, copy_for)
    mixes = {take: [sha256(part).hexdigest() for part in parts] for take, parts in materials.mixes.items()}
    mark = sha256(f"{LAID_OUT_AS}{materials.evidence!r}{mixes or ''}".encode()).hexdigest()
    return Contents(pupil, materials, mark, copy_for == "pupil")


def make(contents: Contents, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """Draw, render and pack it: ZIP bytes. On the worker; raises drawing.Stopped when cancelled.

    In the pupil's own pack stand only the words they ticked; in one for others those that they opened to them.
    """
    from studio.papers import copies, drawing

    materials = copies.ticked(contents.materials) if contents.ticked else contents.materials
    drawn = drawing.draw(materials, progress, cancelled)
    drawing.stop_if(cancelled)
    language = (
        materials.preferences.language
    )  # its names are the pupil's too: it may be made while somebody else is spoken to
    music, tutors = say("papers.my music", language=language), say("papers.for the next tutor", language=language)
    bare = copies.wordless(materials)  # what is played to anyone has no words in its music either
    played = drawn if bare.versions == materials.versions and bare.pieces == materials.pieces else None
    played = played or drawing.draw(bare, progress, cancelled)
    found = {f"{music}/{name}": data for name, data in copies.my_music(played, bare).items()}
    found[f"{say('papers.my story', language=language)}.html"] = copies.my_story(drawn, materials).encode()
    found |= {f"{tutors}/{name}": data for name, data in copies.for_next_tutor(materials, cancelled).items()}
    drawing.stop_if(cancelled)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in found.items():
            pack.writestr(name, data)
    return file.getvalue()


# -- ready and sealed -------------------------------------------------------------------------------------------------
def place(folder: Path, pupil: str) -> Path:
    """Where the sealed pack of a pupil lies, in the data folder given."""
    return sealing.place(folder, pupil, SUFFIX)


def is_ready(journal: Journal, folder: Path, contents: Contents) -> bool:
    """Whether the sealed pack holds just this. On the writer."""
    kept: dict[str, Any] = journal.setting(sealing.setting(contents.pupil), {})
    return kept.get("mark") == contents.mark and place(folder, contents.pupil).is_file()


def is_made(journal: Journal, contents: Contents) -> None:
    """Keep what the sealed pack holds; it is owed no more. On the writer."""
    kept = journal.setting(sealing.setting(contents.pupil), {})
    journal.set_setting(sealing.setting(contents.pupil), {**kept, "mark": contents.mark, "owed": False})


def are_owed(journal: Journal, pupils: Sequence[str]) -> None:
    """Their packs are to be made again, whenever that can be. On the writer."""
    for pupil in pupils:
        journal.set_setting(sealing.setting(pupil), {**journal.setting(sealing.setting(pupil), {}), "owed": True})


def owed(journal: Journal) -> tuple[str, ...]:
    """Whose pack is to be made. On the writer."""
    return tuple(one.id for one in journal.pupils() if journal.setting(sealing.setting(one.id), {}).get("owed"))


def order(journal: Journal, folder: Path, pupil: str) -> tuple[Contents, bytes] | None:
    """What goes into a pack that is owed, and its key; None where it is ready, or words wait to be seen. On the writer."""
    from reflections import JournalError

    forget(folder, [one.id for one in journal.pupils()])
    try:
        contents = gather(journal, pupil)
    except JournalError:  # it stays owed
        return None
    if not contents.materials.evidence.pieces or is_ready(journal, folder, contents):
        is_made(journal, contents)
        return None
    return contents, sealing.key_of(journal, pupil)


def seal(folder: Path, contents: Contents, key: bytes, data: bytes) -> None:
    """Put it away, whole or not at all, so that only the open journal can give it out. Raises OSError."""
    path = place(folder, contents.pupil)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.put(path, sealing.sealed(data, key, contents.pupil), mine=True)


def unseal(folder: Path, pupil: str, key: bytes) -> bytes | None:
    """Return the pack as it was sealed; None where there is none, or it is not whole."""
    return sealing.unsealed(place(folder, pupil), key, pupil)


def drop(folder: Path, pupil: str) -> None:
    """Delete the pack of one pupil, and what was drawn for it. Raises OSError."""
    for suffix in SUFFIXES:
        sealing.place(folder, pupil, suffix).unlink(missing_ok=True)


def forget(folder: Path, known: Sequence[str]) -> None:
    """Delete the packs of pupils the journal does not know any more, and what a crash left half-way."""
    names = {f"{pupil}{suffix}" for pupil in known for suffix in SUFFIXES}
    for path in (folder / sealing.FOLDER).glob("*"):
        if path.name not in names:
            path.unlink(missing_ok=True)
