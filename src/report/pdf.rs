//! The report as a PDF: typeset by Typst from a template of our own, which reads the document as JSON. Nothing that
//! somebody wrote is ever read as markup or code.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::PageRanges;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::ReportError;
use super::document::{Block, Document};

const TEMPLATE: &str = include_str!("../../assets/report/report.typ");

/// The names that the template knows files by.
const MAIN: &str = "/report.typ";
const CONTENT: &str = "/report.json";

/// What every report shares: the typesetter's own words, and the fonts.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Reading the fonts takes a while, and nothing in them changes.
fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| {
        let fonts: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .collect();
        Shared {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    })
}

/// Everything that the template can see: itself, the document, its pictures. No disk, no network, no clock.
struct Desk {
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &shared().library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &shared().book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::NotSource)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let mut files = self.files.iter();
        let found = files.find(|(file, _)| *file == id);
        found
            .map(|(_, bytes)| bytes.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        shared().fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(path: &str) -> Result<FileId, ReportError> {
    let path = VirtualPath::new(path).map_err(|_| ReportError::Typesetting(path.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Desk {
    fn new(document: &Document) -> Result<Self, ReportError> {
        let json = serde_json::to_vec(document)?;
        let mut files = vec![(file(CONTENT)?, Bytes::new(json))];
        for block in &document.blocks {
            if let Block::Figure(figure) = block {
                let path = format!("/{}.svg", figure.name);
                files.push((file(&path)?, Bytes::new(figure.svg.clone().into_bytes())));
            }
        }
        Ok(Self {
            main: Source::new(file(MAIN)?, TEMPLATE.to_owned()),
            files,
        })
    }
}

/// What the typesetter said, in one line.
fn said(diagnostics: &[SourceDiagnostic]) -> ReportError {
    let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    ReportError::Typesetting(messages.join("; "))
}

/// A document whose pages are set.
pub(super) struct Set {
    pages: typst_layout::PagedDocument,
}

/// Sets a document's pages.
pub(super) fn set(document: &Document) -> Result<Set, ReportError> {
    let desk = Desk::new(document)?;
    let compiled = typst::compile::<typst_layout::PagedDocument>(&desk);
    let pages = compiled.output.map_err(|errors| said(&errors))?;
    // What one report was set from is of no use to the next.
    typst::comemo::evict(0);
    Ok(Set { pages })
}

impl Set {
    /// The pages as a PDF for everybody (PDF/UA-1).
    pub(super) fn bytes(&self) -> Result<Vec<u8>, ReportError> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1])
            .map_err(|error| ReportError::Typesetting(error.message().to_string()))?;
        let options = PdfOptions {
            creator: Smart::Custom(Some(format!("Hotwash {}", env!("CARGO_PKG_VERSION")))),
            page_ranges: None::<PageRanges>,
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&self.pages, &options).map_err(|errors| said(&errors))
    }
}
