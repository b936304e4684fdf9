//! Fields of JSON lines, found without building a tree: a search for a field goes through millions of lines.

use std::borrow::Cow;

use super::Column;
use super::scan::text;

/// The cells of a line, each at the first of its paths.
pub(super) fn cells<'a>(line: &'a [u8], paths: &[&[&str]]) -> Vec<Cow<'a, str>> {
    paths
        .iter()
        .map(|paths| first(line, paths).unwrap_or_default())
        .collect()
}

/// A field of an event of Windows by the name that Windows gives it.
pub(super) fn windows<'a>(line: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    let event = member(blank(line), b"Event")?;
    ["EventData", "System"]
        .into_iter()
        .find_map(|part| member(member(event, part.as_bytes())?, name.as_bytes()))
        .and_then(|found| scalar(found.get(..length(found)?)?))
}

/// A field by its column's name or its path.
pub(super) fn field<'a>(
    line: &'a [u8],
    name: &str,
    columns: &[Column],
    paths: &[&[&str]],
) -> Option<Cow<'a, str>> {
    let place = columns.iter().position(|column| column.name == name);
    match place.and_then(|place| paths.get(place)) {
        Some(paths) => first(line, paths),
        None => value(line, name).and_then(scalar),
    }
}

/// What stands at the first of these paths that has something; a lone dash is nothing.
fn first<'a>(line: &'a [u8], paths: &[&str]) -> Option<Cow<'a, str>> {
    paths.iter().find_map(|path| {
        value(line, path)
            .and_then(scalar)
            .filter(|value| value != "-")
    })
}

/// A value as a search compares it: a text without quotes and escapes, anything else as it is written.
fn scalar(value: &[u8]) -> Option<Cow<'_, str>> {
    if value == b"null" {
        return None;
    }
    let Some(inner) = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""))
    else {
        return Some(text(value));
    };
    if memchr::memchr(b'\\', inner).is_none() {
        return Some(text(inner));
    }
    let read = serde_json::from_slice::<String>(value).ok();
    Some(read.map_or_else(|| text(inner), Cow::Owned))
}

/// The value at a path such as `files.0.filename`, as it stands in the line.
fn value<'a>(line: &'a [u8], path: &str) -> Option<&'a [u8]> {
    let mut here = blank(line);
    for step in path.split('.') {
        here = match here.first()? {
            b'{' => member(here, step.as_bytes())?,
            b'[' => element(here, step.parse().ok()?)?,
            _ => return None,
        };
    }
    here.get(..length(here)?)
}

/// What follows a member's colon.
fn member<'a>(object: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = object.get(1..)?;
    loop {
        rest = blank(rest);
        let key = rest.get(..string(rest)?)?;
        rest = blank(rest.get(key.len()..)?).strip_prefix(b":")?;
        rest = blank(rest);
        if key.get(1..key.len().checked_sub(1)?) == Some(name) {
            return Some(rest);
        }
        rest = blank(rest.get(length(rest)?..)?).strip_prefix(b",")?;
    }
}

/// What begins with an element of an array.
fn element(array: &[u8], number: usize) -> Option<&[u8]> {
    let mut rest = blank(array.get(1..)?);
    for _ in 0..number {
        rest = blank(rest.get(length(rest)?..)?).strip_prefix(b",")?;
        rest = blank(rest);
    }
    rest.first().filter(|byte| **byte != b']')?;
    Some(rest)
}

fn blank(bytes: &[u8]) -> &[u8] {
    bytes.trim_ascii_start()
}

/// The length of a string that begins here, quotes included.
fn string(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    if bytes.first() != Some(&b'"') {
        return None;
    }
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The length of a value that begins here.
fn length(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'"' => string(bytes),
        b'{' | b'[' => {
            let (mut at, mut depth) = (0, 0_usize);
            loop {
                let rest = bytes.get(at..)?;
                at += rest
                    .iter()
                    .position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'))?;
                match bytes.get(at)? {
                    b'"' => at += string(bytes.get(at..)?)?,
                    b'{' | b'[' => {
                        depth += 1;
                        at += 1;
                    }
                    _ => {
                        depth -= 1;
                        at += 1;
                        if depth == 0 {
                            return Some(at);
                        }
                    }
                }
            }
        }
        _ => bytes
            .iter()
            .position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n'))
            .or(Some(bytes.len())),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(json: &str, path: &str) -> Option<String> {
        value(json.as_bytes(), path)
            .and_then(scalar)
            .map(Cow::into_owned)
    }

    #[test]
    fn paths_lead_through_objects_and_arrays() {
        let json = r#" { "a" : {"b":[{"c":1},{"c":"x\"\n}"}],"d":null} , "e":-1.5, "f.g": true }"#;
        assert_eq!(at(json, "a.b.0.c").as_deref(), Some("1"));
        assert_eq!(at(json, "a.b.1.c").as_deref(), Some("x\"\n}"));
        assert_eq!(at(json, "a.b.2.c"), None);
        assert_eq!(at(json, "a.d"), None);
        assert_eq!(at(json, "e").as_deref(), Some("-1.5"));
        assert_eq!(at(json, "nothing"), None);
        assert_eq!(at(json, "e.more"), None);
        assert_eq!(at("{\"a\":[]}", "a.0"), None);
        for cut in 0..json.len() {
            at(json.get(..cut).unwrap_or_default(), "a.b.1.c");
        }
    }

    proptest! {
        #[test]
        fn values_are_those_of_a_parser(text: String, number: i64, other: String) {
            let json = serde_json::json!({"other": other, "deep": {"text": text, "list": [other, number]}});
            let line = json.to_string();
            prop_assert_eq!(at(&line, "deep.text"), Some(text));
            prop_assert_eq!(at(&line, "deep.list.1"), Some(number.to_string()));
            prop_assert_eq!(at(&line, "deep.list.0"), Some(other));
        }
    }
}
