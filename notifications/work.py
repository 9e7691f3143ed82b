"""What notifications has done later."""

from datetime import datetime

from ggtalk.jobs.kinds import Work, work


@work("notifications.look_for_digests")
class LookForDigests(Work, frozen=True):
    """Note a mail for everybody whose time has come and for whom something waits."""


@work("notifications.send_proof")
class SendProof(Work, frozen=True):
    """Ask whoever reads this address whether this person may be mailed there."""

    user: int
    address: str


@work("notifications.send_digest")
class SendDigest(Work, frozen=True):
    """Mail one person what waits for them, of what was said until a moment."""

    user: int
    until: datetime


@work("notifications.push_room")
class PushRoom(Work, frozen=True):
    """Tell a browser what waits in a conversation, if something still does."""

    subscription: int
    conversation: int
