//! The capture of the attack's traffic: what Suricata, tshark and nfdump see in it is what the logs tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use hotwash::scenario::TraceTruth;
use serde_json::Value;

use super::common;
use super::pack::Pack;
use super::programs::{json_lines, printed, program};
use super::truth::Truths;

/// Source and destination of a connection: addresses and ports, from whoever opened it.
type Ends = (String, u64, String, u64);

/// How often each of some things is there.
type Counts<T> = BTreeMap<T, usize>;

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

/// The two ends of an event, from the side that its packet came from.
fn ends(event: &Value) -> Ends {
    (
        text(&event["src_ip"]),
        number(&event["src_port"]),
        text(&event["dest_ip"]),
        number(&event["dest_port"]),
    )
}

fn counted<T: Ord>(things: impl IntoIterator<Item = T>) -> Counts<T> {
    let mut counts = Counts::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}

/// Only the events of one type.
fn typed<'a>(events: &'a [Value], event_type: &str) -> impl Iterator<Item = &'a Value> {
    events
        .iter()
        .filter(move |event| event["event_type"] == event_type)
}

/// What the capture and the logs are compared in: alerts, requests, connections and files, byte for byte no
/// more than needed, as flow numbers and the moment of writing are each program's own.
fn alert(event: &Value) -> (u64, Ends, String, String) {
    let community = text(&event["community_id"]);
    (
        number(&event["alert"]["signature_id"]),
        ends(event),
        text(&event["http"]["url"]),
        community,
    )
}

fn request(event: &Value) -> (Ends, [String; 4], u64) {
    let http = &event["http"];
    let words =
        ["url", "http_method", "http_user_agent", "hostname"].map(|field| text(&http[field]));
    (ends(event), words, number(&http["status"]))
}

fn connection(event: &Value) -> (Ends, [u64; 4]) {
    let flow = &event["flow"];
    let sizes = [
        "pkts_toserver",
        "pkts_toclient",
        "bytes_toserver",
        "bytes_toclient",
    ];
    (ends(event), sizes.map(|field| number(&flow[field])))
}

fn file(event: &Value) -> (Ends, [String; 3], u64) {
    let info = &event["fileinfo"];
    let words = ["filename", "md5", "sha256"].map(|field| text(&info[field]));
    (ends(event), words, number(&info["size"]))
}

/// What Suricata itself says about the capture of a pack with the rules that come with it.
fn suricata(pack: &Pack) -> Option<Vec<Value>> {
    let mut suricata = program("suricata")?;
    let out = tempfile::tempdir().expect("a folder");
    suricata
        .arg("-c")
        .arg(common::root().join("tests/clients/suricata.yaml"))
        .arg("-S")
        .arg(pack.only("suricata-rules"))
        .arg("-r")
        .arg(pack.only("pcap"))
        .arg("-l")
        .arg(out.path())
        .args(["-k", "all", "--runmode", "single"]);
    let ran = suricata.output().expect("suricata starts");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
    assert!(ran.status.success(), "{said}");
    // It goes on without a rule that it can't read; that is an error all the same.
    assert!(!said.contains("Error"), "{said}");
    let eve = std::fs::read_to_string(out.path().join("eve.json")).expect("it wrote events");
    Some(json_lines(&eve))
}

/// Both ends of a connection and its first packet, by which it is the same in the capture and in the logs:
/// ports are used again, numbers of flows are each program's own.
fn opened(event: &Value) -> (Ends, String) {
    (ends(event), text(&event["flow"]["start"]))
}

/// The events of the pack that tell of the connections in the capture.
fn told(pack: &Pack, seen: &[Value]) -> Vec<Value> {
    let captured: BTreeSet<_> = typed(seen, "flow").map(opened).collect();
    assert!(!captured.is_empty(), "the capture holds no connection");
    let mut told = pack.eve();
    let of_them = typed(&told, "flow").filter(|event| captured.contains(&opened(event)));
    let numbers: BTreeSet<u64> = of_them.map(flow_id).collect();
    told.retain(|event| numbers.contains(&flow_id(event)));
    let known: BTreeSet<_> = typed(&told, "flow").map(opened).collect();
    let unknown: Vec<_> = captured.difference(&known).take(10).collect();
    assert!(
        unknown.is_empty(),
        "{} of {} connections in the capture are in no log, such as {unknown:#?}",
        captured.len() - known.len(),
        captured.len()
    );
    told
}

fn flow_id(event: &Value) -> u64 {
    number(&event["flow_id"])
}

/// Says what is on one side only.
fn same<T: Ord + std::fmt::Debug>(what: &str, seen: &Counts<T>, told: &Counts<T>) {
    assert!(!told.is_empty(), "the logs tell of no {what}");
    let only = |here: &Counts<T>, there: &Counts<T>| -> Vec<String> {
        let more = here
            .iter()
            .filter(|(thing, count)| there.get(thing) != Some(count));
        more.map(|(thing, count)| format!("{count} × {thing:?}"))
            .collect()
    };
    let (in_capture, in_logs) = (only(seen, told), only(told, seen));
    assert!(
        in_capture.is_empty() && in_logs.is_empty(),
        "{what}: {} in all; Suricata differs in {in_capture:#?}\nthe logs in {in_logs:#?}",
        told.len()
    );
}

#[test]
fn suricata_raises_the_alerts_of_the_logs() {
    let pack = Pack::of_the_attack();
    let Some(seen) = suricata(pack) else {
        return;
    };
    let rules = std::fs::read_to_string(pack.only("suricata-rules")).expect("readable");
    let told = told(pack, &seen);
    let of_rules: Vec<_> = typed(&told, "alert")
        .filter(|event| rules.contains(&format!("sid:{};", event["alert"]["signature_id"])))
        .collect();
    assert_eq!(
        of_rules.len(),
        typed(&told, "alert").count(),
        "every alert of these connections has its rule in the pack"
    );
    let seen_alerts = counted(typed(&seen, "alert").map(alert));
    same(
        "alerts",
        &seen_alerts,
        &counted(of_rules.into_iter().map(alert)),
    );
    // What an alert says beside the number is the rule's.
    let said = |event: &Value| {
        ["signature", "category", "severity"].map(|field| event["alert"][field].to_string())
    };
    let says = |events: &[Value]| -> BTreeSet<_> { typed(events, "alert").map(said).collect() };
    assert_eq!(says(&seen), says(&told));
}

#[test]
fn suricata_sees_the_requests_of_the_logs() {
    let pack = Pack::of_the_attack();
    let Some(seen) = suricata(pack) else {
        return;
    };
    let told = told(pack, &seen);
    let requests = |events: &[Value]| counted(typed(events, "http").map(request));
    same("requests", &requests(&seen), &requests(&told));
}

#[test]
fn the_capture_holds_every_request_of_the_attack() {
    let pack = Pack::of_the_attack();
    let Some(seen) = suricata(pack) else {
        return;
    };
    let captured: BTreeSet<u64> = told(pack, &seen).iter().map(flow_id).collect();
    let truths = Truths::of_the_reference_run();
    let (mut requests, mut missing) = (0, Vec::new());
    for file in pack.of("suricata-eve") {
        let text = file.text();
        let attack = text.lines().filter(|line| {
            line.contains("\"event_type\":\"http\"")
                && truths.of(&file.name, line) == Some(TraceTruth::Attack)
        });
        for line in attack {
            requests += 1;
            if !captured.contains(&flow_id(&json_lines(line)[0])) {
                missing.push(line.to_owned());
            }
        }
    }
    let some: Vec<_> = missing.iter().take(5).collect();
    assert!(
        missing.is_empty(),
        "{} of {requests} are missing: {some:#?}",
        missing.len()
    );
    assert!(requests > 0, "the logs hold no request of the attack");
}

#[test]
fn suricata_counts_the_packets_and_bytes_of_the_logs() {
    let pack = Pack::of_the_attack();
    let Some(seen) = suricata(pack) else {
        return;
    };
    let told = told(pack, &seen);
    let connections = |events: &[Value]| counted(typed(events, "flow").map(connection));
    same("connections", &connections(&seen), &connections(&told));
}

#[test]
fn suricata_sums_up_the_uploaded_files_as_the_logs_do() {
    let pack = Pack::of_the_attack();
    let Some(seen) = suricata(pack) else {
        return;
    };
    let told = told(pack, &seen);
    // Answers are files to Suricata too; the logs tell of those that are uploaded.
    let uploads = |events: &[Value]| -> Counts<_> {
        let to_server = |event: &&Value| {
            event["http"]["http_method"] == "POST" || event["http"]["http_method"] == "PUT"
        };
        let named = typed(events, "fileinfo").filter(to_server).map(file);
        counted(named.filter(|(_, [_, md5, _], _)| !md5.is_empty()))
    };
    let names: BTreeSet<String> = uploads(&told)
        .into_keys()
        .map(|(_, [name, ..], _)| name)
        .collect();
    let mut seen_uploads = uploads(&seen);
    seen_uploads.retain(|(_, [name, ..], _), _| names.contains(name));
    same("uploaded files", &seen_uploads, &uploads(&told));
}

/// What tshark has to complain about: damaged packets, wrong sums, gaps and repetitions.
fn complaints(capture: &Path) -> Option<String> {
    const ODD: &str = "_ws.malformed || tcp.analysis.flags || ip.checksum.status == 0 \
        || tcp.checksum.status == 0 || udp.checksum.status == 0";
    let mut tshark = program("tshark")?;
    tshark.arg("-r").arg(capture).args(["-Y", ODD]);
    for protocol in ["ip", "tcp", "udp"] {
        tshark.args(["-o", &format!("{protocol}.check_checksum:TRUE")]);
    }
    Some(printed(&mut tshark))
}

#[test]
fn tshark_finds_no_fault_with_the_capture() {
    let capture = Pack::of_the_attack().only("pcap");
    let Some(complaints_now) = complaints(&capture) else {
        return;
    };
    assert_eq!(complaints_now, "");

    // It would have said so: one wrong byte at the end of the last packet.
    let mut bytes = std::fs::read(&capture).expect("readable");
    let folder = tempfile::tempdir().expect("a folder");
    let damaged: PathBuf = folder.path().join("damaged.pcap");
    for at in (0..bytes.len()).rev().take(2_000).step_by(40) {
        bytes[at] ^= 0x55;
    }
    std::fs::write(&damaged, bytes).expect("writable");
    let mut tshark = program("tshark").expect("it was there");
    let read = tshark
        .arg("-r")
        .arg(&damaged)
        .output()
        .expect("tshark starts");
    if read.status.success() {
        assert_ne!(complaints(&damaged).expect("it was there"), "");
    }
}

#[test]
fn tshark_reads_the_requests_of_the_logs() {
    let pack = Pack::of_the_attack();
    let (Some(mut tshark), Some(events)) = (program("tshark"), suricata(pack)) else {
        return;
    };
    tshark
        .arg("-r")
        .arg(pack.only("pcap"))
        .args(["-Y", "http.request", "-T", "fields"]);
    for field in [
        "ip.src",
        "tcp.srcport",
        "ip.dst",
        "tcp.dstport",
        "http.request.method",
        "http.request.uri",
    ] {
        tshark.args(["-e", field]);
    }
    let seen = printed(&mut tshark);
    let told = told(pack, &events);
    let told = typed(&told, "http").map(|event| {
        let (ip, port, to, to_port) = ends(event);
        let (method, url) = (
            text(&event["http"]["http_method"]),
            text(&event["http"]["url"]),
        );
        format!("{ip}\t{port}\t{to}\t{to_port}\t{method}\t{url}")
    });
    same(
        "requests",
        &counted(seen.lines().map(str::to_owned)),
        &counted(told),
    );
}

#[test]
fn nfdump_counts_the_packets_and_bytes_of_the_logs() {
    let pack = Pack::of_the_attack();
    let (Some(mut nfpcapd), Some(mut nfdump), Some(events)) =
        (program("nfpcapd"), program("nfdump"), suricata(pack))
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    nfpcapd.arg("-r").arg(pack.only("pcap"));
    printed(nfpcapd.arg("-w").arg(folder.path()));
    nfdump.arg("-R").arg(folder.path());
    let said = printed(nfdump.args(["-q", "-N", "-o", "fmt:%sa %sp %da %dp %pkt %byt"]));
    // It cuts long connections, and ports are used again: sums of packets and bytes by both ends.
    let mut seen: BTreeMap<Ends, (u64, u64)> = BTreeMap::new();
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let [from, port, to, to_port, packets, bytes] = parts[..] else {
            panic!("{line}");
        };
        let of = |part: &str| part.parse::<u64>().unwrap_or_else(|_| panic!("{line}"));
        let both = (from.into(), of(port), to.into(), of(to_port));
        let flow = seen.entry(both).or_default();
        flow.0 += of(packets);
        flow.1 += of(bytes);
    }

    let mut told_sums: BTreeMap<Ends, (u64, u64)> = BTreeMap::new();
    for event in typed(&told(pack, &events), "flow") {
        let (ip, port, to, to_port) = ends(event);
        let back = (to.clone(), to_port, ip.clone(), port);
        for (way, both) in [("toserver", (ip, port, to, to_port)), ("toclient", back)] {
            let flow = told_sums.entry(both).or_default();
            flow.0 += number(&event["flow"][format!("pkts_{way}")]);
            flow.1 += number(&event["flow"][format!("bytes_{way}")]);
        }
    }
    assert!(seen.keys().eq(told_sums.keys()), "the same connections");
    for (both, (packets, bytes)) in seen {
        let (told_packets, frames) = told_sums[&both];
        assert_eq!(told_packets, packets, "{both:?}");
        // Suricata counts frames: 14 bytes of Ethernet more for each packet, and short ones padded to 60.
        let least = bytes + 14 * packets;
        assert!(
            (least..=least + 6 * packets).contains(&frames),
            "{both:?}: {frames}, {bytes}"
        );
    }
}
