//! A [`Ui`] whose two streams a test can read.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::{Ui, UiOptions};

/// What one stream has been given so far.
#[derive(Clone, Default)]
pub(crate) struct Captured(Rc<RefCell<Vec<u8>>>);

impl Captured {
    /// All of it; bytes still buffered in the [`Ui`] are not here yet.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A stream that fails in one way whatever it is given.
pub(crate) struct Failing(pub(crate) io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A [`Ui`], then what it writes to standard output and to standard error.
pub(crate) fn captured(options: UiOptions) -> (Ui, Captured, Captured) {
    let (out, err) = (Captured::default(), Captured::default());
    let ui = Ui::new(options, Box::new(out.clone()), Box::new(err.clone()));
    (ui, out, err)
}
