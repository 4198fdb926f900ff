//! Lost deals: how one was lost and what was asked since, and the list of them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::deal::Status;
use crate::domain::money::Money;
use crate::domain::when::{format_day, format_day_short};
use crate::view::format::{FormatError, Record};
use crate::view::lines::entries;
use crate::view::list::Row;
use crate::view::phrase;
use crate::view::record::{DealRecord, HeartbeatRecord};
use crate::view::table::{Cell, Column};
use crate::view::ui::{Style, Ui};

/// How a deal was lost: why, to whom, what the rival promised, and why it is given up.
pub(super) fn facts(deal: &DealRecord) -> Vec<String> {
    let (Some(on), Some(reason)) = (deal.lost_on, deal.lost_reason) else {
        return Vec::new();
    };
    let rival = deal
        .lost_to
        .as_ref()
        .map_or_else(String::new, |rival| format!(", to {rival}"));
    let promised = deal
        .rival_promised
        .as_ref()
        .zip(deal.rival_promised_on)
        .map(|(what, on)| format!("they promised {what} by {}", format_day(on)));
    let ends = deal
        .rival_contract_ends_on
        .map(|on| format!("their contract ends {}", format_day(on)));
    let buried = deal.buried_on.map(|on| {
        let why = deal.buried_why.as_deref().unwrap_or_default();
        format!("buried {}: {why}", format_day(on))
    });
    let lost = format!("lost {}, {reason}{rival}", format_day(on));
    [Some(lost), deal.lost_note.clone(), promised, ends, buried]
        .into_iter()
        .flatten()
        .collect()
}

/// Every round of asking, the latest first, with its advice.
pub(super) fn heartbeats(
    ui: &mut Ui,
    all: &[HeartbeatRecord],
    today: NaiveDate,
) -> Result<(), FormatError> {
    let rows = all.iter().rev().map(|one| {
        vec![
            Cell::from(format_day_short(one.on, today)),
            Cell::styled(one.advice.to_string(), Style::Heading),
            Cell::from(phrase::heartbeat(one)),
        ]
    });
    entries(ui, rows.collect())
}

/// A deal in a list of lost ones: the same record, in other columns.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct LostDeal(pub DealRecord);

impl LostDeal {
    /// Whether a list of deals of these statuses is one of lost deals; none are all.
    pub fn are_all(statuses: &[Status]) -> bool {
        !statuses.is_empty() && statuses.iter().all(|status| status.is_lost())
    }
}

impl Record for LostDeal {
    fn fields() -> Vec<&'static str> {
        DealRecord::fields()
    }

    fn id(&self) -> String {
        self.0.id()
    }
}

impl Row for LostDeal {
    const NOUN: &'static str = "deal";

    fn columns() -> Vec<Column<'static>> {
        vec![
            Column::left().header("id"),
            Column::left().header("account").min(14).max(24),
            Column::left().header("title").flex().min(10),
            Column::right().header("value"),
            Column::left().header(""),
            Column::left().header("lost"),
            Column::left().header("why"),
            Column::left().header("to").min(8).max(16),
            Column::left().header("next").spare(),
        ]
    }

    fn cells(&self, today: NaiveDate) -> Vec<Cell> {
        let deal = &self.0;
        let day = |on: Option<NaiveDate>| on.map(|on| format_day_short(on, today));
        let next = match deal.status {
            Status::Buried => Some("buried".to_owned()),
            _ => day(deal.next_check_in_on),
        };
        vec![
            Cell::styled(deal.id.to_string(), Style::Id),
            Cell::from(deal.account.clone()),
            Cell::from(deal.title.clone().unwrap_or_default()),
            Cell::from(deal.money.map(Money::short).unwrap_or_default()),
            Cell::from(
                deal.currency
                    .map(|currency| currency.to_string())
                    .unwrap_or_default(),
            ),
            Cell::from(day(deal.lost_on).unwrap_or_default()),
            Cell::from(
                deal.lost_reason
                    .map(|reason| reason.to_string())
                    .unwrap_or_default(),
            ),
            Cell::from(deal.lost_to.clone().unwrap_or_default()),
            Cell::from(next.unwrap_or_default()),
        ]
    }
}
