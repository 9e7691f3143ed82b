"""What chat has done later."""

from ggtalk.jobs.kinds import Work, work


@work("chat.burn")
class Burn(Work, frozen=True):
    """Let a message that was opened burn."""

    message: int


@work("chat.preview_link")
class PreviewLink(Work, frozen=True):
    """Make the preview of the first link in a message, as its text is then."""

    message: int
