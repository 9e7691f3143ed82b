"""What goes wrong while somebody is in: no network, nothing sent, no camera, no session."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from e2e.gallery.composing import LINE
from e2e.gallery.entry import CAMERA
from e2e.gallery.hands import Act, Screen, seen, shows, steps
from e2e.gallery.scene import Scene
from e2e.screens import cut_off

NO_CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
}"""
ENTRY = "JSON.stringify({ remember: true, automatic: %s, presence: 'online' })"


def say(text: str) -> Act:
    def act(page: Page) -> None:
        seen(page.locator(LINE)).fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("article").last).to_contain_text(text)

    return act


def lose_network(page: Page) -> None:
    cut_off(page)
    shows(".banner.warn")(page)


def forbid_camera(page: Page) -> None:
    page.evaluate(NO_CAMERA)
    CAMERA(page)
    shows("[role=dialog] .empty h2")(page)


def ask_before_going_in(page: Page) -> None:
    """Opens the browser anew, without signing in automatically."""
    page.evaluate(f"localStorage.setItem('ggtalk.entry', {ENTRY % 'false'})")
    page.context.clear_cookies(name="ggtalk_inside")
    page.reload()
    shows("form .who")(page)


def sign_out_elsewhere(scene: Scene) -> Act:
    def act(page: Page) -> None:
        page.evaluate(f"localStorage.setItem('ggtalk.entry', {ENTRY % 'true'})")
        page.goto("/chats")
        expect(page.locator("[data-connection=live]")).to_be_attached()
        page.wait_for_load_state("networkidle")
        for device in scene.alice.ask("GET", "/api/me/devices/"):
            if device["kind"] == "browser":
                scene.alice.ask("DELETE", f"/api/me/devices/{device['id']}/")
        shows("main .banner.warn")(page)

    return act


def screens(scene: Scene) -> Sequence[Screen]:
    direct, refusal = f"/chats/{scene.direct}", shows("article [role=alert]")
    return (
        Screen("trouble-refused", f"/chats/{scene.refused}", "article", steps(say("One more try"), refusal)),
        Screen("trouble-camera", "/settings/account", "main form", forbid_camera),
        Screen("trouble-offline", direct, "article", steps(lose_network, say("Written on a train 🚆"))),
        Screen("continue", "/chats", "[data-conversation]", ask_before_going_in),
        Screen("signed-out", "/sign-in", "form", sign_out_elsewhere(scene)),
    )
