"""What every part works with: a folder of its own, the program run in it, and what is in a file."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from contextlib import contextmanager

# A Monday morning, one hour ahead of UTC: no test depends on the day on which it runs.
NOW = "2026-03-16T09:00:00+01:00"

# No command takes so long, not even a debug build's import on a busy machine: longer is a hang.
HANGS = 60

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


class Wrong(Exception):
    """The program did what it must not do."""


class Enough(Exception):
    """So much was found wrong that more would tell nobody anything."""


class Result:
    """What a command came to. A code below zero is the signal that ended it."""

    def __init__(self, words, code, out, err, seconds):
        self.words, self.code, self.seconds = words, code, seconds
        self.out, self.err = out.decode(errors="replace"), err.decode(errors="replace")

    def __str__(self):
        said = "".join(part[:2000] for part in (self.out, self.err))
        return f"deals {' '.join(map(str, self.words))}\nended with {self.code} and said:\n{said}"

    def json(self):
        return json.loads(self.out)


class Place:
    """A folder with a home and a book, nothing of this machine in it."""

    def __init__(self, deals, folder, umask=0o077):
        self.deals, self.folder = deals, folder
        os.makedirs(os.path.join(folder, "home"), mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)
        self.umask = umask
        self.environment = {
            "HOME": os.path.join(folder, "home"),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "DEALS_DB": self.path("book.db"),
            "DEALS_NOW": NOW,
            "COLUMNS": "80",
            "RUST_BACKTRACE": "0",
        }

    def path(self, name):
        return os.path.join(self.folder, name)

    @property
    def db(self):
        return self.path("book.db")

    def write(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), mode=0o700, exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        os.chmod(self.path(name), 0o600)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def start(self, words, before=(), **options):
        """Begins a command; `before` stands before it on the line, as strace does."""
        options.setdefault("env", self.environment)
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        options.setdefault("cwd", self.folder)
        options.setdefault("umask", self.umask)
        return subprocess.Popen([*before, self.deals, *words], **options)

    def run(self, *words, before=(), **options):
        began = time.monotonic()
        started = self.start(words, before, **options)
        try:
            out, err = started.communicate(timeout=HANGS)
        except subprocess.TimeoutExpired:
            started.kill()
            out, err = started.communicate()
            raise Wrong(f"hangs: {Result(words, None, out, err, HANGS)}") from None
        took = time.monotonic() - began
        return Result(words, started.returncode, out or b"", err or b"", took)

    def ok(self, *words, **options):
        """Runs a command that has to succeed."""
        result = self.run(*words, **options)
        if result.code != 0:
            raise Wrong(f"should have succeeded: {result}")
        return result

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder, symlinks=True)
        return Place(self.deals, folder, self.umask)


class Suite:
    """A run of the suite: how much of it, with which numbers at random, and what it found."""

    def __init__(self, deals, long, seed, folder, patience):
        self.deals, self.long, self.seed, self.folder = deals, long, seed, folder
        # So many faults are told; then it ends.
        self.patience = patience
        self.rows = []
        self.wrong = []
        self.number = 0
        self.command = None

    def place(self, name="place"):
        self.number += 1
        folder = os.path.join(self.folder, f"{name}-{self.number}")
        os.makedirs(folder)
        return Place(self.deals, folder)

    @contextmanager
    def round(self, template, what):
        """A copy of a place for one try. It goes when all is well, and stays to be looked at when not."""
        self.number += 1
        folder = os.path.join(self.folder, f"round-{self.number}")
        place = template.copy_to(folder)
        try:
            yield place
        except (Wrong, sqlite3.Error, OSError, ValueError, KeyError) as error:
            said = error if isinstance(error, Wrong) else f"{type(error).__name__}: {error}"
            self.found(Wrong(f"{what}\n{said}\nlook at {folder}"))
        else:
            shutil.rmtree(folder)

    def found(self, wrong):
        """Something is wrong. The first few are gathered: together they say more than one."""
        self.wrong.append(wrong)
        print(f"\nwrong: {wrong}\n", flush=True)
        if len(self.wrong) >= self.patience:
            raise Enough

    def count(self, what, tried, ended):
        """Notes what was tried and how it ended, for the table of the page."""
        print(f"  {what}: {tried} · {ended}", flush=True)
        self.rows.append((what, tried, ended))


def content(path):
    """All that a file holds, table by table, its rows in order; none where there is no file, or nothing in it."""
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        return None
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        file.execute("BEGIN")
        made = file.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
        held = {
            "the file": [("version", file.execute("PRAGMA user_version").fetchone()[0]),
                         ("application", file.execute("PRAGMA application_id").fetchone()[0])],
            "the schema": made,
        }
        for kind, name, sql in made:
            if kind == "table" and not (sql or "").startswith("CREATE VIRTUAL"):
                read = file.execute(f'SELECT * FROM "{name}"')
                columns = [column[0] for column in read.description]
                held[name] = sorted((tuple(zip(columns, row)) for row in read), key=repr)
        return held
    finally:
        file.close()


def loosely(held):
    """The same without what is made anew with each run: the uids, and the fingerprints that are made of them."""
    if held is None:
        return None

    def loosened(column, cell):
        if column in ("uid", "left_as"):
            return "*"
        return UUID.sub("*", cell) if isinstance(cell, str) else cell

    return {
        name: rows if name.startswith("the ")
        else sorted((tuple((column, loosened(column, cell)) for column, cell in row) for row in rows), key=repr)
        for name, rows in held.items()
    }


def is_without_rows(held):
    """Whether a file is as good as none: nothing in it, or tables alone."""
    kept = ("the file", "the schema")
    return held is None or not any(
        rows for name, rows in held.items() if name not in kept and not name.startswith("find_text")
    )


def difference(one, other):
    """Where two contents differ, in a few lines."""
    if one is None or other is None:
        return f"{'nothing' if one is None else 'a book'} is not {'nothing' if other is None else 'a book'}"
    said = []
    for name in sorted(one.keys() | other.keys()):
        left, right = one.get(name, []), other.get(name, [])
        if left != right:
            gone = [dict(row) for row in left if row not in right]
            new = [dict(row) for row in right if row not in left]
            said.append(f"  {name}: {len(gone)} gone, {len(new)} new: {gone[:1]} {new[:1]}"[:700])
    return "\n".join(said[:8])


def is_whole(path):
    """Whether another SQLite than the program's own has nothing to say against a file."""
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return file.execute("PRAGMA integrity_check").fetchone() == ("ok",) and not file.execute(
            "PRAGMA foreign_key_check"
        ).fetchone()
    finally:
        file.close()


def is_clean(place):
    """The doctor has no fault to name."""
    result = place.run("doctor", "--json")
    if result.code != 0:
        raise Wrong(f"the doctor is not content: {result}")
    return result.json()


def plainly_refused(result, codes=(1, 6, 7)):
    """A clear end: an exit code of the contract, what went wrong, and what to type."""
    if result.code not in codes:
        raise Wrong(f"should have ended with one of {codes}: {result}")
    lines = result.err.splitlines()
    if "bug:" in result.err or "panicked" in result.err:
        raise Wrong(f"is a bug: {result}")
    if "--json" in result.words:
        error = json.loads(result.err)["error"]
        lines = [f"error: {error['message']}"] + ([f"hint: {error['hint']}"] if error["hint"] else [])
    if not any(line.startswith("error: ") for line in lines):
        raise Wrong(f"does not say what is wrong: {result}")
    if not any(line.startswith("hint: ") for line in lines):
        raise Wrong(f"does not say what to type: {result}")


def digest(folder):
    """Every file below a folder, its bytes and its mode: whether anything was changed."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            if os.path.islink(path):
                found[path] = ("link", os.readlink(path))
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    found[path] = (os.stat(path).st_mode, file.read())
            else:
                found[path] = (os.stat(path).st_mode, None)
    return found


def temporary(prefix):
    return tempfile.mkdtemp(prefix=prefix)



