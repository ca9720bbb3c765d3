"""Finding a policy by name or file."""

from pathlib import Path

import pytest

from config.policy_file import load_policy
from rules.errors import ConfigError

PRESETS = sorted(Path("config/policies").glob("*.toml"))


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_every_preset_can_be_read(path: Path, tmp_path: Path) -> None:
    """Each preset is found by its file name and by the name it gives itself."""
    policy = load_policy(path.stem, working_dir=tmp_path)

    assert load_policy(policy.name, working_dir=tmp_path) == policy


def test_general_preset_has_the_settled_ladder(tmp_path: Path) -> None:
    """教育局通用 says T−10, T−3 and T, then levels at T+1, T+5 and T+10."""
    policy = load_policy("教育局通用", working_dir=tmp_path)

    assert policy.before == (10, 3, 0)
    assert [(level.days, level.held, level.copy_leader) for level in policy.levels] == [
        (1, False, False),
        (5, True, True),
        (10, False, False),
    ]


def test_own_file_is_read_from_the_working_folder(tmp_path: Path) -> None:
    """A bureau's own policy is a file it names."""
    (tmp_path / "own.toml").write_text('name = "本局"\nbefore = [5, 0]\n', encoding="utf-8")

    assert load_policy("own.toml", working_dir=tmp_path).name == "本局"


def test_unknown_name_lists_the_presets(tmp_path: Path) -> None:
    """Who misspells a preset is told which there are."""
    with pytest.raises(ConfigError, match="教育局通用"):
        load_policy("教育局专用", working_dir=tmp_path)


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        (b'nmae = "x"\nbefore = "ten"\n', {"own.toml nmae", "own.toml name", "own.toml before"}),
        (b"name = ", {"own.toml"}),
        ('name = "本局"'.encode("gb18030"), {"own.toml"}),
    ],
)
def test_problems_name_the_file(tmp_path: Path, content: bytes, keys: set[str]) -> None:
    """Every problem of a policy is told at once, each with the file it is in."""
    (tmp_path / "own.toml").write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        load_policy("own.toml", working_dir=tmp_path)

    assert set(caught.value.problems) == keys


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A path that leads nowhere is told with the path."""
    with pytest.raises(ConfigError, match=r"no\.toml"):
        load_policy("no.toml", working_dir=tmp_path)
