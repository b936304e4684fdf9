//! As much of HTML as stands in Markdown: which tags there are, comments, images, lists.

use std::ops::Range;

/// What a piece of HTML in a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A comment.
    Comment,
    /// `<br>`
    LineBreak,
    /// A tag of HTML, or something else that isn't shown.
    Known,
    /// Looks like a tag, and is none of HTML: an author's `<Type of Incident>`.
    Strange,
}

/// The names of HTML's tags, those of former versions too, in the order of the alphabet.
const TAGS: [&str; 145] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "command",
    "content",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "element",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "multicol",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "path",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "spacer",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];

/// What a piece of HTML is.
pub(super) fn kind(text: &str) -> Kind {
    if text.starts_with("<!--") {
        return Kind::Comment;
    }
    match tag_name(text).as_deref() {
        Some("br") => Kind::LineBreak,
        Some(name) if !is_tag(name) => Kind::Strange,
        _ => Kind::Known,
    }
}

/// Whether HTML has a tag of this name, which is in lower case.
fn is_tag(name: &str) -> bool {
    TAGS.binary_search(&name).is_ok() || name == "wbr" || name == "xmp"
}

/// The name of a tag in lower case; none for comments, declarations and the like.
fn tag_name(text: &str) -> Option<String> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
        .count();
    let name = rest.get(..length)?;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| name.to_ascii_lowercase())
}

/// The first thing in angle brackets that looks like an author's `<Type of Incident>`, and its place.
pub(super) fn strange_tag(text: &str) -> Option<(usize, &str)> {
    let mut at = 0;
    loop {
        let start = at + text.get(at..)?.find('<')?;
        let inner = text.get(start + 1..)?.split(['<', '>']).next()?;
        at = start + 1 + inner.len();
        let closed = text.as_bytes().get(at) == Some(&b'>');
        let words = inner.starts_with(|c: char| c.is_alphabetic()) && !inner.contains(':');
        let name = inner.split_whitespace().next().unwrap_or_default();
        if closed && words && !is_tag(&name.trim_end_matches('/').to_ascii_lowercase()) {
            return Some((start, text.get(start..=at)?));
        }
    }
}

/// How many times the word TODO stands in a text.
pub(super) fn todos(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| *word == "TODO")
        .count()
}

/// The comments of a block of HTML.
pub(super) fn comments(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find("<!--")?;
        let from = rest.get(start..)?;
        let end = from.find("-->").map_or(from.len(), |end| end + 3);
        rest = from.get(end..).unwrap_or_default();
        from.get(..end)
    })
}

/// Whether a block of HTML begins a comment that it doesn't end.
pub(super) fn leaves_comment_open(text: &str) -> bool {
    comments(text).last().is_some_and(|c| !c.ends_with("-->"))
}

/// The tags of a block of HTML that isn't a comment: their names in lower case, texts and places.
pub(super) fn tags(text: &str) -> impl Iterator<Item = (String, &str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('<')?;
            let from = text.get(start..)?;
            if from.starts_with("<!--") {
                at = start + from.find("-->").map_or(from.len(), |end| end + 3);
                continue;
            }
            at = start + 1;
            if let Some(name) = tag_name(from) {
                let length = from.find('>')? + 1;
                at = start + length;
                return Some((name, from.get(..length)?, start..start + length));
            }
        }
    })
}

/// A block of HTML cut into comments, tags and the text between them: whether it is text, and where.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (bool, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let markup = markup_length(rest);
        let length = markup.unwrap_or_else(|| {
            let mut marks = rest.match_indices('<').map(|(mark, _)| mark);
            marks
                .find(|mark| rest.get(*mark..).and_then(markup_length).is_some())
                .unwrap_or(rest.len())
        });
        let start = at;
        at += length;
        Some((markup.is_none(), start..at))
    })
}

/// The length of the comment, tag, declaration or instruction that a text begins with.
fn markup_length(text: &str) -> Option<usize> {
    let behind = |end: &str| text.find(end).map(|at| at + end.len());
    if text.starts_with("<!--") {
        Some(behind("-->").unwrap_or(text.len()))
    } else if text.starts_with("<?") {
        Some(behind("?>").unwrap_or(text.len()))
    } else if text.starts_with("<!") || tag_name(text).is_some() {
        behind(">")
    } else {
        None
    }
}

/// The name that a tag `<a name="..">` or `id=".."` gives to its place.
pub(super) fn anchor(tag: &str) -> Option<String> {
    attribute(tag, "name").or_else(|| attribute(tag, "id"))
}

/// Whether a tag is an image without a text that could stand for it.
pub(super) fn is_bare_image(tag: &str) -> bool {
    tag_name(tag).as_deref() == Some("img")
        && attribute(tag, "alt").is_none_or(|alt| alt.trim().is_empty())
}

/// An attribute's value.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.get(1..)?.trim_end_matches(['>', '/']);
    // The tag's own name first.
    rest = rest.get(rest.find(char::is_whitespace)?..)?;
    loop {
        rest = rest.trim_start();
        let length = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (key, after) = rest.split_at_checked(length)?;
        if key.is_empty() && after.is_empty() {
            return None;
        }
        rest = after.trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = after.get(1..)?;
                    inner.split_once(quote).unwrap_or((inner, ""))
                }
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
        }
        if key.eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_html_are_known() {
        assert!(TAGS.is_sorted());
        for known in [
            "<B>",
            "</a>",
            "<img src=x>",
            "<?x?>",
            "<!DOCTYPE html>",
            "<h1>",
            "<wbr>",
        ] {
            assert_eq!(kind(known), Kind::Known, "{known}");
        }
        assert_eq!(kind("<br/>"), Kind::LineBreak);
        assert_eq!(kind("<!-- TODO -->"), Kind::Comment);
        for strange in ["<Type of Incident>", "<City>", "</name-of-team>"] {
            assert_eq!(kind(strange), Kind::Strange, "{strange}");
        }
        assert_eq!(
            strange_tag("é <Art des Vorfalls!>"),
            Some((3, "<Art des Vorfalls!>"))
        );
        let none = "a < b, c > d, <b>, <br/> <https://example.org>, 1 <2> x <y";
        assert_eq!(strange_tag(none), None);
    }

    #[test]
    fn attributes_are_read() {
        assert_eq!(anchor("<a name=\"ref-1\">").as_deref(), Some("ref-1"));
        assert_eq!(anchor("<a href='#x' id = ref>").as_deref(), Some("ref"));
        assert_eq!(anchor("<a>"), None);
        assert!(is_bare_image("<img src=\"a.png\">") && is_bare_image("<IMG alt='' src=x />"));
        assert!(!is_bare_image("<img src=x alt=\"a map\"/>") && !is_bare_image("<b>"));
        assert_eq!(attribute("<img alt", "alt").as_deref(), Some(""));
        assert_eq!(attribute("<img =x alt=y>", "alt").as_deref(), Some("y"));
    }

    #[test]
    fn text_stands_between_comments_and_tags() {
        let shown = |text: &str| -> String {
            let texts = pieces(text).filter(|(is_text, _)| *is_text);
            texts.map(|(_, span)| text[span].to_owned()).collect()
        };
        assert_eq!(shown("<!-- a <b> --> x <p>y</p>\n<?z?>"), " x y\n");
        assert_eq!(shown("<!DOCTYPE html>a < b <c"), "a < b <c");
        assert_eq!(shown("é<!-- a"), "é");
    }

    #[test]
    fn comments_and_tags_are_found() {
        let text = "<!-- a TODO, TODOS --><ul><li>x <!-- TODO: y\nTODO";
        assert_eq!(comments(text).map(todos).sum::<usize>(), 3);
        assert!(leaves_comment_open(text) && !leaves_comment_open("<!-- a -->"));
        let names: Vec<_> = tags(text).map(|(name, ..)| name).collect();
        assert_eq!(names, ["ul", "li"]);
    }
}
