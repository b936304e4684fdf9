//! JSON laid out to be read, in the order in which it was written.

/// Puts each member of an object or a list on a line of its own. What is no JSON comes out as it went in.
pub(super) fn pretty(text: &str) -> String {
    let trimmed = text.trim();
    if !trimmed.starts_with('{') || serde_json::from_str::<serde::de::IgnoredAny>(trimmed).is_err()
    {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0usize;
    let mut quoted = false;
    let mut escaped = false;
    let mut letters = trimmed.chars().peekable();
    while let Some(letter) = letters.next() {
        if quoted {
            out.push(letter);
            quoted = letter != '"' || escaped;
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '"' => {
                quoted = true;
                out.push(letter);
            }
            '{' | '[' => {
                out.push(letter);
                while letters.next_if(|next| next.is_whitespace()).is_some() {}
                if let Some(end) = letters.next_if(|next| matches!(next, '}' | ']')) {
                    out.push(end);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(letter);
            }
            ',' => {
                out.push(letter);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            letter if letter.is_whitespace() => {}
            letter => out.push(letter),
        }
    }
    out
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_its_order_and_its_strings() {
        let text = r#"{"b":1,"a":{"x":[],"y":"{\"q\": [1, 2]\\"},"c":[true,null]}"#;
        let laid_out = pretty(text);
        assert_eq!(
            laid_out,
            "{\n  \"b\": 1,\n  \"a\": {\n    \"x\": [],\n    \"y\": \"{\\\"q\\\": [1, 2]\\\\\"\n  },\n  \"c\": [\n    true,\n    null\n  ]\n}"
        );
        let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(parse(&laid_out), parse(text));
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in [
            "",
            "plain",
            "{not json}",
            "192.0.2.1 - - [03/Mar/2026] \"GET / HTTP/1.1\" 200",
        ] {
            assert_eq!(pretty(text), text);
        }
    }
}
