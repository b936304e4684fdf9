//! The report for word processors: real headings, tables whose head comes again on each page, pictures with a text for
//! whoever can't see them.
//!
//! A picture is there twice: as vectors, and in dots for programs that don't know those.

mod package;

use docx_rs::{AbstractNumbering, Level, LevelJc, LevelText, LineSpacing, Numbering, Start};
use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, Header, IndentLevel, NumPages, NumberFormat,
    NumberingId, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, Shading, ShdType,
    SpecialIndentType, Style, StyleType, Table, TableBorder, TableBorderPosition, TableCell,
    TableCellBorder, TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType,
    TableRow, WidthType,
};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::ReportError;
use super::document::{Block, Column, Document};
use super::figure::Figure;

/// The text's width in twentieths of a point: A4 less two margins of 20 mm.
const WIDTH: u32 = 9638;
const MARGIN: i32 = 1134;
/// How many dots a unit of a picture gets: 720 units are 170 mm, at 200 dots per inch.
const DOTS: f32 = 1.86;
/// The text's width in EMU, of which 635 make a twentieth of a point.
const WIDTH_EMU: u32 = WIDTH * 635;
const BULLETS: usize = 7;
const QUIET: &str = "44505C";
const RULE: &str = "C3CCD5";

/// The whole file.
pub(super) fn docx(document: &Document) -> Result<Vec<u8>, ReportError> {
    let mut docx = styled(document);
    docx = docx
        .add_paragraph(
            Paragraph::new()
                .style("Title")
                .add_run(run(&document.title)),
        )
        .add_paragraph(
            Paragraph::new()
                .style("Subtitle")
                .add_run(run(&document.subtitle)),
        )
        .add_paragraph(Paragraph::new().add_run(run(&document.status).color(QUIET)));
    let mut figures = Vec::new();
    for block in &document.blocks {
        docx = piece(docx, block)?;
        if let Block::Figure(figure) = block {
            figures.push(figure);
        }
    }
    package::packed(docx.build(), document, &figures)
}

fn run(text: &str) -> Run {
    // Characters that XML can't hold at all.
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    Run::new().add_text(text)
}

fn heading(id: &str, name: &str, size: usize, level: usize, before: u32) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .size(size)
        .bold()
        .outline_lvl(level)
        .line_spacing(LineSpacing::new().before(before).after(100))
}

/// The small text at a page's head or foot; page numbers take its look from here.
fn edge(id: &str, name: &str) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .size(17)
        .color(QUIET)
}

/// Page, styles, head and foot.
fn styled(document: &Document) -> Docx {
    let foot = Paragraph::new()
        .style("Footer")
        .align(AlignmentType::Right)
        .add_run(run("Page "))
        .add_page_num(PageNum::new())
        .add_run(run(" of "))
        .add_num_pages(NumPages::new());
    let date = format!("{}T00:00:00Z", document.held_on);
    Docx::new()
        .page_size(11906, 16838)
        .page_margin(PageMargin {
            top: 1247,
            bottom: 1247,
            left: MARGIN,
            right: MARGIN,
            header: 600,
            footer: 600,
            gutter: 0,
        })
        .default_fonts(
            RunFonts::new()
                .ascii("Calibri")
                .hi_ansi("Calibri")
                .cs("Calibri"),
        )
        .default_size(21)
        .default_line_spacing(
            LineSpacing::new()
                .after(120)
                .line(264)
                .line_rule(docx_rs::LineSpacingType::Auto),
        )
        .add_style(
            Style::new("Title", StyleType::Paragraph)
                .name("Title")
                .size(44)
                .bold()
                .line_spacing(LineSpacing::new().after(80)),
        )
        .add_style(
            Style::new("Subtitle", StyleType::Paragraph)
                .name("Subtitle")
                .size(26)
                .line_spacing(LineSpacing::new().after(60)),
        )
        .add_style(heading("Heading1", "heading 1", 30, 0, 420))
        .add_style(heading("Heading2", "heading 2", 23, 1, 260))
        .add_style(
            Style::new("Caption", StyleType::Paragraph)
                .name("caption")
                .bold()
                .size(20)
                .line_spacing(LineSpacing::new().before(180).after(60)),
        )
        .add_style(edge("Header", "header"))
        .add_style(edge("Footer", "footer"))
        .add_abstract_numbering(
            AbstractNumbering::new(BULLETS).add_level(
                Level::new(
                    0,
                    Start::new(1),
                    NumberFormat::new("bullet"),
                    LevelText::new("•"),
                    LevelJc::new("left"),
                )
                .indent(
                    Some(360),
                    Some(SpecialIndentType::Hanging(240)),
                    None,
                    None,
                ),
            ),
        )
        .add_numbering(Numbering::new(BULLETS, BULLETS))
        .header(
            Header::new().add_paragraph(
                Paragraph::new()
                    .style("Header")
                    .add_run(run(&format!("{}  ·  {}", document.title, document.running))),
            ),
        )
        .footer(Footer::new().add_paragraph(foot))
        .created_at(&date)
        .updated_at(&date)
}

/// A text whose lines' ends stay.
fn lines(text: &str, style: impl Fn(Run) -> Run) -> Paragraph {
    let mut paragraph = Paragraph::new();
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            paragraph = paragraph.add_run(Run::new().add_break(docx_rs::BreakType::TextWrapping));
        }
        paragraph = paragraph.add_run(style(run(line)));
    }
    paragraph
}

fn plain(run: Run) -> Run {
    run
}

fn piece(docx: Docx, block: &Block) -> Result<Docx, ReportError> {
    Ok(match block {
        Block::Heading { level, text, .. } => {
            let style = if *level <= 2 { "Heading1" } else { "Heading2" };
            docx.add_paragraph(
                Paragraph::new()
                    .style(style)
                    .keep_next(true)
                    .add_run(run(text)),
            )
        }
        Block::Paragraph { text } => docx.add_paragraph(lines(text, plain)),
        Block::Note { text } => docx.add_paragraph(
            lines(text, |run| run.italic().color(QUIET)).indent(Some(240), None, None, None),
        ),
        Block::List { items } => items.iter().fold(docx, |docx, item| {
            let item = lines(item, plain).numbering(NumberingId::new(BULLETS), IndentLevel::new(0));
            docx.add_paragraph(item)
        }),
        Block::Facts { rows } => rows.iter().fold(docx, |docx, (name, text)| {
            let name = run(&format!("{name}: ")).color(QUIET);
            let mut paragraph = Paragraph::new()
                .line_spacing(LineSpacing::new().after(50))
                .indent(Some(360), Some(SpecialIndentType::Hanging(360)), None, None)
                .add_run(name);
            for (number, line) in text.lines().enumerate() {
                if number > 0 {
                    paragraph =
                        paragraph.add_run(Run::new().add_break(docx_rs::BreakType::TextWrapping));
                }
                paragraph = paragraph.add_run(run(line));
            }
            docx.add_paragraph(paragraph)
        }),
        Block::Table {
            caption,
            columns,
            rows,
        } => docx
            .add_paragraph(
                Paragraph::new()
                    .style("Caption")
                    .keep_next(true)
                    .add_run(run(caption)),
            )
            .add_table(table(columns, rows))
            .add_paragraph(Paragraph::new().line_spacing(LineSpacing::new().after(60))),
        Block::Figure(figure) => {
            let height =
                u64::from(WIDTH_EMU) * u64::from(figure.height) / u64::from(figure.width.max(1));
            let (dots, wide, high) = drawn(figure)?;
            let picture = Pic::new_with_dimensions(dots, wide, high)
                .size(WIDTH_EMU, u32::try_from(height).unwrap_or(WIDTH_EMU));
            docx.add_paragraph(
                Paragraph::new()
                    .style("Caption")
                    .keep_next(true)
                    .add_run(run(&figure.title)),
            )
            .add_paragraph(Paragraph::new().add_run(Run::new().add_image(picture)))
        }
    })
}

fn table(columns: &[Column], rows: &[Vec<String>]) -> Table {
    let all: u32 = columns.iter().map(|column| column.width).sum();
    let width = |column: &Column| {
        let width = u64::from(WIDTH) * u64::from(column.width) / u64::from(all.max(1));
        usize::try_from(width).unwrap_or_default()
    };
    let cell = |column: &Column, text: &str, is_head: bool| {
        let style = |run: Run| {
            let run = run.size(18);
            if is_head { run.bold() } else { run }
        };
        let side = if column.is_number {
            AlignmentType::Right
        } else {
            AlignmentType::Left
        };
        let paragraph = lines(text, style).align(side).line_spacing(
            LineSpacing::new()
                .after(0)
                .line(240)
                .line_rule(docx_rs::LineSpacingType::Auto),
        );
        let rule = TableCellBorder::new(TableCellBorderPosition::Bottom)
            .border_type(BorderType::Single)
            .size(if is_head { 12 } else { 4 })
            .color(if is_head { "1C2733" } else { RULE });
        // A cell of the writer's has black borders all around unless it is given none.
        let cell = TableCell::new()
            .width(width(column), WidthType::Dxa)
            .set_borders(TableCellBorders::with_empty().set(rule))
            .add_paragraph(paragraph);
        if is_head {
            cell.shading(
                Shading::new()
                    .shd_type(ShdType::Clear)
                    .color("auto")
                    .fill("F1F4F7"),
            )
        } else {
            cell
        }
    };
    let head = columns
        .iter()
        .map(|column| cell(column, &column.name, true));
    let mut all_rows = vec![TableRow::new(head.collect()).cant_split()];
    all_rows.extend(rows.iter().map(|row| {
        let cells = columns
            .iter()
            .zip(row)
            .map(|(column, text)| cell(column, text, false));
        TableRow::new(cells.collect()).cant_split()
    }));
    let none = |table: Table, position| {
        table.set_border(TableBorder::new(position).border_type(BorderType::Nil))
    };
    let table = Table::new(all_rows)
        .set_grid(columns.iter().map(width).collect())
        .width(usize::try_from(WIDTH).unwrap_or_default(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(40, 80, 40, 80));
    [
        TableBorderPosition::Top,
        TableBorderPosition::Left,
        TableBorderPosition::Right,
        TableBorderPosition::Bottom,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ]
    .into_iter()
    .fold(table, none)
}

/// A picture as PNG, with its width and height in dots.
fn drawn(figure: &Figure) -> Result<(Vec<u8>, u32, u32), ReportError> {
    let failed = || ReportError::Picture(figure.title.clone());
    let mut options = Options::default();
    let mut fonts = fontdb::Database::new();
    typst_assets::fonts().for_each(|font| fonts.load_font_data(font.to_vec()));
    options.fontdb = std::sync::Arc::new(fonts);
    let tree = Tree::from_str(&figure.svg, &options).map_err(|_| failed())?;
    let size = tree
        .size()
        .to_int_size()
        .scale_by(DOTS)
        .ok_or_else(failed)?;
    let mut dots = Pixmap::new(size.width(), size.height()).ok_or_else(failed)?;
    dots.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(DOTS, DOTS), &mut dots.as_mut());
    let png = dots.encode_png().map_err(|_| failed())?;
    Ok((png, size.width(), size.height()))
}
