"""核对: what was read beside what was printed, corrected in place, and stored when a person says so."""

import re

import pytest
from fastapi.testclient import TestClient
from review_pages import (
    HEADER,
    LATER,
    TITLE,
    directory,
    fields_of,
    key_of,
    pressed,
    read,
    store,
    tally,
    tasks,
    text_of,
    ticked,
)
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from supervisor_site import RULES, Site, csrf_of

from models import db, store_import_draft, store_plans, store_tasks
from models.kinds import DueChangeClass, PlanState
from rules.facts import Status
from web.app import build_app
from web.site import WebSettings


def test_a_pasted_table_becomes_a_draft(desk_site: Site) -> None:
    """The draft has an address of its own, waits in the list and in the navigation; no task is stored."""
    address = read(desk_site)

    assert re.fullmatch(r"/imports/\d+", address)
    assert tasks(desk_site) == {}
    page = desk_site.client.get(address).text
    assert "还没有入库，关掉页面也会留着草稿" in page
    assert "草稿1" in desk_site.client.get("/").text
    assert f'href="{address}"' in desk_site.client.get("/imports").text


def test_the_counts_add_up_and_groups_come_in_order(desk_site: Site) -> None:
    """Every row is in one of the counted groups; what needs a person comes first and is not ticked."""
    page = desk_site.client.get(read(desk_site)).text

    counts = tally(page)
    assert counts.pop("读出的行") == sum(counts.values()) == 5
    headings = [row.text() for row in HTMLParser(page).css("tr.group b")]
    assert headings == ["要您看的2行", "暂定牵头的1行", "已经过了时限的1行", "读得清楚的1行"]
    assert ticked(page) == 3
    assert "13月，没有这个月" in page


def test_a_refused_text_keeps_the_form(desk_site: Site) -> None:
    """A text without a table says so; text and title are still there, and nothing is kept."""
    answer = desk_site.post("/imports", text="没有表格的一段话", title="我的计划", way="text")

    assert answer.status_code == 422
    assert "没有表格的一段话" in answer.text
    assert 'value="我的计划"' in answer.text
    assert "草稿1" not in answer.text


def test_a_draft_outlives_the_program(desk_site: Site) -> None:
    """A new program over the same database shows the draft with every correction."""
    address = read(desk_site)
    page = desk_site.client.get(address).text
    key = key_of(page, "开展校园安全检查")
    pressed(desk_site, address, "save", **{f"title-{key}": "开展校园安全大检查"})

    app = build_app(desk_site.bureau.services, settings=WebSettings(session=RULES))
    with TestClient(app, follow_redirects=False) as client:
        assert desk_site.sign_in(client, "guan").status_code == 303
        again = client.get(address).text

    assert "开展校园安全大检查" in again
    assert "人工改过" in again


def test_corrected_rows_are_stored_and_the_others_wait(desk_site: Site) -> None:
    """Title, time and offices typed into the grid are stored; a past row is 待确认; unticked rows stay."""
    address = read(desk_site)
    page = desk_site.client.get(address).text
    key, impossible = key_of(page, "开展校园安全检查"), key_of(page, "不可能的月份")
    changes = {
        f"title-{key}": "开展校园安全大检查",
        f"time-{key}": "6月15日前",
        f"offices-{key}": "秘书处、基教处",
        f"time-{impossible}": "12月",
    }
    page = pressed(desk_site, address, "save", **changes)
    assert "13月，没有这个月" not in page
    fields = fields_of(page)
    pressed(desk_site, address, "save", take=[*fields["take"], impossible])

    done = store(desk_site, address)

    assert "已入库。" in done
    assert "没勾的1行留在草稿里" in text_of(done)
    found = tasks(desk_site)
    assert set(found) == {"召开春季现场会", "印发评价办法", "开展校园安全大检查", "不可能的月份"}
    assert found["召开春季现场会"].status is Status.UNCONFIRMED
    edited = found["开展校园安全大检查"]
    assert edited.due_on is not None
    assert edited.due_on.isoformat() == "2024-06-15"
    assert [one.office_name for one in edited.named] == ["秘书处", "基教处"]
    assert "开展校园安全检查" in edited.source_text
    assert tally(desk_site.client.get(address).text)["已入库"] == 4


def test_storing_publishes_only_when_asked(desk_site: Site) -> None:
    """The plan waits for 发布计划 unless 入库就发布 was chosen on the page that asks."""
    address = read(desk_site)
    assert "还没有发布，不发信" in store(desk_site, address)
    with db.reading(desk_site.bureau.services.engine) as connection:
        plan = store_plans.find_plan(connection, year=2024, title=TITLE)
    assert plan is not None
    assert plan.state is PlanState.DRAFT

    page = desk_site.client.get(address).text
    pressed(desk_site, address, "save", take=key_of(page, "举办书法展"))
    store(desk_site, address, publish="now")

    with db.reading(desk_site.bureau.services.engine) as connection:
        assert store_plans.plan(connection, plan.id).state is PlanState.RELEASED


def test_what_is_asked_before_storing(desk_site: Site) -> None:
    """The page says how many rows come in, how many are past, who gets mail, and changes nothing."""
    address = read(desk_site)

    asked = text_of(pressed(desk_site, address, "store"))

    for words in ("入库3行：请确认", "新增3项，其中1项", "没勾的2行留在草稿里", "先不发布，不发信"):
        assert words in asked
    assert tasks(desk_site) == {}


def test_nothing_ticked_is_nothing_to_store(desk_site: Site) -> None:
    """The page says so and offers no button; a forced press stores nothing."""
    address = read(desk_site)
    pressed(desk_site, address, "save", take=[])

    asked = desk_site.client.get(f"{address}/store").text
    assert "还没有勾选要入库的行" in asked
    version = fields_of(desk_site.client.get(address).text)["version"][0]
    assert "没有入库。" in desk_site.pressed(
        f"{address}/store", version=version, plan="waiting", publish="later"
    )
    assert tasks(desk_site) == {}


def test_pressing_twice_stores_once(desk_site: Site) -> None:
    """The second press of 确认入库 finds the draft changed and says so."""
    address = read(desk_site)
    fields: dict[str, object] = {**fields_of(pressed(desk_site, address, "store"), "form[action$='/store']")}

    desk_site.pressed(f"{address}/store", **fields)
    again = desk_site.pressed(f"{address}/store", **fields)

    assert "没有入库。" in again
    assert len(tasks(desk_site)) == 3


def test_the_second_person_sees_that_a_first_was_faster(desk_site: Site) -> None:
    """A form filled in on an older state changes nothing; the page says that somebody saved meanwhile."""
    address = read(desk_site)
    stale: dict[str, object] = {**fields_of(desk_site.client.get(address).text)}
    key = key_of(desk_site.client.get(address).text, "印发评价办法")
    pressed(desk_site, address, "save", **{f"title-{key}": "印发评价的办法"})

    answer = desk_site.post(address, **{**stale, f"title-{key}": "后来的人写的", "act": "save"})

    assert answer.status_code == 409
    assert "别人刚刚也存过这份草稿" in answer.text
    assert "印发评价的办法" in desk_site.client.get(address).text


def test_nobody_else_can_touch_a_draft(desk_site: Site) -> None:
    """A reader sees the rows without a field or a button and is refused; a stranger sees nothing."""
    address = read(desk_site)
    reader = desk_site.client_of("kan")
    stranger = TestClient(desk_site.client.app, follow_redirects=False)
    fields = {**fields_of(desk_site.client.get(address).text), "csrf": csrf_of(reader), "act": "store"}

    page = reader.get(f"{address}?open=clear").text
    assert "开展校园安全检查" in page
    assert "<textarea" not in page
    for path in (address, f"{address}/store", f"{address}/discard"):
        assert reader.post(path, data=fields).status_code == 403
        assert stranger.post(path, data=fields).status_code == 401
    assert stranger.get(address).headers["location"].startswith("/login")
    assert tasks(desk_site) == {}


def test_a_draft_that_is_gone_is_no_page(desk_site: Site) -> None:
    """An unknown draft is not found; a given up one leaves the list, and its page leads there."""
    address = read(desk_site)
    version = fields_of(desk_site.client.get(address).text)["version"][0]

    assert desk_site.client.get("/imports/999999").status_code == 404
    assert "已放弃草稿。" in desk_site.pressed(f"{address}/discard", version=version)
    assert desk_site.client.get(address).headers["location"] == "/imports"
    assert f'href="{address}"' not in desk_site.client.get("/imports").text


def test_an_unknown_name_is_settled_with_one_click(desk_site: Site) -> None:
    """是，记为别名 makes the name mean the office; 新建单位 adds it; edits on the way are kept."""
    address = read(desk_site)
    page = desk_site.client.get(address).text
    assert "“基础教育处”像是“基教处”" in page
    key = key_of(page, "印发评价办法")
    office_id = desk_site.bureau.offices["基教处"]

    page = pressed(desk_site, address, f"alias:{office_id}:基础教育处", **{f"title-{key}": "印发新办法"})

    assert "已记为别名。" in page
    assert "印发新办法" in page
    known = directory(desk_site).find("基础教育处")
    assert known is not None
    assert known.id == office_id
    other = read(desk_site, f"{HEADER}5月\t印发通知\t新成立的处\n6月\t召开会议\t秘书处\n")
    assert "已新建单位。" in pressed(desk_site, other, "office::新成立的处")
    added = directory(desk_site).find("新成立的处")
    assert added is not None
    assert added.is_verified


def test_another_office_leads_with_one_click(desk_site: Site) -> None:
    """换一个 puts the chosen office first."""
    address = read(desk_site)
    key = key_of(desk_site.client.get(address).text, "印发评价办法")

    page = pressed(desk_site, address, f"lead:1:{key}")

    assert fields_of(page)[f"offices-{key}"] == ["秘书处、督导室"]


def test_a_correction_can_be_taken_back(desk_site: Site) -> None:
    """恢复原文 reads the row as printed again."""
    address = read(desk_site)
    key = key_of(desk_site.client.get(address).text, "印发评价办法")
    pressed(desk_site, address, "save", **{f"title-{key}": "改错了"})

    page = pressed(desk_site, address, f"undo::{key}")

    assert fields_of(page)[f"title-{key}"] == ["印发评价办法"]


def test_columns_are_chosen_once_and_remembered(desk_site: Site) -> None:
    """A heading nobody knows is given its meaning; the next table of this kind is read the same way."""
    table = "时间\t重点工作\t谁\t口径\n5月\t召开会议\t秘书处\t基教处\n6月\t印发文件\t基教处\t秘书处\n"
    address = read(desk_site, table)
    fields = fields_of(desk_site.client.get(address).text)
    columns = sorted(name for name in fields if name.startswith("column-"))
    assert len(columns) == 4
    changes = {columns[2]: "other", columns[3]: "responsible", "remember": "1"}

    page = pressed(desk_site, address, "columns", **changes)

    key = key_of(page, "召开会议")
    assert fields_of(page)[f"offices-{key}"] == ["基教处"]
    again = desk_site.client.get(read(desk_site, f"{table}7月\t召开例会\t秘书处\t基教处\n")).text
    assert "照记住的读" in again
    assert fields_of(again)[f"offices-{key_of(again, '召开会议')}"] == ["基教处"]
    refused = desk_site.post(address, **{**fields_of(page), columns[1]: "time", "act": "columns"})
    assert refused.status_code == 303
    assert "这一步没有做" in desk_site.client.get(address).text


def test_year_and_title_can_be_fixed(desk_site: Site) -> None:
    """The whole draft is read for another year; a wrong one is refused with the words kept."""
    address = read(desk_site)

    page = pressed(desk_site, address, "head", **{"plan-year": "2025", "plan-title": "另一个名称"})

    assert "核对：另一个名称" in page
    assert "2025年3月31日" in page
    assert "这一步没有做" in pressed(desk_site, address, "head", **{"plan-year": "25"})


def test_a_long_group_comes_in_pages(desk_site: Site) -> None:
    """A page shows at most 100 rows of a group; ticks elsewhere are kept, and the count knows them."""
    lines = "".join(f"6月\t开展第{n}项检查工作\t基教处\n" for n in range(1, 251))
    address = read(desk_site, HEADER + lines)

    folded = desk_site.client.get(address).text
    assert len(HTMLParser(folded).css("textarea[name^=title-]")) == 3
    assert ticked(folded) == 250

    page = pressed(desk_site, address, "open:clear:100")
    titles = fields_of(page)
    assert sum(name.startswith("title-") for name in titles) == 100
    assert "第101–200行" in page
    key = key_of(page, "开展第150项检查工作")
    rest = [one for one in titles["take"] if one != key]
    last = pressed(desk_site, f"{address}?open=clear&from=100", "open:clear:200", take=rest)

    assert "第201–250行" in last
    assert ticked(last) == 249
    store(desk_site, address)
    assert len(tasks(desk_site)) == 249


def test_hostile_words_stay_words(desk_site: Site) -> None:
    """Markup in a cell, a heading, a typed field or a button's value is shown, never run."""
    bad = "<script>alert(1)</script>\"'><img src=x>"
    table = f"时间\t重点工作\t责任单位\t{bad}\n5月\t召开会议{bad}\t秘书处\tx\n6月\t印发文件\t坏{bad}处\ty\n"
    address = read(desk_site, table)
    page = desk_site.client.get(address).text
    key = key_of(page, "印发文件")

    again = pressed(desk_site, address, "save", **{f"time-{key}": bad, f"offices-{key}": f"</textarea>{bad}"})
    line = pressed(desk_site, address, f"office::{bad}")

    for text in (page, again, line, desk_site.client.get(f"{address}/mail").text):
        assert "<script" not in text
        assert "<img" not in text
        assert text.count("<textarea") == text.count("</textarea>")


@pytest.mark.parametrize("act", ["", "nonsense", "open:nowhere:x", "lead:99:x", "alias:0:", "undo::nothing"])
def test_a_button_nobody_has_does_no_harm(desk_site: Site, act: str) -> None:
    """A made-up button keeps the edits at most; it never fails."""
    address = read(desk_site)
    fields: dict[str, object] = {**fields_of(desk_site.client.get(address).text), "act": act}

    assert desk_site.post(address, **fields).status_code in (303, 404)


def later_edition(site: Site) -> str:
    """Store the first edition without its doubtful rows, then read the later one."""
    store(site, read(site))
    return read(site, LATER)


def test_a_later_edition_is_compared(desk_site: Site) -> None:
    """New, changed (old struck, new shown), gone and unchanged rows are told apart."""
    page = desk_site.client.get(later_edition(desk_site)).text

    headings = [row.text() for row in HTMLParser(page).css("tr.group b")]
    assert headings == ["改了的2行", "新增的1行", "不变的1行"]
    struck = [one.text() for one in HTMLParser(page).css("del")]
    assert "5月31日" in struck
    assert "5月" in struck
    assert "9月30日" in text_of(page)
    counts = tally(page)
    assert counts.pop("读出的行") == sum(counts.values())


def test_what_a_later_edition_leaves_out_stays(desk_site: Site) -> None:
    """不见了 rows are shown and kept in force."""
    store(desk_site, read(desk_site))
    address = read(desk_site, f"{HEADER}10月\t新添的一项工作\t秘书处\n3月\t召开春季现场会\t基教处\n")
    assert "不见了的2行" in desk_site.client.get(address).text

    store(desk_site, address)

    found = tasks(desk_site)
    assert found["印发评价办法"].status is Status.OPEN
    assert "新添的一项工作" in found


def test_moved_dates_are_an_adjustment_or_a_correction(desk_site: Site) -> None:
    """Each moved date is applied with its own reason; an adjustment carries its paper."""
    address = later_edition(desk_site)
    page = desk_site.client.get(address).text
    moved, wrong = key_of(page, "印发评价办法"), key_of(page, "开展校园安全检查")
    adjustment = {f"move-{moved}": "adjustment", f"paper-{moved}": "局发〔2024〕9号"}
    pressed(desk_site, address, "save", **adjustment)
    pressed(desk_site, address, "save", **{f"move-{wrong}": "correction"})

    done = store(desk_site, address)

    assert "改了2项" in done
    found = tasks(desk_site)
    first, second = found["印发评价办法"], found["开展校园安全检查"]
    assert [str(first.due_on), str(second.due_on)] == ["2024-09-30", "2024-08-31"]
    with db.reading(desk_site.bureau.services.engine) as connection:
        kept = [store_tasks.due_changes(connection, task.id)[-1] for task in (first, second)]
    assert [change.change_class for change in kept] == [DueChangeClass.ADJUSTMENT, DueChangeClass.CORRECTION]
    assert kept[0].paper == "局发〔2024〕9号"


def test_an_adjustment_needs_its_paper(desk_site: Site) -> None:
    """Without a paper nothing is kept; the choice is still there."""
    address = later_edition(desk_site)
    page = desk_site.client.get(address).text
    key = key_of(page, "印发评价办法")
    fields: dict[str, object] = {**fields_of(page), f"move-{key}": "adjustment", "act": "save"}

    answer = desk_site.post(address, **fields)

    assert answer.status_code == 422
    assert "文号" in answer.text
    assert fields_of(answer.text)[f"move-{key}"] == ["adjustment"]


def test_moved_dates_are_asked_before_storing(desk_site: Site) -> None:
    """A ticked row whose date moves needs an answer on the page that asks; one answer may serve all."""
    address = later_edition(desk_site)
    page = desk_site.client.get(address).text
    keys = [key_of(page, "印发评价办法"), key_of(page, "开展校园安全检查")]
    asked = pressed(desk_site, address, "store", take=[*fields_of(page).get("take", []), *keys])
    assert "时限变了的2项" in text_of(asked)
    fields: dict[str, object] = {**fields_of(asked, "form[action$='/store']")}

    unsaid = desk_site.post(f"{address}/store", **fields)
    assert unsaid.status_code == 422
    assert "请说明是调整还是更正" in unsaid.text
    answers = {"move-all": "adjustment", "paper-all": "局发〔2024〕9号", f"move-{keys[1]}": "leave"}
    desk_site.pressed(f"{address}/store", **{**fields, **answers})

    found = tasks(desk_site)
    assert str(found["印发评价办法"].due_on) == "2024-09-30"
    assert str(found["开展校园安全检查"].due_on) == "2024-06-30"
    with db.reading(desk_site.bureau.services.engine) as connection:
        assert len(store_import_draft.open_drafts(connection)) == 2
