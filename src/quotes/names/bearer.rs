//! Whom a surname alone means: who was called by it first.
//!
//! `Roe said` behind `Jane Roe` is Jane, and remains so when a John Roe comes in, who is told apart by his given name. `President Roe` without a given name is not the Jane Roe that
//! a later paragraph names, unless she has that title too.

use super::{NONE, Run};
use crate::text::WordHash;

/// Whom a surname alone means from some place of an article on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bearer {
    /// The run with the full name, or [`NONE`].
    pub(super) run: u32,
    /// The surname stood alone for that person.
    called: bool,
    /// Hash of the title under which the surname stands alone, where no full name came before; a full name that comes later is that person's with the same title.
    office: WordHash,
}

impl Bearer {
    /// Nobody yet.
    pub(super) const NOBODY: Bearer = Bearer { run: NONE, called: false, office: 0 };

    /// Whom the surname of `runs[number]` means from there on; the runs before are settled.
    pub(super) fn at(runs: &[Run], number: u32) -> Bearer {
        let run = &runs[number as usize];
        let before = runs.get(run.before as usize).map(|before| before.bearer);
        if run.is_full() { Bearer::named(runs, run, number, before) } else { Bearer::called(runs, run, before) }
    }

    /// Behind a surname that stands alone.
    fn called(runs: &[Run], run: &Run, before: Option<Bearer>) -> Bearer {
        let office = if run.gender == 0 { run.title } else { 0 };
        let bearer = before.unwrap_or(Bearer { called: true, ..Bearer::NOBODY });
        let Some(full) = runs.get(bearer.run as usize) else {
            return Bearer { office: if bearer.office == 0 { office } else { bearer.office }, ..bearer };
        };
        if office != 0 && full.title_gender != 0 {
            // `President Roe` behind `First Lady Jane Roe`
            return Bearer { run: NONE, called: true, office };
        }
        Bearer { called: bearer.called || full.may_be(run.gender), ..bearer }
    }

    /// Behind a full name.
    fn named(runs: &[Run], run: &Run, number: u32, before: Option<Bearer>) -> Bearer {
        let own = Bearer { run: number, ..Bearer::NOBODY };
        let Some(bearer) = before else { return own };
        let Some(full) = runs.get(bearer.run as usize) else {
            let same = bearer.office == 0 || bearer.office == run.title;
            return if same { Bearer { run: number, ..bearer } } else { bearer };
        };
        match (full.given, run.given) {
            (true, false) => bearer,
            _ if full.is_same(run) => Bearer { run: number, ..bearer },
            (false, true) => own,
            _ if bearer.called => bearer,
            _ => own,
        }
    }
}
