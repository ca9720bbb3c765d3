"""What an office's page shows: counts, sections, rows and their words."""

from datetime import date, time

import pytest
from bureau import SUPERVISOR
from office_site import (
    BRIDGE,
    COMMITTEE,
    EXAM,
    FAMILY,
    KINDERGARTEN,
    MEETING,
    SCHEME,
    THREE_YEARS,
    OfficeSite,
    plain,
    row,
    sections,
    words,
)

from models import db, store_plans, store_reports
from models.kinds import DueChangeClass, PlanState, ReportKind
from rules.facts import Status
from scheduler import checking, editing
from scheduler.editing import DueMove

DONE = ReportKind.COMPLETION
FEEDBACK = "5月12日反馈：场地已落实，通知待签发。预计5月29日完成"
TOGETHER = "共同：市教研院、市学生发展中心、市电教馆。暂以基教处为牵头"


def test_counts_of_a_day_in_may(site: OfficeSite) -> None:
    """The line of counts has a part for each section, without zeros, and the parts add up."""
    assert "负责12项：逾期1，即将到期2，以后到期4，已办结5。知悉1项。" in words(site.get())


def test_sections_in_their_order(site: OfficeSite) -> None:
    """Sections stand gravest first, with their counts; empty ones are absent."""
    assert sections(site.get()) == [
        "已逾期 1项",
        "即将到期 2项 请在5月29日（周五）前填报",
        "以后到期 4项",
        "已办结 5项",
        "知悉 1项 不用填报",
    ]


def test_head_says_who_and_when(site: OfficeSite) -> None:
    """Office, year, day, 签收 and where the dates come from stand on top."""
    page = plain(site.get())

    assert "市教育局督查室 2026年5月27日 周三 基教处：2026年重点工作" in page
    assert "2月28日 09:12 已签收。到期日均按配档表月份的最后一天推定。" in page


def test_makeup_workday_is_named(site: OfficeSite) -> None:
    """A Saturday on which people work says so."""
    site.bureau.clock.put(date(2026, 5, 9))

    assert "2026年5月9日 周六（上班）" in plain(site.get())


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            BRIDGE,
            f"4月30日 周四 原文“4月” 逾期17个工作日 {BRIDGE} {FEEDBACK} 填报",
        ),
        (
            MEETING,
            f"5月31日 周日 原文“5月” {MEETING} {TOGETHER} 填报",
        ),
        (FAMILY, "6月30日 原文“6月” 出台《关于进一步促进学校家庭社会协同育人工作的实施意见》 填报"),
        (COMMITTEE, "1月31日 牵头组建市专门教育指导委员会,研制工作方案 已确认完成（1月20日）"),
        (EXAM, f"3月31日 {EXAM} 按期完成（3月27日）"),
        (THREE_YEARS, f"3月31日 原文“3月” {THREE_YEARS} 责任单位：秘书处、各处室。按期完成（3月30日）"),
    ],
)
def test_words_of_a_row(site: OfficeSite, title: str, said: str) -> None:
    """Each state has its own words, and a derived date its original ones."""
    assert row(site.get(), site.number(title)) == said


def test_late_but_done_stays_visible(site: OfficeSite) -> None:
    """A task done after its date says by how many working days, also after it is closed."""
    assert "逾期完成（4月13日，逾期8个工作日）" in plain(site.get())


def test_filed_late_says_both_dates(site: OfficeSite) -> None:
    """Work done in time and reported after the date is 按期完成 with both days."""
    site.say(BRIDGE, "已召开。", on=date(2026, 5, 6), kind=DONE, completed_on=date(2026, 4, 28))
    checking.close_task(site.bureau.services, SUPERVISOR, site.bureau.tasks[BRIDGE], today=date(2026, 5, 7))

    assert "按期完成（4月28日完成，5月6日补报）" in row(site.get(), site.number(BRIDGE))


def test_reported_task_waits_for_the_check(site: OfficeSite) -> None:
    """A reported completion moves to its own section and may be reported anew."""
    site.say(BRIDGE, "已召开。", on=date(2026, 5, 27), kind=DONE, completed_on=date(2026, 5, 26))

    said = row(site.get(), site.number(BRIDGE))

    assert "已报完成，待审核" in said
    assert "5月27日填报，5月26日完成" in said
    assert said.endswith("重新填报")


def test_returned_task_says_why_and_until_when(site: OfficeSite) -> None:
    """A returned report shows the supervisors' words; the original date stands."""
    site.say(FAMILY, "意见已印发。", on=date(2026, 5, 25), kind=DONE, completed_on=date(2026, 5, 25))
    note = "缺印发件，请补文号和印发范围。"
    task_id, day = site.bureau.tasks[FAMILY], date(2026, 5, 26)
    checking.return_task(site.bureau.services, SUPERVISOR, task_id, today=day, note=note)
    site.bureau.clock.put(date(2026, 5, 27))

    said = row(site.get(), site.number(FAMILY))

    assert "退回，请补充" in said
    assert f"督查室：{note}" in said
    assert "5月26日退回。请在6月2日（周二）前补充。原时限不变" in said
    assert said.endswith("补充填报")


def test_overdue_and_returned_is_both(site: OfficeSite) -> None:
    """A returned task whose date has passed is overdue again from that date."""
    site.say(BRIDGE, "已召开。", on=date(2026, 5, 25), kind=DONE, completed_on=date(2026, 5, 25))
    task_id, day = site.bureau.tasks[BRIDGE], date(2026, 5, 26)
    checking.return_task(site.bureau.services, SUPERVISOR, task_id, today=day, note="缺材料")
    site.bureau.clock.put(date(2026, 5, 27))

    assert "逾期17个工作日" in row(site.get(), site.number(BRIDGE))
    assert "退回补充1" in words(site.get())


def test_difficulty_is_shown_as_said(site: OfficeSite) -> None:
    """完成难度较大 stands on the row with the office's own words and the help it wants."""
    site.say(
        BRIDGE, "承办区县未定", on=date(2026, 5, 26), kind=ReportKind.DIFFICULTY, help_wanted="协调承办区县"
    )

    said = row(site.get(), site.number(BRIDGE))

    assert "已反映难度较大" in said
    assert "5月26日反馈：承办区县未定。需要协调：协调承办区县" in said


def test_due_today(site: OfficeSite) -> None:
    """On the day itself the row says so, and that nothing was reported."""
    site.bureau.add_task("做好校园安全检查", date(2026, 5, 27), "基教处")

    said = row(site.get(), site.number("做好校园安全检查"))

    assert "今天到期 做好校园安全检查 尚未收到反馈 填报" in said


def test_moved_date_keeps_the_old_one(site: OfficeSite) -> None:
    """A moved date shows the first one, and the open form every change with its reason."""
    move = DueMove(date(2026, 7, 31), DueChangeClass.ADJUSTMENT, "上级会议推迟", "督办〔2026〕3号")
    editing.move_due(
        site.bureau.services, SUPERVISOR, site.bureau.tasks[FAMILY], move, today=date(2026, 5, 26)
    )

    assert "原定6月30日，5月26日改为7月31日" in row(site.get(), site.number(FAMILY))
    form = plain(site.get(f"?t={site.number(FAMILY)}"))
    assert "时限：原文“6月”→ 按月末推定6月30日" in form
    assert "5月26日改时限：6月30日 → 7月31日（上级会议推迟，督办〔2026〕3号）" in form


def test_undated_row(site: OfficeSite) -> None:
    """A task without a date is listed apart and may be reported on."""
    site.bureau.add_task("推进中小学校园文化建设", None, "基教处")

    assert "没有固定日期 1项 只列在这里，暂不提醒" in sections(site.get())
    assert row(site.get(), site.number("推进中小学校园文化建设")).endswith("不设到期日，有进展时填报 填报")


def test_other_named_office_sees_its_part(site: OfficeSite) -> None:
    """Another named office than the acting lead finds the row under 配合 and is not counted."""
    site.office = "督导室"

    page = site.get()

    assert "配合 1项 由牵头单位报完成，不计本处逾期" in sections(page)
    assert row(page, site.number(KINDERGARTEN)).endswith("共同：学前处。暂以学前处为牵头 填写配合情况")
    form = plain(site.get(f"?t={site.number(KINDERGARTEN)}"))
    assert "本单位部分已完成" in form
    assert "牵头单位学前处报完成后，此项才办结。" in form


def test_group_row_is_led_by_each_member(site: OfficeSite) -> None:
    """A row that names only a group counts for each member, which reports its own part."""
    title = "做好节约型机关建设"
    site.bureau.add_task(title, date(2026, 6, 30), "基教处", "秘书处", group_words="各处室", group_only=True)

    page = site.get(f"?t={site.number(title)}")

    assert "负责13项" in plain(page)
    assert "各单位填完后，由督查室办结。" in plain(page)
    site.say(title, "已做完。", on=date(2026, 5, 27), kind=DONE, completed_on=date(2026, 5, 26))
    assert "本单位部分已完成，待督查室办结" in row(site.get(), site.number(title))


def test_informed_row_asks_nothing(site: OfficeSite) -> None:
    """知悉 has no link and no form, whatever the address says."""
    page = site.get(f"?t={site.number(THREE_YEARS)}")

    assert 'class="report"' not in page


def test_first_visit(new_site: OfficeSite) -> None:
    """Before 签收 the page asks for it above everything else, and shows no counts but the nearest date."""
    page = new_site.get()

    assert "负责12项，知悉1项。最近到期：3月31日。" in words(page)
    assert sections(page)[:2] == ["请签收", "请先确认 2项 表印发时已过月末，不计逾期"]
    assert "签收 12项" in plain(page)
    assert page.count("这项工作做完了吗？") == 2


def test_many_closed_rows_are_folded(site: OfficeSite) -> None:
    """Above twenty closed rows the newest ten are shown, and a link shows all."""
    for number in range(20):
        title = f"完成第{number}项工作"
        site.bureau.add_task(title, date(2026, 4, 30), "基教处")
        site.close(title, date(2026, 4, 20))

    folded, whole = site.get(), site.get("?all=1")

    assert "已办结 25项" in sections(folded)
    assert "显示全部25项" in folded
    assert folded.count("按期完成") + folded.count("逾期完成") + folded.count("已确认完成") == 11
    assert "显示全部25项" not in whole


def test_one_form_is_open_at_a_time(site: OfficeSite) -> None:
    """填报 opens that task's form on the same page, with nothing chosen beforehand."""
    page = site.get(f"?t={site.number(SCHEME)}")

    assert page.count('class="report"') == 1
    assert f'name="task" value="{site.number(SCHEME)}"' in page
    assert " checked" not in page
    assert "现在是哪种情况？" in page
    assert 'class="report"' not in site.get()


def test_form_follows_the_verb_and_the_last_reporter(site: OfficeSite) -> None:
    """The hints fit the title, and 填报人 is the one this office used last."""
    page = site.get(f"?t={site.number(SCHEME)}")

    assert "印发或发布的那一天" in page
    assert "写明文件名称、谁印发、发到哪些单位" in page
    assert page.count('value="基教处联络员"') == 3
    assert "不超过10 MB。不需要现场照片" in page


def test_extensions_are_not_offered(site: OfficeSite) -> None:
    """The form starts with three choices."""
    page = site.get(f"?t={site.number(SCHEME)}")

    assert page.count('type="radio"') == 3
    assert "申请延期" not in page
    assert "不属本处职责" not in page


def test_closed_task_named_by_an_old_mail(site: OfficeSite) -> None:
    """A link to a task that was closed since says so and opens no form."""
    page = site.get(f"?t={site.number(EXAM)}")

    assert f"“{EXAM}”按期完成（3月27日），不用再填报。" in plain(page)
    assert 'class="report"' not in page


def test_example_data_is_marked(site: OfficeSite) -> None:
    """示例 stands on the page of example data."""
    assert "示例" not in site.get()
    with db.writing(site.bureau.services.engine) as connection:
        store_plans.update_plan(connection, site.bureau.plan_id, is_example=True)

    assert "示例" in site.get()


def test_two_plans_name_themselves(site: OfficeSite) -> None:
    """With several plans each row says which it belongs to; one plan needs no saying."""
    assert "《2026年重点工作配档表》" not in site.get()
    site.bureau.add_plan(2027, on=date(2026, 5, 27))
    site.bureau.add_task("开展新一年的工作", date(2027, 1, 31), "基教处")

    page = site.get()

    assert row(page, site.number("开展新一年的工作")).startswith("2027年1月31日")
    assert "《2027年重点工作配档表》" in plain(page)
    assert "2027年放假安排未公布，暂按周一至周五推算。" in plain(page)
    assert "签收 1项" in plain(page)


def test_signed_by_telephone(new_site: OfficeSite) -> None:
    """A 签收 that the supervisors noted after a call says so."""
    new_site.bureau.clock.put(date(2026, 2, 28), time(9, 12))
    with db.writing(new_site.bureau.services.engine) as connection:
        store_reports.acknowledge(
            connection,
            plan_id=new_site.bureau.plan_id,
            office_id=new_site.bureau.offices["基教处"],
            signed_by="",
            by_phone=True,
            at=new_site.bureau.clock(),
        )

    assert "2月28日 督查室电话确认后代签。" in plain(new_site.get())


def test_withdrawn_plan_is_gone(site: OfficeSite) -> None:
    """Nothing of a withdrawn plan is shown."""
    with db.writing(site.bureau.services.engine) as connection:
        store_plans.update_plan(connection, site.bureau.plan_id, state=PlanState.WITHDRAWN)

    assert "目前没有事项。" in plain(site.get())
    assert BRIDGE not in site.get()


def test_unconfirmed_is_not_overdue(new_site: OfficeSite) -> None:
    """待确认 is asked about and never counted as overdue."""
    new_site.bureau.clock.put(date(2026, 3, 2))

    assert "逾期" not in words(new_site.get()).replace("不计逾期", "")
    assert new_site.view(COMMITTEE).status is Status.UNCONFIRMED
