"""What files has done later."""

from ggtalk.jobs.kinds import Work, work


@work("files.make_previews")
class MakePreviews(Work, frozen=True):
    """Make the smaller ones of a picture."""

    content: int


@work("files.discard")
class Discard(Work, frozen=True):
    """Take stored bytes away that nothing refers to any more."""

    names: list[str]


@work("files.make_aac")
class MakeAac(Work, frozen=True):
    """Make a voice once more, for browsers that do not play it as it is stored."""

    content: int
