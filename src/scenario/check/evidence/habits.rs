//! Habits: what they need, and how often they happen.

use super::super::File;
use super::deeds::path;
use super::{place, report};
use crate::base::Span;
use crate::base::diagnostic::Diagnostic;
use crate::scenario::limits::MOST_PER_HOUR;
use crate::scenario::{Habit, Page, UsualUser};

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
            | Habit::HostSignIns { per_hour, .. }
            | Habit::Programs { per_hour, .. }
            | Habit::FileAccess { per_hour, .. }
            | Habit::CloudSignIns { per_hour, .. }
            | Habit::OfficeWork { per_hour, .. }
            | Habit::Lookups { per_hour, .. }
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
        usual(file, i, habit, found);
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
        Habit::HostSignIns { people, to, .. } => vec![("people", people.len()), ("to", to.len())],
        Habit::Programs { on, programs, .. } => {
            vec![("on", on.len()), ("programs", programs.len())]
        }
        Habit::FileAccess {
            on, users, files, ..
        } => vec![
            ("on", on.len()),
            ("users", users.len()),
            ("files", files.len()),
        ],
        Habit::CloudSignIns { people, apps, .. } => {
            vec![("people", people.len()), ("apps", apps.len())]
        }
        Habit::OfficeWork { people, acts, .. } => {
            vec![("people", people.len()), ("acts", acts.len())]
        }
        Habit::Lookups { from, names, .. } => vec![("from", from.len()), ("names", names.len())],
    }
}

/// The people of a habit.
pub(super) fn people(habit: &Habit) -> &[UsualUser] {
    match habit {
        Habit::HostSignIns { people, .. }
        | Habit::CloudSignIns { people, .. }
        | Habit::OfficeWork { people, .. } => people,
        _ => &[],
    }
}

/// Something of a habit that has a weight, and perhaps a number in its text.
struct Item<'a> {
    weight: u32,
    /// The text, and the field in which it stands.
    text: Option<(&'static str, &'a str)>,
    most: u32,
}

/// What a habit draws from by weight, besides pages.
fn items(habit: &Habit) -> Vec<(&'static str, Vec<Item<'_>>)> {
    let people: Vec<Item<'_>> = people(habit)
        .iter()
        .map(|user| Item {
            weight: user.weight,
            text: None,
            most: 0,
        })
        .collect();
    let mut all = match habit {
        Habit::Programs { programs, .. } => {
            let items = programs.iter().map(|program| Item {
                weight: program.weight,
                text: Some(("command", &program.command)),
                most: program.most,
            });
            vec![("programs", items.collect())]
        }
        Habit::FileAccess { files, .. } => {
            let items = files.iter().map(|file| Item {
                weight: file.weight,
                text: Some(("path", &file.path)),
                most: file.most,
            });
            vec![("files", items.collect())]
        }
        Habit::OfficeWork { acts, .. } => {
            let items = acts.iter().map(|act| Item {
                weight: act.weight,
                text: act
                    .objects
                    .iter()
                    .find(|object| object.contains("{n}"))
                    .map(|object| ("objects", object.as_str())),
                most: act.most,
            });
            vec![("acts", items.collect())]
        }
        Habit::Lookups { names, .. } => {
            let items = names.iter().map(|name| Item {
                weight: name.weight,
                text: None,
                most: 0,
            });
            vec![("names", items.collect())]
        }
        _ => Vec::new(),
    };
    all.push(("people", people));
    all
}

/// Weights, numbers, places and shares of the habits of people and programs.
fn usual(file: &File<'_>, item: usize, habit: &Habit, found: &mut Vec<Diagnostic>) {
    for (list, items) in items(habit) {
        if !items.is_empty() && items.iter().all(|one| one.weight == 0) {
            let message = format!("all weights of `{list}` are 0");
            habit_error(file, item, &[list], "no-weight", message, found);
        }
        for (j, one) in items.iter().enumerate() {
            if let Some((field, text)) = one.text
                && text.contains("{n}")
                && one.most == 0
            {
                let message = format!("`{text}` needs a `most` for its `{{n}}`");
                let j = j.to_string();
                habit_error(file, item, &[list, &j, field], "no-number", message, found);
            }
        }
    }
    for (j, user) in people(habit).iter().enumerate() {
        if user.from.is_empty() && user.addresses.is_empty() {
            let message = format!(
                "`{}` is nowhere: give them assets in `from` or `addresses`",
                user.user
            );
            let j = j.to_string();
            habit_error(
                file,
                item,
                &["people", &j, "user"],
                "nobody",
                message,
                found,
            );
        }
    }
    if let Habit::Programs {
        users, programs, ..
    } = habit
        && users.is_empty()
        && programs.iter().any(|program| program.user.is_empty())
    {
        let message = "a program without a `user` needs `users` of its habit".to_owned();
        habit_error(file, item, &["programs"], "nobody", message, found);
    }
    if let Habit::HostSignIns { fails_percent, .. } | Habit::CloudSignIns { fails_percent, .. } =
        habit
        && *fails_percent > 100
    {
        let message = format!("`fails_percent` is at most 100, not {fails_percent}");
        habit_error(
            file,
            item,
            &["fails_percent"],
            "out-of-range",
            message,
            found,
        );
    }
    if matches!(habit, Habit::Lookups { .. }) && file.scenario.everyday.resolver.is_none() {
        let message = "nobody answers: `everyday` names no `resolver`".to_owned();
        habit_error(file, item, &["names"], "no-resolver", message, found);
    }
}

pub(super) fn pages(habit: &Habit) -> Vec<(&'static str, &[Page])> {
    match habit {
        Habit::Visitors { pages, files, .. } => vec![("pages", pages), ("files", files)],
        Habit::Robot { pages, .. } => vec![("pages", pages)],
        _ => Vec::new(),
    }
}
