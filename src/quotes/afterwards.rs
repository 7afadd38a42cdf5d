//! Speakers that the sentence behind a quote names: `«…». Con queste parole il sindaco ha annunciato …`, `«…». Об этом заявил Иван Роу.`

use super::attribution::Evidence;
use super::class::{CUE, DETERMINER, GENERIC, PARTICLE, TITLE};
use super::phrases::{Kind, Phrase, Reader};
use super::reason::Reason;
use super::tokens::{DASH, QUOTE_CALL, QUOTE_STOP, STOP};

/// How sure such a speaker is.
const CONFIDENCE: f32 = 0.7;

impl Reader<'_> {
    /// The speaker of the quote at token `at`, which is a sentence of its own up to token `high`, where the next one begins with words that stand for it.
    pub(super) fn told_behind(&self, at: usize, low: usize, high: usize) -> Option<Evidence> {
        let tail = self.tokens.get(at + 1)?.gap;
        // `ROMA, 14 MAR - «…».`
        let begins = at == low || self.tokens[at].gap & DASH != 0;
        if !begins || at + 1 < high || tail & (QUOTE_STOP | STOP | QUOTE_CALL) == 0 {
            return None;
        }
        let behind = high + self.this_way_at(high)?;
        let end = self.sentence_end(high);
        let cue = (behind.saturating_sub(1).max(high)..end).find(|&i| self.tokens[i].is(CUE) && !self.is_noun(i));
        if let Some(cue) = cue {
            let phrase = self.agent(cue, end).or_else(|| self.speaker_of(cue, high, end))?;
            return Some(Evidence::new(phrase, Some((cue, cue)), CONFIDENCE, Reason::CueAfter));
        }
        // `«…». Sono le parole di Jane Roe.`
        let first = self.tokens.get(behind).filter(|t| behind < end && t.quote.is_none())?;
        let of = usize::from(first.is(PARTICLE) && !first.is(DETERMINER) && !first.upper);
        let somebody =
            |p: &Phrase| p.kind == Kind::Name || (p.first..=p.last).any(|i| self.tokens[i].is(TITLE | GENERIC));
        let phrase = self.phrase_at(behind + of, end).filter(somebody)?;
        Some(Evidence::new(phrase, None, CONFIDENCE, Reason::CueAfter))
    }

    /// How many words the phrase at token `i` has that stands for a quote.
    fn this_way_at(&self, i: usize) -> Option<usize> {
        let is_word = |(k, word): (usize, &str)| {
            self.tokens.get(i + k).is_some_and(|t| t.quote.is_none()) && self.word(i + k).to_lowercase() == word
        };
        let fits = |phrase: &&String| phrase.split(' ').enumerate().all(is_word);
        self.language.this_way.iter().filter(fits).map(|phrase| phrase.split(' ').count()).max()
    }
}
