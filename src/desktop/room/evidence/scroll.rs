//! Where the table stands, counted in rows.
//!
//! Five million rows are higher than single precision can address to the pixel, so nothing here counts
//! pixels but within one row and along the scroll bar.

/// So many rows as a number with a fraction.
#[expect(
    clippy::cast_precision_loss,
    reason = "exact below 2^53 rows, which no computer holds"
)]
fn exact(rows: usize) -> f64 {
    rows as f64
}

/// The row in which a place lies.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded down and not negative"
)]
fn row_at(place: f64) -> usize {
    place.max(0.0).floor() as usize
}

#[expect(clippy::cast_possible_truncation, reason = "on screen")]
fn pixels(value: f64) -> f32 {
    value as f32
}

/// How much there is to scroll through: rows in all, and how many fit, with a fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) fits: f64,
}

impl Extent {
    /// So many rows of this height in a view of that height.
    pub(super) fn new(rows: usize, view: f32, row: f32) -> Self {
        Self {
            rows,
            fits: f64::from((view / row.max(1.0)).max(1.0)),
        }
    }

    /// The furthest that the first row can be down.
    fn last_top(self) -> f64 {
        (exact(self.rows) - self.fits).max(0.0)
    }

    /// Whether everything fits.
    pub(super) fn fits_whole(self) -> bool {
        self.last_top() <= 0.0
    }

    /// How many rows a page down goes.
    pub(super) fn page(self) -> usize {
        row_at(self.fits).saturating_sub(1).max(1)
    }
}

/// The thumb of the scroll bar, from the top of its track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Thumb {
    pub(super) offset: f32,
    pub(super) length: f32,
}

/// Where the table stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scroll {
    /// The place of the upper edge, in rows.
    top: f64,
    /// Whether the last row is in view and shall stay so when lines are added.
    at_end: bool,
}

impl Default for Scroll {
    /// At the newest lines.
    fn default() -> Self {
        Self {
            top: 0.0,
            at_end: true,
        }
    }
}

impl Scroll {
    /// The first row in view.
    pub(super) fn first(self) -> usize {
        row_at(self.top)
    }

    /// How much of the first row is above the view, as a share of a row.
    pub(super) fn hidden(self) -> f32 {
        pixels(self.top - self.top.floor())
    }

    /// Whether it stays with the newest lines.
    pub(super) fn is_at_end(self) -> bool {
        self.at_end
    }

    /// Keeps within what there is, and with the newest lines if it stood there.
    pub(super) fn settle(&mut self, extent: Extent) {
        let last = extent.last_top();
        if self.at_end || self.top >= last {
            self.top = last;
            self.at_end = true;
        }
        self.top = self.top.max(0.0);
    }

    /// Scrolls by so many rows, down if positive.
    pub(super) fn by(&mut self, rows: f64, extent: Extent) {
        self.to(self.top + rows, extent);
    }

    fn to(&mut self, top: f64, extent: Extent) {
        let last = extent.last_top();
        self.top = top.clamp(0.0, last);
        self.at_end = self.top >= last;
    }

    /// Puts a row with so much of it hidden at the upper edge: where it stood before rows came above it.
    pub(super) fn hold(&mut self, row: usize, hidden: f32) {
        self.top = exact(row) + f64::from(hidden);
    }

    /// Scrolls as little as brings a row into view.
    pub(super) fn show(&mut self, row: usize, extent: Extent) {
        let row = exact(row);
        if row < self.top {
            self.to(row, extent);
        } else if row + 1.0 > self.top + extent.fits {
            self.to(row + 1.0 - extent.fits, extent);
        }
    }

    /// Brings a row to a third of the view.
    pub(super) fn centre(&mut self, row: usize, extent: Extent) {
        self.to((exact(row) - extent.fits / 3.0).floor(), extent);
    }

    /// The thumb on a track of this length; none if there is nothing to scroll.
    pub(super) fn thumb(self, extent: Extent, track: f32, shortest: f32) -> Option<Thumb> {
        if extent.fits_whole() || track <= shortest {
            return None;
        }
        let share = extent.fits / exact(extent.rows).max(1.0);
        let length = pixels(f64::from(track) * share).clamp(shortest, track);
        let offset = f64::from(track - length) * (self.top / extent.last_top()).clamp(0.0, 1.0);
        Some(Thumb {
            offset: pixels(offset),
            length,
        })
    }

    /// Drags the thumb so that it begins this far down its track.
    pub(super) fn drag(&mut self, offset: f32, length: f32, track: f32, extent: Extent) {
        let way = (track - length).max(1.0);
        let share = f64::from((offset / way).clamp(0.0, 1.0));
        self.to(share * extent.last_top(), extent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn extent(rows: usize) -> Extent {
        Extent::new(rows, 400.0, 20.0)
    }

    #[test]
    fn it_stays_with_the_newest_lines_until_somebody_scrolls_up() {
        let mut scroll = Scroll::default();
        scroll.settle(extent(100));
        assert_eq!(scroll.first(), 80);
        scroll.settle(extent(130));
        assert_eq!(scroll.first(), 110);
        scroll.by(-3.0, extent(130));
        assert!(!scroll.is_at_end());
        scroll.settle(extent(500));
        assert_eq!(scroll.first(), 107);
        scroll.by(1e9, extent(500));
        scroll.settle(extent(510));
        assert_eq!(scroll.first(), 490);
    }

    #[test]
    fn what_fits_needs_no_scrolling() {
        let mut scroll = Scroll::default();
        scroll.settle(extent(7));
        scroll.by(4.0, extent(7));
        assert_eq!((scroll.first(), scroll.hidden()), (0, 0.0));
        assert_eq!(scroll.thumb(extent(7), 300.0, 24.0), None);
        scroll.settle(extent(0));
        assert_eq!(scroll.first(), 0);
    }

    #[test]
    fn a_row_comes_into_view_by_the_shortest_way() {
        let mut scroll = Scroll::default();
        let all = extent(1_000);
        scroll.by(-1e9, all);
        scroll.show(10, all);
        assert_eq!(scroll.first(), 0, "it was in view");
        scroll.show(20, all);
        assert_eq!(scroll.first(), 1);
        scroll.show(0, all);
        assert_eq!(scroll.first(), 0);
        scroll.centre(500, all);
        assert!(scroll.first() < 500 && scroll.first() > 485);
    }

    #[test]
    fn millions_of_rows_scroll_to_the_pixel() {
        let mut scroll = Scroll::default();
        let all = extent(50_000_000);
        scroll.settle(all);
        scroll.by(-20.0, all);
        assert_eq!((scroll.first(), scroll.hidden()), (49_999_960, 0.0));
        // A pixel of a row twenty pixels high.
        scroll.by(0.05, all);
        assert!((scroll.hidden() - 0.05).abs() < 1e-4);
        scroll.by(-0.05, all);
        assert!(scroll.hidden() < 1e-4 || scroll.hidden() > 1.0 - 1e-4);
    }

    proptest! {
        #[test]
        fn the_thumb_stays_on_its_track(rows in 0usize..60_000_000, steps in prop::collection::vec(-1e8f64..1e8, 0..8)) {
            let all = extent(rows);
            let mut scroll = Scroll::default();
            scroll.settle(all);
            for step in steps {
                scroll.by(step, all);
                prop_assert!(scroll.first() <= rows);
                if let Some(thumb) = scroll.thumb(all, 300.0, 24.0) {
                    prop_assert!(thumb.offset >= 0.0 && thumb.offset + thumb.length <= 300.01);
                    // Dragging it to where it is leaves the table where it is, to the thumb's precision.
                    let mut dragged = scroll;
                    dragged.drag(thumb.offset, thumb.length, 300.0, all);
                    let near = dragged.first().abs_diff(scroll.first());
                    prop_assert!(near <= rows / 1_000 + 1, "{near}");
                }
            }
        }

        #[test]
        fn a_held_row_stays_where_it_is(rows in 100usize..1_000_000, above in 0usize..1_000_000, part in 0.0f32..0.99) {
            let mut scroll = Scroll::default();
            scroll.settle(extent(rows));
            scroll.by(-50.0, extent(rows));
            let before = scroll.first();
            scroll.hold(before + above, part);
            scroll.settle(extent(rows + above));
            prop_assert_eq!(scroll.first(), before + above);
        }
    }
}
