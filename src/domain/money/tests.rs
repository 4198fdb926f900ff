use std::error::Error as _;

use super::currency::SIGNS;
use super::*;

pub(super) fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

fn money(minor: i64, code: &str) -> Money {
    Money {
        minor,
        currency: currency(code),
    }
}

fn message(text: &str, default: &str) -> String {
    parse(text, currency(default)).unwrap_err().to_string()
}

#[test]
fn reads_what_people_type() {
    let table = [
        // Plain and grouped digits
        ("0", "0 EUR"),
        ("48000", "48000 EUR"),
        ("48,000", "48000 EUR"),
        ("48,000.50", "48000.50 EUR"),
        ("48000.5", "48000.50 EUR"),
        ("1,234,567.89", "1234567.89 EUR"),
        ("0.75", "0.75 EUR"),
        ("0.05", "0.05 EUR"),
        ("007", "7 EUR"),
        ("  48000\t", "48000 EUR"),
        // Other separators with one reading
        ("48 000", "48000 EUR"),
        ("1\u{202f}234\u{202f}567.50", "1234567.50 EUR"),
        ("1\u{a0}234", "1234 EUR"),
        ("1'234'567", "1234567 EUR"),
        ("1’000", "1000 EUR"),
        // Units
        ("48k", "48000 EUR"),
        ("48K", "48000 EUR"),
        ("48 k", "48000 EUR"),
        ("1.2m", "1200000 EUR"),
        ("1.2M", "1200000 EUR"),
        ("1.2 million", "1200000 EUR"),
        ("1.2mio", "1200000 EUR"),
        ("48 thousand", "48000 EUR"),
        ("3bn", "3000000000 EUR"),
        ("1.2345k", "1234.50 EUR"),
        ("1.23456k", "1234.56 EUR"),
        ("0.125m", "125000 EUR"),
        ("1,200k", "1200000 EUR"),
        // A currency on either side, with or without a blank, in any case
        ("EUR 48k", "48000 EUR"),
        ("usd 48k", "48000 USD"),
        ("48000 USD", "48000 USD"),
        ("USD48k", "48000 USD"),
        ("48kUSD", "48000 USD"),
        ("48k usd", "48000 USD"),
        ("48 million usd", "48000000 USD"),
        ("48 000 USD", "48000 USD"),
        ("48mad", "48 MAD"),
        ("48mmad", "48000000 MAD"),
        ("48bnd", "48 BND"),
        ("48bnbnd", "48000000000 BND"),
        ("USD 48k USD", "48000 USD"),
        // Signs
        ("€48,000", "48000 EUR"),
        ("48,000 €", "48000 EUR"),
        ("48k€", "48000 EUR"),
        ("£1.5k", "1500 GBP"),
        ("¥480000", "480000 JPY"),
        ("$48k", "48000 USD"),
        ("us$48k", "48000 USD"),
        ("C$ 48k", "48000 CAD"),
        ("A$48k", "48000 AUD"),
        ("R$48k", "48000 BRL"),
        ("₹48k", "48000 INR"),
        ("$48k CAD", "48000 CAD"),
        ("€48k EUR", "48000 EUR"),
        // As many decimals as the currency has
        ("48000 JPY", "48000 JPY"),
        ("1.5k JPY", "1500 JPY"),
        ("48.500 KWD", "48.500 KWD"),
        ("48.5 KWD", "48.500 KWD"),
        ("1.2345 CLF", "1.2345 CLF"),
        // The most digits
        ("9,999,999,999,999.99", "9999999999999.99 EUR"),
        ("999999999999999 JPY", "999999999999999 JPY"),
    ];
    for (text, expected) in table {
        let read = parse(text, Currency::EUR).map(Money::typed);
        assert_eq!(read.as_deref(), Ok(expected), "{text:?}");
    }
}

#[test]
fn a_shared_sign_means_the_default_currency_if_it_can() {
    let table = [
        ("$5", "USD", "5 USD"),
        ("$5", "CAD", "5 CAD"),
        ("$5", "SGD", "5 SGD"),
        ("$5", "TWD", "5 TWD"),
        ("$5", "EUR", "5 USD"),
        // Pesos are written with the sign too, but are no dollars.
        ("$5", "MXN", "5 USD"),
        ("US$5", "CAD", "5 USD"),
        ("¥5", "CNY", "5 CNY"),
        ("¥5", "USD", "5 JPY"),
        ("£5", "EGP", "5 GBP"),
    ];
    for (text, default, expected) in table {
        let read = parse(text, currency(default)).map(Money::typed);
        assert_eq!(read.as_deref(), Ok(expected), "{text} with {default}");
    }
}

#[test]
fn refuses_what_is_no_amount() {
    let table = [
        ("", "the amount is empty"),
        ("  \n", "the amount is empty"),
        ("abc", "`abc` is not an amount"),
        ("EUR", "`EUR` is not an amount"),
        ("€", "`€` is not an amount"),
        ("k", "`k` is not an amount"),
        (".5", "`.5` is not an amount"),
        ("NaN", "`NaN` is not an amount"),
        ("inf", "`inf` is not an amount"),
        ("1e5", "`1e5` is not an amount"),
        ("+5", "`+5` is not an amount"),
        ("(5)", "`(5)` is not an amount"),
        ("~48k", "`~48k` is not an amount"),
        ("48-50k", "`48-50k` is not an amount"),
        ("48k 50k", "`48k 50k` is not an amount"),
        ("48\n000", "`48\u{fffd}000` is not an amount"),
        ("\u{1b}[31m5", "`\u{fffd}[31m5` is not an amount"),
        ("４８", "`４８` is not an amount"),
        ("٤٨", "`٤٨` is not an amount"),
        ("-5", "`-5` is negative, and amounts here never are"),
        ("€-5", "`€-5` is negative, and amounts here never are"),
        ("−5", "`−5` is negative, and amounts here never are"),
        ("1,2,3", "the digits of `1,2,3` are not in groups of three"),
        (
            "1,23,456",
            "the digits of `1,23,456` are not in groups of three",
        ),
        (
            "1 000,50",
            "the digits of `1 000,50` are not in groups of three",
        ),
        (
            "1.234,56",
            "the digits of `1.234,56` are not in groups of three",
        ),
        ("1.2.3", "the digits of `1.2.3` are not in groups of three"),
        (
            "1,000 000",
            "the digits of `1,000 000` are not in groups of three",
        ),
        ("0,0", "the digits of `0,0` are not in groups of three"),
        ("5.", "the digits of `5.` are not in groups of three"),
        ("48,", "the digits of `48,` are not in groups of three"),
        ("1.555", "`1.555` can be read as 1555 or as 1.555"),
        ("0.555", "`0.555` has too many decimals, EUR has 2 decimals"),
        ("1.5 JPY", "`1.5 JPY` has too many decimals, JPY has none"),
        (
            "1.23456 KWD",
            "`1.23456 KWD` has too many decimals, KWD has 3 decimals",
        ),
        (
            "1.2345678k",
            "`1.2345678k` has too many decimals, EUR has 2 decimals",
        ),
        (
            "10000000000000",
            "`10000000000000` is more than 15 digits, decimals included",
        ),
        (
            "1000000000000000 JPY",
            "`1000000000000000 JPY` is more than 15 digits, decimals included",
        ),
        (
            "99999999bn",
            "`99999999bn` is more than 15 digits, decimals included",
        ),
        ("48 XYZ", "`XYZ` is not a currency code"),
        ("xyz48", "`xyz` is not a currency code"),
        ("48x", "`x` is not a currency code"),
        ("48k euros", "`euros` is not a currency code"),
        ("48 k m", "`m` is not a currency code"),
        ("48 EUR k", "`k` is not a currency code"),
        (
            "48 xau",
            "XAU is a precious metal, an accounting unit or a test code, not money",
        ),
        ("$48k EUR", "`$48k EUR` names two currencies, EUR and $"),
        ("€48k US$", "`€48k US$` names two currencies, EUR and US$"),
        (
            "EUR 48k usd",
            "`EUR 48k usd` names two currencies, EUR and USD",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(message(text, "EUR"), expected, "{text:?}");
    }
}

/// Both readings are named, in a form that can be typed.
#[test]
fn refuses_what_has_two_readings() {
    let table = [
        ("48.000", "48000", "48"),
        ("48.123", "48123", "48.123"),
        ("1,5", "15", "1.5"),
        ("1,50", "150", "1.5"),
        ("1234,56", "123456", "1234.56"),
        ("1234,567", "1234567", "1234.567"),
        ("0,500", "500", "0.5"),
        ("1.250k", "1250k", "1.25k"),
        ("1,5 million", "15million", "1.5million"),
        ("1.000 JPY", "1000", "1"),
        ("1.250k KWD", "1250k", "1.25k"),
    ];
    for (text, thousands, decimal) in table {
        let error = parse(text, Currency::EUR).unwrap_err();
        let expected = MoneyError::Ambiguous {
            text: text.to_owned(),
            thousands: thousands.to_owned(),
            decimal: decimal.to_owned(),
        };
        assert_eq!(error, expected);
        assert!(parse(thousands, Currency::EUR).is_ok(), "{thousands}");
    }
    assert_eq!(
        message("48.000", "USD"),
        "`48.000` can be read as 48000 or as 48"
    );
}

#[test]
fn long_texts_are_refused_and_echoed_short() {
    for piece in ["9", "0", "EUR ", "48k ", ",", "1,000 ", "€", "-", "x"] {
        let error = parse(&piece.repeat(10_000), Currency::USD).unwrap_err();
        assert!(error.to_string().chars().count() < 120, "{error}");
        assert!(error.hint().chars().count() < 120, "{}", error.hint());
    }
}

#[test]
fn every_error_says_what_to_type() {
    for text in ["", "abc", "-5", "48.000", "1,2,3", "1.5 JPY", "1.555k USD"] {
        let error = parse(text, Currency::EUR).unwrap_err();
        assert!(!error.hint().is_empty(), "{error}");
        assert!(error.source().is_none());
    }
    let hint = parse("48.000", Currency::EUR).unwrap_err().hint();
    assert_eq!(hint, "type 48000 or 48: the decimal point is a dot");
    let hint = parse("48 XYZ", Currency::EUR).unwrap_err().hint();
    assert!(hint.contains("ISO 4217"), "{hint}");
    let hint = parse("0.123", Currency::EUR).unwrap_err().hint();
    assert_eq!(hint, "round it to 2 decimals");
}

#[test]
fn short_is_rounded_but_never_misleading() {
    let table = [
        (0, "USD", "0"),
        (1, "USD", "0.01"),
        (50, "USD", "0.50"),
        (-150, "USD", "-1.50"),
        (9_900, "USD", "99"),
        (9_999, "USD", "99.99"),
        (10_050, "USD", "101"),
        (95_000, "USD", "950"),
        (94_950, "USD", "950"),
        (99_949, "USD", "999"),
        (99_950, "USD", "1k"),
        (100_000, "USD", "1k"),
        (1_250_000, "USD", "12.5k"),
        (4_800_000, "USD", "48k"),
        (4_812_300, "USD", "48.1k"),
        (4_815_000, "USD", "48.2k"),
        (99_994_999, "USD", "999.9k"),
        (99_995_000, "USD", "1m"),
        (120_000_000, "USD", "1.2m"),
        (99_995_000_000, "USD", "1bn"),
        (48_000, "JPY", "48k"),
        (950, "JPY", "950"),
        (499, "KWD", "0.499"),
        (12_500_000, "KWD", "12.5k"),
        (MAX_MINOR, "JPY", "1000000bn"),
        (-4_812_300, "USD", "-48.1k"),
        (i64::MIN, "JPY", "-9223372036.9bn"),
    ];
    for (minor, code, expected) in table {
        assert_eq!(money(minor, code).short(), expected, "{minor} {code}");
    }
}

#[test]
fn long_typed_and_major_number_agree() {
    let table = [
        (0, "EUR", "0 EUR", "0 EUR", "0"),
        (5, "EUR", "0.05 EUR", "0.05 EUR", "0.05"),
        (95_000, "EUR", "950 EUR", "950 EUR", "950"),
        (4_800_000, "EUR", "48,000 EUR", "48000 EUR", "48000"),
        (4_800_050, "USD", "48,000.50 USD", "48000.50 USD", "48000.5"),
        (1_234_567, "JPY", "1,234,567 JPY", "1234567 JPY", "1234567"),
        (48_005, "KWD", "48.005 KWD", "48.005 KWD", "48.005"),
        (
            MAX_MINOR,
            "USD",
            "9,999,999,999,999.99 USD",
            "9999999999999.99 USD",
            "9999999999999.99",
        ),
        (-150, "USD", "-1.50 USD", "-1.50 USD", "-1.5"),
        (
            i64::MIN,
            "JPY",
            "-9,223,372,036,854,775,808 JPY",
            "-9223372036854775808 JPY",
            "-9223372036854775808",
        ),
    ];
    for (minor, code, long, typed, major) in table {
        let money = money(minor, code);
        assert_eq!(money.long(), long);
        assert_eq!(money.typed(), typed);
        let json = serde_json::to_string(&money.major_number()).unwrap();
        assert_eq!(json, major);
    }
}

#[test]
fn totals_keep_currencies_apart_and_stay_in_range() {
    let amounts = [
        money(5, "USD"),
        money(7, "EUR"),
        money(10, "USD"),
        money(0, "CHF"),
    ];
    let expected = vec![money(0, "CHF"), money(7, "EUR"), money(15, "USD")];
    assert_eq!(totals(amounts), expected);
    assert_eq!(totals([]), vec![]);
    let most = money(i64::MAX, "USD");
    assert_eq!(totals([most, most]), vec![most]);
    let least = money(i64::MIN, "USD");
    assert_eq!(totals([least, least]), vec![least]);
}

#[test]
fn currencies_are_checked() {
    assert_eq!(currency(" eur "), Currency::EUR);
    for listed in [Currency::USD, Currency::EUR, Currency::GBP, Currency::JPY] {
        assert_eq!(currency(listed.as_str()), listed);
    }
    for sign in &SIGNS {
        assert_eq!(currency(sign.home.as_str()), sign.home, "{}", sign.text);
    }
    for (code, decimals) in [("JPY", 0), ("USD", 2), ("KWD", 3), ("CLF", 4), ("BGN", 2)] {
        assert_eq!(currency(code).decimals(), decimals);
    }
    // The list itself has XCG among the first.
    for (first, second) in [("AED", "BAM"), ("ARS", "BAM"), ("USD", "XCG")] {
        assert!(currency(first) < currency(second), "{first} {second}");
    }
    for text in ["XXX", "XTS", "XAU", "XDR", "XAD"] {
        let error = text.parse::<Currency>().unwrap_err();
        assert_eq!(error, MoneyError::NotMoney(text.to_owned()));
    }
    for text in ["", "EU", "EURO", "€", "E\u{301}UR", "ＥＵＲ"] {
        let error = text.parse::<Currency>().unwrap_err();
        assert_eq!(error, MoneyError::UnknownCurrency(text.to_owned()));
    }
}

#[test]
fn currencies_are_ordered_and_stored_by_code() {
    // The standard's own list is not in this order.
    let mut codes = ["XCG", "AMD", "ZAR", "AOA"].map(currency);
    codes.sort();
    assert_eq!(codes.map(Currency::as_str), ["AMD", "AOA", "XCG", "ZAR"]);
    let json = serde_json::to_string(&Currency::EUR).unwrap();
    assert_eq!(json, r#""EUR""#);
    let back: Currency = serde_json::from_str(&json).unwrap();
    assert_eq!(back, Currency::EUR);
    assert!(serde_json::from_str::<Currency>(r#""XYZ""#).is_err());
    assert_eq!(format!("{:>5}", Currency::EUR), "  EUR");
}
