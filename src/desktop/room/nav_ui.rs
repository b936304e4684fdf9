//! The navigation at the left: the sections with their counters, and what just came in.

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align2, CornerRadius, FontId, Label, RichText, Role, ScrollArea, Sense, TextStyle, Ui,
    WidgetInfo, vec2,
};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{ICON_CLEAR_ALL, ICON_CLOSE};

use super::super::section::Section;
use super::{Notices, View, inbox};
use crate::desktop::command::{Act, UiCommand};
use crate::desktop::theme::{self, tokens};
use crate::desktop::{widgets, words};
use crate::world::state::TaskProgress;

/// Draws the navigation.
pub(super) fn nav_ui(
    ui: &mut Ui,
    view: &View<'_>,
    current: Option<Section>,
    inbox: &inbox::Memory,
    notices: &Notices,
    out: &mut Vec<UiCommand>,
) {
    ui.spacing_mut().item_spacing.y = 3.0;
    let fitting = Section::ALL
        .into_iter()
        .filter(|section| section.fits(view.scenario));
    for section in fitting {
        let (counter, urgent) = counter(view, inbox, section);
        let entry = Entry {
            name: section.name(),
            icon: section.icon(),
            act: Act::Section(section),
            chosen: current == Some(section),
            counter: counter.as_deref(),
            urgent,
        };
        if entry_ui(ui, &entry) {
            out.push(UiCommand::Act(Act::Section(section)));
        }
    }
    ui.add_space(theme::GAP);
    ui.separator();
    notices_ui(ui, notices, out);
}

/// What a section counts, and whether somebody should look.
fn counter(view: &View<'_>, inbox: &inbox::Memory, section: Section) -> (Option<String>, bool) {
    let some = |n: usize| (n > 0).then(|| n.to_string());
    match section {
        Section::Inbox => (some(inbox.unseen()), inbox.unseen() > 0),
        Section::Plan => {
            let open = view
                .state
                .plans
                .values()
                .filter(|plan| plan.done.is_none())
                .count();
            (some(open), false)
        }
        Section::File => {
            let open = view
                .scenario
                .questions
                .iter()
                .filter(|question| !view.state.answers.contains_key(&question.id))
                .count();
            (some(open).map(|n| format!("{n} open")), false)
        }
        Section::Team => {
            let busy = view
                .state
                .tasks
                .values()
                .rev()
                .filter(|task| task.progress == TaskProgress::Running)
                .count();
            (some(busy).map(|n| format!("{n} busy")), false)
        }
        Section::Evidence => {
            let pins = view.state.pins.len();
            (some(pins).map(|n| format!("{n} pinned")), false)
        }
        Section::Playbook => {
            let open = view
                .state
                .reports
                .iter()
                .filter(|(step, report)| {
                    !report.is_done() && !view.state.not_applicable.contains_key(*step)
                })
                .count();
            (some(open).map(|n| format!("{n} begun")), false)
        }
        Section::Network | Section::Actions | Section::Messages => (None, false),
    }
}

/// An entry of the navigation.
pub(in crate::desktop) struct Entry<'a> {
    /// Its name.
    pub(in crate::desktop) name: &'static str,
    /// Its sign.
    pub(in crate::desktop) icon: MaterialIcon,
    /// What goes there, for its key.
    pub(in crate::desktop) act: Act,
    /// Whether it is open.
    pub(in crate::desktop) chosen: bool,
    /// What it counts.
    pub(in crate::desktop) counter: Option<&'a str>,
    /// Whether somebody should look.
    pub(in crate::desktop) urgent: bool,
}

/// Draws an entry of the navigation; says whether it was clicked.
pub(in crate::desktop) fn entry_ui(ui: &mut Ui, entry: &Entry<'_>) -> bool {
    let t = tokens(ui);
    let Entry {
        name,
        icon,
        act,
        chosen,
        counter,
        urgent,
    } = *entry;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::click());
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, 6, t.selected);
        let mut edge = rect.shrink2(vec2(0.0, 7.0));
        edge.set_width(3.0);
        painter.rect_filled(edge, CornerRadius::same(2), t.accent);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 6, t.raised);
    }
    let colour = if chosen { t.accent } else { t.dim };
    let at = rect.left_center() + vec2(12.0, 0.0);
    painter.text(
        at,
        Align2::LEFT_CENTER,
        icon.codepoint,
        FontId::new(19.0, icon.font_family()),
        colour,
    );
    let font = TextStyle::Body.resolve(ui.style());
    painter.text(
        rect.left_center() + vec2(40.0, 0.0),
        Align2::LEFT_CENTER,
        name,
        font,
        t.text,
    );
    if let Some(counter) = counter {
        let font = FontId::proportional(12.5);
        let ink = if urgent { t.on_primary } else { t.dim };
        let galley = painter.layout_no_wrap(counter.to_owned(), font, ink);
        let right = rect.right_center() - vec2(10.0, 0.0);
        let size = galley.size();
        let ground = eframe::egui::Rect::from_center_size(
            right - vec2(size.x / 2.0, 0.0),
            size + vec2(12.0, 4.0),
        );
        if urgent {
            painter.rect_filled(ground, 9, t.primary);
        }
        painter.galley(ground.center() - size / 2.0, galley, ink);
    }
    let name = counter.map_or_else(|| name.to_owned(), |counter| format!("{name}, {counter}"));
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &name));
    let shortcut = act.shortcut().map(|s| ui.format_shortcut(&s));
    response
        .on_hover_text(shortcut.unwrap_or_default())
        .clicked()
}

fn notices_ui(ui: &mut Ui, notices: &Notices, out: &mut Vec<UiCommand>) {
    let t = tokens(ui);
    ui.horizontal(|ui| {
        widgets::caption_ui(ui, "Just in");
        if !notices.list().is_empty() {
            ui.with_layout(
                eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                |ui| {
                    if widgets::icon_button_ui(ui, ICON_CLEAR_ALL, "Clear what just came in")
                        .clicked()
                    {
                        out.push(UiCommand::DismissAll);
                    }
                },
            );
        }
    });
    if notices.list().is_empty() {
        ui.add(Label::new(RichText::new("Nothing new").small().color(t.dim)).selectable(false));
        return;
    }
    ui.spacing_mut().scroll = eframe::egui::style::ScrollStyle::thin();
    ScrollArea::vertical()
        .id_salt("notices")
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for (i, notice) in notices.list().iter().enumerate() {
                let colour = notice
                    .severity
                    .map_or(t.accent, |severity| t.severity(severity));
                let response = t
                    .card_frame()
                    .inner_margin(8)
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        ui.spacing_mut().item_spacing = vec2(5.0, 2.0);
                        ui.horizontal(|ui| {
                            ui.add(
                                Label::new(notice.icon.rich_text().size(15.0).color(colour))
                                    .selectable(false),
                            );
                            let head = format!("{} {}", notice.kind, words::minute(notice.at));
                            ui.add(
                                Label::new(RichText::new(head).small().color(colour))
                                    .selectable(false),
                            );
                            ui.with_layout(
                                eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                                |ui| {
                                    let name = format!("Dismiss: {}", notice.text);
                                    let close = ui.add(
                                        Label::new(ICON_CLOSE.rich_text().size(14.0).color(t.dim))
                                            .sense(Sense::click()),
                                    );
                                    close.widget_info(|| {
                                        WidgetInfo::labeled(Role::Button, true, &name)
                                    });
                                    if close.on_hover_text("Dismiss").clicked() {
                                        out.push(UiCommand::Dismiss(i));
                                    }
                                },
                            );
                        });
                        let font = TextStyle::Small.resolve(ui.style());
                        let mut job = LayoutJob::simple(
                            notice.text.clone(),
                            font,
                            t.text,
                            ui.available_width(),
                        );
                        job.wrap.max_rows = 2;
                        ui.add(Label::new(job).selectable(false).sense(Sense::click()))
                    })
                    .inner;
                let name = format!("Go to {}: {}", notice.kind, notice.text);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
                if response.on_hover_text(&notice.text).clicked() {
                    out.push(UiCommand::Go(notice.goal.clone()));
                }
            }
        });
}
