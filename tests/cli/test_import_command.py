"""``import`` and ``offices import``: exit codes, JSON alone on standard output, what is stored."""

import pytest
from command_line import OFFICES, PLAN, CommandLine

TODAY = ("--today", "2024-02-27")


def _titles(duban: CommandLine) -> list[str]:
    return [task["title"] for task in duban("tasks", "--json").json]


def test_a_good_file_is_stored_and_released(duban: CommandLine) -> None:
    """A file without errors is ok, exit 0; the plan is released on the day it was imported."""
    answer = duban("import", duban.write("2024年配档表.csv", PLAN), *TODAY, "--json")

    plans = duban("plans", "--json").json
    assert (answer.code, answer.json["status"]) == (0, "ok")
    assert [row["due_on"] for row in answer.json["rows"]][:2] == ["2024-01-31", "2024-02-29"]
    assert [(plan["title"], plan["state"], plan["released_on"]) for plan in plans] == [
        ("2024年配档表", "released", "2024-02-27")
    ]
    assert len(_titles(duban)) == 5


def test_a_dry_run_stores_nothing(duban: CommandLine) -> None:
    """With ``--dry-run`` the answer is the same and the database stays empty."""
    answer = duban("import", duban.write("2024年配档表.csv", PLAN), *TODAY, "--dry-run", "--json")

    assert (answer.code, len(answer.json["rows"])) == (0, 5)
    assert duban("plans", "--json").json == []


def test_a_plan_without_a_year_is_shown_and_not_stored(duban: CommandLine) -> None:
    """A trial shows what was read, without dates that need the year, and asks for it; nothing is stored."""
    file = duban.write("配档表.csv", PLAN.replace("2024", "") + "2024年6月3日,开大会,督导室\n")

    trial = duban("import", file, *TODAY, "--dry-run", "--json")
    shown = duban("import", file, *TODAY, "--dry-run")
    stored = duban("import", file, *TODAY, "--json")

    assert (trial.code, trial.json["status"], trial.json["plan"]["year"]) == (2, "rejected", None)
    assert [row["due_on"] for row in trial.json["rows"]] == [None] * 5 + ["2024-06-03"]
    assert all(row["flags"] for row in trial.json["rows"][:5])
    assert "请用 --year 写明" in trial.json["errors"][0]["message"]
    assert "年度未定" in shown.out
    assert (stored.code, stored.json["rows"]) == (2, [])
    assert duban("plans", "--json").json == []


def test_a_bad_row_makes_the_import_partial(duban: CommandLine) -> None:
    """A row with an impossible date is named and left out, the others are taken, exit 1."""
    file = duban.write("2024年配档表.csv", PLAN + "13月,开大会,督导室\n")

    answer = duban("import", file, *TODAY, "--json")

    assert (answer.code, answer.json["status"]) == (1, "partial")
    assert [error["row"] for error in answer.json["errors"]] == [7]
    assert len(_titles(duban)) == 5


def test_many_rows_with_one_trouble_are_said_in_one_sentence(duban: CommandLine) -> None:
    """The trouble is named once, with how many rows have it; every row is still in the answer as JSON."""
    file = duban.write("2024年配档表.csv", PLAN + "".join(f"13月,开大会{n},督导室\n" for n in range(7)))

    answer = duban("import", file, *TODAY, "--dry-run")

    assert len([line for line in (answer.out + answer.err).splitlines() if line.startswith("不能收")]) == 1
    assert "等7处" in answer.out + answer.err
    assert len(duban("import", file, *TODAY, "--dry-run", "--json").json["errors"]) == 7


def test_strict_takes_all_rows_or_none(duban: CommandLine) -> None:
    """With ``--strict`` one bad row refuses the file, exit 2, nothing stored."""
    file = duban.write("2024年配档表.csv", PLAN + "13月,开大会,督导室\n")

    answer = duban("import", file, *TODAY, "--strict", "--json")

    assert (answer.code, answer.json["status"]) == (2, "rejected")
    assert duban("plans", "--json").json == []


def test_names_nobody_knows_are_told_at_once_the_odd_ones_first(duban: CommandLine) -> None:
    """For people one line gathers them; what hardly is an office comes before. JSON says each by itself."""
    file = duban.write("2024年配档表.csv", "时间,重点工作,责任单位\n3月,开会,党建处、合计\n4月,检查,人事处\n")

    said = duban("import", file, *TODAY, "--dry-run").err

    assert "以下1个不像单位的名称，多半是读错了，请先核对：“合计”" in said
    assert "以下2个单位不在名录里：党建处、人事处。" in said
    assert said.index("合计") < said.index("党建处")
    warnings = duban("import", file, *TODAY, "--dry-run", "--json").json["warnings"]
    assert sum("不在单位名录里" in warning["message"] for warning in warnings) == 3


@pytest.mark.parametrize("text", ["", "姓名,电话\n张三,1\n", "\x00\x01\x02"])
def test_a_file_without_a_table_is_rejected_with_json(text: str, duban: CommandLine) -> None:
    """A file that cannot be used still answers in JSON, and says why."""
    answer = duban("import", duban.write("配档表.csv", text), "--year", "2024", "--json")

    assert (answer.code, answer.json["status"]) == (2, "rejected")
    assert answer.json["errors"][0]["message"]


def test_a_missing_file_answers_in_json_as_well(duban: CommandLine) -> None:
    """An unreadable file is rejected in the same shape."""
    answer = duban("import", "nosuch.csv", "--json")

    assert (answer.code, answer.json["status"], answer.json["rows"]) == (2, "rejected", [])


def test_text_comes_from_standard_input(duban: CommandLine) -> None:
    """``-`` reads pasted text: cells of a spreadsheet come with tabs between them."""
    pasted = PLAN.replace(",", "\t")

    answer = duban("import", "-", "--year", "2024", "--title", "粘贴的计划", *TODAY, "--json", stdin=pasted)

    assert (answer.code, answer.json["plan"]["title"]) == (0, "粘贴的计划")
    assert len(_titles(duban)) == 5


def test_a_draft_is_released_later(duban: CommandLine) -> None:
    """``--draft`` stores without releasing; ``plans release`` does it once."""
    duban("import", duban.write("2024年配档表.csv", PLAN), *TODAY, "--draft")
    plan = duban("plans", "--json").json[0]

    first = duban("plans", "release", str(plan["id"]), *TODAY)
    second = duban("plans", "release", str(plan["id"]), *TODAY)

    assert (plan["state"], first.code, second.code) == ("draft", 0, 2)
    assert duban("plans", "--json").json[0]["state"] == "released"
    assert "已经发布过" in second.err


def test_a_withdrawal_says_what_was_mailed(office: CommandLine) -> None:
    """Withdrawing a plan names the letters that cannot be called back."""
    office("tick", *TODAY)

    answer = office("plans", "withdraw", "1", *TODAY)

    assert answer.code == 0
    assert "已经发出" in answer.err
    assert office("tasks", "--json").json == []


def test_the_directory_comes_back_as_it_went_in(office: CommandLine) -> None:
    """What ``offices export`` writes, ``offices import`` takes without change."""
    exported = office.folder / "单位名录.csv"

    assert office("offices", "export", "-o", str(exported)).code == 0
    answer = office("offices", "import", str(exported), "--json")

    assert (answer.code, answer.json["added"], answer.json["changed"]) == (0, [], [])
    assert answer.json["same"] == len(OFFICES.splitlines()) - 1


def test_a_bad_directory_is_refused_whole(duban: CommandLine) -> None:
    """One bad row refuses the whole directory, exit 2, with its place."""
    answer = duban("offices", "import", duban.write("o.csv", "单位,邮箱\n督导室,nobody\n"), "--json")

    assert (answer.code, answer.json["status"]) == (2, "rejected")
    assert answer.json["errors"][0]["row"] == 2
    assert duban("offices", "list", "--json").json == []


def test_a_changed_row_is_left_alone_and_said_so(duban: CommandLine) -> None:
    """Without ``--update`` the answer never claims a change; it says what stayed and how to apply it."""
    duban("import", duban.write("2024年配档表.csv", PLAN), *TODAY)
    old, new = PLAN.splitlines()[1], PLAN.splitlines()[1].replace("1月", "5月", 1)
    changed = duban.write("2024年配档表.csv", PLAN.replace(old, new))

    left = duban("import", changed, *TODAY)
    applied = duban("import", changed, *TODAY, "--update")

    assert "有变化1项" in left.out
    assert "改了" not in left.out
    assert "有变化的1项没有改" in left.err
    assert "--update" in left.err
    assert "改了1项" in applied.out
    assert "没有改" not in applied.err
