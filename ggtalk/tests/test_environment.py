"""Settings that are not understood fail loudly and name the variable."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ggtalk import environment
from ggtalk.databases import DRIVERS, database_settings
from ggtalk.secret import kept_secret


def test_a_flag_takes_the_usual_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for word, meaning in {"on": True, "YES": True, "1": True, "off": False, "False": False, "": True}.items():
        monkeypatch.setenv("FLAG", word)
        assert environment.flag("FLAG", default=True) is meaning


@pytest.mark.parametrize("value", ["maybe", "2", "onn"])
def test_an_unknown_flag_names_the_variable(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("FLAG", value)
    with pytest.raises(ImproperlyConfigured, match="FLAG"):
        environment.flag("FLAG", default=True)


@pytest.mark.parametrize("value", ["0", "11", "ten", "1.5"])
def test_a_number_out_of_range_names_the_variable(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("COUNT", value)
    with pytest.raises(ImproperlyConfigured, match="COUNT.*1 to 10"):
        environment.number("COUNT", 5, least=1, most=10)


def test_an_address_of_another_kind_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS", "http://:secret@host")
    with pytest.raises(ImproperlyConfigured, match="REDIS.*redis://") as told:
        environment.address("REDIS", ["redis", "unix"])
    assert "secret" not in str(told.value)
    monkeypatch.setenv("REDIS", "unix:///run/redis.sock")
    assert environment.address("REDIS", ["redis", "unix"]) == "unix:///run/redis.sock"


@pytest.mark.parametrize(
    "value", ["chat.example.org", "https://", "ftp://host", "https://a/chat", "https://u:p@a", "http://a:x"]
)
def test_a_site_is_an_origin_and_nothing_more(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE", "https://chat.example.org:8443/")
    assert environment.site("SITE") == "https://chat.example.org:8443"
    monkeypatch.setenv("SITE", value)
    with pytest.raises(ImproperlyConfigured, match="SITE.*https://chat.example.org"):
        environment.site("SITE")


def test_a_mailbox_is_an_address_with_or_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in ("chat@example.org", "Our Chat <chat@example.org>", ""):
        monkeypatch.setenv("FROM", value)
        assert environment.mailbox("FROM") == value
    for value in ("chat", "Chat <chat>", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"):
        monkeypatch.setenv("FROM", value)
        with pytest.raises(ImproperlyConfigured, match="FROM"):
            environment.mailbox("FROM")


def test_an_unknown_time_zone_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIME_ZONE", "Mars")
    with pytest.raises(ImproperlyConfigured, match="TIME_ZONE"):
        environment.time_zone("TIME_ZONE", "UTC")


def test_origins_are_told_as_browsers_tell_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINS", "https://Push.Example.org:443, http://10.0.0.5:8080,https://push.inside")
    assert environment.origins("ORIGINS") == ["https://push.example.org", "http://10.0.0.5:8080", "https://push.inside"]
    for value in (
        "push.example.org",
        "https://push.example.org/",
        "https://a@b",
        "ftp://push.example.org",
        "https://x:0",
    ):
        monkeypatch.setenv("ORIGINS", value)
        with pytest.raises(ImproperlyConfigured, match="ORIGINS.*https://host:8443"):
            environment.origins("ORIGINS")
    monkeypatch.delenv("ORIGINS")
    assert environment.origins("ORIGINS") == []


def test_a_key_that_is_none_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "k" * 43)
    assert environment.elliptic_key("KEY") == "k" * 43
    for value in ("secret", "k" * 44, "k" * 42 + "="):
        monkeypatch.setenv("KEY", value)
        with pytest.raises(ImproperlyConfigured, match="KEY") as told:
            environment.elliptic_key("KEY")
        assert value not in str(told.value)


def test_networks_may_be_single_addresses_and_must_be_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWORKS", "203.0.113.0/24, 168.63.129.16,2001:db8::/48")
    told = [str(network) for network in environment.networks("NETWORKS")]
    assert told == ["203.0.113.0/24", "168.63.129.16/32", "2001:db8::/48"]
    for value in ("203.0.113.1/24", "example.org", "10.0.0.0/33"):
        monkeypatch.setenv("NETWORKS", value)
        with pytest.raises(ImproperlyConfigured, match="NETWORKS.*203.0.113.0/24"):
            environment.networks("NETWORKS")
    monkeypatch.delenv("NETWORKS")
    assert environment.networks("NETWORKS") == ()


def test_an_unknown_choice_lists_the_allowed_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGISTRATION", "sometimes")
    with pytest.raises(ImproperlyConfigured, match="open, closed"):
        environment.choice("REGISTRATION", ["open", "closed"])


@pytest.mark.parametrize("scheme", ["mysql", "mssql", "postgresql"])
def test_a_missing_driver_is_told_with_the_way_to_get_it(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DRIVERS, scheme, "no_such_driver")
    told_to = rf"^DATABASE_URL.*pip install -r requirements-{scheme}\.txt"
    with pytest.raises(ImproperlyConfigured, match=told_to) as told:
        database_settings(f"{scheme}://gg@db/chat", Path("/data"))
    assert "\n" not in str(told.value)
    assert (Path(settings.BASE_DIR) / f"requirements-{scheme}.txt").is_file()


def test_a_database_url_is_read_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DRIVERS, "mysql", "sys")
    found = database_settings("mysql://gg:p%40ss@db.local:3307/chat", Path("/data"))
    assert (found["ENGINE"], found["NAME"], found["USER"]) == ("django.db.backends.mysql", "chat", "gg")
    assert (found["PASSWORD"], found["HOST"], found["PORT"]) == ("p@ss", "db.local", "3307")


@pytest.mark.parametrize(
    "url", ["oracle://db/x", "mysql://db", "nonsense", "mysql://u:secret@/x", "mysql://h:port/x", "sqlite:///"]
)
def test_a_wrong_database_url_is_told_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as told:
        database_settings(url, Path("/data"))
    assert "secret" not in str(told.value)


def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret_key"
    assert kept_secret(path) == kept_secret(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept_secret(None) != kept_secret(None)
    assert (
        kept_secret(tmp_path / "other", lambda: "first") == kept_secret(tmp_path / "other", lambda: "later") == "first"
    )


def test_a_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="DATA_DIR"):
        kept_secret(tmp_path / "file" / "secret_key")
