//! What `edit` changes of accounts, people and deals.

use std::str::FromStr;

use chrono::NaiveDate;

use crate::context::Ctx;
use crate::domain::customer::Customer;
use crate::domain::id::{DealId, PersonId};
use crate::domain::money::{self, Currency, Money};
use crate::domain::name::PersonSpec;
use crate::domain::person::Role;
use crate::error::CommandError;

use super::Args;
use super::personal::Personal;
use crate::commands::shared::resolve::Subject;
use crate::commands::shared::somebody::{self, Whom};
use crate::commands::shared::typed::{self, Edit};

/// What is to be changed of an account, a person or a deal.
pub(super) struct Edits {
    pub(super) name: Option<String>,
    person: Option<Whom>,
    not_person: Option<PersonId>,
    role: Option<Role>,
    email: Edit<String>,
    phone: Edit<String>,
    title: Edit<String>,
    value: Edit<String>,
    currency: Option<Currency>,
    default_currency: Currency,
    expected_close: Edit<NaiveDate>,
    terms: Edit<u32>,
    key: Edit<String>,
    note: Edit<String>,
}

impl Edits {
    pub(super) fn read(ctx: &Ctx, args: &Args, subject: &Subject) -> Result<Self, CommandError> {
        let name = args.name.as_ref().map(|name| typed::name("--name", name));
        let currency = args.currency.as_ref().map(|code| Currency::from_str(code));
        let address = |text: &str| {
            let spec = PersonSpec::from_str(&format!("<{}>", text.trim()));
            let spec = spec.map_err(|error| CommandError::from(error).about("--email"))?;
            Ok(spec.email)
        };
        let line = |option: &'static str| move |text: &str| typed::one_line(option, text);
        let day =
            |text: &str| typed::expected_day(ctx, ctx.today, "--expected-close", text).map(Some);
        Ok(Self {
            name: name.transpose()?,
            person: args
                .person
                .as_deref()
                .map(|text| somebody::whom(ctx, subject, "--person", text, true))
                .transpose()?,
            not_person: subject
                .deal_id
                .zip(args.not_person.as_deref())
                .map(|(deal, text)| somebody::person_on(ctx, subject, deal, "--not-person", text))
                .transpose()?,
            role: args.role,
            email: Edit::read(args.email.as_ref(), address)?,
            phone: Edit::read(args.phone.as_ref(), line("--phone"))?,
            title: Edit::read(args.title.as_ref(), line("--title"))?,
            value: Edit::read(args.value.as_ref(), line("--value"))?,
            currency: currency
                .transpose()
                .map_err(|error| CommandError::from(error).about("--currency"))?,
            default_currency: ctx.read(|reader| ctx.default_currency(reader))?,
            expected_close: Edit::read(args.expected_close.as_ref(), day)?,
            terms: Edit::read(args.terms.as_ref(), typed::terms)?,
            key: Edit::read(args.key.as_ref(), line("--key"))?,
            note: Edit::read(args.note.as_ref(), |text| typed::note(&[text.to_owned()]))?,
        })
    }

    pub(super) fn apply(
        &self,
        customer: &mut Customer,
        subject: &Subject,
        personal: &Personal,
    ) -> Result<(), CommandError> {
        if let Some(whom) = &self.person {
            let person = match whom {
                Whom::Known(id) => *id,
                Whom::Named(somebody) => customer.meet_again(somebody.clone()),
            };
            customer.bring_in(person, subject.deal_id, self.role);
        }
        if let Some(id) = subject.deal_id {
            if let Some(person) = self.not_person {
                customer.take_off(person, id);
            }
            return self.apply_to_deal(customer, id);
        }
        let person = subject
            .person_id
            .and_then(|id| customer.people.iter_mut().find(|one| one.id == id));
        if let Some(person) = person {
            if let Some(name) = &self.name {
                person.name.clone_from(name);
            }
            person.role = self.role.or(person.role);
            self.email.apply(&mut person.email);
            self.phone.apply(&mut person.phone);
            self.note.apply(&mut person.note);
            personal.apply(person);
        } else if let Some(name) = &self.name {
            customer.account.name.clone_from(name);
        }
        Ok(())
    }

    fn apply_to_deal(&self, customer: &mut Customer, id: DealId) -> Result<(), CommandError> {
        let Some(deal) = customer.deal_mut(id) else {
            return Ok(());
        };
        deal.value = self.value_of(deal.value)?;
        self.title.apply(&mut deal.title);
        self.expected_close.apply(&mut deal.expected_close_on);
        self.terms.apply(&mut deal.ladder.terms_days);
        self.key.apply(&mut deal.key);
        self.note.apply(&mut deal.note);
        Ok(())
    }

    /// A new value in the old currency, or in the one that is named; or the old amount in a new currency.
    fn value_of(&self, old: Option<Money>) -> Result<Option<Money>, CommandError> {
        let currency = self
            .currency
            .or(old.map(|money| money.currency))
            .unwrap_or(self.default_currency);
        match (&self.value, self.currency, old) {
            (Edit::Set(None), ..) => Ok(None),
            (Edit::Set(Some(text)), ..) => {
                Ok(Some(money::parse(text, currency).map_err(|error| {
                    CommandError::from(error).about("--value")
                })?))
            }
            (Edit::Keep, Some(currency), Some(old)) if old.currency != currency => {
                let amount = old.typed();
                let amount = amount.split_whitespace().next().unwrap_or_default();
                Ok(Some(money::parse(amount, currency).map_err(|error| {
                    CommandError::from(error).about("--currency")
                })?))
            }
            _ => Ok(old),
        }
    }
}
