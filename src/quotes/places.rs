//! Places that speak: `В министерстве сообщили`, `„…” – czytamy w komunikacie policji`.

use super::class::{AUXILIARY, COMMON, CONJUNCTION, CUE, FILLER, HE, NO_NAME, PREPOSITION, PRONOUN, RELATIVE, SHE};
use super::phrases::{Kind, Phrase, Reader};

/// The longest place that speaks, with its preposition, in words.
const LONGEST_PLACE: usize = 7;
/// Words between a verb and the place that speaks, at most: whom it was told, or when.
const TOLD: usize = 5;

impl Reader<'_> {
    /// The place that speaks by the verb at token `cue`, at the head of its sentence: `В министерстве сообщили`.
    pub(super) fn place_before(&self, cue: usize, low: usize) -> Option<Phrase> {
        // `Водночас у пресслужбі наголосили`
        let led = low + 2 < cue
            && self.tokens[low].quote.is_none()
            && (self.tokens[low].class == 0 || self.tokens[low].is(FILLER | CONJUNCTION | COMMON))
            && !self.language.is_before_place(self.hash(low));
        let low = low + usize::from(led);
        let (first, last) = (low + 1, cue.checked_sub(1)?);
        let speaks = first <= last
            && cue - low <= LONGEST_PLACE
            && self.language.is_before_place(self.hash(low))
            && self.speaks_for_place(cue)
            && (first..=cue).all(|i| self.plain_gap(i))
            && (first..=last).all(|i| {
                // `В компании «Север» сообщили`
                let named = i == last && i > first;
                (self.tokens[i].quote.is_none() || named) && !self.tokens[i].is(CUE | AUXILIARY | PRONOUN)
            });
        // `В НАТО решение назвали`
        let last = if speaks && self.capital(first) { self.capitals_end(first, cue) } else { last };
        speaks.then_some(Phrase { first, last, kind: Kind::Generic })
    }

    /// The place that speaks by the verb at token `cue`, behind it: `сообщили в министерстве`, `рассказали Роу в министерстве`, `говорится в сообщении министерства`.
    pub(super) fn place_behind(&self, cue: usize, high: usize) -> Option<Phrase> {
        if !self.speaks_for_place(cue) {
            return None;
        }
        let belongs = |i: usize| self.plain_gap(i) && self.tokens[i].quote.is_none();
        let impersonal = self.language.is_impersonal(self.hash(cue));
        let mut i = cue + 1;
        while i + 1 < high && i <= cue + TOLD && belongs(i) {
            let t = &self.tokens[i];
            if self.language.is_before_place(self.hash(i)) && belongs(i + 1) && !self.tokens[i + 1].is(NO_NAME) {
                let goes_on = |i: &usize| {
                    let stops = CUE | AUXILIARY | CONJUNCTION | RELATIVE | NO_NAME;
                    belongs(*i) && !self.tokens[*i].is(stops) && !self.begins_occasion(*i, high)
                };
                // `йдеться у його дописі`
                let of = self.tokens[i + 1].class & (HE | SHE);
                if of != 0 && i + 2 < high {
                    return Some(Phrase { first: i + 1, last: i + 1, kind: Kind::Pronoun(of) });
                }
                let last = (i + 1..high).take(LONGEST_PLACE - 1).take_while(goes_on).last()?;
                // `у повідомленні прокуратури в Telegram`
                let last = last - usize::from(last > i + 1 && self.tokens[last].is(PREPOSITION));
                return Some(Phrase { first: i + 1, last, kind: Kind::Generic });
            }
            // One name is no subject of a plural.
            let skipped = t.upper || t.is(NO_NAME) || self.language.is_before_place(self.hash(i));
            if t.is(CONJUNCTION | CUE) && !t.is(FILLER) || !skipped && !impersonal {
                return None;
            }
            i += 1;
        }
        None
    }

    fn speaks_for_place(&self, cue: usize) -> bool {
        self.language.is_plural(self.word(cue)) || self.language.is_impersonal(self.hash(cue))
    }
}
