//! The dialog that asks which file to read or write.

use std::path::{Path, PathBuf};

use eframe::egui::{Label, RichText, Ui};
use egui_material_icons::icons::ICON_CHECK;

use super::command::{Paper, UiCommand};
use super::theme::{self, tokens};
use super::{widgets, words};
use crate::report::Format;

/// What a paper is called, what the dialog says of it, and how its file's name ends.
pub(super) struct Kind {
    /// The dialog's headline.
    pub(super) title: &'static str,
    /// What it is for.
    pub(super) about: &'static str,
    /// What a new file is called.
    pub(super) name: &'static str,
    /// The endings that can be chosen; the first is usual.
    pub(super) endings: &'static [&'static str],
    /// Whether the file is written.
    pub(super) writes: bool,
}

/// What is to be said of a paper.
pub(super) const fn kind(paper: Paper) -> Kind {
    match paper {
        Paper::Msel => Kind {
            title: "MSEL as a sheet",
            about: "A file for a spreadsheet program (.xlsx) or plain text (.csv). It holds the hidden truth: for the staff only.",
            name: "msel.xlsx",
            endings: &["xlsx", "csv"],
            writes: true,
        },
        Paper::EditedMsel => Kind {
            title: "Take an edited MSEL in",
            about: "A sheet that was written here and edited (.xlsx, .ods or .csv).",
            name: "",
            endings: &["xlsx", "ods", "csv"],
            writes: false,
        },
        Paper::Roster => Kind {
            title: "Participants' list",
            about: "A CSV file with names, roles, teams and addresses.",
            name: "participants.csv",
            endings: &["csv"],
            writes: true,
        },
        Paper::NewRoster => Kind {
            title: "Read a list of participants",
            about: "A CSV file with the columns Name, Roles, Team, Kind and Mail. It takes the place of the list here.",
            name: "",
            endings: &["csv"],
            writes: false,
        },
        Paper::Calendar => Kind {
            title: "Calendar file",
            about: "An invitation for the participants. It says when, where and what it is about, and nothing of what will happen.",
            name: "exercise.ics",
            endings: &["ics"],
            writes: true,
        },
        Paper::Evaluation => Kind {
            title: "Evaluator's sheet",
            about: "One for each evaluator, to be filled in alone with any spreadsheet program and taken in again afterwards.",
            name: "evaluation.xlsx",
            endings: &["xlsx"],
            writes: true,
        },
        Paper::FilledEvaluation => Kind {
            title: "Take an evaluator's sheet in",
            about: "A sheet of this exercise that an evaluator has filled in.",
            name: "",
            endings: &["xlsx", "ods"],
            writes: false,
        },
        Paper::Record { names: true } => Kind {
            title: "Export the record",
            about: "The whole record, with the names of those who took part, the report's text and its corrective actions.",
            name: "exercise.hotwash",
            endings: &["hotwash"],
            writes: true,
        },
        Paper::Record { names: false } => Kind {
            title: "Export the record without names",
            about: "The whole record without the names of those who took part and the owners of corrective actions. What people wrote during the exercise is as it was.",
            name: "exercise.hotwash",
            endings: &["hotwash"],
            writes: true,
        },
        Paper::CarriedRecord => Kind {
            title: "Take a record in",
            about: "A record that was exported (.hotwash). It is checked whole, and nothing is written over.",
            name: "",
            endings: &["hotwash"],
            writes: false,
        },
        Paper::Report(format, _) => report(format),
    }
}

/// What is to be said of a report.
const fn report(format: Format) -> Kind {
    let (name, endings): (&str, &[&str]) = match format {
        Format::Html => ("after-action.html", &["html"]),
        Format::Pdf => ("after-action.pdf", &["pdf"]),
        Format::Docx => ("after-action.docx", &["docx"]),
        Format::Markdown => ("after-action.md", &["md"]),
        Format::Csv => ("scores.csv", &["csv"]),
        Format::Json => ("after-action.json", &["json"]),
        Format::Navigator => ("after-action.navigator.json", &["json"]),
        Format::Xapi => ("after-action.xapi.json", &["json"]),
        Format::Ics => ("corrective-actions.ics", &["ics"]),
    };
    Kind {
        title: "After-action report",
        about: words::report(format),
        name,
        endings,
        writes: true,
    }
}

/// The dialog.
#[derive(Debug)]
pub(super) struct FileDialog {
    paper: Paper,
    path: String,
    had_cursor: bool,
}

impl FileDialog {
    /// Asks for a file; one that is written is proposed in this folder.
    /// The name of a record's own file begins with the record's.
    pub(super) fn new(paper: Paper, folder: &Path, record: Option<&str>) -> Self {
        let kind = kind(paper);
        let path = if kind.name.is_empty() {
            String::new()
        } else {
            let name = record.map_or_else(
                || kind.name.to_owned(),
                |record| match paper {
                    Paper::Record { .. } => format!("{record}.hotwash"),
                    _ => format!("{record}-{}", kind.name),
                },
            );
            folder.join(name).display().to_string()
        };
        Self {
            paper,
            path,
            had_cursor: false,
        }
    }

    /// Whether it asks for this paper's file.
    pub(super) fn is_for(&self, paper: Paper) -> bool {
        self.paper == paper
    }
}

/// Draws the dialog; says whether it is still to be shown.
pub(super) fn files_ui(ui: &Ui, dialog: &mut FileDialog, out: &mut Vec<UiCommand>) -> bool {
    let kind = kind(dialog.paper);
    let mut done = false;
    let modal = widgets::dialog(ui, "file").show(ui.ctx(), |ui| {
        let t = tokens(ui);
        ui.set_width((ui.ctx().content_rect().width() - 120.0).min(600.0));
        widgets::headline_ui(ui, kind.title);
        ui.add(Label::new(RichText::new(kind.about).color(t.dim)).wrap());
        ui.add_space(theme::GAP);
        let (entered, browses) = widgets::path_ui(ui, &mut dialog.path, &mut dialog.had_cursor);
        if browses {
            // The dialog stays for whoever has no such dialog on their system.
            out.push(UiCommand::BrowseFile(dialog.paper));
        }
        let path = dialog.path.trim();
        let exists = kind.writes && Path::new(path).exists();
        if exists {
            widgets::dim_ui(ui, "There is such a file; it will be replaced");
        }
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let ready = !path.is_empty();
            let name = if kind.writes {
                "Write file"
            } else {
                "Read file"
            };
            let go = widgets::primary_ui(ui, ready, ICON_CHECK, name, "Name a file first");
            if ready && (go.clicked() || entered) {
                out.push(UiCommand::UseFile(dialog.paper, PathBuf::from(path)));
                done = true;
            }
            if ui.button("Cancel").clicked() {
                done = true;
            }
        });
    });
    !done && !modal.should_close()
}
