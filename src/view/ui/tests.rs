use super::capture::{Captured, Failing, captured};
use super::*;
use crate::view::table::Column;

fn on_a_terminal() -> UiOptions {
    UiOptions {
        stdout_is_terminal: true,
        stderr_is_terminal: true,
        stdin_is_terminal: true,
        terminal_size: Some((80, 24)),
        ..UiOptions::default()
    }
}

fn silent(options: UiOptions) -> Ui {
    captured(options).0
}

#[test]
fn choices_read_back_what_they_print() {
    for format in Format::ALL {
        assert_eq!(format.as_str().parse(), Ok(format));
    }
    for choice in ColorChoice::ALL {
        assert_eq!(choice.as_str().parse(), Ok(choice));
    }
}

#[test]
fn a_word_that_is_no_choice_is_told_the_choices() {
    let error = "xml".parse::<Format>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`xml` is not an output format; it is one of table, json, jsonl, csv, tsv, ids"
    );
    let error = "on".parse::<ColorChoice>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`on` is not a choice of colour; it is one of auto, always, never"
    );
}

#[test]
fn colour_is_the_flag_then_no_color_then_force_then_the_terminal() {
    use ColorChoice::{Always, Auto, Never};
    // flag, NO_COLOR, CLICOLOR_FORCE, terminal, TERM=dumb → painted
    let cases = [
        (Auto, false, false, false, false, false),
        (Auto, false, false, true, false, true),
        (Auto, false, false, true, true, false),
        (Auto, false, true, false, false, true),
        (Auto, false, true, true, true, true),
        (Auto, true, false, true, false, false),
        (Auto, true, true, true, false, false),
        (Always, false, false, false, false, true),
        (Always, true, false, false, true, true),
        (Never, false, true, true, false, false),
        (Never, false, false, true, false, false),
    ];
    for (color, no_color_env, clicolor_force, terminal, dumb, expected) in cases {
        let ui = silent(UiOptions {
            color,
            no_color_env,
            clicolor_force,
            stdout_is_terminal: terminal,
            terminal_is_dumb: dumb,
            ..UiOptions::default()
        });
        let case = (color, no_color_env, clicolor_force, terminal, dumb);
        assert_eq!(ui.color(), expected, "{case:?}");
    }
}

#[test]
fn width_is_columns_then_the_terminal_then_unlimited() {
    // COLUMNS, terminal, standard output is one → width, height
    let cases = [
        (None, Some((80, 24)), true, Some(80), Some(24)),
        (None, Some((80, 24)), false, None, None),
        (Some(100), Some((80, 24)), true, Some(100), Some(24)),
        (Some(100), None, false, Some(100), None),
        (Some(0), Some((80, 24)), true, Some(80), Some(24)),
        (Some(0), None, false, None, None),
        (None, Some((0, 0)), true, None, None),
        (None, None, true, None, None),
    ];
    for (columns_env, terminal_size, stdout_is_terminal, width, height) in cases {
        let ui = silent(UiOptions {
            columns_env,
            stdout_is_terminal,
            terminal_size,
            ..UiOptions::default()
        });
        let case = (columns_env, terminal_size, stdout_is_terminal);
        assert_eq!((ui.width(), ui.height()), (width, height), "{case:?}");
    }
}

#[test]
fn only_a_person_at_both_ends_is_asked() {
    let person = on_a_terminal();
    assert!(silent(person.clone()).interactive());
    let nobody: [fn(&mut UiOptions); 4] = [
        |options| options.stdin_is_terminal = false,
        |options| options.stdout_is_terminal = false,
        |options| options.format_given = true,
        |options| options.no_input = true,
    ];
    for change in nobody {
        let mut options = person.clone();
        change(&mut options);
        assert!(!silent(options.clone()).interactive(), "{options:?}");
    }
}

#[test]
fn data_and_messages_take_their_own_stream() {
    let (mut ui, out, err) = captured(UiOptions::default());
    ui.line("c41 Acme\nLtd\u{1b}[2J").unwrap();
    ui.styled_line(&[(Some(Style::Id), "c41"), (None, " call\u{7}")])
        .unwrap();
    ui.note("3 more\nto come").unwrap();
    ui.warning("the clock\u{1b} went back").unwrap();
    ui.error("no account is called `Acmee`").unwrap();
    ui.hint("did you mean Acme?").unwrap();
    ui.flush().unwrap();
    assert_eq!(out.text(), "c41 Acme Ltd�[2J\nc41 call�\n");
    assert_eq!(
        err.text(),
        "3 more to come\n\
         warning: the clock� went back\n\
         error: no account is called `Acmee`\n\
         hint: did you mean Acme?\n"
    );
}

#[test]
fn each_stream_is_painted_for_itself() {
    let (mut ui, out, err) = captured(UiOptions {
        stderr_is_terminal: false,
        ..on_a_terminal()
    });
    ui.styled_line(&[(Some(Style::Late), "9d"), (None, " Acme")])
        .unwrap();
    ui.warning("late").unwrap();
    ui.flush().unwrap();
    assert_eq!(out.text(), "\u{1b}[31m9d\u{1b}[0m Acme\n");
    assert_eq!(err.text(), "warning: late\n");

    let (mut ui, out, err) = captured(UiOptions {
        stdout_is_terminal: false,
        ..on_a_terminal()
    });
    ui.styled_line(&[(Some(Style::Late), "9d")]).unwrap();
    ui.error("late").unwrap();
    ui.flush().unwrap();
    assert_eq!(out.text(), "9d\n");
    assert_eq!(err.text(), "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m late\n");
}

#[test]
fn quiet_silences_notes_and_nothing_else() {
    let (mut ui, out, err) = captured(UiOptions {
        quiet: true,
        ..UiOptions::default()
    });
    ui.line("c41").unwrap();
    ui.note("closed c12").unwrap();
    ui.warning("currency not configured").unwrap();
    ui.flush().unwrap();
    assert_eq!(out.text(), "c41\n");
    assert_eq!(err.text(), "warning: currency not configured\n");
}

#[test]
fn a_message_comes_after_the_data_before_it() {
    let both = Captured::default();
    let mut ui = Ui::new(
        UiOptions::default(),
        Box::new(both.clone()),
        Box::new(both.clone()),
    );
    ui.line("first").unwrap();
    ui.note("second").unwrap();
    assert_eq!(both.text(), "first\nsecond\n");
}

#[test]
fn a_table_is_as_wide_and_painted_as_the_output() {
    let (mut ui, out, _) = captured(UiOptions {
        columns_env: Some(6),
        color: ColorChoice::Always,
        no_color_env: true,
        ..UiOptions::default()
    });
    let mut table = Table::new(&[Column::left().flex()]);
    table.row(vec![crate::view::table::Cell::styled(
        "Acme Corp",
        Style::Good,
    )]);
    ui.table(&table).unwrap();
    ui.flush().unwrap();
    assert_eq!(out.text(), "\u{1b}[32mAcme…\u{1b}[0m\n");
}

#[test]
fn a_reader_who_has_gone_is_told_from_a_failure() {
    let failing = |kind| {
        let out = Box::new(Failing(kind));
        let mut ui = Ui::new(UiOptions::default(), out, Box::new(Captured::default()));
        ui.line("data").unwrap();
        ui.flush()
    };
    assert!(matches!(
        failing(io::ErrorKind::BrokenPipe),
        Err(WriteError::ReaderGone)
    ));
    assert!(matches!(
        failing(io::ErrorKind::StorageFull),
        Err(WriteError::Failed(error)) if error.kind() == io::ErrorKind::StorageFull
    ));
}

#[test]
fn nobody_listening_to_messages_stops_nothing() {
    let with_messages_to = |kind| {
        let err = Box::new(Failing(kind));
        Ui::new(UiOptions::default(), Box::new(Captured::default()), err)
    };
    assert!(
        with_messages_to(io::ErrorKind::BrokenPipe)
            .note("hello")
            .is_ok()
    );
    assert!(matches!(
        with_messages_to(io::ErrorKind::StorageFull).note("hello"),
        Err(WriteError::Failed(_))
    ));
}
