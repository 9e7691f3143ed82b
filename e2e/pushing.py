"""A browser of the journeys that is told while its pages are closed: what its maker's service would do, done for it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Worker

from e2e.push_service import PushService, SubscribedBrowser
from e2e.waiting import eventually

SUBSCRIBE = """async ([address, body]) => {
  const token = /csrftoken=([^;]*)/.exec(document.cookie)[1]
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token }
  return (await fetch(address, { method: 'PUT', headers, body: JSON.stringify(body) })).status
}"""
SHOWN = """async () => (await self.registration.getNotifications())
  .map(({ title, body, tag, data }) => ({ title, body, tag, path: data.path }))"""
CLICK = """async (tag) => {
  const [notification] = await self.registration.getNotifications({ tag })
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
}"""


class ToldBrowser:
    """A signed-in browser with its worker. No service of a browser's maker knows it: `service` stands for that."""

    def __init__(self, page: Page, service: PushService) -> None:
        self.context: BrowserContext = page.context
        self.service = service
        self.context.grant_permissions(["notifications"])
        page.evaluate("async () => { await navigator.serviceWorker.ready }")
        self.origin = page.url.split("/chats")[0].rstrip("/")
        self.keys: SubscribedBrowser = service.subscribed()
        assert page.evaluate(SUBSCRIBE, ["/api/notifications/push/", self.keys.subscription()]) == 200
        self._delivered = 0

    def deliver(self, page: Page) -> dict[str, Any]:
        """Waits for the next message to come to the service, and hands it to the worker as the browser would."""
        told = eventually(lambda: self.service.shown(self.keys)[self._delivered :], "the service was told")[0]
        self._delivered += 1
        line: CDPSession = self.context.new_cdp_session(page)
        registrations: list[dict[str, Any]] = []
        line.on("ServiceWorker.workerRegistrationUpdated", lambda event: registrations.extend(event["registrations"]))
        line.send("ServiceWorker.enable")
        ours = eventually(lambda: page.evaluate("1") and registrations, "it is registered")[-1]
        delivery = {"origin": self.origin, "registrationId": ours["registrationId"], "data": json.dumps(told)}
        line.send("ServiceWorker.deliverPushMessage", delivery)
        return told

    @property
    def worker(self) -> Worker:
        return self.context.service_workers[-1]

    def shown(self) -> list[dict[str, Any]]:
        """The notifications that stand there."""
        found: list[dict[str, Any]] = self.worker.evaluate(SHOWN)
        return found

    def click(self, tag: str) -> None:
        """As the person does, but for the leave to open windows, which only a real click gives."""
        self.worker.evaluate(CLICK, tag)
