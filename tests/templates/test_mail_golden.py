"""Every mail is compared with its golden file; DUBAN_UPDATE_GOLDEN=1 rewrites them."""

import os
from pathlib import Path

import pytest

from templates.mail_values import Rendered
from tests.templates.mail_samples_desk import GOLDEN

FOLDER = Path(__file__).parent / "golden"


def _parts(rendered: Rendered) -> dict[str, str]:
    return {"txt": f"主题：{rendered.subject}\n\n{rendered.text}", "html": rendered.html}


@pytest.mark.parametrize("name", GOLDEN)
def test_mail_reads_as_its_golden_file(name: str) -> None:
    """A changed word changes a golden file in the same commit."""
    for suffix, written in _parts(GOLDEN[name]()).items():
        path = FOLDER / f"{name}.{suffix}"
        if os.environ.get("DUBAN_UPDATE_GOLDEN"):
            path.write_text(written, "utf-8")

        assert path.exists(), f"{path.name} is missing: run with DUBAN_UPDATE_GOLDEN=1"
        assert written == path.read_text("utf-8")


def test_no_golden_file_is_left_over() -> None:
    """A golden file belongs to a sample."""
    assert {path.stem for path in FOLDER.iterdir()} == set(GOLDEN)
