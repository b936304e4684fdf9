//! The exercise as xAPI statements (version 1.0.3) for a learning record store: the whole, each phase, each step.
//!
//! Statements are the same whenever they are written, and so are their identifiers: a store that has them takes none
//! twice. Nobody but a seat is an actor in the participants' variant.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ReportError;
use super::content::{Audience, Content, ItemLine};

/// Where our activities have their names; nothing needs to be there.
const HOME: &str = "https://hotwash.example/xapi";
/// The registry of verbs.
const VERBS: &str = "http://adlnet.gov/expapi/verbs";
/// The registry of activity types.
const TYPES: &str = "http://adlnet.gov/expapi/activities";

struct Exercise<'a> {
    content: &'a Content,
    /// What tells this exercise from all others.
    registration: Uuid,
    begins: DateTime,
    actor: Value,
}

/// The statements, as a JSON array.
pub(super) fn statements(content: &Content) -> Result<Vec<u8>, ReportError> {
    let head = &content.head;
    let audience = match content.audience {
        Audience::Participants => "participants",
        Audience::Everyone => "everyone",
    };
    let name = format!(
        "{}/{}/{}/{audience}",
        head.exercise, head.held_on, head.seed
    );
    let exercise = Exercise {
        content,
        registration: Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{HOME}/{name}").as_bytes()),
        // The day it was held, by the story's time of day.
        begins: head.held_on.at(9, 0, 0, 0),
        actor: actor(content),
    };
    let mut all = vec![exercise.whole()];
    all.extend(exercise.phases());
    let beside = content
        .scores
        .beside
        .iter()
        .flat_map(|beside| &beside.items);
    let items = content.scores.items.iter().chain(beside);
    all.extend(items.map(|item| exercise.item(item)));
    Ok(serde_json::to_vec_pretty(&all)?)
}

/// The team: whoever took part, by their seats. In the full variant their names.
fn actor(content: &Content) -> Value {
    let account = |name: &str| json!({ "homePage": format!("{HOME}/seats"), "name": name });
    let plays = |kind| {
        matches!(
            kind,
            crate::scenario::SeatKind::Participant | crate::scenario::SeatKind::Scribe
        )
    };
    let seats = content.head.seats.iter().filter(|seat| plays(seat.kind));
    let members: Vec<Value> = seats
        .enumerate()
        .map(|(number, seat)| {
            let mut member = json!({
                "objectType": "Agent",
                "account": account(&format!("seat-{}", number + 1)),
            });
            if let (Some(name), Some(member)) = (&seat.name, member.as_object_mut()) {
                member.insert("name".to_owned(), json!(name));
            }
            member
        })
        .collect();
    if members.is_empty() {
        return json!({ "objectType": "Agent", "account": account("trainee") });
    }
    json!({ "objectType": "Group", "account": account("team"), "member": members })
}

/// A length of time as ISO 8601 writes it, to a hundredth of a second.
fn duration(ms: u64) -> String {
    let (seconds, hundredths) = (ms / 1_000, ms % 1_000 / 10);
    if hundredths == 0 {
        format!("PT{seconds}S")
    } else {
        format!("PT{seconds}.{hundredths:02}S")
    }
}

fn score(raw: f64, max: f64) -> Value {
    let scaled = if max > 0.0 {
        (raw / max).clamp(0.0, 1.0)
    } else {
        0.0
    };
    json!({ "scaled": scaled, "raw": raw, "min": 0, "max": max })
}

impl Exercise<'_> {
    fn statement(
        &self,
        what: &str,
        verb: &str,
        at_ms: i64,
        object: &Value,
        result: &Value,
    ) -> Value {
        let id = Uuid::new_v5(&self.registration, what.as_bytes());
        let at = self
            .begins
            .saturating_add(SignedDuration::from_millis(at_ms));
        json!({
            "id": id,
            "version": "1.0.3",
            "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
            "actor": self.actor,
            "verb": { "id": format!("{VERBS}/{verb}"), "display": { "en-US": verb } },
            "object": object,
            "result": result,
            "context": {
                "registration": self.registration,
                "platform": format!("Hotwash {}", self.content.head.program),
                "language": "en",
                "contextActivities": { "grouping": [self.activity("", "simulation", &self.content.head.scenario)] },
            },
        })
    }

    /// The scenario, or a part of it.
    fn activity(&self, part: &str, kind: &str, name: &str) -> Value {
        let scenario = &self.content.head.scenario_id;
        let path = if part.is_empty() {
            String::new()
        } else {
            format!("/{part}")
        };
        json!({
            "objectType": "Activity",
            "id": format!("{HOME}/scenarios/{scenario}{path}"),
            "definition": { "type": format!("{TYPES}/{kind}"), "name": { "en-US": name } },
        })
    }

    fn end(&self) -> i64 {
        i64::try_from(self.content.head.length.ms).unwrap_or(i64::MAX)
    }

    fn whole(&self) -> Value {
        let scores = &self.content.scores;
        let object = self.activity("", "simulation", &self.content.head.scenario);
        let mut extensions = json!({ format!("{HOME}/coverage"): scores.coverage.share });
        if let (Some(outcome), Some(all)) = (scores.outcome.total, extensions.as_object_mut()) {
            all.insert(format!("{HOME}/outcome"), json!(outcome));
        }
        let result = json!({
            "score": score(scores.process, 100.0),
            "completion": true,
            "duration": duration(self.content.head.length.ms),
            "extensions": extensions,
        });
        self.statement("exercise", "completed", self.end(), &object, &result)
    }

    fn phases(&self) -> Vec<Value> {
        let scores = &self.content.scores;
        let counted = scores
            .phases
            .iter()
            .filter_map(|p| Some((p.phase, p.score?)));
        let beside = scores.beside.iter().map(|p| (p.phase, p.score));
        let all = counted.chain(beside);
        all.map(|(phase, points)| {
            let part = format!("phases/{}", phase.key());
            let object = self.activity(&part, "objective", phase.name());
            let result = json!({ "score": score(points, 100.0), "completion": true });
            self.statement(&part, "scored", self.end(), &object, &result)
        })
        .collect()
    }

    fn item(&self, item: &ItemLine) -> Value {
        let part = format!("{}s/{}", item.kind.key(), item.id);
        let kind = if item.kind == crate::score::ItemKind::Question {
            "question"
        } else {
            "objective"
        };
        let name = if item.text.is_empty() {
            item.title.clone()
        } else {
            format!("{}: {}", item.title, item.text)
        };
        let object = self.activity(&part, kind, &name);
        let (verb, at) = item
            .done
            .as_ref()
            .map_or_else(|| ("failed", self.end()), |done| ("completed", done.at_ms));
        let mut result = json!({
            "score": score(item.earned, item.max),
            "success": item.done.is_some(),
            "completion": item.done.is_some(),
        });
        if let (Some(took), Some(result)) = (&item.took, result.as_object_mut()) {
            result.insert("duration".to_owned(), json!(duration(took.ms)));
        }
        self.statement(&part, verb, at, &object, &result)
    }
}
