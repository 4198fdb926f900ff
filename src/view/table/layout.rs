//! How wide each column of a table is, in a room that may be too narrow.

use std::borrow::Cow;

use super::{Align, Cell, Column, GAP};
use crate::view::text;

/// Beyond this a cell is always cut: comfy-table counts in `u16`.
const WIDEST: usize = 60_000;

/// A column, and what the rows so far have shown of it.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) header: Option<String>,
    align: Align,
    flex: bool,
    min: usize,
    max: usize,
    keep: bool,
    spare: bool,
    /// Of the widest cell, the header not counted; 0 means that nothing would be seen.
    pub(super) widest: usize,
}

/// A column that is cut to less than this says nothing any more.
const LEGIBLE: usize = 4;

impl Measured {
    pub(super) fn new(column: &Column) -> Self {
        Self {
            header: column
                .header
                .map(|header| text::neutralise(header).trim_end().to_owned()),
            align: column.align,
            flex: column.flex,
            min: column.min,
            max: column.max.unwrap_or(WIDEST).min(WIDEST),
            keep: column.keep,
            spare: column.spare,
            widest: 0,
        }
    }

    /// Its width where there is room enough, for all of it or for what it may take of a full row.
    fn natural_width(&self, is_full: bool) -> usize {
        let header = self.header.as_deref().map_or(0, text::width);
        let most = if is_full { self.max } else { WIDEST };
        self.widest.max(header).min(most).max(1)
    }
}

/// A column that is shown: its place in the row, and its width on the screen, always over 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) index: usize,
    pub(super) width: usize,
    pub(super) align: Align,
    pub(super) flex: bool,
    min: usize,
    spare: bool,
    /// Its width where there is room enough.
    natural: usize,
}

impl Shown {
    /// Whether it was cut to less than tells anything.
    fn is_illegible(&self) -> bool {
        self.width < self.natural.min(LEGIBLE)
    }

    /// The columns it should have: where nothing is said of that, all.
    fn needed(&self) -> usize {
        if self.min > 1 {
            self.natural.min(self.min)
        } else {
            self.natural
        }
    }

    /// What stands in this column of a row, cut to its width.
    pub(super) fn text<'a>(&self, row: &'a [Cell]) -> Cow<'a, str> {
        row.get(self.index)
            .map_or(Cow::Borrowed(""), |cell| text::clip(&cell.text, self.width))
    }
}

/// Which columns are shown, and how wide, in a room of so many display columns.
pub(super) fn arrange(columns: &[Measured], room: Option<usize>) -> Vec<Shown> {
    let whole = natural(columns, false);
    match room {
        None => whole,
        Some(0) => Vec::new(),
        Some(room) if total_width(&whole) <= room => whole,
        Some(room) => {
            let mut shown = natural(columns, true);
            leave_out_spare(&mut shown, room);
            cut(shown, room)
        }
    }
}

/// The columns that say something, as wide as they would be by themselves.
fn natural(columns: &[Measured], is_full: bool) -> Vec<Shown> {
    columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.widest > 0 || column.keep)
        .map(|(index, column)| Shown {
            index,
            width: column.natural_width(is_full),
            align: column.align,
            flex: column.flex,
            min: column.min,
            spare: column.spare,
            natural: column.natural_width(is_full),
        })
        .collect()
}

/// Leaves out what is spare, from the right, as far as the others need its room.
fn leave_out_spare(shown: &mut Vec<Shown>, room: usize) {
    while total(shown, Shown::needed) > room {
        let Some(place) = shown.iter().rposition(|column| column.spare) else {
            return;
        };
        shown.remove(place);
    }
}

/// Cuts columns to the room, and leaves out those of which nothing legible would be left.
fn cut(mut shown: Vec<Shown>, room: usize) -> Vec<Shown> {
    loop {
        let count = shown.len();
        fit(&mut shown, room);
        if shown.len() < count {
            // The others have its room.
            continue;
        }
        // The first column names the record.
        match shown.iter().skip(1).rposition(Shown::is_illegible) {
            Some(place) => shown.remove(place + 1),
            None => return shown,
        };
    }
}

/// Cuts columns until they are together as wide as the room, at most.
fn fit(shown: &mut Vec<Shown>, room: usize) {
    for column in shown.iter_mut() {
        column.width = column.natural.min(room);
    }
    shrink(shown, room, true);
    shrink(shown, room, false);
    cut_off(shown, room);
}

/// Takes from the widest of the columns that flex (or of those that do not), as far as their
/// `min`, so that equal columns stay equal.
fn shrink(shown: &mut [Shown], room: usize, flex: bool) {
    for _ in room..total_width(shown) {
        let widest = shown
            .iter_mut()
            .filter(|column| column.flex == flex && column.width > column.min.max(1))
            .max_by_key(|column| column.width);
        match widest {
            Some(column) => column.width -= 1,
            None => return,
        }
    }
}

/// Takes what is still too much from the right, whole columns if need be: the first column names
/// the record.
fn cut_off(shown: &mut Vec<Shown>, room: usize) {
    loop {
        let excess = total_width(shown).saturating_sub(room);
        match shown.last_mut() {
            Some(last) if excess > 0 => last.width = last.width.saturating_sub(excess),
            _ => return,
        }
        shown.retain(|column| column.width > 0);
    }
}

fn total_width(shown: &[Shown]) -> usize {
    total(shown, |column| column.width)
}

fn total(shown: &[Shown], width: fn(&Shown) -> usize) -> usize {
    let gaps = GAP * shown.len().saturating_sub(1);
    shown.iter().map(width).sum::<usize>() + gaps
}
