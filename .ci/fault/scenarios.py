"""The commands that faults are tried on, each with the book it finds and the one it has to leave."""

import os
import shutil

from .book import Wrong, content, difference, is_whole, is_without_rows, loosely

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONFIG = "home/.config/deals/config.toml"
OLD = os.path.join(ROOT, "tests", "data", "version-1.db")

# A morning of commands: every kind of row has been written once.
MORNING = [
    ["add", "Acme Corp", "Fleet", "EUR 48k", "-d", "in 3 weeks", "--person", "Dana Ruiz <dana@acme.example>",
     "--phone", "+49 30 555", "--promise", "fri: training dates", "--tag", "key", "--note", "from the fair"],
    ["add", "Borel SA", "Pilot", "CHF 12.5k", "--verbal", "today", "-w", "Jean Roux", "--plan", "strategic"],
    ["add", "Cato GmbH", "Press", "JPY 1.2m", "--signed", "60 days ago", "-d", "30 days ago"],
    ["log", "acme", "she is glad, the crew is booked", "-n", "fri: send the chart", "--gave", "the study"],
    ["expect", "acme", "delivery", "20 apr", "--why", "the ferry is full"],
    ["mark", "cato", "delivered", "--on", "yesterday"],
    ["result", "add", "acme", "hours a week", "--baseline", "40", "--target", "28", "--by", "1 jun"],
    ["risk", "acme", "crew falls ill // ask Borel for theirs", "--review", "2w"],
    ["rival", "acme", "Zenith", "--note", "was there in May"],
    ["thank", "acme", "Priya: built the demo"],
    ["add", "Hydra", "Desk", "USD 900", "--prospect"],
    ["lost", "hydra", "--reason", "price", "--rival", "Zenith"],
    ["tag", "borel", "key", "north"],
    ["remind", "borel", "next friday", "ask for the drawings"],
]


class Scenario:
    """A command, what stands around it, and the two states between which there must be none."""

    def __init__(self, name, template, words, beside=(), environment=None, code=0):
        self.name, self.template, self.words, self.code = name, template, words, code
        self.environment = environment or {}
        # What it leaves beside the book, of which nothing may be there in halves.
        self.beside = list(beside)
        self.before = content(template.db)
        self.found = files(template)
        place = self.prepare(template.copy_to(template.folder + "-reference"))
        done = place.run(*words)
        if done.code != code:
            raise Wrong(f"the reference run of {name} failed: {done}")
        self.seconds = done.seconds
        self.after = loosely(content(place.db))
        self.left = {name: place.read(name) for name in self.beside}
        self.had = {name: template.read(name) for name in self.beside if name in self.found}
        self.new_copies = len(copies(place)) - len(copies(template))
        # A reader's answer, of the book as it was and as it is to be.
        self.writes = self.after != loosely(self.before)
        shutil.rmtree(place.folder)

    def prepare(self, place):
        place.environment.update(self.environment)
        return place

    def judge(self, place, acknowledged):
        """Which of the two states the book is in: "before" or "after". Anything else is wrong, and so is what was
        acknowledged and is not there, or not whole."""
        held = content(place.db)
        is_before = held == self.before or (self.before is None and is_without_rows(held))
        is_after = loosely(held) == self.after
        if not is_before and not is_after:
            raise Wrong(
                "the book is neither as it was nor as the command leaves it; from what it was:\n"
                f"{difference(self.before, held)}\nfrom what it is to be:\n{difference(self.after, loosely(held))}"
            )
        if acknowledged and not is_after:
            raise Wrong("it was acknowledged, and is not there")
        self.judge_beside(place, acknowledged)
        return "after" if is_after and (self.writes or acknowledged) else "before"

    def judge_beside(self, place, acknowledged):
        for name in self.beside:
            there = place.read(name) if os.path.exists(place.path(name)) else None
            if there != self.left[name] and (acknowledged or there != self.had.get(name)):
                raise Wrong(f"{name} is there in halves, or not at all")
        made = [name for name in copies(place) if name not in copies(self.template)]
        if acknowledged and len(made) < self.new_copies:
            raise Wrong("it was acknowledged, and there is no copy")
        for name in made:
            path = os.path.join(place.folder, "backups", name)
            if not is_whole(path) or content(path) != self.before:
                raise Wrong(f"the copy {name} is not what was copied")
        strange = [
            name for name in files(place)
            if name not in self.found and name not in self.beside and name != "book.db"
            and not name.startswith("backups/") and not name.endswith((".part", ".rejected"))
            # A journal that was never synced is no journal; the next writer clears it away.
            and not (name == "book.db-journal" and place.read(name)[:1] in (b"", b"\0"))
            # What sed edits with.
            and not name.startswith("sed")
        ]
        if strange:
            raise Wrong(f"left behind: {strange}")


def files(place):
    """The files of a place, by their names below it."""
    found = []
    for at, _, names in os.walk(place.folder):
        found += [os.path.relpath(os.path.join(at, name), place.folder) for name in names]
    return sorted(found)


def copies(place):
    """The copies of the book that have their own names."""
    folder = place.path("backups")
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return sorted(name for name in names if not name.endswith(".part"))


def morning(suite, name):
    """A place with a book in which everything has happened once."""
    place = suite.place(name)
    for words in MORNING:
        place.ok(*words)
    return place


def sheet(rows, bad=0):
    """A file of another program's."""
    lines = ["Opportunity ID,Account,Product,Stage,Close Date,Amount,Currency,Contact Name,Email,Notes"]
    stages = [("Closed Won", "2026-01-20"), ("Closed Won", "2025-03-01"), ("Closed Lost", "2026-02-01"), ("Offer", "")]
    for number in range(rows):
        stage, day = stages[number % 4]
        lines.append(
            f"006{number:05},Customer {number // 3} Ltd,Crane {number},{stage},{day},{1000 + number},EUR,"
            f"Person {number},person{number}@example.com,note of row {number}"
        )
    lines += [f"007{number:05},,Crane,Offer,,1,EUR,,," for number in range(bad)]
    return "\n".join(lines) + "\n"


def scenarios(suite, small):
    """Every command, by name. Small: such that each of its system calls can be made to fail."""
    book = morning(suite, "morning")
    made = []
    first = suite.place("first")
    made.append(Scenario("first", first, MORNING[0]))
    made.append(Scenario("add", book, ["add", "Dorn AG", "Lathe", "EUR 18k", "-w", "Uwe Dorn",
                                       "--promise", "fri: plan"]))
    made.append(Scenario("log", book, ["log", "acme", "all is well", "-n", "2w: call again", "--gave", "a book"]))

    rows = book.copy_to(book.folder + "-import")
    rows.write("crm.csv", sheet(12 if small else 1100, bad=2))
    made.append(Scenario("import", rows, ["import", "crm.csv", "--skip-bad"], beside=["crm.csv.rejected.csv"]))

    made.append(Scenario("undo", book, ["undo"]))
    undone = book.copy_to(book.folder + "-undone")
    undone.ok("undo")
    made.append(Scenario("redo", undone, ["redo"]))

    old = suite.place("old")
    shutil.copyfile(OLD, old.db)
    os.chmod(old.db, 0o600)
    made.append(Scenario("migrate", old, ["due"]))

    saved = book.copy_to(book.folder + "-restore")
    saved.ok("backup", "saved.db")
    saved.ok("add", "Elan SA", "Drill", "EUR 9k")
    saved.ok("log", "borel", "he calls on Monday")
    made.append(Scenario("restore", saved, ["restore", "saved.db", "--yes"]))

    made.append(Scenario("backup", book, ["backup"]))
    made.append(Scenario("backup to a file", book, ["backup", "copy.db"], beside=["copy.db"]))
    made.append(Scenario("export", book, ["export", "all.jsonl"], beside=["all.jsonl"]))
    made.append(Scenario("export of a sheet", book, ["export", "deals.csv"], beside=["deals.csv"]))
    given = suite.place("given")
    shutil.copyfile(book.db, given.path("other.db"))
    given.ok("--db", "other.db", "export", "all.jsonl")
    os.remove(given.path("other.db"))
    made.append(Scenario("import of all", given, ["import", "all.jsonl"]))
    made.append(Scenario("forget", book, ["person", "forget", "p1", "--yes"]))

    edited = book.copy_to(book.folder + "-config")
    edited.write(CONFIG, "#currency = \"EUR\"\n")
    made.append(Scenario("config edit", edited, ["config", "edit"], beside=[CONFIG],
                         environment={"EDITOR": "sed -i s/^#currency/currency/"}))
    made.append(Scenario("config edit, with a slip", edited, ["config", "edit"], beside=[CONFIG, CONFIG + ".rejected"],
                         environment={"EDITOR": "sed -i s/^#currency/curency/"}, code=2))
    made.append(Scenario("config edit, the first", book, ["config", "edit"], beside=[CONFIG],
                         environment={"EDITOR": "sed -i s/^#currency/currency/"}))
    return [one for one in made if suite.command in (None, one.name)]

