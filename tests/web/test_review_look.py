"""核对 as a person sees it: what can be changed, what is missing, whole groups, a light page."""

from review_pages import HEADER, fields_of, key_of, pressed, read, text_of, ticked
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from supervisor_site import Site

CLEAR = f"{HEADER}5月\t印发评价办法\t督导室\n6月\t开展安全检查\t基教处\n7月\t举办书法展\t秘书处\n"
#: What a page of a hundred rows may weigh at most.
LIGHT = 100_000


def test_missing_words_have_a_field_to_see(desk_site: Site) -> None:
    """An empty time or office is a field with an edge and a hint; the heads say what to change."""
    page = desk_site.client.get(read(desk_site, f"{CLEAR}8月\t开展无主活动\t\n\t开展无时活动\t基教处\n")).text
    tree = HTMLParser(page)

    hints = {str(one.attributes["placeholder"]) for one in tree.css("textarea.lacking")}
    assert hints == {"补上时限", "补上单位"}
    assert [one.text() for one in tree.css(".review-grid th")][3:6] == [
        "时限（可改）",
        "重点工作（可改）",
        "单位（可改）",
    ]


def test_a_whole_group_is_ticked_with_one_press(desk_site: Site) -> None:
    """全不勾 and 全部勾上 reach the rows that the page does not show, and keep what was typed."""
    lines = "".join(f"6月\t开展第{n}项检查工作\t基教处\n" for n in range(1, 21))
    address = read(desk_site, HEADER + lines)
    key = key_of(desk_site.client.get(address).text, "开展第1项检查工作")

    none = pressed(desk_site, address, "none:clear", **{f"title-{key}": "开展第一项检查工作"})
    assert ticked(none) == 0
    assert "开展第一项检查工作" in none
    assert ticked(pressed(desk_site, address, "all:clear")) == 19
    assert ticked(pressed(desk_site, address, "all:look")) == 20


def test_an_edition_like_the_stored_plan_can_be_closed(desk_site: Site) -> None:
    """Where nothing waits the page offers to close the draft, in place of storing."""
    site = desk_site
    address = read(site, CLEAR)
    asked = pressed(site, address, "store")
    site.pressed(f"{address}/store", **fields_of(asked, "form[action$='/store']"))
    again = read(site, f"{CLEAR}\n")
    page = site.client.get(again).text

    button = HTMLParser(page).css_first(".bulk button.primary")
    assert button is not None
    assert button.text() == "和库里一样，关掉这份草稿"
    closed = site.pressed(str(button.attributes["formaction"]), **{**fields_of(page), "act": "close"})
    assert "已关掉草稿" in closed
    assert f'href="{again}"' not in closed


def test_only_changes_send_no_letter_of_assignment(desk_site: Site) -> None:
    """After storing only changes of a released plan nobody is told that letters of assignment go out."""
    site = desk_site
    first = read(site, CLEAR)
    asked = fields_of(pressed(site, first, "store"), "form[action$='/store']")
    assert "下一次运行就发交办信" in site.pressed(f"{first}/store", **{**asked, "publish": "now"})
    later = read(site, CLEAR.replace("督导室", "督导室、秘书处"))
    asked_again = pressed(site, later, "store")

    done = site.pressed(f"{later}/store", **fields_of(asked_again, "form[action$='/store']"))

    assert "没有新增的任务，不发交办信" in text_of(asked_again)
    assert "改了1项" in done
    assert "下一次运行就发交办信" not in done


def test_a_hundred_rows_are_a_light_page(desk_site: Site) -> None:
    """A page of a hundred clear rows with words of the usual length stays below 100 kB."""
    lines = "".join(
        f"{n % 8 + 5}月\t开展第{n}项检查工作，印发通知并召开现场会议推进全市落实\t基教处\n"
        for n in range(1, 101)
    )

    page = desk_site.client.get(f"{read(desk_site, HEADER + lines)}?open=clear").content

    assert page.count(b'name="title-') == 100
    assert len(page) <= LIGHT
