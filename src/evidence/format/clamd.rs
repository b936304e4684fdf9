//! ClamAV: the log of `clamd` with `LogTime yes` and `ExtendedDetectionInfo yes`.
//!
//! After what clamd 1.4.6 wrote.

use super::Viewer;
use super::text::Put as _;
use crate::evidence::activity::Activity;
use crate::evidence::page::Lines;

pub(super) fn log(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    let Activity::Detection(detection) = activity else {
        return;
    };
    let sample = detection.sample;
    if sample.known_as.is_empty() || !viewer.sees(detection.on) {
        return;
    }
    out.line(detection.at, |line| {
        line.weekday(detection.at, b' ')
            .put(" ")
            .digits::<4>(detection.at.civil().year.unsigned_abs())
            .put(" -> ")
            .plain(&sample.path)
            .put(": ")
            .plain(&sample.known_as)
            .put("(")
            .plain(&sample.md5)
            .put(":")
            .int(sample.bytes.into())
            .put(") FOUND");
    });
}
