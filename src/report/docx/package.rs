//! What the writer has no words for, put into the parts that it wrote: heads of tables that come again on each page,
//! what a picture shows, pictures as vectors, the document's title. The places are those that only its own pieces have.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use docx_rs::XMLDocx;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::report::ReportError;
use crate::report::document::Document;
use crate::report::figure::Figure;

/// What the writer puts before every picture, and what belongs there.
const PICTURE: &str = "<wp:docPr id=\"1\" name=\"Figure\" />";
/// What ends the name of a picture's dots, where its vectors are named as well.
const DOTS_END: &str = "\" /><a:srcRect />";
/// What begins every table's first row.
const FIRST_ROW: &str = "</w:tblGrid><w:tr><w:trPr>";

/// The extension of `DrawingML` that names a picture's vectors: [MS-ODRAWXML] 2.1.40, `svgBlip`.
const VECTORS: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";

/// The whole file. `figures` are the document's pictures in their order.
pub(super) fn packed(
    mut parts: XMLDocx,
    document: &Document,
    figures: &[&Figure],
) -> Result<Vec<u8>, ReportError> {
    parts.document = mended(parts.document, figures)?;
    parts.doc_props.core = titled(parts.doc_props.core, document)?;
    if !figures.is_empty() {
        parts.document_rels = before_end(parts.document_rels, "</Relationships>", &links(figures))?;
        let kind = "<Default Extension=\"svg\" ContentType=\"image/svg+xml\" />";
        parts.content_type = before_end(parts.content_type, "</Types>", kind)?;
    }
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(failed)?;
    with_vectors(bytes, figures)
}

fn failed(error: impl std::fmt::Display) -> ReportError {
    ReportError::Docx(error.to_string())
}

fn text_of(bytes: Vec<u8>) -> Result<String, ReportError> {
    String::from_utf8(bytes).map_err(failed)
}

/// The document with heads of tables that come again, and pictures that say what they show.
fn mended(document: Vec<u8>, figures: &[&Figure]) -> Result<Vec<u8>, ReportError> {
    let text = text_of(document)?;
    let text = text.replace(FIRST_ROW, &format!("{FIRST_ROW}<w:tblHeader />"));
    let mut out = String::with_capacity(text.len());
    let mut figures = (1..).zip(figures);
    for (number, part) in text.split(PICTURE).enumerate() {
        if number > 0
            && let Some((id, figure)) = figures.next()
        {
            out.push_str(&described(id, figure));
            out.push_str(&part.replacen(DOTS_END, &vectors(id), 1));
        } else {
            out.push_str(part);
        }
    }
    Ok(out.into_bytes())
}

fn described(id: usize, figure: &Figure) -> String {
    let text = escaped(&format!("{}. {}", figure.title, figure.description));
    let name = escaped(&figure.title);
    format!("<wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{text}\" />")
}

/// Names a picture's vectors behind its dots.
fn vectors(id: usize) -> String {
    format!(
        "\"><a:extLst><a:ext uri=\"{VECTORS}\"><asvg:svgBlip \
         xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rIdVectors{id}\" />\
         </a:ext></a:extLst></a:blip><a:srcRect />"
    )
}

/// Where the vectors are, for the document.
fn links(figures: &[&Figure]) -> String {
    let mut links = String::new();
    for id in 1..=figures.len() {
        // Writing into a string can't fail.
        let _ = write!(
            links,
            "<Relationship Id=\"rIdVectors{id}\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" \
             Target=\"media/vectors{id}.svg\" />"
        );
    }
    links
}

fn before_end(part: Vec<u8>, end: &str, more: &str) -> Result<Vec<u8>, ReportError> {
    let text = text_of(part)?;
    Ok(text.replace(end, &format!("{more}{end}")).into_bytes())
}

/// The file with the vectors, which the writer has no place for.
fn with_vectors(file: Cursor<Vec<u8>>, figures: &[&Figure]) -> Result<Vec<u8>, ReportError> {
    let mut file = ZipWriter::new_append(file).map_err(failed)?;
    for (id, figure) in (1..).zip(figures) {
        let name = format!("word/media/vectors{id}.svg");
        file.start_file(name, SimpleFileOptions::default())
            .map_err(failed)?;
        file.write_all(figure.svg.as_bytes()).map_err(failed)?;
    }
    Ok(file.finish().map_err(failed)?.into_inner())
}

/// The document's properties with its title, language and program.
fn titled(core: Vec<u8>, document: &Document) -> Result<Vec<u8>, ReportError> {
    let text = text_of(core)?;
    let program = escaped(&document.program);
    let text = text.replace(">unknown<", &format!(">{program}<"));
    let title = format!(
        "<dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:language>en</dc:language></cp:coreProperties>",
        escaped(&document.title),
        escaped(&document.subtitle)
    );
    Ok(text.replace("</cp:coreProperties>", &title).into_bytes())
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
