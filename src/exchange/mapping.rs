//! Headers → fields: which column holds what, by its name or as `--map` says.

use csv::StringRecord;

use super::{Field, ImportError};
use crate::domain::name::fold;

/// What `--map` makes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapTarget {
    Field(Field),
    /// The column is ignored, even if its header is known.
    Skip,
}

/// Reads `column=field` or `column=skip`. A column's name may hold `=`, a field's never does, so the
/// last one counts.
///
/// # Errors
/// [`ImportError::NotAMap`] without both sides, [`ImportError::UnknownField`].
pub fn parse_map(text: &str) -> Result<(String, MapTarget), ImportError> {
    let (column, field) = text
        .rsplit_once('=')
        .map(|(column, field)| (column.trim(), field.trim()))
        .filter(|(column, field)| !column.is_empty() && !field.is_empty())
        .ok_or_else(|| ImportError::NotAMap {
            text: text.to_owned(),
        })?;
    let target = if field.eq_ignore_ascii_case("skip") {
        MapTarget::Skip
    } else {
        MapTarget::Field(field.parse()?)
    };
    Ok((column.to_owned(), target))
}

/// A column of the file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header as it stands, but for white space around it.
    pub header: String,
    /// `None` when it is ignored.
    pub field: Option<Field>,
}

/// The columns of one file, in the file's order.
#[derive(Debug)]
pub(super) struct Mapping {
    pub(super) columns: Vec<Column>,
    /// The column of each field, in the order of [`Field::ALL`].
    places: [Option<usize>; Field::ALL.len()],
}

impl Mapping {
    /// Decides what each column holds: what `map` says, else what its header is known for. A field that
    /// `map` gives to one column is taken from no other.
    ///
    /// # Errors
    /// [`ImportError`] when a column of `map` is not there or twice there, when two columns have an
    /// equal claim to a field, and when none is the account.
    pub(super) fn new(
        header: &StringRecord,
        map: &[(String, MapTarget)],
    ) -> Result<Self, ImportError> {
        let headers: Vec<String> = header.iter().map(|cell| cell.trim().to_owned()).collect();
        let told = told_by(map, &headers)?;
        let mut columns: Vec<Column> = headers
            .iter()
            .map(|header| Column {
                header: header.clone(),
                field: None,
            })
            .collect();
        let mut places = [None; Field::ALL.len()];
        for (place, field) in places.iter_mut().zip(Field::ALL) {
            *place = column_of(field, &headers, &told)?;
            if let Some(index) = *place {
                columns[index].field = Some(field);
            }
        }
        let mapping = Self { columns, places };
        if mapping.place(Field::Account).is_none() {
            return Err(ImportError::NoAccountColumn { columns: headers });
        }
        Ok(mapping)
    }

    /// The headers of all columns.
    pub(super) fn headers(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.header.clone())
            .collect()
    }

    /// The index of the column that holds `field`, if any does.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.places[field as usize]
    }

    /// The header of the column that holds `field`, if any does.
    pub(super) fn header(&self, field: Field) -> Option<&str> {
        self.place(field)
            .map(|index| self.columns[index].header.as_str())
    }
}

/// What `--map` says of each column.
fn told_by(
    map: &[(String, MapTarget)],
    headers: &[String],
) -> Result<Vec<Option<MapTarget>>, ImportError> {
    let mut told = vec![None; headers.len()];
    for (column, target) in map {
        let places = places_of(column, headers)?;
        // Columns of one name cannot be told apart, but they can all be skipped.
        if places.len() > 1 && *target != MapTarget::Skip {
            return Err(ImportError::DuplicateHeader {
                column: column.clone(),
            });
        }
        for place in places {
            if told[place].is_some_and(|earlier| earlier != *target) {
                return Err(ImportError::MappedTwice {
                    column: column.clone(),
                });
            }
            told[place] = Some(*target);
        }
    }
    Ok(told)
}

/// The one column that holds `field`, if any does.
fn column_of(
    field: Field,
    headers: &[String],
    told: &[Option<MapTarget>],
) -> Result<Option<usize>, ImportError> {
    let mut claims: Vec<usize> = (0..headers.len())
        .filter(|&index| told[index] == Some(MapTarget::Field(field)))
        .collect();
    if claims.is_empty() {
        claims = best_known(field, headers, told);
    }
    match claims[..] {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        [first, second, ..] if fold(&headers[first]) == fold(&headers[second]) => {
            Err(ImportError::DuplicateHeader {
                column: headers[first].clone(),
            })
        }
        _ => Err(ImportError::SameField {
            field,
            columns: claims.iter().map(|&index| headers[index].clone()).collect(),
        }),
    }
}

/// The columns whose headers name `field` most exactly, among those `--map` says nothing of.
fn best_known(field: Field, headers: &[String], told: &[Option<MapTarget>]) -> Vec<usize> {
    let ranked: Vec<(usize, usize)> = (0..headers.len())
        .filter(|&index| told[index].is_none())
        .filter_map(|index| Some((field.rank(&headers[index])?, index)))
        .collect();
    let best = ranked.iter().map(|(rank, _)| *rank).min();
    ranked
        .into_iter()
        .filter(|(rank, _)| Some(*rank) == best)
        .map(|(_, index)| index)
        .collect()
}

/// The columns called `name`: exactly so, else after folding case and accents; at least one.
///
/// # Errors
/// [`ImportError::UnknownColumn`] with the name that looks most like it.
pub(super) fn places_of(name: &str, headers: &[String]) -> Result<Vec<usize>, ImportError> {
    let matching = |same: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..headers.len())
            .filter(|&index| same(&headers[index]))
            .collect()
    };
    let exact = matching(&|header| header == name.trim());
    if !exact.is_empty() {
        return Ok(exact);
    }
    let folded = fold(name);
    let places = matching(&|header| fold(header) == folded);
    if places.is_empty() {
        return Err(ImportError::UnknownColumn {
            column: name.to_owned(),
            columns: headers.to_vec(),
            nearest: nearest(&folded, headers),
        });
    }
    Ok(places)
}

/// How alike two names must be, from 0 to 1, for one to be suggested for the other.
const ALIKE: f64 = 0.8;

fn nearest(folded: &str, headers: &[String]) -> Option<String> {
    headers
        .iter()
        .map(|header| (strsim::jaro_winkler(folded, &fold(header)), header))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, header)| header.clone())
}

#[cfg(test)]
mod tests;
