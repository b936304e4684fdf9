//! Apache httpd.

use super::Viewer;
use crate::evidence::activity::Activity;
use crate::evidence::page::Lines;

pub(super) fn access(_viewer: &Viewer, _activity: &Activity<'_>, _out: &mut Lines) {}

pub(super) fn error(_viewer: &Viewer, _activity: &Activity<'_>, _out: &mut Lines) {}
