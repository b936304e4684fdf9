//! Wording of messages: lists, articles, and what somebody may have meant.

/// The name nearest to what was written, if one is near.
pub(super) fn nearest<'n>(
    written: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let most = 1 + written.chars().count() / 4;
    names
        .into_iter()
        .filter(|name| name.len().abs_diff(written.len()) <= most)
        .map(|name| (strsim::osa_distance(written, name), name))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, name)| name)
}

/// What may have been meant; if nothing is near, what there is.
pub(super) fn suggest(written: &str, names: &[&str]) -> String {
    match nearest(written, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("use {}", one_of(names)),
    }
}

/// The names in quotes, with `or` before the last.
pub(super) fn one_of(names: &[&str]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => format!("`{only}`"),
        [first @ .., last] => format!("one of `{}` or `{last}`", first.join("`, `")),
    }
}

/// The name of a type as a word with its article: `RestorePoint` is `a restore point`.
pub(super) fn a(type_name: &str) -> String {
    let mut word = String::new();
    for c in type_name.chars() {
        if c.is_ascii_uppercase() && !word.is_empty() {
            word.push(' ');
        }
        word.push(c.to_ascii_lowercase());
    }
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    if word == "evidence" {
        return "a piece of evidence".to_owned();
    }
    format!("{article} {word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("web-9", ["web-1", "db-1"]), Some("web-1"));
        assert_eq!(nearest("gateway", ["web-1", "db-1"]), None);
        assert_eq!(a("RestorePoint"), "a restore point");
        assert_eq!(a("Asset"), "an asset");
    }
}
