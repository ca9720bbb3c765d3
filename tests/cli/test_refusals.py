"""What is refused: in Chinese on standard error, exit code 2, nothing on standard output."""

import sqlite3
from pathlib import Path

import pytest
from command_line import CommandLine

from models import db
from models.db import open_engine

WRONG: list[tuple[list[str], str]] = [
    (["imprt"], "没有命令 imprt"),
    (["plans", "relase", "1"], "没有命令 relase，是不是 release？"),
    (["import"], "缺少参数“文件”"),
    (["import", "a.csv", "--yaer", "2024"], "没有选项 --yaer，是不是 --year"),
    (["import", "a.csv", "--year"], "选项 --year 后面要写一个值"),
    (["import", "a.csv", "--year", "明年"], "“明年”应是不小于1990的整数"),
    (["import", "a.csv", "--dry-run=yes"], "选项 --dry-run 后面不用写值"),
    (["import", "a.csv", "b.csv"], "多出来的内容：b.csv"),
    (["tick", "--today", "2026-02-30"], "“2026-02-30”这一天不存在"),
    (["tick", "--today", "20260301"], "应写成 2026-03-31 的样子"),
    (["overdue", "--format", "pdf"], "“pdf”应是 table、json"),
    (["overdue", "-o", "list.odt"], "看不出 list.odt 是什么格式"),
    (["rehearse", "--from", "2026-03-02", "--to", "2026-03-01"], "--to 要在 --from"),
    (["rehearse", "--from", "2026-03-02"], "缺少选项 --to"),
    (["release", "--by", "李主任"], "二者选一"),
    (["release", "1", "--all", "--by", "李主任"], "二者选一"),
    (["release", "1"], "缺少选项 --by"),
    (["task", "edit", "1"], "没有写要改什么"),
    (["user", "add", "张三", "--role", "boss"], "“boss”应是 supervisor"),
    (["mail", "test", "not-an-address"], "应是一个邮箱地址"),
    (["import", "nosuch.csv"], "读不了文件 nosuch.csv：没有这个文件"),
    (["worker"], "集群模式以后提供"),
    (["complete", "99", "--office", "督导室", "--by", "张三", "--note", "好"], "没有编号为“99”的任务"),
    (["link", "天书处"], "单位名录里没有“天书处”"),
    (["hold", "7"], "没有编号为7的通知"),
    (["plans", "release", "7"], "没有编号为7的计划"),
    (["example", "clear"], "现在没有示例数据"),
    (["user", "reset", "谁"], "没有用户“谁”"),
    (["user", "disable", "谁"], "没有用户“谁”"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(a) for a, _ in WRONG])
def test_what_is_refused(arguments: list[str], words: str, duban: CommandLine) -> None:
    """A wrong command line or an impossible act is refused in Chinese, exit 2, with nothing on stdout."""
    answer = duban(*arguments)

    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert "Traceback" not in answer.err


def test_every_wrong_setting_is_named_at_once(duban: CommandLine) -> None:
    """A wrong configuration is refused with every problem by its key."""
    duban.set(SMTP_PORT="x", MAIL_CHANNEL="pigeon", BASE_URL="duban.example.org", LEASE_SECONDS="0")

    answer = duban("tasks", "--json")

    assert (answer.code, answer.out) == (2, "")
    keys = ("DUBAN_SMTP_PORT", "DUBAN_MAIL_CHANNEL", "DUBAN_BASE_URL", "DUBAN_LEASE_SECONDS")
    assert [key for key in keys if key not in answer.err] == []
    assert "4处问题" in answer.err


def test_smtp_without_a_server_is_a_missing_setting(duban: CommandLine) -> None:
    """A channel that lacks what it needs is refused before anything is done."""
    duban.set(MAIL_CHANNEL="smtp")

    answer = duban("tick")

    assert answer.code == 2
    assert "DUBAN_SMTP_HOST" in answer.err
    assert "DUBAN_SMTP_FROM" in answer.err


def test_a_file_that_is_no_database_is_refused(duban: CommandLine) -> None:
    """A database that cannot be opened is one sentence."""
    duban.database.write_bytes(b"this is no database at all, only some words" * 50)

    answer = duban("plans")

    assert (answer.code, answer.out) == (2, "")
    assert "打不开数据库" in answer.err


def test_an_older_schema_waits_for_migrate(duban: CommandLine) -> None:
    """Commands refuse an older schema with the sentence that says what to run."""
    with sqlite3.connect(duban.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()

    answer = duban("tick")

    assert (answer.code, answer.out) == (2, "")
    assert "python main.py migrate" in answer.err


@pytest.mark.parametrize("command", [["tick", "--json"], ["deliver"], ["serve", "--port", "0"]])
def test_a_second_instance_is_refused(command: list[str], duban: CommandLine) -> None:
    """While somebody plans or sends, a second one is told in one sentence."""
    engine = open_engine(f"sqlite:///{duban.database}")
    with db.exclusive(engine):
        answer = duban(*command)
    engine.dispose()

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.strip() == "另一个督办程序正在发信，这次没有运行。"


def test_reading_needs_no_lock(office: CommandLine) -> None:
    """Lists and acts go on while somebody sends."""
    engine = open_engine(f"sqlite:///{office.database}")
    with db.exclusive(engine):
        codes = [office(*command).code for command in (["tasks"], ["plans"], ["overdue"], ["pause-sending"])]
    engine.dispose()

    assert codes == [0, 0, 0, 0]


def test_an_unexpected_error_is_a_number_for_the_administrator(office: CommandLine, tmp_path: Path) -> None:
    """A broken program shows one Chinese sentence with a number; the trace goes to a file under it."""
    connection = sqlite3.connect(office.database)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("UPDATE office SET state = 'broken'")
    connection.commit()
    connection.close()

    answer = office("offices", "list", "--json")

    trace = (tmp_path / "var" / "errors.log").read_text(encoding="utf-8")
    number = trace.partition("\n")[0].removeprefix("error=")
    assert (answer.code, answer.out) == (1, "")
    assert f"错误编号 {number}" in answer.err
    assert "Traceback" in trace
    assert "Traceback" not in answer.err
    assert (tmp_path / "var" / "errors.log").stat().st_mode & 0o077 == 0
