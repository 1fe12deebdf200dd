"""An investigator's morning, by keys alone: queue, finding, network, decision, queue; and what a colleague sees who opens the same address."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.page.conftest import Served, SignIn
from tests.e2e.page.test_every_view import settle
from tests.e2e.page.views import find_addresses


def path_of(page: Page) -> str:
    """The address without its origin and its parameters."""
    return str(page.evaluate("location.pathname"))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_from_the_queue_to_a_decision_and_back_by_keys_alone(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    settle(page)
    press(page, "j", "Enter")
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
