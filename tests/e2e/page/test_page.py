"""The page in Chromium, through the real API and Neo4j: who sees what, what holds for every view, an investigator's morning, what it costs to load.

One file, so that the installation and the browser are made once: Playwright's loop runs as long as the browser does, and no other test may meet it.
"""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Response, Route, expect

from tests.e2e.page.conftest import Served, SignIn
from tests.e2e.page.views import VIEWS, find_addresses


def test_without_a_key_nothing_but_the_sign_in_is_shown(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/clusters")
    expect(page.get_by_label("API key")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def test_a_wrong_key_is_refused_and_said(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/")
    page.get_by_label("API key").fill("nsk_000000000000_0")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("key")
    expect(page.get_by_label("API key")).to_be_visible()


@pytest.mark.parametrize(("role", "may_decide"), [("reader", False), ("investigator", True)])
def test_only_who_may_decide_is_offered_to(sign_in: SignIn, role: str, may_decide: bool) -> None:
    page = sign_in(role)
    page.locator("[data-finding]").first.click()
    page.wait_for_url("**/findings/*")
    expect(page.get_by_text("Speaks for")).to_be_visible()
    buttons = page.get_by_role("button", name="Confirm")
    if may_decide:
        expect(buttons).to_have_count(1)
    else:
        expect(buttons).to_have_count(0)


def test_a_view_that_loads_slowly_is_not_called_back(sign_in: SignIn) -> None:
    """The queue keeps the row in focus in its address, a moment after the focus moved: not after its link was followed."""
    page = sign_in("investigator")
    settle(page)

    held: list[Route] = []
    page.route("**/FindingView*.js", lambda route: held.append(route))
    page.locator("[data-finding]").nth(1).click()
    page.wait_for_timeout(1_000)
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_text("Speaks for")).to_be_visible()


def test_enter_right_after_a_step_opens_the_row_that_was_stepped_to(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    settle(page)
    ids = [link.get_attribute("data-finding") for link in page.locator("[data-finding]").all()]
    page.evaluate("""async () => {
        for (const step of [1, 2]) {
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }))
            await null
        }
        document.activeElement.click()
    }""")
    page.wait_for_url(f"**/findings/{ids[1]}*")


def test_signing_out_forgets_the_key(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("API key")).to_be_visible()
    page.reload()
    expect(page.get_by_label("API key")).to_be_visible()


AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def settle(page: Page) -> None:
    """Wait until the view shows what it asked for; the queue's streams stay open, so the network never rests."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_accessible_and_fits(view: str, sign_in: SignIn, served: Served) -> None:
    page = sign_in("investigator", find_addresses(served).of[view])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        settle(page)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: Any = page.evaluate(
            "rules => axe.run(document, { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] })",
            RULES,
        )
        serious = [
            (one["id"], node["html"], node["failureSummary"])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert serious == []
    for width in (1280, 820):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_a_heading_and_a_title_of_its_own(view: str, sign_in: SignIn, served: Served) -> None:
    page = sign_in("reader", find_addresses(served).of[view])
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.title() != "Namesake"
    assert page.title().endswith("· Namesake")


def path_of(page: Page) -> str:
    """The address without its origin and its parameters."""
    return str(page.evaluate("location.pathname"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_from_the_queue_to_a_decision_and_back_by_keys_alone(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    settle(page)
    press(page, "j")
    expect(page.locator("[data-finding]:focus")).to_have_count(1)
    press(page, "Enter")
    expect(page.get_by_text("Speaks for")).to_be_visible()
    settle(page)
    finding = path_of(page).removeprefix("/findings/")
    claim = page.get_by_role("heading", level=1).inner_text()

    press(page, "e")
    page.wait_for_url(re.compile("/network"))
    expect(page.locator("canvas").first).to_be_visible()
    press(page, "f")
    page.go_back()
    page.wait_for_url(f"**/findings/{finding}*")
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(claim)

    press(page, "d")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "1", "Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Dismissed").first).to_be_visible()

    press(page, "g", "q")
    settle(page)
    assert path_of(page) == "/"
    expect(page.locator(f"a[href*='{finding}']")).to_have_count(0)
    press(page, "z")
    expect(page.locator(f"a[href*='{finding}']").first).to_be_visible()


def test_every_key_of_a_view_is_on_the_sheet(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    settle(page)
    press(page, "?")
    sheet = page.get_by_role("dialog")
    for words in ("Go to network", "Search", "Undo the last decision", "Next finding"):
        expect(sheet.get_by_text(words, exact=True)).to_be_visible()
    press(page, "Escape")
    expect(sheet).to_have_count(0)


def test_a_shared_address_shows_the_same(sign_in: SignIn, served: Served, context: BrowserContext) -> None:
    mine = sign_in("investigator")
    settle(mine)
    mine.get_by_role("button", name=re.compile("^Misattributions")).or_(
        mine.get_by_role("link", name=re.compile("^Misattributions"))
    ).first.click()
    settle(mine)
    rows = mine.locator("[data-finding]").all_inner_texts()
    assert "MISATTRIBUTION" in mine.url
    theirs = sign_in("reader", mine.url.removeprefix(served.address))
    settle(theirs)
    assert theirs.locator("[data-finding]").all_inner_texts() == rows


def test_a_shared_network_shows_the_same_nodes(sign_in: SignIn, served: Served) -> None:
    mine = sign_in("investigator", find_addresses(served).of["network"])
    settle(mine)
    mine.get_by_role("button", name=re.compile("^Nodes")).or_(
        mine.get_by_role("tab", name=re.compile("^Nodes"))
    ).click()
    rows = mine.get_by_role("table").first.get_by_role("row")
    expect(rows.nth(1)).to_be_visible()
    nodes = rows.all_inner_texts()
    theirs = sign_in("investigator", mine.url.removeprefix(served.address))
    settle(theirs)
    expect(theirs.get_by_role("table").first.get_by_role("row")).to_have_text(nodes, use_inner_text=True)


def test_a_decision_that_somebody_else_made_meanwhile_is_not_overwritten(sign_in: SignIn, served: Served) -> None:
    address = find_addresses(served).of["finding"]
    first, second = (sign_in(role, address) for role in ("admin", "investigator"))
    settle(first)
    settle(second)
    for page, key in ((first, "u"), (second, "c")):
        press(page, key)
        expect(page.get_by_role("dialog")).to_be_visible()
        press(page, "1", "Control+Enter")
        if page is first:
            expect(page.get_by_role("dialog")).to_have_count(0)
    expect(second.get_by_role("dialog")).to_contain_text("Somebody else was quicker")
    press(second, "Escape")
    press(first, "z")
    expect(first.get_by_text("taken back").first).to_be_visible()


MAX_SCRIPT_BYTES = 300_000


def test_the_first_view_loads_little_script_and_loads_it_once(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    scripts: dict[str, bytes] = {}
    headers: dict[str, str] = {}

    def note(response: Response) -> None:
        if response.request.resource_type == "script":
            scripts[response.url] = response.body()
            headers.update(response.headers)

    page.on("response", note)
    page.reload()
    settle(page)
    assert scripts
    assert sum(len(gzip.compress(script)) for script in scripts.values()) < MAX_SCRIPT_BYTES
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
