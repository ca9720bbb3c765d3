"""``check``: what needs a hand, and nothing else, ends with 1."""

import pytest
from command_line import PLAN, CommandLine
from smtp_server import SmtpServer


def _levels(duban: CommandLine, *more: str) -> dict[str, str]:
    return {one["name"]: one["level"] for one in duban("check", "--json", *more).json["checks"]}


def test_a_new_database_needs_no_hand(duban: CommandLine) -> None:
    """An empty database is well; what is not filled in is only a warning."""
    answer = duban("check", "--json", "--today", "2024-03-18")

    assert (answer.code, answer.json["ok"], answer.err) == (0, True, "")
    assert {tuple(one) for one in answer.json["checks"]} == {("name", "ok", "level", "message")}
    assert {one["name"] for one in answer.json["checks"] if one["level"] == "warning"} == {
        "supervision_email",
        "supervision_phone",
    }


def test_offices_without_address_need_a_hand(duban: CommandLine) -> None:
    """Offices that have tasks and no address are named."""
    duban("import", duban.write("2024年配档表.csv", PLAN), "--today", "2024-02-27")

    answer = duban("check", "--today", "2024-02-28")

    assert answer.code == 1
    assert "督导室（名称待核实）" in answer.out


def test_an_unreachable_relay_needs_a_hand(duban: CommandLine, smtp_server: SmtpServer) -> None:
    """The relay is really asked."""
    duban.set(SMTP_HOST=smtp_server.host, SMTP_PORT=str(smtp_server.port), SMTP_FROM="duban@example.org")
    reachable = _levels(duban, "--today", "2024-03-18")["relay"]
    smtp_server.fault("connect", "554 go away", close=True, times=None)

    assert reachable == "ok"
    assert _levels(duban, "--today", "2024-03-18")["relay"] == "problem"


def test_an_unknown_year_needs_a_hand(duban: CommandLine) -> None:
    """A year whose holidays are not known is said."""
    assert _levels(duban, "--today", "2031-03-18")["workdays"] == "problem"


def test_paused_sending_needs_a_hand(duban: CommandLine) -> None:
    """While all sending is paused somebody must decide."""
    duban("pause-sending")

    assert _levels(duban)["sending"] == "problem"


def test_a_database_that_does_not_open_is_a_finding(duban: CommandLine) -> None:
    """The doctor reports a broken database as JSON like everything else."""
    duban.database.write_bytes(b"no database" * 1000)

    answer = duban("check", "--json")

    assert (answer.code, answer.json["ok"]) == (1, False)
    assert [one["name"] for one in answer.json["checks"]] == ["database"]


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("http://127.0.0.1:8000", "ok"),
        ("http://localhost:8000", "ok"),
        ("https://duban.example.org", "ok"),
        ("http://duban.example.org", "warning"),
        ("http://10.0.0.8", "warning"),
    ],
)
def test_passwords_over_plain_http_are_warned_of(address: str, level: str, duban: CommandLine) -> None:
    """Cookies without Secure are fine on this machine alone."""
    duban.set(BASE_URL=address)

    assert _levels(duban)["cookies"] == level


def test_pilot_mode_is_said(duban: CommandLine) -> None:
    """In pilot mode no office gets anything, which nobody should forget."""
    duban.set(MAIL_REDIRECT="pilot@example.org")

    assert _levels(duban)["pilot"] == "warning"
