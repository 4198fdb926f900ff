"""What is no book of ours, or stands where nothing can be written: a clear message, and nothing is touched.

A link, a folder, a device, a pipe, another program's file in the place of the book; a book that is replaced while a
command has it open; a disk that is full and one that cannot be written; a folder of somebody else's.
"""

import ctypes
import itertools
import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import time

from . import traced
from .book import Place, Result, Wrong, content, digest, is_clean, plainly_refused
from .crowd import stuck_reader
from .scenarios import OLD, morning, sheet

READING = [["due"], ["show", "acme"], ["list", "--json"], ["find", "glad"], ["doctor"], ["backup"], ["history"],
           ["export"]]
WRITING = [["add", "Next One", "Desk", "5k"], ["log", "acme", "hello"], ["undo"]]
CLONE_NEWNS = 0x00020000


def run(suite):
    book = morning(suite, "book")
    for name, make, expected in KINDS:
        kind(suite, book, name, make, expected)
    count = len(READING) + len(WRITING)
    suite.count("something else in the place of the file", f"{len(KINDS)} kinds, {count} commands each",
                "each refused with what to do, or treated as no file; nothing was touched")
    linked(suite, book)
    replaced(suite, book)
    under_a_pager(suite, book)
    mounts(suite, book)
    of_somebody_else(suite, book)


def dangling(place):
    os.symlink(place.path("nowhere.db"), place.db)


def to_folder(place):
    os.mkdir(place.path("folder"))
    os.symlink(place.path("folder"), place.db)


def loop(place):
    os.symlink(place.db, place.db)


def listening(place):
    # The path of a socket must be short.
    here = os.getcwd()
    os.chdir(place.folder)
    socket.socket(socket.AF_UNIX).bind("book.db")
    os.chdir(here)


def foreign(place):
    file = sqlite3.connect(place.db)
    file.execute("CREATE TABLE theirs (id)")
    file.commit()
    file.close()


def newer(place):
    place.ok("add", "Acme")
    file = sqlite3.connect(place.db)
    file.execute("PRAGMA user_version = 99")
    file.commit()
    file.close()


def file_for_folder(place):
    place.write("file", "x")
    place.environment["DEALS_DB"] = place.path("file/book.db")


# What it is called, how it is made, and the exit codes with which every command refuses.
KINDS = [
    ("a link to nothing", dangling, {1, 7}),
    ("a link to a folder", to_folder, {1}),
    ("a link to itself", loop, {1}),
    ("a folder", lambda place: os.mkdir(place.db), {1}),
    ("a pipe", lambda place: os.mkfifo(place.db), {1, 7}),
    ("a socket", listening, {1, 7}),
    ("/dev/null", lambda place: os.symlink("/dev/null", place.db), {1, 7}),
    ("/dev/zero", lambda place: os.symlink("/dev/zero", place.db), {1, 7}),
    ("a text", lambda place: place.write("book.db", "Dear Dana,\n" * 500), {7}),
    ("one byte", lambda place: place.write("book.db", "x"), {7}),
    ("a kilobyte of zeros", lambda place: place.write("book.db", bytes(1024)), {7}),
    ("another program's file", foreign, {7}),
    ("a newer program's file", newer, {7}),
    ("no folder", lambda place: place.environment.update(DEALS_DB=place.path("missing/book.db")), {1, 3}),
    ("a file for a folder", file_for_folder, {1, 3}),
]


def kind(suite, book, name, make, expected):
    template = suite.place("kind")
    with suite.round(template, name) as place:
        make(place)
        before = digest(place.folder)
        for words in READING + WRITING:
            result = place.run(*words)
            # Where there is no folder there is no file yet, which is all that the doctor has to say.
            if not (words == ["doctor"] and "no file yet" in result.out):
                plainly_refused(result, expected)
            if digest(place.folder) != before:
                raise Wrong(f"something was touched by {result}")
    if name == KINDS[0][0]:
        # An empty file is as good as none: it is what is left when making one was interrupted.
        with suite.round(template, "an empty file") as place:
            place.write("book.db", b"")
            for words in READING[:1] + READING[2:3]:
                place.ok(*words)
                if os.path.getsize(place.db):
                    raise Wrong(f"{words} wrote into it")
            place.ok(*WRITING[0])
            is_clean(place)


def linked(suite, book):
    """By a link the book is the one it names, with its journal beside it; a second name is warned of."""
    with suite.round(book, "a link to the book") as place:
        os.mkdir(place.path("real"))
        os.rename(place.db, place.path("real/book.db"))
        os.symlink(place.path("real/book.db"), place.db)
        _, calls = traced.trace(place, ["log", "acme", "through a link"], ["openat"])
        journals = {call.path for call in calls if call.path.endswith("-journal") and call.is_made}
        if journals != {place.path("real/book.db-journal")}:
            raise Wrong(f"the journal is not beside the file: {journals}")
        if not os.path.islink(place.db):
            raise Wrong("the link is gone")
        place.ok("backup", "copy.db")
        place.ok("restore", "copy.db", "--yes")
        if not os.path.islink(place.db):
            raise Wrong("the link is gone")
        is_clean(place)
    with suite.round(book, "two names of a book") as place:
        os.link(place.db, place.path("other.db"))
        place.ok("log", "acme", "under one name")
        found = is_clean(place)
        if not any("another name" in one["what"] for one in found):
            raise Wrong(f"the doctor says nothing of the second name: {found}")
    suite.count("a link to the book, and a second name of it", "2 books",
                "the link stays, the second name is warned of")


def replaced(suite, book):
    """Another book is put in the place of the one that a command has open, at every call it makes."""
    words = ["log", "acme", "to whom does this go?"]
    names = ["openat", "fcntl", "pwrite64", "fsync", "unlink", "newfstatat", "fstat", "stat"]
    place = book.copy_to(book.folder + "-replaced")
    _, calls = traced.trace(place, words, names)
    ours = [call for call in calls if "/book.db" in call.path or call.name in ("fcntl", "pwrite64", "fsync", "unlink")]
    if not suite.long:
        ours = ours[::max(1, len(ours) // 10)]
    ended = {0: 0, 1: 0, 7: 0}
    for call in ours:
        with suite.round(book, f"replaced at {call.name} number {call.place}") as place:
            other = suite.place("other")
            other.ok("add", "Other Corp", "Fleet", "EUR 5k", "-w", "Acme Person <a@acme.example>")
            theirs = content(other.db)
            result = stopped_at(place, words, call, lambda: os.rename(other.db, place.db))
            if result.code != 0:
                plainly_refused(result, (1, 3, 7))
            now = content(place.db)
            is_clean(place)
            if result.code == 0 and not any("to whom" in repr(row) for row in now["touchpoint"]):
                raise Wrong(f"acknowledged, and in no file: {result}")
            if result.code != 0 and now != theirs:
                raise Wrong(f"refused, and the other book was changed: {result}")
            ended[result.code] = ended.get(result.code, 0) + 1
    suite.count("the file replaced while a writer has it open", f"{len(ours)} moments",
                ", ".join(f"{count} × exit {code}" for code, count in sorted(ended.items()) if count))


def stopped_at(place, words, call, meanwhile):
    """Runs a command, stops it at one call, does something, and lets it go on."""
    log = place.path("strace.log")
    before = ["strace", "-o", log, "-e", f"trace={call.name}", "-e",
              f"inject={call.name}:signal=SIGSTOP:when={call.place}"]
    started = place.start(words, before)
    until = time.monotonic() + 20
    child = None
    while time.monotonic() < until and started.poll() is None:
        children = subprocess.run(["ps", "-o", "pid=,stat=", "--ppid", str(started.pid)],
                                  capture_output=True, text=True)
        for line in children.stdout.splitlines():
            pid, state = line.split()
            if state[0] in "Tt" and is_stopped(log):
                child = int(pid)
        if child:
            break
        time.sleep(0.01)
    if child is None:
        out, err = started.communicate()
        raise Wrong(f"was not stopped at {call.name} number {call.place}: {out} {err}")
    meanwhile()
    os.kill(child, signal.SIGCONT)
    out, err = started.communicate(timeout=60)
    os.remove(log)
    return Result(words, started.returncode, out, err, 0)


def is_stopped(log):
    if not os.path.exists(log):
        return False
    with open(log, errors="replace") as lines:
        return "--- stopped by SIGSTOP" in lines.read()


def under_a_pager(suite, book):
    """A reader whose output nobody takes has let go of the file: it may be written, replaced, removed."""
    with suite.round(book, "replaced under a pager") as place:
        with stuck_reader(place) as reader:
            other = suite.place("other")
            other.ok("add", "Other Corp", "Fleet", "EUR 5k")
            os.rename(other.db, place.db)
            place.ok("add", "Next One", "Desk", "5k", "-q")
            out = reader.finish()
        if b"Acme Corp" not in out or b"Other Corp" in out:
            raise Wrong("the reader did not answer with what it had read")
        is_clean(place)
    suite.count("the file replaced under a stopped reader", "1 book", "the reader answers with what it had read")


def in_own_namespace():
    """Mounts that nobody else sees; none but root may."""
    if os.geteuid() != 0 or ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNS) != 0:
        return False
    return subprocess.run(["mount", "--make-rprivate", "/"], capture_output=True).returncode == 0


def mounts(suite, book):
    if not in_own_namespace():
        suite.count("a full disk, a read-only mount", "not tried", "only root may mount")
        return
    folder = os.path.join(suite.folder, "mounted")
    os.mkdir(folder)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", folder]
    subprocess.run(mount, check=True)
    try:
        full(suite, book, folder)
        read_only(suite, book, folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def full(suite, book, folder):
    """Commands of every kind until there is no room, and on; then room is made."""
    place = Place(suite.deals, folder)
    shutil.copyfile(book.db, place.db)
    os.chmod(place.db, 0o600)
    place.ok("backup", "saved.db")
    place.write("crm.csv", sheet(60))
    with open(place.path("filler"), "wb") as filler:
        room = os.statvfs(folder)
        filler.write(bytes(room.f_bavail * room.f_bsize - 150_000))
    long = "n" * 3000
    kinds = itertools.cycle([
        ["add", "Customer", "Desk", "5k", "--new-account", "--note", long], ["log", "acme", long], ["backup"], ["export", "all.jsonl"],
        ["remind", "acme", "next friday", long], ["restore", "saved.db", "--yes"], ["import", "crm.csv"],
        ["person", "forget", "p1", "--yes"], ["undo", "--yes"],
    ])
    refused, done = {}, 0
    while sum(refused.values()) < (60 if suite.long else 10):
        before = content(place.db)
        words = next(kinds)
        result = place.run(*words)
        if result.code in (0, 3, 5):
            # Whom there is no room to forget is forgotten once, and not found after that.
            done += 1
            if done > 500:
                raise Wrong("the disk does not become full")
            continue
        refused[words[0]] = refused.get(words[0], 0) + 1
        plainly_refused(result, (1,))
        if "full" not in result.err and "No space left" not in result.err:
            raise Wrong(f"does not say that the disk is full: {result}")
        if content(place.db) != before:
            raise Wrong(f"refused, and changed: {result}")
        is_clean(place)
    os.remove(place.path("filler"))
    place.ok("log", "acme", "there is room again")
    is_clean(place)
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(refused.items()))
    suite.count("a full disk (tmpfs)", f"{sum(refused.values())} commands refused ({kinds})",
                f"after {done} were done; nothing was lost, and with room again it goes on")
    for name in os.listdir(folder):
        path = place.path(name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)


def read_only(suite, book, folder):
    place = Place(suite.deals, folder)
    shutil.copyfile(book.db, place.db)
    os.chmod(place.db, 0o600)
    shutil.copyfile(OLD, place.path("old.db"))
    place.ok("backup", "saved.db")
    answers = {tuple(words): place.run(*words).out for words in READING if words[0] != "backup"}
    interrupted(place, "hot.db", book)
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    tried = 0
    for words, answer in answers.items():
        tried += 1
        result = place.run(*words)
        if result.code != 0 or result.out != answer:
            raise Wrong(f"does not answer on a read-only mount: {result}")
    for words in WRITING + [["backup"], ["restore", "saved.db", "--yes"], ["--db", place.path("new.db"), "add", "A"],
                            ["--db", place.path("old.db"), "due"], ["--db", place.path("hot.db"), "due"],
                            ["person", "forget", "p1", "--yes"]]:
        tried += 1
        result = place.run(*words)
        plainly_refused(result, (1,))
    copy = suite.place("elsewhere").path("copy.db")
    place.ok("backup", copy)
    subprocess.run(["mount", "-o", "remount,rw", folder], check=True)
    if content(place.db) != content(book.db):
        raise Wrong("the book is not what it was")
    suite.count("a read-only mount", f"{tried + 1} commands", "reading ones answer, writing ones refuse")


def interrupted(place, name, book):
    """A book whose last writer was killed in the middle of its commit: its journal is beside it."""
    shutil.copyfile(book.db, place.path(name))
    os.chmod(place.path(name), 0o600)
    words = ["--db", place.path(name), "log", "acme", "never to be seen"]
    _, calls = traced.trace(place, ["--dry-run", *words], ["fsync"])
    log = place.path("strace.log")
    # The first sync of a page of the book comes when the journal is whole.
    started = place.start(words, traced.injecting(log, "fsync", "signal=SIGKILL", 4))
    started.communicate()
    os.remove(log)
    if not os.path.exists(place.path(name) + "-journal"):
        raise Wrong("no journal was left to try with")


def of_somebody_else(suite, book):
    if os.geteuid() != 0:
        suite.count("a file and a folder of somebody else's", "not tried", "only root may be somebody else")
        return
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    tried = 0
    with suite.round(book, "a folder of somebody else's") as place:
        os.chmod(suite.folder, 0o711)
        deals = place.path("deals")
        shutil.copyfile(place.deals, deals)
        os.chmod(deals, 0o755)
        place.deals = deals
        home = place.path("home")
        os.chown(home, 65534, 65534)
        # Others may read the folder and the file, and write neither.
        os.chmod(place.folder, 0o755)
        os.chmod(place.db, 0o644)
        before = content(place.db)
        for words in READING:
            if words != ["backup"]:
                tried += 1
                place.ok(*words, **nobody)
        for words in WRITING + [["backup"], ["person", "forget", "p1", "--yes"]]:
            tried += 1
            plainly_refused(place.run(*words, **nobody), (1,))
        # The file may be written, but no journal can be made.
        os.chmod(place.db, 0o666)
        for words in WRITING:
            tried += 1
            plainly_refused(place.run(*words, **nobody), (1,))
        # Nothing may be read.
        os.chmod(place.db, 0o600)
        for words in READING + WRITING:
            tried += 1
            plainly_refused(place.run(*words, **nobody), (1,))
        if content(place.db) != before or stat.S_IMODE(os.stat(place.db).st_mode) != 0o600:
            raise Wrong("the book is not what it was")
    suite.count("a file and a folder of somebody else's", f"{tried} commands",
                "what may be read is read, the rest refused")
