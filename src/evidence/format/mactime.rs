//! Timelines of disk images.

use super::Viewer;
use crate::evidence::activity::Activity;
use crate::evidence::page::Lines;

pub(super) fn timeline(_viewer: &Viewer, _activity: &Activity<'_>, _out: &mut Lines) {}

pub(super) fn head() -> Vec<u8> {
    Vec::new()
}
