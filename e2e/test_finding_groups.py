"""A group gets a number of its maker's choice and is found by it, or by its name, as its join mode allows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from e2e.browser import Windows
from e2e.cast import Cast
from e2e.screens import choose, composer, window_of


def find_groups(page: Page, wanted: str) -> None:
    """Looks for groups on the page to find and add, which is open or gets opened."""
    field = page.get_by_role("searchbox", name="Number or name of a group")
    if field.count() == 0:
        page.get_by_role("button", name="Add", exact=True).click()
        choose(page, "Find and add")
        page.get_by_role("tablist", name="Find and add").get_by_role("tab", name="Groups").click()
    field.fill(wanted)
    field.press("Enter")


def test_a_group_with_a_chosen_number_is_found_by_number_and_name(windows: Windows, cast: Cast) -> None:
    alice, charlie = cast.alice, cast.charlie
    number = 7_000_000 + charlie.id
    hers = window_of(windows, alice, "/contacts")
    hers.get_by_role("button", name="Add", exact=True).click()
    choose(hers, "Create group")
    dialog = hers.get_by_role("dialog", name="Create group")
    dialog.get_by_label("Group name").fill(f"Chess {number} ♞")
    dialog.get_by_label("Group number").fill("123")
    expect(dialog.get_by_text("5 to 10 digits, the first not 0.")).to_be_visible()
    dialog.get_by_label("Group number").fill(str(number))
    dialog.get_by_label("Who may join").select_option(label="By approval")
    dialog.get_by_role("button", name="Create group").click()
    expect(composer(hers)).to_be_visible()

    page = window_of(windows, charlie, "/contacts")
    for wanted in (str(number), f"chess {number}"):
        find_groups(page, wanted)
        found = page.get_by_role("list", name="Groups found").get_by_role("listitem")
        expect(found).to_have_count(1)
        expect(found).to_contain_text(f"Chess {number} ♞")
        expect(found).to_contain_text("By approval")

    hidden = alice.ask("POST", "/api/groups/", {"name": f"Board {number}", "members": []})
    for wanted in (str(hidden["number"]), f"Board {number}"):
        find_groups(page, wanted)
        expect(page.get_by_text("No group found")).to_be_visible()
    find_groups(hers, f"Board {number}")
    hers.get_by_role("button", name=f"Open conversation: Board {number}").click()
    expect(composer(hers)).to_be_visible()


def test_a_number_that_is_taken_is_told_beside_its_field(windows: Windows, cast: Cast) -> None:
    number = 8_000_000 + cast.charlie.id
    cast.charlie.ask("POST", "/api/groups/", {"name": "First", "members": [], "number": number})
    page = window_of(windows, cast.alice, "/contacts")
    page.get_by_role("button", name="Add", exact=True).click()
    choose(page, "Create group")
    dialog = page.get_by_role("dialog", name="Create group")
    dialog.get_by_label("Group name").fill("Second")
    dialog.get_by_label("Group number").fill(str(number))
    dialog.get_by_label("Who may join").select_option(label="Everybody may join")
    dialog.get_by_role("button", name="Create group").click()
    expect(dialog.get_by_text("This number is taken. Try another one.")).to_be_visible()
