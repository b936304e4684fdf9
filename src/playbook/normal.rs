//! Text for comparing, and hashes over steps (rule R8). Never shown.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::{Phase, Playbook, Step};

/// A step's text for comparing: composed, with plain quotes and dashes, in lower case.
#[must_use]
pub fn normal(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '‘' | '’' | '‚' | '‛' => plain.push('\''),
            '“' | '”' | '„' | '‟' => plain.push('"'),
            '–' | '—' => plain.push('-'),
            '…' => plain.push_str("..."),
            _ => plain.push(c),
        }
    }
    plain.to_lowercase()
}

impl Playbook {
    /// The hash of a phase's steps: SHA-256 over `level TAB text LF`, in hexadecimal digits.
    #[must_use]
    pub fn phase_hash(&self, phase: Phase) -> String {
        let mut hash = Sha256::new();
        for step in self.steps(phase) {
            update(&mut hash, step);
        }
        hex(&hash.finalize())
    }

    /// The hash of all its steps in the order of the file: SHA-256 over `phase TAB level TAB text LF`,
    /// in hexadecimal digits.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (phase, step) in self.all_steps() {
            hash.update(phase.key());
            hash.update(b"\t");
            update(&mut hash, step);
        }
        hex(&hash.finalize())
    }
}

fn update(hash: &mut Sha256, step: &Step) {
    hash.update(format!("{}\t{}\n", step.level, normal(&step.text)));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string can't fail.
        write!(text, "{byte:02x}").ok();
        text
    })
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn text_for_comparing_is_plain() {
        assert_eq!(normal("“É” – ‘x’ — …"), "\"é\" - 'x' - ...");
        assert_eq!(normal("e\u{301}"), "é");
    }

    /// The value that the rules give, of a document that they describe.
    #[test]
    fn the_check_value_is_met() {
        let example = "## Playbook: Example\n\n### Investigate\n\n\
            1. Check the **proxy** log’s entries [\\[2\\]](#r)\n\n\
            \x20   a. First   line\n\n    b. Second `TODO: tool`\n\n    `TODO: more`\n";
        let broken = encoding_rs::WINDOWS_1252
            .decode_without_bom_handling("’".as_bytes())
            .0
            .into_owned();
        for text in [example.to_owned(), example.replace('’', &broken)] {
            let document = read(text.as_bytes());
            let playbook = &document.playbooks[0];
            let steps = playbook.steps(Phase::Investigate);
            let levels: Vec<_> = steps.iter().map(|step| step.level).collect();
            assert_eq!(levels, [1, 2, 2]);
            let hash = "a239bebcbb0ac26347625951597d21d25bdca83c74680f2cbd366f0b343edc2d";
            assert_eq!(playbook.hash(), hash);
            let prompts = playbook.count(Phase::Investigate, super::super::PlaceholderKind::Prompt);
            assert_eq!(prompts, 1);
            assert_eq!(steps[2].author_notes, ["tool"]);
        }
    }
}
