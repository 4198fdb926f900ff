//! An export → records, or every reason why not.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::value::{absent, article, read_id, read_value};
use super::{EXPORT, MARK, RECORD};
use crate::domain::travel::{Kind, Record, Shape, Table, VERSION, Value};
use crate::domain::words::excerpt;
use crate::exchange::RowError;

/// Why nothing at all can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The first line is another one.
    #[error("the first line does not say that this is an export of deals")]
    NotAnExport,
    /// What the first line says of its own form or of the schema is more than this program knows.
    #[error("the export is of version {version}, and this deals knows versions up to {known}")]
    Newer { version: i64, known: i64 },
    /// The file has more or fewer records than its first line says.
    #[error("the first line says {said} records, and {found} follow")]
    Incomplete { said: u64, found: u64 },
}

impl ExportError {
    /// What to do instead.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotAnExport => {
                "deals export writes such a file; for a CSV file leave out --format, or say csv"
            }
            Self::Newer { .. } => "install a newer deals; nothing was imported",
            Self::Incomplete { .. } => {
                "export it again; if you changed the lines yourself, take \"records\" out of the first one"
            }
        }
    }
}

/// A record of an export, and where it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: Kind,
    pub id: i64,
    pub uid: String,
    /// Counted from 1.
    pub line: u64,
    span: Range<usize>,
}

/// An export, read.
#[derive(Debug)]
pub struct Export<'b> {
    bytes: &'b [u8],
    /// How many records it has, good and bad ones.
    pub read: u64,
    /// How many of them are bad.
    pub rejected: u64,
    /// The good ones, in the order of their kinds, those of a kind in the file's order.
    pub entries: Vec<Entry>,
    /// What is wrong with the bad ones, in the file's order.
    pub errors: Vec<RowError>,
}

impl Export<'_> {
    /// The record itself. It is read again each time, so that a large file is never in memory twice.
    pub fn record(&self, entry: &Entry) -> Option<Record> {
        let (_, record) = Line::new(0).record(&self.bytes[entry.span.clone()])?;
        Some(record)
    }
}

/// Whether bytes begin as an export does.
pub fn is_export(bytes: &[u8]) -> bool {
    header(first_line(bytes)).is_some()
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let bytes = without_mark(bytes);
    bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes)
}

fn header(line: &[u8]) -> Option<Map<String, Json>> {
    // A table of another program may have a first line of any length.
    if !line.trim_ascii_start().starts_with(b"{") || line.len() > 10_000 {
        return None;
    }
    let header: Map<String, Json> = serde_json::from_slice(line).ok()?;
    (header.get(MARK).and_then(Json::as_str) == Some(EXPORT)).then_some(header)
}

/// Reads an export; `schema_version` is the highest that is known.
///
/// Every line is looked at, and what it points to. Whether the good ones are taken is for the caller to decide.
///
/// # Errors
/// [`ExportError`] when it is none, a newer one, or cut short.
pub fn read_export(bytes: &[u8], schema_version: i32) -> Result<Export<'_>, ExportError> {
    let header = header(first_line(bytes)).ok_or(ExportError::NotAnExport)?;
    for (field, known) in [
        ("version", VERSION),
        ("schema_version", i64::from(schema_version)),
    ] {
        let version = header.get(field).and_then(Json::as_i64);
        match version.ok_or(ExportError::NotAnExport)? {
            version if version > known => return Err(ExportError::Newer { version, known }),
            _ => {}
        }
    }
    let mut reading = Reading::default();
    let mut start = bytes.len() - without_mark(bytes).len();
    for (place, line) in bytes[start..].split(|byte| *byte == b'\n').enumerate() {
        let span = start..start + line.len();
        start = span.end + 1;
        if place > 0 && !line.trim_ascii().is_empty() {
            reading.take(line, place as u64 + 1, span);
        }
    }
    let said = header.get("records").and_then(Json::as_u64);
    if let Some(said) = said.filter(|said| *said != reading.read) {
        let found = reading.read;
        return Err(ExportError::Incomplete { said, found });
    }
    Ok(reading.finish(bytes))
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    read: u64,
    entries: Vec<Entry>,
    errors: Vec<RowError>,
    ids: HashMap<(Kind, i64), u64>,
    uids: HashSet<(Kind, String)>,
    /// Record ids of other systems, by source.
    keys: HashSet<(String, String)>,
    /// What was pointed to before it came: the line, the field, the record.
    ahead: Vec<(u64, String, Kind, i64)>,
    /// Whether a line is so bad that nobody knows which record it is: it may be one that others point to.
    has_unknown: bool,
}

impl Reading {
    fn take(&mut self, bytes: &[u8], number: u64, span: Range<usize>) {
        self.read += 1;
        let mut line = Line::new(number);
        let record = line.record(bytes);
        match line.is_of {
            None => self.has_unknown = true,
            Some(of) => {
                if let Some(earlier) = self.ids.insert(of, number) {
                    line.refuse("id", format!("it already stands on line {earlier}"));
                }
            }
        }
        if let Some((kind, record)) = record {
            self.check(&mut line, kind, &record);
            let uid = record.uid(kind.table()).to_owned();
            self.uids.insert((kind, uid.clone()));
            self.entries.push(Entry {
                kind,
                id: record.id,
                uid,
                line: number,
                span,
            });
        }
        self.errors.extend(line.errors);
    }

    /// What a record says that another one of the file stands against.
    fn check(&mut self, line: &mut Line, kind: Kind, record: &Record) {
        let table = kind.table();
        let uid = record.uid(table);
        if self.uids.contains(&(kind, uid.to_owned())) {
            line.refuse("uid", "another record of the file has the same");
        }
        let text = |name| record.value(table, name).text().unwrap_or_default();
        if kind == Kind::Deal && !text("key").is_empty() {
            let key = (text("source").to_owned(), text("key").to_owned());
            if !self.keys.insert(key) {
                line.refuse("key", "another deal of the file has the same");
            }
        }
        record.each_reference(table, &mut |name, kind, id| {
            if !self.ids.contains_key(&(kind, id)) {
                self.ahead.push((line.number, name.to_owned(), kind, id));
            }
        });
    }

    fn finish(mut self, bytes: &[u8]) -> Export<'_> {
        for (line, name, kind, id) in std::mem::take(&mut self.ahead) {
            if !self.has_unknown && !self.ids.contains_key(&(kind, id)) {
                let letter = kind.table().letter.unwrap_or_default();
                self.errors.push(RowError {
                    line,
                    column: Some(name),
                    reason: format!("there is no {kind} {letter}{id} in the file"),
                });
            }
        }
        self.errors.sort_by_key(|error| error.line);
        self.entries.sort_by_key(|entry| entry.kind);
        let mut bad: Vec<u64> = self.errors.iter().map(|error| error.line).collect();
        bad.dedup();
        self.entries
            .retain(|entry| bad.binary_search(&entry.line).is_err());
        Export {
            bytes,
            read: self.read,
            rejected: bad.len() as u64,
            entries: self.entries,
            errors: self.errors,
        }
    }
}

/// A line, and what is wrong with it.
struct Line {
    number: u64,
    /// Which record it is, where that much can be read.
    is_of: Option<(Kind, i64)>,
    errors: Vec<RowError>,
}

impl Line {
    const fn new(number: u64) -> Self {
        Self {
            number,
            is_of: None,
            errors: Vec::new(),
        }
    }

    fn refuse(&mut self, field: &str, reason: impl Into<String>) {
        self.errors.push(RowError {
            line: self.number,
            column: (!field.is_empty()).then(|| field.to_owned()),
            reason: reason.into(),
        });
    }

    /// The record of a line, when nothing is wrong with it by itself.
    fn record(&mut self, bytes: &[u8]) -> Option<(Kind, Record)> {
        if std::str::from_utf8(bytes).is_err() {
            self.refuse("", "it is not UTF-8");
            return None;
        }
        let read = serde_json::from_slice::<Json>(bytes);
        let object = match &read {
            Ok(Json::Object(object)) => object,
            Ok(_) => {
                self.refuse("", "it is not an object of JSON");
                return None;
            }
            Err(error) => {
                self.refuse("", format!("it is not JSON, at column {}", error.column()));
                return None;
            }
        };
        let Some(word) = object.get(RECORD).and_then(Json::as_str) else {
            self.refuse(RECORD, "it does not say which kind of record it is");
            return None;
        };
        let kind = word.parse::<Kind>();
        let kind = kind
            .map_err(|error| self.refuse(RECORD, error.to_string()))
            .ok()?;
        let record = self.read_object(kind.table(), object, "");
        if object.get("id").is_none_or(Json::is_null) {
            self.refuse("id", "it is missing");
        }
        self.is_of = (record.id > 0).then_some((kind, record.id));
        self.errors.is_empty().then_some((kind, record))
    }

    /// The fields of a record, or of one of a list within it; `path` stands before their names in reasons.
    fn read_object(&mut self, table: &Table, object: &Map<String, Json>, path: &str) -> Record {
        let is_record = path.is_empty();
        for name in object.keys() {
            let is_known = name == "id"
                || (is_record && name == RECORD)
                || table.place(name).is_some()
                || table.lists.iter().any(|list| list.name == name);
            if !is_known {
                let reason = format!("{} has no such field", article(table.name));
                self.refuse(&format!("{path}{}", excerpt(name)), reason);
            }
        }
        let id = match object.get("id") {
            None | Some(Json::Null) => Ok(0),
            Some(id) => read_id(table, id),
        };
        let id = id
            .map_err(|reason| self.refuse(&format!("{path}id"), reason))
            .unwrap_or(0);
        let mut values = Vec::with_capacity(table.fields.len());
        for (place, field) in table.fields.iter().enumerate() {
            let next = table.fields.get(place + 1);
            let next = next.and_then(|next| object.get(next.name));
            let value = match object.get(field.name).unwrap_or(&Json::Null) {
                Json::Null => absent(field),
                json => read_value(field.shape, json, next),
            };
            values.push(value.unwrap_or_else(|reason| {
                self.refuse(&format!("{path}{}", field.name), reason);
                Value::Nothing
            }));
        }
        let mut record = Record {
            id,
            values,
            lists: Vec::new(),
        };
        self.check_amounts(table, &record, path);
        if self.errors.is_empty()
            && let Some(reason) = record.broken_rule(table)
        {
            self.refuse(path.trim_end_matches('.'), reason);
        }
        for list in table.lists {
            let path = format!("{path}{}.", list.name);
            let mut all: Vec<Record> = Vec::new();
            match object.get(list.name) {
                None | Some(Json::Null) => {}
                Some(Json::Array(array)) => {
                    for one in array {
                        let Json::Object(one) = one else {
                            self.refuse(path.trim_end_matches('.'), "it is no list of objects");
                            continue;
                        };
                        let one = self.read_object(list.of, one, &path);
                        let key = one.key(list);
                        if key.is_some() && all.iter().any(|other| other.key(list) == key) {
                            let name = list.key.unwrap_or_default();
                            self.refuse(&format!("{path}{name}"), "two are the same");
                        }
                        all.push(one);
                    }
                }
                Some(_) => self.refuse(path.trim_end_matches('.'), "it is no list"),
            }
            record.lists.push(all);
        }
        record
    }

    /// An amount and its currency are both there or neither is.
    fn check_amounts(&mut self, table: &Table, record: &Record, path: &str) {
        let pairs = table.fields.iter().zip(&record.values);
        let pairs = pairs.zip(table.fields.iter().zip(&record.values).skip(1));
        for ((field, value), (next, currency)) in pairs {
            let is_amount = matches!(field.shape, Shape::Money);
            if is_amount && value.is_nothing() != currency.is_nothing() && self.errors.is_empty() {
                let reason = format!("{} and {} go together", field.name, next.name);
                self.refuse(&format!("{path}{}", field.name), reason);
            }
        }
    }
}
