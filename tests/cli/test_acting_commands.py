"""What people do by commands: report, check, release, correct, look after users and days."""

import sqlite3
from typing import Any

import pytest
from command_line import CommandLine

DUDAO, SHARED = "2024-003", "2024-005"


def _task(duban: CommandLine, number: str) -> Any:
    shown = duban("tasks", "--today", "2024-04-01", "--json").json
    return next(task for task in shown if task["number"] == number)


def _complete(duban: CommandLine, number: str, office: str, *more: str) -> Any:
    return duban("complete", number, "--office", office, "--by", "联络员甲", "--note", "已印发", *more)


def test_the_lead_reports_completion(office: CommandLine) -> None:
    """A completion by the acting lead makes the task wait for its check."""
    answer = _complete(office, DUDAO, "督导室", "--today", "2024-03-20", "--on", "2024-03-18", "--json")

    task = _task(office, DUDAO)
    assert (answer.code, answer.json["contribution"], answer.json["status"]) == (0, False, "reported")
    assert (task["status"], task["completed_on"], task["last_report"]) == ("reported", "2024-03-18", "已印发")


def test_another_named_office_contributes(office: CommandLine) -> None:
    """A completion by another named office is its contribution; the answer says so, the task stays open."""
    answer = _complete(office, SHARED, "督导室", "--today", "2024-03-20")

    task = _task(office, SHARED)
    assert answer.code == 0
    assert "本单位部分已完成" in answer.err
    assert task["status"] == "open"
    assert {one["name"]: one["done_on"] for one in task["offices"]} == {
        "秘书处": None,
        "督导室": "2024-03-20",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((DUDAO, "机关党委"), "不由这个单位负责"),
        ((DUDAO, "天书处"), "单位名录里没有"),
        ((DUDAO, "督导室", "--today", "2024-03-20", "--on", "2024-03-21"), "还没到"),
    ],
)
def test_a_completion_that_cannot_be(arguments: tuple[str, ...], words: str, office: CommandLine) -> None:
    """A stranger, an unknown office and a day ahead are refused, and nothing is stored."""
    answer = _complete(office, *arguments)

    assert answer.code == 2
    assert words in answer.err
    assert _task(office, DUDAO)["status"] == "open"


def test_a_task_is_named_by_its_id_an_alias_by_its_office(office: CommandLine) -> None:
    """The id of the JSON does for the number, and an alias for the office's name."""
    task = _task(office, "2024-001")

    answer = _complete(office, str(task["task_id"]), "机关党委办公室", "--today", "2024-03-20")

    assert answer.code == 0
    assert _task(office, "2024-001")["status"] == "reported"


def test_checking_a_report(office: CommandLine) -> None:
    """A report is returned with a reason, filed again, and closed."""
    _complete(office, DUDAO, "督导室", "--today", "2024-03-20")
    returned = office("return", DUDAO, "--note", "缺文号", "--today", "2024-03-21", "--json")
    _complete(office, DUDAO, "督导室", "--today", "2024-03-22")
    closed = office("close", DUDAO, "--today", "2024-03-25", "--json")
    again = office("close", DUDAO, "--today", "2024-03-26")

    assert (returned.code, returned.json["status"]) == (0, "returned")
    assert closed.json | {"task_id": 0, "number": ""} == {
        "task_id": 0,
        "number": "",
        "status": "closed",
        "completed_on": "2024-03-22",
        "closed_on": "2024-03-25",
    }
    assert again.code == 2


def test_held_letters_are_listed_put_off_and_released(office: CommandLine) -> None:
    """A letter waits for a person; released, it leaves with the next tick."""
    for day in ("2024-02-27", "2024-03-01", "2024-03-07"):
        office("tick", "--today", day)
    held = office("notices", "--held", "--json").json
    put_off = office("hold", str(held[0]["notice_id"]), "--until", "2024-03-12", "--today", "2024-03-08")
    released = office("release", "--all", "--by", "李主任", "--json")
    tick = office("tick", "--today", "2024-03-08", "--json")

    assert [(one["office"], one["kind"], one["stage"]) for one in held] == [("督导室", "letter", "T+5")]
    assert (put_off.code, released.json) == (0, {"released": [held[0]["notice_id"]]})
    assert tick.json["messages"] == 2
    assert [m.recipient for m in office.messages() if m.slot.startswith("l")] == [
        "dudao@example.org",
        "leader@example.org",
    ]
    assert office("notices", "--held", "--json").json == []


def test_a_letter_is_released_once(office: CommandLine) -> None:
    """Releasing what is not held any more is refused."""
    for day in ("2024-02-27", "2024-03-01", "2024-03-07"):
        office("tick", "--today", day)
    number = str(office("notices", "--held", "--json").json[0]["notice_id"])

    first, second = office("release", number, "--by", "甲"), office("release", number, "--by", "乙")

    assert (first.code, second.code) == (0, 2)
    assert "已经核发" in second.err


def test_a_task_added_by_hand(office: CommandLine) -> None:
    """A task added by hand has a number, its offices and its date, and is assigned with the next tick."""
    office("tick", "--today", "2024-03-18")

    arguments = ("--plan", "1", "--title", "召开现场会", "--offices", "基教处、秘书处", "--period", "10月")
    added = office("task", "add", *arguments, "--lead", "秘书处", "--today", "2024-03-19", "--json").json

    assert (added["number"], added["due_on"], added["lead"]) == ("2024-006", "2024-10-31", "秘书处")
    assert office("tick", "--today", "2024-03-19", "--json").json["undeliverable"][0]["office"] == "基教处"
    assert [m.kind for m in office.messages() if str(m.run_on) == "2024-03-19"] == ["assignment"]


def test_a_task_corrected_by_hand(office: CommandLine) -> None:
    """Offices, lead and date are corrected; the first date is kept."""
    arguments = ("--offices", "秘书处、机关党委", "--due", "2024-05-20", "--reason", "经批准延期")

    answer = office("task", "edit", DUDAO, *arguments, "--today", "2024-03-19", "--json")

    assert answer.code == 0
    assert (answer.json["due_on"], answer.json["original_due_on"]) == ("2024-05-20", "2024-03-31")
    assert [one["name"] for one in answer.json["offices"]] == ["秘书处", "机关党委"]


def test_a_date_moves_only_with_a_reason(office: CommandLine) -> None:
    """Moving a date without saying why is refused."""
    answer = office("task", "edit", DUDAO, "--due", "2024-05-20")

    assert answer.code == 2
    assert "理由" in answer.err


def test_the_link_of_an_office(office: CommandLine) -> None:
    """``link`` prints one address that begins as the pages do, signed with the key of this machine."""
    office.set(BASE_URL="https://duban.example.org")

    first, second = office("link", "督导室"), office("link", "秘书处")

    assert first.out.startswith("https://duban.example.org/t/")
    assert first.out != second.out
    assert (office.folder / "var" / "link.key").stat().st_mode & 0o777 == 0o600


def test_users_get_one_use_passwords(duban: CommandLine) -> None:
    """Adding and resetting print a password alone on standard output, another one each time."""
    added = duban("user", "add", "联络员甲", "--role", "督办员")
    again = duban("user", "add", "联络员甲", "--role", "supervisor")
    reset = duban("user", "reset", "联络员甲")

    assert (added.code, again.code, reset.code) == (0, 2, 0)
    assert len({added.out, reset.out, ""}) == 3
    assert len(added.out.splitlines()) == 1


def test_a_user_is_locked_out_until_reset(duban: CommandLine) -> None:
    """Disabling says how to come back, and stands in the audit."""
    duban("user", "add", "联络员甲")

    disabled = duban("user", "disable", "联络员甲", "--by", "李主任")

    assert disabled.code == 0
    assert "联络员甲 已停用" in disabled.out
    assert duban("audit", "list", "--json").json[0]["act"] == "user_disable"
    assert duban("user", "reset", "联络员甲").code == 0


def test_every_act_is_in_the_audit(office: CommandLine) -> None:
    """What was done is listed with who did it, newest first."""
    office("pause-sending", "--by", "李主任")

    events = office("audit", "list", "--json").json

    assert (events[0]["actor"], events[0]["act"]) == ("李主任", "sending_pause")
    assert {"directory_import", "plan_import"} <= {one["act"] for one in events}


def test_a_working_day_is_edited_and_taken_back(duban: CommandLine) -> None:
    """除夕 of 2024 is a working day by law; an operator may make it a rest day."""
    before = duban("tick", "--today", "2024-02-09", "--json").json["working_day"]
    duban("workdays", "set", "2024-02-09", "rest", "--name", "除夕")
    edited = duban("tick", "--today", "2024-02-09", "--json").json["working_day"]
    listed = [day for day in duban("workdays", "list", "--year", "2024", "--json").json if day["edited"]]
    duban("workdays", "unset", "2024-02-09")

    assert (before, edited) == (True, False)
    assert [(day["on"], day["is_workday"], day["name"]) for day in listed] == [("2024-02-09", False, "除夕")]
    assert duban("tick", "--today", "2024-02-09", "--json").json["working_day"] is True


def test_tasks_are_narrowed(office: CommandLine) -> None:
    """By office and by status, overdue being computed for the day."""
    mine = office("tasks", "--office", "机关党委", "--json").json
    overdue = office("tasks", "--status", "overdue", "--today", "2024-03-01", "--json").json
    unconfirmed = office("tasks", "--status", "unconfirmed", "--json").json

    assert [task["number"] for task in mine] == ["2024-001", "2024-004"]
    assert [task["number"] for task in overdue] == ["2024-002"]
    assert [task["number"] for task in unconfirmed] == ["2024-001"]


def test_a_backup_comes_back_with_sending_paused(office: CommandLine) -> None:
    """A restored database sends nothing until a person has looked."""
    copy = str(office.folder / "copy.db")
    assert office("backup", copy).code == 0
    refused = office("restore", copy)
    office("close", DUDAO, "--today", "2024-03-20")

    restored = office("restore", copy, "--replace")
    tick = office("tick", "--today", "2024-02-27", "--json")

    assert (refused.code, restored.code) == (2, 0)
    assert _task(office, DUDAO)["status"] == "open"
    assert (tick.json["messages"], tick.json["sent"]) == (3, 0)


def test_migrate_says_when_there_is_nothing_to_do(duban: CommandLine) -> None:
    """A database of this version stays as it is; a missing one is created."""
    assert "已是最新" in duban("migrate").err
    duban.database.unlink()

    assert duban("migrate").code == 0
    with sqlite3.connect(duban.database) as connection:
        assert connection.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    connection.close()


def test_config_masks_secrets(duban: CommandLine) -> None:
    """Every key is shown with value and origin; passwords are not."""
    duban.set(SMTP_PASSWORD="geheim", SMTP_HOST="mail.example.org", SMTP_FROM="duban@example.org")

    rows = {row["key"]: row for row in duban("config", "--json").json}

    assert rows["DUBAN_SMTP_PASSWORD"]["value"] == "******"
    assert (rows["DUBAN_MAIL_CHANNEL"]["value"], rows["DUBAN_SMTP_HOST"]["origin"]) == ("smtp", "环境变量")
    assert "geheim" not in duban("config").out
