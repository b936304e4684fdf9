//! The command line: everything the program does without a window.

pub mod diagnostics;
