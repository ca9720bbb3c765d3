"""Posting the forms of an office's page: what is stored, what is refused, and that twice is once."""

import re
from datetime import date, time

import pytest
from office_site import (
    APPLICATION,
    BRIDGE,
    COMMITTEE,
    EXAM,
    KINDERGARTEN,
    SCHEME,
    THREE_YEARS,
    OfficeSite,
    plain,
)

from models import db, store_audit, store_reports
from models.kinds import ReportKind
from models.store_reports import AcknowledgementView
from rules.facts import Status

PDF = ("议程.pdf", b"%PDF-1.7 text", "application/pdf")


def signed(site: OfficeSite, office: str = "基教处") -> AcknowledgementView | None:
    with db.reading(site.bureau.services.engine) as connection:
        return store_reports.acknowledgement(
            connection, plan_id=site.bureau.plan_id, office_id=site.bureau.offices[office]
        )


def test_completion_is_stored_and_answered_with_a_receipt(site: OfficeSite) -> None:
    """已完成 stores the report with its file and leads to the receipt by redirect."""
    answer = site.post("report", site.completed(BRIDGE, c_proof="济教〔2026〕5号"), files={"c-file": PDF})

    assert answer.status_code == 303
    report = site.reports(BRIDGE)[-1]
    assert answer.headers["location"] == f"{site.home}/receipt/{report.receipt_number}"
    assert (report.kind, report.completed_on) == (ReportKind.COMPLETION, date(2026, 5, 26))
    assert (report.reported_by, report.proof, report.channel) == ("基教处联络员", "济教〔2026〕5号", "link")
    assert report.file_id is not None
    assert site.view(BRIDGE).status is Status.REPORTED


@pytest.mark.parametrize("form_type", ["multipart", "urlencoded"])
def test_progress_leaves_the_task_open(site: OfficeSite, form_type: str) -> None:
    """正在办理 stores what was said and when it is expected; status and date stay."""
    data = site.form(
        SCHEME, "progress", p_note="已征求意见。", p_by="王", p_phone="0531-0000000", p_day="6.15"
    )

    site.post("report", data, **({"files": {"c-file": ("", b"")}} if form_type == "multipart" else {}))

    report = site.reports(SCHEME)[-1]
    assert (report.kind, report.note, report.phone) == (ReportKind.PROGRESS, "已征求意见。", "0531-0000000")
    assert report.expected_on == date(2026, 6, 15)
    assert report.completed_on is None
    assert site.view(SCHEME).status is Status.OPEN


def test_difficulty_names_the_help_wanted(site: OfficeSite) -> None:
    """完成难度较大 stores why, and who should help with what."""
    data = site.form(BRIDGE, "difficulty", d_note="承办区县未定", d_by="王", d_help="请督导室商定")

    site.post("report", data)

    report = site.reports(BRIDGE)[-1]
    assert (report.kind, report.help_wanted) == (ReportKind.DIFFICULTY, "请督导室商定")
    assert site.view(BRIDGE).status is Status.OPEN


def test_only_the_chosen_group_is_read(site: OfficeSite) -> None:
    """Fields of the other choices are ignored, also when they are filled in or wrong."""
    data = site.form(
        BRIDGE, "progress", p_note="在办", p_by="王", c_day="下周", c_note="x" * 3000, d_help="y"
    )

    assert site.post("report", data).status_code == 303
    assert site.reports(BRIDGE)[-1].help_wanted == ""


def test_double_press_has_one_effect(site: OfficeSite) -> None:
    """The same form sent twice stores one report and shows the same receipt."""
    data = site.completed(BRIDGE)

    first, second = site.post("report", data), site.post("report", data)

    assert first.headers["location"] == second.headers["location"]
    assert len(site.reports(BRIDGE)) == 2


def test_corrected_form_of_the_same_page_is_a_new_report(site: OfficeSite) -> None:
    """Going back and sending other words is not swallowed as a second press."""
    site.post("report", site.form(BRIDGE, "progress", p_note="在办", p_by="王"))
    site.post("report", site.form(BRIDGE, "progress", p_note="已办一半", p_by="王"))

    assert [report.note for report in site.reports(BRIDGE)[-2:]] == ["在办", "已办一半"]


def test_report_counts_as_signing(new_site: OfficeSite) -> None:
    """A report is a 签收 too, and forms work before it."""
    new_site.post("report", new_site.form(BRIDGE, "progress", p_note="在办", p_by="王"))

    sign = signed(new_site)
    assert sign is not None
    assert sign.signed_by == "王"
    assert "请签收" not in new_site.get()


def test_contribution_of_another_named_office(site: OfficeSite) -> None:
    """Another named office's completion is its own part; the task stays with the lead."""
    site.office = "督导室"

    answer = site.post("report", site.completed(KINDERGARTEN))

    assert site.reports(KINDERGARTEN)[-1].kind is ReportKind.CONTRIBUTION
    assert site.view(KINDERGARTEN).status is Status.OPEN
    receipt = plain(site.client.get(answer.headers["location"]).text)
    assert "牵头单位学前处报完成后，此项才办结。" in receipt
    assert "本单位部分已完成" in plain(site.get())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "请先选一种情况"),
        ({"kind": "contribution"}, "请先选一种情况"),
        ({"c-note": "  "}, "请写一两句办理结果"),
        ({"c-by": ""}, "请填填报人姓名"),
        ({"c-day": ""}, "请填实际完成日期，例如 2026-05-27"),
        ({"c-day": "下周五"}, "没看懂“下周五”这个日期，请写成 2026-05-27"),
        ({"c-day": "2026-06-01"}, "完成日期是6月1日，还没到。还没做完的请选“正在办理”"),
        ({"c-note": "长" * 2001}, "最多2000字，现在2001字"),
        ({"c-by": "长" * 51}, "最多50字，现在51字"),
        ({"kind": "progress"}, "请写一两句目前进展"),
        ({"kind": "difficulty"}, "请写一两句难在哪里"),
        ({"kind": "progress", "p-note": "在办", "p-by": "王", "p-day": "月底"}, "没看懂“月底”这个日期"),
    ],
)
def test_errors_are_said_twice_and_nothing_is_stored(
    site: OfficeSite, changes: dict[str, str], words: str
) -> None:
    """A wrong form comes back with the problem in the box and at its field, and stores nothing."""
    before = site.report_count()

    answer = site.post("report", site.completed(BRIDGE) | changes)

    assert answer.status_code == 422
    assert plain(answer.text).count(words) >= 2
    assert "<title>出错：" in answer.text
    assert "基教处：还没有提交" in answer.text
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text or "先选一种" in words
    assert site.report_count() == before


def test_everything_typed_is_kept(site: OfficeSite) -> None:
    """A refused form shows every value again, words in a date field too, and the same choice."""
    data = site.completed(BRIDGE, c_day="下周五", c_note="第一行\n第二行 <b>", c_proof="5号", p_note="别的话")

    page = site.post("report", data | {"c-by": ""}).text

    for kept in ('value="下周五"', "第一行\n第二行 &lt;b&gt;</textarea>", 'value="5号"', "别的话</textarea>"):
        assert kept in page
    assert 'value="completion" checked' in page
    assert 'type="text" id="c-day"' in page
    assert 'name="key" value="one page"' in page
    assert '<a href="#c-day">' in page


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("木马.exe", b"MZ"), "这种文件（.exe）不能上传。可以用 PDF、Word、Excel、WPS 或图片"),
        (("议程.pdf", b""), "文件是空的（0字节），请重新选择"),
        (("议程.pdf", b"MZ"), "文件打不开，内容和名字（.pdf）不符，请重新选择"),
    ],
)
def test_refused_files_store_nothing(site: OfficeSite, file: tuple[str, bytes], words: str) -> None:
    """A form refused for its file is not stored in part."""
    before = site.report_count()

    answer = site.post("report", site.completed(BRIDGE), files={"c-file": file})

    assert answer.status_code == 422
    assert words in plain(answer.text)
    assert site.report_count() == before


def test_too_large_file_has_three_ways_out(site: OfficeSite) -> None:
    """A file beyond 10 MB is refused with its size and the text kept."""
    content = b"%PDF-1.7" + b"x" * 11 * 1024 * 1024

    answer = site.post("report", site.completed(BRIDGE), files={"c-file": ("材料汇编.pdf", content)})

    page = plain(answer.text)
    assert answer.status_code == 413
    assert "附件太大，这次没有提交 “材料汇编.pdf”有11.0 MB，上限是10 MB。 您写的文字都还在下面" in page
    assert "不带附件，直接点“提交完成情况”；" in page
    assert "上次的文件11.0 MB，超过10 MB，请重新选择" in page
    assert "5月26日召开，15个区县参加。</textarea>" in answer.text
    assert site.view(BRIDGE).status is Status.OPEN


def test_broken_off_upload_stores_nothing(site: OfficeSite) -> None:
    """A body that ends too early is said to be incomplete; the text stays."""
    parts = [
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in site.completed(BRIDGE).items()
    ]
    head = '--cut\r\nContent-Disposition: form-data; name="c-file"; filename="a.pdf"\r\n\r\n%PDF-'
    headers = {"content-type": "multipart/form-data; boundary=cut"}

    answer = site.post("report", headers=headers, content=("".join(parts) + head).encode())

    assert answer.status_code == 422
    assert "附件没有传完，这次没有提交。文字还在" in plain(answer.text)
    assert "5月26日召开，15个区县参加。</textarea>" in answer.text
    assert site.view(BRIDGE).status is Status.OPEN


def test_second_person_sees_what_the_first_did(site: OfficeSite) -> None:
    """A form opened before somebody else reported stores nothing and says who did, with the text kept."""
    mine = site.completed(BRIDGE, c_note="我写的话。")
    site.say(
        BRIDGE, "已召开。", on=date(2026, 5, 26), kind=ReportKind.COMPLETION, completed_on=date(2026, 5, 26)
    )
    site.bureau.clock.put(date(2026, 5, 27))
    before = site.report_count()

    answer = site.post("report", mine)

    assert answer.status_code == 409
    assert "这一项已由基教处联络员于5月26日 10:24报完成，待督查室审核。" in plain(answer.text)
    assert "我写的话。</textarea>" in answer.text
    assert site.report_count() == before
    fields = dict(re.findall(r'name="(key|version)" value="([^"]*)"', answer.text))
    assert site.post("report", mine | fields).status_code == 303
    assert site.reports(BRIDGE)[-1].note == "我写的话。"


def test_closed_meanwhile(site: OfficeSite) -> None:
    """A task closed while its form was open takes nothing; what was typed is there to copy."""
    mine = site.completed(BRIDGE, c_note="我写的话。")
    site.close(BRIDGE, date(2026, 5, 26))

    answer = site.post("report", mine)

    assert answer.status_code == 409
    assert "这一项已于5月26日办结，不用再填报。" in plain(answer.text)
    assert "我写的话。" in answer.text
    assert "<form" not in answer.text


@pytest.mark.parametrize("title", [KINDERGARTEN, THREE_YEARS])
def test_task_of_another_office_is_refused(site: OfficeSite, title: str) -> None:
    """A task that is not this office's, or that it only knows of, is not found and not changed."""
    before = site.report_count()

    answer = site.post("report", site.completed(title))

    assert answer.status_code == 404
    assert "没有找到这一项" in answer.text
    assert site.report_count() == before


def test_extra_fields_change_nothing(site: OfficeSite) -> None:
    """Fields that the form does not have are ignored."""
    extra = {"status": "closed", "office_id": "3", "channel": "cli", "reported_on": "2026-01-01"}

    site.post("report", site.form(BRIDGE, "progress", p_note="在办", p_by="王") | extra)

    report = site.reports(BRIDGE)[-1]
    assert (report.channel, report.reported_on) == ("link", date(2026, 5, 27))
    assert report.office_id == site.bureau.offices["基教处"]


def test_signing_twice_is_no_error(new_site: OfficeSite) -> None:
    """签收 is stored once with its name; a second press shows the same line."""
    new_site.bureau.clock.put(date(2026, 2, 28), time(9, 12))
    plans = {"plans": str(new_site.bureau.plan_id)}

    first = new_site.post("acknowledge", plans | {"signed_by": " 王\n老师 "})
    new_site.bureau.clock.put(date(2026, 3, 2))
    second = new_site.post("acknowledge", plans | {"signed_by": "别人"})

    sign = signed(new_site)
    assert first.status_code == second.status_code == 303
    assert sign is not None
    assert sign.signed_by == "王 老师"
    assert "2月28日 09:12 已签收。" in plain(new_site.get())


def test_signing_without_a_name(new_site: OfficeSite) -> None:
    """The name is optional."""
    new_site.post("acknowledge", {"plans": str(new_site.bureau.plan_id), "signed_by": ""})

    assert signed(new_site) is not None


def test_signing_takes_only_plans_that_were_shown(new_site: OfficeSite) -> None:
    """A plan the page did not show, or that is not the office's, is not signed for."""
    new_site.post("acknowledge", {"plans": "999,abc,," + "9" * 5000, "signed_by": "王"})

    assert signed(new_site) is None


def answers(site: OfficeSite, **others: str) -> dict[str, str]:
    chosen = {f"done-{site.number(COMMITTEE)}": "done", f"done-{site.number(APPLICATION)}": "not_yet"}
    return {"key": "page", "reported_by": "王"} | chosen | others


def test_confirming_several_at_once(new_site: OfficeSite) -> None:
    """已完成 is reported for the check, 还没有 is noted and the task stays 待确认."""
    answer = new_site.post("confirm", answers(new_site))

    assert answer.status_code == 303
    assert new_site.view(COMMITTEE).status is Status.REPORTED
    assert new_site.view(COMMITTEE).completed_on == date(2026, 1, 31)
    assert new_site.view(APPLICATION).status is Status.UNCONFIRMED
    assert new_site.reports(APPLICATION)[-1].note == "还没有完成"
    page = plain(new_site.client.get(answer.headers["location"]).text)
    assert "已收到确认。" in page
    assert "2月27日反馈：还没有完成" in page


def test_confirming_twice_has_one_effect(new_site: OfficeSite) -> None:
    """A second press stores nothing more and is no error."""
    sent = answers(new_site)
    new_site.post("confirm", sent)

    assert new_site.post("confirm", sent).status_code == 303
    assert len(new_site.reports(COMMITTEE)) == len(new_site.reports(APPLICATION)) == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "请先选一种情况"),
        ({"reported_by": ""}, "请填填报人姓名"),
        ({"reported_by": "长" * 51}, "最多50字"),
    ],
)
def test_confirming_without_answer_or_name(new_site: OfficeSite, sent: dict[str, str], words: str) -> None:
    """Without an answer or a name nothing is stored; what was chosen stays chosen."""
    data = (answers(new_site) | sent) if sent else {"key": "page", "reported_by": "王"}

    answer = new_site.post("confirm", data)

    assert answer.status_code == 422
    assert words in plain(answer.text)
    assert new_site.report_count() == 0
    assert answer.text.count(" checked") == (2 if sent else 0)


def test_confirming_answers_only_what_is_asked(site: OfficeSite) -> None:
    """A task that is not 待确认 is left alone, and so is one of another office."""
    before = site.report_count()
    chosen = {f"done-{site.number(title)}": "done" for title in (EXAM, BRIDGE, KINDERGARTEN)}

    site.post("confirm", {"reported_by": "王", "key": "page"} | chosen)

    assert site.report_count() == before


def test_every_act_leaves_an_audit_event(new_site: OfficeSite) -> None:
    """Reports and 签收 are recorded with who, what and from where."""
    new_site.post("report", new_site.completed(BRIDGE, c_day="2026-02-27"))

    with db.reading(new_site.bureau.services.engine) as connection:
        events = store_audit.audit_events(connection)
    assert {event.act for event in events} >= {"report_completion", "acknowledge"}
    assert {event.actor for event in events} == {"基教处（办理页）"}
    assert {event.address for event in events} == {"testclient"}
