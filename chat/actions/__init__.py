"""What can happen in conversations. Users are named by id."""

from chat.actions.burning import Opened, burn_for, burn_message, open_message
from chat.actions.changes import Reaction, edit_message, react_to_message, recall_message
from chat.actions.deleting import delete_messages, forget_deletions
from chat.actions.direct import hold_direct_conversation, open_direct_conversation
from chat.actions.favourites import forget_favourites, keep_message, unkeep_message
from chat.actions.forwarding import Forwarding, forward_messages
from chat.actions.group_conversations import (
    add_participants,
    close_group_conversation,
    create_group_conversation,
    remove_participant,
    set_avatar,
    set_title,
)
from chat.actions.marks import Mark, mark_delivered, mark_read
from chat.actions.notices import Notice, post_notice
from chat.actions.own_state import OwnChanges, change_own_state, forget_drafts, hide_conversations
from chat.actions.pictures import drop_pictures
from chat.actions.pins import pin_message, unpin_message
from chat.actions.previews import add_preview, preview_wanted, remove_preview
from chat.actions.pruning import prune_changes
from chat.actions.send import Outgoing, SendReply, send_messages
from chat.actions.shake import send_shake
from chat.actions.stickers import add_sticker, forget_stickers, move_sticker, remove_sticker
from chat.actions.typing import start_typing
from chat.bodies import OutgoingBody, Wording, plain_body

__all__ = [
    "Forwarding",
    "Mark",
    "Notice",
    "Outgoing",
    "OutgoingBody",
    "Opened",
    "OwnChanges",
    "Reaction",
    "SendReply",
    "Wording",
    "add_participants",
    "add_preview",
    "add_sticker",
    "close_group_conversation",
    "burn_for",
    "burn_message",
    "change_own_state",
    "create_group_conversation",
    "delete_messages",
    "drop_pictures",
    "edit_message",
    "forget_deletions",
    "forget_drafts",
    "forget_favourites",
    "forget_stickers",
    "forward_messages",
    "hide_conversations",
    "hold_direct_conversation",
    "keep_message",
    "mark_delivered",
    "mark_read",
    "move_sticker",
    "open_direct_conversation",
    "open_message",
    "pin_message",
    "plain_body",
    "post_notice",
    "preview_wanted",
    "prune_changes",
    "react_to_message",
    "recall_message",
    "remove_participant",
    "remove_preview",
    "remove_sticker",
    "send_messages",
    "send_shake",
    "set_avatar",
    "set_title",
    "start_typing",
    "unkeep_message",
    "unpin_message",
]
