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
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.drawing import Materials, Progress

SUFFIX = ".pack"
SUFFIXES = (SUFFIX, shelf.SUFFIX)
MIDI = "MIDI"


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into one pack, and a mark that changes whenever any of it does."""

    pupil: str
    materials: Materials
    mark: str


def gather(journal: Journal, pupil: str, copy_for: str = "pupil") -> Contents:
    """Read it: the pupil's last choices of what may go are in force. Unheard while words wait. On the writer."""
    from studio.papers import illustrate

    materials = illustrate.gather(journal, pupil, copy_for)
    return Contents(pupil, materials, sha256(repr(materials.evidence).encode()).hexdigest())


def make(contents: Contents, progress: Progress, cancelled: Callable[[], bool]) -> bytes:
    """Draw, render and pack it: ZIP bytes. On the worker; raises illustrate.Stopped when cancelled."""
    from reflections import pages, portfolio
    from studio.music.together import together
    from studio.papers import drawing, illustrate

    materials = contents.materials
    made = illustrate.illustrate(materials, progress, cancelled)
    page = str(pages.html(portfolio.page(materials.evidence, made, materials.preferences)))
    if cancelled():
        raise drawing.Stopped(say("papers.the page was not"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(f"{say('papers.my music')}.html", page)
        for name, item in _names(materials.evidence):
            parts = materials.takes.get(item)
            midi = together(parts).to_midi() if parts else materials.versions.get(item, b"")
            if midi:
                pack.writestr(f"{MIDI}/{name}.mid", midi)
            if item in made and made[item].mp3:
                pack.writestr(f"{say('papers.sound')}/{name}.mp3", made[item].mp3)
    return file.getvalue()


def _names(evidence: records.Evidence) -> Iterator[tuple[str, str]]:
    """A file's name for the first take, the latest and the latest version of each piece: numbered, as they stand there."""
    for n, one in enumerate(evidence.pieces, 1):
        title = files.plain(one.piece.title, say("papers.piece"))
        then_now = dict.fromkeys(take.id for take in one.takes[:1] + one.takes[-1:])
        for take, which in zip(then_now, ("then", "now") if len(then_now) > 1 else ("now",), strict=True):
            yield f"{n:02d} {title} - {which}", take
        for version in one.versions[-1:]:
            yield say("papers.n title version n2", n=f"{n:02d}", title=title, n2=version.n), version.id


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
    files.put(path, sealing.sealed(data, key, contents.pupil))


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
