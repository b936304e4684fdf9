//! Levels and variation: what they change, what they leave alone, and what is refused.

#![expect(clippy::panic, reason = "what can't go on should stop")]

use std::collections::BTreeSet;
use std::sync::Arc;

use hotwash::base::Moment;
use hotwash::base::id::Id;
use hotwash::player::{Player, Rehearsal};
use hotwash::scenario::{Cause, Command, Scenario, TraceCause, load};

const BASE: &str = include_str!("lint/base.ron");

/// False alarms of two bundles and one more, levels, and words that change.
const MORE: &str = r#"
    levels: [
        (id: "guided", name: "Guided", text: "More time.", targets_percent: 150, hints: 1, leaves_out: ["scan"]),
        (id: "demanding", name: "Demanding", text: "Less time.", targets_percent: 50, hints: 0, brings: ["noise"]),
    ],
    variation: (
        words: [
            [["203.0.113.77"], ["203.0.113.118"], ["198.51.100.42"]],
            [["Alex", "alex@shop.example"], ["Robin", "robin@shop.example"]],
        ],
        orders: [[["scan"], ["backup", "t-backup"], ["update"]]],
        zones: [(asset: "web-1", zones: ["DMZ", "Office"])],
    ),
"#;

const ALARMS: &str = r#"
        (id: "scan", sensor: "ids", asset: "web-1", title: "Scan", detail: "Many requests of one client, see alex@shop.example", severity: Low,
         cause: Background(at: "T+0:10"), truth: FalsePositive, why: "The scanner.", acknowledge_within: "30min", lines: ["t-backup"], hints: ["Ask the owner.", "Look at the calendar."]),
        (id: "backup", sensor: "ids", asset: "web-1", title: "Backup", detail: "Much traffic", severity: Low,
         cause: Background(at: "T+0:20"), truth: FalsePositive, why: "The backup.", acknowledge_within: "30min", lines: ["t-backup"]),
        (id: "update", sensor: "ids", asset: "web-1", title: "Update", detail: "A new program", severity: Low,
         cause: Background(at: "T+0:40"), truth: FalsePositive, why: "The update.", acknowledge_within: "30min", lines: ["t-backup"]),
        (id: "noise", sensor: "ids", asset: "web-1", title: "Noise", detail: "Noise", severity: Low,
         cause: Background(at: "T+0:50"), truth: FalsePositive, why: "Noise.", acknowledge_within: "30min", lines: ["t-backup"]),
"#;

const TRACE: &str = r#"
        (id: "t-backup", shows: "The backup.", cause: At(at: "T+0:19"), truth: Benign,
         deeds: [(deed: Request((from: ["stranger"], to: "web-1", host: "shop.example", path: "/backup", answer: 10)))]),
"#;

fn source() -> String {
    let once = |text: String, from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from} is there once");
        text.replacen(from, to, 1)
    };
    let text = once(
        BASE.to_owned(),
        "    alerts: [",
        &format!("    alerts: [{ALARMS}"),
    );
    let text = once(text, "    traces: [", &format!("    traces: [{TRACE}"));
    once(text, "    briefing: (", &format!("{MORE}    briefing: ("))
}

fn scenario() -> Scenario {
    let loaded = load(source().as_bytes());
    loaded
        .scenario
        .unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

fn cast(seed: u64) -> Arc<Scenario> {
    let rehearsal = Rehearsal::new(&scenario(), Vec::new());
    Arc::clone(rehearsal.cast(seed).scenario())
}

fn moments(scenario: &Scenario) -> Vec<(String, Moment)> {
    let by_itself = |alert: &hotwash::scenario::Alert| match &alert.cause {
        Cause::Background { at, .. } => Some((alert.id.to_string(), scenario.moment(*at))),
        _ => None,
    };
    scenario.alerts.iter().filter_map(by_itself).collect()
}

#[test]
fn words_change_together_in_every_text_and_nowhere_else() {
    let written = ["203.0.113.77", "Alex", "alex@shop.example"];
    let mut seen = BTreeSet::new();
    for seed in 1..=40 {
        let scenario = cast(seed);
        let text = serde_json::to_string(&*scenario).expect("plain data");
        let address = scenario
            .addresses
            .iter()
            .find(|a| a.id.as_str() == "stranger");
        let address = address.expect("it keeps its identifier").value.clone();
        let person = scenario.people.first().expect("somebody").name.clone();
        assert_eq!(text.contains("203.0.113.77"), address == written[0]);
        assert_eq!(text.contains("Alex"), person == written[1]);
        assert_eq!(
            text.contains("alex@shop.example"),
            person == written[1],
            "words of a row go together"
        );
        assert!(text.contains("\"alex\""), "identifiers stay");
        seen.insert((address, person));
    }
    assert_eq!(seen.len(), 6, "every row of each group comes: {seen:?}");
}

#[test]
fn the_same_seed_casts_the_same_and_only_once() {
    let rehearsal = Rehearsal::new(&scenario(), Vec::new());
    let (first, second) = (rehearsal.cast(5), rehearsal.cast(5));
    assert_eq!(first.scenario(), second.scenario());
    let again = Rehearsal::new(first.scenario(), Vec::new());
    assert_eq!(again.cast(5).scenario(), first.scenario());
}

#[test]
fn false_alarms_exchange_their_moments_and_traces_follow() {
    let slots: BTreeSet<Moment> = [10, 20, 40].map(|m| Moment::from_ms(m * 60_000)).into();
    let mut orders = BTreeSet::new();
    for seed in 1..=60 {
        let scenario = cast(seed);
        let alarms = moments(&scenario);
        let taken: BTreeSet<Moment> = alarms.iter().map(|(_, at)| *at).collect();
        assert_eq!(taken, slots, "each moment has one alert");
        let backup = alarms
            .iter()
            .find(|(id, _)| id == "backup")
            .expect("it is there")
            .1;
        let trace = scenario.traces.iter().find(|t| t.id.as_str() == "t-backup");
        let TraceCause::At { at, .. } = &trace.expect("it is there").cause else {
            panic!("it comes by the clock")
        };
        assert_eq!(
            scenario.moment(*at).as_ms() + 60_000,
            backup.as_ms(),
            "the trace keeps its distance"
        );
        orders.insert(alarms);
    }
    assert_eq!(orders.len(), 6, "every order comes");
}

/// Where a level leaves a bundle out, the others exchange what is left: no moment has two alerts.
#[test]
fn what_is_left_out_takes_no_part_in_the_exchange() {
    let scenario = scenario();
    let level = scenario.levels.iter().find(|l| l.id.as_str() == "guided");
    let rehearsal = Rehearsal::at_level(&scenario, level.map(|l| &l.id), Vec::new());
    for seed in 1..=60 {
        let alarms = moments(rehearsal.cast(seed).scenario());
        let taken: BTreeSet<Moment> = alarms.iter().map(|(_, at)| *at).collect();
        assert_eq!(taken.len(), alarms.len(), "seed {seed}: {alarms:?}");
        assert_eq!(taken, [20, 40].map(|m| Moment::from_ms(m * 60_000)).into());
    }
}

#[test]
fn an_asset_stands_in_any_of_its_zones() {
    let zones: BTreeSet<String> = (1..=20)
        .filter_map(|seed| cast(seed).assets.first().map(|asset| asset.zone.clone()))
        .collect();
    assert_eq!(zones, ["DMZ".to_owned(), "Office".to_owned()].into());
}

#[test]
fn a_level_brings_leaves_out_and_scales() {
    let scenario = scenario();
    let at = |level: Option<&str>| {
        let level = level.and_then(|name| scenario.levels.iter().find(|l| l.id.as_str() == name));
        let rehearsal = Rehearsal::at_level(&scenario, level.map(|l| &l.id), Vec::new());
        Arc::clone(rehearsal.scenario())
    };
    let ids = |scenario: &Scenario| -> Vec<String> {
        moments(scenario).into_iter().map(|(id, _)| id).collect()
    };
    let (standard, guided, demanding) = (at(None), at(Some("guided")), at(Some("demanding")));
    assert_eq!(ids(&standard), ["scan", "backup", "update"]);
    assert_eq!(ids(&guided), ["backup", "update"]);
    assert_eq!(ids(&demanding), ["scan", "backup", "update", "noise"]);
    let target = |s: &Scenario| {
        s.steps
            .first()
            .map(|step| (step.target.as_ms(), step.time_limit().as_ms()))
    };
    let (target_ms, limit_ms) = target(&standard).expect("a step");
    assert_eq!(target(&guided), Some((target_ms * 3 / 2, limit_ms * 3 / 2)));
    assert_eq!(target(&demanding), Some((target_ms / 2, limit_ms / 2)));
    let hints = |s: &Scenario| s.alerts.iter().map(|alert| alert.hints.len()).max();
    assert_eq!((hints(&standard), hints(&demanding)), (Some(2), Some(0)));
}

#[test]
fn the_plan_does_without_what_is_left_out() {
    let mut scenario = scenario();
    let acknowledge = |id: &str| hotwash::scenario::Timed {
        at: "T+0:55".parse().expect("an offset"),
        command: Command::Acknowledge(Id::new(id).expect("an identifier").into()),
    };
    scenario.plan = vec![
        acknowledge("scan"),
        acknowledge("noise"),
        acknowledge("backup"),
    ];
    let refused = |level: Option<&str>| {
        let level = level.and_then(|name| scenario.levels.iter().find(|l| l.id.as_str() == name));
        let rehearsal = Rehearsal::at_level(&scenario, level.map(|l| &l.id), Vec::new());
        let run = rehearsal.play(Player::Reference, 3);
        assert!(run.refused.is_empty(), "{:?}", run.refused);
        rehearsal.scenario().plan.len()
    };
    assert_eq!(refused(None), 2);
    assert_eq!(refused(Some("guided")), 1);
    assert_eq!(refused(Some("demanding")), 3);
}

/// A change of the file, and the codes of what is wrong with it then.
const REFUSED: &[(&str, &str, &[&str])] = &[
    (
        "leaves_out: [\"scan\"]",
        "leaves_out: [\"scam\"]",
        &["unknown-id"],
    ),
    (
        "targets_percent: 150",
        "targets_percent: 5",
        &["out-of-range"],
    ),
    (
        "hints: 0,",
        "hints: 0, away: [\"alex\"],",
        &["nobody-there"],
    ),
    (
        "[\"203.0.113.118\"], [\"198.51.100.42\"]]",
        "]",
        &["too-few-choices"],
    ),
    (
        "[\"Robin\", \"robin@shop.example\"]",
        "[\"Robin\"]",
        &["uneven-rows"],
    ),
    (
        "[\"Robin\", \"robin@shop.example\"]",
        "[\"Robin\", \" \"]",
        &["empty-text"],
    ),
    (
        "[\"198.51.100.42\"]",
        "[\"203.0.113.77\"]",
        &["duplicate-word"],
    ),
    (
        "[\"203.0.113.77\"]",
        "[\"203.0.113.7\"]",
        &["word-not-used"],
    ),
    ("[\"Robin\",", "[\"Noise\",", &["word-in-use"]),
    (
        "orders: [[[\"scan\"], [\"backup\", \"t-backup\"], [\"update\"]]]",
        "orders: [[[\"scan\"]]]",
        &["too-few-choices"],
    ),
    (
        "[\"backup\", \"t-backup\"]",
        "[\"t-backup\", \"backup\"]",
        &["no-own-time"],
    ),
    (
        "[\"backup\", \"t-backup\"]",
        "[\"backup\", \"scan\"]",
        &["duplicate-id"],
    ),
    (
        "[\"backup\", \"t-backup\"]",
        "[\"backup\", \"nothing\"]",
        &["unknown-id"],
    ),
    (
        "zones: [\"DMZ\", \"Office\"]",
        "zones: [\"Office\"]",
        &["unknown-zone"],
    ),
];

#[test]
fn what_does_not_fit_is_refused_at_its_place() {
    let source = source();
    for (from, to, expected) in REFUSED {
        assert_eq!(source.matches(from).count(), 1, "{from} is there once");
        let broken = source.replacen(from, to, 1);
        let found = load(broken.as_bytes()).diagnostics;
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        assert_eq!(codes, *expected, "{to}: {found:#?}");
        assert!(
            found
                .iter()
                .all(|d| d.span.clone().is_some_and(|span| !span.is_empty())),
            "{found:#?}"
        );
    }
}

/// The linter plays every row, so there can't be thousands of them.
#[test]
fn there_are_not_more_rows_and_levels_than_anybody_plays() {
    let row = |n: usize| format!("[\"203.0.113.{n}\"],");
    let rows: String = (100..140).map(row).collect();
    let long = source().replacen("[\"203.0.113.118\"],", &rows, 1);
    let codes = |text: &str| -> Vec<&str> {
        let found = load(text.as_bytes()).diagnostics;
        found.iter().map(|d| d.code).collect()
    };
    assert_eq!(codes(&long), ["too-many"]);
    let level = |n: usize| format!("(id: \"level-{n}\", name: \"Level {n}\", text: \"More.\"),");
    let levels: String = (0..20).map(level).collect();
    let long = source().replacen("levels: [", &format!("levels: [{levels}"), 1);
    assert_eq!(codes(&long), ["too-many"]);
}
