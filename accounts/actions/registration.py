"""Making accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import text, throttle
from accounts.avatars import chosen_avatar
from accounts.models import Invitation, User
from accounts.queries import user_by_account
from accounts.throttle import network_of
from ggtalk.errors import Refused, invalid

LEAST_PASSWORD = 6
MOST_PASSWORD = 128


@dataclass(frozen=True)
class Registration:
    """What somebody says who registers; an empty account asks for the next free number."""

    name: str
    password: str
    account: str = ""
    signature: str = ""
    avatar: str = ""
    invite: str = ""


def register(new: Registration, *, address: str) -> User:
    """Makes an account, if the operator lets this person."""
    if settings.REGISTRATION == "closed":
        raise Refused("registration_closed", "Nobody can register here; ask the operator for an account.", status=403)
    throttle.take(throttle.REGISTRATIONS, network_of(address))
    if settings.REGISTRATION == "invite" and not _invitations(new.invite).exists():
        raise _not_invited()  # first of all: who has no code learns of no account whether it is taken
    user = User(
        account=text.chosen_account(new.account) if new.account.strip() else "",
        name=text.shown_name("name", new.name),
        signature=text.line("signature", new.signature, text.MOST_SIGNATURE),
        avatar=chosen_avatar(new.avatar),
    )
    password = checked_new_password(new.password)
    if user.account and user_by_account(user.account):
        raise _taken()
    user.set_password(password)
    user.account = user.account or User.objects.free_number()
    try:
        with transaction.atomic():
            if settings.REGISTRATION == "invite":
                _use_invitation(new.invite)
            return User.objects.insert(user)
    except IntegrityError:
        raise _taken() from None


def checked_new_password(password: str, field: str = "password") -> str:
    """A password's only rule is its length: rules about signs make people choose worse ones."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise invalid(**{field: f"{LEAST_PASSWORD} to {MOST_PASSWORD} characters."})
    return password


def _taken() -> Refused:
    return invalid(account="This account is taken; choose another one.")


def _not_invited() -> Refused:
    return invalid(invite="This invitation is not valid or was used already.")


def _invitations(code: str) -> QuerySet[Invitation]:
    """The invitation with this code, if it can be used now."""
    usable = Invitation.objects.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), uses__lt=F("most_uses"))
    return usable.filter(code=code.strip()).exclude(code="")


def _use_invitation(code: str) -> None:
    if not _invitations(code).update(uses=F("uses") + 1):
        raise _not_invited()
