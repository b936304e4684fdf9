//! The report as one page: its styles and pictures are in it, and it asks for nothing else.

use minijinja::context;
use minijinja::value::{Serde, Value};

use super::ReportError;
use super::document::Document;
use super::templates::Template;

/// The page.
pub(super) fn html(document: &Document) -> Result<Vec<u8>, ReportError> {
    let sections = document.sections();
    let sections: Vec<(String, String)> = sections
        .map(|(text, anchor)| (text.to_owned(), anchor.to_owned()))
        .collect();
    let page = Template::Page.filled(
        context! { report => Value::from(Serde(document.clone())), sections => sections },
    )?;
    Ok(page.trim_start().as_bytes().to_vec())
}
