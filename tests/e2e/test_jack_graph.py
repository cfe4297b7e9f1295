"""Our client in the JACK graph: what it can't take, and who stands in."""

import os
from pathlib import Path

import pytest

from instruments.graph import Graph
from instruments.output import open_stream
from tests.e2e.conftest import Jack, ahead, needed, running

RATE = 44_100


def test_a_server_of_another_rate_is_played_to_by_who_converts_it(
    jack: Jack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert jack.rate != RATE  # that server runs on beside this one, as it does in a whole run
    name = f"soundfolio-rate-{os.getpid()}"
    for variable, value in (("JACK_DEFAULT_SERVER", name), ("JACK_NO_START_SERVER", "1")):
        monkeypatch.setenv(variable, value)
    command = [needed("jackd", "jackd2"), *ahead(), "--name", name, "-d", "dummy", "-r", str(RATE)]
    with (tmp_path / "jack.txt").open("wb") as log, running(command, log):
        waiting = [needed("jack_wait", "jackd2"), "--wait", "--timeout", "10", "--server", name]
        with running(waiting, log) as ready:
            assert ready.wait() == 0
        stream = open_stream("jack", 256, lambda out: None)
        try:
            assert stream.backend == "miniaudio jack"
            assert not isinstance(stream, Graph)
        finally:
            stream.close()
