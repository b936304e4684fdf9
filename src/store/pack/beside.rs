//! What lies beside the logs: a capture of packets, the rules and signatures by which sensors find things,
//! and inert samples.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::folder::{Folder, Written};
use super::logs::window;
use super::manifest::{FileEntry, Manifest, MissingEntry, precise};
use super::{PackOrder, asset_name};
use crate::evidence::format::Viewer;
use crate::evidence::{Stamp, capture, hosts, samples};
use crate::scenario::{Log, LogFormat, Scenario};
use crate::store::error::StoreError;

/// The capture of packets.
const CAPTURE: &str = "capture/edge.pcap";
/// The rules of the intrusion detection system.
const RULES: &str = "capture/local.rules";
/// Antivirus signatures.
const SIGNATURES: &str = "clamav/exercise.hdb";

/// What stands in every pack for whoever opens it first.
pub(super) const README: &str = "\
SYNTHETIC DATA OF AN EXERCISE

Nothing in this folder happened. Hotwash, a simulator of incident response, made every line of it for
training. The addresses come from ranges that are set aside for documentation; the samples are inert text.

manifest.json    every file with its format, time range, number of lines and SHA-256, and the logs that
                 could not be had. It is written last: without it, the pack is not whole.
capture/         packets of web traffic that the sensor kept: not all there was. Of each client it
                 holds all small connections and the first 32 above 16 KiB of a day, none above 16 MiB, and
                 96 MiB in all at most.
                 local.rules are the rules of the intrusion detection system for it.
clamav/          signatures of samples that antivirus knows (clamscan -d clamav/exercise.hdb samples).
samples/         files under the names they had, with .txt added. Each is a text that no program runs.
all others       logs, as the sensors write and name them. All times are UTC. Events of Windows and of
                 Sysmon on it, sign-ins at an identity provider and the audit logs of services are JSON,
                 one object a line; Zeek's logs say in their heads what stands in which column.
";

/// Writes all of it.
pub(super) fn write(
    order: &PackOrder<'_>,
    folder: &Folder,
    manifest: &mut Manifest,
) -> Result<(), StoreError> {
    let scenario = order.archive.scenario();
    packets(order, folder, manifest)?;
    if !scenario.signatures.is_empty() {
        let text = rules(scenario);
        let written = folder.text(RULES, text.as_bytes())?;
        manifest.files.push(FileEntry {
            lines: lines(&text),
            ..entry(
                RULES,
                "Rules of the intrusion detection system",
                "suricata-rules",
                written,
            )
        });
    }
    let text = signatures(scenario);
    if !text.is_empty() {
        let written = folder.text(SIGNATURES, text.as_bytes())?;
        manifest.files.push(FileEntry {
            lines: lines(&text),
            ..entry(
                SIGNATURES,
                "Signatures of the antivirus",
                "clamav-signatures",
                written,
            )
        });
    }
    for sample in &scenario.samples {
        if sample.bytes > samples::LARGEST {
            continue;
        }
        let content = samples::content(sample);
        let facts = samples::facts(sample);
        let path = format!(
            "samples/{}.{}.txt",
            plain(facts.name()),
            facts.sha256.get(..12).unwrap_or_default()
        );
        let written = folder.text(&path, &content)?;
        let line_feeds = memchr::memchr_iter(b'\n', &content).count();
        manifest.files.push(FileEntry {
            lines: u64::try_from(line_feeds).unwrap_or_default(),
            ..entry(&path, facts.name(), "inert-sample", written)
        });
    }
    Ok(())
}

/// The packets that the sensors of the network saw.
fn packets(
    order: &PackOrder<'_>,
    folder: &Folder,
    manifest: &mut Manifest,
) -> Result<(), StoreError> {
    let scenario = order.archive.scenario();
    let sensors: Vec<&Log> = scenario
        .logs
        .iter()
        .filter(|log| log.format == LogFormat::SuricataEve)
        .collect();
    let Some(first) = sensors.first() else {
        return Ok(());
    };
    let (mut viewers, mut span) = (Vec::new(), None::<(Stamp, Stamp)>);
    let mut reason = String::new();
    for log in &sensors {
        match window(order, log) {
            Ok(window) => {
                viewers.extend(Viewer::new(log, &hosts::hosts(scenario)));
                span = Some(span.map_or((window.0.start, window.0.end), |(from, to)| {
                    (from.min(window.0.start), to.max(window.0.end))
                }));
            }
            Err(why) => reason = why,
        }
    }
    let Some((from, to)) = span else {
        manifest.missing.push(MissingEntry {
            path: CAPTURE.to_owned(),
            reason,
        });
        return Ok(());
    };
    let mut file = folder.begin(CAPTURE)?;
    let captured = capture::write(
        order.archive,
        order.history,
        &(from..to),
        &|flow| viewers.iter().any(|viewer| viewer.sees_flow(flow)),
        &mut file,
    )
    .map_err(StoreError::io(file.path()))?;
    let written = file.finish()?;
    manifest.files.push(FileEntry {
        asset: Some(asset_name(order, &first.asset)),
        lines: captured.packets,
        first: captured.times.map(|(first, _)| precise(first)),
        last: captured.times.map(|(_, last)| precise(last)),
        ..entry(CAPTURE, "Packets kept by the sensor", "pcap", written)
    });
    Ok(())
}

fn entry(path: &str, name: &str, format: &'static str, written: Written) -> FileEntry {
    FileEntry {
        path: path.to_owned(),
        name: name.to_owned(),
        asset: None,
        format,
        sha256: written.sha256,
        bytes: written.bytes,
        lines: 0,
        first: None,
        last: None,
    }
}

/// All rules, with the variables that they need.
fn rules(scenario: &Scenario) -> String {
    let known = hosts::hosts(scenario);
    let addresses: Vec<String> = known
        .iter()
        .filter(|host| !host.ip.is_unspecified())
        .map(|host| match host.ip {
            IpAddr::V4(ip) => format!("{ip}/32"),
            IpAddr::V6(ip) => format!("{ip}/128"),
        })
        .collect();
    let home = addresses.join(",");
    let mut text = format!(
        "# Rules of an exercise. They need these variables:\n\
         #   HOME_NET      [{home}]\n\
         #   EXTERNAL_NET  !$HOME_NET\n\
         #   HTTP_SERVERS  $HOME_NET\n\
         # From the folder above, with the packets that belong to them:\n\
         #   suricata -S capture/local.rules -r capture/edge.pcap -l . -k all \\\n\
         #     --set 'vars.address-groups.HOME_NET=[{home}]'\n"
    );
    for signature in &scenario.signatures {
        // Writing into a string can't fail.
        let _ = writeln!(text, "{}", signature.rule.trim());
    }
    text
}

/// `md5:size:name` of each sample that antivirus knows, as `ClamAV` reads it.
fn signatures(scenario: &Scenario) -> String {
    let mut text = String::new();
    let known = scenario.samples.iter().filter(|s| !s.known_as.is_empty());
    for sample in known {
        let size = samples::content(sample).len();
        let facts = samples::facts(sample);
        let _ = writeln!(text, "{}:{size}:{}", facts.md5, facts.known_as);
    }
    text
}

fn lines(text: &str) -> u64 {
    u64::try_from(text.lines().count()).unwrap_or_default()
}

/// A file's name that every system takes.
fn plain(name: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') {
            c
        } else {
            '_'
        }
    };
    name.trim_start_matches('.').chars().map(letter).collect()
}
