"""A file cut off, or with bytes that nobody wrote: said to be damaged, or read right; never touched, no panic."""

import os
import random

from .book import Wrong, digest, is_clean, is_whole, plainly_refused
from .places import interrupted
from .scenarios import morning

READING = [["due"], ["show", "acme"], ["list", "--json"], ["find", "glad"], ["history"], ["report"], ["export"],
           ["doctor"], ["backup", "copy.db"]]
WRITING = [["add", "Next One", "Desk", "5k"], ["log", "acme", "hello", "-n", "fri"], ["mark", "cato", "paid"], ["undo"],
           ["tag", "borel", "late"], ["edit", "d1", "--value", "50k"]]
SHORT, LONG = 50, 1000
PAGE = 4096


def run(suite):
    number = random.Random(suite.seed)
    book = morning(suite, "sound")
    whole = book.read("book.db")
    right = {tuple(words): book.run(*words) for words in READING[:-1]}
    variants = LONG if suite.long else SHORT
    ended = {"refused": 0, "right": 0, "other": 0, "told": 0, "written": 0, "kept": 0}
    kinds = {}
    for at in range(variants):
        kind, data = damaged(number, whole, at)
        kinds[kind] = kinds.get(kind, 0) + 1
        with suite.round(book, f"variant {at}: {kind}") as place:
            place.write("book.db", data)
            read(place, right, ended)
            write(place, number.choice(WRITING), ended)
    tried = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    suite.count(
        "a damaged file, read", f"{variants} variants ({tried}), {len(READING)} commands each",
        f"{ended['refused']} × said to be damaged, {ended['right']} × right, {ended['told']} × named by the doctor, "
        f"{ended['other']} × what the disk gave back in a text or a number",
    )
    suite.count(
        "a damaged file, written", f"{variants} variants, one command each",
        f"{ended['kept']} refused and the file as it was, {ended['written']} written and no worse than before",
    )
    journals(suite, book)


def damaged(number, whole, at):
    """A kind of damage, and the bytes that are left."""
    data = bytearray(whole)
    size = len(data)
    kind = ["cut", "flipped", "flipped", "flipped", "zeroed", "swapped", "header", "tail"][at % 8]
    if kind == "cut":
        edges = [1, 15, 16, 99, 100, 511, 512, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, size - PAGE, size - 1, size // 2]
        end = edges[at // 8 % len(edges)] if at // 8 < len(edges) else number.randrange(1, size)
        return "cut off", bytes(data[:end])
    if kind == "flipped":
        count = number.choice([1, 1, 1, 4, 32])
        for _ in range(count):
            data[number.randrange(size)] ^= 1 << number.randrange(8) if count < 32 else number.randrange(1, 256)
        return "with bits flipped", bytes(data)
    if kind == "zeroed":
        begin = number.randrange(0, size // 512) * 512
        length = min(number.choice([512, PAGE]), size - begin)
        data[begin:begin + length] = bytes(length)
        return "with a sector or page of zeros", bytes(data)
    if kind == "swapped":
        one, other = (number.randrange(size // PAGE) * PAGE for _ in range(2))
        data[one:one + PAGE], data[other:other + PAGE] = whole[other:other + PAGE], whole[one:one + PAGE]
        return "with two pages swapped", bytes(data)
    if kind == "header":
        # The first hundred bytes, and how the first page is laid out.
        data[number.randrange(112)] = number.randrange(256)
        return "with a byte of the header changed", bytes(data)
    behind = bytes(number.randrange(256) for _ in range(number.choice([1, 100, PAGE])))
    return "with something behind it", bytes(data) + behind


def read(place, right, ended):
    before = digest(place.folder)
    for words in READING:
        result = place.run(*words)
        if result.code in (0, 10) and words[0] != "backup":
            is_right = result.out == right[tuple(words)].out
            ended["right" if is_right else "other"] += 1
        elif result.code == 0:
            is_copy(place)
            ended["right"] += 1
        elif words[0] == "doctor" and result.code == 1 and "fault" in result.out:
            ended["told"] += 1
        elif result.code == 3 and words[0] in ("show", "find"):
            # The name is another one now.
            ended["other"] += 1
        else:
            plainly_refused(result, (7,))
            ended["refused"] += 1
        if digest(place.folder) != before:
            raise Wrong(f"a reading command changed something: {result}")


def is_copy(place):
    """A copy that counts has pages, references and indexes as they should be, whatever the texts are."""
    if not is_whole(place.path("copy.db")):
        raise Wrong("a copy was made that is damaged")
    os.remove(place.path("copy.db"))


def write(place, words, ended):
    """Who writes into a damaged file leaves it as it was, or writes what is right and makes nothing worse."""
    was = told(place)
    before = digest(place.folder)
    result = place.run(*words)
    if result.code == 0:
        now = told(place)
        if now > was:
            raise Wrong(f"it is worse than before: the doctor ended with {was}, and does with {now} after {result}")
        ended["written"] += 1
        return
    plainly_refused(result, (1, 3, 4, 5, 7))
    if digest(place.folder) != before:
        raise Wrong(f"refused, and something was changed: {result}")
    ended["kept"] += 1


def told(place):
    """How ill the doctor finds the file: 0 well, 1 with faults, 7 not to be used."""
    return place.run("doctor").code


def journals(suite, book):
    """What a killed process leaves beside the file, and what never belonged to it."""
    tried = 0
    with suite.round(book, "a hot journal") as place:
        before = place.read("book.db")
        interrupted(place, "hot.db", book)
        place.environment["DEALS_DB"] = place.path("hot.db")
        found = is_clean(place)
        listed = place.ok("show", "acme").out
        if "never to be seen" in listed or place.read("hot.db") != before:
            raise Wrong(f"what was never acknowledged is there: {found}")
        tried += 1
    with suite.round(book, "a journal to try with") as place:
        interrupted(place, "hot.db", book)
        whole = place.read("hot.db-journal")
    number = random.Random(suite.seed)
    for at in range(40 if suite.long else 6):
        with suite.round(book, f"journal {at}") as place:
            before = digest(place.folder)
            kind = at % 4
            if kind == 0:
                journal = bytes(number.randrange(256) for _ in range(number.choice([1, 512, 5000])))
            elif kind == 1:
                journal = b""
            elif kind == 2:
                journal = b"\0" * 512 + whole[512:]
            else:
                journal = whole[:number.randrange(1, 512)]
            place.write("book.db-journal", journal)
            for words in (["due"], ["list", "--json"], ["doctor"]):
                result = place.run(*words)
                if result.code != 0:
                    plainly_refused(result, (1, 7))
            if place.read("book.db") != before[book_of(before)][1]:
                raise Wrong("a journal that is none was rolled back")
            place.ok("add", "Next One", "Desk", "5k")
            is_clean(place)
            tried += 1
    suite.count("journals: of a killed process, cut off, of nobody", f"{tried} journals",
                "rolled back where they are whole, else without effect")


def book_of(found):
    return next(path for path in found if path.endswith("/book.db"))
