//! Rows of the long tables as JSON.
//!
//! A report over many copies writes a million places, and the general way (serde_json, which escapes the name of every member again and
//! looks up the shortest digits of every figure) took longer than finding them. The bytes are the same: a property holds each row to serde_json.

use crate::findings::{
    ClusterRow, Decision, Member, MentionPlace, MentionRow, PairRow, Place, QuoteRow, QuoteSpeaker, Unit, VariantRow,
};

/// A row that knows its JSON.
pub(crate) trait Row {
    /// Appends the row as one JSON object, the same bytes as serde_json's.
    fn write(&self, out: &mut Vec<u8>);
}

impl Row for PairRow<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"a\":");
        place(out, &self.a);
        out.extend_from_slice(b",\"b\":");
        place(out, &self.b);
        name(out, b",\"unit\":\"", unit_name(self.unit));
        name(out, b",\"relation\":\"", self.relation.name());
        figures(out, self.jaccard, self.containment, self.coverage);
        name(out, b",\"decision\":\"", decision_name(self.decision));
        out.extend_from_slice(b",\"reason\":");
        string(out, &self.reason);
        out.push(b'}');
    }
}

impl Row for ClusterRow<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"cluster\":");
        string(out, &self.cluster);
        name(out, b",\"unit\":\"", unit_name(self.unit));
        out.extend_from_slice(b",\"kept\":");
        place(out, &self.kept);
        list(out, b",\"members\":", &self.members, member);
        number(out, b",\"documents\":", self.documents as u64);
        number(out, b",\"sources\":", self.sources as u64);
        number(out, b",\"days\":", self.days as u64);
        name(out, b",\"verdict\":\"", self.verdict.name());
        out.push(b'}');
    }
}

impl Row for MentionRow<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let p = &self.place;
        span(out, p.doc, [p.line, p.line_end, p.start, p.end]);
        text(out, b",\"source\":", Some(self.source));
        text(out, b",\"date\":", self.date);
        text(out, b",\"text\":", Some(self.text));
        text(out, b",\"marks\":", Some(self.marks));
        number(out, b",\"words\":", self.words.into());
        name(out, b",\"type\":\"", self.r#type);
        out.extend_from_slice(b",\"nested_in\":");
        match &self.nested_in {
            Some(around) => place(out, around),
            None => out.extend_from_slice(b"null"),
        }
        text(out, b",\"speaker\":", self.speaker);
        text(out, b",\"speaker_as_written\":", self.speaker_as_written);
        text(out, b",\"cue\":", self.cue);
        out.extend_from_slice(b",\"confidence\":");
        figure(out, self.confidence);
        name(out, b",\"reason\":\"", self.reason);
        text(out, b",\"quote\":", self.quote);
        out.extend_from_slice(b",\"flags\":[");
        for (i, flag) in self.flags.iter().enumerate() {
            name(out, if i == 0 { b"\"" } else { b",\"" }, flag);
        }
        out.extend_from_slice(b"]}");
    }
}

impl Row for QuoteRow<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"quote\":");
        string(out, self.quote);
        text(out, b",\"text\":", Some(self.text));
        number(out, b",\"words\":", self.words as u64);
        out.extend_from_slice(b",\"speaker\":");
        match &self.speaker {
            Some(speaker) => quote_speaker(out, speaker),
            None => out.extend_from_slice(b"null"),
        }
        truth(out, b",\"disputed\":", self.disputed);
        list(out, b",\"variants\":", &self.variants, variant);
        list(out, b",\"mentions\":", &self.mentions, mention_place);
        number(out, b",\"documents\":", self.documents as u64);
        number(out, b",\"sources\":", self.sources as u64);
        number(out, b",\"days\":", self.days as u64);
        text(out, b",\"first\":", self.first.as_deref());
        text(out, b",\"last\":", self.last.as_deref());
        number(out, b",\"within_document\":", self.within_document as u64);
        name(out, b",\"verdict\":\"", self.verdict.name());
        out.push(b'}');
    }
}

fn quote_speaker(out: &mut Vec<u8>, speaker: &QuoteSpeaker<'_>) {
    text(out, b"{\"name\":", Some(speaker.name));
    out.extend_from_slice(b",\"confidence\":");
    figure(out, speaker.confidence);
    text(out, b",\"reason\":", Some(speaker.reason));
    list(out, b",\"spellings\":", &speaker.spellings, |out, spelling| {
        text(out, b"{\"form\":", Some(spelling.form));
        list(out, b",\"sources\":", spelling.sources, |out, source| string(out, source));
        out.push(b'}');
    });
    out.push(b'}');
}

fn variant(out: &mut Vec<u8>, variant: &VariantRow<'_>) {
    text(out, b"{\"text\":", Some(variant.text));
    name(out, b",\"relation\":\"", variant.relation.name());
    list(out, b",\"ops\":", &variant.ops, |out, op| {
        name(out, b"{\"op\":\"", op.op);
        text(out, b",\"from\":", Some(op.from));
        text(out, b",\"to\":", Some(op.to));
        truth(out, b",\"alters\":", op.alters);
        truth(out, b",\"elided\":", op.elided);
        out.push(b'}');
    });
    number(out, b",\"mentions\":", variant.mentions as u64);
    out.push(b'}');
}

fn mention_place(out: &mut Vec<u8>, mention: &MentionPlace<'_>) {
    let p = &mention.place;
    span(out, p.doc, [p.line, p.line_end, p.start, p.end]);
    text(out, b",\"source\":", Some(mention.source));
    text(out, b",\"date\":", mention.date);
    name(out, b",\"relation\":\"", mention.relation.name());
    text(out, b",\"speaker_as_written\":", mention.speaker_as_written);
    out.push(b'}');
}

/// A member with a list.
fn list<T>(out: &mut Vec<u8>, before: &[u8], all: &[T], each: impl Fn(&mut Vec<u8>, &T)) {
    out.extend_from_slice(before);
    out.push(b'[');
    for (i, one) in all.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        each(out, one);
    }
    out.push(b']');
}

fn truth(out: &mut Vec<u8>, before: &[u8], truth: bool) {
    out.extend_from_slice(before);
    out.extend_from_slice(if truth { b"true" } else { b"false" });
}

/// A member with a text or without one.
fn text(out: &mut Vec<u8>, before: &[u8], text: Option<&str>) {
    out.extend_from_slice(before);
    match text {
        Some(text) => string(out, text),
        None => out.extend_from_slice(b"null"),
    }
}

fn member(out: &mut Vec<u8>, m: &Member<'_>) {
    span(out, m.doc, [m.line, m.line_end, m.start, m.end]);
    text(out, b",\"source\":", Some(m.source));
    text(out, b",\"date\":", m.date);
    name(out, b",\"relation\":\"", m.relation.name());
    figures(out, m.jaccard, m.containment, m.coverage);
    out.push(b'}');
}

fn place(out: &mut Vec<u8>, p: &Place<'_>) {
    span(out, p.doc, [p.line, p.line_end, p.start, p.end]);
    out.push(b'}');
}

/// What places and members begin with.
fn span(out: &mut Vec<u8>, doc: &str, [line, line_end, start, end]: [u32; 4]) {
    out.extend_from_slice(b"{\"doc\":");
    string(out, doc);
    number(out, b",\"line\":", line.into());
    number(out, b",\"line_end\":", line_end.into());
    number(out, b",\"start\":", start.into());
    number(out, b",\"end\":", end.into());
}

fn figures(out: &mut Vec<u8>, jaccard: f64, containment: f64, coverage: Option<f64>) {
    out.extend_from_slice(b",\"jaccard\":");
    figure(out, jaccard);
    out.extend_from_slice(b",\"containment\":");
    figure(out, containment);
    out.extend_from_slice(b",\"coverage\":");
    match coverage {
        Some(coverage) => figure(out, coverage),
        None => out.extend_from_slice(b"null"),
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Document => "document",
        Unit::Paragraph => "paragraph",
    }
}

fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::Duplicate => "duplicate",
        Decision::Altered => "altered",
        Decision::BothStay => "both_stay",
        Decision::Family => "family",
        Decision::Rejected => "rejected",
    }
}

/// A word that needs no escape; `before` ends with the opening quote.
fn name(out: &mut Vec<u8>, before: &[u8], name: &str) {
    out.extend_from_slice(before);
    out.extend_from_slice(name.as_bytes());
    out.push(b'"');
}

fn string(out: &mut Vec<u8>, text: &str) {
    // All bytes are looked at, so that they are looked at many at once.
    let escaped = text.bytes().fold(false, |any, b| any | (b < 0x20) | (b == b'"') | (b == b'\\'));
    if escaped {
        general(out, text);
    } else {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    }
}

fn number(out: &mut Vec<u8>, before: &[u8], mut number: u64) {
    out.extend_from_slice(before);
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[first..]);
}

/// A figure of 0 to 1. Rounded to six digits, as all figures in the tables are, those digits are the shortest that give it back.
fn figure(out: &mut Vec<u8>, x: f64) {
    const ONE: f64 = 1e6;
    let millionths = x * ONE;
    // Between 0 and 0.001 digits may be told with an exponent.
    if x == 1.0 {
        out.extend_from_slice(b"1.0");
    } else if (1e3..ONE).contains(&millionths) && millionths.round() / ONE == x {
        let mut rest = millionths.round() as u32;
        let mut digits = *b"0.000000";
        for digit in digits[2..].iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        let zeros = digits.iter().rev().take_while(|&&d| d == b'0').count();
        out.extend_from_slice(&digits[..digits.len() - zeros]);
    } else {
        general(out, &x);
    }
}

fn general(out: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    let before = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        // Strings and numbers have JSON, and a vector takes every byte.
        out.truncate(before);
        out.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Operation, QuoteRelation, Relation, Spelling, Verdict};
    use proptest::prelude::*;
    use std::borrow::Cow;

    fn json(row: &impl Row) -> String {
        let mut out = Vec::new();
        row.write(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn figures() -> impl Strategy<Value = f64> {
        prop_oneof![(0u32..=1_000_000).prop_map(|m| f64::from(m) / 1e6), 0.0..=1.0, Just(0.0), Just(1.0), Just(1e-6)]
    }

    fn relations() -> impl Strategy<Value = Relation> {
        use Relation::*;
        prop::sample::select(vec![Exact, Near, Contained, Altered, Derived, None])
    }

    prop_compose! {
        fn rows()(
            ids in (".*", "[a-z0-9\"\\\\]*"), numbers in any::<[u32; 8]>(), relation in relations(),
            (jaccard, containment, coverage) in (figures(), figures(), prop::option::of(figures())),
            unit in prop::sample::select(vec![Unit::Document, Unit::Paragraph]),
            decision in prop::sample::select(
                vec![Decision::Duplicate, Decision::Altered, Decision::BothStay, Decision::Family, Decision::Rejected]),
            text in ".*",
            verdict in prop::sample::select(
                vec![Verdict::Syndicated, Verdict::Update, Verdict::WithinDocument, Verdict::Boilerplate]),
            members in 0usize..3, date in prop::option::of("[0-9-]{10}")
        ) -> [(String, String); 4] {
            let [line, line_end, start, end, l, m, s, e] = numbers;
            let a = Place { doc: &ids.0, line, line_end, start, end };
            let b = Place { doc: &ids.1, line: l, line_end: m, start: s, end: e };
            let reason = Cow::Owned(format!("because {}", ids.1));
            let pair = PairRow { a: a.clone(), b, unit, relation, jaccard, containment, coverage, decision, reason };
            let member = Member {
                doc: &ids.1, line: l, line_end: m, start: s, end: e, source: &ids.0, date: date.as_deref(),
                relation, jaccard, containment, coverage,
            };
            let cluster = ClusterRow {
                cluster: ids.1.clone(), unit, kept: a.clone(), members: vec![member; members],
                documents: members, sources: l as usize, days: m as usize, verdict,
            };
            let mention = MentionRow {
                place: a.clone(), source: &ids.1, date: date.as_deref(), text: &text, marks: "“\"", words: l, r#type: "full",
                nested_in: (members > 1).then(|| pair.b.clone()), speaker: Some(&ids.1), speaker_as_written: None, cue: date.as_deref(),
                confidence: jaccard, reason: "no cue near the quote", quote: None, flags: ["split", "edited"][..members.min(2)].to_vec(),
            };
            let relation = [QuoteRelation::Exact, QuoteRelation::Altered, QuoteRelation::Partial][members];
            let of_quote = MentionPlace {
                place: a.clone(), source: &ids.1, date: date.as_deref(), relation, speaker_as_written: date.as_deref(),
            };
            let sources = [ids.0.clone(), text.clone()];
            let spelling = Spelling { form: &ids.1, sources: &sources[..members] };
            let speaker = QuoteSpeaker { name: &text, confidence: containment, reason: &ids.0, spellings: vec![spelling; members] };
            let op = Operation { op: "insert", from: &ids.1, to: &text, alters: l > m, elided: l < m };
            let variant = VariantRow { text: &ids.0, relation, ops: vec![op; members], mentions: members };
            let quote = QuoteRow {
                quote: &ids.1, text: &text, words: members, speaker: (members > 0).then_some(speaker), disputed: s > e,
                variants: vec![variant; members], mentions: vec![of_quote; members], documents: members, sources: s as usize,
                days: e as usize, first: date.clone(), last: Option::None, within_document: l as usize, verdict,
            };
            let by_serde = |row: &dyn Fn() -> serde_json::Result<String>| row().unwrap();
            [
                (json(&pair), by_serde(&|| serde_json::to_string(&pair))),
                (json(&cluster), by_serde(&|| serde_json::to_string(&cluster))),
                (json(&mention), by_serde(&|| serde_json::to_string(&mention))),
                (json(&quote), by_serde(&|| serde_json::to_string(&quote))),
            ]
        }
    }

    proptest! {
        #[test]
        fn rows_are_those_of_serde_json(rows in rows()) {
            for (ours, by_serde) in rows {
                prop_assert_eq!(ours, by_serde);
            }
        }
    }

    #[test]
    fn every_figure_of_six_digits() {
        for millionths in 0..=1_000_000 {
            let x = f64::from(millionths) / 1e6;
            let mut out = Vec::new();
            figure(&mut out, x);
            assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&x).unwrap());
        }
    }
}
