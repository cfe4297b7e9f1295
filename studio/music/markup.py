"""MusicXML files opened safely: a compressed one unpacked in memory, its text decoded, and read as far as it goes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from studio.music.smf import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES: Final = 40_000_000
"""Of one score once it is unpacked; a long symphony has about twenty million."""
MOST_ELEMENTS: Final = 1_500_000
_MOST_FILES: Final = 500
_MOST_RATIO: Final = 400
_ENDINGS: Final = (".musicxml", ".xml")
_LOCAL: Final = b"PK\x03\x04"
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding=["']([\w.-]+)["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_BOMS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NO_SCORE: Final = "There is no score in this compressed MusicXML file."
_DAMAGED: Final = "This compressed MusicXML file is damaged, and its score could not be saved."
_TOO_BIG: Final = "This score is too big for a piece of music."
_ASKS: Final = "This MusicXML file asks for other files or texts to be put in. Soundfolio does not do that."
_CUT: Final = "This file was cut off: its end is missing. The rest is here."


class Score:
    """The tree of a score, and a sentence for people where it was cut off (else empty)."""

    def __init__(self, root: ET.Element, missing: str = "") -> None:
        self.root = root
        self.missing = missing


def text_of(data: bytes) -> str:
    """Decode words of a file that may say how it is encoded, or not; without a byte order mark."""
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    declared = _DECLARED.match(data)
    try:
        return data.decode(declared[1].decode() if declared else "utf-8")
    except (LookupError, UnicodeDecodeError):
        return data.decode("cp1252", errors="replace")


def read(data: bytes) -> Score:
    """Parse a score's XML; one that was cut off up to its last whole bar. UnreadableError with a sentence."""
    text = _DECLARATION.sub("", text_of(data).lstrip("\ufeff \t\r\n"), count=1)
    if "<!ENTITY" in text:
        raise UnreadableError(_ASKS)
    return _Tree().read(text)


class _Tree:
    """Builds the tree itself, so that what was read stays when the rest is broken; entities of its own are refused."""

    def __init__(self) -> None:
        self.builder = ET.TreeBuilder()
        self.open: list[str] = []
        self.count = 0

    def read(self, text: str) -> Score:
        parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.builder.data
        parser.EntityDeclHandler = self.refuse
        parser.buffer_text = True
        missing = ""
        try:
            parser.Parse(text.encode(errors="replace"), True)
        except expat.ExpatError:
            missing = _CUT
        if not self.count:
            raise UnreadableError("This MusicXML file is damaged before its first bar.")
        for tag in reversed(self.open):
            self.builder.end(tag)
        root = self.builder.close()
        if missing:
            _drop_last(root)
        return Score(root, missing)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise UnreadableError(_TOO_BIG)
        name = tag.rpartition(":")[2]
        self.open.append(name)
        self.builder.start(name, attributes)

    def end(self, tag: str) -> None:
        self.open.pop()
        self.builder.end(tag.rpartition(":")[2])

    def refuse(self, *_: object) -> None:
        """No score needs names for other texts; a file that has them wants this computer to read or to swell."""
        raise UnreadableError(_ASKS)


def _drop_last(root: ET.Element) -> None:
    """Leave out the note that was being read when the file ended: half of it may be missing."""
    bars = [bar for bar in root.iter("measure") if len(bar)]
    if bars:
        bars[-1].remove(bars[-1][-1])


# ---------------------------------------------------------------- compressed


def unpacked(data: bytes) -> bytes:
    """Give the score inside a compressed MusicXML file, read in memory; nothing is ever written to disk.

    UnreadableError with a sentence.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            return _score_of(pack)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        IndexError,
    ) as broken:
        if isinstance(broken, UnreadableError):
            raise
        return _salvaged(data)


def _score_of(pack: zipfile.ZipFile) -> bytes:
    inside = [one for one in pack.infolist()[:_MOST_FILES] if not one.is_dir()]
    named = _named(pack, inside)
    scores = [one for one in inside if one.filename.casefold().endswith(_ENDINGS) and _plain(one.filename)]
    chosen = next((one for one in inside if one.filename == named), scores[0] if scores else None)
    if chosen is None:
        raise UnreadableError(_NO_SCORE)
    return _bytes(pack, chosen)


def _plain(name: str) -> bool:
    return not name.startswith(("META-INF/", "__MACOSX/", "/", ".")) and ".." not in name.split("/")


def _named(pack: zipfile.ZipFile, inside: list[zipfile.ZipInfo]) -> str:
    """The name of the score that the container tells of; empty where it tells of none."""
    container = next((one for one in inside if one.filename == "META-INF/container.xml"), None)
    if container is None:
        return ""
    try:
        root = read(_bytes(pack, container)).root
    except UnreadableError:
        return ""
    names = (one.get("full-path", "") for one in root.iter("rootfile"))
    return next((name for name in names if name.casefold().endswith(_ENDINGS)), "")


def _bytes(pack: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    """Unpack one file, never more than `MOST_BYTES` whatever the pack says of it."""
    if one.file_size > MOST_BYTES or one.file_size > _MOST_RATIO * max(one.compress_size, 1024):
        raise UnreadableError(_TOO_BIG)
    with pack.open(one) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableError(_TOO_BIG)
    return data


def _salvaged(data: bytes) -> bytes:
    """Find the score in a pack whose list of files is gone: each file has its own head too."""
    for text in _heads(data):
        if b"<score-partwise" in text[:4096] or b"<score-timewise" in text[:4096]:
            return text
    raise UnreadableError(_DAMAGED)


def _heads(data: bytes) -> Iterator[bytes]:
    place = data.find(_LOCAL)
    tried = 0
    while place >= 0 and tried < _MOST_FILES:
        tried += 1
        head = data[place : place + 30]
        begin = place + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        if int.from_bytes(head[8:10], "little") == zipfile.ZIP_DEFLATED:
            yield _inflated(data[begin:])
        else:
            yield data[begin : begin + MOST_BYTES]
        place = data.find(_LOCAL, place + 4)


def _inflated(data: bytes) -> bytes:
    """Inflate what can be inflated."""
    out = bytearray()
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for begin in range(0, len(data), 4096):
            out += inflater.decompress(data[begin : begin + 4096], MOST_BYTES - len(out))
            if inflater.eof or len(out) >= MOST_BYTES:
                break
    except zlib.error:
        pass  # what came out before is good
    return bytes(out)
