//! The story of a settled deal, in a few lines.

use crate::domain::celebration::Celebration;
use crate::domain::ladder::SETTLING;
use crate::domain::rung::Rung;
use crate::view::text::plural;

/// What there is to tell, a fact or two a line; what there is nothing of is left out.
pub fn lines(told: &Celebration) -> Vec<String> {
    let to_cash = told.to_cash.map(|(rung, days)| {
        let days = days_in_words(days);
        format!("{days} from the {} to the money", rung.noun())
    });
    let slipped = (told.slips.0 > 0).then(|| {
        let days = days_in_words(told.slips.1);
        format!("slipped {}×, {days} in all", told.slips.0)
    });
    let earned = told
        .commission
        .map(|earned| format!("commission earned: {}", earned.long()));
    let story = [
        to_cash,
        share(told.on_time, "check-in", "on time"),
        share(told.promises_kept, "promise", "kept"),
        slipped,
        earned,
    ];
    let story: Vec<String> = story.into_iter().flatten().collect();
    let mut lines = vec![format!(
        "    {}: it is settled. Time to celebrate.",
        settled(told)
    )];
    lines.extend(
        story
            .chunks(2)
            .map(|two| format!("    {}", two.join(" · "))),
    );
    let thanks = told.thanks.iter();
    lines.extend(thanks.map(|(colleague, what)| format!("    thank {colleague}: {what}")));
    lines
}

/// `delivered and paid; verified does not apply`.
fn settled(told: &Celebration) -> String {
    let is_waived = |rung: &Rung| told.not_applicable.contains(rung);
    let (waived, done): (Vec<Rung>, Vec<Rung>) = SETTLING.into_iter().partition(is_waived);
    let done = (!done.is_empty()).then(|| listed(&done));
    let waived = match waived.as_slice() {
        [] => None,
        [one] => Some(format!("{one} does not apply")),
        several => Some(format!("{} do not apply", listed(several))),
    };
    let parts: Vec<String> = done.into_iter().chain(waived).collect();
    parts.join("; ")
}

/// `delivered, verified and paid`.
fn listed(rungs: &[Rung]) -> String {
    let words: Vec<&str> = rungs.iter().map(|rung| rung.as_str()).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => words.join(""),
    }
}

/// `5 of 6 check-ins on time`; nothing where there are none.
fn share((some, all): (usize, usize), noun: &str, how: &str) -> Option<String> {
    (all > 0).then(|| format!("{some} of {} {how}", plural(all, noun)))
}

fn days_in_words(days: i64) -> String {
    plural(usize::try_from(days).unwrap_or_default(), "day")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::{Currency, Money};

    #[test]
    fn what_does_not_apply_is_not_said_to_be_done() {
        use Rung::{Delivered, Verified};
        let table: &[(&[Rung], &str)] = &[
            (&[], "delivered, verified and paid"),
            (&[Verified], "delivered and paid; verified does not apply"),
            (
                &[Delivered, Verified],
                "paid; delivered and verified do not apply",
            ),
            (&SETTLING, "delivered, verified and paid do not apply"),
        ];
        for (waived, expected) in table {
            let told = Celebration {
                not_applicable: waived.to_vec(),
                ..Celebration::default()
            };
            let expected = format!("    {expected}: it is settled. Time to celebrate.");
            assert_eq!(lines(&told), [expected], "{waived:?}");
        }
    }

    #[test]
    fn only_what_there_is_is_told() {
        let bare = Celebration::default();
        assert_eq!(
            lines(&bare),
            ["    delivered, verified and paid: it is settled. Time to celebrate."]
        );
        let told = Celebration {
            not_applicable: Vec::new(),
            to_cash: Some((Rung::Verbal, 97)),
            on_time: (8, 9),
            promises_kept: (1, 1),
            slips: (2, 24),
            commission: Some(Money {
                minor: 288_000,
                currency: Currency::USD,
            }),
            thanks: vec![("Priya".to_owned(), "built the demo".to_owned())],
        };
        assert_eq!(
            lines(&told)[1..],
            [
                "    97 days from the verbal yes to the money · 8 of 9 check-ins on time",
                "    1 of 1 promise kept · slipped 2×, 24 days in all",
                "    commission earned: 2,880 USD",
                "    thank Priya: built the demo",
            ]
        );
    }
}
