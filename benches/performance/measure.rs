//! Running commands in turn and taking medians.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A command to be measured.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    program: PathBuf,
    arguments: Vec<OsString>,
    home: PathBuf,
    environment: Vec<(&'static str, OsString)>,
}

/// What one run took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) wall: Duration,
    /// User and system time.
    pub(crate) cpu: Duration,
}

impl Run {
    /// A command whose home is an empty folder, so that nothing of this machine's owner is read.
    pub(crate) fn new(program: &Path, home: &Path, arguments: &[&str]) -> Self {
        Self {
            program: program.to_owned(),
            arguments: arguments.iter().map(Into::into).collect(),
            home: home.to_owned(),
            environment: Vec::new(),
        }
    }

    /// The same with another environment variable.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// The same of another program, with these arguments put before its own.
    pub(crate) fn under(&self, program: &str, before: &[&str]) -> Self {
        let mut arguments: Vec<OsString> = before.iter().map(Into::into).collect();
        arguments.push(self.program.clone().into());
        arguments.extend(self.arguments.iter().cloned());
        Self {
            program: program.into(),
            arguments,
            home: self.home.clone(),
            environment: self.environment.clone(),
        }
    }

    /// The command, with a fixed clock and nothing else in its environment but the way to programs.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", &self.home)
            .env("TASKRC", self.home.join("taskrc"))
            .env("DEALS_NOW", "2026-03-13T08:00:00Z")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    /// Runs it with its output thrown away.
    pub(crate) fn sample(&self) -> Outcome<Sample> {
        let mut command = self.command();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let begin = Instant::now();
        let mut child = command.spawn()?;
        let ended = child.wait4()?;
        let wall = begin.elapsed();
        if !ended.status.success() {
            return Err(format!("{self:?} ended with {}", ended.status).into());
        }
        Ok(Sample {
            wall,
            cpu: ended.rusage.utime + ended.rusage.stime,
        })
    }

    /// Its peak memory in MiB, the largest of three runs.
    ///
    /// A child begins with the memory of its parent, so that a small process of this program's own starts it.
    pub(crate) fn peak(&self) -> Outcome<f64> {
        let own = std::env::current_exe()?;
        let under = self.under(&own.to_string_lossy(), &["peak"]);
        let mut peak = 0;
        for _ in 0..3 {
            peak = peak.max(under.output()?.trim().parse()?);
        }
        Ok(mebibytes(peak))
    }

    /// What it prints.
    pub(crate) fn output(&self) -> Outcome<String> {
        let output = self.command().output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("{self:?} ended with {}: {said}", output.status).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// Two commands that were run in turn.
#[derive(Debug, Clone)]
pub(crate) struct Pairs(Vec<(Sample, Sample)>);

impl Pairs {
    /// Runs two commands in turn, A B A B, after one round that does not count. The commands of each round are
    /// asked for by its number.
    pub(crate) fn take(rounds: usize, mut of: impl FnMut(usize) -> (Run, Run)) -> Outcome<Self> {
        let mut samples = Vec::with_capacity(rounds);
        for round in 0..=rounds {
            let (a, b) = of(round);
            let pair = (a.sample()?, b.sample()?);
            if round > 0 {
                samples.push(pair);
            }
        }
        Ok(Self(samples))
    }

    pub(crate) fn rounds(&self) -> usize {
        self.0.len()
    }

    /// The median of the rounds' ratios of CPU time, A to B.
    pub(crate) fn cpu_ratio(&self) -> f64 {
        median(self.0.iter().map(|(a, b)| ratio(a.cpu, b.cpu)).collect())
    }

    /// The median of the rounds' ratios of wall time, A to B.
    pub(crate) fn wall_ratio(&self) -> f64 {
        median(self.0.iter().map(|(a, b)| ratio(a.wall, b.wall)).collect())
    }

    pub(crate) fn first(&self) -> Medians {
        Medians::of(self.0.iter().map(|(a, _)| *a))
    }

    pub(crate) fn second(&self) -> Medians {
        Medians::of(self.0.iter().map(|(_, b)| *b))
    }
}

/// The middle of what one command took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Medians {
    /// In milliseconds.
    pub(crate) wall: f64,
    /// In milliseconds.
    pub(crate) cpu: f64,
}

impl Medians {
    fn of(samples: impl Iterator<Item = Sample> + Clone) -> Self {
        let milliseconds = |duration: Duration| duration.as_secs_f64() * 1e3;
        Self {
            wall: median(
                samples
                    .clone()
                    .map(|sample| milliseconds(sample.wall))
                    .collect(),
            ),
            cpu: median(samples.map(|sample| milliseconds(sample.cpu)).collect()),
        }
    }
}

/// The peak memory of a command in bytes; its output is thrown away.
pub(crate) fn peak(program: &str, arguments: &[&str]) -> Outcome<u64> {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null());
    Ok(command.spawn()?.wait4()?.rusage.maxrss)
}

/// Bytes as MiB.
pub(crate) fn mebibytes(bytes: u64) -> f64 {
    u32::try_from(bytes / 1_024).map_or(f64::INFINITY, |kibibytes| f64::from(kibibytes) / 1_024.0)
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-9)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    match numbers.as_slice() {
        [] => f64::NAN,
        all if all.len() % 2 == 1 => all[middle],
        all => f64::midpoint(all[middle - 1], all[middle]),
    }
}
