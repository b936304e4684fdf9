//! The command line as a person or a program uses it: the real binary, its output, its exit codes.

mod common;

use std::path::Path;

use common::{json, run};
use rusqlite::Connection;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn scenario() -> String {
    common::scenario_folders().remove(0).display().to_string()
}

fn record_in(folder: &Path, player: &str) -> String {
    let record = folder
        .join(format!("{player}.hotwash"))
        .display()
        .to_string();
    let made = run(&[
        "simulate",
        &scenario(),
        "--player",
        player,
        "--record",
        &record,
        "--json",
    ]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    record
}

#[test]
fn every_subcommand_has_help() {
    for subcommand in [
        "play",
        "console",
        "new",
        "check",
        "simulate",
        "replay",
        "score",
        "evidence",
        "import",
        "msel",
        "evaluators",
        "calendar",
        "export",
        "records",
        "forget",
        "ledger",
    ] {
        let help = run(&[subcommand, "--help"]);
        assert!(help.status.success());
        assert!(
            text(&help.stdout).contains("Usage: hotwash"),
            "{subcommand}"
        );
    }
    let version = run(&["--version"]);
    assert!(text(&version.stdout).starts_with("hotwash "));
}

#[test]
fn wrong_usage_is_exit_code_2() {
    for arguments in [
        &["simulate"][..],
        &["frobnicate"],
        &["simulate", "x", "--player", "genius"],
        &["check"],
    ] {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(refused.stdout.is_empty());
        assert!(text(&refused.stderr).contains("error"), "{arguments:?}");
    }
}

#[test]
fn wrong_input_is_exit_code_1_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let nothing = folder.path().join("nothing").display().to_string();
    let wrong = [
        (vec!["simulate", &nothing], "there is no scenario here"),
        (vec!["check", &nothing], "nothing"),
        (vec!["replay", &nothing], "nothing"),
        (vec!["score", "Cargo.toml"], "not a Hotwash record"),
        (vec!["simulate", "Cargo.toml"], "Cargo.toml:"),
    ];
    for (arguments, says) in wrong {
        let refused = run(&arguments);
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
        assert!(
            text(&refused.stderr).contains(says),
            "{arguments:?}: {}",
            text(&refused.stderr)
        );
    }
}

#[test]
fn check_is_silent_on_what_is_sound() {
    let checked = run(&["check", "scenarios"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    assert!(checked.stdout.is_empty() && checked.stderr.is_empty());
}

#[test]
fn check_names_file_line_and_column() {
    for file in std::fs::read_dir(common::root().join("tests/broken")).expect("readable") {
        let path = file.expect("readable").path();
        let path_text = path.to_str().expect("UTF-8");
        let checked = run(&["check", path_text, "--deny", "warning"]);
        assert_eq!(checked.status.code(), Some(1), "{}", path.display());
        let said = text(&checked.stderr);
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let place = said.split(&format!("{name}:")).nth(1).unwrap_or_default();
        let numbers: Vec<&str> = place.split(':').take(2).collect();
        assert!(
            numbers.iter().all(|n| n.trim().parse::<u32>().is_ok()) && numbers.len() == 2,
            "{name}: {said}"
        );
        assert!(!said.contains("panicked"), "{name}: {said}");
    }
}

#[test]
fn check_fails_on_errors_and_on_what_is_denied() {
    let note = "tests/scenarios/smallest.ron";
    let warning = "tests/broken/unused-id.ron";
    let error = "tests/broken/unknown-id.ron";
    let code = |arguments: &[&str]| run(arguments).status.code();
    assert_eq!(code(&["check", note]), Some(0));
    assert_eq!(code(&["check", note, "--deny", "warning"]), Some(0));
    assert_eq!(code(&["check", note, "--deny", "note"]), Some(1));
    assert_eq!(code(&["check", note, "--deny", "no-logs"]), Some(1));
    assert_eq!(code(&["check", note, "--deny", "untold"]), Some(0));
    assert_eq!(code(&["check", warning]), Some(0));
    assert_eq!(code(&["check", warning, "--deny", "warning"]), Some(1));
    assert_eq!(code(&["check", warning, "--deny", "unused-id"]), Some(1));
    assert_eq!(code(&["check", error]), Some(1));
    let unknown = run(&["check", note, "--deny", "no-such-code"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("docs/linter.md"));
    let strict = ["check", "scenarios", "--deny", "note"];
    let shipped = run(&strict);
    assert_eq!(shipped.status.code(), Some(0), "{}", text(&shipped.stderr));
}

#[test]
fn check_prints_its_contract() {
    let printed = run(&["check", "tests/scenarios/smallest.ron", "--json"]);
    assert!(printed.stderr.is_empty());
    let printed = json(&printed);
    assert_eq!(printed["notes"], 1);
    assert_eq!(printed["warnings"], 0);
    assert_eq!(printed["errors"], 0);
    let file = &printed["files"][0];
    assert_eq!(file["path"], "tests/scenarios/smallest.ron");
    let finding = &file["findings"][0];
    assert_eq!(finding["level"], "note");
    assert_eq!(finding["code"], "no-logs");
    assert!(finding["message"].is_string() && finding["help"].is_string());
    assert!(finding["line"].is_u64() && finding["column"].is_u64());

    let broken = run(&["check", "tests/broken/unknown-id.ron", "--json"]);
    assert_eq!(broken.status.code(), Some(1));
    let broken: serde_json::Value = serde_json::from_slice(&broken.stdout).expect("JSON");
    assert_eq!(broken["errors"], 2);
}

#[test]
fn a_rehearsal_prints_how_the_players_fare() {
    let small = "tests/scenarios/smallest.ron";
    let printed = run(&["check", small, "--rehearse", "3"]);
    assert_eq!(printed.status.code(), Some(0));
    let said = text(&printed.stdout);
    for word in [
        "3 runs of each player",
        "reference",
        "novice",
        "typical",
        "process",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let printed = json(&run(&["check", small, "--rehearse", "3", "--json"]));
    let rehearsal = &printed["files"][0]["rehearsal"];
    assert_eq!(rehearsal["runs"], 3);
    let reference = &rehearsal["players"][0];
    assert_eq!(reference["player"], "reference");
    assert!(reference["process"]["worst"].as_f64() <= reference["process"]["best"].as_f64());
    assert!(reference["phases"]["eradicate"]["typical"].is_f64());
    assert!(reference["phases"]["recover"].is_null());
    for list in [
        "never_lost",
        "never_won",
        "alerts_never_raised",
        "injects_never_came",
        "harms_never_done",
    ] {
        assert!(rehearsal[list].is_array(), "{list}");
    }
    let again = run(&["check", small, "--rehearse", "3", "--json"]);
    assert_eq!(json(&again), printed, "the same runs again");
    let without = json(&run(&["check", small, "--json"]));
    assert!(without["files"][0]["rehearsal"].is_null());
}

#[test]
fn a_file_of_50_megabytes_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("large.ron");
    std::fs::write(&path, vec![b'('; 50 << 20]).expect("written");
    let checked = run(&["check", path.to_str().expect("UTF-8")]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        text(&checked.stderr).contains("large.ron"),
        "{}",
        text(&checked.stderr)
    );
}

#[test]
fn simulate_prints_its_contract() {
    let printed = json(&run(&[
        "simulate",
        &scenario(),
        "--player",
        "reference",
        "--seed",
        "1",
        "--json",
    ]));
    assert!(printed["scenario"].is_string());
    let one = &printed["runs"][0];
    assert_eq!(one["seed"], 1);
    assert_eq!(one["player"], "reference");
    for key in ["process", "outcome", "coverage"] {
        assert!(one[key].is_f64(), "{key}");
    }
    for phase in [
        "investigate",
        "contain",
        "eradicate",
        "communicate",
        "recover",
    ] {
        assert!(
            one["phases"][phase]
                .as_f64()
                .is_some_and(|score| score >= 95.0),
            "{phase}"
        );
    }
    assert!(one["times"]["contain_ms"].is_u64());
    assert_eq!(one["harm_events"], serde_json::json!([]));
    assert_eq!(one["state_hash"].as_str().map(str::len), Some(64));
    assert!(printed["summary"]["process"]["median"].is_f64());
}

#[test]
fn many_runs_print_their_spread() {
    let printed = run(&[
        "simulate",
        &scenario(),
        "--player",
        "novice",
        "--runs",
        "30",
    ]);
    let said = text(&printed.stdout);
    assert!(
        said.contains("median") && said.contains("time to contain"),
        "{said}"
    );
    let printed = json(&run(&[
        "simulate",
        &scenario(),
        "--player",
        "novice",
        "--runs",
        "30",
        "--json",
    ]));
    assert_eq!(printed["runs"].as_array().map(Vec::len), Some(30));
    let spread = &printed["summary"]["process"];
    assert!(spread["quartile_1"].as_f64() <= spread["quartile_3"].as_f64());
}

#[test]
fn a_record_is_replayed_scored_and_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = record_in(folder.path(), "novice");
    let replayed = json(&run(&["replay", &record, "--json"]));
    assert_eq!(replayed["verified"], true);
    assert!(replayed["events"].as_u64() > Some(50));
    let simulated = json(&run(&[
        "simulate",
        &scenario(),
        "--player",
        "novice",
        "--json",
    ]));
    assert_eq!(replayed["state_hash"], simulated["runs"][0]["state_hash"]);
    let scored = json(&run(&["score", &record, "--json"]));
    assert_eq!(scored["process"], simulated["runs"][0]["process"]);
    assert!(
        scored["steps"]
            .as_array()
            .is_some_and(|steps| steps.len() > 10)
    );
    let lines = scored["explanations"].as_array().expect("a list");
    let lost: f64 = lines
        .iter()
        .filter_map(|line| line["points"].as_f64())
        .sum();
    let missing = 100.0 - scored["process"].as_f64().expect("a number");
    assert!(
        (lost - missing).abs() < 1e-6,
        "{lost} of {missing} points are explained"
    );
    for line in lines {
        assert!(line["step"].is_string() && line["part"].is_string() && line["text"].is_string());
    }
    let said = text(&run(&["score", &record]).stdout);
    assert!(said.contains("Why points are missing"), "{said}");
}

#[test]
fn an_altered_record_is_refused_at_the_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let alterations = [
        (
            "DROP TRIGGER entry_stays; UPDATE entry SET json = json || ' ' WHERE number = 1",
            "altered at entry 1",
        ),
        (
            "DROP TRIGGER entry_lasts; DELETE FROM entry WHERE number = 9",
            "altered at entry 9",
        ),
        (
            "DROP TRIGGER entry_lasts; DELETE FROM entry WHERE number > 40",
            "was cut",
        ),
        (
            "DROP TRIGGER header_stays; UPDATE header SET json = json || ' '",
            "altered at entry 1",
        ),
    ];
    for (i, (alteration, says)) in alterations.into_iter().enumerate() {
        let folder = folder.path().join(i.to_string());
        std::fs::create_dir(&folder).expect("made");
        let record = record_in(&folder, "reference");
        Connection::open(&record)
            .expect("opens")
            .execute_batch(alteration)
            .expect("altered");
        let refused = run(&["replay", &record, "--json"]);
        assert_eq!(refused.status.code(), Some(1), "{says}");
        assert!(
            text(&refused.stderr).contains(says),
            "{says}: {}",
            text(&refused.stderr)
        );
    }
}

#[test]
fn a_record_can_only_be_added_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = record_in(folder.path(), "idle");
    let connection = Connection::open(&record).expect("opens");
    for change in [
        "UPDATE entry SET at_ms = 0",
        "DELETE FROM entry",
        "UPDATE header SET json = ''",
    ] {
        assert!(connection.execute(change, []).is_err(), "{change}");
    }
    let again = run(&["simulate", &scenario(), "--record", &record]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("--overwrite"));
}

#[test]
fn a_record_from_a_newer_version_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let record = record_in(folder.path(), "idle");
    Connection::open(&record)
        .expect("opens")
        .pragma_update(None, "user_version", 99)
        .expect("set");
    let refused = run(&["replay", &record]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("newer Hotwash"),
        "{}",
        text(&refused.stderr)
    );
}

#[test]
fn without_a_display_the_window_says_so() {
    let mut command = common::hotwash();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    let refused = command
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .args(["--data-dir", &data])
        .output()
        .expect("the program starts");
    assert_eq!(refused.status.code(), Some(1));
    let said = text(&refused.stderr);
    assert!(
        said.contains("display") && said.contains("--help"),
        "{said}"
    );
}

/// Written by the version before logs came: a record opens for ever.
#[test]
fn a_record_of_an_earlier_version_opens() {
    let record = common::root().join("tests/records/first-format.hotwash");
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("first-format.hotwash");
    std::fs::copy(record, &copy).expect("it can be copied");
    let path = copy.to_str().expect("a plain path");
    let replayed = common::run(&["replay", path]);
    assert!(replayed.status.success(), "{replayed:?}");
    let scored = common::json(&common::run(&["score", path, "--json"]));
    assert!(scored.is_object(), "{scored}");
}

#[test]
fn import_prints_its_contract_for_every_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let good = write(
        "good.md",
        "## Playbook: A\n\n### Investigate\n\n`TODO: more`\n\n1. Look `TODO: where`\n\n   closely\n",
    );
    let bad = write("bad.txt", "no heading\n");
    write("other.rs", "# no playbook\n");
    let missing = folder.path().join("missing.md").display().to_string();
    let read = json(&run(&["import", &good, "--json"]));
    let playbook = &read["files"][0]["playbooks"][0];
    assert_eq!(playbook["title"], "A");
    assert_eq!(playbook["title_is_placeholder"], false);
    assert_eq!(playbook["attack"], serde_json::json!([]));
    assert_eq!(playbook["references"], serde_json::json!([]));
    let phase = &playbook["phases"][0];
    assert_eq!(phase["phase"], "investigate");
    let counts = ["todo_prompts", "todo_items", "inline_todos"].map(|key| phase[key].as_u64());
    assert_eq!(counts, [Some(1), Some(0), Some(1)]);
    let step = &phase["steps"][0];
    assert_eq!((&step["level"], &step["line"]), (&1.into(), &7.into()));
    assert_eq!(step["text"], "Look");
    assert_eq!(step["notes"], serde_json::json!(["closely"]));

    let folder = folder.path().display().to_string();
    let all = run(&["import", &folder, &missing, "--json"]);
    assert_eq!(all.status.code(), Some(1));
    let all: serde_json::Value = serde_json::from_slice(&all.stdout).expect("JSON all the same");
    let files = all["files"].as_array().expect("a list");
    let codes: Vec<_> = files
        .iter()
        .map(|file| &file["diagnostics"][0]["code"])
        .collect();
    assert_eq!(codes, ["no-playbook", "no-attack-rows", "unreadable"]);

    let said = run(&["import", &good, &bad]);
    assert_eq!(said.status.code(), Some(1));
    let (out, err) = (text(&said.stdout), text(&said.stderr));
    assert!(
        out.contains("Investigate") && out.contains("50 % written"),
        "{out}"
    );
    assert!(err.contains("bad.txt: error[no-playbook]"), "{err}");
    assert!(err.contains("good.md:1:1: note[missing-phase]"), "{err}");
    assert_eq!(run(&["import", &good]).status.code(), Some(0));
}
