//! The report, for scripts and as what its screen is made of.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::deal::LostReason;
use crate::domain::money::Money;
use crate::domain::report::{self, Report, Targets};
use crate::domain::rung::Rung;
use crate::view::format::Record;
use crate::view::record::SumRecord;

/// The deals whose highest stage is a rung.
#[derive(Debug, Clone, Serialize)]
pub struct StageRecord {
    pub rung: Rung,
    pub deals: usize,
    /// One sum a currency.
    pub values: Vec<SumRecord>,
    /// The same, for screens.
    #[serde(skip)]
    pub money: Vec<Money>,
}

/// What is to come in a month.
#[derive(Debug, Clone, Serialize)]
pub struct MonthRecord {
    /// `2026-04`; null for what has no date.
    pub month: Option<String>,
    /// How many deals are planned for it.
    pub deals: usize,
    pub planned: Vec<SumRecord>,
    /// By the rep's own median lag.
    pub by_lag: Vec<SumRecord>,
    /// Its first day, for screens.
    #[serde(skip)]
    pub first_day: Option<NaiveDate>,
    #[serde(skip)]
    pub planned_money: Vec<Money>,
    #[serde(skip)]
    pub by_lag_money: Vec<Money>,
}

/// Why expected dates moved later.
#[derive(Debug, Clone, Serialize)]
pub struct SlipRecord {
    pub why: Option<String>,
    pub slips: usize,
    pub days: i64,
}

/// What was lost for a reason.
#[derive(Debug, Clone, Serialize)]
pub struct LossRecord {
    pub reason: LostReason,
    pub deals: usize,
    pub values: Vec<SumRecord>,
}

/// What a rival took, and what it is after.
#[derive(Debug, Clone, Serialize)]
pub struct RivalCountRecord {
    pub name: String,
    pub lost: usize,
    pub watched: usize,
}

/// The report.
#[derive(Debug, Clone, Serialize)]
pub struct ReportRecord {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub as_of: NaiveDate,
    pub value: Vec<StageRecord>,
    pub earned: Vec<SumRecord>,
    pub riding: Vec<SumRecord>,
    pub money: Vec<MonthRecord>,
    /// Null while fewer than five settled deals tell.
    pub lag_days: Option<i64>,
    pub lag_deals: usize,
    pub check_ins: usize,
    pub on_time: usize,
    pub late: usize,
    pub promises: usize,
    pub kept: usize,
    pub kept_late: usize,
    pub broken: usize,
    pub slips: usize,
    pub slipped_days: i64,
    pub slip_reasons: Vec<SlipRecord>,
    pub accounts: usize,
    pub quiet_30: usize,
    pub quiet_60: usize,
    pub quiet_90: usize,
    pub contacts: usize,
    pub new_business: usize,
    pub won_accounts: usize,
    pub win_back: usize,
    pub attempts: usize,
    /// Null without a contact.
    pub new_business_percent: Option<usize>,
    pub new_business_target: Option<usize>,
    pub pursuits: usize,
    pub pursuits_value: Vec<SumRecord>,
    pub pursuits_target: Option<usize>,
    /// Whether there are fewer than the target; false without one.
    pub pursuits_thin: bool,
    pub lost: usize,
    pub lost_reasons: Vec<LossRecord>,
    pub rivals: Vec<RivalCountRecord>,
    pub won_back: usize,
    /// Null when nothing was lost or won back.
    pub win_back_percent: Option<usize>,
    pub addons: usize,
    pub addons_value: Vec<SumRecord>,
    pub proof: usize,
    pub thanks: usize,
    /// Money as it is, for screens.
    #[serde(skip)]
    pub sums: Sums,
}

/// Sums for screens.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    pub earned: Vec<Money>,
    pub riding: Vec<Money>,
    pub pursuits: Vec<Money>,
    pub addons: Vec<Money>,
}

impl ReportRecord {
    /// The record of a report that was made today.
    pub fn new(report: &Report, targets: Targets, today: NaiveDate) -> Self {
        let (work, contacts, losses) = (&report.work, &report.contacts, &report.losses);
        let (slips, slipped_days) = work.slipped_days();
        let pursuits = report.pursuits.deals.len();
        Self {
            from: report.period.from,
            to: report.period.to,
            as_of: today,
            value: report.stages.iter().map(stage).collect(),
            earned: SumRecord::list(&report.earned.values),
            riding: SumRecord::list(&report.riding.values),
            money: report.money.months.iter().map(month).collect(),
            lag_days: report.money.lag.days,
            lag_deals: report.money.lag.deals.len(),
            check_ins: work.on_time.len() + work.late.len(),
            on_time: work.on_time.len(),
            late: work.late.len(),
            promises: work.kept.len() + work.kept_late.len() + work.broken.len(),
            kept: work.kept.len(),
            kept_late: work.kept_late.len(),
            broken: work.broken.len(),
            slips,
            slipped_days,
            slip_reasons: work.slips.iter().map(slip).collect(),
            accounts: report.accounts.len(),
            quiet_30: report.quiet[0].len(),
            quiet_60: report.quiet[1].len(),
            quiet_90: report.quiet[2].len(),
            contacts: contacts.count(),
            new_business: contacts.new_business.len(),
            won_accounts: contacts.won_accounts.len(),
            win_back: contacts.win_back.len(),
            attempts: contacts.attempts.len(),
            new_business_percent: report::percent(contacts.new_business.len(), contacts.count()),
            new_business_target: targets.new_business,
            pursuits,
            pursuits_value: SumRecord::list(&report.pursuits.values),
            pursuits_target: targets.pursuits,
            pursuits_thin: targets.pursuits.is_some_and(|target| pursuits < target),
            lost: losses.all().len(),
            lost_reasons: losses.reasons.iter().map(loss).collect(),
            rivals: losses.rivals.iter().map(rival).collect(),
            won_back: losses.won_back.len(),
            win_back_percent: losses.win_back_percent(),
            addons: report.addons.deals.len(),
            addons_value: SumRecord::list(&report.addons.values),
            proof: report.proof.len(),
            thanks: report.thanks.len(),
            sums: Sums {
                earned: report.earned.values.clone(),
                riding: report.riding.values.clone(),
                pursuits: report.pursuits.values.clone(),
                addons: report.addons.values.clone(),
            },
        }
    }
}

fn stage(stage: &report::Stage) -> StageRecord {
    StageRecord {
        rung: stage.rung,
        deals: stage.group.deals.len(),
        values: SumRecord::list(&stage.group.values),
        money: stage.group.values.clone(),
    }
}

fn month(month: &report::Month) -> MonthRecord {
    MonthRecord {
        month: month.month.map(|day| day.format("%Y-%m").to_string()),
        deals: month.planned.deals.len(),
        planned: SumRecord::list(&month.planned.values),
        by_lag: SumRecord::list(&month.by_lag.values),
        first_day: month.month,
        planned_money: month.planned.values.clone(),
        by_lag_money: month.by_lag.values.clone(),
    }
}

fn slip(slip: &report::Slip) -> SlipRecord {
    SlipRecord {
        why: slip.why.clone(),
        slips: slip.slips,
        days: slip.days,
    }
}

fn loss((reason, group): &(LostReason, report::Group)) -> LossRecord {
    LossRecord {
        reason: *reason,
        deals: group.deals.len(),
        values: SumRecord::list(&group.values),
    }
}

fn rival(count: &report::RivalCount) -> RivalCountRecord {
    RivalCountRecord {
        name: count.name.clone(),
        lost: count.lost.len(),
        watched: count.watched.len(),
    }
}

impl Record for ReportRecord {
    fn fields() -> Vec<&'static str> {
        vec![
            "from",
            "to",
            "as_of",
            "value",
            "earned",
            "riding",
            "money",
            "lag_days",
            "lag_deals",
            "check_ins",
            "on_time",
            "late",
            "promises",
            "kept",
            "kept_late",
            "broken",
            "slips",
            "slipped_days",
            "slip_reasons",
            "accounts",
            "quiet_30",
            "quiet_60",
            "quiet_90",
            "contacts",
            "new_business",
            "won_accounts",
            "win_back",
            "attempts",
            "new_business_percent",
            "new_business_target",
            "pursuits",
            "pursuits_value",
            "pursuits_target",
            "pursuits_thin",
            "lost",
            "lost_reasons",
            "rivals",
            "won_back",
            "win_back_percent",
            "addons",
            "addons_value",
            "proof",
            "thanks",
        ]
    }

    /// A report is known by its period.
    fn id(&self) -> String {
        format!("{}..{}", self.from, self.to)
    }
}
