"""The names in a draft: groups and their size, who would get mail, an alias or an office on the spot."""

from typing import Any

import pytest
from review_desk import NOW

from importers.review import drafts
from importers.review.values import OfficeStanding
from models import db, store_audit
from models.kinds import OfficeState
from rules.errors import InputError, NotFoundError

OFFICES = (
    "单位名称,简称,邮箱,组\n市教育局办公室,办公室,office@example.org,各处室\n基教处,,basic@example.org,各处室\n"
    "督导室,,,各处室\n"
)
PLAN = (
    "时间,重点工作,责任单位\n3月,召开会议,办公室、各处室\n4月,印发方案,基教处、督导室\n5月,组织检查,各处室\n"
    "6月,评选先进,市教科院\n"
)


@pytest.fixture
def draft(reviewing: Any, desk: Any) -> int:
    """A draft whose offices are known but one."""
    assert not desk.take_offices(OFFICES).errors
    return int(reviewing.open(PLAN, title="计划"))


def test_names_stand_beside_what_the_directory_knows(reviewing: Any, draft: int) -> None:
    """A short name with its office, a group with its members, a name nobody knows."""
    first, second = reviewing.row(draft, "召开会议").offices
    (unknown,) = reviewing.row(draft, "评选先进").offices

    assert (first.standing, first.known_as, first.is_proposed_lead) == (
        OfficeStanding.KNOWN,
        "市教育局办公室",
        True,
    )
    assert (second.standing, second.members) == (OfficeStanding.GROUP, ("办公室", "基教处", "督导室"))
    assert (unknown.standing, unknown.office_id) == (OfficeStanding.UNKNOWN, None)


def test_who_gets_mail_is_counted_by_role(reviewing: Any, draft: int) -> None:
    """Those nobody can mail first; a group alone is led by each member, beside an office it is informed."""
    counts = {
        one.name: (one.email, one.lead_count, one.support_count, one.informed_count)
        for one in reviewing.mail(draft)
    }

    assert list(counts)[:2] == ["市教科院", "督导室"]
    assert counts == {
        "市教科院": ("", 1, 0, 0),
        "督导室": ("", 1, 1, 1),
        "市教育局办公室": ("office@example.org", 2, 0, 0),
        "基教处": ("basic@example.org", 2, 0, 1),
    }


def test_only_ticked_rows_count(reviewing: Any, draft: int) -> None:
    """Rows that stay in the draft mail nobody."""
    reviewing.tick(draft, reviewing.row(draft, "评选先进").key, is_accepted=False)

    assert "市教科院" not in [one.name for one in reviewing.mail(draft)]


def test_an_alias_holds_here_and_everywhere(reviewing: Any, desk: Any, draft: int) -> None:
    """是，记为别名: the row shows the known office at once, and so does the directory."""
    office = desk.directory().find("基教处")

    drafts.add_alias(reviewing.engine, "市教科院", office.id, now=NOW, actor=reviewing.actor)

    (shown,) = reviewing.row(draft, "评选先进").offices
    assert (shown.standing, shown.known_as) == (OfficeStanding.KNOWN, "基教处")
    assert desk.directory().find("市教科院").id == office.id
    with db.reading(reviewing.engine) as connection:
        events = store_audit.audit_events(connection, subject=("office", office.id))
    assert events[0].act == "office_alias"


def test_a_new_office_is_confirmed_at_once(reviewing: Any, desk: Any, draft: int) -> None:
    """不是，新建单位: with an address it can be mailed."""
    drafts.add_office(reviewing.engine, "市教科院", email="jky@EXAMPLE.org", now=NOW, actor=reviewing.actor)

    record = desk.directory().find("市教科院")
    assert (record.state, record.email) == (OfficeState.VERIFIED, "jky@example.org")
    assert reviewing.row(draft, "评选先进").offices[0].standing is OfficeStanding.KNOWN


def test_a_name_an_earlier_plan_brought_is_settled_the_same_way(
    reviewing: Any, desk: Any, draft: int
) -> None:
    """A 待核实 name is merged into the office it means, with its tasks, or confirmed as it is."""
    desk.take("时间,重点工作,责任单位\n3月,甲工作,教研部门\n4月,乙工作,新单位\n", title="别的计划")
    office = desk.directory().find("督导室")

    drafts.add_alias(reviewing.engine, "教研部门", office.id, now=NOW, actor=reviewing.actor)
    drafts.add_office(reviewing.engine, "新单位", now=NOW, actor=reviewing.actor)

    assert [one.office_name for one in desk.task("甲工作").assignments] == ["督导室"]
    assert desk.directory().find("新单位").state is OfficeState.VERIFIED


def test_names_nobody_knows_are_told_once_and_stand_first(reviewing: Any, draft: int) -> None:
    """Their rows stay ticked, before the others of their group; one note counts the names."""
    assert reviewing.titles(draft)["clear"][0] == "评选先进"
    assert reviewing.row(draft, "评选先进").is_ticked
    assert reviewing.read(draft).notes == (
        "1个单位不在名录：市教科院。入库后记为待核实，核实之前不给它们发信。",
    )


def test_an_empty_directory_is_one_note(sqlite_reviewing: Any) -> None:
    """A first import: the names are counted and the first of them named."""
    rows = "".join(f"{month}月,第{month}项,第{month}处\n" for month in range(3, 13))
    draft = sqlite_reviewing.open("时间,重点工作,责任单位\n" + rows, title="计划")

    (note,) = sqlite_reviewing.read(draft).notes
    assert note.startswith("10个单位不在名录：第3处、第4处、第5处、第6处、第7处、第8处、第9处、第10处等。")


def test_a_group_without_offices_is_told(sqlite_reviewing: Any) -> None:
    """What must be settled before mail goes out stands on top of the review too."""
    draft = sqlite_reviewing.open("时间,重点工作,责任单位\n3月,组织检查,各处室\n", title="计划")

    assert sqlite_reviewing.read(draft).notes == (
        "“各处室”是一组单位，单位名录里没有这个组或组里没有单位，暂不发给组内单位；请在单位名录里设好。",
    )


def test_an_unconfirmed_name_is_asked_about_like_an_unknown_one(
    reviewing: Any, desk: Any, draft: int
) -> None:
    """待核实 since an earlier import: guessed, asked in its first row, told in one note."""
    desk.take("时间,重点工作,责任单位\n3月,甲工作,市督导室\n", title="别的计划")
    again = reviewing.open(
        "时间,重点工作,责任单位\n3月,乙工作,市督导室\n4月,丙工作,市督导室\n", title="再一份"
    )

    assert reviewing.titles(again) == {"look": ["乙工作"], "clear": ["丙工作"]}
    (office,) = reviewing.row(again, "乙工作").offices
    assert (office.standing, office.is_open, office.suggestion) == (OfficeStanding.UNVERIFIED, True, "督导室")
    assert reviewing.read(again).notes == ("1个单位待核实：市督导室。核实之前不给它们发信。",)


def test_a_name_with_another_meaning_is_refused(reviewing: Any, desk: Any, draft: int) -> None:
    """No alias for a known office or a group, none to an office nobody knows, no name twice."""
    engine, actor = reviewing.engine, reviewing.actor
    office = desk.directory().find("督导室")

    for name, office_id, error in (
        ("基教处", office.id, InputError),
        ("各处室", office.id, InputError),
        ("<b>", office.id, InputError),
        ("市教科院", 999, NotFoundError),
    ):
        with pytest.raises(error):
            drafts.add_alias(engine, name, office_id, now=NOW, actor=actor)
    for name, email in (("基教处", ""), ("各处室", ""), ("2024", ""), ("市教科院", "not an address")):
        with pytest.raises(InputError):
            drafts.add_office(engine, name, email=email, now=NOW, actor=actor)
    assert desk.directory().find("市教科院") is None
