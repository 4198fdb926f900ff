//! A bug ends the program with exit code 70 and says what to do. No command of the program makes it panic, and none
//! should be there to do so: this program, which is not a test of the usual kind, runs itself and panics there.

use std::env::{args, current_exe};
use std::process::Command;

/// What makes it the one that panics.
const CHILD: &str = "panic";

fn main() {
    if args().nth(1).as_deref() == Some(CHILD) {
        deals::report_bugs();
        panic!("a rung of no ladder");
    }
    let program = current_exe().expect("the path of this test");
    let ended = Command::new(program).arg(CHILD).output();
    let output = ended.expect("this test, run again");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(70), "{said}");
    assert!(output.stdout.is_empty());
    let lines: Vec<&str> = said.lines().collect();
    let [bug, hint] = lines[..] else {
        panic!("a bug is told in two lines: {said}");
    };
    assert!(
        bug.starts_with("bug: a rung of no ladder (") && bug.contains("bug.rs:"),
        "{said}"
    );
    assert!(
        hint.starts_with("hint: ") && hint.contains("deals history"),
        "{said}"
    );
}
