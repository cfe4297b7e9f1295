"""Who gets what is left of a line's room, and which nodes are nothing but words or empty room."""

from studio.ui import nodes as n


def is_label(row: n.Row) -> bool:
    """Whether a row is nothing but words and icons."""
    return all(isinstance(child, (n.Text, n.Icon)) for child in row.children)


def is_words(node: n.Node) -> bool:
    """Whether a node is nothing but lines of words, beneath each other: beside a control they stand in the middle."""
    return isinstance(node, n.Column) and all(isinstance(child, n.Text) for child in node.children)


def is_spring(node: n.Node) -> bool:
    """Whether a node is empty room that grows."""
    return isinstance(node, n.Space) and node.size is None


def grow_of(node: n.Node) -> int:
    """Return a node's share of what room is left."""
    if isinstance(node, n.Space):
        return 0 if node.size is not None else node.grow
    return int(getattr(node, "grow", 0))


def grown(sizes: list[int], grows: list[int], room: int) -> list[int]:
    """Share what is left of `room` in proportion to `grows`; what is already larger than its share keeps its size."""
    fixed = {i for i, grow in enumerate(grows) if not grow}
    while True:
        rest = room - sum(sizes[i] for i in fixed)
        total = sum(grow for i, grow in enumerate(grows) if i not in fixed)
        large = {i for i, grow in enumerate(grows) if i not in fixed and sizes[i] > rest * grow / total}
        if not large:
            break
        fixed |= large
        if len(fixed) == len(sizes):
            return sizes
    shared = [sizes[i] if i in fixed else int(rest * grow / total) for i, grow in enumerate(grows)]
    last = max((i for i in range(len(sizes)) if i not in fixed), default=None)
    if last is not None:
        shared[last] += room - sum(shared)
    return shared
