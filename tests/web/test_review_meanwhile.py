"""核对 while somebody else works on the same: nothing typed is lost, no mail goes out unsaid."""

from review_pages import HEADER, TITLE, fields_of, key_of, pressed, read, store, tasks, text_of
from supervisor_site import TODAY, Site

from models import db, store_plans
from models.kinds import PlanState

TABLE = f"{HEADER}5月\t印发评价办法\t督导室\n6月\t开展安全检查\t基教处\n7月\t举办书法展\t秘书处\n"


def stale_form(site: Site, address: str) -> dict[str, object]:
    """The form of a page that is open for a while."""
    return {**fields_of(site.client.get(address).text)}


def released(site: Site) -> None:
    """Let somebody else release the plan of these tests."""
    with db.writing(site.bureau.services.engine) as connection:
        plan = store_plans.find_plan(connection, year=2024, title=TITLE)
        assert plan is not None
        store_plans.update_plan(connection, plan.id, state=PlanState.RELEASED, released_on=TODAY)


def test_typed_words_outlive_somebody_elses_save(desk_site: Site) -> None:
    """A press on an older state keeps what was typed and ticked; one more press saves it."""
    address = read(desk_site, TABLE)
    page = desk_site.client.get(address).text
    first, second, third = (key_of(page, one) for one in ("印发评价办法", "开展安全检查", "举办书法展"))
    mine = stale_form(desk_site, address)
    others = {f"title-{first}": "印发新的办法", "take": [second, third]}
    pressed(desk_site, address, "save", **others)

    changes = {f"title-{second}": "开展安全大检查", "take": [first, second], "act": "save"}
    answer = desk_site.post(address, **{**mine, **changes})

    assert answer.status_code == 409
    assert "别人刚刚也存过这份草稿" in answer.text
    assert "两人都改了" not in answer.text
    again = fields_of(answer.text)
    desk_site.pressed(address, **{**again, "act": "save"})
    now = fields_of(desk_site.client.get(address).text)
    assert now[f"title-{first}"] == ["印发新的办法"]
    assert now[f"title-{second}"] == ["开展安全大检查"]
    assert now["take"] == [second]


def test_what_two_people_changed_is_named(desk_site: Site) -> None:
    """Where both wrote into one field, the page shows what this person typed and names the field."""
    address = read(desk_site, TABLE)
    key = key_of(desk_site.client.get(address).text, "开展安全检查")
    mine = stale_form(desk_site, address)
    pressed(desk_site, address, "save", **{f"offices-{key}": "秘书处", f"time-{key}": "8月"})

    answer = desk_site.post(address, **{**mine, f"offices-{key}": "督导室", "act": "save"})

    assert answer.status_code == 409
    assert "第3行的单位两人都改了，下面是您写的" in answer.text
    assert fields_of(answer.text)[f"offices-{key}"] == ["督导室"]
    assert fields_of(answer.text)[f"time-{key}"] == ["8月"]


def test_a_plan_released_meanwhile_is_asked_about_again(desk_site: Site) -> None:
    """先不发布，不发信 is not stored into a plan that somebody released since; the page says what follows."""
    address = read(desk_site, TABLE)
    key = key_of(desk_site.client.get(address).text, "举办书法展")
    taken = [one for one in fields_of(desk_site.client.get(address).text)["take"] if one != key]
    pressed(desk_site, address, "save", take=taken)
    store(desk_site, address)
    asked = pressed(desk_site, address, "store", take=key)
    assert "先不发布，不发信" in text_of(asked)
    released(desk_site)

    form = fields_of(asked, "form[action$='/store']")
    answer = desk_site.post(f"{address}/store", **form)

    assert answer.status_code == 409
    assert "这份计划刚刚被发布，确认后就会发信" in answer.text
    assert "举办书法展" not in tasks(desk_site)
    desk_site.pressed(f"{address}/store", **fields_of(answer.text, "form[action$='/store']"))
    assert "举办书法展" in tasks(desk_site)


def test_a_finished_draft_leads_to_the_ledger(desk_site: Site) -> None:
    """Its page, a second press and a late edit go to the list and say what became of it."""
    address = read(desk_site, TABLE)
    mine = stale_form(desk_site, address)
    asked = fields_of(pressed(desk_site, address, "store"), "form[action$='/store']")
    desk_site.pressed(f"{address}/store", **asked)

    again = [desk_site.post(f"{address}/store", **asked), desk_site.post(address, **{**mine, "act": "save"})]
    again += [desk_site.client.get(f"{address}{end}") for end in ("", "/store", "/mail")]

    assert [(one.status_code, one.headers["location"]) for one in again] == [(303, "/imports")] * 5
    page = desk_site.client.get("/imports").text
    assert "这份草稿已经入库，任务在台账里" in text_of(page)
    assert "/tasks?plan=" in page


def test_a_draft_given_up_says_so(desk_site: Site) -> None:
    """Whoever still has its page open is told on the list."""
    address = read(desk_site, TABLE)
    mine = stale_form(desk_site, address)
    desk_site.pressed(f"{address}/discard", version=mine["version"])

    assert "这份草稿已经放弃" in desk_site.pressed(address, **{**mine, "act": "save"})
