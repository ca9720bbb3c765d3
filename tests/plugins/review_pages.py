"""核对 as its tests use it: tables to paste, the forms as a browser sends them, and what a page says."""

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node
from supervisor_site import Site

from models import db, store_tasks
from models.kinds import PlanState
from models.store_directory import Directory, load_directory
from models.store_tasks import TaskFilter
from models.task_values import TaskView

HEADER = "时间\t重点工作\t责任单位\n"
TABLE = f"""{HEADER}3月\t召开春季现场会\t基教处
5月\t印发评价办法\t督导室、秘书处
6月\t开展校园安全检查\t基教处
7月\t举办书法展\t基础教育处
13月\t不可能的月份\t基教处
"""
LATER = f"""{HEADER}3月\t召开春季现场会\t基教处
9月\t印发评价办法\t督导室、秘书处
8月\t开展校园安全检查\t基教处
10月\t新添的一项工作\t秘书处
"""
TITLE = "春季工作表"


def fields_of(page: str, selector: str = "form.grid") -> dict[str, list[str]]:
    """The fields a browser would send of a form as it stands."""
    form = HTMLParser(page).css_first(selector)
    assert form is not None, page[:2000]
    found: dict[str, list[str]] = {}
    for node in form.css("input, textarea, select"):
        for value in _values(node):
            found.setdefault(str(node.attributes["name"]), []).append(value)
    return found


def _values(node: Node) -> Iterable[str]:
    kind = node.attributes.get("type")
    if node.tag == "textarea":
        return [node.text()]
    if node.tag == "select":
        return [str(one.attributes["value"]) for one in node.css("option[selected]")]
    if kind in ("checkbox", "radio") and "checked" not in node.attributes:
        return []
    return [node.attributes.get("value") or ""]


def text_of(page: str) -> str:
    """What a person reads, blanks left out."""
    body = HTMLParser(page).css_first("main")
    assert body is not None
    for hidden in body.css("[aria-hidden]"):
        hidden.decompose()
    return "".join(body.text().split())


def key_of(page: str, title: str) -> str:
    """The key of the row with a title."""
    for area in HTMLParser(page).css("textarea[name^=title-]"):
        if area.text() == title:
            return str(area.attributes["name"]).removeprefix("title-")
    raise AssertionError(f"no row {title}")


def read(site: Site, text: str = TABLE) -> str:
    """Paste a table and return the address of its draft."""
    answer = site.post("/imports", text=text, year="2024", title=TITLE)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def pressed(site: Site, address: str, act: str, **changes: object) -> str:
    """Press a button of the grid after changing some fields, and return the page it leads to."""
    fields: dict[str, object] = {**fields_of(site.client.get(address).text), **changes, "act": act}
    return site.pressed(address.partition("?")[0], **fields)


def store(site: Site, address: str, **changes: object) -> str:
    """Go through 入库勾选的行… and confirm."""
    asked = pressed(site, address, "store")
    fields: dict[str, object] = {**fields_of(asked, "form[action$='/store']"), **changes}
    return site.pressed(f"{address}/store", **fields)


def tasks(site: Site) -> dict[str, TaskView]:
    """The tasks of the plan of these tests by title."""
    with db.reading(site.bureau.services.engine) as connection:
        found = store_tasks.load_tasks(connection, TaskFilter(plan_states=tuple(PlanState)))
    return {task.title: task for task in found if task.plan_title == TITLE}


def directory(site: Site) -> Directory:
    with db.reading(site.bureau.services.engine) as connection:
        return load_directory(connection)


def tally(page: str) -> dict[str, int]:
    """The counts of the head."""
    cells = HTMLParser(page).css(".tally > div:not(.whole)")
    return {cell.css("span")[0].text(): int(cell.css("b")[0].text()) for cell in cells}


def ticked(page: str) -> int:
    """How many rows are ticked, as the style sheet counts them: boxes, and marks for the other pages."""
    tree = HTMLParser(page)
    places = [int(str(mark.attributes["class"])[1:]) for mark in tree.css(".picked i")]
    elsewhere = sum(int(f"1{'0' * place}") for place in places)
    return len(tree.css("input[name=take][checked]")) + elsewhere
