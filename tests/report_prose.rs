//! What a report says in words: nothing that reads as a formula, nothing that the record gainsays.

#![expect(
    clippy::expect_used,
    reason = "what can't go on should stop, and a test that is skipped says why"
)]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use hotwash::exercise::Header;
use hotwash::player::{Player, Rehearsal, trainee_seat};
use hotwash::report::{self, Audience, Content, Format, GoOn, Sources};
use hotwash::review::{Lane, MarkKind, MeasureKind, Review};
use hotwash::world::Event;
use jiff::civil::date;

struct Told {
    content: Content,
    review: Review,
    /// The report as Markdown, without what Markdown escapes.
    text: String,
}

/// The report of every scenario that comes with the program, badly and well played.
fn all_told() -> Vec<Told> {
    let mut all = Vec::new();
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        for player in [Player::Reference, Player::Novice] {
            let cast = rehearsal.cast(3);
            let run = cast.play(player);
            let card = cast.score(&run.entries);
            let review = Review::new(Arc::clone(cast.scenario()), run.entries.into(), card);
            let content = Content::new(Sources {
                review: &review,
                header: &Header::new(scenario.id.clone(), String::new(), 3, trainee_seat()),
                exercise: "autumn",
                held_on: date(2026, 11, 22),
                began: None,
                after: None,
                actions: &[],
                names: &BTreeMap::new(),
                audience: Audience::Everyone,
            });
            let written = report::write(Format::Markdown, &content, |_| GoOn::Yes);
            let text = String::from_utf8(written.expect("it can be written")).expect("it is text");
            all.push(Told {
                content,
                review,
                text: text.replace('\\', ""),
            });
        }
    }
    assert!(!all.is_empty(), "there are scenarios");
    all
}

#[test]
fn reports_read_as_prose_and_say_what_the_record_says() {
    for told in all_told() {
        no_formula(&told);
        aftermath_is_told(&told);
        nothing_is_missed_before_it_is_due(&told);
        for_good_is_for_good(&told);
        lanes_tell_whose_it_was(&told);
    }
}

fn no_formula(told: &Told) {
    for odd in [
        "not (",
        ".:",
        "sound, too",
        "nobody knew of it",
        "-0.0 ",
        "3 d 0 h",
        "Launched \"",
        " 1 alerts",
    ] {
        let place = told.text.find(odd);
        let near = place.map(|at| told.text.get(at.saturating_sub(80)..at + 40));
        assert_eq!(near, None, "{odd:?} in {}", told.content.head.scenario_id);
    }
}

fn aftermath_is_told(told: &Told) {
    for entry in told.review.entries.iter() {
        if let Event::AftermathFollowed { text } = &entry.event {
            assert!(told.content.aftermath.contains(text));
            assert!(told.text.contains(text.as_str()), "{text}");
        }
    }
    for (saving, line) in told.review.savings.iter().zip(&told.content.savings) {
        assert!(saving.afterwards <= saving.lost, "{line:?}");
    }
    assert_eq!(
        told.text.contains("## After ENDEX"),
        !told.content.aftermath.is_empty()
    );
}

fn nothing_is_missed_before_it_is_due(told: &Told) {
    for measure in &told.review.measures {
        if measure.took.is_none() && measure.due.is_some_and(|due| due > measure.end) {
            assert_eq!(measure.met(), None, "{measure:?}");
        }
    }
}

fn for_good_is_for_good(told: &Told) {
    let times = told
        .content
        .in_short
        .iter()
        .find(|text| text.starts_with("Times: "));
    let Some(times) = times else { return };
    for clause in times.split("; ") {
        if let Some(contain) = clause.strip_prefix("contained ") {
            let undone = told.review.measures.iter();
            let undone = undone.filter(|m| m.kind == MeasureKind::Contain && m.undone.is_some());
            assert_eq!(
                contain.ends_with("for good"),
                undone.count() == 0,
                "{times}"
            );
        }
    }
    let outage = told.review.entries.iter();
    let outage = outage.skip_while(|e| !matches!(e.event, Event::AftermathFollowed { .. }));
    let mut outage = outage.filter(|e| matches!(e.event, Event::OutageAdded { .. }));
    if outage.next().is_some() {
        let recover = told.review.measures.iter();
        let mut recover = recover.filter(|m| m.kind == MeasureKind::Recover);
        assert!(recover.all(|m| m.met() != Some(true)));
    }
}

fn lanes_tell_whose_it_was(told: &Told) {
    for event in &told.content.timeline {
        assert_eq!(event.lane, event.kind.lane());
        let is_harm = matches!(event.kind, MarkKind::Harm | MarkKind::Happening);
        assert_eq!(is_harm, event.lane == Lane::World);
    }
}
