//! The library as a whole: what every shipped scenario must hold beside being sound, and what only all of
//! them together do.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use hotwash::base::{Id, Points};
use hotwash::player::{Player, Rehearsal};
use hotwash::scenario::{Condition, Effect, LogFormat, Scenario, Verb, load};
use hotwash::score::Scorecard;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde_json::Value;

/// The seeds with which what must always hold is tried.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=100;
/// The seeds with which players are watched who play differently with each.
const SOME_SEEDS: std::ops::RangeInclusive<u64> = 1..=50;

fn shipped() -> Vec<Arc<Scenario>> {
    let folders = common::scenario_folders().into_iter();
    folders.map(|folder| common::scenario_at(&folder)).collect()
}

/// Every level of a scenario, the file as it is written first.
fn levels(scenario: &Scenario) -> Vec<Rehearsal> {
    let levels = scenario.levels.iter().map(|level| Some(&level.id));
    std::iter::once(None)
        .chain(levels)
        .map(|level| Rehearsal::at_level(scenario, level, Vec::new()))
        .collect()
}

#[test]
fn there_are_six_and_each_can_be_played_again() {
    let scenarios = shipped();
    assert!(scenarios.len() >= 6, "{}", scenarios.len());
    for scenario in &scenarios {
        let id = &scenario.id;
        assert!(
            !scenario.variation.is_empty(),
            "{id}: another seed is another case"
        );
        assert!(
            scenario.levels.len() >= 2,
            "{id}: it can be easier and harder"
        );
        let hints = scenario.questions.iter().all(|q| !q.hints.is_empty());
        assert!(hints, "{id}: whoever is stuck can ask");
        assert!(
            !scenario.references.is_empty(),
            "{id}: it says what it was designed after"
        );
    }
}

/// The reference run with every seed, at every level; standard with all seeds, the others with some.
#[test]
fn the_reference_player_solves_every_cast_at_every_level() {
    for scenario in shipped() {
        for (number, rehearsal) in levels(&scenario).iter().enumerate() {
            let seeds = if number == 0 { SEEDS } else { 1..=20 };
            seeds.into_par_iter().for_each(|seed| {
                let cast = rehearsal.cast(seed);
                let run = cast.play(Player::Reference);
                let card = cast.score(&run.entries);
                let told = format!("{} level {number} seed {seed}", scenario.id);
                assert!(run.refused.is_empty(), "{told}: {:#?}", run.refused);
                assert!(run.harms().is_empty(), "{told}: {:?}", run.harms());
                for phase in &card.phases {
                    assert!(phase.score >= Some(Points::whole(95)), "{told}: {phase:?}");
                }
                assert_eq!(card.outcome.total, Some(Points::HUNDRED), "{told}");
            });
        }
    }
}

#[test]
fn nobody_earns_anything_by_doing_nothing_at_any_level() {
    for scenario in shipped() {
        for rehearsal in levels(&scenario) {
            (1..=10_u64).into_par_iter().for_each(|seed| {
                let cast = rehearsal.cast(seed);
                let card = cast.score(&cast.play(Player::Idle).entries);
                assert_eq!(card.process, Points::ZERO, "{} seed {seed}", scenario.id);
                assert_eq!(
                    card.outcome.total,
                    Some(Points::ZERO),
                    "{} seed {seed}",
                    scenario.id
                );
            });
        }
    }
}

fn cards(
    scenario: &Scenario,
    player: Player,
    seeds: std::ops::RangeInclusive<u64>,
) -> Vec<Scorecard> {
    let rehearsal = Rehearsal::new(scenario, Vec::new());
    let play = |seed: u64| {
        let cast = rehearsal.cast(seed);
        cast.score(&cast.play(player).entries)
    };
    seeds.into_par_iter().map(play).collect()
}

#[test]
fn a_novice_learns_something_and_no_step_is_a_gift() {
    for scenario in shipped() {
        let novices = cards(&scenario, Player::Novice, SOME_SEEDS);
        let scores = || novices.iter().map(|card| card.process);
        let (worst, best) = (scores().min(), scores().max());
        let spread = best.zip(worst).map(|(best, worst)| best - worst);
        assert!(
            spread >= Some(Points::whole(30)),
            "{}: {worst:?} to {best:?}",
            scenario.id
        );
        let mut lost: BTreeMap<&Id, bool> = BTreeMap::new();
        for item in novices.iter().flat_map(|card| &card.items) {
            *lost.entry(&item.id).or_default() |= item.earned < item.max;
        }
        let gifts: Vec<_> = lost.iter().filter(|(_, lost)| !**lost).collect();
        assert!(gifts.is_empty(), "{}: always won {gifts:?}", scenario.id);
        let experts = cards(&scenario, Player::Reference, 1..=10);
        let mut won: BTreeMap<&Id, bool> = BTreeMap::new();
        for item in experts.iter().flat_map(|card| &card.items) {
            *won.entry(&item.id).or_default() |= item.earned > Points::ZERO;
        }
        let hopeless: Vec<_> = won.iter().filter(|(_, won)| !**won).collect();
        assert!(
            hopeless.is_empty(),
            "{}: always lost {hopeless:?}",
            scenario.id
        );
    }
}

/// Where nothing happened, whoever strikes first does the harm.
#[test]
fn haste_does_not_pay_where_nothing_happened() {
    let scenarios = shipped();
    let mut calm = scenarios
        .iter()
        .filter(|s| s.footholds.is_empty() && s.stages.is_empty());
    let scenario = calm.next().expect("one of them is a false alarm");
    for card in cards(scenario, Player::Hasty, SEEDS) {
        assert!(
            card.process < Points::whole(40),
            "{}: {}",
            scenario.id,
            card.process
        );
    }
}

#[test]
fn another_seed_is_another_case() {
    for scenario in shipped() {
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let casts: Vec<Arc<Scenario>> = (1..=12)
            .map(|seed| Arc::clone(rehearsal.cast(seed).scenario()))
            .collect();
        let different = |what: &dyn Fn(&Scenario) -> String| {
            casts
                .iter()
                .map(|cast| what(cast))
                .collect::<BTreeSet<_>>()
                .len()
        };
        let addresses = |cast: &Scenario| format!("{:?}", cast.addresses);
        let times = |cast: &Scenario| {
            format!(
                "{:?}",
                cast.alerts.iter().map(|a| &a.cause).collect::<Vec<_>>()
            )
        };
        let names = |cast: &Scenario| format!("{:?} {:?}", cast.people, cast.assets);
        assert!(
            different(&addresses) > 1,
            "{}: other addresses",
            scenario.id
        );
        assert!(different(&times) > 1, "{}: another order", scenario.id);
        assert!(different(&names) > 1, "{}: other names", scenario.id);
    }
}

/// The names of an enum's variants.
fn variants<T: JsonSchema>() -> BTreeSet<String> {
    let schema = schemars::schema_for!(T).to_value();
    let found = schema.get("oneOf").and_then(Value::as_array);
    let mut names = BTreeSet::new();
    for variant in found.into_iter().flatten() {
        names.extend(
            variant
                .get("const")
                .and_then(Value::as_str)
                .map(str::to_owned),
        );
        let listed = variant.get("enum").and_then(Value::as_array);
        let listed = listed.into_iter().flatten().filter_map(Value::as_str);
        names.extend(listed.map(str::to_owned));
        let fields = variant.get("properties").and_then(Value::as_object);
        names.extend(fields.into_iter().flatten().map(|(name, _)| name.clone()));
    }
    names
}

/// Every word that stands as a value or as a name of a field.
fn words(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => drop(into.insert(text.clone())),
        Value::Array(items) => items.iter().for_each(|item| words(item, into)),
        Value::Object(fields) => {
            for (name, value) in fields {
                into.insert(name.clone());
                words(value, into);
            }
        }
        _ => {}
    }
}

#[test]
fn every_verb_condition_effect_and_format_is_used_by_some_scenario() {
    let mut used = BTreeSet::new();
    let mut take = |scenario: &Scenario| {
        words(
            &serde_json::to_value(scenario).expect("plain data"),
            &mut used,
        );
    };
    for scenario in shipped() {
        take(&scenario);
    }
    // What only playbooks and authors' exercises use, a scenario of the tests does.
    let more = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    for file in std::fs::read_dir(more).expect("the tests' scenarios") {
        let bytes = std::fs::read(file.expect("readable").path()).expect("readable");
        take(&load(&bytes).scenario.expect("a sound scenario"));
    }
    let known = [
        variants::<Verb>(),
        variants::<Condition>(),
        variants::<Effect>(),
        variants::<LogFormat>(),
    ];
    for names in known {
        assert!(names.len() > 10, "{names:?}");
        let unused: Vec<_> = names.difference(&used).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }
}
