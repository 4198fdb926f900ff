use proptest::prelude::*;
use proptest::sample::select;

use super::tests::currency;
use super::*;

fn any_currency() -> impl Strategy<Value = Currency> {
    select(vec![
        "EUR", "USD", "CAD", "JPY", "KWD", "CLF", "MAD", "BND", "UYI",
    ])
    .prop_map(currency)
}

fn any_money() -> impl Strategy<Value = Money> {
    (0..=MAX_MINOR, any_currency()).prop_map(|(minor, currency)| Money { minor, currency })
}

/// Texts made of the pieces of amounts reach much deeper than random characters do.
fn almost_an_amount() -> impl Strategy<Value = String> {
    let pieces = vec![
        "0",
        "1",
        "48",
        "000",
        "999999999999999",
        ",",
        ".",
        "'",
        "’",
        " ",
        "\u{a0}",
        "k",
        "m",
        "bn",
        "million",
        "EUR",
        "jpy",
        "KWD",
        "XXX",
        "xyz",
        "$",
        "US$",
        "€",
        "-",
        "+",
        "e",
        "\n",
    ];
    prop::collection::vec(select(pieces), 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn typed_is_taken_back_whatever_the_default(money in any_money(), default in any_currency()) {
        prop_assert_eq!(parse(&money.typed(), default), Ok(money));
    }

    #[test]
    fn long_is_taken_back_too(money in any_money(), default in any_currency()) {
        prop_assert_eq!(parse(&money.long(), default), Ok(money));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), default in any_currency()) {
        let _ = parse(&text, default);
    }

    #[test]
    fn what_is_read_is_in_range_and_comes_back(
        text in almost_an_amount(),
        default in any_currency(),
    ) {
        match parse(&text, default) {
            Ok(money) => {
                prop_assert!((0..=MAX_MINOR).contains(&money.minor));
                prop_assert_eq!(parse(&money.typed(), default), Ok(money));
            }
            Err(error) => prop_assert!(!error.to_string().contains('\n')),
        }
    }

    #[test]
    fn a_unit_is_its_zeros(number in 0..1_000_000_u32, default in any_currency()) {
        let expected = parse(&format!("{number}000"), default).ok();
        prop_assert_eq!(parse(&format!("{number}k"), default).ok(), expected);
        let expected = parse(&format!("{number}000000"), default).ok();
        prop_assert_eq!(parse(&format!("{number}m"), default).ok(), expected);
    }

    #[test]
    fn separators_in_the_right_place_change_nothing(
        number in 0..10_000_000_000_u64,
        separator in select(vec![",", " ", "'", "\u{202f}"]),
    ) {
        let plain = number.to_string();
        let grouped = group(&plain).replace(',', separator);
        let expected = parse(&plain, Currency::EUR);
        prop_assert_eq!(parse(&grouped, Currency::EUR), expected);
    }

    #[test]
    fn scripts_get_the_exact_amount(money in any_money()) {
        let number = serde_json::to_string(&money.major_number()).unwrap();
        let back: f64 = number.parse().unwrap();
        let typed: f64 = money.plain().parse().unwrap();
        prop_assert_eq!(back.to_bits(), typed.to_bits());
        // The shortest form of the number has the amount's own digits, and no others.
        let fraction = number.split_once('.').map_or("", |(_, fraction)| fraction);
        let digits = money.plain();
        let expected = digits.split_once('.').map_or("", |(_, fraction)| fraction);
        prop_assert_eq!(fraction, expected.trim_end_matches('0'));
    }

    #[test]
    fn short_is_within_a_twentieth_of_its_unit(minor in 100_000..=MAX_MINOR) {
        let money = Money { minor, currency: Currency::USD };
        let shown = parse(&money.short(), Currency::USD);
        // Just below the limit, the rounded amount has a digit more than can be typed.
        prop_assume!(shown.is_ok());
        let shown = shown.unwrap().minor;
        prop_assert!((shown - minor).abs() * 20 <= shown, "{} for {}", money.short(), minor);
    }
}
