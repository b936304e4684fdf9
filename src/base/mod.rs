//! What every layer speaks: moments and spans of time, identifiers, seeded chance, exact points,
//! diagnostics, amounts in words.
//!
//! Nothing here knows a scenario, a file or a window.

pub mod chance;
pub mod diagnostic;
pub mod id;
pub mod points;
pub mod time;
pub mod words;

pub use diagnostic::Diagnostic;
pub use id::Id;
pub use points::Points;
pub use time::{Moment, Offset, Span};
