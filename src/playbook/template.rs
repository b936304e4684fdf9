//! How complete a playbook is, and filling what its author left open.
//!
//! What is typed becomes Markdown as it stands. So a line such as `1. Call the provider` becomes a
//! step, and a plain line becomes a paragraph, which is no step. In place of a list item that is
//! nothing but a TODO, each line becomes an item, whether it was typed with a marker or not.

use std::fmt::Write as _;
use std::ops::Range;

use super::steps::{indentation, list_marker};
use super::{Document, Edit, EditError, Phase, Placeholder, PlaceholderKind, Playbook, read};

/// How far a part of a playbook is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Completeness {
    /// Its steps.
    pub steps: usize,
    /// What its author still has to write: prompts, items that are nothing but a TODO, and TODOs in
    /// paragraphs. A TODO beside a step isn't counted, as the step is there.
    pub placeholders: usize,
}

impl Completeness {
    /// The share of what is written, from 0 to 1; 0 if there is nothing at all.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "no file that is read holds so many"
    )]
    pub fn share(self) -> f64 {
        match self.steps + self.placeholders {
            0 => 0.0,
            all => self.steps as f64 / all as f64,
        }
    }
}

/// How far a phase is written; nothing for a phase that the playbook doesn't name.
#[must_use]
pub fn phase(playbook: &Playbook, phase: Phase) -> Completeness {
    let open = |p: &&Placeholder| p.phase == Some(phase) && is_required(p);
    Completeness {
        steps: playbook.steps(phase).len(),
        placeholders: playbook.placeholders.iter().filter(open).count(),
    }
}

/// How far all phases of a playbook are written.
#[must_use]
pub fn total(playbook: &Playbook) -> Completeness {
    let phases = Phase::ALL.into_iter().map(|one| phase(playbook, one));
    phases.fold(Completeness::default(), |all, one| Completeness {
        steps: all.steps + one.steps,
        placeholders: all.placeholders + one.placeholders,
    })
}

/// Whether a placeholder must be filled for its phase to be complete.
#[must_use]
pub fn is_required(placeholder: &Placeholder) -> bool {
    let kind = matches!(
        placeholder.kind,
        PlaceholderKind::Prompt | PlaceholderKind::Item | PlaceholderKind::Prose
    );
    kind && placeholder.phase.is_some()
}

/// Everything that a file leaves open, in its order. [`fill`] names them by their place in this list.
#[must_use]
pub fn placeholders(document: &Document) -> Vec<&Placeholder> {
    let playbooks = document.playbooks.iter();
    playbooks.flat_map(|one| &one.placeholders).collect()
}

/// What must be filled for all phases of a file to be complete, with the places in [`placeholders`].
#[must_use]
pub fn required(document: &Document) -> Vec<(usize, &Placeholder)> {
    let all = placeholders(document).into_iter().enumerate();
    all.filter(|(_, placeholder)| is_required(placeholder))
        .collect()
}

/// What is put in place of a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling {
    /// The placeholder, by its place in [`placeholders`].
    pub placeholder: usize,
    /// What was typed.
    pub text: String,
}

/// Why placeholders can't be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// There is no such placeholder.
    #[error("there is no placeholder {0}")]
    Unknown(usize),
    /// Two texts for one placeholder.
    #[error("placeholder {0} is filled twice")]
    Twice(usize),
    /// Nothing was typed.
    #[error("there is no text for placeholder {0}")]
    Empty(usize),
    /// Several lines where one must stand.
    #[error("a title is one line")]
    OneLine,
    /// What was typed can't be a link's target.
    #[error("{0:?} is no address")]
    NoAddress(String),
    /// The link's target stands elsewhere in the file.
    #[error("the target of this link stands elsewhere in the file")]
    Elsewhere,
    /// The text would end up as something else than what was asked for.
    #[error(
        "with this text, other parts of the file would be read differently; write it without Markdown's signs, or leave a blank line around it"
    )]
    ReadsDifferently,
    /// The text can't be written into the file.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The file with placeholders filled: their lines changed, every other byte as it was. A text of one
/// line leaves the number of lines as it is.
///
/// # Errors
/// If a placeholder is not there, a text can't stand in its place, or it would change how the rest
/// of the file is read.
pub fn fill(document: &Document, fillings: &[Filling]) -> Result<Vec<u8>, FillError> {
    let open = placeholders(document);
    let mut filled = vec![false; open.len()];
    let mut edits = Vec::with_capacity(fillings.len());
    for filling in fillings {
        let number = filling.placeholder;
        let placeholder = open.get(number).ok_or(FillError::Unknown(number))?;
        let done = filled.get_mut(number).ok_or(FillError::Unknown(number))?;
        if std::mem::replace(done, true) {
            return Err(FillError::Twice(number));
        }
        let text = filling.text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_matches('\n').trim_end();
        if text.trim().is_empty() {
            return Err(FillError::Empty(number));
        }
        edits.push(edit(document, placeholder, text)?);
    }
    let made = document.apply(&edits)?;
    let left = open.iter().zip(&filled).filter(|(_, filled)| !**filled);
    let left: Vec<_> = left
        .map(|(placeholder, _)| placeholder.prompt.as_str())
        .collect();
    reads_alike(document, &left, &made)
        .then_some(made)
        .ok_or(FillError::ReadsDifferently)
}

/// Whether a filled file has the same playbooks and phases, and exactly these placeholders left.
fn reads_alike(before: &Document, left: &[&str], made: &[u8]) -> bool {
    let after = read(made);
    let shape = |document: &Document| -> Vec<Vec<Phase>> {
        let phases = |one: &Playbook| one.sections.iter().map(|section| section.phase).collect();
        document.playbooks.iter().map(phases).collect()
    };
    let open = placeholders(&after);
    let prompts = open.iter().map(|placeholder| placeholder.prompt.as_str());
    shape(before) == shape(&after) && prompts.eq(left.iter().copied())
}

fn edit(document: &Document, placeholder: &Placeholder, text: &str) -> Result<Edit, FillError> {
    let span = placeholder.span.clone();
    let line_start = document.line_start(span.start);
    let before = document
        .text
        .get(line_start..span.start)
        .unwrap_or_default();
    let (span, mut replacement) = match placeholder.kind {
        PlaceholderKind::Title if text.contains('\n') => return Err(FillError::OneLine),
        PlaceholderKind::Title => (span, text.to_owned()),
        PlaceholderKind::Link => (target(document, span, text)?, text.to_owned()),
        PlaceholderKind::Prompt => (span, text.replace('\n', &format!("\n{}", blanks(before)))),
        PlaceholderKind::Inline | PlaceholderKind::Prose => {
            let under = " ".repeat(content_column(before));
            (span, text.replace('\n', &format!("\n{under}")))
        }
        PlaceholderKind::Item => (span, items(before, text)),
    };
    // What stood on several lines leaves blank ones, so that the lines behind it keep their numbers.
    let lines = |text: &str| text.matches('\n').count();
    let old = lines(document.text.get(span.clone()).unwrap_or_default());
    let new = lines(&replacement);
    replacement.push_str(&"\n".repeat(old.saturating_sub(new)));
    Ok(Edit { span, replacement })
}

/// Where the target of a link stands, if `address` can be put there.
fn target(
    document: &Document,
    link: Range<usize>,
    address: &str,
) -> Result<Range<usize>, FillError> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()\\`".contains(c);
    if address.contains(odd) {
        return Err(FillError::NoAddress(address.to_owned()));
    }
    let source = document.text.get(link.clone()).unwrap_or_default();
    let start = source.rfind("#TODO").ok_or(FillError::Elsewhere)?;
    let rest = source.get(start..).unwrap_or_default();
    let length = rest.find([')', ' ', '>', '\n', '"']).unwrap_or(rest.len());
    let start = link.start + start;
    Ok(start..start + length)
}

/// The blanks at the beginning of a line.
fn blanks(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t']);
    line.get(..line.len() - rest.len()).unwrap_or_default()
}

/// The column at which the content of an item begins, or a line's text.
fn content_column(line: &str) -> usize {
    let (column, at) = indentation(line);
    let rest = line.get(at..).unwrap_or_default();
    // Something must follow a marker; here it is the TODO itself.
    let whole = format!("{rest}x");
    let Some((_, marker)) = list_marker(&whole) else {
        return column;
    };
    let behind = whole.get(marker..).unwrap_or_default();
    let space = behind.len() - behind.trim_start_matches(' ').len();
    column + marker + if (1..=4).contains(&space) { space } else { 1 }
}

/// Lines in place of an item that is nothing but a TODO: each one an item; indented ones stand
/// under the item before them.
fn items(before: &str, text: &str) -> String {
    let (indent, at) = (blanks(before), blanks(before).len());
    let marker = before.get(at..).unwrap_or_default();
    let under = " ".repeat(content_column(before));
    let mut made = String::new();
    let mut number = marker_number(marker);
    for (place, line) in text.lines().enumerate() {
        let nested = place > 0 && line.starts_with([' ', '\t']);
        if place > 0 {
            made.push('\n');
        }
        if line.trim().is_empty() {
            continue;
        }
        if nested {
            made.push_str(&under);
            made.push_str(line.trim_start());
            continue;
        }
        if place > 0 {
            number = number.map(|(n, rest)| (n.saturating_add(1), rest));
            made.push_str(indent);
            match number {
                // Writing into a string can't fail.
                Some((n, rest)) => write!(made, "{n}{rest}").unwrap_or_default(),
                None => made.push_str(marker),
            }
        }
        let line = line.trim_start();
        let typed = list_marker(line).map_or(0, |(_, length)| length);
        made.push_str(line.get(typed..).unwrap_or_default().trim_start());
    }
    made
}

/// The number of a marker such as `3. `, and what stands behind it.
fn marker_number(marker: &str) -> Option<(u64, &str)> {
    let digits = marker.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = marker.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "## Playbook: <Kind of Incident>\r\n\r\n### Investigate\r\n\r\n\
        `TODO: Ask key questions.`\r\n\r\n1. Look at logs `TODO: which`\r\n   - TODO\r\n\r\n\
        ### Contain\r\n\r\nTODO: say who\r\ndecides\r\n\r\n3. TODO\r\n\r\n\
        ### Resources\r\n\r\n- [Title](#TODO-url), Author\r\n";

    fn filled(number: usize, text: &str) -> Result<String, FillError> {
        let document = read(TEMPLATE.as_bytes());
        let filling = Filling {
            placeholder: number,
            text: text.to_owned(),
        };
        let made = fill(&document, &[filling])?;
        Ok(String::from_utf8(made).expect("UTF-8"))
    }

    #[test]
    fn what_is_left_open_is_listed_in_its_order() {
        let document = read(TEMPLATE.as_bytes());
        let kinds: Vec<_> = placeholders(&document).iter().map(|p| p.kind).collect();
        assert_eq!(
            kinds,
            [
                PlaceholderKind::Title,
                PlaceholderKind::Prompt,
                PlaceholderKind::Inline,
                PlaceholderKind::Item,
                PlaceholderKind::Prompt,
                PlaceholderKind::Item,
                PlaceholderKind::Link,
            ]
        );
        let needed: Vec<_> = required(&document).iter().map(|(n, _)| *n).collect();
        assert_eq!(needed, [1, 3, 4, 5]);
        let playbook = &document.playbooks[0];
        let investigate = phase(playbook, Phase::Investigate);
        assert_eq!((investigate.steps, investigate.placeholders), (1, 2));
        assert!((total(playbook).share() - 0.2).abs() < 1e-9);
    }

    #[test]
    fn one_line_replaces_one_placeholder() {
        let cases = [
            (0, "Phishing", "<Kind of Incident>", "Phishing"),
            (1, "1. Who?", "`TODO: Ask key questions.`", "1. Who?"),
            (2, "of the proxy", "`TODO: which`", "of the proxy"),
            (3, "Firewall", "- TODO\r\n\r\n###", "- Firewall\r\n\r\n###"),
            (
                3,
                "* Firewall",
                "- TODO\r\n\r\n###",
                "- Firewall\r\n\r\n###",
            ),
            (4, "The board", "TODO: say who\r\ndecides", "The board\r\n"),
            (5, "Pull the plug", "3. TODO", "3. Pull the plug"),
            (6, "https://example.org", "#TODO-url", "https://example.org"),
        ];
        for (number, text, old, new) in cases {
            let made = filled(number, text).expect("fits");
            assert_eq!(made, TEMPLATE.replacen(old, new, 1), "{number}");
            let left = placeholders(&read(made.as_bytes())).len();
            assert_eq!(left, 6, "{number}");
        }
    }

    #[test]
    fn several_lines_become_several() {
        let made = filled(1, "1. Who?\n2. When?\n").expect("fits");
        assert!(
            made.contains("\r\n1. Who?\r\n2. When?\r\n\r\n1. Look"),
            "{made}"
        );
        let made = filled(3, "Firewall\n- Proxy\n\n  both of them").expect("fits");
        assert!(
            made.contains("   - Firewall\r\n   - Proxy\r\n\r\n     both of them\r\n"),
            "{made}"
        );
        let made = filled(5, "1. One\n2. Two").expect("fits");
        assert!(made.contains("\r\n3. One\r\n4. Two\r\n"), "{made}");
        let made = filled(2, "of these:\n- proxy").expect("fits");
        assert!(
            made.contains("1. Look at logs of these:\r\n   - proxy\r\n"),
            "{made}"
        );
    }

    #[test]
    fn what_would_change_the_rest_is_refused() {
        for (number, text) in [
            (1, "```"),
            (1, "<!--"),
            (1, "### Recover"),
            (1, "TODO: later"),
        ] {
            assert_eq!(
                filled(number, text),
                Err(FillError::ReadsDifferently),
                "{text}"
            );
        }
        assert_eq!(filled(1, " \n"), Err(FillError::Empty(1)));
        assert_eq!(filled(9, "x"), Err(FillError::Unknown(9)));
        assert_eq!(filled(0, "a\nb"), Err(FillError::OneLine));
        let spaced = FillError::NoAddress("a b".to_owned());
        assert_eq!(filled(6, "a b"), Err(spaced));
    }

    #[test]
    fn all_can_be_filled_at_once() {
        let document = read(TEMPLATE.as_bytes());
        let fillings: Vec<_> = (0..placeholders(&document).len())
            .map(|placeholder| Filling {
                placeholder,
                text: format!("x{placeholder}"),
            })
            .collect();
        let made = read(&fill(&document, &fillings).expect("fits"));
        assert_eq!(placeholders(&made), Vec::<&Placeholder>::new());
        assert_eq!(fill(&document, &[]).as_deref(), Ok(TEMPLATE.as_bytes()));
        let twice = [fillings[0].clone(), fillings[0].clone()];
        assert_eq!(fill(&document, &twice), Err(FillError::Twice(0)));
    }
}
