//! The timeline: a row for each kind of thing, attacker on top, responders below, what came between; it zooms
//! and pans along time, and a line shows the moment of the replay.

use eframe::egui::{Color32, Rangef, Ui, Vec2b};
use egui_plot::{
    AxisHints, GridMark, HPlacement, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints,
    PlotUi, Points, VLine,
};

use super::replay::{Replay, minutes, moment};
use crate::desktop::theme::{Tokens, tokens};
use crate::desktop::words;
use crate::review::{Lane, Mark, MarkKind, Review};

/// How near to a thing a click must be, in points.
const NEAR: f32 = 9.0;
/// The height of a row.
const ROW: f32 = 19.0;

/// The kinds that there are, from the top of the timeline to its foot.
pub(super) fn kinds(review: &Review) -> Vec<MarkKind> {
    let there = |kind: &MarkKind| review.timeline.marks.iter().any(|mark| mark.kind == *kind);
    let mut kinds: Vec<MarkKind> = MarkKind::ALL.into_iter().filter(there).collect();
    kinds.sort_by_key(|kind| kind.lane());
    kinds
}

/// Draws the timeline, as high as its rows and no higher than this; says from where to where on screen the
/// scrubber's time reaches there.
pub(super) fn timeline_ui(
    ui: &mut Ui,
    review: &Review,
    replay: &mut Replay,
    highest: f32,
) -> Rangef {
    let t = tokens(ui);
    let mut rows = kinds(review);
    rows.retain(|kind| !replay.hidden.contains(kind));
    let shown: Vec<&Mark> = review
        .timeline
        .marks
        .iter()
        .filter(|mark| replay.shows(mark))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "there are a dozen kinds")]
    let count = rows.len().max(1) as f64;
    #[expect(clippy::cast_possible_truncation, reason = "there are a dozen kinds")]
    let height = (count as f32 * ROW + 26.0).min(highest);
    let names = rows.clone();
    let at = minutes(replay.at());
    let show = replay.show.take();
    let plot = Plot::new("timeline")
        .height(height)
        .allow_zoom(Vec2b::new(true, false))
        .allow_drag(Vec2b::new(true, false))
        .allow_scroll(Vec2b::new(true, false))
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .auto_bounds(Vec2b::new(false, false))
        .default_y_bounds(-0.6, count - 0.4)
        .show_grid(Vec2b::new(true, false))
        .grid_color(t.edge)
        .show_background(false)
        .show_crosshair(false)
        .custom_x_axes(vec![
            AxisHints::new_x().formatter(|mark: GridMark, _| words::minute(moment(mark.value))),
        ])
        .x_grid_spacer(|input| steps_of_time(input.bounds))
        .y_grid_spacer(move |_| every_row(count))
        .custom_y_axes(vec![
            AxisHints::new_y()
                .placement(HPlacement::Left)
                .min_thickness(128.0)
                .label_spacing(4.0..=8.0)
                .formatter(move |mark: GridMark, _| row_name(&names, mark.value)),
        ])
        .label_formatter(|_| None);
    let response = plot.show(ui, |plot| {
        if let Some((first, last)) = show {
            plot.set_plot_bounds_x(first..=last);
        }
        plot.set_plot_bounds_y(-0.6..=count - 0.4);
        for (place, kind) in rows.iter().enumerate() {
            row_ui(plot, t, *kind, row_height(place, count), &shown);
        }
        plot.vline(
            VLine::new("STARTEX", 0.0)
                .color(t.edge)
                .style(LineStyle::dashed_loose()),
        );
        plot.vline(VLine::new("Moment", at).color(t.accent).width(2.0));
        let clicked = plot.response().clicked() || plot.response().double_clicked();
        let pointer = plot.pointer_coordinate();
        let scale = plot.transform().dpos_dvalue_x();
        pointer.map(|point| (point, clicked, scale))
    });
    let frame = response.transform.frame().x_range();
    let place = |at| {
        let point = PlotPoint::new(minutes(at), 0.0);
        frame.clamp(response.transform.position_from_point(&point).x)
    };
    let reaches = Rangef::new(place(replay.begin()), place(replay.end()));
    let Some((point, clicked, scale)) = response.inner else {
        return reaches;
    };
    let over = nearest(
        &shown,
        &rows,
        count,
        point.x,
        point.y,
        f64::from(NEAR) / scale.abs(),
    );
    if let Some(mark) = over {
        response.response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(360.0);
            ui.strong(format!("{} · {}", words::minute(mark.at), mark.kind.name()));
            ui.label(&mark.title);
            if !mark.detail.is_empty() {
                ui.weak(&mark.detail);
            }
        });
    }
    if clicked {
        replay.go(over.map_or_else(|| moment(point.x), |mark| mark.at));
    }
    reaches
}

/// Where a row stands; the first is on top.
#[expect(clippy::cast_precision_loss, reason = "there are a dozen kinds")]
fn row_height(place: usize, count: f64) -> f64 {
    count - 1.0 - place as f64
}

fn row_name(rows: &[MarkKind], height: f64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "there are a dozen kinds")]
    let count = rows.len().max(1) as f64;
    let found = rows.iter().enumerate();
    let mut found = found.filter(|(place, _)| (row_height(*place, count) - height).abs() < 0.01);
    found
        .next()
        .map_or_else(String::new, |(_, kind)| kind.name().to_owned())
}

fn row_ui(plot: &mut PlotUi<'_>, t: &Tokens, kind: MarkKind, height: f64, shown: &[&Mark]) {
    let colour = colour(t, kind);
    let marks: Vec<&&Mark> = shown.iter().filter(|mark| mark.kind == kind).collect();
    for mark in &marks {
        if let Some(until) = mark.until.filter(|until| *until > mark.at) {
            let ends = vec![[minutes(mark.at), height], [minutes(until), height]];
            let line = Line::new(kind.name(), PlotPoints::from(ends));
            plot.line(
                line.color(colour.gamma_multiply(0.55))
                    .width(5.0)
                    .allow_hover(false),
            );
        }
    }
    let points: Vec<[f64; 2]> = marks
        .iter()
        .map(|mark| [minutes(mark.at), height])
        .collect();
    let points = Points::new(kind.name(), PlotPoints::from(points));
    plot.points(
        points
            .color(colour)
            .radius(4.5)
            .shape(shape(kind))
            .allow_hover(false),
    );
}

/// The thing nearest to a place on the timeline.
fn nearest<'a>(
    shown: &[&'a Mark],
    rows: &[MarkKind],
    count: f64,
    x: f64,
    y: f64,
    near: f64,
) -> Option<&'a Mark> {
    let row = rows.iter().enumerate();
    let mut row = row.filter(|(place, _)| (row_height(*place, count) - y).abs() < 0.5);
    let (_, kind) = row.next()?;
    let distance = |mark: &Mark| (minutes(mark.at) - x).abs();
    let in_row = shown.iter().filter(|mark| mark.kind == *kind);
    let nearest = in_row.min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    (distance(nearest) <= near).then_some(*nearest)
}

/// The colour of a kind: the lane's, and what stands out in it.
pub(super) fn colour(t: &Tokens, kind: MarkKind) -> Color32 {
    match (kind, kind.lane()) {
        (MarkKind::Harm, _) => t.high,
        (MarkKind::Prevented | MarkKind::Report, _) => t.good,
        (_, Lane::Attacker) => t.bad,
        (_, Lane::World) => t.dim,
        (_, Lane::Signals) => t.caution,
        (_, Lane::Responders) => t.accent,
    }
}

/// The shape of a kind, so that not the colour alone tells them apart.
const fn shape(kind: MarkKind) -> MarkerShape {
    match kind {
        MarkKind::Act | MarkKind::Work => MarkerShape::Circle,
        MarkKind::Prevented => MarkerShape::Cross,
        MarkKind::Reaction | MarkKind::Finding => MarkerShape::Up,
        MarkKind::Harm => MarkerShape::Asterisk,
        MarkKind::Alert | MarkKind::Decision => MarkerShape::Diamond,
        MarkKind::Inject | MarkKind::Message | MarkKind::Happening => MarkerShape::Square,
        MarkKind::Triage | MarkKind::Report => MarkerShape::Down,
        MarkKind::Observation => MarkerShape::Plus,
    }
}

/// Grid lines at whole minutes, hours and days.
fn steps_of_time((first, last): (f64, f64)) -> Vec<GridMark> {
    const STEPS: [f64; 10] = [
        1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 360.0, 720.0, 1_440.0, 10_080.0,
    ];
    let fits = |step: &&f64| (last - first) / **step <= 12.0;
    let step = STEPS.iter().find(fits).copied().unwrap_or(43_200.0);
    let mut marks = Vec::new();
    let mut value = (first / step).ceil() * step;
    while value <= last && marks.len() < 100 {
        marks.push(GridMark {
            value,
            step_size: step,
        });
        value += step;
    }
    marks
}

fn every_row(count: f64) -> Vec<GridMark> {
    let mut marks = Vec::new();
    let mut value = 0.0;
    while value < count {
        marks.push(GridMark {
            value,
            step_size: 1.0,
        });
        value += 1.0;
    }
    marks
}
