"""A folder that a cloud client copies away is told from one that stays on this computer."""

from pathlib import Path

import pytest

from studio.cloud import client_of


@pytest.mark.parametrize(
    ("folder", "client"),
    [
        ("/home/SAM/OneDrive/Soundfolio", "OneDrive"),
        ("/home/SAM/OneDrive - Hill School/Soundfolio", "OneDrive"),
        ("/home/SAM/Dropbox (Personal)/music/data", "Dropbox"),
        ("/Users/SAM/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("/Users/SAM/Library/CloudStorage/GoogleDrive-sam@example.org/My Drive/x", "Google Drive"),
        ("/home/SAM/Google Drive/x", "Google Drive"),
        ("/home/SAM/.local/share/soundfolio", ""),
        ("/home/SAM/dropboxes/soundfolio", ""),
    ],
)
def test_a_clients_folder_is_known_by_its_name(folder: str, client: str) -> None:
    assert client_of(Path(folder), {}) == client


def test_a_clients_folder_of_another_name_is_known_by_what_the_client_sets(tmp_path: Path) -> None:
    set_there = {"OneDriveCommercial": str(tmp_path / "Hill School")}
    assert client_of(tmp_path / "Hill School" / "data", set_there) == "OneDrive"
    assert client_of(tmp_path / "Hill School 2" / "data", set_there) == ""
