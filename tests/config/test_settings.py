"""Every key of the settings: where it may be written, what it may say, and how problems are told."""

import os
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from config.settings import Settings, describe, load_settings
from rules.errors import ConfigError

RELAY = {"DUBAN_SMTP_HOST": "mail.example.org", "DUBAN_SMTP_FROM": "ducha@example.org"}


def load(folder: Path, environ: dict[str, str] | None = None, toml: str = "") -> Settings:
    """Load settings in an empty folder, with a file of the operator when one is given."""
    chosen = dict(environ or {})
    if toml:
        (folder / "duban.toml").write_text(toml, encoding="utf-8")
        chosen["DUBAN_CONFIG"] = "duban.toml"
    return load_settings(chosen, folder)


def problems_of(folder: Path, environ: dict[str, str] | None = None, toml: str = "") -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, environ, toml)
    return caught.value.problems


def described(settings: Settings) -> dict[str, tuple[str, str]]:
    return {key: (value, origin) for key, value, origin in describe(settings)}


def test_nothing_written_gives_the_defaults(tmp_path: Path) -> None:
    """Without any setting: a SQLite file and a Maildir under var/, loopback, the general policy."""
    settings = load(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path}/var/duban.db"
    assert settings.data_dir == tmp_path / "var"
    assert (settings.mail_channel, settings.smtp_from) == ("maildir", "duban@localhost")
    assert settings.base_url == "http://127.0.0.1:8000"
    assert (settings.retry_first_seconds, settings.retry_cap_seconds) == (300, 4000)
    assert settings.lease_seconds == 60
    assert settings.policy.name == "教育局通用"
    assert (settings.supervision_name, settings.supervision_phone) == ("督查室", "")
    assert settings.warnings == ()


def test_defaults_name_every_key() -> None:
    """The file of defaults, which the operator copies from, has a line for every setting and no other."""
    table = tomllib.loads(Path("config/default.toml").read_text(encoding="utf-8"))
    names = {f"DUBAN_{entry.name.upper()}" for entry in fields(Settings)}

    assert set(table) == names - {"DUBAN_ORIGINS", "DUBAN_WARNINGS"}


@pytest.mark.parametrize("name", ["DUBAN_SUPERVISION_PHONE", "SUPERVISION_PHONE", "supervision_phone"])
def test_file_takes_names_with_and_without_the_prefix(tmp_path: Path, name: str) -> None:
    """A key may be written in the file with or without its prefix, in either case."""
    assert load(tmp_path, toml=f'{name} = "0531-0000000"').supervision_phone == "0531-0000000"


def test_environment_wins_over_file_over_default(tmp_path: Path) -> None:
    """The first of environment, file and defaults counts, and the description says which it was."""
    toml = 'SUPERVISION_NAME = "办公室"\nSUPERVISION_PHONE = "0531-0000000"'
    settings = load(tmp_path, {"DUBAN_SUPERVISION_NAME": "督导室"}, toml)

    rows = described(settings)

    assert rows["DUBAN_SUPERVISION_NAME"] == ("督导室", "环境变量")
    assert rows["DUBAN_SUPERVISION_PHONE"] == ("0531-0000000", f"配置文件 {tmp_path}/duban.toml")
    assert rows["DUBAN_SUPERVISION_EMAIL"] == ("", "默认值")


def test_empty_environment_takes_a_value_back(tmp_path: Path) -> None:
    """A variable set to nothing means the default, whatever the file says."""
    settings = load(tmp_path, {"DUBAN_MAIL_REDIRECT": ""}, 'MAIL_REDIRECT = "try@example.org"')

    assert settings.mail_redirect == ""


@pytest.mark.parametrize(
    ("environ", "channel"),
    [
        ({}, "maildir"),
        (RELAY, "smtp"),
        ({**RELAY, "DUBAN_MAIL_CHANNEL": "maildir"}, "maildir"),
        ({**RELAY, "DUBAN_MAIL_CHANNEL": "SMTP"}, "smtp"),
    ],
)
def test_channel_follows_the_host_unless_it_is_written(
    tmp_path: Path, environ: dict[str, str], channel: str
) -> None:
    """Naming a relay is enough to send through it."""
    assert load(tmp_path, environ).mail_channel == channel


@pytest.mark.parametrize(
    ("written", "port"),
    [
        ({}, 25),
        ({"DUBAN_SMTP_SECURITY": "starttls"}, 587),
        ({"DUBAN_SMTP_SECURITY": "tls"}, 465),
        ({"DUBAN_SMTP_SECURITY": "tls", "DUBAN_SMTP_PORT": "2465"}, 2465),
    ],
)
def test_port_follows_the_security_unless_it_is_written(
    tmp_path: Path, written: dict[str, str], port: int
) -> None:
    """Each kind of protection has its usual port."""
    assert load(tmp_path, {**RELAY, **written}).smtp_port == port


def test_smtp_needs_host_and_sender(tmp_path: Path) -> None:
    """Sending through a relay is refused without the relay or the sender, both told at once."""
    assert set(problems_of(tmp_path, {"DUBAN_MAIL_CHANNEL": "smtp"})) == {
        "DUBAN_SMTP_HOST",
        "DUBAN_SMTP_FROM",
    }


BAD_VALUES = [
    ("DUBAN_DATABASE_URL", "mysql://u:p@localhost/x", "sqlite:///"),
    ("DUBAN_DATABASE_URL", "sqlite:///", "sqlite:///"),
    ("DUBAN_MAIL_CHANNEL", "fax", "maildir"),
    ("DUBAN_SMTP_HOST", "smtp://mail.example.org", "主机名"),
    ("DUBAN_SMTP_HOST", "mail.example.org:25", "端口"),
    ("DUBAN_SMTP_PORT", "0", "1至65535"),
    ("DUBAN_SMTP_PORT", "smtp", "1至65535"),
    ("DUBAN_SMTP_PORT", "２５", "1至65535"),
    ("DUBAN_SMTP_SECURITY", "ssl", "starttls"),
    ("DUBAN_SMTP_FROM", "督查室 <ducha@example.org>", "不带姓名"),
    ("DUBAN_SMTP_FROM", "ducha@example.org\nBcc: x@example.org", "邮箱"),
    ("DUBAN_SMTP_CONNECTIONS", "-1", "1至64"),
    ("DUBAN_MAIL_REDIRECT", "nobody", "邮箱"),
    ("DUBAN_RETRY_FIRST_SECONDS", "0", "秒"),
    ("DUBAN_RETRY_CAP_SECONDS", "1e3", "秒"),
    ("DUBAN_LEASE_SECONDS", "一分钟", "秒"),
    ("DUBAN_BASE_URL", "duban.example.org", "http"),
    ("DUBAN_BASE_URL", "http://u@example.org", "http"),
    ("DUBAN_SESSION_IDLE_MINUTES", "0", "1至1440"),
    ("DUBAN_DEADMAN_URL", "file:///etc/passwd", "https://"),
    ("DUBAN_DEADMAN_URL", "https://u:p@watch.example.org/x", "不带用户名"),
    ("DUBAN_DEADMAN_URL", "https://watch.example.org/a b", "https://"),
    ("DUBAN_SUPERVISION_NAME", "督查室\r\nBcc: x@example.org", "一行"),
]


@pytest.mark.parametrize(("key", "text", "word"), BAD_VALUES)
def test_bad_value_is_told_by_key(tmp_path: Path, key: str, text: str, word: str) -> None:
    """A value that will not do is named by its key, with what it should be."""
    problems = problems_of(tmp_path, {key: text})

    assert list(problems) == [key]
    assert word in problems[key]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Nobody starts the program five times to learn of five mistakes."""
    environ = {key: text for key, text, _ in BAD_VALUES} | {"DUBAN_POLICY": "无此策略"}
    toml = 'SMTP_HOTS = "mail.example.org"\nSESSION_ABSOLUTE_MINUTES = true'

    problems = problems_of(tmp_path, environ, toml)

    wanted = {key for key, _, _ in BAD_VALUES} | {
        "DUBAN_POLICY 无此策略",
        "SMTP_HOTS",
        "SESSION_ABSOLUTE_MINUTES",
    }
    assert wanted <= set(problems)


def test_misspelt_key_of_the_file_is_refused_with_the_right_one(tmp_path: Path) -> None:
    """A key of the file that means nothing is a problem, and the likely one is named."""
    assert "DUBAN_SMTP_HOST" in problems_of(tmp_path, toml='SMTP_HOTS = "mail.example.org"')["SMTP_HOTS"]


def test_misspelt_variable_is_warned_of(tmp_path: Path) -> None:
    """A variable with our prefix that means nothing is a warning: it may be another version's."""
    settings = load(tmp_path, {"DUBAN_BASE_ULR": "http://example.org", "PATH": "/bin"})

    assert [("DUBAN_BASE_ULR" in text, "DUBAN_BASE_URL" in text) for text in settings.warnings] == [
        (True, True)
    ]


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"a = ", "TOML"), ("SUPERVISION_NAME = '督查室'".encode("gb18030"), "UTF-8"), (None, "读不了")],
)
def test_unreadable_file_is_a_problem(tmp_path: Path, content: bytes | None, word: str) -> None:
    """A file that is missing, of another encoding or no TOML is refused by its name."""
    if content is not None:
        (tmp_path / "duban.toml").write_bytes(content)

    problems = problems_of(tmp_path, {"DUBAN_CONFIG": "duban.toml"})

    assert word in problems["DUBAN_CONFIG"]
    assert "duban.toml" in problems["DUBAN_CONFIG"]


@pytest.mark.parametrize("line", ["SMTP_PORT = [25]", "[SMTP_HOST]", "SMTP_PORT = true"])
def test_file_holds_texts_and_numbers_only(tmp_path: Path, line: str) -> None:
    """A list, a table or a truth value in the file is a problem of that key."""
    assert "一段文字或一个数" in next(iter(problems_of(tmp_path, toml=line).values()))


def test_key_written_twice_in_the_file_is_refused(tmp_path: Path) -> None:
    """With and without the prefix is twice: which of the two was meant nobody knows."""
    assert "两次" in problems_of(tmp_path, toml="SMTP_PORT = 25\nDUBAN_SMTP_PORT = 26")["DUBAN_SMTP_PORT"]


def test_password_comes_from_a_file(tmp_path: Path) -> None:
    """The password may lie in a file of its own; its line end does not belong to it."""
    (tmp_path / "secret").write_text("a b:c@/d\n", encoding="utf-8")

    settings = load(tmp_path, {**RELAY, "DUBAN_SMTP_PASSWORD_FILE": "secret", "DUBAN_SMTP_SECURITY": "tls"})

    assert settings.smtp_password == "a b:c@/d"
    assert settings.warnings == ()


@pytest.mark.parametrize(
    ("content", "written", "word"),
    [
        (None, {}, "读不了"),
        ("one\ntwo\n", {}, "一行"),
        ("one\n", {"DUBAN_SMTP_PASSWORD": "other"}, "只能写一个"),
    ],
)
def test_password_file_that_will_not_do(
    tmp_path: Path, content: str | None, written: dict[str, str], word: str
) -> None:
    """A missing file, a file of several lines, and a password in both places are told by key."""
    if content is not None:
        (tmp_path / "secret").write_text(content, encoding="utf-8")

    problems = problems_of(tmp_path, {**written, "DUBAN_SMTP_PASSWORD_FILE": "secret"})

    assert word in problems["DUBAN_SMTP_PASSWORD_FILE"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ({"DUBAN_SMTP_USERNAME": "ducha"}, "DUBAN_SMTP_PASSWORD"),
        ({"DUBAN_SMTP_CA_FILE": "no.pem"}, "DUBAN_SMTP_CA_FILE"),
        ({"DUBAN_RETRY_CAP_SECONDS": "299"}, "DUBAN_RETRY_CAP_SECONDS"),
        ({"DUBAN_SESSION_ABSOLUTE_MINUTES": "29"}, "DUBAN_SESSION_ABSOLUTE_MINUTES"),
    ],
)
def test_settings_that_contradict_each_other(tmp_path: Path, written: dict[str, str], key: str) -> None:
    """What one setting asks of another is checked before the start."""
    assert list(problems_of(tmp_path, RELAY | written)) == [key]


def test_password_over_a_plain_connection_is_warned_of(tmp_path: Path) -> None:
    """A login that crosses the network unprotected is allowed, and said."""
    written = {"DUBAN_SMTP_USERNAME": "ducha", "DUBAN_SMTP_PASSWORD": "canary-password"}

    assert "不加密" in load(tmp_path, RELAY | written).warnings[0]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_password_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    """A password in a file that every user of the machine can read is said."""
    toml = 'SMTP_PASSWORD = "canary-password"'
    load(tmp_path, toml=toml)
    (tmp_path / "duban.toml").chmod(0o644)

    warned = load_settings({"DUBAN_CONFIG": "duban.toml"}, tmp_path)
    (tmp_path / "duban.toml").chmod(0o600)
    silent = load_settings({"DUBAN_CONFIG": "duban.toml"}, tmp_path)

    assert (len(warned.warnings), silent.warnings) == (1, ())


def test_secrets_are_never_shown(tmp_path: Path) -> None:
    """Neither the description nor the representation nor a problem carries a password."""
    environ = {
        **RELAY,
        "DUBAN_SMTP_PASSWORD": "canary-password",
        "DUBAN_DEADMAN_URL": "https://watch.example.org/canary-address?key=canary",
        "DUBAN_DATABASE_URL": "postgresql://duban:canary-database/@db.example.org/duban",
    }
    settings = load(tmp_path, environ)
    problems = problems_of(tmp_path, environ | {"DUBAN_DATABASE_URL": "mysql://duban:canary-database@h/x"})
    wrong_password = problems_of(tmp_path, environ | {"DUBAN_SMTP_PASSWORD": "canary\npassword"})

    assert "canary" not in f"{describe(settings)} {settings!r} {problems} {wrong_password}"
    assert "db.example.org" in described(settings)["DUBAN_DATABASE_URL"][0]


def test_watcher_address_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """The dead-man address keeps its path and query; nothing written means no watcher."""
    address = "https://watch.example.org/ping/1?from=duban"

    assert load(tmp_path, {"DUBAN_DEADMAN_URL": f" {address} "}).deadman_url == address
    assert load(tmp_path).deadman_url == ""


def test_description_has_every_key_once(tmp_path: Path) -> None:
    """What is listed is what can be set."""
    keys = [key for key, _, _ in describe(load(tmp_path))]

    assert len(keys) == len(set(keys)) == len(fields(Settings)) - 2
    assert described(load(tmp_path, RELAY))["DUBAN_SMTP_PORT"] == ("25", "按其他设置得出")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("sqlite:///data/x.db", "sqlite:///{}/data/x.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("postgresql+psycopg://u@h:5432/d", "postgresql+psycopg://u@h:5432/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql://u:p@h/d?sslmode=require"),
    ],
)
def test_database_address(tmp_path: Path, written: str, address: str) -> None:
    """A relative SQLite file starts from the working folder, everything else stays as written."""
    assert load(tmp_path, {"DUBAN_DATABASE_URL": written}).database_url == address.format(tmp_path)
