"""What a browser keeps so that the page opens without the server."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from e2e.waiting import eventually

ROWS = """async (table) => {
  const { user } = JSON.parse(localStorage.getItem('ggtalk.standing') ?? '{}')
  const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith('ggtalk-'))
  const name = user ? names.find((one) => one === `ggtalk-${user}`) : names[0]
  if (name === undefined) return []
  const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (event) => done(event.target.result) })
  if (!db.objectStoreNames.contains(table)) { db.close(); return [] }
  const rows = await new Promise((done) => {
    db.transaction(table).objectStore(table).getAll().onsuccess = (event) => done(event.target.result)
  })
  db.close()
  return rows
}"""
BUILDS = "async () => (await caches.keys()).filter((name) => name.startsWith('ggtalk-build-'))"
LISTS = ("accounts.kept_me", "accounts.kept_friends", "chat.kept_conversations")
IS_KEPT = """async () => {
  const registration = await navigator.serviceWorker.getRegistration()
  return registration?.active?.state === 'activated' && navigator.serviceWorker.controller !== null
}"""


def rows(page: Page, table: str) -> list[dict[str, Any]]:
    """What this browser keeps in a table of who is signed in, else of the first it knows."""
    found: list[dict[str, Any]] = page.evaluate(ROWS, table)
    return found


def copied(page: Page) -> list[str]:
    """The texts of the local copy."""
    return [row["body"].get("text", "") for row in rows(page, "chat.copies")]


def builds(page: Page) -> list[str]:
    """The builds of the client that this browser holds."""
    found: list[str] = page.evaluate(BUILDS)
    return found


def is_kept(page: Page) -> bool:
    return bool(page.evaluate(IS_KEPT))


def wait_until_kept(page: Page, *texts: str) -> None:
    """The client, the lists and these messages are on the disk: the server may go."""
    eventually(lambda: is_kept(page), "the browser keeps the client", 60)
    eventually(lambda: all(rows(page, table) for table in LISTS), "the lists are kept")
    eventually(lambda: set(texts) <= set(copied(page)), "the messages are kept")


def addresses(page: Page) -> list[str]:
    """The addresses whose answers this browser holds, of all builds."""
    found: list[str] = page.evaluate("""async () => {
      const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
      const requests = (await Promise.all(all.map((cache) => cache.keys()))).flat()
      return requests.map(({ url }) => new URL(url).pathname)
    }""")
    return found
