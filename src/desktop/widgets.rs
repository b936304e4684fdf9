//! The few widgets that all screens share.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{
    self, Align, Align2, AtomExt as _, Button, Color32, FontId, Frame, Id, Label, Layout, Margin,
    Modal, PopupCloseBehavior, Response, RichText, Role, Sense, Stroke, TextEdit, TextStyle, Ui,
    WidgetInfo, pos2, vec2,
};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_BLOCK, ICON_CHECK_CIRCLE, ICON_FOLDER_OPEN, ICON_RADIO_BUTTON_CHECKED,
    ICON_RADIO_BUTTON_UNCHECKED,
};

use super::theme::{self, tokens};
use crate::scenario::Confidence;

/// A page's title.
pub(super) fn title_ui(ui: &mut Ui, text: &str) {
    ui.label(
        RichText::new(text)
            .size(theme::TITLE)
            .color(tokens(ui).text),
    );
}

/// Asks for all of a list, or for its first rows again; nothing where they are all. A list within a page that
/// scrolls doesn't scroll by itself: neither the keyboard nor a reader of screens would get to its rows.
pub(super) fn more_ui(ui: &mut Ui, all: &mut bool, first: usize, (count, what): (usize, &str)) {
    if count <= first {
        return;
    }
    ui.add_space(4.0);
    let text = if *all {
        format!("Show the first {first} {what}")
    } else {
        format!("Show all {count} {what}")
    };
    if ui.button(text).clicked() {
        *all = !*all;
    }
}

/// A menu of choices that stays open while they are made.
pub(super) fn choices_ui(ui: &mut Ui, label: (&str, String), content: impl FnOnce(&mut Ui)) {
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(label).config(stays).ui(ui, content);
}

/// A card as wide as there is room, with a headline.
pub(super) fn card_ui(ui: &mut Ui, head: &str, content: impl FnOnce(&mut Ui)) {
    tokens(ui).card_frame().show(ui, |ui| {
        ui.set_width(ui.available_width());
        headline_ui(ui, head);
        ui.add_space(3.0);
        content(ui);
    });
}

/// The headline of a card or a part of a page.
pub(super) fn headline_ui(ui: &mut Ui, text: &str) {
    ui.label(
        RichText::new(text)
            .size(theme::HEADLINE)
            .color(tokens(ui).text),
    );
}

/// A small caption above what it names.
pub(super) fn caption_ui(ui: &mut Ui, text: &str) -> Response {
    ui.label(RichText::new(text).small().color(tokens(ui).dim))
}

/// Keeps a page of cards from growing wider than is good to read, or than the window.
pub(super) fn page_width(ui: &mut Ui, widest: f32) {
    ui.set_max_width(widest.min(ui.available_width()));
}

/// Text that can wait.
pub(super) fn dim_ui(ui: &mut Ui, text: impl Into<String>) -> Response {
    ui.label(RichText::new(text).color(tokens(ui).dim))
}

/// Running text, no wider than is good to read.
pub(super) fn prose_ui(ui: &mut Ui, text: &str) {
    ui.scope(|ui| {
        ui.set_max_width(theme::READING_WIDTH.min(ui.available_width()));
        for paragraph in text.split("\n\n") {
            ui.add(Label::new(RichText::new(paragraph.trim()).line_height(Some(21.0))).wrap());
            ui.add_space(2.0);
        }
    });
}

/// A sign and a text in one colour.
pub(super) fn sign_ui(ui: &mut Ui, icon: MaterialIcon, text: &str, colour: Color32) -> Response {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        // No higher than its text, so that it stands well above and below other text.
        ui.spacing_mut().interact_size.y = 18.0;
        ui.horizontal(|ui| {
            ui.add(Label::new(icon.rich_text().size(16.0).color(colour)).selectable(false));
            ui.add(Label::new(RichText::new(text).color(colour)).selectable(false));
        });
    })
    .response
}

/// A small label with a ground: a count, a state, a kind. As high as its text, in whatever row.
pub(super) fn chip_ui(ui: &mut Ui, text: &str, colour: Color32) -> Response {
    let font = TextStyle::Small.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, colour);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 5.0), Sense::hover());
    ui.painter().rect_filled(rect, 9, tokens(ui).wash(colour));
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, colour);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    response
}

/// A button with a sign and a text; its name is the text.
pub(super) fn button_ui(ui: &mut Ui, icon: MaterialIcon, text: &str) -> Response {
    ui.add(Button::new((icon.rich_text().size(17.0), text)))
        .accessible_name(text)
}

/// The same, which can be switched off with a reason.
pub(super) fn button_if_ui(
    ui: &mut Ui,
    enabled: bool,
    icon: MaterialIcon,
    text: &str,
    why_not: &str,
) -> Response {
    ui.add_enabled(enabled, Button::new((icon.rich_text().size(17.0), text)))
        .on_disabled_hover_text(why_not)
        .accessible_name(text)
}

/// The one button that matters; switched off with a reason.
pub(super) fn primary_ui(
    ui: &mut Ui,
    enabled: bool,
    icon: MaterialIcon,
    text: &str,
    why_not: &str,
) -> Response {
    let t = tokens(ui);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
        ] {
            state.weak_bg_fill = t.primary;
            state.fg_stroke.color = t.on_primary;
        }
        widgets.inactive.bg_stroke = Stroke::new(1.0, t.primary);
        let words = RichText::new(text).color(t.on_primary);
        let sign = icon.rich_text().size(17.0).color(t.on_primary);
        ui.add_enabled(
            enabled,
            Button::new((sign, words)).min_size(vec2(0.0, 32.0)),
        )
        .on_disabled_hover_text(why_not)
        .accessible_name(text)
    })
    .inner
}

/// A button that shows only a sign; its name is its tooltip.
pub(super) fn icon_button_ui(ui: &mut Ui, icon: MaterialIcon, name: &str) -> Response {
    ui.add(Button::new(icon.rich_text().size(18.0)).frame_when_inactive(false))
        .on_hover_text(name)
        .accessible_name(name)
}

/// An entry of a menu, as wide as the menu.
pub(super) fn menu_entry_ui(ui: &mut Ui, icon: MaterialIcon, text: &str) -> Response {
    ui.add(
        Button::new((icon.rich_text().size(16.0), text.atom_shrink(true)))
            .frame_when_inactive(false)
            .min_size(vec2(ui.available_width(), 0.0))
            .truncate(),
    )
    .accessible_name(text)
}

/// A button that looks like a link and leads somewhere.
pub(super) fn link_ui(ui: &mut Ui, text: &str, name: &str) -> Response {
    ui.add(egui::Link::new(text)).accessible_name(name)
}

/// One of several choices, as a row with a sign; the text wraps beside it.
pub(super) fn choice_ui(ui: &mut Ui, chosen: bool, text: &str) -> Response {
    let t = tokens(ui);
    let icon = if chosen {
        ICON_RADIO_BUTTON_CHECKED
    } else {
        ICON_RADIO_BUTTON_UNCHECKED
    };
    let font = TextStyle::Body.resolve(ui.style());
    let line = ui.text_style_height(&TextStyle::Body);
    let width = (ui.available_width() - 26.0).max(40.0);
    let galley = ui.painter().layout(text.to_owned(), font, t.text, width);
    let size = vec2(galley.size().x + 26.0, galley.size().y + 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let colour = if chosen || response.hovered() || response.has_focus() {
        t.accent
    } else {
        t.dim
    };
    let at = pos2(rect.left() + 9.0, rect.top() + 3.0 + line / 2.0);
    let font = FontId::new(18.0, icon.font_family());
    ui.painter()
        .text(at, Align2::CENTER_CENTER, icon.codepoint, font, colour);
    ui.painter()
        .galley(rect.min + vec2(26.0, 3.0), galley, t.text);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, text));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A field for a reason: several lines, at most as long as a record takes.
pub(super) fn reason_ui(ui: &mut Ui, text: &mut String, name: &str, hint: &str) -> Response {
    ui.add(
        TextEdit::multiline(text)
            .hint_text(hint)
            .desired_rows(2)
            .desired_width(f32::INFINITY)
            .char_limit(crate::world::LONGEST_TEXT),
    )
    .accessible_name(name)
}

/// A slider for how sure somebody is.
pub(super) fn confidence_ui(ui: &mut Ui, percent: &mut u8, name: &str) {
    ui.horizontal(|ui| {
        ui.label("Confidence");
        ui.spacing_mut().slider_width = 140.0;
        ui.add(
            egui::Slider::new(percent, 0..=100)
                .step_by(5.0)
                .suffix(" %"),
        )
        .accessible_name(name)
        .on_hover_text(
            "Being sure and wrong is listed after the exercise; being unsure is no shame",
        );
    });
}

/// A percentage as a confidence.
#[must_use]
pub(super) fn confidence(percent: u8) -> Confidence {
    Confidence::try_from(percent.min(100)).unwrap_or(Confidence::SURE)
}

/// A refusal, near where the command was given.
pub(super) fn refusal_ui(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    banner_ui(ui, ICON_BLOCK, t.bad, text);
}

/// That something went through.
pub(super) fn done_ui(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    banner_ui(ui, ICON_CHECK_CIRCLE, t.good, text);
}

/// A line with a sign on a washed ground.
pub(super) fn banner_ui(ui: &mut Ui, icon: MaterialIcon, colour: Color32, text: &str) {
    let t = tokens(ui);
    Frame::new()
        .fill(t.wash(colour))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(10, 6))
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.add(Label::new(icon.rich_text().size(17.0).color(colour)).selectable(false));
                ui.add(Label::new(RichText::new(text).color(colour)).wrap());
            });
        });
}

/// What stands where nothing is yet.
pub(super) fn empty_ui(ui: &mut Ui, icon: MaterialIcon, headline: &str, text: &str) {
    let t = tokens(ui);
    ui.add_space((ui.available_height() * 0.25).clamp(8.0, 160.0));
    ui.vertical_centered(|ui| {
        ui.add(Label::new(icon.rich_text().size(40.0).color(t.line)).selectable(false));
        ui.label(RichText::new(headline).size(theme::HEADLINE));
        ui.scope(|ui| {
            ui.set_max_width(380.0);
            ui.label(RichText::new(text).color(t.dim));
        });
    });
}

/// A bar that shows a share, with no animation, so that it asks for no frames.
pub(super) fn bar_ui(ui: &mut Ui, share: f32, colour: Color32, width: f32, name: &str) -> Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 8.0), Sense::hover());
    let share = share.clamp(0.0, 1.0);
    ui.painter().rect_filled(rect, 4, t.raised);
    let mut filled = rect;
    filled.set_width(rect.width() * share);
    ui.painter().rect_filled(filled, 4, colour);
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, name));
    response
}

/// A name and a value, side by side, the names in a column of their own.
pub(super) fn pair_ui(ui: &mut Ui, name: &str, value: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let t = tokens(ui);
        ui.allocate_ui_with_layout(vec2(104.0, 20.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(104.0);
            ui.add(Label::new(RichText::new(name).color(t.dim)).selectable(false));
        });
        ui.vertical(value);
    });
}

/// A name and a text.
pub(super) fn text_pair_ui(ui: &mut Ui, name: &str, value: &str) {
    pair_ui(ui, name, |ui| {
        ui.add(Label::new(value).wrap());
    });
}

/// A search field with a name; asks for the cursor once when told to.
pub(super) fn search_ui(
    ui: &mut Ui,
    text: &mut String,
    name: &str,
    take_cursor: &mut bool,
    width: f32,
) {
    let field = ui
        .add(
            TextEdit::singleline(text)
                .hint_text(name)
                .desired_width(width),
        )
        .accessible_name(name);
    if std::mem::take(take_cursor) {
        field.request_focus();
    }
}

/// A field for a file's path, with a button for the system's own dialog; says whether Enter was pressed in
/// it, and whether the button was. It takes the cursor the first time.
pub(super) fn path_ui(ui: &mut Ui, path: &mut String, had_cursor: &mut bool) -> (bool, bool) {
    ui.horizontal(|ui| {
        let field = ui
            .add(
                TextEdit::singleline(path)
                    .hint_text("Path of the file")
                    .desired_width(ui.available_width() - 120.0),
            )
            .accessible_name("Path of the file");
        if !std::mem::replace(had_cursor, true) {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let browses = button_ui(ui, ICON_FOLDER_OPEN, "Browse…").clicked();
        (entered, browses)
    })
    .inner
}

/// A row of tabs.
pub(super) fn tabs_ui<T: Copy + PartialEq>(ui: &mut Ui, current: &mut T, tabs: &[(T, String)]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (tab, name) in tabs {
            let chosen = *current == *tab;
            let response =
                ui.add(Button::selectable(chosen, name.as_str()).min_size(vec2(0.0, 30.0)));
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name.as_str()));
            if response.clicked() {
                *current = *tab;
            }
        }
    });
}

/// A text in a cell of a fixed width, cut where it must be.
pub(super) fn cell_ui(ui: &mut Ui, width: f32, text: impl Into<RichText>) {
    let text = text.into();
    let whole = text.text().to_owned();
    ui.allocate_ui_with_layout(
        vec2(width, 20.0),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.set_min_width(width);
            ui.add(Label::new(text).truncate()).on_hover_text(whole);
        },
    );
}

/// A dialog over everything else, with room around what it says.
pub(super) fn dialog(ui: &Ui, name: &str) -> Modal {
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(22));
    Modal::new(Id::unique(name)).frame(frame)
}

/// Draws the right-hand panel that shows what was chosen in a list, `share` of the room at first.
pub(super) fn detail_panel_ui(
    ui: &mut Ui,
    id: &'static str,
    share: f32,
    content: impl FnOnce(&mut Ui),
) {
    let width = ui.available_width();
    egui::Panel::right(id)
        .resizable(true)
        .default_size(width * share)
        .size_range(330.0..=(width * (share + 0.05)).max(340.0))
        .frame(Frame::new().inner_margin(Margin {
            left: 14,
            ..Margin::ZERO
        }))
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.take_available_space();
            egui::ScrollArea::vertical()
                .id_salt(id)
                .auto_shrink(false)
                .show(ui, content);
        });
}
