//! Where each deal stands, a line each.

use chrono::NaiveDate;

use super::Entry;
use crate::domain::check_in::Kind;
use crate::domain::deal::{LostReason, Status};
use crate::domain::when::{format_day, format_day_short, format_weekday_short};
use crate::view::phrase;
use crate::view::record::{BriefRecord, CheckInRecord, DealRecord, NextStep};

pub(super) fn deals(brief: &BriefRecord, today: NaiveDate) -> Vec<Entry> {
    let deals = brief.deals.iter().zip(&brief.next_steps);
    deals
        .map(|(one, next)| deal(brief, one, next, today))
        .collect()
}

/// `d5 Fleet, 48,000 EUR: won, 4/7 signed; next: delivery Fri 13 Mar, slipped 2×, 4 days in all`
fn deal(brief: &BriefRecord, deal: &DealRecord, next: &NextStep, today: NaiveDate) -> Entry {
    let mut is_late = false;
    let mut facts = Vec::new();
    match (deal.lost_on, deal.status) {
        (Some(on), _) => facts.push(loss(deal, on, today)),
        (None, Status::Prospect | Status::Verbal) => facts.push(deal.status.to_string()),
        (None, status) => facts.push(format!("{status}, {}", phrase::rung(deal))),
    }
    if deal.status == Status::Prospect {
        let close = deal
            .expected_close_on
            .map(|on| format!("to close {}", format_day_short(on, today)));
        facts.extend(close);
        let fit = deal.fit.map(|fit| match &deal.fit_why {
            Some(why) => format!("{}: {why}", phrase::fit(fit)),
            None => phrase::fit(fit).to_owned(),
        });
        facts.extend(fit);
    } else if let Some(rung) = deal.next_rung.filter(|_| deal.lost_on.is_none()) {
        is_late = next.expected_on.is_some_and(|on| on < today);
        let confirming = brief.check_ins.iter().find(|one| is_next(one, deal));
        let slips = match next.slips {
            (0, _) => String::new(),
            (slips, days) => format!(", slipped {slips}×, {days} days in all"),
        };
        facts.push(match (next.expected_on, confirming) {
            (Some(_), Some(one)) if is_late => {
                format!("{} {}", one.id, phrase::to_do(one, today))
            }
            (Some(on), _) => format!("next: {} {}{slips}", rung.noun(), format_weekday_short(on)),
            (None, _) => format!("next: {}, without a date", rung.noun()),
        });
    }
    let failed = deal.credit_failed_on;
    facts.extend(failed.map(|on| format!("credit check failed {}", format_day_short(on, today))));
    facts.extend(deal.note.as_ref().map(|note| format!("note: {note}")));
    let text = format!(
        "{} {}: {}",
        deal.id,
        phrase::deal_record(deal),
        facts.join("; ")
    );
    Entry::late(text, is_late)
}

/// `lost 6 Mar, price, to Globex, who promised support by 1 Apr`
fn loss(deal: &DealRecord, on: NaiveDate, today: NaiveDate) -> String {
    let day = |on: NaiveDate| format_day_short(on, today);
    let by = |on: Option<NaiveDate>| on.map_or_else(String::new, |on| format!(" by {}", day(on)));
    let promised = deal.rival_promised.as_ref();
    let known = [
        Some(format!("lost {}", day(on))),
        deal.lost_reason
            .filter(|reason| *reason != LostReason::Other)
            .map(|reason| reason.to_string()),
        deal.lost_to.as_ref().map(|rival| format!("to {rival}")),
        promised.map(|what| format!("who promised {what}{}", by(deal.rival_promised_on))),
        deal.rival_contract_ends_on
            .map(|on| format!("their contract ends {}", format_day(on))),
        deal.rung.map(|rung| format!("it was {rung}")),
        deal.lost_note.clone(),
        deal.buried_on.map(|on| {
            let why = deal.buried_why.as_ref();
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            format!("buried {}{why}", day(on))
        }),
    ];
    let known: Vec<String> = known.into_iter().flatten().collect();
    known.join(", ")
}

/// Whether it asks about the next rung of a deal, which the deal's own line tells.
pub(super) fn is_next(one: &CheckInRecord, deal: &DealRecord) -> bool {
    one.kind == Kind::Rung && one.deal_id == Some(deal.id) && one.rung == deal.next_rung
}
