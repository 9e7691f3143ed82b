"""What chat has done later."""

from ggtalk.jobs.kinds import Work, work


@work("chat.burn")
class Burn(Work, frozen=True):
    """Let a message that was opened burn."""

    message: int


@work("chat.burn_for")
class BurnFor(Work, frozen=True):
    """Take a message of a group that burns out of the sight of one who has opened it."""

    message: int
    user: int


@work("chat.preview_link")
class PreviewLink(Work, frozen=True):
    """Make the preview of the first link in a message, as its text is then."""

    message: int
