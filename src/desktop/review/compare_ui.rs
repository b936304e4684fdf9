//! This run beside the reference, earlier runs and automatic novices; and exercises over time.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::{Grid, Label, ProgressBar, RichText, ScrollArea, Ui};
use egui_material_icons::icons::{ICON_CANCEL, ICON_FILTER_LIST, ICON_SCALE};
use egui_plot::{
    Bar, BarChart, Corner, Legend, Line, MarkerShape, Plot, PlotPoints, Points, VLine,
};

use crate::desktop::command::UiCommand;
use crate::desktop::compared::{Compared, NOVICES, OtherRun, Passed};
use crate::desktop::finished::Finished;
use crate::desktop::theme::{self, tokens};
use crate::desktop::widgets;
use crate::desktop::work::Work;
use crate::review::comparison::{Contender, figures, phase_score};
use crate::scenario::Phase;

/// What the comparison remembers.
#[derive(Default)]
pub(super) struct Memory {
    work: Option<Arc<Work>>,
    compared: Option<Compared>,
    /// The phase whose course over time is shown; all of them if none.
    phase: Option<Phase>,
    stopped: bool,
    /// What stands side by side, in its order.
    shown: Vec<Contender>,
}

impl Memory {
    pub(super) fn begin(&mut self, work: Arc<Work>) {
        self.work = Some(work);
        self.stopped = false;
    }

    pub(super) fn take(&mut self, compared: Compared) {
        self.work = None;
        self.compared = Some(compared);
        self.gather();
    }

    /// Sets another run beside this one, or takes it away.
    pub(super) fn set_beside(&mut self, path: &Path, contender: Option<&Contender>) {
        let others = self.compared.iter_mut().flat_map(|one| &mut one.others);
        for other in others.filter(|other| other.path == path) {
            other.beside = contender.cloned();
        }
        self.gather();
    }

    fn gather(&mut self) {
        self.shown = self.compared.as_ref().map_or_else(Vec::new, |compared| {
            let beside = compared.others.iter().filter_map(|run| run.beside.clone());
            compared.contenders.iter().cloned().chain(beside).collect()
        });
    }

    pub(super) fn stop(&mut self) {
        if let Some(work) = self.work.take() {
            work.stop();
        }
        self.stopped = true;
    }

    /// What was compared is no longer so.
    pub(super) fn forget(&mut self) {
        self.compared = None;
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Draws the comparison; asks for it first.
pub(super) fn compare_ui(
    ui: &mut Ui,
    finished: &Finished,
    memory: &mut Memory,
    out: &mut Vec<UiCommand>,
) {
    let compared = memory
        .compared
        .as_ref()
        .filter(|compared| compared.path == finished.path);
    let Some(compared) = compared else {
        waiting_ui(ui, memory, out);
        return;
    };
    ScrollArea::vertical()
        .id_salt("compare")
        .auto_shrink(false)
        .show(ui, |ui| {
            widgets::card_ui(ui, "Beside other runs of this scenario", |ui| {
                others_ui(ui, &compared.others, out);
                figures_ui(ui, "runs", &memory.shown);
            });
            ui.add_space(theme::GAP);
            widgets::card_ui(ui, "Among automatic novices", |ui| {
                novices_ui(ui, finished, compared);
            });
            let phase = &mut memory.phase;
            ui.add_space(theme::GAP);
            widgets::card_ui(ui, "Over time, all scenarios", |ui| {
                trend_ui(ui, &compared.passed, phase);
            });
        });
}

/// Which other runs stand beside this one.
fn others_ui(ui: &mut Ui, others: &[OtherRun], out: &mut Vec<UiCommand>) {
    if others.is_empty() {
        widgets::dim_ui(ui, "No other run of this scenario is over yet");
        return;
    }
    let beside = others.iter().filter(|run| run.beside.is_some()).count();
    let label = format!("Other runs: {beside} of {}", others.len());
    widgets::choices_ui(ui, (ICON_FILTER_LIST.codepoint, label), |ui| {
        ScrollArea::vertical().max_height(320.0).show_rows(
            ui,
            ui.spacing().interact_size.y,
            others.len(),
            |ui, rows| {
                for run in others.get(rows).unwrap_or_default() {
                    let mut shown = run.beside.is_some();
                    if ui.checkbox(&mut shown, &run.name).changed() {
                        out.push(UiCommand::SetBeside {
                            path: run.path.clone(),
                            name: run.name.clone(),
                            shown,
                        });
                    }
                }
            },
        );
    });
    ui.add_space(4.0);
}

fn waiting_ui(ui: &mut Ui, memory: &Memory, out: &mut Vec<UiCommand>) {
    if let Some(work) = &memory.work {
        let head = format!("Playing the reference run and {NOVICES} novices");
        widgets::card_ui(ui, &head, |ui| {
            ui.horizontal(|ui| {
                ui.add(
                    ProgressBar::new(work.share())
                        .desired_width(320.0)
                        .show_percentage(),
                );
                if widgets::button_ui(ui, ICON_CANCEL, "Stop").clicked() {
                    out.push(UiCommand::Compare(false));
                }
            });
        });
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(100));
        return;
    }
    if memory.stopped {
        widgets::empty_ui(
            ui,
            ICON_SCALE,
            "Not compared",
            "The comparison was stopped.",
        );
        ui.vertical_centered(|ui| {
            if widgets::button_ui(ui, ICON_SCALE, "Compare").clicked() {
                out.push(UiCommand::Compare(true));
            }
        });
    } else {
        out.push(UiCommand::Compare(true));
    }
}

/// Draws runs side by side, line by line; the best of a line stands out.
pub(super) fn figures_ui(ui: &mut Ui, salt: &str, contenders: &[Contender]) {
    let t = tokens(ui);
    ScrollArea::horizontal().id_salt(salt).show(ui, |ui| {
        Grid::new(salt)
            .striped(true)
            .min_col_width(104.0)
            .spacing([18.0, 5.0])
            .show(ui, |ui| {
                widgets::caption_ui(ui, "");
                for contender in contenders {
                    ui.add(
                        Label::new(RichText::new(&contender.name).small().color(t.dim)).extend(),
                    );
                }
                ui.end_row();
                for figure in figures(contenders) {
                    ui.label(&figure.name);
                    let best = figure.best();
                    for (place, value) in figure.values.iter().enumerate() {
                        let text =
                            value.map_or_else(|| "–".to_owned(), |amount| amount.to_string());
                        let text = if best.contains(&place) {
                            RichText::new(text).strong().color(t.good)
                        } else {
                            RichText::new(text).color(t.text)
                        };
                        ui.label(text);
                    }
                    ui.end_row();
                }
            });
    });
}

fn novices_ui(ui: &mut Ui, finished: &Finished, compared: &Compared) {
    let t = tokens(ui);
    let card = &finished.review.card;
    let mine = card.process.as_f64();
    if let (Some(below), Some(median)) = (
        compared.novices.percent_below(mine),
        compared.novices.median(),
    ) {
        let said = format!(
            "This run's process score of {} is above {below} % of {NOVICES} automatic novices; their median is {median:.1}.",
            card.process
        );
        ui.add(Label::new(said).wrap());
    }
    let bars = compared
        .novices
        .tenths()
        .into_iter()
        .zip(0_u32..)
        .map(|(n, i)| {
            Bar::new(f64::from(i) * 10.0 + 5.0, f64::from(n))
                .width(9.0)
                .fill(t.wash(t.accent))
        });
    let bars = BarChart::new("Novices", bars.collect()).color(t.accent);
    let bars = bars.element_formatter(Box::new(|bar, _| format!("{:.0} novices", bar.value)));
    Plot::new("novices")
        .height(170.0)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .grid_color(t.line)
        .show_background(false)
        .default_x_bounds(0.0, 100.0)
        .include_y(0.0)
        .x_axis_label("Process score")
        .legend(Legend::default().position(Corner::LeftTop))
        .show(ui, |plot| {
            plot.bar_chart(bars);
            plot.vline(VLine::new("This run", mine).color(t.good).width(2.0));
        });
    Grid::new("novice phases")
        .striped(true)
        .spacing([18.0, 4.0])
        .show(ui, |ui| {
            for head in ["Phase", "This run", "Novices' median", "Above"] {
                widgets::caption_ui(ui, head);
            }
            ui.end_row();
            for (phase, scores) in &compared.by_phase {
                ui.label(phase.name());
                let mine = phase_score(card, *phase);
                ui.label(mine.map_or_else(|| "–".to_owned(), |points| points.to_string()));
                let median = scores.median();
                ui.label(median.map_or_else(|| "–".to_owned(), |median| format!("{median:.1}")));
                let below = mine.and_then(|points| scores.percent_below(points.as_f64()));
                ui.label(below.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %")));
                ui.end_row();
            }
        });
}

fn trend_ui(ui: &mut Ui, passed: &[Passed], phase: &mut Option<Phase>) {
    let t = tokens(ui);
    if passed.len() < 2 {
        widgets::dim_ui(ui, "One exercise makes no course; play another one");
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.selectable_value(phase, None, "Process");
        for one in Phase::ALL {
            if passed.iter().any(|p| p.score(Some(one)).is_some()) {
                ui.selectable_value(phase, Some(one), one.name());
            }
        }
    });
    let shown = *phase;
    let course: Vec<[f64; 2]> = passed
        .iter()
        .zip(0_u32..)
        .filter_map(|(one, i)| Some([f64::from(i) + 1.0, one.score(shown)?]))
        .collect();
    let labels: Vec<String> = passed
        .iter()
        .map(|p| format!("{}, {}", p.title, p.when))
        .collect();
    let name = shown.map_or("Process", Phase::name);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred exercises")]
    let last = passed.len() as f64;
    Plot::new("trend")
        .height(200.0)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .grid_color(t.line)
        .show_background(false)
        .default_x_bounds(0.5, last + 0.5)
        .default_y_bounds(-4.0, 104.0)
        .x_axis_formatter(|mark, _| {
            if mark.value.fract() == 0.0 {
                format!("{:.0}", mark.value)
            } else {
                String::new()
            }
        })
        .x_axis_label("Exercise, the oldest first")
        .show(ui, |plot| {
            plot.line(
                Line::new(name, PlotPoints::from(course.clone()))
                    .color(t.accent)
                    .width(1.5),
            );
            for point in course {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a place in a list"
                )]
                let label = labels
                    .get((point[0] as usize).saturating_sub(1))
                    .cloned()
                    .unwrap_or_default();
                let points = Points::new(label, PlotPoints::from(vec![point]));
                plot.points(
                    points
                        .color(t.accent)
                        .radius(4.5)
                        .shape(MarkerShape::Circle),
                );
            }
        });
}
