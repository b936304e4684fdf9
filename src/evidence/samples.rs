//! Files that stand for real ones: inert bytes that say so, and their hashes.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::activity::SampleFacts;
use crate::scenario::Sample;

/// What every sample consists of, line by line: a text that no program runs.
const MARKER: &str = "TRAINING-MARKER-INERT (not code)";

/// The largest sample that has bytes, in bytes. Of larger ones there are only a name, a size and hashes, and
/// the hashes are those of so much of them.
pub const LARGEST: u32 = 1024 * 1024;

/// The bytes of a sample: the marker and the sample's identifier, repeated up to its size.
#[must_use]
pub fn content(sample: &Sample) -> Vec<u8> {
    let line = format!("{MARKER} {}\n", sample.id);
    let size = usize::try_from(sample.bytes.min(LARGEST)).unwrap_or_default();
    line.bytes().cycle().take(size).collect()
}

/// A sample with its hashes.
#[must_use]
pub fn facts(sample: &Sample) -> SampleFacts {
    let content = content(sample);
    SampleFacts {
        path: sample.path.clone(),
        bytes: sample.bytes,
        md5: hex(&Md5::digest(&content)),
        sha1: hex(&Sha1::digest(&content)),
        sha256: hex(&Sha256::digest(&content)),
        known_as: sample.known_as.clone(),
    }
}

/// Bytes in hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a text can't fail.
        write!(text, "{byte:02x}").ok();
    }
    text
}
