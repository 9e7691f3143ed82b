"""Bob is away: a real mail server gets one mail that says so, whoever does the jobs and whatever is killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path
from shutil import copytree
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from e2e.browser import windows_at
from e2e.cast import PASSWORD, Cast
from e2e.cluster import running_cluster
from e2e.post_office import PostOffice, running_post_office, text_of
from e2e.program import Program
from e2e.screens import messages_region
from e2e.server import INHERITED, ROOT, Server, free_port
from e2e.site import Site
from e2e.waiting import eventually
from e2e.workers import MARKING, SECONDS, Celery

ADDRESS = "bob@example.org"
AN_HOUR_PASSES = "from notifications.testing import time_passes; time_passes()"
LEASES_END = """
from ggtalk.clock import database_now
from ggtalk.jobs.models import Job
Job.objects.update(due_at=database_now())
"""


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with running_post_office() as running:
        yield running


def mailing(office: PostOffice, port: int) -> dict[str, str]:
    """The settings of a site that sends mail, and is reached by this port."""
    return {"EMAIL_URL": office.url, "EMAIL_FROM": "Chat <chat@example.org>", "SITE_URL": f"http://127.0.0.1:{port}"}


@pytest.fixture
def server(begun: Path, office: PostOffice, server_with: Callable[..., Server]) -> Server:
    """A server alone that sends mail, started."""
    port = free_port()
    made = server_with(port, **mailing(office, port))
    copytree(begun, made.data_dir)
    made.start()
    return made


@pytest.fixture
def cast(server: Server) -> Iterator[Cast]:
    with ExitStack() as goodbyes:
        yield Cast(Site("127.0.0.1", server.port), goodbyes)


def run(server: Server, *arguments: str) -> str:
    """What a command of the site says."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, **server.settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def leave_unread(office: PostOffice, writer: Program, reader: Program) -> int:
    """Somebody who has chosen mails is away, and has not read what they were told; their conversation."""
    reader.ask("PATCH", "/api/me/", {"email": ADDRESS})
    reader.ask("PATCH", "/api/digest/", {"frequency": "hourly", "time_zone": "Asia/Shanghai", "language": "en"})
    link = link_in(text_of(the_mail(office, SECONDS)), "/api/digest/prove/")
    assert reader.site.request("POST", urlsplit(link).path).status == 200
    office.mails.clear()
    conversation = writer.direct_with(reader)
    writer.connect()
    for text in ("Are you there?", "The key is under the mat"):
        writer.say(conversation, text)
    writer.disconnect()
    return conversation


def the_mail(office: PostOffice, seconds: float = 30) -> EmailMessage:
    """The one mail to Bob, when it has come."""
    (mail,) = eventually(lambda: office.mails_to(ADDRESS), "the mail arrives", seconds)
    return mail


def link_in(text: str, path: str) -> str:
    found = re.search(rf"http://\S+{path}\S*", text)
    assert found is not None, text
    return found[0]


def test_one_mail_leads_to_what_waits_and_one_click_ends_them(
    office: PostOffice, server: Server, cast: Cast, browser: Browser
) -> None:
    conversation = leave_unread(office, cast.alice, cast.bob)
    server.kill()
    run(server, "shell", "--no-imports", "-c", AN_HOUR_PASSES)
    assert run(server, "send_digests") == "1 to be sent\n"
    assert office.mails == [], "whoever would send it was killed"
    server.start()
    mail = the_mail(office)
    text = text_of(mail)
    assert "Alice: 2 unread messages" in text
    assert "mat" not in str(mail)
    run(server, "shell", "--no-imports", "-c", AN_HOUR_PASSES)
    assert run(server, "send_digests") == "0 to be sent\n"

    with windows_at(browser, server.address) as windows:
        page = windows.open_as(cast.bob.account, PASSWORD, link_in(text, "/chats/"))
        expect(messages_region(page).get_by_text("The key is under the mat")).to_be_visible()
        assert page.url.endswith(f"/chats/{conversation}")
        page.goto("/settings/notifications")
        often = page.get_by_label("Mail me about unread messages")
        expect(often).to_have_value("hourly")
        assert (mail["List-Unsubscribe-Post"], mail["Auto-Submitted"]) == (
            "List-Unsubscribe=One-Click",
            "auto-generated",
        )
        path = link_in(mail["List-Unsubscribe"], "/api/").rstrip(">").removeprefix(server.address)
        click = b"List-Unsubscribe=One-Click"
        assert cast.site.request("POST", path, click, kind="application/x-www-form-urlencoded").status == 200
        expect(often).to_have_value("never")
        often.select_option("daily")
        expect(page.get_by_label("Time of the daily mail")).to_have_value("8")

        asking = windows.open(link_in(text, "/api/"))
        asking.get_by_role("button", name="No more mails").click()
        expect(asking.get_by_role("status")).to_contain_text("no more of these mails")
        expect(often).to_have_value("never")
    assert len(office.mails) == 1


def test_killed_before_it_heard_the_mail_servers_yes_it_sends_the_same_mail(
    office: PostOffice, server: Server, cast: Cast
) -> None:
    leave_unread(office, cast.alice, cast.bob)
    office.answers.clear()
    run(server, "shell", "--no-imports", "-c", AN_HOUR_PASSES)
    assert run(server, "send_digests") == "1 to be sent\n"
    first = the_mail(office)
    server.kill()
    office.answers.set()
    run(server, "shell", "--no-imports", "-c", LEASES_END)
    server.start()
    eventually(lambda: len(office.mails) > 1, "it is sent again")
    assert [mail["Message-ID"] for mail in office.mails] == [first["Message-ID"]] * 2
    eventually(lambda: cast.bob.ask("GET", "/api/me/export/")["digest"]["sent_messages"] == 2, "it is noted")
    assert len(office.mails) == 2


def test_of_two_servers_one_looks_and_a_worker_of_celery_sends(office: PostOffice, tmp_path: Path) -> None:
    port = free_port()
    with running_cluster(tmp_path) as cluster:
        cluster.more = mailing(office, port)
        celery = Celery(cluster)
        celery.run("manage.py", "migrate", "--verbosity=0")
        first, *others = [cluster.server(JOBS="celery", DATA_DIR=celery.data_dir) for _ in range(3)]
        try:
            celery.start()
            first.start()
            alice, bob = (Program.sign_in(cluster.site(0), account) for account in ("10000", "10001"))
            leave_unread(office, alice, bob)
            first.kill()
            celery.run("manage.py", "shell", "--no-imports", "-c", AN_HOUR_PASSES)
            for other in others:  # each looks when it starts
                other.start()
            assert "2 unread messages" in text_of(the_mail(office, SECONDS))
            celery.is_done("notifications.send_digest", 1)
            assert celery.run("-m", MARKING, "count", "notifications.look_for_digests") == "1 done"
        finally:
            celery.kill()
    assert len(office.mails) == 1
