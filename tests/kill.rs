//! The program is killed at random instants: no acknowledged command is lost, and the exercise ends as if
//! nothing had happened.

#![expect(clippy::expect_used, reason = "what can't go on should stop")]

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hotwash::base::chance::Stream;
use hotwash::player::Rehearsal;
use hotwash::scenario::Timed;

const KILLS: u32 = 100;

/// One life of the program: gives it commands until it is killed; returns how many it acknowledged.
fn one_life(
    scenario: &Path,
    record: &Path,
    plan: &[Timed],
    acknowledged: usize,
    lives: Option<Duration>,
) -> usize {
    let mut child = common::hotwash()
        .args(["console", "--seed", "1", "--record"])
        .args([record, scenario])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    let mut output = BufReader::new(child.stdout.take().expect("piped"));
    let mut done = acknowledged;
    let mut killer = None;
    let mut line = String::new();
    if output.read_line(&mut line).unwrap_or(0) > 0 && line.ends_with('\n') {
        let held: usize = line
            .trim()
            .strip_prefix("ready ")
            .expect("a greeting")
            .parse()
            .expect("a number");
        assert!(
            held >= acknowledged,
            "{acknowledged} commands were acknowledged, the record holds {held}"
        );
        assert!(
            held <= acknowledged + 1,
            "only the command that was under way may be there beside"
        );
        done = held;
        // The clock of its life starts now, so that it is killed while it plays.
        let id = child.id();
        killer = lives.map(|lives| {
            std::thread::spawn(move || {
                std::thread::sleep(lives);
                // SIGKILL; the child is not reaped yet, so its number is still its own.
                std::process::Command::new("kill")
                    .args(["-9", &id.to_string()])
                    .status()
                    .expect("kill runs");
            })
        });
        for timed in plan.iter().skip(held) {
            let text = ron::to_string(timed).expect("a command can be written");
            if writeln!(input, "{text}").is_err() {
                break;
            }
            line.clear();
            if output.read_line(&mut line).unwrap_or(0) == 0 || !line.ends_with('\n') {
                break;
            }
            assert_eq!(line.trim(), "ok", "{text}");
            done += 1;
        }
    }
    drop(input);
    if let Some(killer) = killer {
        killer.join().expect("the killer ends");
    }
    child.wait().expect("the program ends");
    done
}

#[test]
fn a_killed_program_loses_no_acknowledged_command() {
    let folder = common::root().join("scenarios/unknown-service");
    let scenario = common::scenario_at(&folder);
    let rehearsal = Rehearsal::new(&scenario, Vec::new());
    let plan = rehearsal.cast(1).scenario().plan.clone();
    assert!(
        plan.len() > 20,
        "the plan must be long enough to be interrupted"
    );
    let place = tempfile::tempdir().expect("a folder");
    let hash_of = |record: &Path| {
        let replayed = common::json(&common::run(&[
            "replay",
            record.to_str().expect("UTF-8"),
            "--json",
        ]));
        assert_eq!(replayed["verified"], true);
        replayed["state_hash"].clone()
    };
    let undisturbed = place.path().join("undisturbed.hotwash");
    let begun = Instant::now();
    assert_eq!(one_life(&folder, &undisturbed, &plan, 0, None), plan.len());
    // Lives are short beside a whole one on this machine, so that most of them end within the plan.
    let longest = begun.elapsed().as_micros() / 4;
    let longest = u32::try_from(longest).expect("less than an hour");
    let expected = hash_of(&undisturbed);
    let mut chance = Stream::new(2026, "kill");
    let mut kills = 0;
    let mut killed_in_play = 0;
    let mut round = 0;
    while kills < KILLS {
        let record = place.path().join(format!("{round}.hotwash"));
        let mut acknowledged = 0;
        while acknowledged < plan.len() && kills < KILLS {
            let lives = Duration::from_micros(u64::from(200 + chance.below(longest)));
            let before = acknowledged;
            acknowledged = one_life(&folder, &record, &plan, acknowledged, Some(lives));
            kills += 1;
            killed_in_play += u32::from(acknowledged > before && acknowledged < plan.len());
        }
        // The last life is left in peace and ends the exercise.
        let acknowledged = one_life(&folder, &record, &plan, acknowledged, None);
        assert_eq!(acknowledged, plan.len());
        assert_eq!(hash_of(&record), expected, "as if nothing had happened");
        round += 1;
    }
    assert!(
        killed_in_play >= KILLS / 4,
        "only {killed_in_play} kills came while commands were under way"
    );
}
