//! Lines and hits over time, and the stretch of time that is shown.

use std::fmt::Write as _;

use eframe::egui::{
    Align, Align2, Button, CursorIcon, Layout, Rect, Role, Sense, Stroke, TextEdit, TextStyle, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons::{ICON_CLOSE, ICON_SCHEDULE};

use super::{Memory as Whole, View, times};
use crate::base::Moment;
use crate::desk::Bucket;
use crate::desktop::theme::tokens;
use crate::desktop::{widgets, words};

const HEIGHT: f32 = 46.0;
const AXIS: f32 = 16.0;
/// How wide a bar is, with its gap.
const BAR: f32 = 5.0;

/// What the histogram remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    from: String,
    to: String,
    /// The window that the two texts say, so that they follow when it is set elsewhere.
    said: Option<(Moment, Moment)>,
    wrong: bool,
    dragged_from: Option<f32>,
}

impl Memory {
    /// The window was set elsewhere.
    pub(super) fn window_changed(&mut self) {
        self.said = None;
        self.from.clear();
        self.to.clear();
        self.wrong = false;
    }
}

/// Draws the histogram and the row below it.
pub(super) fn histogram_ui(ui: &mut Ui, view: &View<'_>, whole: &mut Whole) {
    let t = tokens(ui);
    let width = ui.available_width();
    let (rect, response) =
        ui.allocate_exact_size(vec2(width, HEIGHT + AXIS), Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Figure,
            true,
            "Lines over time; drag to choose a stretch",
        )
    });
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the width of a window, in bars"
    )]
    let bars = (width / BAR).floor().clamp(8.0, 600.0) as usize;
    let buckets = whole.desk.histogram(bars);
    let plot = Rect::from_min_size(rect.min, vec2(width, HEIGHT));
    ui.painter().rect_filled(plot, 4, t.panel);
    bars_ui(ui, plot, &buckets);
    let at = |x: f32| moment_at(&buckets, plot, x);
    let small = TextStyle::Small.resolve(ui.style());
    if let (Some(first), Some(last)) = (buckets.first(), buckets.last()) {
        let starts = view.scenario.starts;
        let middle = Moment::from_ms(i64::midpoint(first.from.as_ms(), last.to.as_ms()));
        for (x, align, moment) in [
            (plot.left(), Align2::LEFT_TOP, first.from),
            (plot.center().x, Align2::CENTER_TOP, middle),
            (plot.right(), Align2::RIGHT_TOP, last.to),
        ] {
            let text = times::tick(starts, moment);
            let at = pos2(x, plot.bottom() + 2.0);
            ui.painter().text(at, align, text, small.clone(), t.dim);
        }
    }
    let mut window = None;
    let pointer = response.interact_pointer_pos();
    if response.drag_started() {
        let origin = ui.input(|input| input.pointer.press_origin());
        whole.histogram.dragged_from = origin.map(|p| p.x);
    }
    if let (Some(from), Some(to)) = (whole.histogram.dragged_from, pointer) {
        let x = [from, to.x].map(|x| x.clamp(plot.left(), plot.right()));
        let (left, right) = (x[0].min(x[1]), x[0].max(x[1]));
        let chosen = Rect::from_x_y_ranges(left..=right, plot.y_range());
        ui.painter()
            .rect_filled(chosen, 2, t.accent.gamma_multiply(0.22));
        ui.painter().rect_stroke(
            chosen,
            2,
            Stroke::new(1.0, t.accent),
            eframe::egui::StrokeKind::Inside,
        );
        if response.drag_stopped() {
            if right - left > 3.0
                && let (Some(from), Some(to)) = (at(left), at(right))
            {
                window = Some(Some((from, to)));
            }
            whole.histogram.dragged_from = None;
        }
    } else {
        whole.histogram.dragged_from = None;
    }
    if response.double_clicked() {
        window = Some(None);
    }
    let response = response.on_hover_cursor(CursorIcon::Crosshair);
    if let Some(x) = response.hover_pos().map(|p| p.x)
        && let Some(bucket) = at(x).and_then(|at| buckets.iter().find(|b| at < b.to))
    {
        let x = x.clamp(plot.left(), plot.right());
        let line = [pos2(x, plot.top()), pos2(x, plot.bottom())];
        ui.painter().line_segment(line, Stroke::new(1.0, t.edge));
        let starts = view.scenario.starts;
        let mut text = format!(
            "{} to {} UTC\n{}, {}",
            times::tick(starts, bucket.from),
            times::tick(starts, bucket.to),
            words::clock(bucket.from),
            words::lines(bucket.lines),
        );
        let found = found_in(bucket);
        if found > 0 {
            let _ = write!(text, ", {} found", words::amount(found));
        }
        response.on_hover_text_at_pointer(text);
    }
    if let Some(window) = window {
        set(whole, window);
    }
    range_ui(ui, view, whole);
}

/// How much of a search was found in a stretch.
fn found_in(bucket: &Bucket) -> u64 {
    let Bucket { hits, .. } = bucket;
    *hits
}

/// The bars: lines behind, hits before them on a scale of their own, so that three hits among a million
/// lines show.
fn bars_ui(ui: &Ui, plot: Rect, buckets: &[Bucket]) {
    let t = tokens(ui);
    let most = |of: fn(&Bucket) -> u64| buckets.iter().map(of).max().unwrap_or(0);
    let (most_lines, most_hits) = (most(|b| b.lines), most(found_in));
    let painter = ui.painter().with_clip_rect(plot);
    let step = plot.width() / count(buckets.len().max(1));
    for (i, bucket) in buckets.iter().enumerate() {
        let left = plot.left() + step * count(i);
        let bar = |n: u64, most: u64, least: f32, inset: f32, colour| {
            if n > 0 {
                let height = (share(n, most) * (HEIGHT - 4.0)).max(least);
                let min = pos2(left + inset, plot.bottom() - height);
                let max = pos2(left + step - 1.0 - inset, plot.bottom());
                painter.rect_filled(Rect::from_min_max(min, max), 0, colour);
            }
        };
        bar(bucket.lines, most_lines, 1.0, 0.0, t.edge);
        bar(found_in(bucket), most_hits, 4.0, 0.5, t.accent);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred bars")]
fn count(n: usize) -> f32 {
    n as f32
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a share on screen"
)]
fn share(n: u64, most: u64) -> f32 {
    (n as f64 / most.max(1) as f64) as f32
}

/// The moment at a place of the plot.
fn moment_at(buckets: &[Bucket], plot: Rect, x: f32) -> Option<Moment> {
    let (first, last) = (buckets.first()?, buckets.last()?);
    let share = f64::from(((x - plot.left()) / plot.width().max(1.0)).clamp(0.0, 1.0));
    let length = last.to.since(first.from).as_ms();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place on screen is no more exact"
    )]
    let ms = (share * length as f64) as u64;
    Some(first.from + crate::base::Span::from_ms(ms))
}

fn set(whole: &mut Whole, window: Option<(Moment, Moment)>) {
    let window = window.filter(|(from, to)| from < to);
    whole.desk.set_window(window);
    whole.histogram.window_changed();
    whole.table.opened();
}

/// The stretch of time in words, to be typed over, and how lines are shown.
fn range_ui(ui: &mut Ui, view: &View<'_>, whole: &mut Whole) {
    let t = tokens(ui);
    let window = whole.desk.window();
    if whole.histogram.said != window {
        let starts = view.scenario.starts;
        let (from, to) = window.map_or_else(Default::default, |(from, to)| {
            (times::typed(starts, from), times::typed(starts, to))
        });
        (whole.histogram.from, whole.histogram.to) = (from, to);
        whole.histogram.said = window;
    }
    let mut apply = false;
    let mut all = false;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        ui.add(
            eframe::egui::Label::new(ICON_SCHEDULE.rich_text().size(17.0).color(t.dim))
                .selectable(false),
        );
        let memory = &mut whole.histogram;
        let width = 148.0;
        for (text, hint, name) in [
            (&mut memory.from, "from the start", "Shown from"),
            (&mut memory.to, "until now", "Shown until"),
        ] {
            if name == "Shown until" {
                widgets::dim_ui(ui, "–");
            }
            let mut edit = TextEdit::singleline(text)
                .hint_text(hint)
                .desired_width(width)
                .font(TextStyle::Small);
            if memory.wrong {
                edit = edit.text_color(t.bad);
            }
            let field = ui
                .add(edit)
                .on_hover_text("UTC such as 2026-03-03 09:05, or story time such as T-0:30 or D-2 04:10. Enter shows it")
                .accessible_name(name);
            let entered = ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
            apply |= field.lost_focus() && entered;
        }
        if window.is_some()
            && widgets::icon_button_ui(ui, ICON_CLOSE, "Show all time").clicked()
        {
            all = true;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (raw, text, name) in [
                (true, "Raw", "Show raw lines"),
                (false, "Columns", "Show columns"),
            ] {
                let chosen = whole.table.raw == raw;
                let response = ui.add(Button::selectable(chosen, text));
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, name));
                if response.clicked() {
                    whole.table.raw = raw;
                }
            }
        });
    });
    if all {
        set(whole, None);
    } else if apply {
        typed(view, whole);
    }
}

/// Takes over the stretch of time that was typed.
fn typed(view: &View<'_>, whole: &mut Whole) {
    let (from, to) = (whole.histogram.from.trim(), whole.histogram.to.trim());
    if from.is_empty() && to.is_empty() {
        set(whole, None);
        return;
    }
    let read = |text: &str| times::read(view.scenario, text, view.now);
    let oldest = || {
        let log = whole.desk.log().and_then(|id| view.scenario.log(id));
        log.map(|log| view.scenario.moment(log.from))
            .or_else(|| whole.desk.histogram(1).first().map(|bucket| bucket.from))
    };
    let from = if from.is_empty() {
        oldest()
    } else {
        read(from)
    };
    let to = if to.is_empty() {
        Some(view.now)
    } else {
        read(to)
    };
    match (from, to) {
        (Some(from), Some(to)) if from < to => set(whole, Some((from, to))),
        _ => whole.histogram.wrong = true,
    }
}
