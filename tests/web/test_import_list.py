"""导入: the drafts that wait, one draft a file, one filled button, and what is wrong with a chosen file."""

from review_pages import HEADER, TITLE, read, store, text_of
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from supervisor_site import Site, csrf_of

TABLE = f"{HEADER}5月\t印发评价办法\t督导室\n6月\t开展安全检查\t基教处\n"


def upload(site: Site, name: str, content: bytes) -> str:
    """Choose a file and press the button; return the page that follows."""
    data = {"csrf": csrf_of(site.client), "way": "file"}
    answer = site.client.post("/imports", data=data, files={"file": (name, content)})
    return site.client.get(answer.headers["location"]).text if answer.status_code == 303 else answer.text


def test_the_list_names_plan_rows_and_edition(desk_site: Site) -> None:
    """Each draft stands with its plan and year, the rows that wait, 首次 or 新版, and who read it when."""
    store(desk_site, read(desk_site, TABLE))
    read(desk_site, f"{TABLE}7月\t举办书法展\t秘书处\n")
    desk_site.post("/imports", text=TABLE, year="2025", title="另一份计划")

    rows = [
        text_of(f"<main>{one.html}</main>") for one in HTMLParser(_list(desk_site)).css(".waiting tbody tr")
    ]

    assert rows[0].startswith("另一份计划（2025年）粘贴的文字2行首次duban")
    assert rows[1].startswith(f"{TITLE}（2024年）粘贴的文字1行新版duban")


def _list(site: Site) -> str:
    return site.client.get("/imports").text


def test_the_same_file_goes_on_in_its_draft(desk_site: Site) -> None:
    """A file of which a draft waits leads there; another year or title asks for a draft of its own."""
    first = read(desk_site, TABLE)

    assert read(desk_site, TABLE) == first
    assert "这份文件已有草稿，接着核对" in text_of(desk_site.client.get(first).text)
    other = desk_site.post("/imports", text=TABLE, year="2024", title="另一份计划")
    assert other.headers["location"] != first


def test_one_button_is_filled(desk_site: Site) -> None:
    """The page has one filled button: the newest draft, or else the upload."""
    assert len(HTMLParser(_list(desk_site)).css("main .primary")) == 1
    store(desk_site, read(desk_site, TABLE))
    read(desk_site, f"{TABLE}7月\t举办书法展\t秘书处\n")

    filled = HTMLParser(_list(desk_site)).css("main .primary")

    assert [one.text() for one in filled] == ["接着核对"]


def test_an_empty_file_says_so(desk_site: Site) -> None:
    """A chosen file without content is named; the form names the kinds that are read."""
    page = upload(desk_site, "空.xlsx", b"")

    assert "“空.xlsx”是空的" in page
    assert "Word、Excel、WPS、PDF、CSV、网页或文本" in page


def test_a_table_of_bad_rows_opens_to_be_corrected(desk_site: Site) -> None:
    """Rows that cannot be taken as they stand are shown with place and reason, to be corrected."""
    address = read(desk_site, f"{HEADER}13月\t做好普通话周\t督导室\n2月30日\t做好宣传\t基教处\n")

    page = text_of(desk_site.client.get(address).text)

    assert "要您看的2行" in page
    assert "13月，没有这个月" in page
