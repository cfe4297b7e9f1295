"""How a take was played is written beside it while it rolls: after a crash nothing of it has to be guessed."""

from studio.playing.made import Setting


def test_everything_comes_back_from_what_was_written() -> None:
    setting = Setting(
        piece="a row", title="Steps", mode="waits", help="chord note", hands="left", speed=0.6, bars=(2, 5), key="D major",
        bpm=96.0, metre=(6, 8), goal="a goal", task="a task", beat="drums house", ladder="0.6 0.05 1",
    )  # fmt: skip
    written = setting.context(0)

    assert Setting.from_context(written, "a row") == setting
    assert not {name for name in Setting.__slots__ if name not in {*written, "piece", "reached"}}  # that is of its end
