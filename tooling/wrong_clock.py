"""A clock that is wrong, for one process and all it starts; what measures how long something takes stays right."""

import subprocess
from pathlib import Path

from tooling.problems import Problem

SOURCE = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long wrong_by(void) {
    const char *seconds = getenv("WRONG_BY_SECONDS");
    return seconds ? atol(seconds) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int done = real(clock, now);
    if (!done && clock == CLOCK_REALTIME) now->tv_sec += wrong_by();
    return done;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (now) *now = precise.tv_sec;
    return precise.tv_sec;
}
"""


def wrong_clock(seconds: int, folder: Path) -> dict[str, str]:
    """The variables of such a process; what it needs is made in `folder`. Raises Problem without a compiler."""
    library = folder / "wrong_clock.so"
    if not library.exists():
        source = library.with_suffix(".c")
        source.write_text(SOURCE)
        command = ["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Problem("The wrong clock could not be compiled.", details=done.stderr)
    return {"LD_PRELOAD": str(library), "WRONG_BY_SECONDS": str(seconds)}
