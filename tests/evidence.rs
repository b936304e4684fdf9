//! What must always hold for the logs of every scenario: the same bytes however they are made, no line that
//! a later event changes, and no two sources that disagree.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what can't go on should stop"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hotwash::base::Moment;
use hotwash::base::chance::Stream;
use hotwash::evidence::{Archive, History, Page, Slice, Stamp};
use hotwash::player::{Player, Rehearsal};
use hotwash::scenario::{Log, LogFormat, Scenario};
use serde_json::Value;

/// A scenario with its logs and what became of it in a run.
struct Played {
    scenario: Arc<Scenario>,
    archive: Archive,
    history: History,
}

/// A small scenario with the logs of Windows, names, identities and audits.
const SIGNALS: &str = "tests/scenarios/signals.ron";

/// Every scenario that has logs and comes with Hotwash, played by these players.
fn played(players: &[Player]) -> Vec<Played> {
    played_of(&common::scenario_folders(), players)
}

/// The same, and the small one for what must hold for every format.
fn played_with_signals(players: &[Player]) -> Vec<Played> {
    let mut all = common::scenario_folders();
    all.push(common::root().join(SIGNALS));
    played_of(&all, players)
}

fn played_of(folders: &[std::path::PathBuf], players: &[Player]) -> Vec<Played> {
    let mut found = Vec::new();
    for folder in folders {
        let scenario = common::scenario_at(folder);
        if scenario.logs.is_empty() {
            continue;
        }
        let rehearsal = Rehearsal::new(&scenario, Vec::new());
        let cast = rehearsal.cast(1);
        let scenario = cast.scenario();
        for player in players {
            let run = cast.play(*player);
            found.push(Played {
                scenario: Arc::clone(scenario),
                archive: Archive::new(Arc::clone(scenario), 1),
                history: run.state.history,
            });
        }
    }
    assert!(!found.is_empty(), "there must be a scenario with logs");
    found
}

impl Played {
    fn slices(&self) -> std::ops::Range<Slice> {
        let first = self
            .scenario
            .logs
            .iter()
            .map(|log| self.scenario.moment(log.from));
        let first = first.min().unwrap_or(Moment::START);
        let last = self.archive.stamp(self.scenario.end());
        Slice::of(self.archive.stamp(first))..Slice::of(last).next()
    }

    /// Some slices, chosen by chance but the same in every run of the test.
    fn some_slices(&self, purpose: &str, many: usize) -> Vec<Slice> {
        let range = self.slices();
        let length = u32::try_from(range.end.0 - range.start.0).expect("a few thousand");
        let mut stream = Stream::new(7, purpose);
        let mut draw = || Slice(range.start.0 + i64::from(stream.below(length)));
        (0..many).map(|_| draw()).collect()
    }

    /// The slices of a day around STARTEX, when most happens.
    fn day(&self) -> std::ops::Range<Slice> {
        let at = |ms| Slice::of(self.archive.stamp(Moment::from_ms(ms)));
        at(-4 * 3_600_000)..at(8 * 3_600_000)
    }
}

fn lines(page: &Page) -> impl Iterator<Item = (Stamp, &str)> {
    (0..page.len()).map(|line| {
        let text = page.line(line).expect("it is there");
        let text = std::str::from_utf8(text).expect("logs are UTF-8");
        (page.stamp(line).expect("it is there"), text)
    })
}

#[test]
fn a_page_is_the_same_however_it_is_made() {
    for played in played_with_signals(&[Player::Reference]) {
        for log in &played.scenario.logs {
            let reader = played.archive.reader(&played.history, log);
            for slice in played.some_slices(log.id.as_str(), 6) {
                let alone = reader.page(slice);
                let range = Slice(slice.0 - 3)..Slice(slice.0 + 2);
                let many: Vec<Page> = reader.pages(range).collect();
                assert_eq!(many.get(3), Some(&alone), "{} {slice:?}", log.id);
                let stamps = alone.stamps();
                assert!(stamps.is_sorted(), "{} {slice:?}", log.id);
                let within = |stamp: &Stamp| Slice::of(*stamp) == slice;
                assert!(stamps.iter().all(within), "{} {slice:?}", log.id);
            }
        }
    }
}

#[test]
fn lines_do_not_depend_on_the_thread() {
    use rayon::prelude::*;
    for played in played_with_signals(&[Player::Idle]) {
        let make = |log: &Log| {
            let reader = played.archive.reader(&played.history, log);
            let slices = played.some_slices(log.id.as_str(), 3);
            slices
                .into_iter()
                .map(|slice| reader.page(slice))
                .collect::<Vec<_>>()
        };
        let one: Vec<_> = played.scenario.logs.iter().map(make).collect();
        let many: Vec<_> = played.scenario.logs.par_iter().map(make).collect();
        assert!(one == many);
    }
}

/// What happens later changes no line that stood before.
#[test]
fn a_line_that_stands_stays() {
    for played in played_with_signals(&[Player::Reference]) {
        let cuts = [1_800_000, 9_000_000].map(Moment::from_ms);
        for cut in cuts {
            let mut early = History::default();
            for (at, what) in played.history.iter().filter(|(at, _)| *at <= cut) {
                early.push(at, what.clone());
            }
            let until = played.archive.stamp(cut);
            let slice = Slice::of(until);
            for log in &played.scenario.logs {
                let before = played.archive.reader(&early, log);
                let after = played.archive.reader(&played.history, log);
                for slice in [slice.previous(), slice] {
                    let (before, after) = (before.page(slice), after.page(slice));
                    let stood = |page: &Page| {
                        lines(page)
                            .filter(|(stamp, _)| *stamp <= until)
                            .map(|(_, text)| text.to_owned())
                            .collect::<Vec<_>>()
                    };
                    assert_eq!(stood(&before), stood(&after), "{} at {cut}", log.id);
                }
            }
        }
    }
}

#[test]
fn another_seed_is_another_everyday() {
    for played in played_with_signals(&[Player::Idle]) {
        let other = Archive::new(Arc::clone(&played.scenario), 2);
        let differs = played.scenario.logs.iter().any(|log| {
            let slice = Slice::of(played.archive.stamp(Moment::START));
            played.archive.reader(&played.history, log).page(slice)
                != other.reader(&played.history, log).page(slice)
        });
        assert!(differs);
    }
}

/// What a request looked like, by any source that saw it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    client: String,
    method: String,
    path: String,
    status: String,
    bytes: String,
    agent: String,
    server: String,
}

/// All lines of the logs of one format within a range, each with the log it is from.
fn all<'a>(
    played: &'a Played,
    formats: &[LogFormat],
    slices: &std::ops::Range<Slice>,
) -> Vec<(&'a Log, Stamp, String)> {
    let logs = played.scenario.logs.iter();
    let mut found = Vec::new();
    for log in logs.filter(|log| formats.contains(&log.format)) {
        let reader = played.archive.reader(&played.history, log);
        for page in reader.pages(slices.clone()) {
            found.extend(lines(&page).map(|(stamp, text)| (log, stamp, text.to_owned())));
        }
    }
    found
}

fn undone(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        out.push_str(before);
        let (code, later) = after.split_at(2);
        out.push(char::from(
            u8::from_str_radix(code, 16).expect("two digits"),
        ));
        rest = later;
    }
    out.push_str(rest);
    out
}

/// A line of an access log, taken apart by its quotes.
fn from_access(line: &str, server: &str) -> Seen {
    let parts: Vec<&str> = line.split('"').collect();
    let [head, request, result, _referrer, _, agent, ..] = parts.as_slice() else {
        panic!("no access log line: {line}");
    };
    let mut request = request.split(' ');
    let mut result = result.split_whitespace();
    Seen {
        client: head.split(' ').next().expect("a client").to_owned(),
        method: request.next().expect("a method").to_owned(),
        path: undone(request.next().expect("a path")),
        status: result.next().expect("a status").to_owned(),
        bytes: result.next().expect("a size").to_owned(),
        agent: undone(agent),
        server: server.to_owned(),
    }
}

fn text(value: &Value, path: &str) -> String {
    match value.pointer(path) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "-".to_owned(),
    }
}

fn from_eve(event: &Value) -> Seen {
    Seen {
        client: text(event, "/src_ip"),
        method: text(event, "/http/http_method"),
        path: text(event, "/http/url"),
        status: text(event, "/http/status"),
        bytes: text(event, "/http/length"),
        agent: text(event, "/http/http_user_agent"),
        server: text(event, "/dest_ip"),
    }
}

fn ip_text(text: &str) -> String {
    // Suricata writes IPv6 addresses in full, the others as short as can be.
    text.parse::<std::net::IpAddr>()
        .map_or_else(|_| text.to_owned(), |ip| ip.to_string())
}

fn normal(mut seen: Seen) -> Seen {
    seen.client = ip_text(&seen.client);
    seen.server = ip_text(&seen.server);
    seen
}

/// The address of the host that a log is written on.
fn address(played: &Played, log: &Log) -> String {
    played
        .scenario
        .asset(&log.asset)
        .expect("checked")
        .address
        .clone()
}

/// The addresses that a network sensor watches.
fn watched(played: &Played, format: LogFormat) -> BTreeSet<String> {
    let logs = played.scenario.logs.iter();
    let assets = logs
        .filter(|log| log.format == format)
        .flat_map(|log| log.watches.iter());
    assets
        .filter_map(|asset| played.scenario.asset(asset))
        .map(|asset| asset.address.clone())
        .collect()
}

fn counted(seen: impl Iterator<Item = Seen>) -> BTreeMap<Seen, usize> {
    let mut counts = BTreeMap::new();
    for one in seen {
        *counts.entry(normal(one)).or_default() += 1;
    }
    counts
}

/// The same requests, each as often: access logs against the two network sensors.
#[test]
fn requests_agree_between_access_logs_and_sensors() {
    let mut requests = 0;
    for played in played(&[Player::Idle, Player::Reference]) {
        let day = played.day();
        let eve = all(&played, &[LogFormat::SuricataEve], &day);
        let eve: Vec<Value> = eve
            .iter()
            .map(|(_, _, line)| serde_json::from_str(line).expect("EVE is JSON"))
            .collect();
        let by_eve = eve
            .iter()
            .filter(|event| text(event, "/event_type") == "http");
        let by_eve = counted(by_eve.map(from_eve));
        let servers = watched(&played, LogFormat::SuricataEve);

        // Apache counts the head of an answer too, so its sizes are left to another test.
        let access = all(&played, &[LogFormat::NginxAccess], &day);
        let by_access = counted(
            access
                .iter()
                .map(|(log, _, line)| from_access(line, &address(&played, log)))
                .filter(|seen| servers.contains(&seen.server)),
        );
        let writers: BTreeSet<String> = access
            .iter()
            .map(|(log, _, _)| address(&played, log))
            .collect();
        let by_eve: BTreeMap<Seen, usize> = by_eve
            .into_iter()
            .filter(|(seen, _)| writers.contains(&seen.server))
            .collect();
        requests += by_access.len();
        differ("access logs", &by_access, "EVE", &by_eve);

        let zeek = all(&played, &[LogFormat::ZeekHttp], &day);
        let by_zeek = counted(zeek.iter().filter_map(|(_, _, line)| from_zeek(line)));
        let by_zeek: BTreeMap<Seen, usize> = by_zeek
            .into_iter()
            .filter(|(seen, _)| writers.contains(&seen.server))
            .collect();
        differ("access logs", &by_access, "Zeek", &by_zeek);
    }
    assert!(requests > 1_000, "{requests} requests were compared");
}

/// Fails with the first few differences. A request that ends as the stretch of time begins or ends stands in
/// the one source and not in the other, so a handful at the edges is let pass.
fn differ<K: Ord + std::fmt::Debug>(
    one: &str,
    left: &BTreeMap<K, usize>,
    other: &str,
    right: &BTreeMap<K, usize>,
) {
    let odd: Vec<_> = left
        .iter()
        .filter(|(key, count)| right.get(*key) != Some(count))
        .map(|(key, count)| (one, key, *count, right.get(key).copied()))
        .chain(
            right
                .iter()
                .filter(|(key, _)| !left.contains_key(*key))
                .map(|(key, count)| (other, key, *count, None)),
        )
        .collect();
    assert!(
        odd.len() <= 6,
        "{one} and {other} disagree {} times: {:#?}",
        odd.len(),
        odd.iter().take(5).collect::<Vec<_>>()
    );
}

/// The columns of Zeek's http.log up to the body's length; see its `#fields`.
fn from_zeek(line: &str) -> Option<Seen> {
    let cells: Vec<&str> = line.split('\t').collect();
    let cell = |place: usize| cells.get(place).map(|cell| (*cell).to_owned());
    Some(Seen {
        client: cell(2)?,
        server: cell(4)?,
        method: cell(7)?,
        path: cell(9)?,
        agent: cell(12)?,
        bytes: cell(15)?,
        status: cell(16)?,
    })
}

/// A connection by both of its ends, with what went each way on the level of frames.
type FlowKey = (String, String, String, String);

#[test]
fn flows_agree_between_sensors_and_hold_their_requests_and_alerts() {
    let mut all_compared = 0;
    for played in played(&[Player::Idle, Player::Reference]) {
        let day = played.day();
        // A client may come back from the same port hours later: one pair of ends, several flows.
        let mut flows: BTreeMap<FlowKey, Vec<(u64, u64, u64, u64)>> = BTreeMap::new();
        let mut ids = BTreeMap::new();
        let mut requests = BTreeMap::new();
        let mut alerts = Vec::new();
        for (_, stamp, line) in all(&played, &[LogFormat::SuricataEve], &day) {
            let event: Value = serde_json::from_str(&line).expect("EVE is JSON");
            let key = (
                ip_text(&text(&event, "/src_ip")),
                text(&event, "/src_port"),
                ip_text(&text(&event, "/dest_ip")),
                text(&event, "/dest_port"),
            );
            let number = |path| event.pointer(path).and_then(Value::as_u64).unwrap_or(0);
            let id = number("/flow_id");
            match text(&event, "/event_type").as_str() {
                "flow" => {
                    let volumes = (
                        number("/flow/pkts_toserver"),
                        number("/flow/bytes_toserver"),
                        number("/flow/pkts_toclient"),
                        number("/flow/bytes_toclient"),
                    );
                    flows.entry(key).or_default().push(volumes);
                }
                "http" => {
                    requests.insert(
                        (id, text(&event, "/http/url")),
                        text(&event, "/http/status"),
                    );
                    let known = ids.entry(id).or_insert_with(|| (key.clone(), stamp));
                    assert_eq!(known.0, key, "one flow, one pair of ends");
                }
                "alert" => alerts.push((id, event)),
                _ => {}
            }
        }
        for (id, alert) in &alerts {
            let url = text(alert, "/http/url");
            if url != "-" {
                let status = requests.get(&(*id, url.clone()));
                assert_eq!(status, Some(&text(alert, "/http/status")), "{url}");
            }
        }
        // Requests near the end of the stretch have their flow's end after it.
        let settled = Stamp(played.day().end.start().0 - 60_000_000);
        for (key, stamp) in ids.values().filter(|(_, stamp)| *stamp < settled) {
            assert!(flows.contains_key(key), "{key:?} at {stamp:?} has no flow");
        }
        let watched = watched(&played, LogFormat::SuricataEve);
        let mut compared = 0;
        for (_, _, line) in all(&played, &[LogFormat::ZeekConn], &day) {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
            let key = [2, 3, 4, 5].map(|place| cell(place).to_owned());
            let [client, client_port, server, server_port] = key;
            let key = (client, client_port, server, server_port);
            if !watched.contains(&key.0) && !watched.contains(&key.2) {
                continue;
            }
            let Some(by_eve) = flows.get(&key) else {
                continue;
            };
            let number = |place: usize| cell(place).parse::<u64>().expect("a count");
            // Frames are what IP carries and 14 bytes more, short ones padded to 60.
            let agree = |packets: u64, bytes: u64, eve: (u64, u64)| {
                let least = bytes + 14 * packets;
                packets == eve.0 && (least..=least + 6 * packets).contains(&eve.1)
            };
            let fits = |eve: &(u64, u64, u64, u64)| {
                agree(number(16), number(17), (eve.0, eve.1))
                    && agree(number(18), number(19), (eve.2, eve.3))
            };
            assert!(by_eve.iter().any(fits), "{by_eve:?} {line}");
            compared += 1;
        }
        all_compared += compared;
    }
    assert!(
        all_compared > 1_000,
        "{all_compared} flows were seen by both"
    );
}

/// What the responders block stays out: from the moment on, no web server hears of it.
#[test]
fn a_blocked_address_appears_no_more() {
    for played in played(&[Player::Reference]) {
        let blocks = played.history.iter().filter_map(|(at, what)| match what {
            hotwash::evidence::Happening::Blocked(id) => {
                Some((at, played.scenario.address(id)?.value.clone()))
            }
            _ => None,
        });
        for (at, value) in blocks {
            let from = played.archive.stamp(at);
            let slices = Slice::of(from)..played.slices().end;
            let formats = [LogFormat::NginxAccess, LogFormat::ApacheAccess];
            for (log, stamp, line) in all(&played, &formats, &slices) {
                // A request under way when the rule came is answered.
                let begun_later = stamp.0 > from.0 + 60_000_000;
                let client = line.split(' ').next().unwrap_or_default();
                assert!(
                    !(begun_later && hotwash::evidence::archive::lies_in(&value, client)),
                    "{} after the block at {at}: {line}",
                    log.id
                );
            }
        }
    }
}

/// Each log of the small scenario has what acts left and everyday life around it, each line can be read, and what
/// is blocked shows at the firewall and nowhere else.
#[test]
fn hosts_and_services_tell_of_acts_and_everyday_life() {
    let played = signals();
    let block = played
        .history
        .iter()
        .find(|(_, what)| matches!(what, hotwash::evidence::Happening::Blocked(_)))
        .map(|(at, _)| played.archive.stamp(at))
        .expect("the plan blocks it");
    let slices = played.slices();
    for log in &played.scenario.logs {
        let acts = played.archive.trace_lines(&played.history, log).len();
        let all = all(&played, &[log.format], &slices);
        let json = !matches!(
            log.format,
            LogFormat::ZeekDns
                | LogFormat::ZeekConn
                | LogFormat::Firewall
                | LogFormat::Syslog
                | LogFormat::Mactime
        );
        for (_, stamp, line) in &all {
            if json {
                serde_json::from_str::<Value>(line).expect(line);
            }
            let stranger = line.contains("203.0.113.77");
            if stranger && log.format != LogFormat::Firewall {
                assert!(*stamp <= block, "{}: {line}", log.id);
            }
        }
        match log.format {
            // Nobody uses SSH there.
            LogFormat::Syslog => assert_eq!(all, []),
            LogFormat::Firewall => assert!(acts > 0 && all.len() == acts, "{acts}"),
            LogFormat::Mactime => assert_eq!((acts, all.len()), (3, 3)),
            _ => {
                assert!(acts > 0, "{} has nothing of the acts", log.id);
                assert!(all.len() > acts + 100, "{}: {} lines", log.id, all.len());
            }
        }
    }
}

/// The small scenario, as its plan plays it.
fn signals() -> Played {
    played_of(&[common::root().join(SIGNALS)], &[Player::Reference])
        .pop()
        .expect("it has logs")
}

#[test]
fn hosts_and_services_have_all_their_events() {
    let played = signals();
    let slices = played.slices();
    let ids = |format, path: &str| -> BTreeSet<String> {
        all(&played, &[format], &slices)
            .iter()
            .map(|(_, _, line)| {
                let event: Value = serde_json::from_str(line).expect("JSON");
                text(&event, path)
            })
            .collect()
    };
    let of = |ids: &BTreeSet<String>, wanted: &[&str]| {
        for id in wanted {
            assert!(ids.contains(*id), "{id} is not among {ids:?}");
        }
    };
    let security = LogFormat::WindowsSecurity;
    of(
        &ids(security, "/Event/System/EventID"),
        &["4624", "4625", "4634", "4663", "4688"],
    );
    of(&ids(security, "/Event/System/EventID/#text"), &["7045"]);
    of(
        &ids(security, "/Event/EventData/LogonType"),
        &["2", "3", "10"],
    );
    of(
        &ids(LogFormat::SysmonWindows, "/Event/System/EventID"),
        &["1", "3", "11", "22"],
    );
    // A program that was seen to start has one number in all events.
    let helper: BTreeSet<String> = all(&played, &[LogFormat::SysmonWindows], &slices)
        .iter()
        .filter_map(|(_, _, line)| {
            let event: Value = serde_json::from_str(line).expect("JSON");
            let is_helper = text(&event, "/Event/EventData/Image").ends_with("helper.exe");
            is_helper.then(|| text(&event, "/Event/EventData/ProcessGuid"))
        })
        .collect();
    assert_eq!(helper.len(), 1, "{helper:?}");
    of(
        &ids(LogFormat::CloudSignIns, "/status/errorCode"),
        &["0", "50126", "50074"],
    );
    of(
        &ids(LogFormat::OfficeAudit, "/Operation"),
        &["New-InboxRule", "MailItemsAccessed", "FileDownloaded"],
    );
    of(
        &ids(LogFormat::GitAudit, "/action"),
        &["project_export_created", "repository_git_operation"],
    );
}

#[test]
fn names_are_asked_for_alike_wherever_it_is_seen() {
    let played = signals();
    let slices = played.slices();
    let asked = |format, name: &dyn Fn(&str) -> Option<String>| {
        let mut counts = BTreeMap::new();
        for (_, _, line) in all(&played, &[format], &slices) {
            if let Some(name) = name(&line) {
                *counts.entry(name).or_insert(0_usize) += 1;
            }
        }
        counts
    };
    let zeek = asked(LogFormat::ZeekDns, &|line| {
        line.split('\t').nth(9).map(str::to_owned)
    });
    let eve = asked(LogFormat::SuricataEve, &|line| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        (text(&event, "/dns/type") == "query").then(|| text(&event, "/dns/rrname"))
    });
    let sysmon = asked(LogFormat::SysmonWindows, &|line| {
        let event: Value = serde_json::from_str(line).expect("JSON");
        let name = text(&event, "/Event/EventData/QueryName");
        (name != "-").then_some(name)
    });
    assert!(zeek.contains_key("gone-1.boxhaven.example") && zeek.len() == 4);
    differ("Zeek", &zeek, "EVE", &eve);
    differ("Zeek", &zeek, "Sysmon", &sysmon);
}

/// Messages that quote a hash quote that of a sample: nobody must find two hashes of one file.
#[test]
fn hashes_in_messages_are_those_of_samples() {
    let mut quoted = 0;
    for folder in common::scenario_folders() {
        let scenario = common::scenario_at(&folder);
        let samples = scenario
            .samples
            .iter()
            .map(hotwash::evidence::samples::facts);
        let known: BTreeSet<String> = samples.map(|facts| facts.sha256).collect();
        let deeds = scenario.traces.iter().flat_map(|trace| &trace.deeds);
        for timed in deeds {
            let hotwash::scenario::Deed::Message { text, .. } = &timed.deed else {
                continue;
            };
            for (_, hash) in text
                .match_indices("sha256 ")
                .map(|(at, found)| (at, &text[at + found.len()..]))
            {
                let hash: String = hash.chars().take_while(char::is_ascii_hexdigit).collect();
                assert!(known.contains(&hash), "{}: {text}", folder.display());
                quoted += 1;
            }
        }
    }
    assert!(quoted > 0, "a catalogue quotes hashes");
}
