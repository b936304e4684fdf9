//! Short tones for what happens, made here from sine waves; a machine without a sound device stays silent.

use std::time::Duration;

use rodio::source::{SineWave, Source as _};

use crate::scenario::Severity;

/// What a tone stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// An alert came.
    Alert(Severity),
    /// A message came.
    Message,
    /// Work was finished.
    Done,
    /// ENDEX.
    End,
}

impl Sound {
    /// The notes: a frequency in hertz and a length in milliseconds, one after the other.
    #[must_use]
    pub const fn notes(self) -> &'static [(f32, u64)] {
        match self {
            Self::Alert(Severity::Low) => &[(523.25, 90)],
            Self::Alert(Severity::Medium) => &[(587.33, 90), (698.46, 110)],
            Self::Alert(Severity::High) => &[(698.46, 90), (880.0, 90), (698.46, 130)],
            Self::Alert(Severity::Critical) => {
                &[(880.0, 90), (1_174.66, 90), (880.0, 90), (1_174.66, 160)]
            }
            Self::Message => &[(659.25, 70), (493.88, 120)],
            Self::Done => &[(493.88, 70), (659.25, 120)],
            Self::End => &[(523.25, 160), (392.0, 160), (261.63, 320)],
        }
    }
}

/// Where tones go.
pub trait Sounds {
    /// Plays a tone, at a volume from 0 to 1.
    fn play(&mut self, sound: Sound, volume: f32);

    /// Whether tones can be heard at all.
    fn can_play(&self) -> bool;
}

/// Plays nothing: for tests, and for machines without a sound device.
#[derive(Debug, Default, Clone, Copy)]
pub struct Silent;

impl Sounds for Silent {
    fn play(&mut self, _: Sound, _: f32) {}

    fn can_play(&self) -> bool {
        false
    }
}

/// Plays on the default device.
pub struct Device(rodio::MixerDeviceSink);

impl Device {
    /// Opens the default device; none if there is none.
    #[must_use]
    pub fn open() -> Option<Self> {
        let mut sink = rodio::DeviceSinkBuilder::open_default_sink().ok()?;
        sink.log_on_drop(false);
        Some(Self(sink))
    }
}

impl Sounds for Device {
    fn play(&mut self, sound: Sound, volume: f32) {
        let mut start = Duration::ZERO;
        for (hertz, ms) in sound.notes() {
            let length = Duration::from_millis(*ms);
            let note = SineWave::new(*hertz)
                .take_duration(length)
                .amplify(0.22 * volume.clamp(0.0, 1.0))
                .fade_in(Duration::from_millis(8))
                .delay(start);
            self.0.mixer().add(note);
            start += length;
        }
    }

    fn can_play(&self) -> bool {
        true
    }
}
