"""What can happen in accounts. Users are named by id; every action checks, changes and publishes in one transaction."""

from accounts.actions.blocks import block_user, unblock_user
from accounts.actions.deletion import delete_account, delete_own_account, register_holding, register_leaving
from accounts.actions.devices import (
    NewDevice,
    add_device,
    close_signed_out,
    forget_expired_sessions,
    note_seen,
    remove_device,
    remove_devices,
)
from accounts.actions.friend_groups import change_friend_group, create_friend_group, delete_friend_group
from accounts.actions.friend_requests import accept_request, refuse_request, request_friend, see_requests
from accounts.actions.friends import change_friend, end_friendships, make_friends, remove_friend
from accounts.actions.locks import register_parting
from accounts.actions.passwords import change_password, freeze_user, reset_password, unfreeze_user
from accounts.actions.presence import note_movements, register_watching, set_presence, tell_watching
from accounts.actions.processes import running_processes
from accounts.actions.profile import ProfileChanges, change_profile, upload_avatar
from accounts.actions.registration import Registration, checked_new_password, register
from accounts.actions.sign_in import verified_user
from accounts.actions.site import tell_arrived_operators, tell_operators
from accounts.actions.stale import forget_stale_connections, presences_now
from accounts.actions.tryout import create_tryout_accounts

__all__ = [
    "NewDevice",
    "ProfileChanges",
    "Registration",
    "accept_request",
    "add_device",
    "block_user",
    "change_friend",
    "change_friend_group",
    "change_password",
    "change_profile",
    "checked_new_password",
    "close_signed_out",
    "create_friend_group",
    "create_tryout_accounts",
    "delete_account",
    "delete_friend_group",
    "delete_own_account",
    "end_friendships",
    "forget_expired_sessions",
    "forget_stale_connections",
    "freeze_user",
    "make_friends",
    "note_movements",
    "note_seen",
    "presences_now",
    "refuse_request",
    "register",
    "register_holding",
    "register_leaving",
    "register_parting",
    "register_watching",
    "remove_device",
    "remove_devices",
    "remove_friend",
    "request_friend",
    "reset_password",
    "running_processes",
    "see_requests",
    "set_presence",
    "tell_arrived_operators",
    "tell_operators",
    "tell_watching",
    "unblock_user",
    "unfreeze_user",
    "upload_avatar",
    "verified_user",
]
