//! Standard output and standard error, with a reader that may go away.

use std::io::{self, Write as _};

use serde::Serialize;

/// Writes text to standard output.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a value to standard output as JSON, and a line's end.
pub(super) fn say_json(value: &impl Serialize) -> anyhow::Result<()> {
    say(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// Writes a line to standard error. If nobody can read that either, there is nobody left to tell.
pub(super) fn complain(text: &str) {
    writeln!(io::stderr().lock(), "{}", text.trim_end()).ok();
}

/// Whether the reader of standard output went away, which is its right.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
