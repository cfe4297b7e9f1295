"""Pieces as Standard MIDI Files, and back: every fact in a standard field that any other program can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.music.piece import Piece


def write_piece(piece: Piece) -> bytes:
    """Write a piece as format 1, 480 ticks a quarter."""
    raise NotImplementedError


def read_piece(data: bytes) -> Piece:
    """Read a piece; ValueError where the bytes hold none."""
    raise NotImplementedError
