//! `PostgreSQL` with pgaudit.

use super::Viewer;
use crate::evidence::activity::Activity;
use crate::evidence::page::Lines;

pub(super) fn audit(_viewer: &Viewer, _activity: &Activity<'_>, _out: &mut Lines) {}
