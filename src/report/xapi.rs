//! The exercise as xAPI statements (version 1.0.3) for a learning record store: the whole, each phase, each step.
//!
//! Statements are the same whenever they are written, and so are their identifiers, whomever the report is for: a store that
//! has them takes none twice. A statement that says something else, since the exercise was scored anew, has another
//! identifier. Nobody but a seat is an actor in the participants' variant.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use uuid::Uuid;

use super::content::{Content, ItemLine};
use super::{HOME, ReportError};
/// The registry of verbs.
const VERBS: &str = "http://adlnet.gov/expapi/verbs";
/// The registry of activity types.
const TYPES: &str = "http://adlnet.gov/expapi/activities";

struct Exercise<'a> {
    content: &'a Content,
    /// When it was held. How fast its clock ran and where it stood still is not known, so every statement has this
    /// moment, and the exercise's own time beside it: else some would be made before they happened.
    held: String,
    actor: Value,
}

/// The statements, as a JSON array.
pub(super) fn statements(content: &Content) -> Result<Vec<u8>, ReportError> {
    let exercise = Exercise {
        content,
        held: held(content),
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

/// When the exercise began, to the second; the beginning of its day where that is not known.
fn held(content: &Content) -> String {
    let head = &content.head;
    let day = || head.held_on.to_zoned(TimeZone::UTC).ok();
    let began = head.began.or_else(|| day().map(|day| day.timestamp()));
    let began: Timestamp = began.unwrap_or(Timestamp::UNIX_EPOCH);
    began.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

/// The team: whoever took part, by their seats, which are this exercise's and no other's. In the full variant their names.
fn actor(content: &Content) -> Value {
    let exercise = content.head.registration;
    let account = |name: &str| json!({ "homePage": format!("{HOME}/seats"), "name": format!("{exercise}/{name}") });
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

/// A moment of the exercise, from STARTEX, as ISO 8601 writes a length of time.
fn exercise_time(at_ms: i64) -> String {
    let sign = if at_ms < 0 { "-" } else { "" };
    format!("{sign}{}", duration(at_ms.unsigned_abs()))
}

/// A score; none where nothing was to be had.
fn score(raw: f64, max: f64) -> Option<Value> {
    let scaled = (raw / max).clamp(0.0, 1.0);
    (max > 0.0).then(|| json!({ "scaled": scaled, "raw": raw, "min": 0, "max": max }))
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
        let registration = self.content.head.registration;
        // All that counts but who is called how.
        let says = format!("{what}\n{verb}\n{}\n{at_ms}\n{result}", self.held);
        let id = Uuid::new_v5(&registration, says.as_bytes());
        json!({
            "id": id,
            "version": "1.0.3",
            "timestamp": self.held,
            "actor": self.actor,
            "verb": { "id": format!("{VERBS}/{verb}"), "display": { "en-US": verb } },
            "object": object,
            "result": result,
            "context": {
                "registration": registration,
                "platform": format!("Hotwash {}", self.content.head.program),
                "language": "en",
                "extensions": { format!("{HOME}/exercise-time"): exercise_time(at_ms) },
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
        let verb = if item.success { "completed" } else { "failed" };
        let at = item.done.as_ref().map_or(self.end(), |done| done.at_ms);
        let mut result = json!({ "success": item.success, "completion": item.done.is_some() });
        if let Some(result) = result.as_object_mut() {
            if let Some(score) = score(item.earned, item.max) {
                result.insert("score".to_owned(), score);
            }
            if let Some(took) = &item.took {
                result.insert("duration".to_owned(), json!(duration(took.ms)));
            }
        }
        self.statement(&part, verb, at, &object, &result)
    }
}
