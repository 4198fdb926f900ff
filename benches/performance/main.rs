//! Measures `deals` against a bare program and writes `docs/performance.md`.
//!
//! `cargo bench --bench performance`, or with `-- --smoke` for a quick look whether everything runs and both
//! sides do the same.

mod generate;
mod measure;
mod report;
mod same;

use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generate::{TODAY, TURN, Variant};
use measure::{Pairs, Run, mebibytes};
use report::Line;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", deals, variant, path] => {
            let variant = Variant::read(variant).ok_or("no such variant")?;
            generate::book(Path::new(path), deals.parse()?, variant)
        }
        ["peak", program, arguments @ ..] => {
            let peak = measure::peak(program, arguments)?;
            Ok(writeln!(io::stdout(), "{peak}")?)
        }
        // Only `cargo bench` asks for it so: `cargo test --all-targets` is to stay quick.
        words if words.contains(&"--bench") => measure_all(words.contains(&"--smoke")),
        _ => Ok(()),
    }
}

fn measure_all(smoke: bool) -> Outcome<()> {
    let mut bench = Bench::new(smoke)?;
    bench.starting()?;
    bench.due()?;
    bench.due_as_json()?;
    bench.log()?;
    bench.add()?;
    bench.import()?;
    bench.find()?;
    bench.report()?;
    bench.completion()?;
    bench.taskwarrior()?;
    bench.size()?;
    if smoke {
        return Ok(());
    }
    let baseline = bench.run(&bench.empty, &[]).peak()?;
    let page = report::page(&bench.lines, bench.rounds, baseline);
    fs::write(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md"),
        page,
    )?;
    Ok(())
}

/// The programs, the places and what was measured so far.
struct Bench {
    smoke: bool,
    /// Rounds of what takes milliseconds.
    rounds: usize,
    deals: PathBuf,
    floor: PathBuf,
    empty: PathBuf,
    place: PathBuf,
    home: PathBuf,
    lines: Vec<Line>,
}

/// Which time a limit is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Cpu,
    Wall,
}

impl Bench {
    fn new(smoke: bool) -> Outcome<Self> {
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("performance");
        let home = place.join("home");
        fs::create_dir_all(&home)?;
        let [floor, empty] = build(["floor", "empty"])?;
        Ok(Self {
            smoke,
            rounds: if smoke { 2 } else { 200 },
            deals: env!("CARGO_BIN_EXE_deals").into(),
            floor,
            empty,
            place,
            home,
            lines: Vec::new(),
        })
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> Run {
        Run::new(program, &self.home, arguments)
    }

    /// `deals` on a file.
    fn ours(&self, file: &Path, arguments: &[&str]) -> Run {
        self.run(&self.deals, arguments).with("DEALS_DB", file)
    }

    /// A book, made once and kept between runs.
    fn book(&self, deals: u32, variant: Variant) -> Outcome<PathBuf> {
        let mut hasher = DefaultHasher::new();
        (
            generate::SCHEMA,
            include_str!("generate.rs"),
            include_str!("generate/promised.rs"),
            include_str!("generate/find.sql"),
        )
            .hash(&mut hasher);
        let name = format!("{deals}-{}-{:016x}.db", variant.name(), hasher.finish());
        let path = self.place.join(name);
        if path.exists() {
            return Ok(path);
        }
        let prefix = format!("{deals}-{}-", variant.name());
        for entry in fs::read_dir(&self.place)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                fs::remove_file(entry.path())?;
            }
        }
        // In a process of its own: a child begins with the memory of the process that starts it.
        let status = Command::new(std::env::current_exe()?)
            .args(["generate", &deals.to_string(), variant.name()])
            .arg(&path)
            .status()?;
        if !status.success() {
            return Err("the generator failed".into());
        }
        if self.smoke {
            generate::check(&path)?;
        }
        Ok(path)
    }

    /// A book of the full size, or a small one.
    fn sized(&self, deals: u32, variant: Variant) -> Outcome<PathBuf> {
        self.book(if self.smoke { 1_000 } else { deals }, variant)
    }

    /// A copy of a book to write into.
    fn copy(&self, of: &Path, name: &str) -> Outcome<PathBuf> {
        let copy = self.place.join(name);
        fs::copy(of, &copy)?;
        Ok(copy)
    }

    fn push(&mut self, line: Line) -> Outcome<()> {
        let met = match line.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "no limit",
        };
        let Line {
            what,
            limit,
            measured,
            ours,
            beside,
            ..
        } = &line;
        writeln!(
            io::stdout(),
            "{what} | {limit} | {measured} | {met} | {ours} | {beside}"
        )?;
        self.lines.push(line);
        Ok(())
    }

    /// A line of two commands that ran in turn.
    fn push_ratio(
        &mut self,
        what: &str,
        limit: Option<f64>,
        time: Time,
        pairs: &Pairs,
    ) -> Outcome<()> {
        let (name, ratio) = match time {
            Time::Cpu => ("CPU", pairs.cpu_ratio()),
            Time::Wall => ("wall", pairs.wall_ratio()),
        };
        self.push(Line {
            what: what.to_owned(),
            limit: limit.map_or_else(String::new, |limit| format!("≤ {limit} × in {name}")),
            measured: format!("{ratio:.2} × ({} rounds)", pairs.rounds()),
            ours: took(pairs, true),
            beside: took(pairs, false),
            met: limit.map(|limit| ratio <= limit),
        })
    }

    fn push_memory(&mut self, what: &str, limit: f64, memory: f64) -> Outcome<()> {
        self.push(Line {
            what: what.to_owned(),
            limit: format!("≤ {limit} MiB"),
            measured: format!("{memory:.1} MiB"),
            ours: String::new(),
            beside: String::new(),
            met: Some(memory <= limit),
        })
    }

    fn starting(&mut self) -> Outcome<()> {
        let empty = self.run(&self.empty, &[]);
        for option in ["--version", "--help"] {
            let ours = self.run(&self.deals, &[option]);
            let pairs = Pairs::take(self.rounds, |_| (ours.clone(), empty.clone()))?;
            let what = format!("`{option}`, to an empty Rust program");
            self.push_ratio(&what, Some(1.8), Time::Cpu, &pairs)?;
        }
        Ok(())
    }

    fn due(&mut self) -> Outcome<()> {
        let small = self.book(1_000, Variant::Few)?;
        let large = self.sized(1_000_000, Variant::Few)?;
        let tenth = self.book(1_000, Variant::Tenth)?;
        for file in [&small, &large, &tenth] {
            let floor = self.due_floor(file).output()?;
            same::words("due", &self.ours(file, &["due"]).output()?, &floor)?;
        }
        let (ours, ours_small) = (self.ours(&large, &["due"]), self.ours(&small, &["due"]));
        let (floor, floor_small) = (self.due_floor(&large), self.due_floor(&small));
        let pairs = Pairs::take(self.rounds, |_| (ours.clone(), floor.clone()))?;
        self.push_ratio(
            "`due`, 50 rows of 1M deals, to the floor",
            Some(1.25),
            Time::Cpu,
            &pairs,
        )?;
        self.push_memory("peak memory of `due` on 1M deals", 8.0, ours.peak()?)?;
        let pairs = Pairs::take(self.rounds, |_| (ours_small.clone(), floor_small.clone()))?;
        self.push_ratio(
            "`due`, 50 rows of 1k deals, to the floor",
            None,
            Time::Cpu,
            &pairs,
        )?;
        let pairs = Pairs::take(self.rounds, |_| (ours.clone(), ours_small.clone()))?;
        self.push_ratio(
            "`due` on 1M deals, to 1k deals",
            Some(1.25),
            Time::Cpu,
            &pairs,
        )?;
        let pairs = Pairs::take(self.rounds, |_| (floor.clone(), floor_small.clone()))?;
        self.push_ratio(
            "the floor on 1M deals, to 1k deals",
            None,
            Time::Cpu,
            &pairs,
        )
    }

    fn due_floor(&self, file: &Path) -> Run {
        self.run(&self.floor, &["due", &file.to_string_lossy(), TODAY])
    }

    fn due_as_json(&mut self) -> Outcome<()> {
        // The shell takes a statement that begins with a comment for an option.
        let statement = include_str!("due.sql")
            .find("WITH found")
            .map_or("", |begin| &include_str!("due.sql")[begin..]);
        let sql = statement
            .replace(":today", &format!("'{TODAY}'"))
            .replace(":currency", "'USD'");
        let has_shell = is_installed("sqlite3");
        let beside = |file: &Path| {
            let file = file.to_string_lossy();
            if has_shell {
                self.run(Path::new("sqlite3"), &["-json", &file, &sql])
            } else {
                self.run(&self.floor, &["due-json", &file, &sql])
            }
        };
        let small = self.book(1_000, Variant::Tenth)?;
        let ours = self.ours(&small, &["due", "--json"]);
        same::json("due --json", &ours.output()?, &beside(&small).output()?)?;
        let floor = self.run(&self.floor, &["due-json", &small.to_string_lossy(), &sql]);
        same::json("due --json at the floor", &ours.output()?, &floor.output()?)?;
        let large = self.sized(1_000_000, Variant::Tenth)?;
        let (ours, beside) = (self.ours(&large, &["due", "--json"]), beside(&large));
        let pairs = Pairs::take(if self.smoke { 1 } else { 5 }, |_| {
            (ours.clone(), beside.clone())
        })?;
        let whom = if has_shell {
            "`sqlite3 -json`"
        } else {
            "the floor"
        };
        let what = format!("`due --json`, 100k rows of 1M deals, to {whom}");
        self.push_ratio(&what, Some(1.2), Time::Cpu, &pairs)?;
        self.push_memory("peak memory of `due --json`, 100k rows", 60.0, ours.peak()?)
    }

    fn log(&mut self) -> Outcome<()> {
        let note = "she is glad, the crew is booked";
        let book = self.sized(100_000, Variant::Tenth)?;
        let command = |bench: &Self, file: &Path, place: i64| {
            let account = TURN * (place + 1);
            let ours = bench.ours(file, &["log", &format!("a{account}"), note]);
            let (account, file) = (account.to_string(), file.to_string_lossy());
            (
                ours,
                bench.run(&bench.floor, &["log", &file, TODAY, &account, note]),
            )
        };
        let (one, other) = (
            self.copy(&book, "log.db")?,
            self.copy(&book, "log-floor.db")?,
        );
        let (ours, floor) = (command(self, &one, 0).0, command(self, &other, 0).1);
        same::words("log", &ours.output()?, &floor.output()?)?;
        same::files("log", &one, &other, &["left_as"])?;
        let syncs = (
            self.syncs(&command(self, &one, 1).0)?,
            self.syncs(&command(self, &other, 1).1)?,
        );
        let mut place = 1;
        let pairs = Pairs::take(if self.smoke { 1 } else { self.rounds }, |_| {
            place += 2;
            (
                command(self, &one, place - 1).0,
                command(self, &one, place).1,
            )
        })?;
        self.push_ratio(
            "`log` on 100k deals, to the floor",
            Some(1.3),
            Time::Wall,
            &pairs,
        )?;
        self.push_syncs("log", syncs)
    }

    fn add(&mut self) -> Outcome<()> {
        let book = self.sized(100_000, Variant::Few)?;
        let command = |bench: &Self, file: &Path, place: u64| {
            let name = new_name(place);
            let ours = bench.ours(file, &["add", &name, "Fleet", "48k"]);
            let file = file.to_string_lossy();
            (
                ours,
                bench.run(
                    &bench.floor,
                    &["add", &file, TODAY, &name, "Fleet", "4800000"],
                ),
            )
        };
        let (one, other) = (
            self.copy(&book, "add.db")?,
            self.copy(&book, "add-floor.db")?,
        );
        let (ours, floor) = (command(self, &one, 0).0, command(self, &other, 0).1);
        same::words("add", &ours.output()?, &floor.output()?)?;
        same::files("add", &one, &other, &["left_as"])?;
        let syncs = (
            self.syncs(&command(self, &one, 1).0)?,
            self.syncs(&command(self, &other, 1).1)?,
        );
        let mut place = 1;
        let pairs = Pairs::take(self.rounds, |_| {
            place += 2;
            (
                command(self, &one, place - 1).0,
                command(self, &one, place).1,
            )
        })?;
        self.push_ratio(
            "`add` on 100k deals, to the floor",
            Some(1.3),
            Time::Wall,
            &pairs,
        )?;
        self.push_syncs("add", syncs)
    }

    fn import(&mut self) -> Outcome<()> {
        let csv = self.place.join("deals.csv");
        let (rows, accounts) = if self.smoke {
            (1_000, 100)
        } else {
            (100_000, 10_000)
        };
        write_csv(&csv, rows, accounts)?;
        let csv = csv.to_string_lossy().into_owned();
        let empty = self.book(0, Variant::Few)?;
        let (one, other) = (
            self.copy(&empty, "import.db")?,
            self.copy(&empty, "import-floor.db")?,
        );
        let ours = self.ours(&one, &["import", &csv, "--currency", "USD"]);
        let floor = self.run(&self.floor, &["import", &other.to_string_lossy(), &csv]);
        ours.output()?;
        floor.output()?;
        // The floor spreads the first check-ins without weighing the customers, and its columns of the journal hold
        // a number that means nothing.
        same::files(
            "import",
            &one,
            &other,
            &["due_on", "first_due_on", "turn_on", "left_as"],
        )?;
        let pairs = Pairs::take(if self.smoke { 1 } else { 7 }, |_| {
            for path in [&one, &other] {
                // Outside the timed part.
                let _ = fs::copy(&empty, path);
            }
            (ours.clone(), floor.clone())
        })?;
        self.push_ratio(
            "import of 100k rows, to the bare import",
            Some(1.6),
            Time::Cpu,
            &pairs,
        )
    }

    fn find(&mut self) -> Outcome<()> {
        let command = |bench: &Self, file: &Path, limit: &str| {
            let ours = [
                "find",
                "glad",
                "crew",
                "--in",
                "touchpoint",
                "--limit",
                limit,
            ];
            let floor = ["find", &file.to_string_lossy(), limit, "glad", "crew"];
            (bench.ours(file, &ours), bench.run(&bench.floor, &floor))
        };
        let small = self.book(1_000, Variant::Few)?;
        let (ours, floor) = command(self, &small, "0");
        // Of equal ones the floor has no order.
        let ids = |printed: &str| {
            let is_id = |line: &&str| line.starts_with('t');
            let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
            let mut ids: Vec<String> = printed.lines().filter(is_id).map(first).collect();
            ids.sort_unstable();
            ids.join(" ")
        };
        let (ours, floor) = (ours.output()?, floor.output()?);
        same::words("find", &ids(&ours), &ids(&floor))?;
        let last = |printed: &str| printed.lines().last().unwrap_or_default().to_owned();
        same::words("find", &last(&ours), &last(&floor))?;
        let large = self.sized(1_000_000, Variant::Few)?;
        let (ours, floor) = command(self, &large, "50");
        let found = last(&floor.output()?);
        let rounds = if self.smoke { 1 } else { 20 };
        let pairs = Pairs::take(rounds, |_| (ours.clone(), floor.clone()))?;
        self.push_ratio(
            &format!(
                "`find` of two words in 1M touchpoints, the best 50 of {found}, to the bare query"
            ),
            Some(2.0),
            Time::Cpu,
            &pairs,
        )?;
        self.push_memory("peak memory of that `find`", 32.0, ours.peak()?)
    }

    fn report(&mut self) -> Outcome<()> {
        let command = |bench: &Self, file: &Path| {
            let floor = ["report", &file.to_string_lossy(), "2026-01-01", TODAY];
            (
                bench.ours(file, &["report"]),
                bench.run(&bench.floor, &floor),
            )
        };
        let small = self.book(1_000, Variant::Tenth)?;
        let counted = self.ours(&small, &["report", "--json"]).output()?;
        same::counts("report", &counted, &command(self, &small).1.output()?)?;
        let large = self.sized(100_000, Variant::Tenth)?;
        let (ours, floor) = command(self, &large);
        let rounds = if self.smoke { 1 } else { 10 };
        let pairs = Pairs::take(rounds, |_| (ours.clone(), floor.clone()))?;
        self.push_ratio(
            "`report` on 100k deals, to plain sums in SQL",
            Some(3.0),
            Time::Cpu,
            &pairs,
        )?;
        let peak = ours.peak()?;
        self.push(Line {
            what: "peak memory of `report` on 100k deals".to_owned(),
            limit: String::new(),
            measured: format!("{peak:.1} MiB"),
            ours: String::new(),
            beside: String::new(),
            met: None,
        })
    }

    fn completion(&mut self) -> Outcome<()> {
        let file = self.sized(1_000_000, Variant::Few)?;
        let complete = self
            .ours(&file, &["--", "deals", "show", "acm"])
            .with("COMPLETE", "fish");
        let offered = complete.output()?.lines().count();
        let due = self.ours(&file, &["due"]);
        let pairs = Pairs::take(self.rounds, |_| (complete.clone(), due.clone()))?;
        let what = format!("completion of `acm` on 100k accounts ({offered} offered), to `due`");
        self.push_ratio(&what, Some(2.0), Time::Cpu, &pairs)
    }

    fn taskwarrior(&mut self) -> Outcome<()> {
        if !is_installed("task") {
            return Ok(());
        }
        let sizes: &[(u32, &str, usize, f64)] = if self.smoke {
            &[(1_000, "1k", 1, 9.0)]
        } else {
            &[
                (1_000, "1k", 30, 9.0),
                (10_000, "10k", 10, 60.0),
                (100_000, "100k", 3, 500.0),
            ]
        };
        for (deals, name, rounds, limit) in sizes {
            let file = self.book(*deals, Variant::Few)?;
            let tasks = self.place.join("task");
            write_tasks(&tasks, *deals)?;
            fs::write(
                self.home.join("taskrc"),
                format!(
                    "data.location={}\nconfirmation=off\nhooks=off\nverbose=nothing\nnews.version=2.6.2\n",
                    tasks.display()
                ),
            )?;
            let task = self.run(Path::new("task"), &["+OVERDUE", "list"]);
            let listed = task.output()?.lines().count();
            if listed < 50 {
                return Err(format!("task lists {listed} lines of 50 tasks").into());
            }
            let due = self.ours(&file, &["due"]);
            let pairs = Pairs::take(*rounds, |_| (task.clone(), due.clone()))?;
            let ratio = pairs.wall_ratio();
            self.push(Line {
                what: format!(
                    "`task +OVERDUE list` of {name} tasks, to `due` of {name} deals, 50 due"
                ),
                limit: format!("≥ {limit} × in wall"),
                measured: format!("{ratio:.0} × ({rounds} rounds)"),
                ours: took(&pairs, false),
                beside: took(&pairs, true),
                met: Some(ratio >= *limit),
            })?;
        }
        Ok(())
    }

    fn size(&mut self) -> Outcome<()> {
        let size = mebibytes(fs::metadata(&self.deals)?.len());
        self.push_memory("size of the release binary", 8.0, size)
    }

    fn push_syncs(&mut self, verb: &str, syncs: (Option<usize>, Option<usize>)) -> Outcome<()> {
        let (Some(ours), Some(floor)) = syncs else {
            return Ok(());
        };
        self.push(Line {
            what: format!("syncs of one `{verb}`"),
            limit: "as many as the floor".to_owned(),
            measured: ours.to_string(),
            ours: ours.to_string(),
            beside: floor.to_string(),
            met: Some(ours == floor),
        })
    }

    /// How often a command asks the disk to be sure; none where that cannot be counted.
    fn syncs(&self, run: &Run) -> Outcome<Option<usize>> {
        if !is_installed("strace") {
            // What it would have changed is changed all the same.
            run.sample()?;
            return Ok(None);
        }
        let trace = self.place.join("strace");
        let path = trace.to_string_lossy();
        run.under(
            "strace",
            &["-f", "-e", "trace=fsync,fdatasync", "-o", &path],
        )
        .sample()?;
        let traced = fs::read_to_string(&trace)?;
        let is_sync = |line: &&str| line.contains("fsync(") || line.contains("fdatasync(");
        Ok(Some(traced.lines().filter(is_sync).count()))
    }
}

/// Builds other bench targets with this one's profile, and says where they are.
fn build<const N: usize>(names: [&str; N]) -> Outcome<[PathBuf; N]> {
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "bench",
            "--no-run",
            "--message-format=json-render-diagnostics",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    for name in names {
        command.args(["--bench", name]);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err("the floor was not built".into());
    }
    let mut found = names.map(|_| PathBuf::new());
    for line in String::from_utf8(output.stdout)?.lines() {
        let message: serde_json::Value = serde_json::from_str(line)?;
        let Some(path) = message["executable"].as_str() else {
            continue;
        };
        let name = message["target"]["name"].as_str();
        if let Some(place) = names.iter().position(|one| Some(*one) == name) {
            found[place] = path.into();
        }
    }
    Ok(found)
}

fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// `1.23 ms CPU, 1.45 ms wall`
fn took(pairs: &Pairs, first: bool) -> String {
    let medians = if first { pairs.first() } else { pairs.second() };
    format!("{:.2} ms CPU, {:.2} ms wall", medians.cpu, medians.wall)
}

/// A name of two words that is near no other.
fn new_name(place: u64) -> String {
    let mut bits = (place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut word = || {
        let mut letters = String::new();
        for place in 0..7 {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            let first = if place == 0 { b'A' } else { b'a' };
            letters.push(char::from(first + u8::try_from(bits % 26).unwrap_or(0)));
        }
        letters
    };
    format!("{} {}", word(), word())
}

/// Deals as another system exports them: of every ten seven are over, the accounts mixed.
fn write_csv(path: &Path, rows: usize, accounts: usize) -> Outcome<()> {
    const STAGES: [(&str, &str); 10] = [
        ("Won", "2025-10-03"),
        ("Won", "2025-11-03"),
        ("Won", "2025-06-03"),
        ("Won", "2025-07-07"),
        ("Won", "2026-02-03"),
        ("Lost", "2025-10-03"),
        ("Lost", "2025-05-05"),
        ("Engaging", "2026-05-01"),
        ("Prospecting", "2026-06-01"),
        ("Engaging", "2026-06-02"),
    ];
    let mut out = BufWriter::new(fs::File::create(path)?);
    writeln!(
        out,
        "opportunity_id,product,account,deal_stage,close_date,close_value"
    )?;
    for row in 0..rows {
        // Every account once, in a mixed order, then again.
        let account = row % accounts * 7_919 % accounts;
        let (stage, date) = STAGES[row / accounts % STAGES.len()];
        writeln!(
            out,
            "K{row:06},Lathe 200,Werk {account} Ltd,{stage},{date},{}",
            1_000 + row
        )?;
    }
    out.flush()?;
    Ok(())
}

/// Taskwarrior's own file with so many open tasks; fifty are overdue.
fn write_tasks(folder: &Path, count: u32) -> Outcome<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        fs::remove_file(entry?.path())?;
    }
    let mut out = BufWriter::new(fs::File::create(folder.join("pending.data"))?);
    let every = count / 50;
    for task in 0..count {
        // 2020 is past and 2050 is to come, whenever this is run.
        let due = if task % every == 0 {
            1_577_836_800
        } else {
            2_524_608_000_u32
        };
        writeln!(
            out,
            "[description:\"call about the crew {task}\" due:\"{due}\" entry:\"1577836800\" modified:\"1577836800\" \
             project:\"Acme {task}\" status:\"pending\" uuid:\"00000000-0000-4000-8000-{task:012x}\"]"
        )?;
    }
    out.flush()?;
    Ok(())
}
