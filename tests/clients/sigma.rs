//! Public Sigma rules over the logs, judged by an evaluator that Hotwash has no part in: they find the attack,
//! and of everyday life only what the scenario calls a false positive.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hotwash::scenario::TraceTruth;
use serde_json::Value;

use super::events::events_of_file;
use super::pack::Pack;
use super::programs::{json_lines, printed_for, reference, sigma_evaluator};
use super::truth::Truths;

/// How many of the fifteen rules must find the attack, at least.
const RULES: usize = 6;
/// How many lines of a week of everyday life may fire a rule, at most.
const HANDFUL: usize = 6;

/// A rule that a line of a log fires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// The rule's title.
    pub(crate) rule: String,
    /// The file.
    pub(crate) file: String,
    /// The line.
    pub(crate) line: String,
}

/// The hits of the public rules in these files: name, format, text.
pub(crate) fn hits(files: &[(String, String, String)]) -> Option<Vec<Hit>> {
    let rules = reference("sigma")?;
    let mut evaluator = sigma_evaluator()?;
    let mut places = Vec::new();
    let mut input = String::new();
    for (name, format, text) in files {
        let lines: Vec<&str> = text.lines().collect();
        for (number, event) in events_of_file(format, text) {
            places.push((name, lines[number]));
            input.push_str(&event.to_string());
            input.push('\n');
        }
    }
    let said = printed_for(evaluator.arg(rules), input.into_bytes());
    let hit = |hit: Value| {
        let number = hit["line"]
            .as_u64()
            .and_then(|number| usize::try_from(number).ok());
        let (file, line) = places[number.expect("a number")];
        Hit {
            rule: hit["title"].as_str().expect("a title").to_owned(),
            file: file.clone(),
            line: line.to_owned(),
        }
    };
    Some(json_lines(&said).into_iter().map(hit).collect())
}

/// The rules' titles, each with how often it fired.
pub(crate) fn by_rule(hits: &[Hit]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for hit in hits {
        *counts.entry(&*hit.rule).or_default() += 1;
    }
    counts
}

#[test]
fn the_rules_find_what_the_reference_says_in_real_programs_lines() {
    let mut files = Vec::new();
    for (format, path) in [
        ("apache-access", "web/access.log"),
        ("auditd", "audit/audit.log"),
        ("sysmon-linux", "sysmon_linux/syslog"),
        ("clamd", "clamav/clamd.log"),
        ("squid-access", "squid/access.log"),
        ("zeek-http", "zeek/http.log"),
        ("suricata-eve", "suricata/eve.json"),
    ] {
        let Some(sample) = reference(&Path::new("samples").join(path).to_string_lossy()) else {
            return;
        };
        let text = std::fs::read_to_string(sample).expect("readable");
        files.push((path.to_owned(), format.to_owned(), text));
    }
    let Some(hits) = hits(&files) else {
        return;
    };
    let expected = BTreeMap::from([
        ("Antivirus - Relevant File Paths Alerts Signature", 1),
        ("Antivirus - Web Shell Detection Signature", 1),
        ("Linux Webshell Indicators", 1),
        ("Relevant ClamAV Message", 1),
        ("System Owner or User Discovery - Linux", 1),
        ("Webshell Remote Command Execution", 2),
        ("Windows Webshell Strings", 1),
    ]);
    assert_eq!(by_rule(&hits), expected, "{hits:#?}");
}

#[test]
fn a_rule_sees_only_its_own_log_source() {
    // The line would fire the rule for web servers; in a proxy's log that rule doesn't look.
    let line =
        "1767604500.039 1279 10.20.0.15 TCP_MISS/200 2712 GET http://a.example.org/?c=whoami - - -";
    let files = [(
        "proxy".to_owned(),
        "squid-access".to_owned(),
        line.to_owned(),
    )];
    if let Some(hits) = hits(&files) {
        assert_eq!(hits, []);
    }
}

#[test]
fn events_say_what_the_lines_say() {
    // The lines and what was made of them by hand, for the same evaluator.
    for (format, lines, made) in [
        ("apache-access", "web/access.log", "sigma/web.ndjson"),
        ("auditd", "audit/audit.log", "sigma/audit.ndjson"),
        ("sysmon-linux", "sysmon_linux/syslog", "sigma/sysmon.ndjson"),
        ("clamd", "clamav/clamd.log", "sigma/av.ndjson"),
    ] {
        let read = |path: &str| {
            reference(&format!("samples/{path}"))
                .map(|path| std::fs::read_to_string(path).expect("readable"))
        };
        let (Some(lines), Some(made)) = (read(lines), read(made)) else {
            return;
        };
        let mut events: Vec<Value> = events_of_file(format, &lines)
            .into_iter()
            .map(|(_, event)| event)
            .collect();
        if format == "clamd" {
            events.retain(|event| event["logsource"]["category"] == "antivirus");
        }
        let made = json_lines(&made);
        assert_eq!(events.len(), made.len(), "{format}");
        let plain = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        for (event, made) in events.iter().zip(&made) {
            let made = made.as_object().expect("an object");
            for (field, value) in made {
                let ours = plain(&event["event"][field]);
                // Where the scan ran is not the same there.
                let same = if field == "Filename" {
                    ours.ends_with("/avatar.php")
                } else {
                    ours == plain(value)
                };
                assert!(same, "{format}: {field}: {ours} is not {value}");
            }
        }
    }
}

#[test]
fn events_of_windows_are_what_rules_for_them_look_at() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for format in ["windows-security", "sysmon-windows", "zeek-dns"] {
        for file in Pack::of_signals().of(format) {
            for (_, event) in events_of_file(format, &file.text()) {
                let source = event["logsource"].to_string();
                let fields: &[&str] = if source.contains("process_creation") {
                    &["Image", "CommandLine", "ParentImage", "User"]
                } else if source.contains("network_connection") {
                    &["DestinationIp", "DestinationPort", "Initiated"]
                } else if source.contains("file_event") {
                    &["TargetFilename"]
                } else if source.contains("dns_query") {
                    &["QueryName", "QueryStatus"]
                } else if source.contains("zeek") {
                    &["query", "qtype_name"]
                } else {
                    &["EventID", "Provider_Name"]
                };
                for field in fields {
                    assert!(!event["event"][field].is_null(), "{field}: {event}");
                }
                *kinds.entry(source).or_default() += 1;
            }
        }
    }
    assert_eq!(kinds.len(), 8, "{kinds:#?}");
}

/// The hits in all logs of a pack.
fn hits_in(pack: &Pack) -> Option<Vec<Hit>> {
    let files = pack.files();
    let logs = files.iter().filter(|file| {
        let others = [
            "pcap",
            "suricata-rules",
            "clamav-signatures",
            "inert-sample",
        ];
        !others.contains(&&*file.format)
    });
    let texts: Vec<_> = logs
        .map(|file| (file.name.clone(), file.format.clone(), file.text()))
        .collect();
    hits(&texts)
}

#[test]
fn public_rules_fire_on_the_attacks_lines() {
    let Some(hits) = hits_in(Pack::of_the_attack()) else {
        return;
    };
    let truths = Truths::of_the_reference_run();
    let (attack, other): (Vec<Hit>, Vec<Hit>) = hits
        .into_iter()
        .partition(|hit| truths.of(&hit.file, &hit.line) == Some(TraceTruth::Attack));
    let found = by_rule(&attack);
    println!("on the attack: {found:#?}\nelse: {:#?}", by_rule(&other));
    assert!(found.len() >= RULES, "{found:#?}");
    // What else they find is known to look like an attack, or is what the responders did about it.
    let unexplained: Vec<_> = other
        .iter()
        .filter(|hit| truths.of(&hit.file, &hit.line).is_none())
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}

#[test]
fn public_rules_find_a_handful_of_false_positives_in_a_weeks_everyday_life() {
    // Making that week takes a while; only for who reads it.
    if sigma_evaluator().is_none() {
        return;
    }
    let pack = Pack::of_the_week_before();
    // Where there is little to read, finding nothing proves nothing.
    for (format, least) in [
        ("auditd", 20),
        ("sysmon-linux", 20),
        ("suricata-eve", 5_000),
    ] {
        let lines: usize = pack.of(format).iter().map(|file| file.lines).sum();
        assert!(lines >= least, "{format}: {lines} lines in a week");
    }
    let Some(hits) = hits_in(pack) else {
        return;
    };
    let truths = Truths::of_the_reference_run();
    // The attack began in this week; what it left is not everyday life.
    let hits: Vec<_> = hits
        .into_iter()
        .filter(|hit| truths.of(&hit.file, &hit.line) != Some(TraceTruth::Attack))
        .collect();
    println!("{:#?}", by_rule(&hits));
    let lines: BTreeSet<_> = hits.iter().map(|hit| (&hit.file, &hit.line)).collect();
    assert!(lines.len() <= HANDFUL, "{} lines: {hits:#?}", lines.len());
    for hit in &hits {
        let truth = truths.of(&hit.file, &hit.line);
        assert_eq!(truth, Some(TraceTruth::FalsePositive), "{hit:#?}");
    }
}
