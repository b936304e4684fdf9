//! What sources lead to (rule R9), and the techniques they speak of (rule R4).

use super::{Playbook, attack};

/// Whether a link waits for its target.
pub(super) fn is_open(target: &str) -> bool {
    target.starts_with("#TODO")
}

/// The technique numbers in a playbook's title and references (rule R4).
pub(super) fn hints(playbook: &Playbook) -> Vec<String> {
    let mut text = playbook.title.text.clone();
    for reference in &playbook.references {
        text.push('\n');
        text.push_str(&reference.text);
        for url in reference
            .urls
            .iter()
            .filter(|url| !reference.text.contains(*url))
        {
            text.push('\n');
            text.push_str(url);
        }
    }
    attack::ids_in(&text)
}

/// The addresses that stand in a text.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "<>\"".contains(c)) {
        let start = word.find("https://").or_else(|| word.find("http://"));
        let Some(address) = start.and_then(|start| word.get(start..)) else {
            continue;
        };
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let unopened = address.ends_with(')') && !address.contains('(');
        let address = if unopened {
            address.trim_end_matches(')')
        } else {
            address
        };
        if !found.iter().any(|known| known == address) {
            found.push(address.to_owned());
        }
        if found.len() >= MOST_ADDRESSES {
            break;
        }
    }
    found
}

/// More addresses than a reference can mean.
pub(super) const MOST_ADDRESSES: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_text() {
        assert_eq!(
            addresses(
                "see https://example.org/a. (http://b.example/x) https://c/(d) https://c/(d)"
            ),
            [
                "https://example.org/a",
                "http://b.example/x",
                "https://c/(d)"
            ]
        );
    }
}
