//! Texts in logs and captures: none that could run, and none that antivirus is tested with.

use super::super::File;
use super::habits::{pages, people};
use super::{Place, place, report};
use crate::base::diagnostic::Diagnostic;
use crate::scenario::{Deed, Habit, Scenario};

/// What code that runs commands begins with, and what antivirus is tested with: evidence is inert, and
/// whoever keeps it on disk should hear nothing of it.
const CODE: [&str; 10] = [
    "<?",
    "<%",
    "eval(",
    "system(",
    "passthru(",
    "shell_exec",
    "getruntime(",
    "processbuilder",
    "base64_decode(",
    "eicar-standard",
];

/// Every text that ends up in a log, a capture or a rule.
pub(super) fn texts(scenario: &Scenario) -> Vec<(Place<'_>, &str)> {
    let mut all: Vec<(Place<'_>, &str)> = Vec::new();
    for (i, signature) in scenario.signatures.iter().enumerate() {
        for (field, text) in [
            ("message", &signature.message),
            ("category", &signature.category),
            ("rule", &signature.rule),
        ] {
            all.push((place("signatures", i, &[field]), text));
        }
    }
    for (i, sample) in scenario.samples.iter().enumerate() {
        for (field, text) in [("path", &sample.path), ("known_as", &sample.known_as)] {
            all.push((place("samples", i, &[field]), text));
        }
    }
    for (i, trace) in scenario.traces.iter().enumerate() {
        for (j, timed) in trace.deeds.iter().enumerate() {
            let j = j.to_string();
            for (path, text) in said(&timed.deed) {
                all.push((
                    place("traces", i, &[&["deeds", &j, "deed"], &path[..]].concat()),
                    text,
                ));
            }
        }
    }
    for (i, habit) in scenario.everyday.habits.iter().enumerate() {
        everyday(i, habit, &mut all);
    }
    all
}

/// The texts of a deed, with their places within it.
fn said(deed: &Deed) -> Vec<(Vec<&'static str>, &str)> {
    let fields: Vec<(&'static str, &String)> = match deed {
        Deed::Request(r) => vec![
            ("host", &r.host),
            ("path", &r.path),
            ("answer_text", &r.answer_text),
            ("sends_text", &r.sends_text),
            ("referrer", &r.referrer),
            ("agent", &r.agent),
            ("warning", &r.warning),
        ],
        Deed::Process(p) => vec![
            ("user", &p.user),
            ("exe", &p.exe),
            ("command", &p.command),
            ("parent", &p.parent),
            ("cwd", &p.cwd),
            ("key", &p.key),
        ],
        Deed::File(f) => vec![("path", &f.path), ("user", &f.user)],
        Deed::SignIn(s) => vec![("user", &s.user), ("key", &s.key)],
        Deed::Query(q) => vec![
            ("user", &q.user),
            ("database", &q.database),
            ("program", &q.program),
            ("table", &q.table),
            ("statement", &q.statement),
        ],
        Deed::Connection(c) => vec![
            ("service", &c.service),
            ("name", &c.name),
            ("exe", &c.exe),
            ("user", &c.user),
        ],
        Deed::Lookup(l) => vec![("name", &l.name), ("exe", &l.exe), ("user", &l.user)],
        Deed::CloudSignIn(c) => vec![
            ("user", &c.user),
            ("app", &c.app),
            ("place", &c.place),
            ("agent", &c.agent),
            ("fails", &c.fails),
        ],
        Deed::Audit(a) => {
            let mut fields = vec![
                ("user", &a.user),
                ("operation", &a.operation),
                ("object", &a.object),
            ];
            for detail in &a.details {
                fields.extend([("details", &detail.name), ("details", &detail.value)]);
            }
            fields
        }
        Deed::ServiceInstalled(s) => {
            vec![("name", &s.name), ("exe", &s.exe), ("account", &s.account)]
        }
        Deed::Proxied(p) => vec![("host", &p.host)],
        Deed::Detection { .. } => Vec::new(),
        Deed::Message { program, text, .. } => {
            return vec![
                (vec!["program"], program.as_str()),
                (vec!["text"], text.as_str()),
            ];
        }
    };
    fields
        .into_iter()
        .map(|(field, text)| (vec!["0", field], text.as_str()))
        .collect()
}

fn everyday<'a>(item: usize, habit: &'a Habit, all: &mut Vec<(Place<'a>, &'a str)>) {
    let mut one = |path: &[&str], text: &'a str| all.push((place("everyday", item, path), text));
    for (field, pages) in pages(habit) {
        for (j, page) in pages.iter().enumerate() {
            one(&[field, &j.to_string(), "path"], &page.path);
        }
    }
    let lists: Vec<(&str, &'a [String])> = match habit {
        Habit::Visitors {
            words,
            referrers,
            warnings,
            ..
        } => vec![
            ("words", words),
            ("referrers", referrers),
            ("warnings", warnings),
        ],
        Habit::Probes { paths, agents, .. } => vec![("paths", paths), ("agents", agents)],
        Habit::SignIns { users, .. }
        | Habit::Programs { users, .. }
        | Habit::FileAccess { users, .. } => vec![("users", users)],
        Habit::CloudSignIns { apps, .. } => vec![("apps", apps)],
        _ => Vec::new(),
    };
    for (field, texts) in lists {
        for (j, text) in texts.iter().enumerate() {
            one(&[field, &j.to_string()], text);
        }
    }
    usual(habit, &mut one);
    match habit {
        Habit::Visitors { host, .. } | Habit::Probes { host, .. } | Habit::Traffic { host, .. } => {
            one(&["host"], host);
        }
        Habit::Robot { agent, host, .. } => {
            one(&["agent"], agent);
            one(&["host"], host);
        }
        Habit::Check {
            host, path, agent, ..
        } => {
            one(&["host"], host);
            one(&["path"], path);
            one(&["agent"], agent);
        }
        Habit::Job { program, text, .. } => {
            one(&["program"], program);
            one(&["text"], text);
        }
        Habit::Queries {
            user,
            database,
            statements,
            ..
        } => {
            one(&["user"], user);
            one(&["database"], database);
            for (j, query) in statements.iter().enumerate() {
                one(
                    &["statements", &j.to_string(), "statement"],
                    &query.statement,
                );
                one(&["statements", &j.to_string(), "table"], &query.table);
            }
        }
        _ => {}
    }
}

/// The texts of the people of a habit, of what they use and of what they do.
fn usual<'a>(habit: &'a Habit, one: &mut impl FnMut(&[&str], &'a str)) {
    for (j, user) in people(habit).iter().enumerate() {
        let j = j.to_string();
        for (field, text) in [
            ("user", &user.user),
            ("place", &user.place),
            ("agent", &user.agent),
        ] {
            one(&["people", &j, field], text);
        }
    }
    match habit {
        Habit::Programs { programs, .. } => {
            for (j, program) in programs.iter().enumerate() {
                let j = j.to_string();
                for (field, text) in [
                    ("exe", &program.exe),
                    ("command", &program.command),
                    ("parent", &program.parent),
                    ("user", &program.user),
                    ("cwd", &program.cwd),
                ] {
                    one(&["programs", &j, field], text);
                }
            }
        }
        Habit::FileAccess { files, .. } => {
            for (j, file) in files.iter().enumerate() {
                one(&["files", &j.to_string(), "path"], &file.path);
            }
        }
        Habit::OfficeWork { acts, .. } => {
            for (j, act) in acts.iter().enumerate() {
                let j = j.to_string();
                one(&["acts", &j, "operation"], &act.operation);
                for (k, object) in act.objects.iter().enumerate() {
                    one(&["acts", &j, "objects", &k.to_string()], object);
                }
                for (k, detail) in act.details.iter().enumerate() {
                    let k = k.to_string();
                    one(&["acts", &j, "details", &k, "name"], &detail.name);
                    one(&["acts", &j, "details", &k, "value"], &detail.value);
                }
            }
        }
        Habit::Lookups { names, .. } => {
            for (j, name) in names.iter().enumerate() {
                one(&["names", &j.to_string(), "name"], &name.name);
            }
        }
        _ => {}
    }
}

pub(super) fn inert(file: &File<'_>, place: &Place<'_>, text: &str, found: &mut Vec<Diagnostic>) {
    let small = text.to_lowercase();
    if let Some(code) = CODE.iter().find(|code| small.contains(**code)) {
        let message = format!(
            "`{code}` is code or looks like it; evidence holds names, sizes and hashes, and nothing that could run"
        );
        report(file, place, "code-like", message, found);
    }
    if text.contains('\n') {
        let message = "a line of a log has no line break".to_owned();
        report(file, place, "line-break", message, found);
    }
}
