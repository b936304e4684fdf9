//! Nothing in a pack can do harm or would alarm a player's own antivirus, and the manifest tells the truth.

use std::collections::BTreeSet;

use super::pack::{Pack, files_below};
use super::programs::{printed, program};

/// What no pack may hold: code that a web server or a shell page would run. None of it stands here in one
/// piece, so that this file is as harmless as a pack.
const CODE: [&[&str]; 9] = [
    &["<", "?"],
    &["<", "%"],
    &["ev", "al("],
    &["sys", "tem("],
    &["pass", "thru("],
    &["shell", "_exec"],
    &["Runtime.get", "Runtime"],
    &["Process", "Builder"],
    &["EICAR-STANDARD-", "ANTIVIRUS"],
];

/// What stands in these bytes that no pack may hold.
fn harm(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let mut found: Vec<String> = CODE
        .iter()
        .map(|parts| parts.concat())
        .filter(|code| text.contains(&code.to_ascii_lowercase()))
        .collect();
    if bytes.starts_with(b"\x7fELF") {
        found.push("an ELF program".into());
    }
    if bytes.starts_with(b"MZ") {
        found.push("a Windows program".into());
    }
    found
}

/// What the packets of a capture carry, one after another. Numbers in their heads may look like anything.
fn payloads(capture: &[u8]) -> Vec<u8> {
    let mut carried = Vec::new();
    let mut rest = &capture[24..];
    while !rest.is_empty() {
        let (head, after) = rest.split_at(16);
        let size = u32::from_le_bytes(head[8..12].try_into().expect("four bytes"));
        let (frame, after) = after.split_at(usize::try_from(size).expect("small"));
        rest = after;
        let packet = &frame[14..];
        assert_eq!(packet[0] >> 4, 4, "of IPv4");
        let network = usize::from(packet[0] & 15) * 4;
        let whole = usize::from(u16::from_be_bytes([packet[2], packet[3]]));
        let transport = match packet[9] {
            6 => usize::from(packet[network + 12] >> 4) * 4,
            17 => 8,
            other => panic!("protocol {other}"),
        };
        carried.extend_from_slice(&packet[network + transport..whole]);
    }
    carried
}

#[test]
fn harm_is_noticed() {
    let page = ["<", "?php sys", "tem($x)"].concat();
    assert_eq!(harm(page.as_bytes()).len(), 2);
    assert_eq!(harm(b"\x7fELF\x02").len(), 1);
    assert_eq!(harm(b"GET /?q=a HTTP/1.1 200 (file system)"), [""; 0]);
}

#[test]
fn nothing_in_a_pack_is_harmful() {
    let pack = Pack::of_the_attack();
    let files = files_below(&pack.folder);
    assert!(files.len() > 10, "{files:?}");
    for path in files {
        let mut bytes = std::fs::read(&path).expect("readable");
        if path.extension().is_some_and(|ending| ending == "pcap") {
            bytes = payloads(&bytes);
            assert!(!bytes.is_empty(), "{}", path.display());
        }
        assert_eq!(harm(&bytes), [""; 0], "{}", path.display());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = path.metadata().expect("readable").permissions().mode();
            assert_eq!(mode & 0o111, 0, "{} is executable", path.display());
        }
    }
}

#[test]
fn the_manifest_lists_every_file_as_it_is() {
    let pack = Pack::of_the_attack();
    let notice = pack.manifest["notice"].as_str().expect("a notice");
    let notice = notice.to_lowercase();
    assert!(
        notice.contains("synthetic") && notice.contains("exercise"),
        "{notice}"
    );
    let mut listed: BTreeSet<_> = pack.files().into_iter().map(|file| file.path).collect();
    let mut there: BTreeSet<_> = files_below(&pack.folder).into_iter().collect();
    // These speak of the others.
    for name in ["manifest.json", "README.txt"] {
        assert!(there.remove(&pack.folder.join(name)), "there is a {name}");
        listed.remove(&pack.folder.join(name));
    }
    assert_eq!(listed, there);

    for file in pack.manifest["files"].as_array().expect("files") {
        let path = pack.folder.join(file["path"].as_str().expect("a path"));
        let bytes = std::fs::read(&path).expect("readable");
        assert_eq!(file["bytes"].as_u64(), Some(bytes.len() as u64), "{file}");
        // Samples are no lines of text, and of a capture the packets are counted.
        if file["format"] != "pcap" && file["format"] != "inert-sample" {
            let ends = bytes.split(|byte| *byte == b'\n').count() - 1;
            assert_eq!(file["lines"].as_u64(), Some(ends as u64), "{file}");
        }
    }
}

#[test]
fn sha256sum_gives_the_sums_of_the_manifest() {
    let Some(mut sha256sum) = program("sha256sum") else {
        return;
    };
    let pack = Pack::of_the_attack();
    let mut sums = String::new();
    for file in pack.manifest["files"].as_array().expect("files") {
        let text = |field: &str| file[field].as_str().expect("text").to_owned();
        sums.push_str(&[&*text("sha256"), "  ", &*text("path"), "\n"].concat());
    }
    sha256sum
        .current_dir(&pack.folder)
        .args(["--check", "--strict"]);
    super::programs::printed_for(&mut sha256sum, sums.into_bytes());
}

#[test]
fn clamscan_finds_what_the_signature_file_names_and_nothing_else() {
    let Some(mut clamscan) = program("clamscan") else {
        return;
    };
    let pack = Pack::of_the_attack();
    let signatures = std::fs::read_to_string(pack.only("clamav-signatures")).expect("readable");
    // `md5:size:name`, a line each.
    let known: BTreeSet<&str> = signatures
        .lines()
        .filter_map(|line| line.splitn(3, ':').nth(2))
        .collect();
    assert!(!known.is_empty(), "{signatures}");
    let samples: Vec<_> = pack
        .of("inert-sample")
        .into_iter()
        .map(|file| file.path)
        .collect();

    clamscan
        .arg("--no-summary")
        .arg("--database")
        .arg(pack.only("clamav-signatures"));
    let output = clamscan.args(&samples).output().expect("clamscan starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    // 0: nothing found, 1: something found, 2: an error.
    assert_eq!(
        output.status.code(),
        Some(1),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let found: BTreeSet<&str> = said
        .lines()
        .filter_map(|line| line.strip_suffix(".UNOFFICIAL FOUND"))
        .filter_map(|line| line.rsplit_once(": ").map(|(_, name)| name))
        .collect();
    assert_eq!(found, known, "{said}");
    let lines_found = said.lines().filter(|line| line.ends_with("FOUND")).count();
    assert_eq!(lines_found, signatures.lines().count(), "{said}");

    // Nor does anything else in the pack match a signature: the logs only name the files.
    let Some(mut clamscan) = program("clamscan") else {
        return;
    };
    clamscan.args(["--no-summary", "--infected", "--recursive"]);
    clamscan
        .arg("--exclude-dir=samples")
        .arg("--database")
        .arg(pack.only("clamav-signatures"));
    assert_eq!(printed(clamscan.arg(&pack.folder)), "");
}
