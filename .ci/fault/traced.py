"""What a command asks of the system, by strace."""

import os
import re

# Each as strace names it; what a machine does not know, strace is asked to ignore.
CHANGING = [
    "pwrite64", "write", "writev", "fsync", "fdatasync", "ftruncate", "fallocate", "rename", "renameat", "renameat2",
    "unlink", "unlinkat", "link", "linkat", "openat", "mkdir", "mkdirat", "fchmod", "fchown", "chmod",
    "copy_file_range", "sendfile",
]
LINE = re.compile(r"^(?P<call>\w+)\((?P<rest>.*?)\)\s+= (?P<gave>-?\d+|\?)(?P<what>.*)$")
NAMED = re.compile(r"\"(?P<path>[^\"]*)\"")
OPENED = re.compile(r"^(?P<number>\d+)<(?P<path>[^>]*)>")


class Call:
    """One call: its name, which one of that name it was (from 1), and the file it is about."""

    def __init__(self, name, place, path, is_made, text):
        self.name, self.place, self.path, self.is_made, self.text = name, place, path, is_made, text

    @property
    def is_output(self):
        return self.name in ("write", "writev") and self.text.startswith((f"{self.name}(1", f"{self.name}(2"))


def trace(place, words, names=CHANGING):
    """The calls of a run, in their order."""
    log = place.path("strace.log")
    result = place.run(*words, before=["strace", "-y", "-s", "40", "-o", log, "-e", "trace=" + ",".join(names)])
    calls = read(log)
    os.remove(log)
    return result, calls


def read(log):
    calls, counted = [], {}
    with open(log, errors="replace") as lines:
        for line in lines:
            found = LINE.match(line.rstrip("\n"))
            if not found:
                continue
            name, rest = found["call"], found["rest"]
            counted[name] = counted.get(name, 0) + 1
            opened = OPENED.match(rest)
            named = NAMED.search(rest)
            # The path of what is open; else the last name, which is the one that is made.
            path = opened["path"] if opened else named["path"] if named else ""
            calls.append(Call(name, counted[name], path, "O_CREAT" in rest, line.strip()))
    return calls


def injecting(log, name, fault, place):
    """What stands before a command whose n-th call of that name is to go wrong."""
    return ["strace", "-o", log, "-e", f"trace={name}", "-e", f"inject={name}:{fault}:when={place}"]


def was_injected(log):
    """The call that went wrong; none where the command ended before."""
    with open(log, errors="replace") as lines:
        return next((line.strip() for line in lines if "(INJECTED)" in line), None)
