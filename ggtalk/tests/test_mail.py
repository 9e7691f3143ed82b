"""EMAIL_URL is read part by part, and a wrong one is told without its password."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from ggtalk.mail import MailServer, mail_server, missing_for_mail, sends_mail


def test_each_scheme_has_its_port_and_its_encryption() -> None:
    assert mail_server("") == MailServer()
    assert mail_server("smtp://localhost") == MailServer("localhost", 25)
    assert mail_server("smtps://post.example.org") == MailServer("post.example.org", 465, is_tls=True)
    told = mail_server("smtp+starttls://chat%40example.org:p%2Fq@post.example.org:2525")
    assert told == MailServer("post.example.org", 2525, "chat@example.org", "p/q", starts_tls=True)


@pytest.mark.parametrize(
    "url", ["smtp://", "smtp://u:secret@h:port", "smtp://u:secret@h/path", "smtp://u:secret@h?x=1", "http://u:secret@h"]
)
def test_a_wrong_one_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as told:
        mail_server(url)
    assert "secret" not in str(told.value)


def test_mail_is_sent_where_all_is_said_that_it_needs(settings: Settings) -> None:
    settings.EMAIL_URL, settings.EMAIL_FROM, settings.SITE_URL = "smtp://h", "a@example.org", ""
    assert missing_for_mail() == ["SITE_URL"]
    assert not sends_mail()
    settings.SITE_URL = "https://chat.example.org"
    assert sends_mail()
