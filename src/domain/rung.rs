//! The rungs of a deal's ladder, from a verbal yes to money in the bank (practice 2).

use crate::domain::words::words;

words! {
    /// One rung of the ladder, in climbing order. Each is a dated fact, or it has not happened.
    Rung, "a rung" {
        /// They said yes.
        Verbal = "verbal",
        /// A purchase order is here.
        Ordered = "ordered" | "order",
        /// The credit check has passed. Not applicable until expected or marked.
        Credit = "credit",
        /// The contract is signed.
        Signed = "signed" | "signature",
        /// Everything sold is with the customer.
        Delivered = "delivered" | "delivery",
        /// It is in use. Not applicable until expected or marked.
        Live = "live" | "go-live",
        /// The customer confirms that the results are there.
        Verified = "verified" | "verification",
        /// The invoice is out.
        Invoiced = "invoiced" | "invoice",
        /// The money has cleared.
        Paid = "paid" | "payment",
    }
}

impl Rung {
    /// The rungs that cannot be missing once this one is done. Computed, never stored.
    ///
    /// `ordered` implies `verbal` too: nobody orders who has not said yes.
    pub const fn implies(self) -> &'static [Self] {
        match self {
            Self::Ordered => &[Self::Verbal],
            Self::Signed => &[Self::Verbal, Self::Ordered],
            Self::Live => &[Self::Delivered],
            Self::Verified => &[Self::Live, Self::Delivered],
            Self::Paid => &[Self::Invoiced],
            Self::Verbal | Self::Credit | Self::Delivered | Self::Invoiced => &[],
        }
    }

    /// Whether the rung counts only once it is expected or marked: not every deal has a credit check or a
    /// day of going live.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Credit | Self::Live)
    }

    /// The thing that happens at the rung, as people say it: "delivery was due".
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Verbal => "verbal yes",
            Self::Ordered => "order",
            Self::Credit => "credit check",
            Self::Signed => "signature",
            Self::Delivered => "delivery",
            Self::Live => "go-live",
            Self::Verified => "verification",
            Self::Invoiced => "invoice",
            Self::Paid => "payment",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_people_use_are_read() {
        let table = [
            ("order", Rung::Ordered),
            ("Delivery", Rung::Delivered),
            ("go-live", Rung::Live),
            ("invoice", Rung::Invoiced),
            ("payment", Rung::Paid),
            ("PAID", Rung::Paid),
        ];
        for (text, rung) in table {
            assert_eq!(text.parse(), Ok(rung), "{text}");
        }
        let error = "shipped".parse::<Rung>().unwrap_err().to_string();
        assert!(
            error.contains("`shipped` is not a rung") && error.contains("delivered"),
            "{error}"
        );
    }

    #[test]
    fn what_a_rung_implies_lies_below_it() {
        for rung in Rung::ALL {
            assert!(
                rung.implies().iter().all(|implied| implied < rung),
                "{rung}"
            );
        }
    }
}
