//! How far work on a thread is, and whether anybody still waits for it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far a long piece of work is, and whether it is still wanted.
#[derive(Debug, Default)]
pub struct Work {
    done: AtomicUsize,
    of: AtomicUsize,
    stopped: AtomicBool,
}

impl Work {
    /// How much of it is done, 0 to 1.
    pub(super) fn share(&self) -> f32 {
        let (done, of) = (
            self.done.load(Ordering::Relaxed),
            self.of.load(Ordering::Relaxed),
        );
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pieces")]
        if of == 0 {
            0.0
        } else {
            done as f32 / of as f32
        }
    }

    /// So many pieces there are to be done.
    pub(super) fn expect(&self, pieces: usize) {
        self.of.store(pieces, Ordering::Relaxed);
    }

    /// Nobody wants it any more.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// So much of it is done, 0 to 1.
    pub(super) fn reach(&self, share: f32) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a percentage"
        )]
        let percent = (share.clamp(0.0, 1.0) * 100.0) as usize;
        self.of.store(100, Ordering::Relaxed);
        self.done.store(percent, Ordering::Relaxed);
    }

    /// One more piece is done.
    pub(super) fn one_more(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
