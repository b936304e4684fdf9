//! Evidence packs before the programs that read such files in earnest: what Suricata, tshark, nfdump, goaccess,
//! lnav, zat, jq, clamscan, ausearch and a Sigma evaluator say about them; and after-action reports before a browser,
//! readers of PDF, a word processor and judges of pages. None of them knows Hotwash.
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
#[path = "../common/report_schemas.rs"]
mod report_schemas;

mod events;
mod pack;
mod packets;
mod programs;
mod readers;
mod reports;
mod safety;
mod schema;
mod sigma;
mod truth;
