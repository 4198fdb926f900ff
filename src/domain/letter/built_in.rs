//! The messages that come with the program. They say only what is on record; what they hold between braces is
//! filled, or left as a gap.

use super::LetterKind;

pub(super) const fn template(kind: LetterKind, has_winner: bool) -> &'static str {
    match kind {
        LetterKind::NextSteps => NEXT_STEPS,
        LetterKind::Reassure => REASSURE,
        LetterKind::Objectives => OBJECTIVES,
        LetterKind::Results => RESULTS,
        LetterKind::Thanks => THANKS,
        LetterKind::SorryToLose if has_winner => SORRY_TO_LOSE,
        LetterKind::SorryToLose => SORRY_THIS_TIME,
    }
}

const NEXT_STEPS: &str = "\
Subject: {deal}: the next steps

Dear {person},

so that you know what to expect and when, here is every step of {deal},
as it stands on {today}:

{steps}

What we do for you until then:
{promises}

What we need from you:
{from-you}

If one of these dates does not suit you, tell me and I will see to it.

Kind regards
";

const REASSURE: &str = "\
Subject: {deal}: thank you for your decision

Dear {person},

thank you for the decision of {decided}.
From now on it is my task that you stay glad of it.

This is what you want to reach with it:
{objectives}

This is what you can measure us by:
{results}

This is what we have promised you:
{promises}

The next day to keep in mind is the delivery: {delivery}.

If you or anybody with you has doubts in the meantime, call me: I would
rather hear of them early.

Kind regards
";

const OBJECTIVES: &str = "\
Subject: {deal}: why we are doing this

Dear {person},

before we go on, I would like to be sure that we all aim at the same
thing. This is how I understand it:

{objectives}

Is that right, and is it all? A short answer will do: yes, or what you
would say differently.

Kind regards
";

const RESULTS: &str = "\
Subject: {deal}: what was promised, and what came of it

Dear {person},

with {deal} we promised you results.
This is where they stand on {today}:

{results}

Do you see it the same way? If a number is not what you see on your
side, I would like to know why.

Kind regards
";

const THANKS: &str = "\
Subject: {deal}: thank you

Dear {person},

thank you for {deal}, and for your trust in us since {decided}.

This is what came of it:
{results}

On our side it was made possible by:
{colleagues}

I stay in touch. If something is not as it should be, tell me, and I
will see to it.

Kind regards
";

const SORRY_TO_LOSE: &str = "\
Subject: {deal}: thank you, and good luck

Dear {person},

thank you for the time that you gave us on {deal},
and for looking at what we had to offer. I am sorry that we could not
win you for it, and I wish you every success with your choice.

If something turns out to be other than you expected, call me: I will
help where I can. And if I may, I will ask you in some weeks how it goes.

Kind regards
";

const SORRY_THIS_TIME: &str = "\
Subject: {deal}: thank you

Dear {person},

thank you for the time that you gave us on {deal},
and for looking at what we had to offer. I am sorry that nothing came
of it this time, and I wish you every success with what comes first.

If something turns out to be other than you expected, call me: I will
help where I can. And if I may, I will ask you in some weeks how it goes.

Kind regards
";
