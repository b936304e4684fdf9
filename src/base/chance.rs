//! Chance with a home: seeded streams that give the same draws on every machine and in every version.
//!
//! `ChaCha8Rng` is the generator whose output rand promises to keep. The mapping from its 32-bit words
//! to ranges is ours, because rand's own has changed between versions. Each source of chance has a
//! stream of its own, so that a new draw in one place moves nothing in another.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, SeedableRng as _};

/// One source of chance: a seed, and a stream named by its purpose.
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of this purpose under this seed.
    #[must_use]
    pub fn new(seed: u64, purpose: &str) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = [0_u8; 8];
        for (to, from) in bytes
            .iter_mut()
            .zip(blake3::hash(purpose.as_bytes()).as_bytes())
        {
            *to = *from;
        }
        rng.set_stream(u64::from_le_bytes(bytes));
        Self(rng)
    }

    /// An even draw from `0..n`; 0 if `n` is 0.
    ///
    /// Multiplies a 32-bit word into the range (Lemire 2019, without the rejection step: the bias is
    /// below `n / 2^32`).
    pub fn below(&mut self, n: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A stream of its own, for something that is to stay what it is whatever else is drawn from this one.
    #[must_use]
    pub fn fork(&mut self) -> Self {
        let mut seed = [0; 32];
        for word in seed.as_chunks_mut::<4>().0 {
            *word = self.0.next_u32().to_le_bytes();
        }
        Self(ChaCha8Rng::from_seed(seed))
    }

    /// An even draw from all 64-bit numbers.
    pub fn number(&mut self) -> u64 {
        u64::from(self.0.next_u32()) << 32 | u64::from(self.0.next_u32())
    }

    /// An even draw from a list; none if it is empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let drawn = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(drawn).unwrap_or_default())
    }

    /// True with a chance of `basis_points` in 10,000.
    pub fn happens(&mut self, basis_points: u32) -> bool {
        self.below(10_000) < basis_points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// These numbers must never change: records of earlier versions depend on them.
    #[test]
    fn golden_vector() {
        let mut stream = Stream::new(42, "golden");
        let draws: Vec<u32> = (0..8).map(|_| stream.below(1000)).collect();
        assert_eq!(draws, GOLDEN);
    }

    const GOLDEN: [u32; 8] = [777, 720, 86, 726, 633, 648, 334, 638];

    #[test]
    fn streams_are_apart() {
        let draw = |purpose| Stream::new(7, purpose).below(u32::MAX);
        assert_ne!(draw("alerts"), draw("injects"));
        assert_eq!(draw("alerts"), draw("alerts"));
    }

    #[test]
    fn draws_stay_in_range() {
        let mut stream = Stream::new(1, "range");
        assert!((0..1000).all(|_| stream.below(7) < 7));
        assert_eq!(stream.below(0), 0);
        assert!(!stream.happens(0));
        assert!(stream.happens(10_000));
    }
}
