"""What can go wrong while getting ready, said in one sentence that ends with what to do."""

import errno
import shutil
from pathlib import Path

NETWORK_SIGNS = (
    "NewConnectionError",
    "NameResolutionError",
    "Failed to establish a new connection",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "CERTIFICATE_VERIFY_FAILED",
    "Temporary failure in name resolution",
    "Temporary failure resolving",
    "Could not connect to",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
)
DISK_FULL_SIGNS = ("No space left on device", "ENOSPC", "Disk quota exceeded")
LITTLE_FREE_BYTES = 10 * 1024 * 1024
READ_ONLY_SIGNS = ("Read-only file system", "EROFS", "Permission denied", "EACCES")


class Problem(Exception):
    """Shown to the person as it stands: what happened and what to do. `details` is a tool's own output, if it helps."""

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.details = details


def problem_with_tool(doing: str, output: str, source: str, folder: Path) -> Problem:
    """The sentence for a tool that failed in `folder` while `doing` something with `source`, a registry."""
    # Not every tool passes on why its own child failed.
    if _holds_any(output, DISK_FULL_SIGNS) or shutil.disk_usage(folder).free < LITTLE_FREE_BYTES:
        return Problem(f"The disk is full ({doing}): free about 1 GB and run the same command again.")
    if _holds_any(output, READ_ONLY_SIGNS):
        return Problem(f"This folder can't be written to ({doing}): make it writable or clone into your own folder.")
    if _holds_any(output, NETWORK_SIGNS):
        return Problem(
            f"{source} could not be reached ({doing}): check the network or the proxy and run the same command again."
        )
    last_lines = "\n".join(output.strip().splitlines()[-15:])
    return Problem(f"{doing} failed; the last lines below say why.", details=last_lines)


def problem_with_file(error: OSError) -> Problem:
    """The sentence for an operating system's refusal while this program itself reads or writes files."""
    where = error.filename or "This folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem("The disk is full: free about 1 GB and run the same command again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Problem(f"{where} can't be written to: make it writable or clone GGTalk into a folder of your own.")
    return Problem(f"{where}: {error.strerror or error}. Put that right and run the same command again.")


def _holds_any(text: str, signs: tuple[str, ...]) -> bool:
    return any(sign in text for sign in signs)
