//! Evidence packs before the programs that read such files in earnest: what Suricata, tshark, nfdump, goaccess,
//! lnav, zat, jq, clamscan, ausearch and a Sigma evaluator say about them. None of them knows Hotwash.
//!
//! A program that isn't installed is skipped; `./test clients` installs all of them, and then a missing one
//! is a failure.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that can't go on has failed, and one that is skipped says why"
)]

#[path = "../common/mod.rs"]
mod common;

mod events;
mod pack;
mod packets;
mod programs;
mod readers;
mod safety;
mod schema;
mod sigma;
mod truth;
