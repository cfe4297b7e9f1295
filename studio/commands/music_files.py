"""`soundfolio import` and `export`: music comes in as pieces, a portfolio goes out as a page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from studio.commands.given import Refused, folder_of, look_at, not_written, opened, progress, pupil_called

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def bring_in(options: argparse.Namespace, folder: Path) -> int:
    """Each file becomes a piece, or is refused with a sentence; the others stay in."""
    from studio.music.intake import IntakeError, read_file

    refused = 0
    with opened(folder) as journal:
        pupil = pupil_called(journal, options.pupil)
        for path in options.files:
            try:
                taken = read_file(path)
            except IntakeError as error:
                refused += 1
                print(f"{path.name or path}: {error}", file=sys.stderr)
                continue
            title = taken.piece.title or path.stem
            had = next((one for one in journal.pieces(pupil.id) if one.source == taken.source), None)
            if had is not None:
                print(f"{path.name} is there already for {pupil.shown}, as {had.title}.")
                continue
            content = taken.piece.to_midi()
            journal.keep_piece(pupil.id, title, kind="file", source=taken.source, chosen_by="together", content=content)
            if taken.missing:
                print(f"{path.name}: {taken.missing}", file=sys.stderr)
            print(f"{title} is in, for {pupil.shown}.")
    return 1 if refused else 0


def export(options: argparse.Namespace, folder: Path) -> int:
    """The story of one pupil as one page: their music, and the words they ticked."""
    from studio.papers.copies import write_story

    if options.to.exists() and not options.to.is_file() and not options.to.is_dir():
        raise Refused(f"{options.to} is no file that a page could be written over. Choose another name.")
    if options.to.is_file() and not options.replace:
        raise Refused(f"{options.to} is there already. Choose another name, or say --replace to write over it.")
    folder_of(options.to)
    with opened(folder) as journal:
        pupil = pupil_called(journal, options.pupil)
        try:
            size, words = write_story(journal, pupil.id, options.to, progress, look_at)
        except OSError as error:
            raise not_written("The page", options.to, error) from error
        held = "what they ticked to go" if words else "no words: none are ticked"
        print(
            f"{options.to} holds the music of {pupil.shown} and {held} ({size / 1e6:.1f} MB). It opens in any browser."
        )
        if not words:
            print("Words are ticked in the app: My music, Take it home, My story.")
    return 0
