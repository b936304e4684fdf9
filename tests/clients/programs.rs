//! Finding and running the programs that read evidence and reports.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What `./test clients` made besides installing packages.
fn own_folder() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    target
        .expect("a folder in the target folder")
        .join("clients")
}

/// A program of the system, ready to take arguments. `None` if it is not installed.
pub(crate) fn program(name: &str) -> Option<Command> {
    let search = std::env::var_os("PATH").unwrap_or_default();
    // What administrators run is not in everybody's path.
    let folders = std::env::split_paths(&search).chain(["/usr/sbin".into(), "/sbin".into()]);
    let found = folders
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    at(found.as_deref(), name)
}

/// Python with zat and icalendar.
pub(crate) fn python() -> Option<Command> {
    let path = own_folder().join("python/bin/python");
    at(
        path.is_file().then_some(&*path),
        "Python with zat and icalendar",
    )
}

/// Where packages for Node are. `None` if they are not installed.
pub(crate) fn node_modules() -> Option<PathBuf> {
    let path = own_folder().join("judges/node_modules");
    if path.join("axe-core").is_dir() {
        return Some(path);
    }
    skip("the judges of pages are not installed; ./test clients installs them");
    None
}

/// Our small program over a Sigma evaluator.
pub(crate) fn sigma_evaluator() -> Option<Command> {
    let path = own_folder().join("sigma/debug/hotwash-sigma");
    at(path.is_file().then_some(&*path), "the Sigma evaluator")
}

fn at(path: Option<&Path>, name: &str) -> Option<Command> {
    if let Some(path) = path {
        let mut command = Command::new(path);
        // Logs are in UTC, and what a program says should not depend on whose machine it is.
        command.env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        return Some(command);
    }
    skip(&format!(
        "{name} is not installed; ./test clients installs it"
    ));
    None
}

/// Says why a test is skipped; where everything has been installed, that is a failure.
pub(crate) fn skip(reason: &str) {
    let all_there = std::env::var_os("HOTWASH_CLIENTS").is_some();
    assert!(!all_there, "nothing may be missing here: {reason}");
    println!("skipped: {reason}");
}

/// A file that the project's reference holds, beside the repository. `None` if it is not there.
pub(crate) fn reference(path: &str) -> Option<PathBuf> {
    let found = super::common::reference(path);
    if found.is_none() {
        skip(&format!("../shared/reference/{path} is not there"));
    }
    found
}

/// Runs a program that must end well, and returns what it printed.
pub(crate) fn printed(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    checked(&output, command)
}

/// The same with something to read.
pub(crate) fn printed_for(command: &mut Command, input: Vec<u8>) -> String {
    command.stdin(Stdio::piped());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("it reads");
    // The program answers while it reads.
    let writer = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    let printed = checked(&output, command);
    writer.join().expect("no panic").expect("all was read");
    printed
}

fn checked(output: &Output, command: &Command) -> String {
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What each line says as JSON.
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}
