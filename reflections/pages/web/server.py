"""The loopback server: waitress in a thread, on 127.0.0.1 and a port that is free, and nowhere else."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reflections.pages.web.site import Site

HERE = "127.0.0.1"
_THREADS = 4
_HEAD_BYTES, _BODY_BYTES = 32 * 1024, 512 * 1024  # the site itself says no, in a sentence, to less than this
_IN_MEMORY = 1 << 30  # what waitress would else put into a file that is not locked
_LOOK_SECONDS = 0.5
_ANSWER_SECONDS, _TURN_SECONDS = 2.0, 0.01


class Server:
    """Serves a site until `close`. `address` is where, as "http://127.0.0.1:port"."""

    def __init__(self, site: Site) -> None:
        from waitress.server import create_server

        logging.getLogger("waitress").setLevel(logging.CRITICAL)  # what broke may hold what a child said
        self.site = site
        self._sockets: dict[int, Any] = {}
        self._server: Any = create_server(
            site.app,
            map=self._sockets,
            listen=f"{HERE}:0",
            threads=_THREADS,
            max_request_header_size=_HEAD_BYTES,
            max_request_body_size=_BODY_BYTES,
            inbuf_overflow=_IN_MEMORY,
            outbuf_overflow=_IN_MEMORY,
            asyncore_loop_timeout=_LOOK_SECONDS,
            channel_request_lookahead=1,  # so that a page that was left is noticed while its answer is made
            channel_timeout=30,
            connection_limit=50,
            ident="",
            clear_untrusted_proxy_headers=True,
        )
        self.port = int(self._server.effective_port)
        site.origin = self.address
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://{HERE}:{self.port}"

    def invite(self, path: str = "/") -> str:
        """Return an address that opens the pages at `path`, once."""
        return f"{self.address}/in/{self.site.gate.invite(path)}"

    def close(self) -> None:
        """Lock, then let go of the port; what is being answered is finished first. Safe to call twice."""
        self.site.gate.lock()
        until = time.monotonic() + _ANSWER_SECONDS
        while self._answering and time.monotonic() < until:
            time.sleep(_TURN_SECONDS)
        if self._thread.is_alive():
            self._server.trigger.pull_trigger(self._shut)
            self._thread.join()
        self._server.task_dispatcher.shutdown()

    @property
    def _answering(self) -> bool:
        """Whether somebody still waits for an answer, or has not been given all of it."""
        return any(each.requests or each.total_outbufs_len for each in list(self._server.active_channels.values()))

    def _run(self) -> None:
        self._server.run()  # until nothing is left in the map

    def _shut(self) -> None:
        """Close every connection and the door; on the server's own thread, whose loop then ends."""
        for each in list(self._sockets.values()):
            each.close()
        self._sockets.clear()
