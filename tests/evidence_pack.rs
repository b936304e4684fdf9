//! Evidence packs as the real program writes them: the same bytes again, windows that agree, a manifest that
//! tells the truth and no more.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{json, run};
use hotwash::evidence::samples::hex;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const SCENARIO: &str = "scenarios/web-shells";

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Makes a pack of a stretch of the day of the exercise.
fn pack(folder: &Path, name: &str, arguments: &[&str]) -> PathBuf {
    let out = folder.join(name);
    let path = out.display().to_string();
    let mut all = vec!["evidence", SCENARIO, "--out", &path];
    all.extend(arguments);
    let made = run(&all);
    assert!(made.status.success(), "{}", said(&made.stderr));
    out
}

/// All files of a pack by their paths within it.
fn files(pack: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![pack.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(pack).expect("within").display();
                found.insert(name.to_string(), std::fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

fn manifest(pack: &Path) -> Value {
    let bytes = std::fs::read(pack.join("manifest.json")).expect("a manifest");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn listed(manifest: &Value) -> &Vec<Value> {
    manifest["files"].as_array().expect("a list")
}

#[test]
fn the_same_order_gives_the_same_bytes_and_windows_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let window = ["--player", "reference", "--from", "T+0:00"];
    let one = files(&pack(
        folder.path(),
        "one",
        &[&window[..], &["--to", "T+1:30"]].concat(),
    ));
    let two = files(&pack(
        folder.path(),
        "two",
        &[&window[..], &["--to", "T+1:30"]].concat(),
    ));
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &one {
        assert!(two[name] == *bytes, "{name} differs");
    }

    let late = [
        "--player",
        "reference",
        "--from",
        "T+0:45:30",
        "--to",
        "T+2:00",
    ];
    let late_pack = pack(folder.path(), "late", &late);
    let (list, late_files) = (manifest(&late_pack), files(&late_pack));
    let mut agreed = 0;
    for file in listed(&list) {
        let name = file["path"].as_str().expect("text");
        // An image of a disk is as old as the moment at which it was taken.
        let (Some(early), true) = (one.get(name), file["first"].is_string()) else {
            continue;
        };
        if file["format"] == "pcap" {
            continue;
        }
        let lines = |bytes: &[u8]| -> Vec<String> {
            let text = said(bytes);
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            lines.map(str::to_owned).collect()
        };
        let (early, late) = (lines(early), lines(&late_files[name]));
        let Some(begin) = late
            .first()
            .and_then(|first| early.iter().position(|l| l == first))
        else {
            continue;
        };
        let both = early.len() - begin;
        assert!(early[begin..] == late[..both], "{name} differs");
        agreed += both;
    }
    assert!(agreed > 2_000, "{agreed} lines in both");
}

#[test]
fn the_manifest_is_true_and_tells_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("pack").display().to_string();
    let printed = json(&run(&[
        "evidence",
        SCENARIO,
        "--seed",
        "3",
        "--scale",
        "0.5",
        "--from",
        "D+0 06:00",
        "--to",
        "T+2:00",
        "--out",
        &out,
        "--json",
    ]));
    let pack = Path::new(&out);
    let (manifest, mut there) = (manifest(pack), files(pack));
    assert_eq!(manifest["seed"], 3);
    assert!((manifest["scale"].as_f64().expect("a number") - 0.5).abs() < 1e-9);
    assert_eq!(manifest["to"], "2026-03-03T11:00:00Z");
    let (mut lines, mut bytes) = (0, 0);
    for file in listed(&manifest) {
        let content = there
            .remove(file["path"].as_str().expect("text"))
            .expect("what is listed is there");
        assert_eq!(file["sha256"], hex(&Sha256::digest(&content)), "{file}");
        assert_eq!(file["bytes"], content.len());
        if file["format"] != "pcap" {
            let feeds = memchr::memchr_iter(b'\n', &content).count();
            assert_eq!(file["lines"], feeds, "{file}");
        }
        for time in [&file["first"], &file["last"]]
            .into_iter()
            .filter_map(Value::as_str)
        {
            assert!(
                ("2026-03-03T06:00:00".."2026-03-03T11:00:00").contains(&time),
                "{file}"
            );
        }
        lines += file["lines"].as_u64().expect("a number");
        bytes += file["bytes"].as_u64().expect("a number");
    }
    let rest: Vec<&String> = there.keys().collect();
    assert_eq!(rest, ["README.txt", "manifest.json"]);
    assert_eq!(
        (&printed["lines"], &printed["bytes"]),
        (&lines.into(), &bytes.into())
    );
    assert_eq!(printed["files"], listed(&manifest).len());

    let text = manifest.to_string().to_lowercase();
    let scenario = common::scenario_at(&common::root().join(SCENARIO));
    for trace in &scenario.traces {
        let named = format!("\"{}\"", trace.id.as_str());
        assert!(!text.contains(&named) && !text.contains(&trace.shows.to_lowercase()));
    }
    for word in ["attack", "malicious", "truth", "foothold"] {
        assert!(!text.contains(word), "{word}");
    }
    for missing in manifest["missing"].as_array().expect("a list") {
        assert!(missing["reason"].is_string() && missing["path"].is_string());
    }
}

#[test]
fn a_player_who_saves_evidence_gets_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let some = ["--from", "D+0 08:00", "--scale", "0.1"];
    let idle = manifest(&pack(folder.path(), "idle", &some));
    let reference = [&some[..], &["--player", "reference"]].concat();
    let reference = manifest(&pack(folder.path(), "reference", &reference));
    let missing = |manifest: &Value| manifest["missing"].as_array().expect("a list").len();
    assert!(missing(&idle) > missing(&reference));
}

#[test]
fn wrong_orders_say_what_would_be_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = folder.path().display().to_string();
    std::fs::write(folder.path().join("something"), "here").expect("written");
    let new = folder.path().join("new").display().to_string();
    let wrong: [(&[&str], i32, &str); 9] = [
        (
            &["no-such-scenario", "--out", &new],
            1,
            "there is no scenario here",
        ),
        (&[SCENARIO, "--out", &full], 1, "not empty"),
        (&[SCENARIO, "--out", "Cargo.toml"], 1, "Cargo.toml"),
        (&[SCENARIO], 2, "--out"),
        (&[SCENARIO, "--out", &new, "--from", "noon"], 2, "T+1:30"),
        (
            &[SCENARIO, "--out", &new, "--scale", "0"],
            2,
            "between 0.1 and 1000",
        ),
        (
            &[SCENARIO, "--out", &new, "--scale", "x"],
            2,
            "number from 0.1 to 1000",
        ),
        (
            &[
                SCENARIO, "--out", &new, "--from", "T+3:00", "--to", "T+2:00",
            ],
            1,
            "is not before --to",
        ),
        (
            &[SCENARIO, "--out", &new, "--from", "T+99:00"],
            1,
            "end of the exercise",
        ),
    ];
    for (arguments, code, says) in wrong {
        let refused = run(&[&["evidence"], arguments].concat());
        let text = said(&refused.stderr);
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(text.contains(says), "{arguments:?}: {text}");
        assert!(refused.stdout.is_empty());
    }
    assert!(!Path::new(&new).exists());
}
