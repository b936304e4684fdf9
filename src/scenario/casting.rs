//! The scenario as one exercise plays it: at a level, and with what the seed picks.
//!
//! All of it happens before STARTEX, to the scenario itself: world, logs and score know neither levels nor
//! variations.

use std::collections::BTreeSet;
use std::sync::Arc;

use regex_automata::meta::Regex;
use serde_json::Value;

use super::command::{Command, Line, Timed};
use super::shape::{Content, Form, Shape, Shapes, Variant};
use super::{Cause, Scenario, TraceCause, Trigger, Variation};
use crate::base::chance::Stream;
use crate::base::id::{ItemId, LevelId, PinId};
use crate::base::{Id, Moment, Offset, Span};

/// A scenario at a level, ready to be cast with any seed.
#[derive(Debug, Clone)]
pub struct Casting {
    scenario: Arc<Scenario>,
    variation: Arc<Variation>,
    words: Option<Arc<Words>>,
    targets_percent: u32,
}

impl Casting {
    /// Prepares a scenario at a level; as the file says where there is no level, or none of that name.
    #[must_use]
    pub fn new(scenario: &Scenario, level: Option<&LevelId>) -> Self {
        let mut scenario = scenario.clone();
        let chosen = level.and_then(|level| scenario.level(level));
        let targets_percent = chosen.map_or(100, |level| level.targets_percent);
        scenario.set_level(level);
        let variation = std::mem::take(&mut scenario.variation);
        Self {
            words: Words::of(&scenario, &variation).map(Arc::new),
            targets_percent,
            variation: Arc::new(variation),
            scenario: Arc::new(scenario),
        }
    }

    /// The scenario at its level, with the file's own words, times and places.
    #[must_use]
    pub fn as_written(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// How long targets are at this level, in percent of what the file says.
    #[must_use]
    pub fn targets_percent(&self) -> u32 {
        self.targets_percent
    }

    /// The scenario that this seed plays.
    #[must_use]
    pub fn cast(&self, seed: u64) -> Arc<Scenario> {
        if self.variation.is_empty() {
            return Arc::clone(&self.scenario);
        }
        let rows = |group: usize, rows: usize| {
            let mut stream = Stream::new(seed, &format!("variation/words/{group}"));
            place(stream.below(amount(rows).max(1)))
        };
        let mut scenario = self.worded(&rows);
        for (number, bundles) in self.variation.orders.iter().enumerate() {
            let mut stream = Stream::new(seed, &format!("variation/orders/{number}"));
            scenario.exchange(bundles, &mut stream);
        }
        scenario.mix_options(seed);
        for placing in &self.variation.zones {
            let mut stream = Stream::new(seed, &format!("variation/zones/{}", placing.asset));
            let asset = scenario.assets.iter_mut().find(|a| a.id == placing.asset);
            if let (Some(asset), Some(zone)) = (asset, stream.pick(&placing.zones)) {
                asset.zone.clone_from(zone);
            }
        }
        Arc::new(scenario)
    }

    /// The scenario with the words of one row of every group, the last where a group has fewer.
    #[must_use]
    pub(super) fn with_row(&self, row: usize) -> Scenario {
        self.worded(&|_, rows| row.min(rows.saturating_sub(1)))
    }

    /// Which columns of the first group's first row stand in a text.
    #[must_use]
    pub(super) fn columns_found(&self) -> BTreeSet<usize> {
        let Some(words) = &self.words else {
            return BTreeSet::new();
        };
        let texts = words
            .texts
            .iter()
            .filter_map(|at| words.data.pointer(at)?.as_str());
        let found = texts.flat_map(|text| words.found_in(text));
        found.map(|(_, (_, column))| column).collect()
    }

    fn worded(&self, row: &dyn Fn(usize, usize) -> usize) -> Scenario {
        let worded = self
            .words
            .as_ref()
            .and_then(|words| words.replaced(&self.variation.words, row));
        worded.unwrap_or_else(|| Scenario::clone(&self.scenario))
    }
}

/// Where a scenario's texts hold words that change.
#[derive(Debug)]
struct Words {
    /// The scenario's data.
    data: Value,
    /// Where in it stand texts with such a word, as JSON pointers.
    texts: Vec<String>,
    /// What finds them: one alternative for each word, in the order of `meant`.
    finder: Regex,
    /// Which group and column each alternative is.
    meant: Vec<(usize, usize)>,
}

impl Words {
    /// None if no word changes.
    fn of(scenario: &Scenario, variation: &Variation) -> Option<Self> {
        let mut words = Vec::new();
        for (group, rows) in variation.words.iter().enumerate() {
            for (column, word) in rows.first().into_iter().flatten().enumerate() {
                words.push((word.as_str(), (group, column)));
            }
        }
        // Of two words at the same place the longer one is meant.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let patterns: Vec<String> = words
            .iter()
            .map(|(word, _)| regex_syntax::escape(word))
            .collect();
        if patterns.is_empty() {
            return None;
        }
        let finder = Regex::new_many(&patterns).ok()?;
        let meant = words.into_iter().map(|(_, meant)| meant).collect();
        let data = serde_json::to_value(scenario).ok()?;
        let mut found = Self {
            texts: Vec::new(),
            data,
            finder,
            meant,
        };
        let shapes = Shapes::of::<Scenario>();
        let mut texts = Texts {
            shapes: &shapes,
            words: &found,
            pointer: String::new(),
            found: Vec::new(),
        };
        texts.named(&shapes.root, &found.data);
        found.texts = texts.found;
        Some(found)
    }

    /// The scenario with the words of the rows that `row` picks, given a group's number and how many rows
    /// it has.
    fn replaced(
        &self,
        groups: &[Vec<Vec<String>>],
        row: &dyn Fn(usize, usize) -> usize,
    ) -> Option<Scenario> {
        let picked: Vec<Option<&Vec<String>>> = groups
            .iter()
            .enumerate()
            .map(|(group, rows)| rows.get(row(group, rows.len())))
            .collect();
        let mut data = self.data.clone();
        for pointer in &self.texts {
            if let Some(Value::String(text)) = data.pointer_mut(pointer) {
                *text = self.reworded(text, &picked);
            }
        }
        serde_json::from_value(data).ok()
    }

    fn reworded(&self, text: &str, picked: &[Option<&Vec<String>>]) -> String {
        let mut reworded = String::with_capacity(text.len() + 8);
        let mut from = 0;
        for (range, (group, column)) in self.found_in(text) {
            let word = picked.get(group).copied().flatten();
            let word = word.and_then(|row| row.get(column));
            reworded.push_str(text.get(from..range.start).unwrap_or_default());
            let old = text.get(range.clone()).unwrap_or_default();
            reworded.push_str(word.map_or(old, String::as_str));
            from = range.end;
        }
        reworded.push_str(text.get(from..).unwrap_or_default());
        reworded
    }

    /// The words in a text that change: whole words, from left to right.
    fn found_in<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = (std::ops::Range<usize>, (usize, usize))> + 't {
        self.finder.find_iter(text).filter_map(|found| {
            let before = text.get(..found.start())?.chars().next_back();
            let after = text.get(found.end()..)?.chars().next();
            let whole = ![before, after].into_iter().flatten().any(joins);
            let meant = self.meant.get(found.pattern().as_usize())?;
            whole.then(|| (found.range(), *meant))
        })
    }
}

/// Whether a character beside a word makes it part of a longer one.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A walk over a scenario's data along its shapes, in search of texts.
struct Texts<'a> {
    shapes: &'a Shapes,
    words: &'a Words,
    /// Where the walk is.
    pointer: String,
    found: Vec<String>,
}

impl Texts<'_> {
    fn named(&mut self, name: &str, value: &Value) {
        let shapes = self.shapes;
        match shapes.form(name) {
            Some(Form::Struct(fields)) => {
                for field in fields {
                    self.within(&field.name, &field.shape, value.get(&field.name));
                }
            }
            Some(Form::Enum(variants)) => self.variant(variants, value),
            Some(Form::Other(shape)) => self.shaped(shape, value),
            // Identifiers, durations, moments: none of them is a text.
            _ => {}
        }
    }

    fn variant(&mut self, variants: &[Variant], value: &Value) {
        let Some((name, content)) = value.as_object().and_then(|map| map.iter().next()) else {
            return;
        };
        let known = variants.iter().find(|variant| variant.name == *name);
        match known.map(|variant| &variant.content) {
            Some(Content::Value(shape)) => self.within(name, shape, Some(content)),
            Some(Content::Fields(fields)) => {
                for field in fields {
                    let path = format!("{name}/{}", field.name);
                    self.within(&path, &field.shape, content.get(&field.name));
                }
            }
            Some(Content::Nothing) | None => {}
        }
    }

    fn shaped(&mut self, shape: &Shape, value: &Value) {
        match (shape, value) {
            (Shape::Text, Value::String(text)) => {
                if self.words.found_in(text).next().is_some() {
                    self.found.push(self.pointer.clone());
                }
            }
            (Shape::Named(name), _) => self.named(name, value),
            (Shape::Optional(inner), _) => self.shaped(inner, value),
            (Shape::List(inner), Value::Array(items)) => {
                for (number, item) in items.iter().enumerate() {
                    self.within(&number.to_string(), inner, Some(item));
                }
            }
            _ => {}
        }
    }

    fn within(&mut self, step: &str, shape: &Shape, value: Option<&Value>) {
        let Some(value) = value else { return };
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        self.shaped(shape, value);
        self.pointer.truncate(length);
    }
}

impl Scenario {
    /// Makes the scenario what it is at a level. Afterwards there are no levels any more.
    fn set_level(&mut self, level: Option<&LevelId>) {
        let levels = std::mem::take(&mut self.levels);
        let level = levels.iter().find(|known| Some(&known.id) == level);
        let brought: &[ItemId] = level.map_or(&[], |level| &level.brings);
        let left_out: &[ItemId] = level.map_or(&[], |level| &level.leaves_out);
        let all = levels.iter().flat_map(|level| &level.brings);
        let absent: BTreeSet<&Id> = all
            .filter(|item| !brought.contains(item))
            .chain(left_out)
            .map(ItemId::id)
            .collect();
        self.leave_out(&absent);
        let Some(level) = level else { return };
        self.people
            .retain(|person| !level.away.contains(&person.id));
        let there: BTreeSet<Id> = self.people.iter().map(|p| p.id.id().clone()).collect();
        for timed in &mut self.plan {
            timed.command.do_without(&|by| !there.contains(by));
        }
        let scaled = |target: Span| {
            let ms = target
                .as_ms()
                .saturating_mul(u64::from(level.targets_percent))
                / 100;
            // A target is never nothing.
            Span::from_ms(ms.max(1_000))
        };
        for step in &mut self.steps {
            step.limit = Some(scaled(step.time_limit()));
            step.target = scaled(step.target);
        }
        for question in &mut self.questions {
            question.target = scaled(question.target);
        }
        for alert in &mut self.alerts {
            alert.acknowledge_within = scaled(alert.acknowledge_within);
        }
        if let Some(most) = level.hints {
            let most = usize::from(most);
            let alerts = self.alerts.iter_mut().map(|alert| &mut alert.hints);
            let questions = self
                .questions
                .iter_mut()
                .map(|question| &mut question.hints);
            let steps = self.steps.iter_mut().map(|step| &mut step.hints);
            for hints in alerts.chain(questions).chain(steps) {
                hints.truncate(most);
            }
        }
    }

    /// Takes alerts, injects and traces out, and what the plan does about them.
    fn leave_out(&mut self, absent: &BTreeSet<&Id>) {
        if absent.is_empty() {
            return;
        }
        self.alerts.retain(|alert| !absent.contains(alert.id.id()));
        self.injects
            .retain(|inject| !absent.contains(inject.id.id()));
        self.traces.retain(|trace| !absent.contains(trace.id.id()));
        let mut unpinned: BTreeSet<PinId> = BTreeSet::new();
        self.plan.retain_mut(|Timed { command, .. }| match command {
            Command::Acknowledge(alert) => !absent.contains(alert.id()),
            Command::Read(inject) => !absent.contains(inject.id()),
            Command::Close { alerts, .. } => {
                alerts.retain(|alert| !absent.contains(alert.id()));
                !alerts.is_empty()
            }
            Command::Pin {
                pin,
                line: Line::Of(trace),
                ..
            } if absent.contains(trace.id()) => {
                unpinned.insert(pin.clone());
                false
            }
            Command::Answer { pins, .. } => {
                pins.retain(|pin| !unpinned.contains(pin));
                true
            }
            Command::Unpin(pin) => !unpinned.contains(pin),
            _ => true,
        });
    }

    /// Lets bundles exchange the moments of their first alerts.
    fn exchange(&mut self, bundles: &[Vec<ItemId>], stream: &mut Stream) {
        let moments: Vec<Option<Moment>> = bundles
            .iter()
            .map(|bundle| self.own_time(bundle.first()?.id()))
            .collect();
        let mut dealt: Vec<usize> = (0..bundles.len()).collect();
        mix(&mut dealt, stream);
        for (bundle, (own, other)) in bundles.iter().zip(moments.iter().zip(&dealt)) {
            let other = moments.get(*other).copied().flatten();
            let (Some(own), Some(other)) = (*own, other) else {
                continue;
            };
            for item in bundle {
                if let Some(at) = self.own_time(item.id()) {
                    let moved = at.as_ms() + (other.as_ms() - own.as_ms());
                    self.set_own_time(item.id(), Offset::FromStart(Moment::from_ms(moved)));
                }
            }
        }
    }

    /// Puts what can be chosen into another order, so that a place tells nothing to who plays again.
    fn mix_options(&mut self, seed: u64) {
        let stream = |id: &Id| Stream::new(seed, &format!("variation/options/{id}"));
        for question in &mut self.questions {
            mix(&mut question.choices, &mut stream(question.id.id()));
        }
        for decision in &mut self.decisions {
            mix(&mut decision.options, &mut stream(decision.id.id()));
        }
    }

    /// When an alert, trace or inject comes by the clock; none if something else brings it.
    #[must_use]
    pub(super) fn own_time(&self, item: &Id) -> Option<Moment> {
        let alerts = self.alerts.iter().find(|a| a.id.id() == item);
        let traces = self.traces.iter().find(|t| t.id.id() == item);
        let injects = self.injects.iter().find(|i| i.id.id() == item);
        let alert = alerts.and_then(|alert| match &alert.cause {
            Cause::Background { at, .. } => Some(*at),
            _ => None,
        });
        let trace = traces.and_then(|trace| match &trace.cause {
            TraceCause::At { at, .. } => Some(*at),
            _ => None,
        });
        let inject = injects.and_then(|inject| match &inject.trigger {
            Trigger::At { at, .. } => Some(*at),
            _ => None,
        });
        alert.or(trace).or(inject).map(|at| self.moment(at))
    }

    /// The earliest moment at which any seed lets an item come that the file puts at `at`.
    #[must_use]
    pub(super) fn earliest_cast(&self, item: &Id, at: Offset) -> Moment {
        let (earliest, _) = self.slots(item).unwrap_or_default();
        Moment::from_ms(self.moment(at).as_ms() + earliest)
    }

    /// The latest moment at which any seed lets an item come that the file puts at `at`.
    #[must_use]
    pub(super) fn latest_cast(&self, item: &Id, at: Offset) -> Moment {
        let (_, latest) = self.slots(item).unwrap_or_default();
        Moment::from_ms(self.moment(at).as_ms() + latest)
    }

    /// By how many milliseconds an exchange of moments brings an item forward and puts it off at most.
    fn slots(&self, item: &Id) -> Option<(i64, i64)> {
        let mut orders = self.variation.orders.iter();
        let holds = |bundle: &Vec<ItemId>| bundle.iter().any(|other| other.id() == item);
        let bundles = orders.find(|bundles| bundles.iter().any(holds))?;
        let slot = |bundle: &Vec<ItemId>| Some(self.own_time(bundle.first()?.id())?.as_ms());
        let own = slot(bundles.iter().find(|bundle| holds(bundle))?)?;
        let all = bundles.iter().filter_map(slot);
        Some((all.clone().min()? - own, all.max()? - own))
    }

    fn set_own_time(&mut self, item: &Id, moved: Offset) {
        for alert in self.alerts.iter_mut().filter(|a| a.id.id() == item) {
            if let Cause::Background { at, .. } = &mut alert.cause {
                *at = moved;
            }
        }
        for trace in self.traces.iter_mut().filter(|t| t.id.id() == item) {
            if let TraceCause::At { at, .. } = &mut trace.cause {
                *at = moved;
            }
        }
        for inject in self.injects.iter_mut().filter(|i| i.id.id() == item) {
            if let Trigger::At { at, .. } = &mut inject.trigger {
                *at = moved;
            }
        }
    }
}

impl Command {
    /// Leaves the work to whoever is free where somebody was to do it who is away.
    fn do_without(&mut self, away: &dyn Fn(&Id) -> bool) {
        let orders: &mut [super::Order] = match self {
            Self::Do(order) => std::slice::from_mut(order),
            Self::Plan { orders, .. } => orders,
            Self::BeginStep { by, .. } => {
                by.take_if(|by| away(by.id()));
                return;
            }
            _ => return,
        };
        for order in orders {
            order.by.take_if(|by| away(by.id()));
        }
    }
}

/// Puts items into an order drawn from all (Durstenfeld 1964).
fn mix<T>(items: &mut [T], stream: &mut Stream) {
    for last in (1..items.len()).rev() {
        let other = place(stream.below(amount(last) + 1));
        items.swap(last, other);
    }
}

fn amount(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn place(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
