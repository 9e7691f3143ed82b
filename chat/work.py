"""What chat has done later."""

from ggtalk.jobs.kinds import Work, work


@work("chat.burn")
class Burn(Work, frozen=True):
    """Let a message that was opened burn."""

    message: int
