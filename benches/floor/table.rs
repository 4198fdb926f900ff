//! Aligned columns, and nothing more.

/// A column of a table.
pub(crate) struct Column {
    pub(crate) header: &'static str,
    pub(crate) is_number: bool,
}

/// One line of a table.
pub(crate) enum Line {
    Heading(&'static str),
    Row(Vec<String>),
}

/// The lines under their headers. A column in which no row has text is left out.
pub(crate) fn render(columns: &[Column], lines: &[Line]) -> String {
    let mut widths = vec![0; columns.len()];
    for line in lines {
        if let Line::Row(cells) = line {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = cell.chars().count().max(*width);
            }
        }
    }
    for (width, column) in widths.iter_mut().zip(columns) {
        if *width > 0 {
            *width = column.header.chars().count().max(*width);
        }
    }
    let mut out = String::new();
    let headers = columns.iter().map(|column| column.header);
    row(&mut out, columns, &widths, headers);
    for line in lines {
        match line {
            Line::Heading(heading) => {
                out.push_str(heading);
                out.push('\n');
            }
            Line::Row(cells) => row(&mut out, columns, &widths, cells.iter().map(String::as_str)),
        }
    }
    out
}

fn row<'a>(
    out: &mut String,
    columns: &[Column],
    widths: &[usize],
    cells: impl Iterator<Item = &'a str>,
) {
    for ((column, width), cell) in columns.iter().zip(widths).zip(cells) {
        if *width == 0 {
            continue;
        }
        let padding = " ".repeat(width - cell.chars().count());
        if column.is_number {
            out.push_str(&padding);
            out.push_str(cell);
        } else {
            out.push_str(cell);
            out.push_str(&padding);
        }
        out.push_str("  ");
    }
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}
