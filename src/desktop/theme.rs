//! Colours, type and spacing as tokens; the only place in the window that names a colour.
//!
//! Every text token reaches a contrast of 4.5:1 on every surface it may stand on; a test holds it to that.

use eframe::egui::{
    self, Color32, CornerRadius, FontDefinitions, FontFamily, FontId, Frame, Margin, Stroke,
    TextStyle, Theme, Ui, vec2,
};

use crate::scenario::{AssetStatus, Severity};

/// The gap between things that belong together.
pub const GAP: f32 = 8.0;
/// The gap between groups.
pub const WIDE_GAP: f32 = 16.0;
/// The size of a page's title.
pub const TITLE: f32 = 26.0;
/// The size of a card's headline.
pub const HEADLINE: f32 = 17.0;
/// The widest that running text gets.
pub const READING_WIDTH: f32 = 720.0;

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// Behind everything.
    pub canvas: Color32,
    /// Bars and side panels.
    pub panel: Color32,
    /// Cards and rows.
    pub card: Color32,
    /// A card under the pointer, and fields.
    pub raised: Color32,
    /// A selected row.
    pub selected: Color32,
    /// Lines between things.
    pub line: Color32,
    /// The edge of a control.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text that can wait.
    pub dim: Color32,
    /// Links, focus, what is chosen.
    pub accent: Color32,
    /// The fill of the one button that matters.
    pub primary: Color32,
    /// Text on that button.
    pub on_primary: Color32,
    /// Good, done, free.
    pub good: Color32,
    /// Needs care.
    pub caution: Color32,
    /// Bad, refused, critical.
    pub bad: Color32,
    /// High severity.
    pub high: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// The tokens of the dark theme.
pub const DARK: Tokens = Tokens {
    canvas: rgb(0x0f_1318),
    panel: rgb(0x15_1a21),
    card: rgb(0x1a_2029),
    raised: rgb(0x24_2c37),
    selected: rgb(0x1d_3450),
    line: rgb(0x2b_3440),
    edge: rgb(0x4c_586a),
    text: rgb(0xe8_ebf0),
    dim: rgb(0xa9_b4c4),
    accent: rgb(0x6c_b4ff),
    primary: rgb(0x20_66b8),
    on_primary: rgb(0xff_ffff),
    good: rgb(0x63_d394),
    caution: rgb(0xf3_c04f),
    bad: rgb(0xff_8a84),
    high: rgb(0xff_a566),
};

/// The tokens of the light theme.
pub const LIGHT: Tokens = Tokens {
    canvas: rgb(0xf1_f3f6),
    panel: rgb(0xfa_fbfc),
    card: rgb(0xff_ffff),
    raised: rgb(0xe9_edf2),
    selected: rgb(0xdc_eafa),
    line: rgb(0xd5_dbe3),
    edge: rgb(0x9a_a5b3),
    text: rgb(0x18_202b),
    dim: rgb(0x4c_586a),
    accent: rgb(0x0f_57a8),
    primary: rgb(0x17_5cac),
    on_primary: rgb(0xff_ffff),
    good: rgb(0x0f_653a),
    caution: rgb(0x73_4d00),
    bad: rgb(0xa8_1f1a),
    high: rgb(0x92_3a06),
};

/// The tokens of the theme that is on.
#[must_use]
pub fn tokens(ui: &Ui) -> &'static Tokens {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

impl Tokens {
    /// The colour of a severity; a sign and a word stand beside it.
    #[must_use]
    pub const fn severity(&self, severity: Severity) -> Color32 {
        match severity {
            Severity::Low => self.dim,
            Severity::Medium => self.caution,
            Severity::High => self.high,
            Severity::Critical => self.bad,
        }
    }

    /// The colour of an asset's state; a sign and a word stand beside it.
    #[must_use]
    pub const fn status(&self, status: AssetStatus) -> Color32 {
        match status {
            AssetStatus::Online => self.good,
            AssetStatus::Isolated => self.caution,
            AssetStatus::Off => self.dim,
            AssetStatus::Restoring => self.accent,
        }
    }

    /// A thin wash of a colour over a card, to group without shouting.
    #[must_use]
    pub fn wash(&self, colour: Color32) -> Color32 {
        let mix = |a: u8, b: u8| u8::try_from((u16::from(a) * 7 + u16::from(b)) / 8).unwrap_or(a);
        Color32::from_rgb(
            mix(self.card.r(), colour.r()),
            mix(self.card.g(), colour.g()),
            mix(self.card.b(), colour.b()),
        )
    }

    /// The frame of a card.
    pub fn card_frame(&self) -> Frame {
        Frame::new()
            .fill(self.card)
            .stroke(Stroke::new(1.0, self.line))
            .corner_radius(8)
            .inner_margin(Margin::same(14))
    }

    /// The frame of a bar or side panel.
    pub fn panel_frame(&self) -> Frame {
        Frame::new()
            .fill(self.panel)
            .inner_margin(Margin::symmetric(12, 8))
    }

    /// The frame of the middle of the window.
    pub fn canvas_frame(&self) -> Frame {
        Frame::new()
            .fill(self.canvas)
            .inner_margin(Margin::symmetric(16, 12))
    }
}

/// Sets fonts and both styles; once, before the first frame.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    // The proportional font has no arrows and boxes; Hack, which is bundled for code, has.
    fonts
        .families
        .entry(FontFamily::Proportional)
        .or_default()
        .push("Hack".to_owned());
    ctx.set_fonts(fonts);
    egui_material_icons::initialize(ctx);
    ctx.style_mut_of(Theme::Dark, |style| set_style(style, &DARK));
    ctx.style_mut_of(Theme::Light, |style| set_style(style, &LIGHT));
    // Closing goes through the window, which says that the exercise can be resumed.
    ctx.options_mut(|options| options.quit_shortcuts.clear());
}

fn set_style(style: &mut egui::Style, t: &Tokens) {
    style.text_styles = [
        (TextStyle::Heading, FontId::proportional(20.0)),
        (TextStyle::Body, FontId::proportional(14.5)),
        (TextStyle::Button, FontId::proportional(14.5)),
        (TextStyle::Small, FontId::proportional(12.5)),
        (TextStyle::Monospace, FontId::monospace(13.0)),
    ]
    .into();
    style.spacing.item_spacing = vec2(GAP, 6.0);
    style.spacing.button_padding = vec2(10.0, 5.0);
    style.spacing.interact_size = vec2(40.0, 28.0);
    style.spacing.icon_width = 16.0;
    style.spacing.scroll = egui::style::ScrollStyle::solid();
    style.spacing.scroll.bar_width = 8.0;
    style.spacing.combo_width = 80.0;
    style.spacing.window_margin = Margin::same(20);
    style.interaction.tooltip_delay = 0.35;
    style.interaction.selectable_labels = true;

    let v = &mut style.visuals;
    v.panel_fill = t.canvas;
    v.window_fill = t.card;
    v.window_stroke = Stroke::new(1.0, t.line);
    v.window_corner_radius = CornerRadius::same(10);
    v.menu_corner_radius = CornerRadius::same(8);
    v.extreme_bg_color = t.canvas;
    v.text_edit_bg_color = Some(t.canvas);
    v.faint_bg_color = t.card;
    v.code_bg_color = t.canvas;
    v.hyperlink_color = t.accent;
    v.warn_fg_color = t.caution;
    v.error_fg_color = t.bad;
    v.weak_text_color = Some(t.dim);
    v.override_text_color = None;
    v.selection.bg_fill = t.selected;
    v.selection.stroke = Stroke::new(1.0, t.accent);
    v.striped = false;
    v.slider_trailing_fill = true;
    v.handle_shape = egui::style::HandleShape::Circle;

    let corner = CornerRadius::same(6);
    let w = &mut v.widgets;
    w.noninteractive.bg_stroke = Stroke::new(1.0, t.line);
    w.noninteractive.fg_stroke = Stroke::new(1.0, t.text);
    w.noninteractive.bg_fill = t.card;
    w.noninteractive.weak_bg_fill = t.card;
    w.noninteractive.corner_radius = corner;
    for (state, fill, line) in [
        (&mut w.inactive, t.raised, t.edge),
        (&mut w.hovered, t.raised, t.accent),
        (&mut w.active, t.selected, t.accent),
        (&mut w.open, t.raised, t.accent),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, line);
        state.fg_stroke = Stroke::new(1.2, t.text);
        state.corner_radius = corner;
        state.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_every_surface() {
        for t in [DARK, LIGHT] {
            let texts = [t.text, t.dim, t.accent, t.good, t.caution, t.bad, t.high];
            let washes = texts.map(|text| t.wash(text));
            let surfaces = [t.canvas, t.panel, t.card, t.raised, t.selected];
            for text in texts {
                for surface in surfaces.iter().chain(&washes) {
                    let ratio = contrast(text, *surface);
                    assert!(ratio >= 4.5, "{text:?} on {surface:?}: {ratio:.2}");
                }
            }
            assert!(contrast(t.on_primary, t.primary) >= 4.5);
        }
    }
}
