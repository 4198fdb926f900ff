//! A place of its own for each test: an empty folder, a fixed clock, a fixed width, nothing of the machine's
//! environment. A command is expected to succeed and to leave standard error empty, unless the test says
//! otherwise.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A Friday, in the morning.
pub(crate) const FRIDAY: &str = "2026-03-06T09:00:00+01:00";

/// A rep's machine.
pub(crate) struct Environment {
    folder: TempDir,
    now: String,
    width: usize,
}

/// What a command came to.
pub(crate) struct Outcome {
    command: String,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Environment {
    /// An empty folder on a Friday morning, 80 columns wide.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("home")).unwrap();
        // For its owner alone, as the folder of a rep's data is.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        }
        Self {
            folder,
            now: FRIDAY.to_owned(),
            width: 80,
        }
    }

    /// The moment at which the next commands run: a day (then it is nine in the morning there), or RFC 3339.
    pub(crate) fn at(&mut self, moment: &str) -> &mut Self {
        self.now = if moment.contains('T') {
            moment.to_owned()
        } else {
            format!("{moment}T09:00:00+01:00")
        };
        self
    }

    /// The columns for which the next commands lay out.
    pub(crate) fn wide(&mut self, columns: usize) -> &mut Self {
        self.width = columns;
        self
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file that commands use.
    pub(crate) fn db(&self) -> PathBuf {
        self.path("book.db")
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes a file into the folder that its owner alone may read, as the program makes its own.
    pub(crate) fn write_private(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.write(name, bytes);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// A command, ready to run.
    pub(crate) fn command<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deals"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("DEALS_DB", self.db())
            .env("DEALS_NOW", &self.now)
            .env("COLUMNS", self.width.to_string())
            .env("RUST_BACKTRACE", "0");
        command
    }

    /// A line for the shell, ready to run in the same surroundings; `deals` is this program there.
    #[cfg(unix)]
    pub(crate) fn shell(&self, line: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_deals"));
        let programs = program.parent().unwrap().display();
        let alike = self.command::<&str>([]);
        let mut shell = Command::new("/bin/sh");
        shell
            .args(["-c", line])
            .current_dir(self.folder.path())
            .env_clear()
            .envs(
                alike
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .env("PATH", format!("{programs}:/usr/local/bin:/usr/bin:/bin"));
        shell
    }

    /// Runs a command line, split as a shell splits it, whatever comes of it.
    pub(crate) fn try_run(&self, line: &str) -> Outcome {
        let words = shlex(line);
        self.finish(self.command(&words), line, b"")
    }

    /// Runs a command with these arguments, whatever comes of it.
    pub(crate) fn try_with<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Outcome {
        self.finish(self.command(arguments), "…", b"")
    }

    /// Runs a command line with bytes on its standard input, whatever comes of it.
    pub(crate) fn try_piped(&self, line: &str, input: &[u8]) -> Outcome {
        let words = shlex(line);
        self.finish(self.command(&words), line, input)
    }

    /// Runs a prepared command, whatever comes of it.
    #[expect(clippy::unused_self, reason = "it is run in this environment")]
    pub(crate) fn finish(&self, mut command: Command, line: &str, input: &[u8]) -> Outcome {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input);
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        Outcome {
            command: line.to_owned(),
            code: status.code().unwrap(),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Runs a command line that must succeed and say nothing on standard error; what it printed.
    pub(crate) fn run(&self, line: &str) -> String {
        self.try_run(line).ok()
    }

    /// The same, with `--json`, read.
    pub(crate) fn json(&self, line: &str) -> Value {
        let printed = self.run(&format!("{line} --json"));
        serde_json::from_str(&printed)
            .unwrap_or_else(|error| panic!("deals {line} --json: {error}\n{printed}"))
    }

    /// Runs a command line that must fail with this exit code and leave the file as it was; what it said on
    /// standard error.
    pub(crate) fn refused(&self, code: i32, line: &str) -> String {
        self.refused_with(code, &shlex(line))
    }

    /// The same of arguments as they stand, for those that no line can hold.
    pub(crate) fn refused_with<S: AsRef<OsStr>>(&self, code: i32, arguments: &[S]) -> String {
        let words: Vec<_> = arguments
            .iter()
            .map(|word| word.as_ref().to_string_lossy())
            .collect();
        let line = words.join(" ");
        let before = contents(&self.db());
        let outcome = self.try_with(arguments);
        assert_eq!(
            outcome.code, code,
            "deals {line}\n{}{}",
            outcome.stdout, outcome.stderr
        );
        assert_eq!(
            outcome.stdout, "",
            "deals {line}: standard output is for data"
        );
        assert!(
            outcome.stderr.starts_with("error: "),
            "deals {line}\n{}",
            outcome.stderr
        );
        // Not assert_eq: a whole file of bytes tells nobody anything.
        assert!(
            contents(&self.db()) == before,
            "deals {line} changed the file"
        );
        outcome.stderr
    }

    /// The id of the one open check-in of a target whose words begin so.
    pub(crate) fn open_check_in(&self, target: &str, what: &str) -> String {
        let found: Vec<String> = self.json(&format!("show \"{target}\""))["check_ins"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["status"] == "open")
            .filter(|one| one["what"].as_str().unwrap().starts_with(what))
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(found.len(), 1, "{target}: {what}: {found:?}");
        found.into_iter().next().unwrap()
    }

    /// These fields of the open check-ins of a target that have a date, a line for each, in their order as text.
    pub(crate) fn dated(&self, target: &str, fields: &str) -> Vec<String> {
        let mut story = self.json(&format!("show \"{target}\""));
        let open = story["check_ins"].as_array_mut().unwrap();
        open.retain(|one| one["status"] == "open" && !one["due_on"].is_null());
        let mut lines = rows(&story["check_ins"], fields);
        lines.sort();
        lines
    }
}

impl Outcome {
    /// What it printed, when it succeeded and said nothing on standard error.
    pub(crate) fn ok(self) -> String {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (0, ""),
            "deals {}\n{}",
            self.command,
            self.stdout
        );
        self.stdout
    }
}

/// A line for each record of a list: these fields of it, parted by blanks. A field of a nested object is named
/// through it (`check_in.id`); null is `-`, and a list is its records' ids or its words, joined by commas.
pub(crate) fn rows(list: &Value, fields: &str) -> Vec<String> {
    let list = list.as_array().unwrap_or_else(|| panic!("no list: {list}"));
    let row = |record: &Value| {
        let cells = fields.split_whitespace().map(|field| {
            let pointer = format!("/{}", field.replace('.', "/"));
            cell(record.pointer(&pointer).unwrap_or(&Value::Null))
        });
        cells.collect::<Vec<_>>().join(" ")
    };
    list.iter().map(row).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(cell).collect::<Vec<_>>().join(","),
        Value::Object(record) => record.get("id").map_or_else(String::new, cell),
        other => other.to_string(),
    }
}

/// The bytes of a file; none when there is no file.
pub(crate) fn contents(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// Splits a line into words as a shell does: blanks separate, single and double quotes hold together.
fn shlex(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut begun) = (String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.push(c),
            (None, '"' | '\'') => (quote, begun) = (Some(c), true),
            (None, c) if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    assert!(quote.is_none(), "a quote is open in: {line}");
    words
}
