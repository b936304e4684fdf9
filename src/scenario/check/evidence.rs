//! Logs, signatures, samples, traces, and the everyday life around them.

use std::collections::{BTreeMap, BTreeSet};
use core::net::IpAddr;
use std::ops::Range;

use super::File;
use super::amounts::SHORTEST_REPEAT;
use crate::base::id::TraceId;
use crate::base::{Id, Moment, Offset, Span};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::kind::Kind;
use crate::scenario::limits::{MOST_DEEDS, MOST_PER_HOUR, MOST_TIMES};
use crate::scenario::telling::logs_telling_of;
use crate::scenario::traces::TimedDeed;
use crate::scenario::{Deed, Habit, Page, Repeat, Scenario, Trace, TraceCause};

/// The lowest number of a signature: those below belong to others.
const LOWEST_SID: u32 = 9_000_000;
/// How often jobs and checks may run.
const SHORTEST_HABIT: Span = Span::from_ms(1_000);
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

/// Where in the file something stands: a list, an item of it, a path within that.
type Place<'a> = (&'a str, usize, Vec<String>);

pub(super) fn check(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    logs(file, found);
    signatures(file, found);
    for (item, trace) in file.scenario.traces.iter().enumerate() {
        deeds(file, item, trace, found);
    }
    amounts(file, found);
    telling(file, found);
    habits(file, found);
    addresses(file, found);
    for ((list, item, path), text) in texts(file.scenario) {
        inert(file, (list, item, path), text, found);
    }
}

fn at(file: &File<'_>, (list, item, path): &Place<'_>) -> Range<usize> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    if *list == "everyday" {
        let whole: Vec<String> = vec!["everyday".into(), "habits".into(), item.to_string()];
        let habit: Vec<&str> = whole.iter().map(String::as_str).collect();
        let field = file.top(&[&habit[..], &path[..]].concat());
        if field.is_empty() {
            let start = file.top(&habit).start;
            return start..start + 1;
        }
        return field;
    }
    file.place(list, *item, &path)
}

fn report(
    file: &File<'_>,
    place: &Place<'_>,
    code: &'static str,
    message: String,
    found: &mut Vec<Diagnostic>,
) {
    found.push(Diagnostic::error(code, message).at(at(file, place)));
}

fn place<'a>(list: &'a str, item: usize, path: &[&str]) -> Place<'a> {
    (
        list,
        item,
        path.iter().map(|step| (*step).to_owned()).collect(),
    )
}

fn logs(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for (i, log) in file.scenario.logs.iter().enumerate() {
        if !is_safe_path(&log.file) {
            let message = format!(
                "`{}` is no name for a file of an evidence pack; use letters, digits, `.`, `-`, `_` and `/`, and no folder that begins with a dot",
                log.file
            );
            report(
                file,
                &place("logs", i, &["file"]),
                "unsafe-path",
                message,
                found,
            );
        }
        // Some file systems take capitals for small letters.
        if let Some(other) = names.insert(log.file.to_lowercase(), i) {
            let other = file
                .scenario
                .logs
                .get(other)
                .map_or("?", |log| log.id.as_str());
            let message = format!("the log `{other}` is written to the same file");
            report(
                file,
                &place("logs", i, &["file"]),
                "duplicate-file",
                message,
                found,
            );
        }
        if log.once_saved && log.evidence.is_none() {
            let message = format!(
                "`{}` waits to be saved, and belongs to no `evidence`",
                log.id
            );
            report(
                file,
                &place("logs", i, &["once_saved"]),
                "never-saved",
                message,
                found,
            );
        }
        if file.scenario.moment(log.from) >= file.scenario.end() {
            let message = format!("the log begins at `{}`, after ENDEX", log.from);
            report(
                file,
                &place("logs", i, &["from"]),
                "outside-exercise",
                message,
                found,
            );
        }
    }
}

/// Whether a path stays below its folder on every system.
fn is_safe_path(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= 120
        && path.split('/').all(|part| {
            !part.is_empty()
                && !part.starts_with(['.', '-'])
                && !part.ends_with('.')
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        })
}

fn signatures(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (i, signature) in file.scenario.signatures.iter().enumerate() {
        let sid = signature.sid;
        if sid < LOWEST_SID {
            let message = format!(
                "signatures of a scenario have numbers from {LOWEST_SID} on; {sid} belongs to somebody else"
            );
            report(
                file,
                &place("signatures", i, &["sid"]),
                "low-sid",
                message,
                found,
            );
        }
        if !seen.insert(sid) {
            let message = format!("another signature has the number {sid}");
            report(
                file,
                &place("signatures", i, &["sid"]),
                "duplicate-sid",
                message,
                found,
            );
        }
        if !(1..=4).contains(&signature.priority) {
            let message = format!("a priority is 1 to 4, not {}", signature.priority);
            report(
                file,
                &place("signatures", i, &["priority"]),
                "bad-priority",
                message,
                found,
            );
        }
        for part in [
            format!("msg:\"{}\"", signature.message),
            format!("sid:{sid};"),
        ] {
            if !signature.rule.contains(&part) {
                let message = format!("the rule lacks `{part}`, which the signature says");
                report(
                    file,
                    &place("signatures", i, &["rule"]),
                    "rule-differs",
                    message,
                    found,
                );
            }
        }
    }
}

fn deeds(file: &File<'_>, item: usize, trace: &Trace, found: &mut Vec<Diagnostic>) {
    for (j, timed) in trace.deeds.iter().enumerate() {
        let here = |path: &[&str]| {
            let j = j.to_string();
            place("traces", item, &[&["deeds", &j], path].concat())
        };
        if timed.times > MOST_TIMES || timed.times == 0 {
            let message = format!(
                "a deed is done 1 to {MOST_TIMES} times, not {}",
                timed.times
            );
            report(file, &here(&["times"]), "too-often", message, found);
        }
        if !timed.before.is_zero() && reaches_back(file.scenario, &trace.cause, timed) {
            let message = "after STARTEX nothing leaves a line before it happens: somebody may have looked already".to_owned();
            report(file, &here(&["before"]), "before-its-cause", message, found);
        }
        let mut kind = |path: &[&str], id: &Id, wanted: [Kind; 2]| {
            let is = file
                .index
                .kind(id.as_str())
                .filter(|kind| kind.is_knowable());
            if let Some(is) = is.filter(|is| !wanted.contains(is)) {
                let message = format!(
                    "`{id}` is {}, and {} or {} is needed here",
                    is.noun(),
                    wanted[0].noun(),
                    wanted[1].noun()
                );
                report(
                    file,
                    &here(&[&["deed", "0"], path].concat()),
                    "wrong-kind",
                    message,
                    found,
                );
            }
        };
        const ENDS: [Kind; 2] = [Kind::Address, Kind::Asset];
        match &timed.deed {
            Deed::Request(request) => {
                for (k, from) in request.from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
                if let Some(needs) = &request.needs {
                    kind(&["needs"], needs, [Kind::Foothold, Kind::Vector]);
                }
                if !(200..=599).contains(&request.status) {
                    let message = format!("{} is no status of an answer", request.status);
                    report(
                        file,
                        &here(&["deed", "0", "status"]),
                        "bad-status",
                        message,
                        found,
                    );
                }
                path(file, here(&["deed", "0", "path"]), &request.path, found);
            }
            Deed::SignIn(sign_in) => {
                for (k, from) in sign_in.from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
            }
            Deed::Connection(connection) => {
                for (k, from) in connection.from.iter().enumerate() {
                    kind(&["from", &k.to_string()], from, ENDS);
                }
                kind(&["to"], &connection.to, ENDS);
            }
            _ => {}
        }
        let senders = match &timed.deed {
            Deed::Request(request) => Some(&request.from),
            Deed::SignIn(sign_in) => Some(&sign_in.from),
            Deed::Connection(connection) => Some(&connection.from),
            _ => None,
        };
        if senders.is_some_and(Vec::is_empty) {
            let message = "somebody must do it: `from` is empty".to_owned();
            report(
                file,
                &here(&["deed", "0", "from"]),
                "nobody",
                message,
                found,
            );
        }
    }
}

fn path(file: &File<'_>, place: Place<'_>, path: &str, found: &mut Vec<Diagnostic>) {
    if !path.starts_with('/') || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!(
            "`{path}` is no path of a request: it begins with `/` and holds no space; write one as `%20` or `+`"
        );
        report(file, &place, "bad-path", message, found);
    }
}

/// Whether a deed before its cause could change what was read already.
fn reaches_back(scenario: &Scenario, cause: &TraceCause, timed: &TimedDeed) -> bool {
    let after_startex = |at: Offset| scenario.moment(at) > Moment::START;
    match cause {
        TraceCause::Act(stage) => scenario.stage(stage).is_some_and(|stage| {
            stage.at.is_none_or(after_startex)
                || stage.repeat.is_some()
                || stage.within > timed.before
        }),
        TraceCause::At { at, repeat } => after_startex(*at) || repeat.is_some(),
        TraceCause::Missed(_) | TraceCause::Reacted(_) | TraceCause::Done(_) => true,
    }
}

/// How often something happens until ENDEX.
fn occurrences(scenario: &Scenario, from: Offset, repeat: Option<&Repeat>) -> u64 {
    let Some(repeat) = repeat else { return 1 };
    let length = scenario.end().as_ms() - scenario.moment(from).as_ms();
    let length = u64::try_from(length).unwrap_or_default();
    let most = length / repeat.every.as_ms().max(1) + 1;
    repeat
        .times
        .map_or(most, |times| most.min(u64::from(times)))
}

fn amounts(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let mut total = 0_u64;
    let mut over = false;
    for (i, trace) in file.scenario.traces.iter().enumerate() {
        let causes = match &trace.cause {
            TraceCause::Act(stage) | TraceCause::Missed(stage) => {
                file.scenario.stage(stage).map_or(1, |stage| {
                    stage.at.map_or(1, |at| {
                        occurrences(file.scenario, at, stage.repeat.as_ref())
                    })
                })
            }
            TraceCause::At { at, repeat } => {
                if repeat
                    .as_ref()
                    .is_some_and(|repeat| repeat.every < SHORTEST_REPEAT)
                {
                    let message =
                        format!("a trace can't repeat more often than every {SHORTEST_REPEAT}");
                    report(
                        file,
                        &place("traces", i, &["cause", "repeat", "every"]),
                        "zero-repeat",
                        message,
                        found,
                    );
                }
                occurrences(file.scenario, *at, repeat.as_ref())
            }
            TraceCause::Reacted(_) | TraceCause::Done(_) => 1,
        };
        let deeds: u64 = trace.deeds.iter().map(|timed| u64::from(timed.times)).sum();
        total = total.saturating_add(causes.saturating_mul(deeds));
        if total > MOST_DEEDS && !over {
            over = true;
            let message = format!(
                "with this trace there are more than {MOST_DEEDS} deeds; what happens that often is everyday life"
            );
            report(
                file,
                &place("traces", i, &["id"]),
                "too-many-deeds",
                message,
                found,
            );
        }
    }
}

fn telling(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = file.scenario;
    let told: BTreeSet<&TraceId> = scenario
        .traces
        .iter()
        .filter(|trace| logs_telling_of(scenario, trace).next().is_some())
        .map(|trace| &trace.id)
        .collect();
    for (i, trace) in scenario.traces.iter().enumerate() {
        if !told.contains(&trace.id) {
            let message = format!("no log tells of `{}`", trace.id);
            let warning = Diagnostic::warning("untold", message)
                .at(file.place("traces", i, &["id"]))
                .help("add a log that sees one of its deeds, or leave it out");
            found.push(warning);
        }
    }
    let mut look = |list: &str, item: usize, path: &[&str], trace: &TraceId| {
        if scenario.trace(trace).is_some() && !told.contains(trace) {
            let message = format!("no log has a line of `{trace}`");
            found.push(Diagnostic::error("no-line", message).at(file.place(list, item, path)));
        }
    };
    for (i, alert) in scenario.alerts.iter().enumerate() {
        for (j, trace) in alert.lines.iter().enumerate() {
            look("alerts", i, &["lines", &j.to_string()], trace);
        }
    }
    for (i, question) in scenario.questions.iter().enumerate() {
        for (j, proof) in question.proven_by.iter().enumerate() {
            let j = j.to_string();
            if proof.lines.is_empty() {
                let message = "a proof without lines can't be pinned".to_owned();
                found.push(Diagnostic::error("no-line", message).at(file.place(
                    "questions",
                    i,
                    &["proven_by", &j, "lines"],
                )));
                continue;
            }
            for (k, trace) in proof.lines.iter().enumerate() {
                // Told by one of them is enough for the proof, but what is named should be there.
                let path = ["proven_by", &j, "lines", &k.to_string()];
                if scenario.trace(trace).is_some() && !told.contains(trace) {
                    let message = format!("no log has a line of `{trace}`");
                    found.push(Diagnostic::error("no-line", message).at(file.place(
                        "questions",
                        i,
                        &path,
                    )));
                }
            }
        }
    }
}

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

fn habits(file: &File<'_>, found: &mut Vec<Diagnostic>) {
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
                    place("everyday", i, &[field, &j, "path"]),
                    &page.path,
                    found,
                );
            }
        }
    }
}

/// The lists of a habit without which nothing happens.
fn lists(habit: &Habit) -> Vec<(&'static str, usize)> {
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

fn pages(habit: &Habit) -> Vec<(&'static str, &[Page])> {
    match habit {
        Habit::Visitors { pages, files, .. } => vec![("pages", pages), ("files", files)],
        Habit::Robot { pages, .. } => vec![("pages", pages)],
        _ => Vec::new(),
    }
}

/// Addresses are there, can be read, and belong to nobody.
fn addresses(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = file.scenario;
    let mut hosts: BTreeMap<IpAddr, &str> = BTreeMap::new();
    let spoken_of = spoken_of(scenario);
    for (i, asset) in scenario.assets.iter().enumerate() {
        let here = place("assets", i, &["address"]);
        if asset.address.is_empty() {
            if spoken_of.contains(asset.id.id()) {
                let message = format!("logs speak of `{}`, so it needs its `address`", asset.id);
                report(file, &here, "no-address", message, found);
            }
            continue;
        }
        match nobodys(&asset.address) {
            Err(message) => report(file, &here, "bad-address", message, found),
            Ok(ip) => {
                if let Some(other) = hosts.insert(ip, asset.id.as_str()) {
                    report(
                        file,
                        &here,
                        "duplicate-address",
                        format!("`{other}` has this address"),
                        found,
                    );
                }
            }
        }
    }
    for (i, address) in scenario.addresses.iter().enumerate() {
        if spoken_of.contains(address.id.id())
            && let Err(message) = nobodys(&address.value)
        {
            report(
                file,
                &place("addresses", i, &["value"]),
                "bad-address",
                message,
                found,
            );
        }
    }
    for (i, trace) in scenario.traces.iter().enumerate() {
        for (j, timed) in trace.deeds.iter().enumerate() {
            if let Deed::Proxied(proxied) = &timed.deed
                && let Err(message) = nobodys(&proxied.address)
            {
                let j = j.to_string();
                report(
                    file,
                    &place("traces", i, &["deeds", &j, "deed", "0", "address"]),
                    "bad-address",
                    message,
                    found,
                );
            }
        }
    }
    for (i, habit) in scenario.everyday.habits.iter().enumerate() {
        match habit {
            Habit::Robot { from, .. } => {
                for (j, address) in from.iter().enumerate() {
                    if let Err(message) = nobodys(address) {
                        report(
                            file,
                            &place("everyday", i, &["from", &j.to_string()]),
                            "bad-address",
                            message,
                            found,
                        );
                    }
                }
            }
            Habit::Traffic { address, .. } => {
                if let Err(message) = nobodys(address) {
                    report(
                        file,
                        &place("everyday", i, &["address"]),
                        "bad-address",
                        message,
                        found,
                    );
                }
            }
            _ => {}
        }
    }
}

/// An address that belongs to nobody on the internet.
fn nobodys(text: &str) -> Result<IpAddr, String> {
    let ip: IpAddr = text
        .parse()
        .map_err(|_| format!("`{text}` is no IP address"))?;
    let fits = match ip {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            v4.is_private() || matches!([a, b, c], [192, 0, 2] | [198, 51, 100] | [203, 0, 113])
        }
        IpAddr::V6(v6) => {
            let [a, b, ..] = v6.segments();
            [a, b] == [0x2001, 0x0db8] || a & 0xfe00 == 0xfc00
        }
    };
    if fits {
        return Ok(ip);
    }
    Err(format!(
        "`{text}` may belong to somebody; use 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32 or a private range"
    ))
}

/// Assets and addresses that lines name.
fn spoken_of(scenario: &Scenario) -> BTreeSet<&Id> {
    let mut named: BTreeSet<&Id> = BTreeSet::new();
    for log in &scenario.logs {
        named.insert(log.asset.id());
        named.extend(log.watches.iter().map(|asset| asset.id()));
    }
    for timed in scenario.traces.iter().flat_map(|trace| &trace.deeds) {
        match &timed.deed {
            Deed::Request(request) => {
                named.extend(&request.from);
                named.insert(request.to.id());
            }
            Deed::SignIn(sign_in) => {
                named.extend(&sign_in.from);
                named.insert(sign_in.on.id());
            }
            Deed::Connection(connection) => {
                named.extend(&connection.from);
                named.insert(&connection.to);
            }
            Deed::Query(query) => {
                named.extend([query.on.id(), query.from.id()]);
            }
            Deed::Proxied(proxied) => {
                named.extend([proxied.from.id(), proxied.through.id()]);
            }
            Deed::Process(process) => {
                named.insert(process.on.id());
            }
            Deed::File(change) => {
                named.insert(change.on.id());
            }
            Deed::Detection { on, .. } | Deed::Message { on, .. } => {
                named.insert(on.id());
            }
        }
    }
    for habit in &scenario.everyday.habits {
        match habit {
            Habit::Visitors { to, .. } | Habit::Robot { to, .. } | Habit::Probes { to, .. } => {
                named.extend(to.iter().map(|asset| asset.id()));
            }
            Habit::Check { from, to, .. } | Habit::SignIns { from, to, .. } => {
                named.insert(from.id());
                named.extend(to.iter().map(|asset| asset.id()));
            }
            Habit::Job { on, .. } => named.extend(on.iter().map(|asset| asset.id())),
            Habit::Queries { on, from, .. } => {
                named.insert(on.id());
                named.extend(from.iter().map(|asset| asset.id()));
            }
            Habit::Traffic { from, through, .. } => {
                named.extend(from.iter().chain(through).map(|asset| asset.id()));
            }
        }
    }
    named
}

/// Every text that ends up in a log, a capture or a rule.
fn texts(scenario: &Scenario) -> Vec<(Place<'_>, &str)> {
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
    let fields: Vec<(&'static str, &str)> = match deed {
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
        Deed::Connection(c) => vec![("service", &c.service), ("name", &c.name)],
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
        .map(|(field, text)| (vec!["0", field], text))
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
        Habit::SignIns { users, .. } => vec![("users", users)],
        _ => Vec::new(),
    };
    for (field, texts) in lists {
        for (j, text) in texts.iter().enumerate() {
            one(&[field, &j.to_string()], text);
        }
    }
    match habit {
        Habit::Visitors { host, .. } | Habit::Probes { host, .. } | Habit::Traffic { host, .. } => {
            one(&["host"], host)
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
        Habit::SignIns { .. } => {}
    }
}

fn inert(file: &File<'_>, place: Place<'_>, text: &str, found: &mut Vec<Diagnostic>) {
    let small = text.to_lowercase();
    if let Some(code) = CODE.iter().find(|code| small.contains(**code)) {
        let message = format!(
            "`{code}` is code or looks like it; evidence holds names, sizes and hashes, and nothing that could run"
        );
        report(file, &place, "code-like", message, found);
    }
    if text.contains('\n') {
        let message = "a line of a log has no line break".to_owned();
        report(file, &place, "line-break", message, found);
    }
}
