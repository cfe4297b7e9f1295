"""The studio's own start with somebody who types the passphrase; prints when what was there. Run by start.py, imports little."""

import json
import sys
import time
from typing import Any

from studio import __main__, app

TYPING_SECONDS = 2.0  # between the first frame and Enter: 24 letters at twelve a second
NEVER_BEFORE_THE_FIRST_FRAME = (
    "music21", "verovio", "numpy", "sqlalchemy", "fontTools", "soundfile", "studio.ensemble",
)  # fmt: skip


def main(folder: str, secret: str) -> int:
    """Open the studio on `folder` as `soundfolio --data` does, and end it once Who is here answers."""
    told: dict[str, Any] = {}
    real = app.Studio.frame

    def frame(self: app.Studio, events: list[Any], now: float) -> Any:
        import pygame

        if "first" in told and "enter" not in told and time.monotonic() > told["first"] + TYPING_SECONDS:
            enter = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=40)
            events = [*events, pygame.event.Event(pygame.TEXTINPUT, text=secret), enter]
            told.update(enter=time.monotonic(), enter_cpu=time.process_time())
        drawn = real(self, events, now)
        if drawn:
            pygame.display.update(drawn)
        if "first" not in told:
            assert self.ui.focused == "secret", self.ui.focused
            told.update(first=time.monotonic(), first_cpu=time.process_time())
            told["heavy"] = [name for name in NEVER_BEFORE_THE_FIRST_FRAME if name in sys.modules]
        elif self.screen.name == "who" and self.lesson.house.pupils and "usable" not in told:
            told.update(usable=time.monotonic(), usable_cpu=time.process_time())
            self.open = False
        return drawn

    app.Studio.frame = frame
    code = __main__.main(["--data", folder])
    print(json.dumps(told))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
