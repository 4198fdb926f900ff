"""Each system call that writes, syncs, renames, truncates or unlinks fails in turn: disk full, I/O error, interrupted.

The first call of a kind fails, then the second, until the command has no further one. The command is done all the same,
or it says what went wrong and has changed nothing.
"""

import os
import random

from . import traced
from .book import Wrong, is_clean, plainly_refused
from .scenarios import CONFIG, scenarios

FAULTS = ["ENOSPC", "EIO", "EINTR"]

# In the short form each command has this many faults, taken at random from all there are.
SHORT = 8


def run(suite):
    number = random.Random(suite.seed)
    for scenario in scenarios(suite, small=True):
        place = scenario.prepare(scenario.template.copy_to(f"{scenario.template.folder}-{scenario.name}-calls"))
        _, calls = traced.trace(place, scenario.words)
        wanted = [call for call in calls if is_ours(call)]
        tries = [(call.name, call.place, fault) for call in wanted for fault in faults_of(call)]
        if not suite.long:
            tries = number.sample(tries, min(SHORT, len(tries)))
        ended = {"refused": 0, "done": 0, "unheard": 0}
        for name, at, fault in tries:
            with suite.round(scenario.template, f"{fault} from {name} number {at} of {scenario.name}") as place:
                scenario.prepare(place)
                ended[one(place, scenario, name, at, fault)] += 1
        suite.count(
            f"a failing system call of `{scenario.name}`", f"{len(tries)} calls",
            f"{ended['refused']} refused and nothing changed, {ended['done']} done all the same, "
            f"{ended['unheard']} done and the answer lost",
        )


def is_ours(call):
    """Whether the call is one of the program's own work, not of its being loaded."""
    if call.name == "openat":
        return "/faults-" in call.path and "O_RDONLY" not in call.text
    return True


def faults_of(call):
    if call.is_output:
        return [*FAULTS, "EPIPE"]
    if call.name in ("openat", "mkdir", "mkdirat", "link", "linkat"):
        return [*FAULTS, "EACCES"]
    return FAULTS


def one(place, scenario, name, at, fault):
    log = place.path("strace.log")
    result = place.run(*scenario.words, before=traced.injecting(log, name, f"error={fault}", at))
    failed = traced.was_injected(log)
    os.remove(log)
    if failed is None:
        raise Wrong("strace injected nothing: the calls are not the same from run to run")
    if failed.startswith(("write(1,", "write(2,")):
        return answer_lost(place, scenario, result, fault, stream=int(failed[6]))
    if result.code not in (0, scenario.code):
        plainly_refused(result)
    look_at(place, scenario, result)
    return "done" if result.code == scenario.code else "refused"


def answer_lost(place, scenario, result, fault, stream):
    """What cannot be printed is not undone: the book has it, and the exit code says that the answer is not whole."""
    expected = (scenario.code,) if fault in ("EPIPE", "EINTR") else (scenario.code, 1)
    if result.code not in expected:
        raise Wrong(f"should have ended with one of {expected}: {result}")
    # A migration is nothing that was typed.
    typed = scenario.writes and scenario.name != "migrate"
    if result.code == 1 and typed and "on record" not in result.err and stream == 1:
        raise Wrong(f"does not say that it is on record: {result}")
    is_clean(place)
    scenario.judge(place, acknowledged=True)
    return "unheard"


def look_at(place, scenario, result):
    if scenario.code == 2 and result.code == 2 and "left as you typed it" in result.err:
        # There was no room to put it aside: what was typed counts more than a configuration that can be read.
        if b"curency" not in place.read(CONFIG):
            raise Wrong(f"what was typed is gone: {result}")
        return
    is_clean(place)
    is_done = result.code == scenario.code
    where = scenario.judge(place, is_done)
    if not is_done and where == "after":
        raise Wrong(f"it says that it failed, and has done it: {result}")
    place.ok("add", "Next One", "Desk", "5k", "-q")
    is_clean(place)
