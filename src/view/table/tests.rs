use proptest::prelude::*;

use super::*;

const DUE: [Column; 6] = [
    Column::left().min(3),
    Column::right().min(2),
    Column::left().min(6).max(16),
    Column::left(),
    Column::left().flex().min(8),
    Column::right().min(5),
];

fn due() -> Table {
    let mut table = Table::new(&DUE);
    table.section("BROKEN PROMISE");
    table.row(row(&[
        "c41",
        "9d",
        "Acme Ltd",
        "",
        "training dates, promised 3 Mar",
        "48k",
    ]));
    table.section("LATE");
    table.section("OVERDUE");
    table.row(row(&[
        "c12",
        "11d",
        "Cato GmbH",
        "+2",
        "is it on track?",
        "7.5k",
    ]));
    table
}

fn row(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::from(*text)).collect()
}

fn lines(table: &Table, width: Option<usize>) -> Vec<String> {
    table
        .render(width, false)
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_column_that_would_say_nothing_gives_its_room_to_the_others() {
    let columns = [
        Column::left().min(3),
        Column::left(),
        Column::left(),
        Column::left(),
    ];
    let mut table = Table::new(&columns);
    table.row(row(&["d12", "Acme Corporation", "Fleet renewal", "won"]));
    // The last ones that cannot be read go first; what is short by itself may stay.
    let expected = [
        (40, "d12  Acme Corporati…  Fleet renewal  won"),
        (22, "d12  Acme…  Flee…  won"),
        (14, "d12  Acme Cor…"),
        (6, "d12"),
        (2, "d…"),
    ];
    for (width, line) in expected {
        assert_eq!(lines(&table, Some(width)), [line], "{width}");
    }
}

#[test]
fn a_column_is_cut_to_its_most_only_where_a_row_does_not_fit() {
    let mut table = Table::new(&[Column::left().min(3), Column::left().max(8), Column::left()]);
    table.row(row(&["d12", "Acme Corporation", "Fleet renewal"]));
    for (width, expected) in [
        (None, "d12  Acme Corporation  Fleet renewal"),
        (Some(36), "d12  Acme Corporation  Fleet renewal"),
        (Some(35), "d12  Acme Co…  Fleet renewal"),
    ] {
        assert_eq!(lines(&table, width), [expected], "{width:?}");
    }
}

#[test]
fn what_is_spare_goes_before_the_others_are_cut_to_less_than_they_need() {
    let columns = [
        Column::left().min(3),
        Column::left().min(12).max(24),
        Column::left().flex().min(8),
        Column::left().spare(),
        Column::left().spare(),
    ];
    let mut table = Table::new(&columns);
    table.row(row(&[
        "d12",
        "Acme Corporation",
        "Fleet renewal",
        "9 Mar",
        "2 Mar",
    ]));
    for (width, expected) in [
        (50, "d12  Acme Corporation  Fleet renewal  9 Mar  2 Mar"),
        (41, "d12  Acme Corpor…  Fleet r…  9 Mar  2 Mar"),
        (38, "d12  Acme Corporation  Fleet r…  9 Mar"),
        (33, "d12  Acme Corporation  Fleet ren…"),
    ] {
        assert_eq!(lines(&table, Some(width)), [expected], "{width}");
    }
}

#[test]
fn a_column_that_was_asked_for_stays_though_it_is_empty() {
    let mut table = Table::new(&[
        Column::left().header("id"),
        Column::left().header("key").keep(),
    ]);
    table.row(row(&["d12", ""]));
    assert_eq!(lines(&table, None), ["id   key", "d12"]);
}

#[test]
fn columns_stay_aligned_across_sections() {
    assert_eq!(
        lines(&due(), None),
        [
            "BROKEN PROMISE",
            "c41   9d  Acme Ltd       training dates, promised 3 Mar   48k",
            "OVERDUE",
            "c12  11d  Cato GmbH  +2  is it on track?                 7.5k",
        ],
        "and a heading without rows is not shown"
    );
}

#[test]
fn the_flex_column_gives_first_then_the_rest_to_their_min_then_the_right_edge() {
    let cases = [
        (
            55,
            "c41   9d  Acme Ltd       training dates, promise…   48k",
            "c12  11d  Cato GmbH  +2  is it on track?           7.5k",
        ),
        (
            41,
            "c41   9d  Acme Ltd       training…    48k",
            "c12  11d  Cato GmbH  +2  is it on…   7.5k",
        ),
        (
            36,
            "c41   9d  Acme…       trainin…   48k",
            "c12  11d  Cato…   +2  is it o…  7.5k",
        ),
        (24, "c41  Acme Ltd   trainin…", "c12  Cato GmbH  is it o…"),
        (20, "c41   9d  Acme…", "c12  11d  Cato…   +2"),
        (9, "c41   9d", "c12  11d"),
        (3, "c41", "c12"),
        (2, "c…", "c…"),
        (1, "…", "…"),
    ];
    for (width, first, second) in cases {
        let lines = lines(&due(), Some(width));
        assert_eq!(
            [lines[1].as_str(), &lines[3]],
            [first, second],
            "in {width}"
        );
    }
    assert_eq!(lines(&due(), Some(0)), [""; 0]);
}

#[test]
fn a_table_that_breaks_cuts_nothing_of_a_column_that_flexes() {
    let whole = due().breaking();
    assert_eq!(lines(&whole, None), lines(&due(), None));
    let narrow = lines(&whole, Some(46));
    assert_eq!(
        narrow,
        [
            "BROKEN PROMISE",
            "c41   9d  Acme Ltd       training dates,   48k",
            "                         promised 3 Mar",
            "OVERDUE",
            "c12  11d  Cato GmbH  +2  is it on track?  7.5k",
        ]
    );
    let painted = whole.render(Some(46), true);
    let painted: Vec<_> = painted.lines().map(strip).collect();
    assert_eq!(painted, narrow);
}

#[test]
fn wide_text_is_measured_in_columns() {
    let mut table = Table::new(&[Column::left(), Column::right()]);
    table.row(row(&["山田商店", "1"]));
    table.row(row(&["👨\u{200d}👩\u{200d}👧 Ruiz", "22"]));
    table.row(row(&["Zoe\u{308}", "333"]));
    assert_eq!(
        lines(&table, None),
        [
            "山田商店    1",
            "👨\u{200d}👩\u{200d}👧 Ruiz    22",
            "Zoe\u{308}       333"
        ]
    );
    assert_eq!(
        lines(&table, Some(10)),
        [
            "山田…    1",
            "👨\u{200d}👩\u{200d}👧 R…   22",
            "Zoe\u{308}    333"
        ]
    );
}

#[test]
fn a_column_in_which_no_row_has_text_is_left_out() {
    let columns = ["Id", "Phone", "Name"].map(|name| Column::left().header(name));
    let mut table = Table::new(&columns);
    table.row(row(&["a1", "", "Acme"]));
    table.row(row(&["a2", " ", "Borel"]));
    assert_eq!(lines(&table, None), ["Id  Name", "a1  Acme", "a2  Borel"]);
}

#[test]
fn no_header_line_without_a_title_to_show() {
    let mut table = Table::new(&[Column::left(), Column::left().header("Phone")]);
    table.row(row(&["a1", ""]));
    assert_eq!(lines(&table, None), ["a1"]);
}

#[test]
fn nothing_to_show_is_nothing_not_even_headers() {
    let table = Table::new(&[Column::left().header("Id")]);
    assert_eq!(table.render(Some(80), true), "");
}

#[test]
fn a_row_may_be_short_or_long() {
    let mut table = Table::new(&[Column::left(), Column::left()]);
    table.row(row(&["a"]));
    table.row(row(&["b", "c", "not shown"]));
    table.row(row(&[]));
    assert_eq!(lines(&table, None), ["a", "b  c", ""]);
}

#[test]
fn a_cell_is_one_harmless_line() {
    let mut table = Table::new(&[Column::left(), Column::left()]);
    table.section("ACME\nOVERDUE\u{1b}[2J");
    table.row(row(&["two\nlines\t", "\u{1b}[31mred\u{202e}"]));
    assert_eq!(
        lines(&table, None),
        ["ACME OVERDUE�[2J", "two lines  �[31mred"]
    );
}

#[test]
fn colour_paints_the_text_and_not_the_space_around_it() {
    let mut table = Table::new(&[
        Column::left(),
        Column::right().header("Late"),
        Column::left(),
    ]);
    table.section("LATE");
    table.row(vec![
        Cell::styled("c1", Style::Id),
        Cell::styled("9d", Style::Late),
        Cell::from("Acme"),
    ]);
    table.row(vec![
        "c22".into(),
        "".into(),
        Cell::styled("Zoë", Style::Dim),
    ]);
    let painted = table.render(None, true);
    let expected = format!(
        "{:3}  {}\n{}\n{}     {}  Acme\nc22        {}\n",
        "",
        Style::Heading.paint("Late"),
        Style::Heading.paint("LATE"),
        Style::Id.paint("c1"),
        Style::Late.paint("9d"),
        Style::Dim.paint("Zoë"),
    );
    assert_eq!(painted, expected);
    assert_eq!(strip(&painted), table.render(None, false));
}

/// The text without the escapes this program writes.
fn strip(painted: &str) -> String {
    let mut pieces = painted.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| {
        text + piece.split_once('m').map_or(piece, |(_, rest)| rest)
    })
}

fn any_column() -> impl Strategy<Value = Column<'static>> {
    let header = prop_oneof![Just(None), Just(Some("Name")), Just(Some("山\u{1b}田"))];
    let align = prop_oneof![Just(Align::Left), Just(Align::Right)];
    let max = prop::option::of(0_usize..20);
    let flags = any::<[bool; 3]>();
    (header, align, flags, 0_usize..12, max).prop_map(|(header, align, flags, min, max)| {
        let [flex, keep, spare] = flags;
        Column {
            header,
            align,
            flex,
            min,
            max,
            keep,
            spare,
        }
    })
}

fn any_cell() -> impl Strategy<Value = Cell> {
    let text = prop_oneof![
        ".*",
        "[a-z ]{0,30}",
        "[\\x00-\\x1f\\u{80}-\\u{9f}\\u{200b}-\\u{202e}a山é👩👨🏽❤🇫🇷\\u{fe0f}\\u{301} ]{0,20}",
    ];
    let style = prop_oneof![Just(None), Just(Some(Style::Late)), Just(Some(Style::Id))];
    (text, style).prop_map(|(text, style)| Cell { text, style })
}

fn any_table() -> impl Strategy<Value = Table> {
    let columns = prop::collection::vec(any_column(), 0..7);
    let rows = prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..8);
    (columns, rows, ".*").prop_map(|(columns, rows, heading)| {
        let mut table = Table::new(&columns);
        for (count, cells) in rows.into_iter().enumerate() {
            if count == 2 {
                table.section(&heading);
            }
            table.row(cells);
        }
        table
    })
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_width(table in any_table(), width in 0_usize..90) {
        for line in table.render(Some(width), false).split('\n') {
            prop_assert!(text::width(line) <= width, "{line:?} in {width}");
            prop_assert_eq!(line.trim_end(), line);
            prop_assert!(!line.contains(char::is_control));
        }
    }

    #[test]
    fn every_row_is_one_line(table in any_table(), width in prop::option::of(1_usize..90)) {
        let rendered = table.render(width, false);
        let rows: usize = table.sections.iter().map(|section| section.rows.len()).sum();
        let headings = table.sections.iter().filter(|section| {
            section.heading.is_some() && !section.rows.is_empty()
        });
        let header = table.header_row(&arrange(&table.columns, width));
        let expected = if rendered.is_empty() { 0 } else { rows + headings.count() + header.iter().count() };
        prop_assert_eq!(rendered.matches('\n').count(), expected);
    }

    #[test]
    fn colour_changes_no_text(table in any_table(), width in prop::option::of(0_usize..90)) {
        prop_assert_eq!(strip(&table.render(width, true)), table.render(width, false));
    }
}
