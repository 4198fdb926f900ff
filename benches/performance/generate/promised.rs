//! What was promised with the deals of a book: promises, risks, thanks, results, objectives, rivals, parts.

use rusqlite::params;

use super::{Book, CheckIn, NOTICE, Outcome, RENEWS};

impl Book<'_> {
    /// What decides whether the customer stays: what was promised with its deals and is far off or long kept,
    /// why they are doing this, who else wants them. What of it is due is in `due`.
    pub(super) fn promised(&mut self, account: i64) -> Outcome<()> {
        let deal = |place: i64| 10 * (account - 1) + 1 + place;
        let (expected, signed, slipped, last, settled) =
            (deal(3), deal(4), deal(5), deal(6), deal(7));
        let ahead = self.dice.days(40, 400);
        let promise = CheckIn {
            kind: "promise",
            what: "24/7 support",
            owner: Some("Tom"),
            ..CheckIn::of(expected, ahead)
        };
        self.check_in(account, &promise)?;
        let kept = CheckIn {
            done: Some(-30),
            what: "the training plan",
            ..CheckIn {
                due: -28,
                ..promise
            }
        };
        self.check_in(account, &kept)?;
        let theirs = CheckIn {
            kind: "promise",
            what: "their list of users",
            theirs: true,
            ..CheckIn::of(signed, ahead)
        };
        self.check_in(account, &theirs)?;
        let risk = CheckIn {
            kind: "risk",
            what: "the crane comes late",
            plan_b: Some("rent one"),
            ..CheckIn::of(slipped, ahead)
        };
        self.check_in(account, &risk)?;
        let thanks = CheckIn {
            kind: "thanks",
            what: "built the demo",
            owner: Some("Priya"),
            waits: true,
            ..CheckIn::of(expected, 0)
        };
        self.check_in(account, &thanks)?;
        let renewal = CheckIn {
            kind: "renewal",
            what: "renew or renegotiate",
            // Thirty days before the notice.
            ..CheckIn::of(deal(8), RENEWS - NOTICE - 30)
        };
        self.check_in(account, &renewal)?;
        self.results(account, [expected, settled, last])?;
        self.objective(account, expected)?;
        if account % 3 == 0 {
            let rung = self.rung(signed, "delivered", None, None)?;
            let on = self.calendar.on(-10);
            self.inserts.part.execute(params![
                rung,
                on,
                "1 of 2 lots",
                None::<i64>,
                None::<&str>
            ])?;
        }
        if account % 50 == 22 {
            self.rungs += 1;
            let on = self.calendar.on(-1);
            self.inserts.failed.execute(params![
                self.rungs,
                last,
                "credit",
                on,
                "too little equity"
            ])?;
        }
        if account % 10 == 0 {
            let of_deal = (account % 20 == 0).then_some(expected);
            let gone = (account % 30 == 0).then(|| self.calendar.on(-20));
            let uid = self.dice.uid();
            let heard = self.calendar.on(-40);
            let note = "seen in the plant";
            self.inserts
                .rival
                .execute(params![uid, account, of_deal, "Rivalux", note, heard, gone])?;
        }
        Ok(())
    }

    /// Three results: one to come, one met and accepted, one measured of which a tenth are missed.
    fn results(&mut self, account: i64, [expected, settled, last]: [i64; 3]) -> Outcome<()> {
        let value = if account % 10 == 2 { "42" } else { "31.5" };
        let (far, near) = (self.calendar.on(-200), self.calendar.on(-20));
        for (place, deal, measured) in [
            (2, expected, &[][..]),
            (1, settled, &[(far, "33"), (near, "27")][..]),
            (0, last, &[(near, value)][..]),
        ] {
            let id = 3 * account - place;
            let accepted = (place == 1).then_some(2 * account - 1);
            self.inserts.result.execute(params![
                id,
                self.dice.uid(),
                deal,
                "hours a month",
                "40",
                "28",
                "h",
                accepted,
                accepted.map(|_| near),
                accepted.map(|_| 1),
            ])?;
            for (on, value) in measured {
                self.inserts.measurement.execute(params![id, on, value])?;
            }
        }
        let asked = CheckIn {
            kind: "result",
            what: "measure: hours a month",
            ..CheckIn::of(expected, 410)
        };
        for (deal, result, done) in [
            (expected, 3 * account - 2, None),
            (settled, 3 * account - 1, Some(-20)),
        ] {
            let asked = CheckIn {
                deal: Some(deal),
                result: Some(result),
                done,
                due: done.unwrap_or(asked.due),
                ..asked
            };
            self.check_in(account, &asked)?;
        }
        Ok(())
    }

    /// Why they are doing this, and who there agrees.
    fn objective(&mut self, account: i64, deal: i64) -> Outcome<()> {
        let uid = self.dice.uid();
        let what = "no lorry waits at the gate";
        self.inserts
            .objective
            .execute(params![account, uid, deal, what])?;
        let second = (account % 3 == 0).then_some((2 * account, "objecting", Some("too early")));
        let answers = [Some((2 * account - 1, "agreed", None)), second];
        for (person, stance, why) in answers.into_iter().flatten() {
            let on = self.calendar.on(-50);
            self.inserts
                .answer
                .execute(params![account, person, stance, why, on])?;
        }
        Ok(())
    }
}
