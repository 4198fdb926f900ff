//! What one knows of a person beside business, and where they are: the options of `edit` for people, read.

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::id::AccountId;
use crate::domain::person::{Person, Topic};
use crate::domain::words::excerpt;
use crate::error::CommandError;

use crate::commands::shared::resolve::{self, Access};
use crate::commands::shared::typed::{self, Edit};

// What is known of a person. A doc comment here would become the help text of the command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "People")]
#[group(skip)]
pub(super) struct Options {
    /// What they care about beside business
    #[arg(long, value_name = "TEXT")]
    interests: Option<String>,

    /// What was last talked about beside business; today's
    #[arg(long, value_name = "TEXT")]
    topic: Option<String>,

    /// The account they are at now
    #[arg(long, value_name = "TARGET", add = crate::complete::accounts())]
    account: Option<String>,
}

/// The same, read.
pub(super) struct Personal {
    interests: Edit<String>,
    topic: Edit<String>,
    today: NaiveDate,
    /// The account they go to, with its name.
    pub(super) moves_to: Option<(AccountId, String)>,
}

impl Options {
    /// Which of them are given.
    pub(super) fn given(&self) -> impl Iterator<Item = &'static str> {
        let all = [
            ("--interests", self.interests.is_some()),
            ("--topic", self.topic.is_some()),
            ("--account", self.account.is_some()),
        ];
        all.into_iter()
            .filter_map(|(name, is_given)| is_given.then_some(name))
    }

    /// What they changed, as it was typed; of the account, as it was understood.
    pub(super) fn said(&self, personal: &Personal) -> Vec<String> {
        let typed = [("interests", &self.interests), ("topic", &self.topic)];
        let mut said: Vec<String> = typed
            .into_iter()
            .filter_map(|(name, text)| {
                let text = text.as_ref()?.trim();
                Some(if text.is_empty() {
                    format!("no {name}")
                } else {
                    format!("{name} {}", excerpt(text))
                })
            })
            .collect();
        let moved = personal.moves_to.as_ref();
        said.extend(moved.map(|(id, name)| format!("now at {name} ({id})")));
        said
    }

    /// Reads them.
    pub(super) fn read(&self, ctx: &Ctx) -> Result<Personal, CommandError> {
        let line = |option: &'static str| move |text: &str| typed::one_line(option, text);
        let moves_to = self
            .account
            .as_ref()
            .map(|text| {
                let subject = resolve::subject(ctx, text, Access::Write)
                    .map_err(|error| error.about("--account"))?;
                Ok::<_, CommandError>((subject.account_id, subject.account))
            })
            .transpose()?;
        Ok(Personal {
            interests: Edit::read(self.interests.as_ref(), line("--interests"))?,
            topic: Edit::read(self.topic.as_ref(), line("--topic"))?,
            today: ctx.today,
            moves_to,
        })
    }
}

impl Personal {
    /// Writes what they say into a person.
    pub(super) fn apply(&self, person: &mut Person) {
        self.interests.apply(&mut person.interests);
        if let Edit::Set(topic) = &self.topic {
            person.topic = topic.clone().map(|what| Topic {
                what,
                on: self.today,
            });
        }
    }
}
