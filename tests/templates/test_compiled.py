"""Compiled templates spare time; a damaged file or a folder others can write to counts as none."""

import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from templates.compiled import own_cache
from templates.render import Renderer
from tests.templates.mail_samples import BUREAU

DAY = date(2026, 3, 2)
PLAIN = Renderer().trial(BUREAU, today=DAY)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """What a process left: two folders, one for each kind of template, with a file for each template."""
    folder = tmp_path / "kept"
    assert Renderer(folder).trial(BUREAU, today=DAY) == PLAIN
    return folder


def copied(kept: Path, to: str) -> Path:
    """The same under another name, where the next process finds it."""
    return shutil.copytree(kept, kept.parent / to)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*"))


def test_the_next_process_finds_what_was_compiled(kept: Path) -> None:
    """What is whole is not written again; nobody else may look into the folders."""
    again = copied(kept, "again")
    for file in files(again):
        os.utime(file, (0, 0))

    assert Renderer(again).trial(BUREAU, today=DAY) == PLAIN
    assert files(again)
    assert {file.stat().st_mtime for file in files(again)} == {0}
    assert {folder.stat().st_mode & 0o777 for folder in kept.iterdir()} == {0o700}


@pytest.mark.parametrize("length", [0, 1, 10, 31, 32, 33, 40, 60, 200, 1000, -1])
def test_half_a_file_is_none(kept: Path, length: int) -> None:
    """A file cut short at any place, by a full disk or a crash, changes nothing and is written anew."""
    cut = copied(kept, f"cut{length}")
    whole = [file.stat().st_size for file in files(cut)]
    for file in files(cut):
        file.write_bytes(file.read_bytes()[:length])

    assert Renderer(cut).trial(BUREAU, today=DAY) == PLAIN
    assert [file.stat().st_size for file in files(cut)] == whole


@pytest.mark.parametrize("seed", range(20))
def test_one_wrong_bit_is_none(kept: Path, seed: int) -> None:
    """One bit flipped anywhere changes nothing, not even in words that would still be readable."""
    chance, flipped = random.Random(seed), copied(kept, f"flipped{seed}")
    for file in files(flipped):
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)

    assert Renderer(flipped).trial(BUREAU, today=DAY) == PLAIN


def test_a_folder_others_can_write_to_is_ignored(kept: Path) -> None:
    """What is compiled runs as our own code, so nothing is taken from there and nothing put there."""
    shared = copied(kept, "shared")
    for folder in shared.iterdir():
        shutil.rmtree(folder)
        folder.mkdir()
        folder.chmod(0o770)

    assert Renderer(shared).trial(BUREAU, today=DAY) == PLAIN
    assert files(shared) == []


def test_a_folder_of_somebody_else_is_ignored(tmp_path: Path) -> None:
    """Root that lends a hand runs no code out of a folder of the account of the service, nor the reverse."""
    foreign = tmp_path
    if os.geteuid() == 0:
        os.chown(foreign, 65534, 65534)
    else:
        foreign = Path("/usr")

    assert own_cache(foreign) is None


def test_a_place_that_cannot_be_made_is_no_trouble(kept: Path) -> None:
    """A file where the folder should be leaves everything as it was."""
    (kept.parent / "file").write_text("")

    assert Renderer(kept.parent / "file").trial(BUREAU, today=DAY) == PLAIN
