"""What customers are called is for their owner alone: modes of files, whatever the umask, and nothing elsewhere."""

import os
import re
import shutil
import stat

from . import traced
from .book import Place, Wrong, is_clean
from .scenarios import CONFIG, sheet

UMASKS = [0o000, 0o022, 0o077]

# Stands in every record; no file outside of the folder of the data may have it.
CANARY = "Kanarienvogel"

# Where SQLite, an editor or a careless program would put a temporary file.
TEMPORARY = ["/tmp", "/var/tmp", "/usr/tmp", "/dev/shm"]

WRITES = ["openat", "open", "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
          "symlinkat", "memfd_create"]


def run(suite):
    made = 0
    for umask in UMASKS:
        made += modes(suite, umask)
    suite.count("files and folders that are made, by umask", f"{made} files under {len(UMASKS)} umasks",
                "all 0600, folders 0700")
    readable(suite)
    nowhere_else(suite)


def commands():
    """Every command that makes a file, or writes much."""
    return [
        ["add", f"{CANARY} AG", "Fleet", "48k", "-d", "3w", "-w", f"{CANARY} <a@b.example>", "--note", CANARY],
        ["log", f"{CANARY} AG", CANARY, "-n", "fri"],
        ["import", "crm.csv", "--skip-bad"],
        ["backup"],
        ["backup", "copy.db"],
        ["restore", "copy.db", "--yes"],
        ["export", "all.jsonl"],
        ["export", "deals.csv"],
        ["import", "all.jsonl"],
        ["list", "--json", "--limit", "0"],
        ["find", CANARY],
        ["due", "--within", "1y", "--limit", "0"],
        ["report"],
        ["history", "--limit", "0"],
        ["letter", "d1", "thanks"],
        ["brief", "d1"],
        ["undo", "--yes"],
        ["redo"],
        ["config", "edit"],
        ["doctor"],
        ["doctor", "--mend"],
        ["person", "forget", "p1", "--yes"],
    ]


def home_of(suite, umask, rows):
    """A place where nobody has named the file: it is in the data folder."""
    place = suite.place("private")
    place.umask = umask
    del place.environment["DEALS_DB"]
    place.environment["EDITOR"] = "sed -i s/^#currency/currency/"
    place.write("crm.csv", sheet(rows, bad=1).replace("Person ", CANARY))
    return place


def data_of(place):
    return place.path("home/.local/share/deals")


def modes(suite, umask):
    place = home_of(suite, umask, 60)
    given = set(os.listdir(place.folder))
    for words in commands():
        result = place.run(*words)
        if result.code not in (0, 5):
            raise Wrong(f"{result}")
        journal(place, umask)
    seen = 0
    for at, folders, names in os.walk(place.folder):
        for name in folders + names:
            path = os.path.join(at, name)
            below = os.path.relpath(path, place.folder)
            # What was there before, and the folders of the home, which others make.
            if below in given or below.startswith("home") and not below.startswith("home/.local/share/deals"):
                continue
            seen += 1
            mode = stat.S_IMODE(os.stat(path).st_mode)
            if mode != (0o700 if name in folders else 0o600):
                raise Wrong(f"under umask {umask:03o} {below} has mode {mode:o}\nlook at {place.folder}")
    is_clean(place)
    shutil.rmtree(place.folder)
    return seen


def journal(place, umask):
    """The journal is there for a moment only: a writer is killed while it is."""
    path = os.path.join(data_of(place), "deals.db")
    log = place.path("strace.log")
    started = place.start(["log", "a1", "never acknowledged"], traced.injecting(log, "unlink", "signal=SIGKILL", 1))
    started.communicate()
    if os.path.exists(log):
        os.remove(log)
    if os.path.exists(path + "-journal"):
        mode = stat.S_IMODE(os.stat(path + "-journal").st_mode)
        if mode != 0o600:
            raise Wrong(f"under umask {umask:03o} the journal has mode {mode:o}")
        place.run("list")


def readable(suite):
    """The doctor tells of whatever others can read."""
    place = suite.place("readable")
    place.ok("add", "Acme")
    place.ok("backup")
    for path, mode in [(place.db, 0o644), (place.folder, 0o755), (place.path("backups"), 0o755)]:
        was = stat.S_IMODE(os.stat(path).st_mode)
        os.chmod(path, mode)
        if not any("others can" in one["what"] for one in is_clean(place)):
            raise Wrong(f"the doctor says nothing of {path} with mode {mode:o}")
        os.chmod(path, was)
    suite.count("what others can read", "3 places", "each named by the doctor")


def nowhere_else(suite):
    """No command writes into any file but those of the data folder and the ones it was asked for."""
    # So many that SQLite would not keep in memory what it sorts or writes anew, were it not told to.
    place = home_of(suite, 0o077, 2000)
    watched = place.path("watched")
    os.mkdir(watched, 0o700)
    place.environment["TMPDIR"] = watched
    before = {folder: set(os.listdir(folder)) for folder in TEMPORARY if os.path.isdir(folder)}
    tried = 0
    for words in commands():
        tried += 1
        log = place.path("strace.log")
        # Each process that it starts, as the editor, has a log of its own.
        place.run(*words, before=["strace", "-ff", "-o", log, "-e", "trace=execve," + ",".join(WRITES)])
        for name in sorted(os.listdir(place.folder)):
            if name.startswith("strace.log"):
                elsewhere(place, place.path(name), words)
                os.remove(place.path(name))
        if os.listdir(watched):
            raise Wrong(f"deals {words} left {os.listdir(watched)} in TMPDIR")
    for folder, names in before.items():
        for name in set(os.listdir(folder)) - names:
            if has_canary(os.path.join(folder, name)) and not name.startswith("faults-"):
                raise Wrong(f"{folder}/{name} has a customer in it")
    shutil.rmtree(place.folder)
    suite.count("writing outside of the data folder", f"{tried} commands, every call that opens or makes a file",
                "none but the files that were named")


def elsewhere(place, log, words):
    """Whether a process made or opened for writing what is neither its data nor named on its command line."""
    with open(log, errors="replace") as lines:
        for line in lines:
            found = re.search(r"\"([^\"]*)\"", line)
            if line.startswith("execve") or not found or " = -1 " in line:
                continue
            if line.startswith("open") and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", line):
                continue
            if line.startswith("mkdir") and (data_of(place) + place.path(CONFIG)).count(os.path.normpath(found[1])):
                # The folders that lead to the data folder.
                continue
            for path in re.findall(r"\"([^\"]*)\"", line):
                path = os.path.normpath(os.path.join(place.folder, path))
                named = (data_of(place), place.path("copy.db"), place.path("crm.csv"),
                         place.path("all.jsonl"), place.path("deals.csv"),
                         os.path.dirname(place.path(CONFIG)))
                if not path.startswith(named) and path not in ("/dev/null", "/dev/tty"):
                    raise Wrong(f"deals {words} writes elsewhere: {line.strip()}")


def has_canary(path):
    try:
        with open(path, "rb") as file:
            return CANARY.encode() in file.read()
    except OSError:
        return False
