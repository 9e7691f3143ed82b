"""With the operator's keys nobody reads in the database or the storage what Alice said, and all works as before."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import connection, models
from pytest_django import Settings

from accounts.models import User
from accounts.testing import MakeApi, database_bytes
from chat.actions import Wording, edit_message
from chat.actions.own_state import OwnChanges, change_own_state
from chat.models import Message, Participant
from chat.search import catch_up
from chat.testing import say, sent, shown, stored
from files.models import Content
from files.testing import picture, recorded
from ggtalk.jobs.queue import perform_due
from ggtalk.realtime.models import StoredEvent
from ggtalk.sealing.keys import name_of, new_key
from ggtalk.sealing.texts import SealedTextField

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = new_key(), new_key()
SECRETS = ("attack at dawn", "regroup at noon", "unsent thoughts", "拂晓进攻")


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """A folder as storage."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    return tmp_path


@pytest.fixture
def keyed(settings: Settings) -> None:
    settings.MESSAGE_KEYS = (OLD,)


class Place(NamedTuple):
    """Where Alice says what Bob may read, and where it is kept."""

    api: MakeApi
    alice: User
    bob: User
    direct: int
    media: Path


@pytest.fixture
def place(api: MakeApi, alice: User, bob: User, direct: int, media: Path) -> Place:
    return Place(api, alice, bob, direct, media)


def talk(place: Place) -> list[int]:
    """Alice says something in every way that keeps words; returns the ids of the messages."""
    api, alice, _, direct, _ = place
    first = stored(sent(alice, direct, SECRETS[0]))
    edit_message(alice.id, first.id, Wording(text=SECRETS[1]))
    change_own_state(alice.id, direct, OwnChanges(draft=SECRETS[2]))
    upload = api(alice).raw("post", "files/", picture("PNG", (1700, 60)), "image/png").body["id"]
    second = stored(shown(alice, direct, [upload], SECRETS[3]))
    perform_due()
    catch_up()
    return [first.id, second.id]


def everything_kept(media: Path) -> bytes:
    """All bytes of the database and of the storage."""
    return database_bytes() + b"".join(file.read_bytes() for file in media.rglob("*") if file.is_file())


def found_in(kept: bytes) -> list[str]:
    """Which of the secrets, or what is told of a picture, can be read there.

    All of them too long to be met by chance: what is sealed is random letters, and four of those are found soon.
    """
    return [secret for secret in (*SECRETS, "PNG\r\n", "WEBPVP8") if secret.encode() in kept]


def grams_kept() -> int:
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM chat_search_docsize")
        (count,) = cursor.fetchone()
    return int(count)


def assert_all_is_read(place: Place, ids: list[int]) -> None:
    api, alice, bob, direct, _ = place
    page = api(bob).get(f"conversations/{direct}/messages/").body["messages"]
    assert [message["body"]["text"] for message in page] == [SECRETS[1], SECRETS[3]]
    versions = api(bob).get(f"messages/{ids[0]}/versions/").body["versions"]
    assert [version["body"]["text"] for version in versions] == [SECRETS[0], SECRETS[1]]
    assert Participant.objects.get(user=alice, conversation=direct).draft == SECRETS[2]
    events = StoredEvent.objects.filter(stream_id=f"u{alice.id}", type="conversation.changed")
    assert SECRETS[2] in events.order_by("seq").values_list("payload", flat=True)[0]
    file = page[1]["body"]["images"][0]["id"]
    for size in ("original", "small", "large"):
        answer: Any = api(bob).client.get(
            f"/api/files/{file}/?size={size}", HTTP_AUTHORIZATION=f"Bearer {api(bob).token}"
        )
        content = b"".join(answer.streaming_content)
        assert int(answer["Content-Length"]) == len(content)
        assert content[:4] in (b"\x89PNG", b"RIFF")


def test_nothing_said_can_be_read_where_it_is_kept(keyed: None, place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        ids = talk(place)
    kept = everything_kept(place.media)
    assert found_in(kept) == []
    assert kept.count(b"GGTalk sealed file 1\n") == 3
    assert grams_kept() == 0
    assert found_in(caplog.text.encode()) == []
    assert_all_is_read(place, ids)


def test_without_keys_it_can_be_read_there(place: Place) -> None:  # else the test above would prove nothing
    ids = talk(place)
    assert len(found_in(everything_kept(place.media))) == len(SECRETS) + 2
    assert_all_is_read(place, ids)


def test_what_was_there_before_is_sealed_rotated_and_opened_again(place: Place, settings: Settings) -> None:
    ids = talk(place)
    for keys in ((OLD,), (NEW, OLD), (NEW,)):
        settings.MESSAGE_KEYS = keys
        call_command("message_keys", "apply", stdout=io.StringIO())
        kept = everything_kept(place.media)
        assert found_in(kept) == []
        assert grams_kept() == 0
        assert (name_of(OLD).encode() in kept) is (keys == (OLD,))
        assert_all_is_read(place, ids)
    settings.MESSAGE_KEYS = ("plain", NEW)
    call_command("message_keys", "apply", stdout=io.StringIO())
    settings.MESSAGE_KEYS = ()
    assert_all_is_read(place, ids)
    catch_up()
    assert len(place.api(place.bob).get("messages/search/", q=SECRETS[3]).body["hits"]) == 1


def test_it_goes_on_where_it_was_ended(
    settings: Settings, alice: User, direct: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ggtalk.sealing.rows.BATCH", 2)
    say(alice, direct, *"abcde")
    settings.MESSAGE_KEYS = (OLD,)
    damaged = Message.objects.order_by("id")[3]
    Message.objects.filter(pk=damaged.pk).update(body=damaged.body)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE chat_message SET body = %s WHERE id = %s", (f"sealed:{name_of(NEW)}:x", damaged.pk))
    with pytest.raises(CommandError, match=f"{name_of(NEW)}.*go on with the same command"):
        call_command("message_keys", "apply", stdout=io.StringIO())
    assert status() == {"chat.message.body": 3, "files": 0}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE chat_message SET body = %s WHERE id = %s", (damaged.body, damaged.pk))
    call_command("message_keys", "apply", stdout=io.StringIO())
    assert status() == {"chat.message.body": 0, "files": 0}
    assert [message.body for message in Message.objects.order_by("id")] == [f'{{"text":"{text}"}}' for text in "abcde"]


def status() -> dict[str, int]:
    out = io.StringIO()
    call_command("message_keys", "status", stdout=out)
    told = [line.removesuffix(" to rewrite").rpartition(": ") for line in out.getvalue().splitlines()[1:]]
    return {what: int(count) for what, _, count in told if what in ("chat.message.body", "files")}


def test_a_missing_key_is_told_and_nothing_is_shown_instead(keyed: None, place: Place, settings: Settings) -> None:
    ids = talk(place)
    api, _, bob, direct, _ = place
    file = api(bob).get(f"conversations/{direct}/messages/").body["messages"][1]["body"]["images"][0]["id"]
    for keys in ((), (NEW,)):
        settings.MESSAGE_KEYS = keys
        for path in (f"conversations/{direct}/messages/", f"messages/{ids[0]}/versions/", f"files/{file}/"):
            answer = api(bob).get(path)
            assert (answer.status, answer.body["code"]) == (503, "sealed"), path
            assert name_of(OLD) in answer.body["detail"]
        with pytest.raises(SystemCheckError, match=name_of(OLD)):
            call_command("check", databases=["default"])
    settings.MESSAGE_KEYS = (OLD, NEW)
    call_command("check", databases=["default"])


def test_a_voice_and_what_was_made_of_it_are_sealed_anew_with_the_first_key(
    media: Path, alice: User, settings: Settings, api: MakeApi
) -> None:
    file = recorded(alice)
    perform_due()
    settings.MESSAGE_KEYS = (NEW,)
    assert status()["files"] == 2
    call_command("message_keys", "apply", stdout=io.StringIO())
    assert status()["files"] == 0
    for sound in ("original", "aac"):
        assert api(alice).get(f"files/{file}/?sound={sound}").status == 200


def test_a_message_sent_again_gets_the_first_ones_answer(keyed: None, alice: User, direct: int) -> None:
    first = stored(sent(alice, direct, "once"))
    said = Message.objects.get(id=first.id)
    assert sent(alice, direct, "once", said.client_id) == first


def test_a_file_that_the_storage_lost_does_not_stop_the_others(
    media: Path, settings: Settings, api: MakeApi, alice: User, direct: int
) -> None:
    for colour in ("#111111", "#222222"):
        api(alice).raw("post", "files/", picture(colour=colour), "image/png")
    lost, kept = Content.objects.order_by("id")
    (media / lost.name).unlink()
    settings.MESSAGE_KEYS = (OLD,)
    told = io.StringIO()
    call_command("message_keys", "apply", stdout=io.StringIO(), stderr=told)
    assert lost.name in told.getvalue()
    assert not (media / kept.name).exists()
    kept.refresh_from_db()
    assert (media / kept.name).read_bytes().startswith(b"GGTalk sealed file 1\n")


def test_searching_goes_back_piece_by_piece(keyed: None, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    api, alice, bob, direct, _ = place
    monkeypatch.setattr("chat.search.finding.CHUNK", 2)
    monkeypatch.setattr("chat.search.finding.MOST_EXAMINED", 4)
    say(alice, direct, "needle", *"abcde")
    page = api(bob).get("messages/search/", q="needle").body
    assert (page["hits"], page["next"] is None) == ([], False)
    (hit,) = api(bob).get("messages/search/", q="needle", after=page["next"]).body["hits"]
    assert hit["message"]["body"]["text"] == "needle"


@pytest.mark.parametrize("keys", [(NEW,), ()])
def test_ranking_by_relevance_goes_back_piece_by_piece_too(
    settings: Settings, place: Place, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MESSAGE_KEYS = keys
    api, alice, bob, direct, _ = place
    monkeypatch.setattr("chat.search.finding.CHUNK", 2)
    monkeypatch.setattr("chat.search.finding.MOST_EXAMINED", 4)
    monkeypatch.setattr("chat.search.finding.MOST_RANKED", 3)
    said = ["a needle among words", "needle", *(f"needles {number}" for number in range(5)), *"abcdefg"]
    say(alice, direct, *said)
    found: list[str] = []
    page: Any = {"next": 0}
    while page["next"] is not None:
        page = api(bob).get("messages/search/", q="needle", order="relevance", limit=2, after=page["next"]).body
        found += [hit["message"]["body"]["text"] for hit in page["hits"]]
    assert sorted(found) == sorted(said[:7])


def test_every_text_that_is_kept_is_sealed_or_known_to_tell_nothing_private() -> None:
    plain = {
        f"{model.__name__}.{field.name}"
        for app in ("accounts", "files", "chat", "groups", "realtime")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.JSONField)
        and not isinstance(field, SealedTextField)
        or isinstance(field, models.CharField)
        and (field.max_length or 0) > 191
    }
    assert plain == {"Message.reactions", "User.switches"}


def test_apply_without_the_setting_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="MESSAGE_KEYS is not set"):
        call_command("message_keys", "apply")


def test_a_new_key_is_one(settings: Settings) -> None:
    out = io.StringIO()
    call_command("message_keys", "new", stdout=out)
    assert len(name_of(out.getvalue().strip())) == 8


def test_the_client_is_told_that_searching_reads_one_by_one(settings: Settings, api: MakeApi, alice: User) -> None:
    assert api(alice).get("messages/limits/").body["encrypted"] is False
    settings.MESSAGE_KEYS = (OLD,)
    assert api(alice).get("messages/limits/").body["encrypted"] is True
