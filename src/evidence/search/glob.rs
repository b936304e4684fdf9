//! Values with `*` in them.

/// A value of a field, in which `*` stands for anything.
#[derive(Debug, Clone)]
pub(super) struct Glob {
    text: Vec<u8>,
    case_sensitive: bool,
}

impl Glob {
    pub(super) fn new(text: &str, case_sensitive: bool) -> Self {
        Self {
            text: text.as_bytes().to_vec(),
            case_sensitive,
        }
    }

    /// Whether a whole value is of this kind.
    pub(super) fn matches(&self, value: &[u8]) -> bool {
        let same = |a: u8, b: u8| a == b || (!self.case_sensitive && a.eq_ignore_ascii_case(&b));
        let (mut at, mut read) = (0, 0);
        // Where to go on when what follows the last `*` does not fit: it takes one byte more.
        let mut again: Option<(usize, usize)> = None;
        while let Some(byte) = value.get(read) {
            match self.text.get(at) {
                Some(b'*') => {
                    again = Some((at + 1, read));
                    at += 1;
                }
                Some(wanted) if same(*wanted, *byte) => {
                    at += 1;
                    read += 1;
                }
                _ => match again {
                    Some((behind, taken)) => {
                        at = behind;
                        read = taken + 1;
                        again = Some((behind, taken + 1));
                    }
                    None => return false,
                },
            }
        }
        self.text.iter().skip(at).all(|byte| *byte == b'*')
    }

    /// Its parts that stand in a line as they are, whatever its format quotes or escapes.
    pub(super) fn plain_parts(&self) -> impl Iterator<Item = &[u8]> {
        self.text
            .split(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-')))
            .filter(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        let fits = |glob: &str, value: &str| Glob::new(glob, false).matches(value.as_bytes());
        assert!(fits("curl*", "curl/8.4"));
        assert!(fits("*.css", "/a/b.CSS"));
        assert!(fits("*a*b*", "xxaxxbxx"));
        assert!(fits("*", ""));
        assert!(fits("a**", "a"));
        assert!(fits("*ab", "aab"));
        assert!(!fits("curl*", "libcurl"));
        assert!(!fits("a*b", "abc"));
        assert!(!fits("", "a"));
        assert!(!Glob::new("curl*", true).matches(b"Curl/8"));
    }

    #[test]
    fn parts_are_what_no_format_escapes() {
        let glob = Glob::new("*/upl-1/\u{e9}x \"y*", true);
        let parts: Vec<&[u8]> = glob.plain_parts().collect();
        assert_eq!(parts, [b"upl-1".as_slice(), b"x", b"y"]);
    }
}
