"""Who runs which file of tests: whichever process is free, and what needs the computer to itself runs last and alone."""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests import suite


class Turns(LoadFileScheduling):
    """Files go to pytest's processes one by one; when only those that run alone are left, all but one process end."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # files stay as suite.sort put them, not those of most tests first

    def remove_node(self, node: WorkerController) -> str | None:
        """A process has ended: the one that waited for that goes on."""
        crashed = super().remove_node(node)
        for other in self.nodes * 2:  # a process begins a test when it knows the next one, so it needs two
            self._reschedule(other)
        return crashed

    def _reschedule(self, node: WorkerController) -> None:
        if not self._alone_is_left() or self.nodes == [node]:
            super()._reschedule(node)
        elif node is not next(one for one in self.nodes if not one.shutting_down):
            node.shutdown()  # once it has run what it was given

    def _assign_work_unit(self, node: WorkerController) -> None:
        if not self._alone_is_left() or self.nodes == [node]:
            super()._assign_work_unit(node)

    def _alone_is_left(self) -> bool:
        """Whether the next file, and so every other one, is to run alone; suite.sort puts them last."""
        return bool(self.workqueue) and suite.runs_alone(next(iter(self.workqueue)))
