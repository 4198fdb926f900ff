//! `--only`: which rows of a file that holds more than ours are wanted.

use csv::StringRecord;

use super::{ImportError, mapping::places_of};
use crate::domain::name::fold;

/// Reads `column=value`; the first `=` counts. An empty value asks for the rows whose cell is blank.
///
/// # Errors
/// [`ImportError::NotAnOnly`] without a column or without `=`.
pub fn parse_only(text: &str) -> Result<(String, String), ImportError> {
    text.split_once('=')
        .map(|(column, value)| (column.trim().to_owned(), value.trim().to_owned()))
        .filter(|(column, _)| !column.is_empty())
        .ok_or_else(|| ImportError::NotAnOnly {
            text: text.to_owned(),
        })
}

/// The wishes of all `--only` together: several on one column are alternatives, and every column that
/// has any must have one fulfilled.
#[derive(Debug)]
pub(super) struct Filter {
    /// A column's index and the folded values wanted there.
    wishes: Vec<(usize, Vec<String>)>,
}

impl Filter {
    /// # Errors
    /// [`ImportError::UnknownColumn`]; [`ImportError::DuplicateHeader`] when a column is there twice.
    pub(super) fn new(only: &[(String, String)], headers: &[String]) -> Result<Self, ImportError> {
        let mut wishes: Vec<(usize, Vec<String>)> = Vec::new();
        for (column, value) in only {
            let [place] = places_of(column, headers)?[..] else {
                return Err(ImportError::DuplicateHeader {
                    column: column.clone(),
                });
            };
            match wishes.iter_mut().find(|(known, _)| *known == place) {
                Some((_, values)) => values.push(fold(value)),
                None => wishes.push((place, vec![fold(value)])),
            }
        }
        Ok(Self { wishes })
    }

    /// Whether a row is wanted; values are compared after folding case and accents.
    pub(super) fn lets_through(&self, cells: &StringRecord) -> bool {
        self.wishes.iter().all(|(place, values)| {
            let cell = fold(cells.get(*place).unwrap_or_default());
            values.contains(&cell)
        })
    }
}

#[cfg(test)]
mod tests;
