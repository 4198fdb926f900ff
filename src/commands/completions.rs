//! `deals completions`: the stub by which a shell asks this program for completions.

use crate::context::Ctx;
use crate::domain::words::words;
use crate::error::{CommandError, Exit};

words! {
    /// A shell there is a stub for.
    Shell, "a shell" {
        Bash = "bash",
        Elvish = "elvish",
        Fish = "fish",
        PowerShell = "powershell",
        Zsh = "zsh",
    }
}

impl Shell {
    const fn stub(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../completions/deals.bash"),
            Self::Elvish => include_str!("../../completions/deals.elv"),
            Self::Fish => include_str!("../../completions/deals.fish"),
            Self::PowerShell => include_str!("../../completions/deals.ps1"),
            Self::Zsh => include_str!("../../completions/deals.zsh"),
        }
    }
}

/// Print the completion stub of a shell
///
/// The stub asks this program at every completion, so it never grows old. Each begins with how to install it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  deals completions bash > ~/.local/share/bash-completion/completions/deals
  deals completions fish > ~/.config/fish/completions/deals.fish")]
pub struct Args {
    /// bash, elvish, fish, powershell or zsh
    #[arg(add = crate::complete::words(Shell::list))]
    shell: Shell,
}

pub fn run(args: &Args, ctx: &mut Ctx) -> Result<Exit, CommandError> {
    ctx.ui
        .out()
        .write_all(args.shell.stub().as_bytes())
        .map_err(crate::view::ui::WriteError::from)?;
    Ok(Exit::Done)
}
