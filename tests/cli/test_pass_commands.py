"""``tick``, ``deliver``, ``rehearse`` and the switch that pauses all mail."""

import mailbox
from datetime import date, timedelta

import pytest
from command_line import PLAN, CommandLine
from smtp_server import SmtpServer

KEYS = ["today", "working_day", "notices", "held", "messages", "sent", "failed", "unknown", "undeliverable"]


def _use_relay(duban: CommandLine, server: SmtpServer) -> None:
    duban.set(
        SMTP_HOST=server.host,
        SMTP_PORT=str(server.port),
        SMTP_FROM="duban@example.org",
        RETRY_FIRST_SECONDS="0.05",
        RETRY_CAP_SECONDS="0.1",
    )


def test_a_tick_answers_as_the_contract_says(office: CommandLine) -> None:
    """One JSON object with the keys of the contract; ``ready`` stands on standard error."""
    answer = office("tick", "--today", "2024-02-27", "--json")

    assert answer.code == 0
    assert list(answer.json) == KEYS
    assert (answer.json["today"], answer.json["working_day"]) == ("2024-02-27", True)
    assert answer.json["messages"] == answer.json["sent"] == 3
    assert answer.err.splitlines().count("ready") == 1


def test_the_mail_lies_in_the_maildir(office: CommandLine) -> None:
    """Without a relay the mail is kept in the data folder, where any mail program reads it."""
    office("tick", "--today", "2024-02-27")

    assert len(mailbox.Maildir(office.folder / "var" / "maildir", create=False)) == 3


def test_a_second_tick_of_the_day_says_nothing_new(office: CommandLine) -> None:
    """Running twice for a day changes nothing."""
    office("tick", "--today", "2024-02-27")

    again = office("tick", "--today", "2024-02-27", "--json")

    assert (again.code, again.json["notices"], again.json["messages"], again.json["sent"]) == (0, 0, 0, 0)


def test_offices_without_address_are_named_and_change_no_exit_code(duban: CommandLine) -> None:
    """An office no mail can reach is listed with the reason."""
    duban("import", duban.write("2024年配档表.csv", PLAN), "--today", "2024-02-27")

    answer = duban("tick", "--today", "2024-02-27", "--json")

    assert answer.code == 0
    assert {one["office"] for one in answer.json["undeliverable"]} >= {"督导室", "机关党委"}


def test_a_rest_day_plans_nothing(office: CommandLine) -> None:
    """On a Sunday that is no make-up day nothing is planned."""
    answer = office("tick", "--today", "2024-03-03", "--json")

    assert (answer.json["working_day"], answer.json["notices"], answer.json["messages"]) == (False, 0, 0)


def test_a_dead_relay_keeps_every_message(office: CommandLine, smtp_server: SmtpServer) -> None:
    """When the relay does not answer, tick ends with 1 and all messages stay for the next try."""
    _use_relay(office, smtp_server)
    smtp_server.fault("connect", "421 closed today", close=True, times=None)

    answer = office("tick", "--today", "2024-02-27", "--json")
    left = office("deliver", "--json")

    assert (answer.code, answer.json["messages"], answer.json["sent"]) == (1, 3, 0)
    assert (left.code, left.json["waiting"]) == (1, 3)
    assert "421" in answer.err


def test_deliver_until_empty_waits_through_back_off(office: CommandLine, smtp_server: SmtpServer) -> None:
    """A passing refusal is tried again until nothing waits; each message arrives once."""
    _use_relay(office, smtp_server)
    smtp_server.fault("dot", "451 later", times=2)
    office("tick", "--today", "2024-02-27")

    answer = office("deliver", "--until-empty", "--max-seconds", "30", "--json")

    assert (answer.code, answer.json["waiting"], answer.json["given_up"]) == (0, 0, 0)
    assert len(smtp_server.messages) == len({m.recipient for m in smtp_server.messages}) == 3


def test_a_refused_recipient_makes_the_run_partial(office: CommandLine, smtp_server: SmtpServer) -> None:
    """A message refused for good ends with 1; the others leave."""
    _use_relay(office, smtp_server)
    smtp_server.fault("rcpt", "550 no such user", recipient="dudao@example.org", times=None)

    answer = office("tick", "--today", "2024-02-27", "--json")

    assert (answer.code, answer.json["sent"], answer.json["failed"]) == (1, 2, 1)


def test_paused_sending_holds_everything_back(office: CommandLine) -> None:
    """While sending is paused nothing leaves; afterwards everything does."""
    office("pause-sending", "--reason", "核对名录", "--by", "李主任")
    paused = office("tick", "--today", "2024-02-27", "--json")
    office("resume-sending", "--by", "李主任")
    resumed = office("deliver", "--json")

    assert (paused.json["messages"], paused.json["sent"]) == (3, 0)
    assert "暂停" in paused.err
    assert (resumed.code, resumed.json["sent"], resumed.json["waiting"]) == (0, 3, 0)


def test_pilot_mode_sends_everything_to_one_address(office: CommandLine, smtp_server: SmtpServer) -> None:
    """With DUBAN_MAIL_REDIRECT no office gets anything."""
    _use_relay(office, smtp_server)
    office.set(MAIL_REDIRECT="pilot@example.org")

    office("tick", "--today", "2024-02-27")

    assert {message.recipient for message in smtp_server.messages} == {"pilot@example.org"}
    assert len(smtp_server.messages) == 3


def test_a_test_mail_leaves_at_once(duban: CommandLine, smtp_server: SmtpServer) -> None:
    """``mail test`` sends one mail and says that it was taken."""
    _use_relay(duban, smtp_server)

    answer = duban("mail", "test", "ducha@example.org")

    assert (answer.code, [m.recipient for m in smtp_server.messages]) == (0, ["ducha@example.org"])


def test_a_test_mail_that_fails_says_why(duban: CommandLine, smtp_server: SmtpServer) -> None:
    """A refusal of the relay is shown to the person who asked."""
    _use_relay(duban, smtp_server)
    smtp_server.fault("rcpt", "550 no such user", times=None)

    answer = duban("mail", "test", "ducha@example.org")

    assert (answer.code, answer.out) == (1, "")
    assert "no such user" in answer.err


@pytest.mark.slow
def test_rehearsing_a_file_is_what_ticks_would_send(office: CommandLine) -> None:
    """From the same start, a rehearsal of the file names the messages and letters that daily ticks make."""
    start, end = date(2024, 2, 27), date(2024, 4, 10)
    file = str(office.folder / "2024年重点工作配档表.csv")
    rehearsed = office("rehearse", file, "--from", str(start), "--to", str(end), "--json").lines
    for offset in range((end - start).days + 1):
        assert office("tick", "--today", str(start + timedelta(days=offset))).code == 0

    left = sorted((str(m.run_on), m.kind, m.subject) for m in office.messages())
    held = sorted((n["planned_on"], n["office"]) for n in office("notices", "--held", "--json").json)
    assert sorted((m["on"], m["kind"], m["subject"]) for m in rehearsed if not m["held"]) == left
    assert [(m["on"], m["office"]) for m in rehearsed if m["held"] for _ in m["items"]] == held


def test_rehearsing_stores_nothing(duban: CommandLine) -> None:
    """A rehearsal leaves neither plan nor message behind, and needs no office to have an address."""
    file = duban.write("2024年配档表.csv", PLAN)

    answer = duban("rehearse", file, "--from", "2024-02-27", "--to", "2024-03-10", "--json")

    assert answer.code == 0
    assert list(answer.lines[0]) == ["on", "office", "to", "kind", "held", "subject", "items"]
    assert list(answer.lines[0]["items"][0]) == ["title", "kind", "due_on", "stage", "reason"]
    assert {tuple(line["to"]) for line in answer.lines} == {()}
    assert duban("plans", "--json").json == []
    assert duban("offices", "list", "--json").json == []


@pytest.mark.parametrize(("text", "code"), [(PLAN + "13月,开大会,督导室\n", 1), ("没有表\n", 2)])
def test_rehearsing_a_doubtful_file(text: str, code: int, duban: CommandLine) -> None:
    """A file with bad rows is rehearsed in part, exit 1; one that cannot be read is refused."""
    file = duban.write("2024年配档表.csv", text)

    answer = duban("rehearse", file, "--from", "2024-02-27", "--to", "2024-02-28", "--json")

    assert answer.code == code
    assert bool(answer.out) == (code == 1)


def test_a_rehearsal_for_people_goes_by_day(office: CommandLine) -> None:
    """Without ``--json`` each day has a heading and its messages."""
    answer = office("rehearse", "--from", "2024-02-27", "--to", "2024-02-29")

    assert "2024-02-27　周二　3封" in answer.out
    assert "请签收" in answer.out
