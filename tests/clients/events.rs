//! Log lines as events with Sigma's field names, as a SIEM's parsers would make them: the taxonomy is that of
//! the public rules. Each event is tagged with its log source, by which rules choose what they look at.

use serde_json::{Map, Value, json};

/// The events in a line of a log, each tagged with its log source; none where Sigma has no rules for it.
pub(crate) fn events(format: &str, line: &str) -> Vec<Value> {
    match format {
        "nginx-access" | "apache-access" => {
            vec![tagged(&[("category", "webserver")], web(line))]
        }
        "auditd" => vec![tagged(
            &[("product", "linux"), ("service", "auditd")],
            auditd(line),
        )],
        "sysmon-linux" => sysmon(line).into_iter().collect(),
        "clamd" => clamd(line),
        "squid-access" => vec![tagged(&[("category", "proxy")], squid(line))],
        "suricata-eve" => dns(line).into_iter().collect(),
        "windows-security" | "sysmon-windows" => windows(line),
        _ => Vec::new(),
    }
}

/// The events of a whole file, each with the number of its line, counted from 0.
pub(crate) fn events_of_file(format: &str, text: &str) -> Vec<(usize, Value)> {
    let lines = text.lines().enumerate();
    if let Some(service @ ("http" | "dns")) = format.strip_prefix("zeek-") {
        // Its first lines say what stands in which column.
        let heads: Vec<&str> = text
            .lines()
            .take_while(|line| line.starts_with('#'))
            .collect();
        let head = |name: &str| {
            let found = heads.iter().find_map(|line| line.strip_prefix(name));
            found
                .expect("a head")
                .split('\t')
                .skip(1)
                .collect::<Vec<_>>()
        };
        let (fields, types) = (head("#fields"), head("#types"));
        let rows = lines.filter(|(_, line)| !line.starts_with('#'));
        return rows
            .map(|(number, line)| (number, zeek(service, &fields, &types, line)))
            .collect();
    }
    let found = lines.map(|(number, line)| {
        events(format, line)
            .into_iter()
            .map(move |event| (number, event))
    });
    found.flatten().collect()
}

/// An event of the log source that these words name.
fn tagged(logsource: &[(&str, &str)], event: Value) -> Value {
    let logsource = logsource
        .iter()
        .map(|(part, name)| ((*part).to_owned(), json!(name)));
    let mut tagged = Map::from_iter([("logsource".to_owned(), Value::Object(logsource.collect()))]);
    tagged.insert("event".to_owned(), event);
    Value::Object(tagged)
}

/// The first group after `open` up to `close`, and what follows.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(open)?.1.split_once(close)
}

/// What stands in the next quotation marks, and what follows. Apache puts a backslash before a mark that
/// belongs to the text; nginx writes `\x22`.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (_, text) = text.split_once('"')?;
    let mut escaped = false;
    let end = text.find(|letter| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    })?;
    Some((&text[..end], &text[end + 1..]))
}

/// `host - user [time] "METHOD path HTTP/1.1" status bytes "referrer" "agent"`
fn web(line: &str) -> Value {
    let parts = || {
        let (address, rest) = line.split_once(' ')?;
        let (request, rest) = quoted(rest)?;
        let mut numbers = rest.trim_start().split(' ');
        let (status, bytes) = (numbers.next()?, numbers.next()?);
        let (referrer, rest) = quoted(rest)?;
        let (agent, _) = quoted(rest)?;
        let mut words = request.split(' ');
        let method = words.next()?;
        let uri = words.next().unwrap_or_default();
        Some(json!({
            "c-ip": address,
            "cs-method": method,
            "cs-uri-stem": uri.split('?').next(),
            "cs-uri-query": uri,
            "c-uri": uri,
            "sc-status": status.parse::<u16>().ok()?,
            "sc-bytes": bytes,
            "cs-referer": referrer,
            "cs-user-agent": agent,
            "raw": line,
        }))
    };
    parts().unwrap_or_else(|| panic!("no line of an access log: {line}"))
}

/// `key=value key="value"`, byte 29 before what auditd adds in words. Accounts' numbers are numbers to rules.
fn auditd(line: &str) -> Value {
    const NUMBERS: [&str; 6] = ["pid", "ppid", "uid", "gid", "euid", "suid"];
    let mut event = Map::new();
    let mut rest = line;
    while let Some((key, after)) = rest.trim_start_matches([' ', '\u{1d}']).split_once('=') {
        let quoted = after
            .strip_prefix('"')
            .and_then(|after| after.split_once('"'));
        let (value, next) = quoted
            .or_else(|| after.split_once([' ', '\u{1d}']))
            .unwrap_or((after, ""));
        rest = next;
        let number = NUMBERS
            .contains(&key)
            .then(|| value.parse::<u32>().ok())
            .flatten();
        let argument = key
            .strip_prefix('a')
            .is_some_and(|place| place.parse::<u32>().is_ok());
        let coded = argument && quoted.is_none() && line.starts_with("type=EXECVE");
        let text = if coded { unhex(value) } else { None };
        let value = match (number, text) {
            (Some(number), _) => json!(number),
            (None, Some(text)) => json!(text),
            (None, None) => json!(value),
        };
        event.insert(key.to_owned(), value);
    }
    assert!(
        event.contains_key("type") && event.contains_key("msg"),
        "no audit record: {line}"
    );
    Value::Object(event)
}

/// What auditd writes in hexadecimal because of spaces or quotation marks in it.
fn unhex(text: &str) -> Option<String> {
    if text.is_empty() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    Some(String::from_utf8_lossy(&bytes?).replace('\0', " "))
}

/// The data of an event by their names, as Sysmon for Linux writes them in XML.
fn sysmon(line: &str) -> Option<Value> {
    let (id, rest) =
        between(line, "<EventID>", "</EventID>").unwrap_or_else(|| panic!("no event: {line}"));
    let category = match id {
        "1" => "process_creation",
        "3" => "network_connection",
        "11" => "file_event",
        _ => return None,
    };
    let mut event = Map::from_iter([("EventID".to_owned(), json!(id.parse::<u32>().ok()?))]);
    let mut rest = rest;
    while let Some((name, after)) = between(rest, "<Data Name=\"", "\">") {
        let (value, after) = after.split_once("</Data>")?;
        rest = after;
        let plain = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&apos;", "'"),
            ("&amp;", "&"),
        ]
        .iter()
        .fold(value.to_owned(), |text, (escaped, plain)| {
            text.replace(escaped, plain)
        });
        event.insert(name.to_owned(), json!(plain));
    }
    Some(tagged(
        &[("product", "linux"), ("category", category)],
        Value::Object(event),
    ))
}

/// The data of an event of Windows by their names, with its number, channel and provider; what starts a program,
/// connects, makes a file or asks for a name is of a category, too, whoever tells of it.
fn windows(line: &str) -> Vec<Value> {
    let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let system = &event["Event"]["System"];
    let id = match &system["EventID"] {
        Value::Object(id) => id["#text"].clone(),
        id => id.clone(),
    };
    let mut data = event["Event"]["EventData"]
        .as_object()
        .unwrap_or_else(|| panic!("no data: {line}"))
        .clone();
    data.insert("EventID".to_owned(), id.clone());
    data.insert("Channel".to_owned(), system["Channel"].clone());
    data.insert("Computer".to_owned(), system["Computer"].clone());
    let provider = &system["Provider"]["#attributes"]["Name"];
    data.insert("Provider_Name".to_owned(), provider.clone());
    // Rules for processes speak of Sysmon's fields.
    for (own, common) in [
        ("NewProcessName", "Image"),
        ("ParentProcessName", "ParentImage"),
        ("SubjectUserName", "User"),
    ] {
        if let Some(value) = data.get(own).cloned() {
            data.entry(common).or_insert(value);
        }
    }
    let (service, category) = match (system["Channel"].as_str(), id.as_u64()) {
        (Some("Security"), Some(4_688)) => ("security", Some("process_creation")),
        (Some("Security"), _) => ("security", None),
        (Some("System"), _) => ("system", None),
        (_, Some(1)) => ("sysmon", Some("process_creation")),
        (_, Some(3)) => ("sysmon", Some("network_connection")),
        (_, Some(11)) => ("sysmon", Some("file_event")),
        (_, Some(22)) => ("sysmon", Some("dns_query")),
        _ => ("sysmon", None),
    };
    let data = Value::Object(data);
    let by_service = tagged(
        &[("product", "windows"), ("service", service)],
        data.clone(),
    );
    let by_category =
        category.map(|category| tagged(&[("product", "windows"), ("category", category)], data));
    [by_service].into_iter().chain(by_category).collect()
}

/// `Sun Jan  4 02:06:05 2026 -> /path: Name(md5:size) FOUND`: what was found, and the line itself.
fn clamd(line: &str) -> Vec<Value> {
    let mut events = vec![tagged(
        &[("product", "linux"), ("service", "clamav")],
        json!({"message": line}),
    )];
    let found = line
        .strip_suffix(" FOUND")
        .and_then(|line| line.split_once(" -> "));
    if let Some((path, name)) = found.and_then(|(_, found)| found.rsplit_once(": ")) {
        let name = name.split('(').next();
        let event = json!({"Filename": path, "Signature": name, "EventType": "scan"});
        events.push(tagged(&[("category", "antivirus")], event));
    }
    events
}

/// `time elapsed client result/status bytes method url user hierarchy/peer type`
fn squid(line: &str) -> Value {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, _, client, result, bytes, method, url, ..] = words[..] else {
        panic!("no line of a proxy's log: {line}");
    };
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    json!({
        "c-ip": client,
        "cs-method": method,
        "c-uri": url,
        "cs-host": host.split(['/', ':']).next(),
        "sc-status": result.split_once('/').and_then(|(_, status)| status.parse::<u16>().ok()),
        "sc-bytes": bytes.parse::<u64>().ok(),
    })
}

/// A row by the names and types in the file's head.
fn zeek(service: &str, fields: &[&str], types: &[&str], line: &str) -> Value {
    let mut event = Map::new();
    for ((field, kind), value) in fields.iter().zip(types).zip(line.split('\t')) {
        if value == "-" {
            continue;
        }
        let number = match *kind {
            "time" | "interval" | "double" | "count" | "int" | "port" => value.parse::<f64>().ok(),
            _ => None,
        };
        event.insert(
            (*field).to_owned(),
            number.map_or_else(|| json!(value), |number| json!(number)),
        );
    }
    tagged(
        &[("product", "zeek"), ("service", service)],
        Value::Object(event),
    )
}

/// The names that are asked for.
fn dns(line: &str) -> Option<Value> {
    // Few of many lines are; the others need not be read.
    if !line.contains("\"event_type\":\"dns\"") {
        return None;
    }
    let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let dns = &event["dns"];
    (dns["type"] == "query").then(|| {
        let query = json!({"query": dns["rrname"], "record_type": dns["rrtype"]});
        tagged(&[("category", "dns")], query)
    })
}
