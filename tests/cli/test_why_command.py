"""``why``: one sentence for each possible notice of a day, as a table and as JSON."""

from command_line import CommandLine

KEYS = ["office", "stage", "was_sent", "sentence", "message_id", "letter_id"]


def task_number(office: CommandLine) -> str:
    """The number of a task that 督导室 leads alone."""
    tasks = office("tasks", "--office", "督导室", "--json").json
    return str(next(one["number"] for one in tasks if one["due_on"] == "2024-02-29"))


def test_a_day_that_was_run(office: CommandLine) -> None:
    """What a pass sent is told with its message, office by office."""
    number = task_number(office)
    office("tick", "--today", "2024-02-27")

    told = office("why", number, "--on", "2024-02-27", "--json").json

    assert (told["number"], told["on"]) == (number, "2024-02-27")
    assert [list(reason) for reason in told["reasons"]] == [KEYS] * len(told["reasons"])
    assert {(one["office"], one["stage"], one["was_sent"]) for one in told["reasons"]} == {
        ("督导室", "T-3", True),
        ("督导室", "assign", True),
    }
    assert all(one["sentence"].startswith("发了：") and one["message_id"] for one in told["reasons"])


def test_the_table(office: CommandLine) -> None:
    """Without ``--json`` the sentences stand in a table under the task."""
    number = task_number(office)
    office("tick", "--today", "2024-02-27")

    answer = office("why", number, "--on", "2024-02-28")

    assert answer.code == 0
    assert answer.out.splitlines()[0].startswith(number)
    assert answer.out.splitlines()[-1].startswith("督导室\t")


def test_what_is_refused(office: CommandLine) -> None:
    """A task nobody has and a day out of reach end with 2 and a sentence."""
    number = task_number(office)

    assert (office("why", "2024-999").code, office("why", number, "--on", "1999-12-31").code) == (2, 2)
    assert "只能看2000年以后" in office("why", number, "--on", "1999-12-31").err
