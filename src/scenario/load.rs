//! From bytes to a scenario, or to everything that is wrong with it at once.
//!
//! RON decides what is accepted. It stops at its first error, so when it refuses a file, a walk of our
//! own along the format's shapes names all errors of type; the items that hold them are blanked out, and
//! RON reads the rest, so that the checks of meaning are not held up by a slip somewhere else.

use std::ops::Range;

use ron::Options;
use ron::extensions::Extensions;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::check;
use super::limits;
use super::shape::Shapes;
use super::source::{Kind, Tokens};
use super::tree::{self, Body, Node};
use super::walk::{Walked, walk};
use super::{FORMAT, Scenario, Script};
use crate::base::diagnostic::{Diagnostic, offset_of};

/// How deep RON may recurse. Brackets nest at most 64 deep, and each costs RON up to three.
const RECURSION: usize = 192;
/// How often a file is read again without an item that RON refused.
const MOST_BLANKED: usize = 50;

/// What came of a scenario file.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The scenario; only if the file holds no error. Warnings don't keep it back.
    pub scenario: Option<Scenario>,
    /// The text that the diagnostics point into: the file without a byte order mark.
    pub source: String,
    /// Everything that is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of a script file.
#[derive(Debug, Clone)]
pub struct LoadedScript {
    /// The script; only if the file holds no error.
    pub script: Option<Script>,
    /// The text that the diagnostics point into: the file without a byte order mark.
    pub source: String,
    /// Everything that is wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether there is nothing to report, not even a warning.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.diagnostics.is_empty()
    }
}

impl LoadedScript {
    /// Every finding about the script as a script of this scenario, with places.
    #[must_use]
    pub fn check(&self, scenario: &Scenario) -> Vec<Diagnostic> {
        let found = self
            .script
            .as_ref()
            .map(|script| check::script_in(&self.source, script, scenario));
        sorted(found.unwrap_or_default())
    }
}

/// Loads and checks a scenario file.
#[must_use]
pub fn load(bytes: &[u8]) -> Loaded {
    let source = display_text(bytes);
    let shapes = Shapes::of::<Scenario>();
    let mut read = read::<Scenario>(bytes, &shapes);
    if let Some(tree) = &read.tree {
        let walked = walk(tree, &shapes);
        let index = check::Index::of(&walked);
        read.diagnostics.extend(check::duplicates(&walked, &source));
        if read.whole_frame {
            read.diagnostics.extend(check::references(&walked, &index));
        }
        if read.whole_frame && read.untouched {
            let unused = check::unused(&walked, &read.diagnostics);
            read.diagnostics.extend(unused);
        }
        if let (Some(scenario), (Some(tree), _)) = (&read.value, tree::read(&read.text)) {
            read.diagnostics
                .extend(check::scenario(scenario, &tree, &index));
        }
    }
    let diagnostics = sorted(read.diagnostics);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    Loaded {
        scenario: read.value.filter(|_| sound),
        source,
        diagnostics,
    }
}

/// Loads a script file. What it says of a scenario is checked by [`LoadedScript::check`].
#[must_use]
pub fn load_script(bytes: &[u8]) -> LoadedScript {
    let read = read::<Script>(bytes, &Shapes::of::<Script>());
    let sound = !read.diagnostics.iter().any(Diagnostic::is_error);
    LoadedScript {
        script: read.value.filter(|_| sound),
        diagnostics: sorted(read.diagnostics),
        source: display_text(bytes),
    }
}

/// What was read of a file, and how much of it.
struct Read<'s, T> {
    tree: Option<Node<'s>>,
    /// The text that `value` was read from: the source, perhaps with items blanked out.
    text: String,
    value: Option<T>,
    /// Whether the errors, if any, lie within items of the file's lists.
    whole_frame: bool,
    /// Whether nothing had to be blanked out.
    untouched: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<T> Read<'_, T> {
    fn nothing(diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            tree: None,
            text: String::new(),
            value: None,
            whole_frame: false,
            untouched: false,
            diagnostics,
        }
    }
}

fn read<'s, T: DeserializeOwned + JsonSchema>(bytes: &'s [u8], shapes: &Shapes) -> Read<'s, T> {
    let source = match limits::check_text(bytes) {
        Ok(source) => source,
        Err(problem) => return Read::nothing(vec![problem]),
    };
    let mut diagnostics = limits::check_tokens(source);
    if !diagnostics.is_empty() {
        return Read::nothing(diagnostics);
    }
    let (tree, syntax) = tree::read(source);
    diagnostics.extend(syntax);
    let Some(tree) = tree else {
        return Read::nothing(diagnostics);
    };
    if let Some(problem) = check_version(&tree) {
        return Read::nothing(vec![problem]);
    }
    let walked = walk(&tree, shapes);
    let text = with_commas(source, &diagnostics);
    diagnostics.extend(walked.text_errors.iter().cloned());
    let mut read = Read {
        text,
        value: None,
        whole_frame: false,
        untouched: diagnostics.iter().all(|d| d.code != "syntax"),
        diagnostics,
        tree: None,
    };
    fill(&mut read, source, &tree, &walked);
    drop(walked);
    read.tree = Some(tree);
    read
}

/// Reads the value with RON; if it refuses, reports every type error and reads what is left.
fn fill<T: DeserializeOwned>(
    read: &mut Read<'_, T>,
    source: &str,
    tree: &Node<'_>,
    walked: &Walked<'_>,
) {
    let Err(mut refused) = parse(&read.text).map(|value| read.value = Some(value)) else {
        read.whole_frame = true;
        return;
    };
    let mut explained = !walked.type_errors.is_empty() || !read.untouched;
    read.untouched = false;
    read.diagnostics.extend(
        walked
            .type_errors
            .iter()
            .take(limits::MOST_REPORTED + 1)
            .cloned(),
    );
    if walked.frame_broken {
        return;
    }
    let mut text = std::mem::take(&mut read.text).into_bytes();
    for item in &walked.broken {
        blank(&mut text, source, item);
    }
    read.text = String::from_utf8(text).unwrap_or_default();
    for _ in 0..=MOST_BLANKED {
        if explained {
            match parse(&read.text) {
                Ok(value) => {
                    read.value = Some(value);
                    read.whole_frame = true;
                    return;
                }
                Err(error) => refused = error,
            }
        }
        explained = true;
        let at = refused.span.clone().map_or(0, |span| span.start);
        read.diagnostics.push(refused.clone());
        let Some(item) = item_at(tree, at) else {
            return;
        };
        let mut text = std::mem::take(&mut read.text).into_bytes();
        let before = text.clone();
        blank(&mut text, source, &item);
        let stuck = text == before;
        read.text = String::from_utf8(text).unwrap_or_default();
        if stuck {
            return;
        }
    }
}

/// The source with a comma in the white space after each place where one was found missing.
fn with_commas(source: &str, missing: &[Diagnostic]) -> String {
    let mut text = source.as_bytes().to_vec();
    for span in missing.iter().filter_map(|problem| problem.span.as_ref()) {
        if let Some(byte) = text
            .get_mut(span.end)
            .filter(|byte| byte.is_ascii_whitespace())
        {
            *byte = b',';
        }
    }
    String::from_utf8(text).unwrap_or_default()
}

/// The item of one of the file's lists in which a byte lies, or which it follows.
fn item_at(tree: &Node<'_>, at: usize) -> Option<Range<usize>> {
    let lists = tree.fields().iter().map(|field| &field.value);
    let lists = lists.filter(|list| matches!(list.body, Body::List(_)));
    lists
        .flat_map(Node::items)
        .find(|item| item.span.start <= at && at <= item.span.end)
        .map(|item| item.span.clone())
}

/// Blanks an item and the comma after it. Lines and places stay.
fn blank(text: &mut [u8], source: &str, item: &Range<usize>) {
    let after = source.get(item.end..).unwrap_or_default();
    let comma = Tokens::new(after)
        .next()
        .filter(|token| token.kind == Kind::Comma);
    let comma = comma.map(|token| item.end + token.span.start);
    for at in item.clone().chain(comma) {
        if let Some(byte) = text.get_mut(at).filter(|byte| **byte != b'\n') {
            *byte = b' ';
        }
    }
}

fn parse<T: DeserializeOwned>(source: &str) -> Result<T, Diagnostic> {
    let options = Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(RECURSION);
    options.from_str(source).map_err(|error| {
        let place = |at: &ron::error::Position| offset_of(source, at.line, at.col);
        let start = place(&error.span.start);
        let end = place(&error.span.end).max(start);
        let code = match error.code {
            ron::Error::ExceededRecursionLimit => "too-deep",
            _ => "syntax",
        };
        Diagnostic::error(code, error.code.to_string()).at(start..end)
    })
}

/// A file of another version is not looked at any further: it may mean something else by the same names.
fn check_version(tree: &Node<'_>) -> Option<Diagnostic> {
    let node = tree.field("format")?;
    let Body::Number(written) = node.body else {
        return None;
    };
    let known = written.parse::<u32>().ok() == Some(FORMAT);
    (!known).then(|| {
        Diagnostic::error(
            "format-version",
            format!("the file has format version {written}; this program reads version {FORMAT}"),
        )
        .at(node.span.clone())
    })
}

fn display_text(bytes: &[u8]) -> String {
    // A file over the limit is not worth a copy of itself.
    let head = bytes.get(..limits::MOST_BYTES).unwrap_or_default();
    let bytes = if bytes.len() > limits::MOST_BYTES {
        head.get(..4096).unwrap_or_default()
    } else {
        bytes
    };
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    text.into_owned()
}

fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by_key(|d| {
        d.span
            .as_ref()
            .map_or((0, 0), |span| (span.start, span.end))
    });
    diagnostics.dedup();
    if diagnostics.len() > limits::MOST_REPORTED {
        diagnostics.truncate(limits::MOST_REPORTED);
        let message = format!(
            "these are the first {} problems; more follow",
            limits::MOST_REPORTED
        );
        diagnostics.push(Diagnostic::error("many-problems", message));
    }
    diagnostics
}
