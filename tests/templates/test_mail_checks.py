"""The checks every mail passes, whatever it says."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from templates.cleaning import cleaned
from templates.mail_parts import Mail
from templates.mail_values import OfficeMail, Rendered
from templates.wording_digest import digest_mail
from templates.wording_leader import leader_mail
from templates.wording_letter import letter_mail
from templates.wording_weekly import weekly_mail
from tests.templates import mail_samples as samples
from tests.templates import mail_samples_desk as desk
from tests.templates.mail_reading import counts, dates, read_html
from tests.templates.mail_samples import CALENDAR, POLICY
from tests.templates.mail_samples_desk import GOLDEN

FORBIDDEN = [
    "务必",
    "严肃",
    "责令",
    "逾期不报",
    "后果自负",
    "特此通知",
    "敬请",
    "温馨提示",
    "排名靠后",
    "末位",
    "倒数",
    "批评",
    "约谈",
    "问责",
    "最后期限",
    "申请延期",
    "延期申请",
]
OFFICE_MAILS = [name for name in GOLDEN if not name.startswith(("summary", "weekly", "test", "example"))]
DIGESTS = {
    "assignment": samples.ASSIGNMENT,
    "reminder": samples.REMINDER,
    "first": samples.FIRST,
    "support": samples.SUPPORT,
    "due-today": samples.DUE_TODAY,
    "due-sunday": samples.DUE_SUNDAY,
    "asked": samples.ASKED,
    "returned": samples.RETURNED,
    "weekly-office": samples.WEEKLY_OFFICE,
    "mixed": samples.MIXED,
}
every_mail = pytest.mark.parametrize("render", GOLDEN.values(), ids=GOLDEN)


@every_mail
def test_subject_fits_a_phone(render: Callable[[], Rendered]) -> None:
    """A subject has at most 25 characters and no bracketed shout."""
    subject = render().subject

    assert 0 < len(subject) <= 25
    assert not set(subject) & set("【】!！\r\n")


@every_mail
def test_only_the_offices_own_address_is_linked(render: Callable[[], Rendered]) -> None:
    """Nothing is loaded from or points at any other place."""
    mail = render()

    for part in (mail.html, mail.text):
        addresses = re.findall(r"https?:[^\s\"<]*", part)
        assert all(address.startswith("https://duban.example.org/") for address in addresses)
    assert set(read_html(mail.html).links) <= set(re.findall(r"https?:[^\s\"<]*", mail.html))


@every_mail
def test_html_uses_only_what_mail_clients_keep(render: Callable[[], Rendered]) -> None:
    """No picture, script, form, float or margin; the whole part under 60 kB."""
    html = render().html
    reading = read_html(html)

    assert not reading.tags & {"img", "link", "script", "form", "input", "iframe", "svg", "button"}
    for word in (
        "@import",
        "float:",
        "flex",
        "grid",
        "border-radius",
        "box-shadow",
        "background-image",
        "url(",
    ):
        assert word not in html
    assert re.findall(r"margin[^;]*", html) == ["margin:0"]
    assert len(html.encode()) < 60_000


@every_mail
def test_every_cell_says_its_own_type(render: Callable[[], Rendered]) -> None:
    """Losing the style block changes nothing in light colours."""
    html = render().html

    assert read_html(html).bare_cells == []
    visible = html.split("</div>", 1)[1]
    assert min(int(size) for size in re.findall(r"font-size:(\d+)px", visible)) >= 14
    assert visible.count("line-height:") == visible.count("mso-line-height-rule:exactly")


@every_mail
def test_preheader_comes_first_and_fills_the_list(render: Callable[[], Rendered]) -> None:
    """The hidden line stands first in the body and keeps other text out of a phone's list."""
    body = render().html.split("<body", 1)[1].split(">", 1)[1].lstrip()

    assert body.startswith('<div style="display:none')
    assert body.count("&zwnj;") == 60


@pytest.mark.parametrize("name", OFFICE_MAILS)
def test_text_part_holds_the_same_facts(name: str) -> None:
    """Dates and counts are the same in both parts; only the day of the run stands in the HTML alone."""
    mail = GOLDEN[name]()
    visible = read_html(mail.html).visible

    assert dates(mail.text) <= dates(visible)
    letterhead = dates(visible.splitlines()[1])
    assert dates(visible) - letterhead <= dates(mail.text)
    assert counts(mail.text) == counts(visible)


@pytest.mark.parametrize("mail", DIGESTS.values(), ids=DIGESTS)
def test_titles_stand_in_both_parts_uncut(mail: OfficeMail) -> None:
    """People search for the exact words of the table."""
    rendered = samples.digest(mail)
    visible = read_html(rendered.html).visible

    for line in mail.lines:
        assert line.title in visible
        assert line.title in rendered.text


@pytest.mark.parametrize("mail", DIGESTS.values(), ids=DIGESTS)
def test_derived_dates_have_their_original_words(mail: OfficeMail) -> None:
    """A derived date shows the table's words; a year's list of bare months says the rule once."""
    rendered = samples.digest(mail)
    visible = read_html(rendered.html).visible

    for line in mail.lines:
        if line.is_derived:
            assert f"“{line.due_words}”" in rendered.text
            assert f"“{line.due_words}”" in visible or "按当月最后一天推定" in visible


def _built() -> dict[str, Mail]:
    own = {name: digest_mail(cleaned(m), policy=POLICY, calendar=CALENDAR) for name, m in DIGESTS.items()}
    own["letter"] = letter_mail(samples.LETTER, policy=POLICY, calendar=CALENDAR)
    own["letter-many"] = letter_mail(samples.LETTER_MANY, policy=POLICY, calendar=CALENDAR)
    own["leader"] = leader_mail(desk.LEADER, policy=POLICY, calendar=CALENDAR)
    own["weekly"] = weekly_mail(desk.WEEKLY, policy=POLICY, calendar=CALENDAR)
    return own


def rest(more: str) -> int:
    """Return the K of 另有K项."""
    found = re.fullmatch(r"另有(\d+)项见.+", more)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("mail", _built().values(), ids=_built())
def test_headings_count_what_is_listed(mail: Mail) -> None:
    """A heading's number is its rows plus those left out, and they are numbered through."""
    numbers = []
    for section in mail.sections:
        if not section.sentence:
            assert section.count == len(section.rows) + len(section.slips) + rest(section.more)
        numbers += [row.number for row in section.rows] + [slip.number for slip in section.slips]

    assert numbers == list(range(1, len(numbers) + 1))


@every_mail
def test_no_forbidden_word(render: Callable[[], Rendered]) -> None:
    """A template never threatens, flatters or names what does not exist yet."""
    mail = render()

    for word in FORBIDDEN:
        assert word not in mail.subject + mail.text + mail.html


def test_a_step_is_not_named_before_it_is_taken() -> None:
    """Up to the due date nothing is 逾期 or 催; the first question does not say 逾期 in its title."""
    for mail in (samples.FIRST, samples.DUE_TODAY, samples.REMINDER_ONE):
        assert not re.search("逾期|催", samples.digest(mail).text)
    asked = samples.digest(samples.ASKED)
    assert "逾期" not in asked.subject + asked.text.splitlines()[2]
    assert "通报" not in asked.text


@every_mail
def test_generated_text_uses_full_width_punctuation(render: Callable[[], Rendered]) -> None:
    """Half-width marks beside Chinese come from task titles only."""
    mail = render()
    for text in (mail.subject, mail.text, read_html(mail.html).visible):
        assert not half_width(text, titles=_titles())


def _titles() -> list[str]:
    lines = [line for mail in DIGESTS.values() for line in mail.lines]
    lines += [*samples.LETTER.lines, *desk.WEEKLY.lines]
    return [line.title for line in lines]


def half_width(text: str, *, titles: list[str]) -> list[str]:
    """Return the places where a half-width mark stands beside a Chinese character."""
    for title in sorted(titles, key=len, reverse=True):
        text = text.replace(title, "□")
    return re.findall(r"[一-鿿][,:;()!?]|[,:;()!?][一-鿿]", text)


@pytest.mark.parametrize("name", OFFICE_MAILS)
def test_telephone_line_is_in_every_mail_to_offices(name: str) -> None:
    """People can always call, and read when; the way to reply stands beside it."""
    mail = GOLDEN[name]()

    line = "有疑问请找督查室：0531-0000000（工作日 8:30至17:30），或直接回复本邮件。"
    assert line in mail.text
    assert line in read_html(mail.html).visible.replace("\n", "")


def test_without_a_number_the_telephone_is_left_out() -> None:
    """An unset number leaves no gap: replying remains."""
    bureau = replace(samples.BUREAU, phone="")
    for mail in DIGESTS.values():
        rendered = samples.digest(replace(mail, bureau=bureau))
        assert "None" not in rendered.text + rendered.html
        assert "电话" not in rendered.text
        assert "有疑问请直接回复本邮件。" in rendered.text


def test_example_data_is_marked_in_every_part() -> None:
    """示例 stands in the subject, the letterhead and the footer; the subject still fits."""
    for mail in DIGESTS.values():
        rendered = samples.digest(samples.as_example(mail))
        assert rendered.subject.startswith("示例｜")
        assert len(rendered.subject) <= 25
        assert "示例" in read_html(rendered.html).texts[0]
        assert "这是示例数据" in rendered.text
        assert "这是示例数据" in rendered.html


def test_parts_of_the_year_add_up_or_are_not_said() -> None:
    """A sum whose parts do not add up is never printed."""
    wrong = replace(samples.REMINDER, totals=replace(samples.REMINDER.totals, closed=4))

    assert "全年负责12项：已办结5项，上列3项，以后到期4项" in samples.digest(samples.REMINDER).text
    assert "全年负责" not in samples.digest(wrong).text


def test_summary_parts_add_up() -> None:
    """计划 is the sum of what happened to the mails."""
    mail = desk.SUMMARY

    assert mail.planned == mail.sent + mail.failed + mail.no_address + mail.unknown + mail.pending
    assert sum(count for _, count in mail.year_parts) == mail.year_total
