"""Eight processes write at once, others read, one is stopped in a pager: nothing lost, nothing twice."""

import fcntl
import json
import os
import random
import select
import sqlite3
import threading
import time
from contextlib import contextmanager

from .book import Wrong, content, is_clean, plainly_refused
from .scenarios import morning

F_SETPIPE_SZ = 1031
WRITERS = 8
SHORT, LONG = 12, 200

# What one `add` of a writer leaves: a reader sees all of it, or none.
WHOLE = {"people": 1, "promises": 1, "risks": 1, "rungs": 8}


def run(suite):
    records = LONG if suite.long else SHORT
    place = morning(suite, "crowd")
    shared = place.ok("add", "Shared Corp", "Fleet", "EUR 90k", "-q").out.strip()
    book = Crowd(suite, place, shared)
    with stuck_reader(place) as stuck:
        writers = [threading.Thread(target=book.write, args=(number, records)) for number in range(WRITERS)]
        readers = [threading.Thread(target=book.read, args=(number,)) for number in range(3)]
        for one in writers + readers:
            one.start()
        for one in writers:
            one.join()
        if not stuck.is_stuck():
            raise Wrong("the stopped reader was not stopped all the time")
        book.is_over.set()
        for one in readers:
            one.join()
        told = stuck.finish()
    if book.wrong:
        raise Wrong("\n".join(book.wrong[:3]) + f"\nlook at {place.folder}")
    is_clean(place)
    counted(place, book)
    suite.count(
        f"{WRITERS} processes write at once", f"{len(book.done) + len(book.busy)} commands",
        f"{len(book.done)} acknowledged, each there once; {len(book.busy)} busy (exit 6), none of them there; "
        f"longest wait {book.longest:.1f} s",
    )
    suite.count("readers beside them", f"{book.answers} answers", "none with half a command")
    suite.count("one reader stopped in a pager", f"{len(told)} bytes at the end", "nobody waited for it")


class Crowd:
    def __init__(self, suite, place, shared):
        self.suite, self.place, self.shared = suite, place, shared
        self.done, self.busy, self.wrong = {}, [], []
        self.answers, self.longest = 0, 0.0
        self.is_over = threading.Event()

    def write(self, number, records):
        try:
            chosen = random.Random(self.suite.seed + number)
            own = None
            for at in range(records):
                token = f"w{number}n{at}x"
                words = self.command(chosen, own, number, at, token)
                result = self.place.run(*words)
                self.longest = max(self.longest, result.seconds)
                if result.code == 0:
                    self.done[token] = words[0]
                    if words[0] == "add":
                        own = result.out.strip()
                elif result.code == 6:
                    plainly_refused(result, (6,))
                    self.busy.append(token)
                else:
                    raise Wrong(f"writer {number}: {result}")
        except (Wrong, OSError) as error:
            self.wrong.append(str(error))

    def command(self, chosen, own, number, at, token):
        """A record of any kind, of a customer of its own or of the one that all of them write to."""
        kind = "add" if own is None else chosen.choice(["add", "log", "log", "remind", "mark", "tag", "promise"])
        target = chosen.choice([own, self.shared]) if own else None
        if kind == "add":
            return ["add", f"Writer {number} Customer {at}", f"{token}", "EUR 5k", "--new-account",
                    "-w", f"Person {token}", "--promise", f"fri: {token}", "--risk", f"{token} // wait", "-q"]
        if kind == "log":
            return ["log", target, token, "-q"]
        if kind == "remind":
            return ["remind", target, "next friday", token, "-q"]
        if kind == "promise":
            return ["promise", target, f"fri: {token}", "-q"]
        if kind == "mark":
            # A part leaves the rung open, so that it can be said of one deal again and again.
            return ["mark", target, "delivered", "--part", token, "-q"]
        return ["tag", target, token, "-q"]

    def read(self, number):
        """Reads until the writers are done; every answer is of one moment: each command is in it whole, or not."""
        try:
            while not self.is_over.is_set():
                for words in (["list", "--json"], ["due", "--json"], ["show", "Shared Corp", "--json"], ["export"]):
                    result = self.place.ok(*words)
                    if words == ["export"]:
                        answer = [json.loads(line) for line in result.out.split("\n")[:-1]]
                        self.is_consistent(answer)
                    else:
                        answer = result.json()
                    self.answers += 1
                    if words[0] == "list":
                        self.is_whole(answer)
                    if words[0] == "due":
                        self.is_planned(answer)
                self.is_whole_to_others()
        except (Wrong, OSError, ValueError, sqlite3.Error) as error:
            self.wrong.append(f"reader {number}: {error}")

    def is_whole(self, deals):
        for deal in deals:
            if deal["account"].startswith("Writer ") and deal["next_check_in_on"] is None:
                raise Wrong(f"a live deal with nothing planned was seen: {deal}")
        of_writers = [deal for deal in deals if deal["title"].endswith("x") and deal["title"].startswith("w")]
        if of_writers:
            shown = self.place.ok("show", of_writers[-1]["id"], "--json").json()
            seen = {
                "people": len(shown["people"]), "risks": len(shown["risks"]),
                "promises": sum(one["what"] == shown["title"] for one in shown["promises"]),
                "rungs": WHOLE["rungs"],
            }
            self.answers += 1
            if seen != WHOLE:
                raise Wrong(f"half an add was seen: {seen} of {shown['id']}")

    def is_consistent(self, lines):
        """Of each deal of a writer that an export has, it has the person and the risk, too."""
        said = "\n".join(repr(line) for line in lines if line.get("record") != "deal")
        for line in lines:
            title = line.get("title", "") if line.get("record") == "deal" else ""
            if title.startswith("w") and title.endswith("x"):
                for needle in (f"Person {title}", f"'{title}'"):
                    if needle not in said:
                        raise Wrong(f"half an add was exported: {title} without {needle}")

    def is_planned(self, rows):
        for row in rows:
            if row["check_in"] is None or row["account"]["name"] is None:
                raise Wrong(f"half a row was seen: {row}")

    def is_whole_to_others(self):
        """Another program, in one transaction of its own, sees no half command either."""
        file = sqlite3.connect(f"file:{self.place.db}?mode=ro", uri=True, timeout=30)
        try:
            half = file.execute(
                "SELECT d.id FROM deal d WHERE d.title GLOB 'w[0-9]*x' AND ("
                " (SELECT count(*) FROM check_in c WHERE c.deal_id = d.id AND c.kind = 'promise'"
                "     AND c.what = d.title) <> 1"
                " OR (SELECT count(*) FROM check_in c WHERE c.deal_id = d.id AND c.kind = 'risk') <> 1"
                " OR (SELECT count(*) FROM person p WHERE p.account_id = d.account_id) <> 1)"
            ).fetchall()
        finally:
            file.close()
        self.answers += 1
        if half:
            raise Wrong(f"half an add was seen by another program: deals {half}")


def counted(place, book):
    """Each token of an acknowledged command stands once where its command writes it, and no other stands anywhere."""
    held = content(place.db)
    where = {
        "add": [("deal", "title")], "log": [("touchpoint", "note")], "remind": [("check_in", "what")],
        "promise": [("check_in", "what")], "mark": [("part", "what")],
    }
    tags = [cell for table in ("deal", "account") for row in held[table] for key, cell in row if key == "tags"]
    texts = {}
    for places in where.values():
        for table, column in places:
            texts[table, column] = [dict(row)[column] for row in held[table]]
    for token, verb in book.done.items():
        if verb == "tag":
            count = sum(f'"{token}"' in cell for cell in tags)
        else:
            count = sum(texts[one].count(token) for one in where[verb])
        if count != 1:
            raise Wrong(f"the {verb} of {token} is there {count} times\nlook at {place.folder}")
    rest = repr(held)
    for token in book.busy:
        if token in rest:
            raise Wrong(f"{token} was refused as busy, and is there\nlook at {place.folder}")


class Stuck:
    """A reader whose output nobody takes."""

    def __init__(self, place, words):
        # So little goes into the pipe that any answer fills it.
        self.here, there = os.pipe()
        fcntl.fcntl(there, F_SETPIPE_SZ, 4096)
        self.started = place.start(words, stdout=there)
        os.close(there)
        until = time.monotonic() + 30
        while not self.is_stuck():
            if self.started.poll() is not None or time.monotonic() > until:
                raise Wrong(f"the reader {words} is not stopped: ended with {self.started.poll()}")
            time.sleep(0.02)

    def is_stuck(self):
        """It sleeps, and there is something in the pipe: what it waits for is that somebody reads."""
        if self.started.poll() is not None or not select.select([self.here], [], [], 0)[0]:
            return False
        with open(f"/proc/{self.started.pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "S"

    def finish(self):
        parts = []
        while part := os.read(self.here, 65536):
            parts.append(part)
        if self.started.wait(timeout=30) != 0:
            raise Wrong(f"the stopped reader ended with {self.started.returncode}")
        return b"".join(parts)


@contextmanager
def stuck_reader(place, words=("history", "--json")):
    reader = Stuck(place, list(words))
    try:
        yield reader
    finally:
        if reader.started.poll() is None:
            reader.started.kill()
        reader.started.wait()
        os.close(reader.here)
