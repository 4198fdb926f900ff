"""SIGKILL at any moment of a command that writes: it is there whole, or not at all.

A third of the moments is taken from the clock, spread over the life of the command. The others are system calls: any of
those it makes, each kind as often as another, and those from its first sync on, so that the middle of the commit is hit
as often as the long beginning.
"""

import os
import random
import signal
import subprocess
import time

from . import traced
from .book import Wrong, is_clean
from .scenarios import scenarios

KILLED = ["first", "add", "log", "import", "undo", "redo", "migrate", "restore", "import of all"]

# What is tried: rounds in all.
SHORT, LONG = 36, 504


def run(suite):
    number = random.Random(suite.seed)
    chosen = [one for one in scenarios(suite, small=False) if one.name in KILLED]
    rounds = (LONG if suite.long else SHORT) // len(chosen)
    for scenario in chosen:
        result, calls = traced.trace(*fresh(suite, scenario), names=traced.CHANGING + ["fcntl", "pread64", "close"])
        # From the first thing that it does to a file of ours on: before that it has only been loaded.
        ours = [call for call in calls if "/faults-" in call.path] or calls
        names = sorted({call.name for call in ours})
        by_name = {name: [call for call in ours if call.name == name] for name in names}
        first = next(at for at, call in enumerate(ours) if call.name in ("fsync", "fdatasync"))
        committing = ours[first:]
        ended = {"before the commit": 0, "after the commit": 0, "ran to its end": 0, "in the middle": 0}
        for at in range(rounds):
            with suite.round(scenario.template, f"SIGKILL of {scenario.name}, round {at}") as place:
                scenario.prepare(place)
                if at % 3 == 0:
                    # Spread over its life, and a little beyond.
                    wait = scenario.seconds * 1.1 * (at + number.random()) / rounds
                    how = f"after {wait * 1000:.1f} ms"
                    code, out = kill_after(place, scenario, wait)
                else:
                    call = number.choice(by_name[number.choice(names)] if at % 3 == 1 else committing)
                    how = f"at {call.name} number {call.place}"
                    code, out = kill_at_call(place, scenario, call)
                if code not in (0, -signal.SIGKILL):
                    raise Wrong(f"{how}: ended with {code}: {out}")
                was_open = os.path.exists(place.db + "-journal")
                try:
                    where = look_at(place, scenario, code == 0)
                except Wrong as wrong:
                    raise Wrong(f"{how}: {wrong}") from None
                ended["in the middle"] += was_open
                ended["ran to its end" if code == 0 else f"{where} the commit"] += 1
        suite.count(
            f"SIGKILL of `{scenario.name}`", f"{rounds} moments",
            f"{ended['before the commit']} before the commit, of these {ended['in the middle']} with an open journal, "
            f"{ended['after the commit']} after it, {ended['ran to its end']} had ended",
        )


def fresh(suite, scenario):
    place = scenario.prepare(scenario.template.copy_to(f"{scenario.template.folder}-{scenario.name}-traced"))
    return place, scenario.words


def kill_after(place, scenario, wait):
    started = place.start(scenario.words)
    time.sleep(wait)
    started.kill()
    out, err = started.communicate()
    return started.returncode, out + err


def kill_at_call(place, scenario, call):
    log = place.path("strace.log")
    before = traced.injecting(log, call.name, "signal=SIGKILL", call.place)
    started = place.start(scenario.words, before)
    out, err = started.communicate(timeout=60)
    os.remove(log)
    return started.returncode, out + err


def look_at(place, scenario, acknowledged):
    """The next commands find the file well, and in one of the two states."""
    is_clean(place)
    where = scenario.judge(place, acknowledged)
    # Whoever comes next reads it, and writes into it.
    listed = place.ok("list", "--json")
    if scenario.before is not None and listed.json() == []:
        raise Wrong("nothing is listed any more")
    place.ok("add", "Next One", "Desk", "5k", "-q")
    is_clean(place)
    if os.path.exists(place.db + "-journal"):
        raise Wrong("a journal is left")
    return where
