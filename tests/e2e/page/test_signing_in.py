"""Who may see what: nobody, a wrong key, and a key of each role."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.page.conftest import SignIn


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


def test_signing_out_forgets_the_key(sign_in: SignIn) -> None:
    page = sign_in("investigator")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("API key")).to_be_visible()
    page.reload()
    expect(page.get_by_label("API key")).to_be_visible()
