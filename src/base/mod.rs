//! What every layer speaks: moments and spans of time, identifiers, seeded chance, exact points.
//!
//! Nothing here knows a scenario, a file or a window.

pub mod chance;
pub mod id;
pub mod points;
pub mod time;

pub use id::Id;
pub use points::Points;
pub use time::{Moment, Offset, Span};
