//! Programs that read logs: none of them rejects a line.

use serde_json::Value;

use super::common;
use super::pack::{Listed, Pack};
use super::programs::{json_lines, printed, printed_for, program, python};

/// The formats of web servers' access logs.
const ACCESS: [&str; 2] = ["nginx-access", "apache-access"];

/// The files of these formats, whichever of them the scenario has.
fn any_of(pack: &Pack, formats: &[&str]) -> Vec<Listed> {
    let mut files = pack.files();
    files.retain(|file| formats.contains(&&*file.format));
    assert!(!files.is_empty(), "the pack has none of {formats:?}");
    files
}

/// How many lines goaccess took, and how many it could not read.
fn goaccess(file: &std::path::Path, format: &[&str]) -> Option<(u64, u64)> {
    let mut goaccess = program("goaccess")?;
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report.json");
    goaccess
        .arg(file)
        .arg("--no-global-config")
        .arg("-o")
        .arg(&report)
        .args(format);
    printed(&mut goaccess);
    let report: Value =
        serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("JSON");
    let count = |field: &str| report["general"][field].as_u64().expect("a number");
    Some((count("valid_requests"), count("failed_requests")))
}

#[test]
fn goaccess_reads_every_line_of_the_access_logs() {
    for file in any_of(Pack::of_the_attack(), &ACCESS) {
        let Some(read) = goaccess(&file.path, &["--log-format=COMBINED"]) else {
            return;
        };
        assert_eq!(read, (file.lines as u64, 0), "{}", file.name);
    }
}

#[test]
fn goaccess_reads_every_line_of_the_proxys_log() {
    for file in Pack::of_the_attack().of("squid-access") {
        // Its own preset for Squid wants a syslog prefix.
        let format = [
            "--log-format=%x.%^ %~%L %h %^/%s %b %m %U %^",
            "--datetime-format=%s",
        ];
        let Some(read) = goaccess(&file.path, &format) else {
            return;
        };
        assert_eq!(read, (file.lines as u64, 0), "{}", file.name);
    }
}

#[test]
fn goaccess_says_so_when_a_line_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("access.log");
    let good =
        "198.51.100.7 - - [05/Jan/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 200 27 \"-\" \"x\"";
    std::fs::write(&log, format!("{good}\n198.51.100.7 - - yesterday\n")).expect("writable");
    if let Some(read) = goaccess(&log, &["--log-format=COMBINED"]) {
        assert_eq!(read, (1, 1));
    }
}

/// How many lines lnav has as rows of a format's table, and how many of them it can't read.
fn lnav(file: &std::path::Path, table: &str) -> Option<(u64, u64)> {
    let mut lnav = program("lnav")?;
    let home = tempfile::tempdir().expect("a folder");
    lnav.env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path());
    let query = format!(";SELECT count(*) AS n, total(log_level = 'invalid') AS bad FROM {table}");
    lnav.args(["-n", "-c", &query, "-c", ":write-json-to -"])
        .arg(file);
    let said = printed(&mut lnav);
    let rows: Value =
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{}: {said}", file.display()));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count"
    )]
    let count = |field: &str| rows[0][field].as_f64().expect("a number") as u64;
    Some((count("n"), count("bad")))
}

#[test]
fn lnav_knows_every_line_of_what_it_knows() {
    let attack = Pack::of_the_attack();
    for (pack, formats, table) in [
        (attack, &ACCESS[..], "access_log"),
        (attack, &["apache-error"], "error_log"),
        // It has no format of its own for these: date, time and level are what it must find.
        (attack, &["nginx-error"], "generic_log"),
        (
            attack,
            &["syslog", "firewall", "sysmon-linux"],
            "syslog_log",
        ),
        (attack, &["zeek-conn"], "bro_conn_log"),
        (attack, &["zeek-http"], "bro_http_log"),
        (Pack::of_signals(), &["zeek-dns"], "bro_dns_log"),
    ] {
        let mut files = pack.files();
        files.retain(|file| formats.contains(&&*file.format));
        for file in files {
            let text = file.text();
            let rows = text.lines().filter(|line| !line.starts_with('#')).count();
            let Some(read) = lnav(&file.path, table) else {
                return;
            };
            assert_eq!(read, (rows as u64, 0), "{}", file.name);
        }
    }
}

#[test]
fn lnav_says_so_when_a_line_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("access.log");
    let good =
        "198.51.100.7 - - [05/Jan/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 200 27 \"-\" \"x\"\n";
    std::fs::write(
        &log,
        format!("{}198.51.100.7 - - yesterday\n", good.repeat(5)),
    )
    .expect("writable");
    if let Some(read) = lnav(&log, "access_log") {
        assert_eq!(read, (6, 1));
    }
}

#[test]
fn every_log_is_in_the_order_of_time_as_lnav_reads_it() {
    for file in any_of(Pack::of_the_attack(), &ACCESS) {
        let Some(mut lnav) = program("lnav") else {
            return;
        };
        let home = tempfile::tempdir().expect("a folder");
        lnav.env("HOME", home.path())
            .env("XDG_CONFIG_HOME", home.path());
        // lnav moves the time of a line that is older than the one before it, and marks it.
        let query = ";SELECT count(*) AS n FROM access_log WHERE log_time <> log_actual_time";
        let said = printed(
            lnav.args(["-n", "-c", query, "-c", ":write-json-to -"])
                .arg(&file.path),
        );
        let rows: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(rows[0]["n"], 0, "{}", file.name);
    }
}

#[test]
fn zat_reads_every_row_of_zeeks_logs_with_its_types() {
    let mut files = any_of(Pack::of_the_attack(), &["zeek-conn", "zeek-http"]);
    files.extend(any_of(Pack::of_signals(), &["zeek-dns", "zeek-conn"]));
    for file in files {
        let Some(mut python) = python() else {
            return;
        };
        python
            .arg(common::root().join("clients/zeek_rows.py"))
            .arg(&file.path);
        let said = json_lines(&printed(&mut python)).remove(0);
        let text = file.text();
        let (heads, rows): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with('#'));
        assert!(rows.len() > 100, "{}: {} rows", file.name, rows.len());
        assert_eq!(said["rows"], rows.len(), "{}: {said}", file.name);
        let fields = heads
            .iter()
            .find(|line| line.starts_with("#fields"))
            .expect("field names");
        let width = fields.split('\t').count() - 1;
        assert_eq!(said["fields"], width, "{}", file.name);
        // What goes beyond the head, zat cuts without a word.
        for row in rows {
            assert_eq!(row.split('\t').count(), width, "{}: {row}", file.name);
        }
    }
}

#[test]
fn jq_reads_every_line_of_json() {
    for file in any_of(Pack::of_the_attack(), &["suricata-eve", "wazuh-alerts"]) {
        let Some(mut jq) = program("jq") else {
            return;
        };
        let said = printed(
            jq.args(["-c", "[type, has(\"timestamp\")]"])
                .arg(&file.path),
        );
        assert_eq!(said.lines().count(), file.lines, "{}", file.name);
        assert!(
            said.lines().all(|line| line == "[\"object\",true]"),
            "{}",
            file.name
        );
    }
}

#[test]
fn ausearch_reads_every_event_of_the_audit_logs() {
    for file in Pack::of_the_attack().of("auditd") {
        let Some(mut ausearch) = program("ausearch") else {
            return;
        };
        let text = file.text();
        let mut events: Vec<&str> = text
            .lines()
            .map(|line| {
                let stamp = line
                    .split_once("msg=audit(")
                    .and_then(|(_, rest)| rest.split_once("):"));
                stamp.unwrap_or_else(|| panic!("{}: {line}", file.name)).0
            })
            .collect();
        events.dedup();
        let said = printed(
            ausearch
                .arg("--input")
                .arg(&file.path)
                .args(["--format", "csv"]),
        );
        // The first line names the columns.
        assert_eq!(said.lines().count() - 1, events.len(), "{}", file.name);
        // It leaves fields empty where it can't make sense of an event: who did what, and whether it worked.
        let mut rows = said.lines();
        let columns: Vec<&str> = rows.next().expect("columns").split(',').collect();
        for row in rows {
            let values: Vec<&str> = row.split(',').collect();
            for column in ["DATE", "TIME", "SUBJ_SEC", "ACTION", "RESULT", "HOW"] {
                let place = columns
                    .iter()
                    .position(|name| *name == column)
                    .expect("a column");
                assert!(
                    !values[place].is_empty(),
                    "{}: no {column}: {row}",
                    file.name
                );
            }
        }
    }
}

#[test]
fn xmllint_reads_every_event_of_the_process_logs() {
    for file in Pack::of_the_attack().of("sysmon-linux") {
        let Some(mut xmllint) = program("xmllint") else {
            return;
        };
        let events: String = file
            .text()
            .lines()
            .map(|line| {
                line.split_once("sysmon: ")
                    .unwrap_or_else(|| panic!("{line}"))
                    .1
            })
            .collect();
        let document = format!("<Events>{events}</Events>").into_bytes();
        let said = printed_for(
            xmllint.args(["--huge", "--xpath", "count(/Events/Event)", "-"]),
            document,
        );
        assert_eq!(said.trim(), file.lines.to_string(), "{}", file.name);
    }
}

/// What jq makes of every line of a file, a text for each.
fn jq(file: &Listed, filter: &str) -> Option<Vec<String>> {
    let mut jq = program("jq")?;
    let said = printed(jq.args(["-r", filter]).arg(&file.path));
    let found: Vec<String> = said.lines().map(str::to_owned).collect();
    assert_eq!(found.len(), file.lines, "{}", file.name);
    Some(found)
}

#[test]
fn jq_finds_time_and_account_in_every_line_of_hosts_and_services() {
    // The time of the form it has, and an account where the event has one.
    let event = "(.Event.System.EventID | if type == \"object\" then .[\"#text\"] else . end)";
    let windows = format!(
        "[.Event.System.TimeCreated[\"#attributes\"].SystemTime, .Event.System.Computer, ({event} | tostring)] | join(\" \")"
    );
    for (format, filter) in [
        ("windows-security", windows.as_str()),
        ("sysmon-windows", windows.as_str()),
        (
            "cloud-sign-ins",
            "[.createdDateTime, .userPrincipalName, .ipAddress, (.status.errorCode | tostring)] | join(\" \")",
        ),
        (
            "office-audit",
            "[.CreationTime, .UserId, .ClientIP, .Operation] | join(\" \")",
        ),
        (
            "git-audit",
            "[.time, .author_name, .ip_address, .action] | join(\" \")",
        ),
    ] {
        for file in any_of(Pack::of_signals(), &[format]) {
            let Some(found) = jq(&file, filter) else {
                return;
            };
            let mut times = Vec::new();
            for said in &found {
                let words: Vec<&str> = said.split(' ').collect();
                assert!(
                    words.len() >= 3 && words.iter().all(|word| !word.is_empty()),
                    "{said}"
                );
                assert!(words[0].starts_with("2026-03-0"), "{said}");
                times.push(words[0]);
            }
            assert!(times.is_sorted(), "{} is not in order", file.name);
        }
    }
}
