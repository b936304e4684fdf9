//! The exercise clock as a value: wall time comes in, exercise time comes out.
//!
//! `exercise time = time at the last change + (wall - wall at the last change) x speed`, in whole
//! milliseconds; nothing is read here, so the clock can be tested without waiting.

use crate::base::Moment;
use crate::base::Span;

/// How many times as fast as the wall the clock runs: 1 to 60.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u32);

impl Speed {
    /// As fast as the wall.
    pub const REAL: Self = Self(1);
    /// What a person can choose.
    pub const CHOICES: [Self; 7] = [
        Self(1),
        Self(2),
        Self(5),
        Self(10),
        Self(20),
        Self(30),
        Self(60),
    ];

    /// So many times as fast, at least 1 and at most 60.
    #[must_use]
    pub fn new(times: u32) -> Self {
        Self(times.clamp(1, 60))
    }

    /// How many times as fast.
    #[must_use]
    pub const fn times(self) -> u32 {
        self.0
    }
}

/// A time on the wall in milliseconds, from whatever start; only differences matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct WallMs(pub u64);

/// The longest gap between two looks at the clock that still counts as running. A laptop that slept
/// was not playing.
pub const LONGEST_GAP_MS: u64 = 30_000;

/// The exercise clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    at: Moment,
    since: WallMs,
    speed: Speed,
    running: bool,
}

impl Clock {
    /// A clock that stands at a moment.
    #[must_use]
    pub fn standing_at(at: Moment, speed: Speed) -> Self {
        Self {
            at,
            since: WallMs(0),
            speed,
            running: false,
        }
    }

    /// The exercise time at this wall time.
    #[must_use]
    pub fn now(&self, wall: WallMs) -> Moment {
        if !self.running {
            return self.at;
        }
        let passed = wall.0.saturating_sub(self.since.0);
        self.at + Span::from_ms(passed.saturating_mul(u64::from(self.speed.0)))
    }

    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// How fast it runs when it runs.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Lets it run from here.
    pub fn run(&mut self, wall: WallMs) {
        self.settle(wall);
        self.running = true;
    }

    /// Stops it here.
    pub fn pause(&mut self, wall: WallMs) {
        self.settle(wall);
        self.running = false;
    }

    /// Changes its speed from here on.
    pub fn set_speed(&mut self, wall: WallMs, speed: Speed) {
        self.settle(wall);
        self.speed = speed;
    }

    /// Puts it forward to a moment.
    pub fn jump(&mut self, wall: WallMs, to: Moment) {
        self.settle(wall);
        self.at = self.at.max(to);
    }

    /// Takes note that time passes; a gap that is too long did not happen. Says whether there was one.
    pub fn look(&mut self, wall: WallMs) -> bool {
        let slept = self.running && wall.0.saturating_sub(self.since.0) > LONGEST_GAP_MS;
        if slept {
            self.since = wall;
        }
        self.settle(wall);
        slept
    }

    /// How many wall milliseconds until the exercise reaches a moment; none while it stands.
    #[must_use]
    pub fn wall_ms_until(&self, wall: WallMs, moment: Moment) -> Option<u64> {
        self.running.then(|| {
            moment
                .since(self.now(wall))
                .as_ms()
                .div_ceil(u64::from(self.speed.0))
        })
    }

    fn settle(&mut self, wall: WallMs) {
        self.at = self.now(wall);
        self.since = wall;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pause_and_speed_lose_nothing() {
        let mut clock = Clock::standing_at(Moment::START, Speed::REAL);
        clock.run(WallMs(1_000));
        clock.set_speed(WallMs(2_000), Speed::new(60));
        clock.pause(WallMs(3_000));
        clock.run(WallMs(13_000));
        assert_eq!(
            clock.now(WallMs(13_500)),
            Moment::from_ms(1_000 + 60_000 + 30_000)
        );
        assert_eq!(
            clock.wall_ms_until(WallMs(13_500), Moment::from_ms(91_001)),
            Some(1)
        );
    }

    #[test]
    fn a_laptop_that_slept_goes_on_where_it_stopped() {
        let mut clock = Clock::standing_at(Moment::START, Speed::REAL);
        clock.run(WallMs(0));
        assert!(!clock.look(WallMs(1_000)));
        assert!(clock.look(WallMs(601_000)));
        assert_eq!(clock.now(WallMs(602_000)), Moment::from_ms(2_000));
    }

    proptest! {
        /// However often somebody looks, the clock shows the same.
        #[test]
        fn looking_changes_nothing(looks in prop::collection::vec(1_u64..20_000, 1..50), times in 1_u32..=60) {
            let mut watched = Clock::standing_at(Moment::START, Speed::new(times));
            watched.run(WallMs(0));
            let mut wall = 0;
            for gap in looks {
                wall += gap;
                watched.look(WallMs(wall));
            }
            let expected = i64::try_from(wall * u64::from(times)).unwrap_or(i64::MAX);
            prop_assert_eq!(watched.now(WallMs(wall)), Moment::from_ms(expected));
        }
    }
}
