//! Any file is read, written back as it was, and filled without touching anything else.

#![no_main]

use hotwash::playbook::template::{self, Filling};
use hotwash::playbook::{Document, read};
use libfuzzer_sys::fuzz_target;

/// More placeholders than these are not filled one by one.
const TRIED: usize = 6;

fn filled(
    document: &Document,
    numbers: impl Iterator<Item = usize>,
    text: &str,
) -> Option<Document> {
    let fillings: Vec<_> = numbers
        .map(|placeholder| Filling {
            placeholder,
            text: text.to_owned(),
        })
        .collect();
    let before = template::placeholders(document).len();
    let made = read(&template::fill(document, &fillings).ok()?);
    assert_eq!(template::placeholders(&made).len(), before - fillings.len());
    assert_eq!(made.playbooks.len(), document.playbooks.len());
    Some(made)
}

fuzz_target!(|bytes: &[u8]| {
    let document = read(bytes);
    assert_eq!(document.apply(&[]).as_deref(), Ok(bytes));
    for suggestion in &document.suggestions {
        // An edit can only fail for want of a character, and those of suggestions are plain.
        let mended = document.apply(&suggestion.edits);
        assert!(read(&mended.unwrap_or_default()).has_playbook());
    }
    for playbook in &document.playbooks {
        for (_, step) in playbook.all_steps() {
            assert!(document.text.get(step.span.clone()).is_some() && !step.text.is_empty());
        }
    }
    let open = template::placeholders(&document).len();
    for number in 0..open.min(TRIED) {
        if let Some(made) = filled(&document, std::iter::once(number), "- ask") {
            let lines = |document: &Document| document.text.matches('\n').count();
            assert_eq!(lines(&document), lines(&made));
        }
    }
    filled(&document, 0..open, "Ask");
});
