//! Zeek.

use super::Viewer;
use crate::evidence::activity::Activity;
use crate::evidence::page::Lines;

pub(super) fn conn(_viewer: &Viewer, _activity: &Activity<'_>, _out: &mut Lines) {}

pub(super) fn http(_viewer: &Viewer, _activity: &Activity<'_>, _out: &mut Lines) {}

pub(super) fn conn_head(_opened: crate::evidence::Stamp) -> Vec<u8> {
    Vec::new()
}

pub(super) fn http_head(_opened: crate::evidence::Stamp) -> Vec<u8> {
    Vec::new()
}

pub(super) fn foot(_closed: crate::evidence::Stamp) -> Vec<u8> {
    Vec::new()
}
