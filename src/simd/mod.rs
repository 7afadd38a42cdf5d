//! The vector kernels, and the only `unsafe` code of the crate.
//!
//! Portable code stands in [`mod@antidiagonals`], [`mod@bitmap`], [`mod@bits`], [`mod@classify`], [`mod@intersection`], [`mod@marks`], [`mod@minhash`],
//! [`mod@minima`], [`mod@shingles`] and [`mod@signs`]; this file picks the instruction set. The first room of the house,
//! because words (`text/`) and signatures (`sketch/`) both stand on it. The layout follows memchr: a [`Simd`] value can only be made for a [`Tier`] that this processor
//! has, so holding one is the proof that the kernel may run, and the tier is a value that a caller passes, not a global.
//!
//! Every tier gives the same bits. `tests/simd_tiers.rs` holds each one to the scalar tier, and the scalar tier to naive code.

pub mod antidiagonals;
pub mod bitmap;
pub mod bits;
pub mod classify;
pub mod intersection;
pub mod marks;
pub mod minhash;
pub mod minima;
pub mod shingles;
pub mod signs;

use std::fmt;

/// An instruction set that the kernels are compiled for, from the slowest to the fastest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Tier {
    /// Portable code.
    Scalar,
    /// aarch64 with NEON (the baseline there): the portable code, compiled to NEON.
    Neon,
    /// x86-64 with SSE4.1.
    Sse41,
    /// x86-64 with AVX2, BMI1, BMI2, POPCNT.
    Avx2,
    /// x86-64 with those and AVX-512 F, BW, VL, VBMI2: Intel from Ice Lake on, AMD from Zen 4 on.
    Avx512,
}

impl Tier {
    /// All tiers, from the slowest to the fastest.
    pub const ALL: [Tier; 5] = [Tier::Scalar, Tier::Neon, Tier::Sse41, Tier::Avx2, Tier::Avx512];

    /// The name in flags and tables.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Scalar => "scalar",
            Tier::Neon => "neon",
            Tier::Sse41 => "sse4.1",
            Tier::Avx2 => "avx2",
            Tier::Avx512 => "avx512",
        }
    }

    /// The tier of this name, if there is one.
    pub fn from_name(name: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|t| t.name() == name)
    }

    /// Whether this processor can run it.
    pub fn is_available(self) -> bool {
        match self {
            Tier::Scalar => true,
            Tier::Neon => cfg!(target_arch = "aarch64"),
            #[cfg(target_arch = "x86_64")]
            Tier::Sse41 => std::arch::is_x86_feature_detected!("sse4.1"),
            #[cfg(target_arch = "x86_64")]
            Tier::Avx2 => {
                std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("bmi1")
                    && std::arch::is_x86_feature_detected!("bmi2")
                    && std::arch::is_x86_feature_detected!("popcnt")
            }
            #[cfg(target_arch = "x86_64")]
            Tier::Avx512 => {
                Tier::Avx2.is_available()
                    && std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512bw")
                    && std::arch::is_x86_feature_detected!("avx512vl")
                    && std::arch::is_x86_feature_detected!("avx512vbmi2")
            }
            #[cfg(not(target_arch = "x86_64"))]
            Tier::Sse41 | Tier::Avx2 | Tier::Avx512 => false,
        }
    }
}

/// A tier that this processor has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Simd(Tier);

impl Simd {
    /// The fastest tier of this processor.
    pub fn best() -> Simd {
        Tier::ALL.into_iter().rev().find_map(Simd::with).unwrap_or(Simd(Tier::Scalar))
    }

    /// This tier, or `None` when the processor does not have it.
    pub fn with(tier: Tier) -> Option<Simd> {
        tier.is_available().then_some(Simd(tier))
    }

    /// Every tier that this processor has, from the slowest to the fastest.
    pub fn available() -> Vec<Simd> {
        Tier::ALL.into_iter().filter_map(Simd::with).collect()
    }

    /// Which tier it is.
    pub fn tier(self) -> Tier {
        self.0
    }
}

impl fmt::Debug for Simd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Simd({})", self.0.name())
    }
}
