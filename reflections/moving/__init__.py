"""Journals that parted are joined again: which rows go along, the sealed file they travel in, and how two histories become one."""
