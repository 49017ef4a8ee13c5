"""The page in a real browser: on a phone, by keyboard, without sight; it asks nobody for anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any
from unicodedata import normalize

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from reportgen.renderers.html.screen import render_web
from reportgen.repository.repository import Repository
from tests.conftest import LEDGER, ROOT, composed
from tests.renderers.stress import DIGITS, MOST, stress

# One worker makes the fixtures of the module.
pytestmark = pytest.mark.xdist_group("browser")

LEDGERS = {path.stem: str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("budgets/*/*/*.yaml"))}
STRESS = "stress"
DEPARTMENT = Path(LEDGER).stem
PHONE, DESKTOP = (390, 844), (1280, 900)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# As root, in a container, without looking for updates.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
GRAVE = ("serious", "critical")
# On a machine that is busy with the other tests.
PATIENCE = 30_000


@dataclass
class Opened:
    """A page with everything that it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(which, BROWSERS)), None)
    assert program, "没有浏览器：请运行 scripts/setup test，或 sudo apt-get install chromium"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*OPTIONS])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def pages(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write the page of a department once."""
    folder = tmp_path_factory.mktemp("pages")

    def write(name: str) -> Path:
        file = folder / f"{name}.html"
        if not file.exists():
            made = composed(repository, LEDGERS[name]) if name in LEDGERS else stress()
            file.write_text(render_web(made), "utf-8")
        return file

    return write


@pytest.fixture
def opened(browser: Browser, pages: Callable[[str], Path]) -> Iterator[Open]:
    """Open the page of a department in a window of its own."""
    contexts = []

    def open_page(
        name: str = DEPARTMENT,
        size: tuple[int, int] = DESKTOP,
        *,
        dark: bool = False,
        touch: bool = False,
        script: bool = True,
        anchor: str = "",
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=touch,
            java_script_enabled=script,
        )
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.complaints.append(message.text))
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        found.page.goto(f"{pages(name).as_uri()}{anchor}")
        return found

    yield open_page
    for context in contexts:
        context.close()


def figure(page: Page) -> Locator:
    return page.locator("data > a", has_text="241.22").first


def tip(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def scrolled_width(page: Page) -> int:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert isinstance(width, int)
    return width


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds wrong, of any gravity."""
    found: list[dict[str, Any]] = (
        Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    )
    return found


@pytest.mark.parametrize("name", LEDGERS)
@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (DESKTOP, False)], ids=["phone", "desktop"])
def test_automated_accessibility_check_finds_nothing(
    opened: Open, name: str, size: tuple[int, int], *, dark: bool
) -> None:
    found = opened(name, size, dark=dark)
    if name == DEPARTMENT:
        found.page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        figure(found.page).focus()
        expect(tip(found.page)).to_be_visible()
    told = [
        (rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"][:3]])
        for rule in violations(found.page)
    ]
    assert told == []


def test_the_accessibility_check_sees_what_is_wrong(opened: Open) -> None:
    page = opened("yingshang").page
    page.evaluate("document.querySelector('main p').style.color = '#ccc'")
    assert [rule["id"] for rule in violations(page) if rule["impact"] in GRAVE] == ["color-contrast"]


@pytest.mark.parametrize("name", [*LEDGERS, STRESS])
def test_page_fits_a_phone_and_fetches_nothing(opened: Open, name: str) -> None:
    found = opened(name, PHONE)
    assert scrolled_width(found.page) == PHONE[0]
    assert [request for request in found.requests if not request.startswith("file:")] == []
    assert len(found.requests) == 1
    assert found.complaints == []


def test_a_wide_table_scrolls_in_its_frame_and_keeps_its_first_column(opened: Open) -> None:
    page = opened(size=PHONE).page
    frame = page.locator("#t4 .scroll")
    label = page.locator("#t4-2010301 > :first-child")
    left = label.evaluate("cell => cell.getBoundingClientRect().left")
    frame.evaluate("frame => frame.scrollLeft = 150")
    assert label.evaluate("cell => cell.getBoundingClientRect().left") == pytest.approx(left, abs=2)
    width = label.evaluate("cell => cell.getBoundingClientRect().width")
    assert width < PHONE[0] / 2
    assert frame.evaluate("frame => frame.scrollLeft") == 150


BEYOND_THE_EDGE = """() => [...document.querySelectorAll("main section[id]")].filter(section => {
    const edge = section.querySelector(".scroll").getBoundingClientRect().right;
    const firsts = [...section.querySelectorAll("tbody tr")].map(row => row.querySelector("td.amount"));
    return firsts.some(cell => cell && cell.getBoundingClientRect().right > edge + 1);
}).map(section => section.id)"""
# Where codes, units and kinds before the name fill the screen.
CROWDED = {"103-zhengfuban": {"t14"}}


@pytest.mark.parametrize("name", LEDGERS)
def test_a_phone_shows_what_a_row_is_called_and_its_first_amount_before_anything_is_moved(
    opened: Open, name: str
) -> None:
    beyond = opened(name, PHONE).page.evaluate(BEYOND_THE_EDGE)
    assert {*beyond} == CROWDED.get(name, set())


@pytest.mark.parametrize("name", [*LEDGERS, STRESS])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_amount_is_wider_than_its_column(opened: Open, name: str, size: tuple[int, int]) -> None:
    wider = opened(name, size).page.evaluate(
        """() => [...document.querySelectorAll("td.amount")]
            .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""
    )
    assert wider == []


def test_names_behind_codes_stay_while_a_table_is_moved(opened: Open) -> None:
    page = opened("112-xingzhengshenpi", PHONE).page
    frame = page.locator("#t03 .scroll")
    name = page.locator("#t03-2010301 > .stays")
    expect(name).to_have_text("行政运行")
    frame.evaluate("frame => frame.scrollLeft = 250")
    edge = frame.evaluate("frame => frame.getBoundingClientRect().left")
    assert name.evaluate("cell => cell.getBoundingClientRect().left") == pytest.approx(edge, abs=2)
    assert page.locator("#t03 thead .stays").bounding_box()["x"] == pytest.approx(edge, abs=2)  # type: ignore[index]


def test_formula_appears_on_focus_and_escape_hides_it(opened: Open) -> None:
    page = opened().page
    figure(page).focus()
    expect(tip(page)).to_be_visible()
    expect(tip(page)).to_contain_text("支出·人员经费 = 2,412,216.56元")
    expect(tip(page)).to_contain_text("208 社会保障和就业支出 237,424.08元")
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()
    expect(figure(page)).to_be_focused()


def test_formula_appears_under_the_pointer_and_can_be_pointed_at(opened: Open) -> None:
    page = opened().page
    figure(page).hover()
    expect(tip(page)).to_be_visible()
    tip(page).hover()
    page.wait_for_timeout(400)
    expect(tip(page)).to_be_visible()
    page.mouse.move(1, 1)
    expect(tip(page)).to_be_hidden()
    figure(page).hover()
    page.keyboard.press("Escape")
    expect(tip(page)).to_be_hidden()


def test_formula_appears_on_touch_and_goes_at_the_next(opened: Open) -> None:
    page = opened(size=PHONE, touch=True).page
    figure(page).tap()
    expect(tip(page)).to_be_visible()
    box = tip(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
    page.touchscreen.tap(5, 5)
    expect(tip(page)).to_be_hidden()
    assert "#" not in page.url


def test_formula_is_read_out_with_its_figure(opened: Open) -> None:
    page = opened().page
    described = figure(page).get_attribute("aria-describedby")
    lines = page.locator(f"#{described} > p").all_text_contents()
    assert len(lines) > 2
    expect(figure(page)).to_have_accessible_description(" ".join(lines))


def test_without_script_a_figure_leads_to_its_formula(opened: Open) -> None:
    page = opened(script=False).page
    figure(page).click()
    entry = page.locator("li:target")
    expect(entry).to_be_visible()
    expect(entry).to_contain_text("支出·人员经费 = 2,412,216.56元")


def test_contents_lead_to_their_targets(opened: Open) -> None:
    page = opened(size=PHONE).page
    links = page.locator("nav a")
    assert links.count() > 10
    for link in links.all():
        link.click()
        target = page.locator(":target")
        expect(target).to_be_in_viewport()
        name = (link.text_content() or "").split("、")[-1].split(" ")[-1]
        heading = target.locator("h2").first if target.evaluate("e => e.tagName") == "SECTION" else target
        assert name in (heading.text_content() or "")


def test_a_link_to_a_row_marks_it(opened: Open) -> None:
    page = opened(anchor="#t4-2010301").page
    row = page.locator("#t4-2010301")
    expect(row).to_be_in_viewport()
    other = page.locator("#t4-2010302 > td").first
    colour = "cell => getComputedStyle(cell).backgroundColor"
    assert row.locator("td").first.evaluate(colour) != other.evaluate(colour)


def test_first_tab_stop_leads_past_the_contents(opened: Open) -> None:
    page = opened().page
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_chart_numbers_stay_within_the_screen_of_a_phone(opened: Open) -> None:
    page = opened(size=PHONE).page
    edges = page.locator("svg text").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().right)"
    )
    assert edges
    assert max(edges) <= PHONE[0]
    sizes = page.locator("svg text").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 14


def test_printing_from_the_browser_gives_the_document_alone(opened: Open) -> None:
    page = opened().page
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = [normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]
    assert not any(word in text for text in texts for word in ("数值表", "跳到正文", "回到开头"))
    assert "目录" in texts[1]
    sizes = {
        (round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in printed.pages
    }
    assert sizes == {(595, 842), (842, 595)}
    summary = next(text for text in texts if "财政拨款预算总表" in text and "附表6" in text)
    assert "支出总计" in "".join(summary.split())


def test_printing_from_the_browser_loses_nothing_that_is_wide(opened: Open) -> None:
    page = opened(STRESS).page
    printed = pypdf.PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    text = "".join("".join(sheet.extract_text() for sheet in printed.pages).split())
    assert text.count(MOST) == 5 * (7 + 7 + 10) + 2
    assert text.count("第70条") == 2
    assert text.count(DIGITS[:40]) >= 6
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 590, "height": 850})  # what is between the margins of A4, in px
    wider = page.evaluate(
        """() => [...document.querySelectorAll("main > p, h1, h2, td:not(.amount)")]
            .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.textContent)"""
    )
    assert wider == []
