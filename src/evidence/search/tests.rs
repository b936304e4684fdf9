use proptest::prelude::*;

use super::*;
use crate::evidence::stamp::Stamp;

const FORMAT: LogFormat = LogFormat::NginxAccess;

fn page(lines: &[Vec<u8>]) -> Page {
    let mut page = Page::default();
    for (at, line) in (0..).zip(lines) {
        page.push(Stamp(at), line);
    }
    page
}

fn hits(query: &Query, page: &Page, lines: Range<usize>) -> Vec<usize> {
    let mut all = Vec::new();
    query.search(FORMAT, page, lines, &mut |line| all.push(line));
    all
}

fn found(query: &Query, lines: &[&str]) -> Vec<usize> {
    let lines: Vec<Vec<u8>> = lines.iter().map(|line| line.as_bytes().to_vec()).collect();
    hits(query, &page(&lines), 0..lines.len())
}

fn query(text: &str, kind: Kind) -> Query {
    Query::parse(text, kind, false).unwrap()
}

#[test]
fn each_matching_line_is_found_once() {
    let lines = ["aXa axa", "", "xa", "b", "AXA"];
    assert_eq!(found(&query("axa", Kind::Plain), &lines), [0, 4]);
    assert_eq!(found(&query("a", Kind::Plain), &lines), [0, 2, 4]);
    assert_eq!(found(&query("a+", Kind::Regex), &lines), [0, 2, 4]);
    assert_eq!(found(&query("^$", Kind::Regex), &lines), [1]);
    assert_eq!(found(&query("b*", Kind::Regex), &lines), [0, 1, 2, 3, 4]);
    assert_eq!(found(&query(r"\A\w+\z", Kind::Regex), &lines), [2, 3, 4]);
    assert_eq!(found(&query("x -\"a a\"", Kind::Field), &lines), [2, 4]);
}

#[test]
fn a_regular_expression_stays_within_its_line() {
    let lines = ["one", "two", "\"a", "b\""];
    for text in [
        r"one\s",
        r"one\stwo",
        r"\x22[^x]b",
        "one\ntwo",
        "(?s)one.two",
        r"e\W",
    ] {
        match Query::parse(text, Kind::Regex, true) {
            Ok(query) => assert_eq!(found(&query, &lines), [0; 0], "{text}"),
            Err(error) => assert!(text.contains('\n'), "{error}"),
        }
    }
    assert_eq!(found(&query(r"o\b", Kind::Regex), &lines), [1]);
    assert_eq!(found(&query(r"(?R)^two$", Kind::Regex), &lines), [1]);
}

#[test]
fn texts_within_an_expression_are_looked_for_first() {
    let many: Vec<String> = (0..2000)
        .map(|n| match n {
            700 => "GET /a.php?cmd=id HTTP/1.1".to_owned(),
            n if n % 3 == 0 => format!("?cmd= {n} GET /"),
            n => format!("GET /{n} HTTP/1.1"),
        })
        .collect();
    let lines: Vec<&str> = many.iter().map(String::as_str).collect();
    let text = r#"(GET|POST) /[^ "]*\?(cmd|exec|c)="#;
    assert_eq!(found(&query(text, Kind::Regex), &lines), [700]);
}

#[test]
fn what_can_not_be_read_is_pointed_at() {
    let wrong = |text: &str, kind: Kind| {
        let error = Query::parse(text, kind, false).unwrap_err();
        assert!(!error.what.is_empty());
        text.get(error.at).unwrap().to_owned()
    };
    assert_eq!(wrong(" ", Kind::Plain), "");
    assert_eq!(wrong("a(b", Kind::Regex), "(");
    assert_eq!(wrong("ab[z-a]", Kind::Regex), "z-a");
    assert_eq!(wrong("status: x", Kind::Field), "");
    assert_eq!(wrong("a bytes>many", Kind::Field), "many");
    assert_eq!(wrong("x agent:\"curl", Kind::Field), "\"");
    assert_eq!(wrong("status:9..3", Kind::Field), "9..3");
    assert_eq!(wrong("é\n", Kind::Plain), "\n");
    // Too much for an automaton.
    assert!(!wrong(r"((\w{90}){90}){90}", Kind::Regex).is_empty());
    assert!(!wrong(&"(".repeat(2000), Kind::Regex).is_empty());
}

#[test]
fn what_is_found_is_highlighted() {
    let line = b"GET /A.php?cmd=a cmd=b";
    assert_eq!(
        query("CMD=", Kind::Plain).highlights(FORMAT, line),
        [11..15, 17..21]
    );
    assert_eq!(
        query("a?", Kind::Regex).highlights(FORMAT, line),
        [5..6, 15..16]
    );
    assert_eq!(
        query("php get -cmd", Kind::Field).highlights(FORMAT, line),
        [0..3, 7..10]
    );
    let many = vec![b'a'; 10_000];
    let spread = query("a", Kind::Plain).highlights(FORMAT, &many);
    assert!(spread.len() <= MOST_HIGHLIGHTS);
}

/// Lines of few letters, so that texts are found in them.
fn some_lines() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let line = prop_oneof![
        3 => "[abAB .\"]{0,12}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>().prop_filter("a line", |b| *b != b'\n'), 0..20),
    ];
    prop::collection::vec(line, 0..40)
}

/// Expressions of the kinds that have ways of their own.
fn some_pattern() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[abAB .]{1,4}",
        Just(r"\s".to_owned()),
        Just(r"[^a]".to_owned()),
        Just(r"\b".to_owned()),
        Just("^".to_owned()),
        Just("$".to_owned()),
        Just(".*".to_owned()),
        Just(r"\n?".to_owned()),
        Just("(a|bb|ab)+".to_owned()),
        Just("(ab){2}".to_owned()),
        Just("|b".to_owned()),
        Just(r"\A".to_owned()),
        Just(r"(?:a|\z)".to_owned()),
        Just("(?s:.)".to_owned()),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn plain_text_is_found_as_line_by_line(
        lines in some_lines(), text in "[abAB .]{1,5}", exact: bool, from in 0_usize..20, to in 0_usize..50,
    ) {
        prop_assume!(!text.trim().is_empty());
        let query = Query::parse(&text, Kind::Plain, exact).unwrap();
        let fold = |bytes: &[u8]| if exact { bytes.to_vec() } else { bytes.to_ascii_lowercase() };
        let needle = fold(text.as_bytes());
        let expected: Vec<usize> = (from..to.min(lines.len()))
            .filter(|line| fold(&lines[*line]).windows(needle.len()).any(|window| window == needle))
            .collect();
        prop_assert_eq!(hits(&query, &page(&lines), from..to), expected);
    }

    #[test]
    fn regular_expressions_are_found_as_line_by_line(
        lines in some_lines(), text in some_pattern(), exact: bool, from in 0_usize..20, to in 0_usize..50,
    ) {
        let known = regex::bytes::RegexBuilder::new(&text).unicode(false).case_insensitive(!exact).build();
        let ours = Query::parse(&text, Kind::Regex, exact);
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(known.is_ok(), ours.is_ok());
        let (Ok(known), Ok(ours)) = (known, ours) else { return Ok(()) };
        let expected: Vec<usize> = (from..to.min(lines.len()))
            .filter(|line| known.is_match(&lines[*line]))
            .collect();
        prop_assert_eq!(hits(&ours, &page(&lines), from..to), expected);
        for line in &lines {
            let places: Vec<_> = known.find_iter(line).map(|m| m.range()).collect();
            prop_assert_eq!(ours.highlights(FORMAT, line), joined(places));
        }
    }

    #[test]
    fn words_are_found_as_line_by_line(lines in some_lines(), wanted in "[ab]{1,3}", unwanted in "[ab.]{1,3}") {
        let query = Query::parse(&format!("{wanted} -\"{unwanted}\""), Kind::Field, false).unwrap();
        let has = |line: &[u8], text: &str| {
            line.to_ascii_lowercase().windows(text.len()).any(|window| window == text.as_bytes())
        };
        let expected: Vec<usize> = (0..lines.len())
            .filter(|line| has(&lines[*line], &wanted) && !has(&lines[*line], &unwanted))
            .collect();
        prop_assert_eq!(hits(&query, &page(&lines), 0..lines.len()), expected);
    }

    #[test]
    fn no_text_and_no_line_is_too_much(
        text in prop_oneof![any::<String>(), "[a-z:<>=\"*. ()\\[\\]|{}0-9?+\\\\-]{0,30}"],
        lines in some_lines(), kind in 0..3, exact: bool,
    ) {
        let kind = [Kind::Plain, Kind::Field, Kind::Regex][usize::try_from(kind).unwrap()];
        match Query::parse(&text, kind, exact) {
            Ok(query) => {
                let page = page(&lines);
                let all = hits(&query, &page, 0..usize::MAX);
                prop_assert!(all.is_sorted_by(|a, b| a < b));
                for line in &lines {
                    for place in query.highlights(FORMAT, line) {
                        prop_assert!(line.get(place).is_some_and(|found| !found.is_empty()));
                    }
                }
            }
            Err(error) => prop_assert!(text.get(error.at).is_some()),
        }
    }
}
