"""The command line called in this process, over a database and a data folder of the test alone."""

import io
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from models import store_messages
from models.db import open_engine, reading
from models.store_messages import MessageRecord


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """Runs commands; ``set`` gives settings to those that follow."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        for name in [name for name in os.environ if name.startswith("DUBAN_")]:
            monkeypatch.delenv(name)
        monkeypatch.chdir(folder)
        self.database = folder / "var" / "duban.db"
        self.set(DATABASE_URL=f"sqlite:///{self.database}", DATA_DIR=str(folder / "var"))

    def set(self, **settings: str) -> None:
        """Set DUBAN_… for the commands that follow."""
        for key, value in settings.items():
            self._monkeypatch.setenv(f"DUBAN_{key}", value)

    def __call__(self, *arguments: str, stdin: str = "") -> Answer:
        """Run one command."""
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        self._capsys.readouterr()
        code = main(list(arguments))
        captured = self._capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def messages(self) -> list[MessageRecord]:
        """Return every message of the outbox, oldest first."""
        engine = open_engine(f"sqlite:///{self.database}")
        try:
            with reading(engine) as connection:
                return store_messages.messages(connection, limit=10_000)[::-1]
        finally:
            engine.dispose()

    def write(self, name: str, text: str) -> str:
        """Write a file into the test's folder and return its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def duban(
    tmp_path: Path,
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    """The command line over an empty database."""
    (tmp_path / "var").mkdir()
    shutil.copyfile(sqlite_template, tmp_path / "var" / "duban.db")
    return CommandLine(tmp_path, monkeypatch, capsys)


OFFICES = """\
单位,别名,邮箱,分管领导,分管领导邮箱,所属组
督导室,,dudao@example.org,分管局领导,leader@example.org,各处室
秘书处,,mishuchu@example.org,分管局领导,leader@example.org,各处室
机关党委,机关党委办公室,dangwei@example.org,,,各处室
基教处,基础教育处,,,,
"""
PLAN = """\
时间,重点工作,责任单位
1月,完成民主评议党员工作,机关党委
2月,印发责任督学挂牌督导入校清单,督导室
3月,召开义务教育优质均衡督导评估现场推进会,督导室
3月,制定教育质量提升三年行动计划,秘书处、各处室
4月,召开现场推进会,秘书处、督导室
"""


@pytest.fixture
def office(duban: CommandLine) -> CommandLine:
    """The command line over the worked example, imported on 27 February 2024."""
    assert duban("offices", "import", duban.write("offices.csv", OFFICES)).code == 0
    plan = duban.write("2024年重点工作配档表.csv", PLAN)
    assert duban("import", plan, "--today", "2024-02-27").code == 0
    return duban
