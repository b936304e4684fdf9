//! Hints for a step, a key question or an alert: those that were given, and the button for the next.

use eframe::egui::{Button, Label, RichText, Ui};
use egui_material_icons::icons::ICON_LIGHTBULB;

use super::View;
use crate::desktop::command::{Place, UiCommand};
use crate::desktop::{widgets, words};
use crate::scenario::{Command, HintItem};

/// Draws the hints for an item, which is called so; nothing if it has none.
pub(super) fn hints_ui(
    ui: &mut Ui,
    view: &View<'_>,
    item: &HintItem,
    called: &str,
    out: &mut Vec<UiCommand>,
) {
    let Some(hints) = view.picture.hints(item) else {
        return;
    };
    for (i, (text, at)) in hints.given.iter().enumerate() {
        ui.add_space(2.0);
        let head = format!("Hint {} of {}", i + 1, hints.all);
        widgets::caption_ui(ui, &head).on_hover_text(format!("Given at {}", words::minute(*at)));
        ui.add(Label::new(*text).wrap());
    }
    if let Some(cost) = hints.next_cost {
        let text = match (hints.given.is_empty(), cost) {
            (true, 0) => "Ask for a hint (costs nothing)".to_owned(),
            (true, cost) => format!("Ask for a hint (costs {cost} % of this item)"),
            (false, 0) => "Ask for another hint (costs nothing more)".to_owned(),
            (false, cost) => format!("Ask for another hint (costs {cost} % more of this item)"),
        };
        let content = (
            ICON_LIGHTBULB.rich_text().size(15.0),
            RichText::new(&text).small(),
        );
        let button = ui.add(Button::new(content).frame_when_inactive(false));
        let tip = format!("Hint {} of {}", hints.given.len() + 1, hints.all);
        if button
            .on_hover_text(tip)
            .accessible_name(format!("{called}: {text}"))
            .clicked()
        {
            let place = Place::Hints(item.clone());
            out.push(UiCommand::give(Command::AskHint(item.clone()), place));
        }
    }
    view.refused_ui(ui, &Place::Hints(item.clone()));
}
