//! The views for other tools: what they say agrees with `--json`, field by field.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Map, Number, Value, json};

use crate::book;
use crate::environment::Environment;

/// A view's rows, each as an object.
fn rows(rep: &Environment, view: &str) -> Vec<Map<String, Value>> {
    let file = Connection::open(rep.db()).unwrap();
    let mut statement = file.prepare(&format!("SELECT * FROM {view}")).unwrap();
    let columns: Vec<String> = statement.column_names().map(ToOwned::to_owned).collect();
    let mut rows = statement.query([]).unwrap();
    let mut all = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cells = columns.iter().enumerate().map(|(place, column)| {
            let cell = match row.get_ref(place).unwrap() {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => json!(number),
                ValueRef::Real(number) => json!(number),
                ValueRef::Text(text) => json!(str::from_utf8(text).unwrap()),
                ValueRef::Blob(_) => panic!("{view}.{column} is a blob"),
            };
            (column.clone(), cell)
        });
        all.push(cells.collect());
    }
    all
}

/// A field of a record as a view has it: yes is 1, tags are text, 48000 is 48000.0.
fn as_in_sql(field: &str, value: &Value) -> Value {
    match value {
        Value::Bool(yes) => json!(i64::from(*yes)),
        Value::Array(_) => json!(value.to_string()),
        Value::Number(number) if field == "value" => {
            json!(number.as_f64().and_then(Number::from_f64))
        }
        other => other.clone(),
    }
}

/// Fails unless every record is in the view once, and its columns say what the fields of that name say.
fn agrees(rep: &Environment, view: &str, records: &[Value], only_there: &[&str]) {
    let rows = rows(rep, view);
    for record in records {
        let [row] = rows
            .iter()
            .filter(|row| row["id"] == record["id"])
            .collect::<Vec<_>>()[..]
        else {
            panic!("{view} has not one row of {}", record["id"]);
        };
        for (column, cell) in row {
            if only_there.contains(&column.as_str()) {
                continue;
            }
            let field = record.get(column);
            let field = field.unwrap_or_else(|| panic!("{view}.{column} is no field"));
            assert_eq!(
                *cell,
                as_in_sql(column, field),
                "{view}.{column} of {}",
                record["id"]
            );
        }
    }
}

fn list(rep: &Environment, line: &str) -> Vec<Value> {
    rep.json(line).as_array().unwrap().clone()
}

#[test]
fn they_say_what_the_records_say() {
    let rep = book::full();
    let deals = list(&rep, "list --limit 0");
    assert_eq!(deals.len(), rows(&rep, "v_deals").len());
    agrees(&rep, "v_deals", &deals, &["rungs_done_on"]);
    let touchpoints = list(&rep, "touchpoints --limit 0");
    assert_eq!(touchpoints.len(), rows(&rep, "v_touchpoints").len());
    agrees(&rep, "v_touchpoints", &touchpoints, &[]);
    let mut check_ins = Vec::new();
    for account in list(&rep, "accounts --limit 0") {
        let story = rep.json(&format!("show {}", account["id"].as_str().unwrap()));
        check_ins.extend(story["check_ins"].as_array().unwrap().clone());
    }
    assert!(check_ins.len() > 10, "{}", check_ins.len());
    agrees(&rep, "v_check_ins", &check_ins, &[]);
}

#[test]
fn the_days_of_the_rungs_are_those_that_were_marked() {
    let rep = book::full();
    for row in rows(&rep, "v_deals") {
        let story = rep.json(&format!("show {}", row["id"].as_str().unwrap()));
        let marked: Map<String, Value> =
            serde_json::from_str(row["rungs_done_on"].as_str().unwrap()).unwrap();
        for rung in story["rungs"].as_array().unwrap() {
            if rung["implied_by"] != Value::Null {
                continue;
            }
            let day = marked.get(rung["rung"].as_str().unwrap());
            assert_eq!(
                day.unwrap_or(&Value::Null),
                &rung["done_on"],
                "{} of {}",
                rung["rung"],
                row["id"]
            );
        }
    }
}

/// The list of currencies that have not two decimals is in the view too.
#[test]
fn money_of_every_currency_is_in_its_major_unit() {
    let rep = Environment::new();
    let currencies = "BHD BIF CLF CLP DJF EUR GNF HUF IQD ISK JOD JPY KMF KRW KWD LYD MGA MRU OMR PYG RWF TND UGX
        USD UYI UYW VND VUV XAF XOF XPF";
    let mut taken = 0;
    for (number, currency) in currencies.split_whitespace().enumerate() {
        let line = format!("add 'Customer {currency}' T{number} '{currency} 12345' --new-account");
        // Units of account are not money.
        taken += usize::from(rep.try_run(&line).code == 0);
    }
    assert!(taken > 25, "{taken}");
    let deals = list(&rep, "list --limit 0");
    assert_eq!(deals.len(), taken);
    for row in rows(&rep, "v_deals") {
        assert_eq!(row["value"], json!(12345.0), "{}", row["currency"]);
    }
}
