"""The ledger and a task's page: what they show, and that each act changes what it says."""

import re
from datetime import date, timedelta

import pytest
from supervisor_site import TODAY, Site

from models import db, store_audit, store_reports, store_tasks
from models.kinds import ReportKind
from rules.facts import Status

MEETING, PLAN, TRAINING, LONG = "召开督导工作会议", "印发三年行动计划", "开展党员培训", "长期推进的工作"


def act(site: Site, title: str, name: str, /, **fields: object) -> str:
    task = site.task(title)
    return site.pressed(f"/tasks/{task.number}/{name}", version=task.version, **fields)


def test_the_number_of_a_task_leads_straight_to_it(desk_site: Site) -> None:
    """Searching for an exact number opens the task."""
    number = desk_site.task(MEETING).number

    assert desk_site.client.get(f"/tasks?q={number}").headers["location"] == f"/tasks/{number}"


def test_an_office_name_shows_the_office_first(desk_site: Site) -> None:
    """Searching for an office shows it, then its tasks."""
    page = desk_site.client.get("/tasks?q=基教处").text

    assert page.index("看单位") < page.index(PLAN)
    assert MEETING not in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=overdue", {MEETING, "举办写字节"}),
        ("state=ongoing", {LONG}),
        ("month=2024-04", {PLAN, TRAINING}),
        ("month=to-2024-03", {MEETING, "举办写字节"}),
        ("month=none", {LONG}),
        ("q=党员", {TRAINING}),
        ("q=党员 培训", {TRAINING}),
        ("state=closed", set()),
    ],
)
def test_the_filters_are_in_the_address(desk_site: Site, query: str, titles: set[str]) -> None:
    """Each address shows exactly its tasks."""
    page = desk_site.client.get(f"/tasks?{query}").text

    assert {title for title in desk_site.bureau.tasks if f">{title}</a>" in page} == titles


@pytest.mark.parametrize(
    "query",
    [
        "state=' OR 1=1--",
        "month=2024-13",
        "month=%00",
        "office=999999999999999999999",
        "office=-1",
        "sort=title;DROP TABLE task",
        "page=0",
        "page=99999999999999999999",
        "page=abc",
        "plan=<script>",
        "q=<script>alert(1)</script>",
        "q=%25%5f%5c",
        "q=" + "长" * 3000,
        "q=%ff%fe",
        "state=open&state=closed",
        "pick=everything",
    ],
)
def test_hostile_filters_are_harmless(desk_site: Site, query: str) -> None:
    """A value nobody offers is dropped; nothing breaks and nothing of it is markup."""
    for path in ("/tasks", "/tasks.xlsx", "/outbox", "/overdue", "/offices"):
        answer = desk_site.client.get(f"{path}?{query}")
        assert answer.status_code == 200, path
        assert "<script>" not in answer.text


def test_the_list_is_paged(desk_site: Site) -> None:
    """No page holds more rows than a page's length; together they hold all."""
    shown: list[str] = []
    for number in (1, 2):
        page = desk_site.client.get(f"/tasks?page={number}").text
        rows = re.findall(r'<td class="no">(2024-\d{3})</td>', page)
        assert len(rows) <= 3
        shown += rows

    assert sorted(shown) == sorted(desk_site.task(title).number for title in desk_site.bureau.tasks)


def test_the_counts_of_the_first_page_add_up(desk_site: Site) -> None:
    """One sentence names the states of all tasks, and its counts add up to the total."""
    page = desk_site.client.get("/").text
    sentence = re.search(r"全年(\d+)项：([^。]+)。", page)

    assert sentence is not None
    assert sum(map(int, re.findall(r"\d+", sentence[2]))) == int(sentence[1]) == 5


def test_the_first_page_lists_what_waits(desk_site: Site) -> None:
    """Held letters, offices without an address and unsigned plans stand there with one button each."""
    page = desk_site.client.get("/").text

    title = re.search(r"今天有(\d+)件事等您处理", page)
    assert title is not None
    rows = re.findall(r'<td class="a"><a class="button small" href="([^"]+)"', page)
    assert int(title[1]) == len(rows)
    assert f"/release/{desk_site.held(MEETING).id}" in rows
    assert f"/offices/{desk_site.bureau.offices['语委办']}?do=edit#edit" in rows


def test_the_page_says_where_a_date_comes_from(desk_site: Site) -> None:
    """Original words, rule, the calendar's word on the day, and every change."""
    act(desk_site, PLAN, "move", **{"class": "adjustment", "due_on": "2024-06-28", "reason": "局办公会同意",
                                    "paper": "督办〔2024〕3号"})  # fmt: skip

    page = desk_site.client.get(f"/tasks/{desk_site.task(PLAN).number}").text

    for words in (
        "原文写“4月”",
        "只写月份，按当月最后一天推定",
        "是工作日",
        "4月30日 → 6月28日",
        "督办〔2024〕3号",
    ):
        assert words in page


def test_the_rung_line_shows_real_dates(desk_site: Site) -> None:
    """Left rungs with their day, the held letter, and the next level by today's release."""
    page = desk_site.client.get(f"/tasks/{desk_site.task(MEETING).number}").text
    rungs = re.findall(r'class="n">([^<]+)</span>.*?class="d">([^<]+)<', page)

    assert ("逾期提示", "4月1日") in rungs
    assert ("催办通知单", "4月8日") in rungs
    assert ("拟列入通报", "4月15日") in rungs
    assert "等您核发" in page


@pytest.mark.parametrize(
    ("result", "status", "words"),
    [
        ("pass", Status.CLOSED, "已销号。"),
        ("partly", Status.PARTLY_DONE, "已记部分办结。"),
        ("return", Status.RETURNED, "已退办。"),
    ],
)
def test_checking_a_report(desk_site: Site, result: str, status: Status, words: str) -> None:
    """Each answer changes the state as it says."""
    desk_site.report_done(MEETING, date(2024, 4, 3))

    page = act(desk_site, MEETING, "check", result=result, note="请补会议纪要。", completed_on="2024-04-03")

    assert words in page
    assert 'role="status"' in page
    assert desk_site.task(MEETING).status is status


def test_nothing_is_chosen_beforehand(desk_site: Site) -> None:
    """The three answers to a report stand unticked, and without one nothing happens."""
    desk_site.report_done(MEETING, date(2024, 4, 3))
    task = desk_site.task(MEETING)
    page = desk_site.client.get(f"/tasks/{task.number}").text
    box = page[page.index("审核这份完成报告") :][:1500]
    assert "checked" not in box

    answer = desk_site.post(f"/tasks/{task.number}/check", version=task.version, note="")

    assert answer.status_code == 422
    assert "请先选" in answer.text


def test_a_return_without_a_reason_keeps_the_form(desk_site: Site) -> None:
    """The refusal stands on the page and the form as it was sent."""
    desk_site.report_done(MEETING, date(2024, 4, 3))
    task = desk_site.task(MEETING)

    answer = desk_site.post(
        f"/tasks/{task.number}/check", version=task.version, result="return", completed_on="2024-04-02"
    )

    assert answer.status_code == 422
    assert "还缺什么" in answer.text
    assert 'value="2024-04-02"' in answer.text
    assert 'value="return" required checked' in answer.text


def test_the_next_report_opens_by_itself(desk_site: Site) -> None:
    """确定并看下一件 leads to the next task that waits."""
    desk_site.report_done(MEETING, date(2024, 4, 3))
    desk_site.report_done(TRAINING, date(2024, 4, 3))
    task = desk_site.task(MEETING)

    answer = desk_site.post(f"/tasks/{task.number}/check", version=task.version, result="pass", next="1",
                            completed_on="2024-04-03")  # fmt: skip

    assert answer.headers["location"] == f"/tasks/{desk_site.task(TRAINING).number}"


def test_who_was_faster_is_said(desk_site: Site) -> None:
    """A form written before somebody else acted changes nothing and says so."""
    seen = desk_site.task(PLAN)
    act(desk_site, PLAN, "edit", title="印发新的三年行动计划", offices="秘书处、基教处")

    late = desk_site.post(
        f"/tasks/{seen.number}/edit", version=seen.version, title="另一个标题", offices="秘书处、基教处"
    )

    assert late.status_code == 409
    assert "这一项刚刚被别人改过" in late.text
    assert desk_site.task(PLAN).title == "印发新的三年行动计划"


def test_pressing_check_twice_acts_once(desk_site: Site) -> None:
    """The second press is refused by the state, with its reason."""
    desk_site.report_done(MEETING, date(2024, 4, 3))
    task = desk_site.task(MEETING)
    fields = {"version": task.version, "result": "pass", "completed_on": "2024-04-03"}
    first = desk_site.post(f"/tasks/{task.number}/check", **fields)
    second = desk_site.post(f"/tasks/{task.number}/check", **fields)

    assert (first.status_code, second.status_code) == (303, 409)
    with db.reading(desk_site.bureau.services.engine) as connection:
        assert len(store_reports.verifications(connection, task.id)) == 1


def test_reporting_for_an_office_twice_stores_once(desk_site: Site) -> None:
    """The same press of 代填 leaves one report, and a later page's press another one."""
    task = desk_site.task(TRAINING)
    fields = {
        "kind": "progress",
        "office": desk_site.bureau.offices["机关党委"],
        "note": "电话里说已发通知。",
        "reported_by": "联络员",
        "submission_key": "one",
    }
    for _ in range(2):
        assert desk_site.post(f"/tasks/{task.number}/report", **fields).status_code == 303
    with db.reading(desk_site.bureau.services.engine) as connection:
        found = store_reports.reports(connection, task.id)

    assert [(one.kind, one.channel) for one in found] == [(ReportKind.PROGRESS, "supervisor")]


def test_a_completion_filed_for_an_office_waits_for_the_check(desk_site: Site) -> None:
    """代填完成 brings the task to 待审核."""
    page = act(
        desk_site,
        TRAINING,
        "report",
        kind="completion",
        office=desk_site.bureau.offices["机关党委"],
        note="电话里说已办完。",
        reported_by="联络员",
        completed_on="2024-04-07",
    )

    assert "已代填完成。" in page
    assert desk_site.task(TRAINING).status is Status.REPORTED


@pytest.mark.parametrize(
    ("how", "original"), [("adjustment", date(2024, 4, 10)), ("correction", date(2024, 5, 8))]
)
def test_moving_a_due_date(desk_site: Site, how: str, original: date) -> None:
    """An adjustment keeps the first date, a correction replaces it."""
    page = act(desk_site, TRAINING, "move", **{"class": how, "due_on": "2024-05-08", "reason": "场地改期"})

    assert "时限已改。" in page
    assert desk_site.task(TRAINING).due_on == date(2024, 5, 8)
    assert desk_site.task(TRAINING).original_due_on == original


@pytest.mark.parametrize("day", ["", "5月8日", "2024-02-30", "20240508", "' OR 1=1", "2024-05-08T00:00"])
def test_a_day_that_is_none_is_refused_with_its_words(desk_site: Site, day: str) -> None:
    """The sentence names the field and shows how a date is written."""
    task = desk_site.task(TRAINING)

    answer = desk_site.post(
        f"/tasks/{task.number}/move", **{"class": "adjustment", "due_on": day, "reason": "改期"}
    )

    assert answer.status_code == 422
    assert "新的时限" in answer.text
    assert desk_site.task(TRAINING).due_on == date(2024, 4, 10)


def test_editing_title_offices_and_lead(desk_site: Site) -> None:
    """The correction is stored; an unknown office is refused by name."""
    act(desk_site, PLAN, "edit", title="印发五年行动计划", offices="秘书处、基教处、督导室", lead="基教处")
    task = desk_site.task(PLAN)
    assert (task.title, task.lead_name, len(task.named)) == ("印发五年行动计划", "基教处", 3)

    answer = desk_site.post(
        f"/tasks/{task.number}/edit", version=task.version, title=task.title, offices="无名处"
    )
    assert answer.status_code == 422
    assert "无名处" in answer.text


def test_a_call_recorded_twice_is_one_call(desk_site: Site) -> None:
    """The very same call pressed twice within minutes is stored once, and stands for the held letter."""
    task, letter = desk_site.task(MEETING), desk_site.held(MEETING)
    fields = {
        "office": desk_site.bureau.offices["督导室"],
        "answered_by": "值班员",
        "answer": "本周办完。",
        "called_on": TODAY.isoformat(),
    }
    for _ in range(2):
        assert desk_site.post(f"/tasks/{task.number}/phone", **fields).status_code == 303
    with db.reading(desk_site.bureau.services.engine) as connection:
        calls = store_reports.follow_ups(connection, [task.id])

    assert [(call.answered_by, call.notice_id) for call in calls] == [("值班员", letter.id)]


def test_signing_for_an_office(desk_site: Site) -> None:
    """代签收 is stored as by telephone; signing twice is no error."""
    task, office_id = desk_site.task(PLAN), desk_site.bureau.offices["秘书处"]
    first = act(desk_site, PLAN, "sign", office=office_id, signed_by="王")
    second = act(desk_site, PLAN, "sign", office=office_id, signed_by="李")

    assert "已代签收。" in first
    assert "已经签收过" in second
    with db.reading(desk_site.bureau.services.engine) as connection:
        found = store_reports.acknowledgement(connection, plan_id=task.plan_id, office_id=office_id)
    assert found is not None
    assert (found.signed_by, found.by_phone) == ("王", True)


def test_withdrawing_and_closing_and_reopening(desk_site: Site) -> None:
    """撤销 needs its tick and a reason; 直接销号 its ground; 恢复督办 brings a closed task back."""
    unsure = desk_site.post(f"/tasks/{desk_site.task(LONG).number}/withdraw", note="不再办")
    assert unsure.status_code == 422
    act(desk_site, LONG, "withdraw", note="并入另一项", sure="1")
    assert desk_site.task(LONG).status is Status.WITHDRAWN

    groundless = desk_site.post(f"/tasks/{desk_site.task(PLAN).number}/close", completed_on="2024-04-01")
    assert groundless.status_code == 422
    act(desk_site, PLAN, "close", note="已见印发文件", completed_on="2024-04-01")
    assert desk_site.task(PLAN).status is Status.CLOSED
    act(desk_site, PLAN, "reopen", note="文件被收回")
    assert desk_site.task(PLAN).status is Status.OPEN


def test_every_act_is_recorded_with_who_and_from_where(desk_site: Site) -> None:
    """The audit log names the person and the address."""
    act(desk_site, PLAN, "edit", title="另一个标题", offices="秘书处、基教处")
    with db.reading(desk_site.bureau.services.engine) as connection:
        event = store_audit.audit_events(connection, limit=1)[0]

    assert (event.act, event.actor, event.address) == ("task_edit", "duban", "testclient")


def test_the_history_tells_everything(desk_site: Site) -> None:
    """Mails, reports with the office's words, calls and decisions stand there, newest first."""
    desk_site.report_done(MEETING, date(2024, 4, 3))
    act(desk_site, MEETING, "check", result="return", note="请补<会议>纪要。", completed_on="2024-04-03")
    page = desk_site.client.get(f"/tasks/{desk_site.task(MEETING).number}").text

    for words in ("退办", "请补&lt;会议&gt;纪要。", "报完成", "逾期提示", "交办信", "看原信"):
        assert words in page
    assert page.index("请补&lt;会议&gt;纪要。") < page.index("交办信")


class TestBatch:
    """Several tasks at once: shown first, done once."""

    @pytest.fixture
    def asked(self, desk_site: Site) -> Site:
        """Two tasks already past at import."""
        for title in ("一月的工作", "二月的工作"):
            desk_site.bureau.add_task(title, date(2024, 1, 31), "秘书处", status=Status.UNCONFIRMED)
        return desk_site

    def choose(self, site: Site, act_name: str, *titles: str) -> str:
        ids = [site.bureau.tasks[title] for title in titles]
        answer = site.client.post("/tasks/batch", data={"csrf": site.csrf(), "act": act_name, "task": ids})
        assert answer.status_code == 200
        return answer.text

    def hidden(self, page: str) -> dict[str, str]:
        form = page[page.index('name="pairs"') - 400 :]
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

    def test_closing_is_shown_first_and_done_once(self, asked: Site) -> None:
        """The confirming page changes nothing; its token acts once."""
        page = self.choose(asked, "close", "一月的工作", "二月的工作", MEETING)
        assert "确认办结2项" in page
        assert "还没有完成报告" in page
        assert asked.task("一月的工作").status is Status.UNCONFIRMED

        fields = {**self.hidden(page), "how": "due", "note": "会上核对"}
        first = asked.pressed("/tasks/batch", **fields)
        second = asked.pressed("/tasks/batch", **fields)

        assert "已办结2项。" in first
        assert "没有改动任何一项。" in second
        assert asked.task("一月的工作").completed_on == date(2024, 1, 31)
        assert asked.task(MEETING).status is Status.OPEN

    def test_a_task_changed_meanwhile_is_left_out_by_name(self, asked: Site) -> None:
        """What somebody else did between choice and confirmation is named and left."""
        page = self.choose(asked, "reopen", "一月的工作", "二月的工作")
        with db.writing(asked.bureau.services.engine) as connection:
            store_tasks.update_task(connection, asked.bureau.tasks["一月的工作"])

        done = asked.pressed("/tasks/batch", **self.hidden(page))

        assert "已恢复督办1项。" in done
        assert asked.task("一月的工作").number in done
        assert asked.task("一月的工作").status is Status.UNCONFIRMED
        assert asked.task("二月的工作").status is Status.OPEN

    def test_a_forged_choice_is_refused(self, asked: Site) -> None:
        """The token covers exactly the tasks that were shown."""
        fields = self.hidden(self.choose(asked, "close", "一月的工作"))
        task = asked.task(MEETING)

        answer = asked.post("/tasks/batch", **{**fields, "pairs": f"{task.id}:{task.version}", "how": "due"})

        assert answer.status_code == 403
        assert asked.task(MEETING).status is Status.OPEN

    def test_nothing_ticked_is_said(self, asked: Site) -> None:
        """Without a tick the ledger comes back with a sentence."""
        answer = asked.post("/tasks/batch", act="close")

        assert answer.status_code == 422
        assert "先勾选要办的任务" in answer.text


def test_the_export_is_the_list(desk_site: Site) -> None:
    """The workbook is a zip under a Chinese name that every browser reads."""
    answer = desk_site.client.get("/tasks.xlsx?state=overdue")

    assert answer.content.startswith(b"PK")
    assert "filename*=UTF-8''%E5%8F%B0%E8%B4%A6_20240408.xlsx" in answer.headers["content-disposition"]


def test_no_run_today_is_said_on_every_page(desk_site: Site) -> None:
    """A working morning without a pass shows a red note; a day of rest does not."""
    desk_site.bureau.clock.put(date(2024, 4, 9))
    desk_site.bureau.clock.now += timedelta(minutes=25)
    desk_site.client = desk_site.client_of("duban")
    assert "的发信没有运行" in desk_site.client.get("/tasks").text

    desk_site.bureau.clock.put(date(2024, 4, 13))
    desk_site.bureau.clock.now += timedelta(hours=2)
    desk_site.client = desk_site.client_of("duban")
    assert "的发信没有运行" not in desk_site.client.get("/tasks").text
