//! Habits: what they need, and how often they happen.

use super::super::File;
use super::deeds::path;
use super::{place, report};
use crate::base::Span;
use crate::base::diagnostic::Diagnostic;
use crate::scenario::limits::MOST_PER_HOUR;
use crate::scenario::{Habit, Page};

/// How often jobs and checks may run.
const SHORTEST_HABIT: Span = Span::from_ms(1_000);

fn habit_error(
    file: &File<'_>,
    item: usize,
    path: &[&str],
    code: &'static str,
    message: String,
    found: &mut Vec<Diagnostic>,
) {
    report(file, &place("everyday", item, path), code, message, found);
}

pub(super) fn habits(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    for (i, habit) in file.scenario.everyday.habits.iter().enumerate() {
        let per_hour = match habit {
            Habit::Visitors { per_hour, .. }
            | Habit::Robot { per_hour, .. }
            | Habit::Probes { per_hour, .. }
            | Habit::Queries { per_hour, .. }
            | Habit::Traffic { per_hour, .. } => Some(("per_hour", *per_hour)),
            Habit::SignIns { per_day, .. } => Some(("per_day", *per_day)),
            Habit::Check { .. } | Habit::Job { .. } => None,
        };
        if let Some((field, often)) = per_hour.filter(|(_, often)| *often > MOST_PER_HOUR) {
            habit_error(
                file,
                i,
                &[field],
                "too-often",
                format!("`{field}` may be at most {MOST_PER_HOUR}, not {often}"),
                found,
            );
        }
        if let Habit::Check { every, .. } | Habit::Job { every, .. } = habit
            && *every < SHORTEST_HABIT
        {
            habit_error(
                file,
                i,
                &["every"],
                "zero-repeat",
                format!("a habit can't repeat more often than every {SHORTEST_HABIT}"),
                found,
            );
        }
        for (field, length) in lists(habit) {
            if length == 0 {
                habit_error(
                    file,
                    i,
                    &[field],
                    "empty-list",
                    format!("`{field}` is empty, so nothing can happen"),
                    found,
                );
            }
        }
        for (field, pages) in pages(habit) {
            if !pages.is_empty() && pages.iter().all(|page| page.weight == 0) {
                habit_error(
                    file,
                    i,
                    &[field],
                    "no-weight",
                    format!("all weights of `{field}` are 0"),
                    found,
                );
            }
            for (j, page) in pages.iter().enumerate() {
                let j = j.to_string();
                if page.path.contains("{n}") && page.most == 0 {
                    habit_error(
                        file,
                        i,
                        &[field, &j],
                        "no-number",
                        format!("`{}` needs a `most` for its `{{n}}`", page.path),
                        found,
                    );
                }
                path(
                    file,
                    &place("everyday", i, &[field, &j, "path"]),
                    &page.path,
                    found,
                );
            }
        }
    }
}

/// The lists of a habit without which nothing happens.
pub(super) fn lists(habit: &Habit) -> Vec<(&'static str, usize)> {
    match habit {
        Habit::Visitors { to, pages, .. } => vec![("to", to.len()), ("pages", pages.len())],
        Habit::Robot {
            from, to, pages, ..
        } => vec![
            ("from", from.len()),
            ("to", to.len()),
            ("pages", pages.len()),
        ],
        Habit::Probes {
            to, paths, agents, ..
        } => vec![
            ("to", to.len()),
            ("paths", paths.len()),
            ("agents", agents.len()),
        ],
        Habit::Check { to, .. } => vec![("to", to.len())],
        Habit::SignIns { users, to, .. } => vec![("users", users.len()), ("to", to.len())],
        Habit::Job { on, .. } => vec![("on", on.len())],
        Habit::Queries {
            from, statements, ..
        } => vec![("from", from.len()), ("statements", statements.len())],
        Habit::Traffic { from, .. } => vec![("from", from.len())],
    }
}

pub(super) fn pages(habit: &Habit) -> Vec<(&'static str, &[Page])> {
    match habit {
        Habit::Visitors { pages, files, .. } => vec![("pages", pages), ("files", files)],
        Habit::Robot { pages, .. } => vec![("pages", pages)],
        _ => Vec::new(),
    }
}
