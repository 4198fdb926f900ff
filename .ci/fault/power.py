"""The power goes: of what was not synced any part may be there, or none; what was acknowledged is there.

A command is run once, with all it writes on record. Then the disk is put together as it may be found after a power cut
at any of its calls: what a sync had reached is there; of later writes any have come through, some of them in part, and
of later names (made, removed, linked) likewise. Nobody pulls a plug here, so a disk that lies about its syncs is not
found out.
"""

import os
import random
import re

from .book import Wrong, is_clean
from .scenarios import scenarios

TRIED = ["first", "add", "log", "import", "undo", "redo", "migrate", "restore", "backup", "backup to a file",
         "export", "import of all"]
SHORT, LONG = 6, 100
SECTOR = 512

TRACED = ("openat,close,pwrite64,write,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,"
          "unlink,unlinkat,mkdir,mkdirat,copy_file_range,sendfile,fallocate,dup,dup2,dup3")
CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
TEXT = re.compile(r"\"((?:\\x[0-9a-f]{2})*)\"")


def run(suite):
    number = random.Random(suite.seed)
    for scenario in scenarios(suite, small=True):
        if scenario.name not in TRIED:
            continue
        recorded = Recorded(suite, scenario)
        # What comes of a sync, or of a name, is worth more looks than the many writes between.
        turns = [at for at, act in enumerate(recorded.acts) if act[0] != "write"]
        ended = {"before": 0, "after": 0}
        images = LONG if suite.long else SHORT
        for at in range(images):
            if at == 0:
                cut = len(recorded.acts)
            elif at % 4 == 3:
                cut = number.randrange(min(recorded.told, len(recorded.acts)), len(recorded.acts) + 1)
            elif at % 4 == 1:
                cut = number.randrange(len(recorded.acts) + 1)
            else:
                cut = number.choice(turns) + number.randrange(2)
            luck = number.choice([0, 0, 0.2, 0.5, 0.8, 1])
            what = f"power cut in {scenario.name} after {cut} of {len(recorded.acts)} calls, luck {luck}"
            with suite.round(scenario.template, what) as place:
                recorded.put_together(place, cut, luck, number)
                # After a restart a migration is begun anew by whoever looks; the doctor does not.
                is_clean(place)
                ended[scenario.judge(place, acknowledged=cut >= recorded.told)] += 1
        suite.count(f"a power cut in `{scenario.name}`", f"{images} disks",
                    f"{ended['before']} as before, {ended['after']} with all of it")


class File:
    """What a file has on the disk, and what was written into it since the last sync."""

    def __init__(self, data=b""):
        self.kept, self.since = bytes(data), []


class Recorded:
    """All that a command does to files, in the order in which it does it."""

    def __init__(self, suite, scenario):
        self.template = scenario.template
        place = scenario.prepare(scenario.template.copy_to(f"{scenario.template.folder}-{scenario.name}-power"))
        self.folder = place.folder
        log = place.path("strace.log")
        before = ["strace", "-o", log, "-xx", "-s", "4000000", "-e", f"trace={TRACED}"]
        result = place.run(*scenario.words, before=before)
        if result.code != 0:
            raise Wrong(f"the recorded run failed: {result}")
        # Each is (what, ...); a file is known by its number, a folder by its path.
        self.acts, self.told, self.opened = [], None, {}
        with open(log, "rb") as lines:
            for line in lines:
                self.read(line.decode())
        os.remove(log)
        if self.told is None:
            self.told = len(self.acts)

    def read(self, line):
        found = CALL.match(line)
        if not found or found[3].startswith("-1"):
            return
        name, rest, gave = found[1], found[2], int(found[3])
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(rest)]
        numbers = re.sub(r"\"[^\"]*\"", "", rest).split(",")
        if name == "openat":
            path = self.absolute(texts[0])
            if not path.startswith(self.folder):
                return
            self.opened[gave] = path
            if "O_CREAT" in rest:
                self.acts.append(("open", path, "O_TRUNC" in rest))
        elif name in ("mkdir", "mkdirat"):
            self.acts.append(("folder", self.absolute(texts[0])))
        elif name in ("rename", "renameat", "renameat2"):
            self.acts.append(("rename", *map(self.absolute, texts[:2])))
        elif name in ("link", "linkat"):
            self.acts.append(("link", *map(self.absolute, texts[:2])))
        elif name in ("unlink", "unlinkat"):
            self.acts.append(("unlink", self.absolute(texts[0])))
        else:
            self.to_file(name, int(numbers[0]), texts, numbers, gave)

    def to_file(self, name, number, texts, numbers, gave):
        if name == "close":
            self.opened.pop(number, None)
        elif number == 1 and name == "write":
            self.told = len(self.acts) if self.told is None else self.told
        elif number not in self.opened:
            return
        elif name == "pwrite64":
            self.acts.append(("write", self.opened[number], int(numbers[-1]), texts[0][:gave]))
        elif name == "write":
            self.acts.append(("write", self.opened[number], None, texts[0][:gave]))
        elif name == "ftruncate":
            self.acts.append(("cut", self.opened[number], int(numbers[-1])))
        elif name in ("fsync", "fdatasync"):
            self.acts.append(("sync", self.opened[number]))
        else:
            raise Wrong(f"{name} is not known here: say in fault/power.py what it does")

    def absolute(self, path):
        return os.path.normpath(os.path.join(self.folder, os.fsdecode(path)))

    def put_together(self, place, cut, luck, number):
        """Makes the files of a place what a power cut may leave, with that much luck for what was not synced."""
        disk = Disk(self.template, self.folder)
        for act in self.acts[:cut]:
            disk.act(*act)
        found = disk.after_a_cut(luck, number)
        for at, folders, names in os.walk(place.folder):
            for name in names:
                os.remove(os.path.join(at, name))
        for path, data in found.items():
            target = os.path.join(place.folder, os.path.relpath(path, self.folder))
            os.makedirs(os.path.dirname(target), mode=0o700, exist_ok=True)
            with open(target, "wb") as file:
                file.write(data)
            os.chmod(target, 0o600)


class Disk:
    """Files by their numbers, names by their folders; of both what is kept, and what was done since the last sync."""

    def __init__(self, template, folder):
        self.files, self.names, self.kept, self.since = [], {}, {}, {}
        for at, _, names in os.walk(template.folder):
            for name in names:
                path = os.path.join(at, name)
                with open(path, "rb") as file:
                    self.files.append(File(file.read()))
                known = os.path.join(folder, os.path.relpath(path, template.folder))
                self.names[known] = len(self.files) - 1
        self.kept = dict(self.names)

    def act(self, what, path, *rest):
        if what == "open":
            if path not in self.names:
                self.files.append(File())
                self.name(path, len(self.files) - 1)
            elif rest[0]:
                self.file(path).since.append(("cut", 0))
        elif what == "write":
            at, data = rest
            file = self.file(path)
            if at is None:
                at = sum(len(done[2]) for done in file.since if done[0] == "write")
            file.since.append(("write", at, data))
        elif what == "cut":
            self.file(path).since.append(("cut", rest[0]))
        elif what == "sync":
            self.sync(path)
        elif what in ("rename", "link"):
            self.name(rest[0], self.names[path])
            if what == "rename":
                self.name(path, None)
        elif what == "unlink":
            self.name(path, None)

    def file(self, path):
        return self.files[self.names[path]]

    def name(self, path, number):
        """A name is given, or taken away."""
        if number is None:
            del self.names[path]
        else:
            self.names[path] = number
        self.since.setdefault(os.path.dirname(path), []).append((path, number))

    def sync(self, path):
        if path in self.names:
            file = self.file(path)
            for done in file.since:
                file.kept = apply(file.kept, done)
            file.since = []
            return
        # A folder.
        for name, number in self.since.pop(path, []):
            rename(self.kept, name, number)

    def after_a_cut(self, luck, number):
        names = dict(self.kept)
        for done in self.since.values():
            for name, file in done:
                if number.random() < luck:
                    rename(names, name, file)
        return {path: self.survives(self.files[file], luck, number) for path, file in names.items()}

    def survives(self, file, luck, number):
        data = file.kept
        for done in file.since:
            if number.random() >= luck:
                continue
            if done[0] == "write" and number.random() < 0.2 and len(done[2]) > SECTOR:
                # Torn: so many sectors of it.
                done = (done[0], done[1], done[2][:SECTOR * number.randrange(1, len(done[2]) // SECTOR + 1)])
            data = apply(data, done)
        return data


def apply(data, done):
    if done[0] == "cut":
        return data[:done[1]].ljust(done[1], b"\0")
    _, at, new = done
    return data[:at].ljust(at, b"\0") + new + data[at + len(new):]


def rename(names, path, number):
    if number is None:
        names.pop(path, None)
    else:
        names[path] = number
