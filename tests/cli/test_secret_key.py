"""The key that signs links: made once, private, never half written."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cli.secret_key import KEY_BYTES, read_or_make_key
from rules.errors import InputError


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    """The first use makes a key only its owner can read; every later use takes the same."""
    path = tmp_path / "data" / "link.key"

    key = read_or_make_key(path)

    assert len(key) == KEY_BYTES
    assert read_or_make_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["link.key"]


def test_processes_that_start_together_take_one_key(tmp_path: Path) -> None:
    """Whoever comes second takes what the first has made."""
    path = tmp_path / "link.key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: read_or_make_key(path), range(32)))

    assert keys == {path.read_bytes()}


def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path) -> None:
    """A key of the wrong length is refused, because a new one would end every link."""
    path = tmp_path / "link.key"
    path.write_bytes(b"short")

    with pytest.raises(InputError, match="已损坏"):
        read_or_make_key(path)

    assert path.read_bytes() == b"short"
