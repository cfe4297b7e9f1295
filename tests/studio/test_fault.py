"""What is written down of a fault: where in the code, and neither whose computer it is nor what anyone said."""

import json
from pathlib import Path

import pytest

from studio import fault
from studio.settings import Settings


def test_it_names_the_lines_of_code_and_no_folder_of_whoever_uses_the_computer(tmp_path: Path) -> None:
    try:
        json.dumps(Settings(text_size=object()))
    except TypeError as error:
        path = fault.write(tmp_path, error)

    assert path is not None
    noted = path.read_text(encoding="utf-8")
    assert 'File "tests/studio/test_fault.py"' in noted
    assert 'File "encoder.py"' in noted
    for line in noted.splitlines():
        if line.lstrip().startswith("File "):
            assert '"/' not in line, line
            assert ":\\" not in line, line
    assert str(Path.home()) not in noted


def test_what_was_said_is_not_in_it(tmp_path: Path) -> None:
    said = f"the {'slide'}"  # in the lines of code, which are written down, it never stands like this
    with pytest.raises(ValueError, match=said) as raised:
        int(said)
    path = fault.write(tmp_path, raised.value)

    assert path is not None
    noted = path.read_text(encoding="utf-8")
    assert noted.startswith("ValueError\n")
    assert said not in noted
