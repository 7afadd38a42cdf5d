//! What the page of a report shows: the most telling findings, with texts from the lines that the survey kept.

use super::columns::Spot;
use super::found::Cluster;
use super::parameters::Parameters;
use super::survey::Survey;
use super::tell::Teller;
use super::tell_quotes::QuoteTeller;
use crate::boilerplate::LineRow;
use crate::error::Result;
use crate::findings::{
    ArticleView, Cell, ClusterView, CopyView, Counts, LineView, Link, Matrix, MentionView, Outlet, Page, ParagraphView,
    Piece, PieceKind, QuoteView, RejectedView, Relation, Shown, Summary, TemplateView, Timeline, TimelineRow, Unit,
    VariantView,
};
use crate::matching::candidates::unpack;
use crate::matching::{Explanation, Keep, PASSAGE_WORDS, Step, StepKind, explain};
use crate::quotes::link::RepeatedQuote;
use crate::report::bytes;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Bytes of articles, and of texts side by side, that a page has at most: it is to open at once.
const ARTICLE_BYTES: usize = 2_500_000;
const SIDE_BYTES: usize = 1_000_000;
/// Longest article of which a comparison is shown.
const SIDE: usize = 20_000;
/// Mentions, members, places of one finding; templates of one outlet; wordings of one quote.
const OF_ONE: usize = 30;
/// Outlets in the matrix; texts in the timeline.
const OUTLETS: usize = 16;
const TEXTS: usize = 16;
/// Characters of the words before a quote, and of a label.
const LEAD: usize = 90;
const LABEL: usize = 70;

/// Makes the page.
pub(super) struct Pager<'a> {
    survey: &'a Survey,
    teller: &'a Teller<'a>,
    quotes: Option<&'a QuoteTeller<'a>>,
    parameters: &'a Parameters,
    limit: usize,
    /// The place on the page of each document that is shown.
    anchors: HashMap<u32, usize>,
}

impl<'a> Pager<'a> {
    /// Chooses what is shown, at most `limit` of each kind.
    pub(super) fn page(
        survey: &'a Survey,
        teller: &'a Teller<'a>,
        quotes: Option<&'a QuoteTeller<'a>>,
        parameters: &'a Parameters,
        limit: usize,
    ) -> Result<Page> {
        let mut pager = Pager { survey, teller, quotes, parameters, limit, anchors: HashMap::new() };
        let told: Vec<&RepeatedQuote> = quotes.map_or_else(Vec::new, QuoteTeller::most_told);
        let mut clusters: Vec<&Cluster> = teller.clusters(Unit::Document).iter().collect();
        clusters.sort_by_key(|c| std::cmp::Reverse(c.members.len()));
        let articles = pager.choose(&told, &clusters)?;
        let mut page = Page {
            quotes: match quotes {
                Some(quotes) => pager.shown(&told, limit, |quote| pager.quote(quotes, quote))?,
                None => Shown::default(),
            },
            paragraphs: pager.paragraphs()?,
            matrix: pager.matrix(&told, &clusters),
            timeline: pager.timeline(&told, &clusters),
            outlets: pager.outlets()?,
            rejected: pager.rejected(),
            keep: why_kept(&parameters.keep),
            ..Page::default()
        };
        let mut room = SIDE_BYTES;
        page.clusters = pager.shown(&clusters, limit, |cluster| pager.cluster(cluster, &mut room))?;
        page.articles = Shown { rows: pager.articles(&articles, &told)?, all: survey.documents.len() };
        Ok(page)
    }

    fn shown<T, V>(&self, all: &[T], limit: usize, mut view: impl FnMut(&T) -> Result<V>) -> Result<Shown<V>> {
        Ok(Shown { rows: all.iter().take(limit).map(&mut view).collect::<Result<_>>()?, all: all.len() })
    }

    /// The documents that are shown: those of the quotes and clusters that are, then others by id; and their anchors.
    fn choose(&mut self, told: &[&RepeatedQuote], clusters: &[&Cluster]) -> Result<Vec<u32>> {
        let mut wanted: Vec<u32> = Vec::new();
        for i in 0..self.limit.min(told.len().max(clusters.len())) {
            if let (Some(quote), Some(quotes)) = (told.get(i), self.quotes) {
                wanted.extend(quotes.documents_of(quote).into_iter().take(3));
            }
            if let Some(cluster) = clusters.get(i) {
                wanted.extend([cluster.kept].into_iter().chain(cluster.members.iter().map(|m| m.0)).take(3));
            }
        }
        wanted.extend(self.teller.by_id());
        let mut bytes = 0;
        let mut chosen = Vec::new();
        for document in wanted {
            if chosen.len() == self.limit || self.anchors.contains_key(&document) {
                continue;
            }
            let size = self.survey.documents.bytes[document as usize] as usize;
            if bytes + size <= ARTICLE_BYTES && self.survey.lines.has(document) {
                bytes += size;
                self.anchors.insert(document, chosen.len());
                chosen.push(document);
            }
        }
        // By outlet and id, as they are read.
        chosen.sort_by_key(|&d| (self.teller.source(d), self.teller.id_order()[d as usize]));
        self.anchors = chosen.iter().enumerate().map(|(i, &d)| (d, i)).collect();
        Ok(chosen)
    }

    fn link(&self, document: u32, line: u32) -> Link {
        let anchor = self.anchors.get(&document).map(|i| format!("a{i}l{line}"));
        Link { label: format!("{}:{line}", self.teller.id(document)), anchor }
    }

    fn article_link(&self, document: u32) -> Link {
        Link {
            label: self.teller.id(document).to_owned(),
            anchor: self.anchors.get(&document).map(|i| format!("a{i}")),
        }
    }

    fn date(&self, document: u32) -> String {
        self.teller.date(document).unwrap_or_default().to_owned()
    }

    /// The lines of a document that are not blank, with their texts.
    fn lines(&self, document: u32) -> Result<Vec<(LineRow, String)>> {
        let mut rows = Vec::new();
        if !self.survey.lines.has(document) {
            return Ok(Vec::new());
        }
        self.survey.lines.of(document, &mut rows)?;
        let mut at = self.survey.lines.text_of(document);
        rows.into_iter()
            .map(|row| {
                let text = self.survey.lines.text(at, row.bytes())?;
                at += u64::from(row.bytes());
                Ok((row, text))
            })
            .collect()
    }

    fn quote(&self, quotes: &'a QuoteTeller<'a>, quote: &'a RepeatedQuote) -> Result<QuoteView> {
        let row = quotes.row(quote);
        let mut mentions = Vec::new();
        for (wording, variant) in (1..).zip(&quote.variants) {
            mentions.extend(variant.mentions.iter().map(|&mention| (wording, mention)));
        }
        let all = mentions.len();
        let mut views = Vec::new();
        for (wording, mention) in mentions {
            let (document, place) = quotes.place_of(mention);
            views.push((document, place, wording, mention));
        }
        let days = |document: u32| self.survey.documents.dates[document as usize].map_or(i64::MAX, |d| d.seconds);
        views.sort_by_key(|v| (days(v.0), self.teller.id_order()[v.0 as usize], v.1.start));
        let mentions = views.into_iter().take(OF_ONE).map(|(document, place, wording, mention)| {
            Ok(MentionView {
                source: self.teller.source(document).to_owned(),
                date: self.date(document),
                link: self.link(document, place.line),
                wording,
                speaker: quotes.speaker_as_written(mention).unwrap_or_default().to_owned(),
                lead: self.lead(document, place.start)?,
            })
        });
        let relations: BTreeSet<&str> = row.variants.iter().map(|v| v.relation.name()).collect();
        Ok(QuoteView {
            id: quote.id.clone(),
            text: row.text.to_owned(),
            words: row.words,
            speaker: row.speaker.as_ref().map_or_else(String::new, |s| s.name.to_owned()),
            speaker_reason: row
                .speaker
                .as_ref()
                .map_or_else(String::new, |s| format!("{} (confidence {:.2})", s.reason, s.confidence)),
            disputed: row.disputed,
            spread: (row.sources, row.documents, row.days),
            days: match (&row.first, &row.last) {
                (Some(first), Some(last)) if first == last => first.clone(),
                (Some(first), Some(last)) => format!("{first} to {last}"),
                _ => String::new(),
            },
            verdict: row.verdict.name().replace('_', " "),
            relations: relations.into_iter().collect::<Vec<_>>().join(", "),
            spellings: row
                .speaker
                .iter()
                .flat_map(|s| &s.spellings)
                .map(|s| (s.form.to_owned(), s.sources.join(", ")))
                .collect(),
            variants: (quote.variants.iter().zip(&row.variants).take(OF_ONE))
                .map(|(variant, told)| VariantView {
                    relation: told.relation.name(),
                    mentions: told.mentions,
                    pieces: pieces(row.text, told.text, &variant.edits),
                })
                .collect(),
            mentions: Shown { rows: mentions.collect::<Result<_>>()?, all },
        })
    }

    /// The words before this byte, in its line.
    fn lead(&self, document: u32, byte: u32) -> Result<String> {
        if !self.anchors.contains_key(&document) {
            return Ok(String::new());
        }
        let lines = self.lines(document)?;
        let Some((row, text)) = lines.iter().find(|(row, _)| row.start <= byte && byte < row.end) else {
            return Ok(String::new());
        };
        let before = text
            .get(..(byte - row.start) as usize)
            .unwrap_or_default()
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !",:.".contains(c));
        let start = before.char_indices().rev().nth(LEAD).map_or(0, |(at, _)| at);
        let start = if start == 0 { 0 } else { before[start..].find(' ').map_or(start, |space| start + space + 1) };
        Ok(if start > 0 { format!("…{}", &before[start..]) } else { before.to_owned() })
    }

    fn cluster(&self, cluster: &Cluster, room: &mut usize) -> Result<ClusterView> {
        let copy = |document: u32, comparison: Option<&crate::matching::Comparison>| CopyView {
            link: self.article_link(document),
            title: self.survey.documents.titles.get(document as usize).to_owned(),
            source: self.teller.source(document).to_owned(),
            date: self.date(document),
            relation: comparison.map_or("", |c| c.relation.name()),
            figures: comparison
                .map_or_else(Default::default, |c| (format!("{:.3}", c.jaccard), format!("{:.3}", c.containment))),
        };
        let row = self.teller.cluster_row(Unit::Document, cluster.kept, &cluster.members)?;
        let members = cluster.members.iter().take(OF_ONE).map(|(document, c)| copy(*document, Some(c))).collect();
        let first = cluster.members.iter().find(|(_, c)| c.relation != Relation::Exact);
        let sides = match first {
            Some(&(other, _)) => self.sides(cluster.kept, other, room)?,
            None => None,
        };
        Ok(ClusterView {
            id: row.cluster.clone(),
            kept: copy(cluster.kept, None),
            members: Shown { rows: members, all: cluster.members.len() },
            verdict: row.verdict.name().replace('_', " "),
            spread: (row.sources, row.days),
            sides,
        })
    }

    /// Two articles with the passages that stand in both.
    fn sides(&self, a: u32, b: u32, room: &mut usize) -> Result<Option<(Vec<Piece>, Vec<Piece>)>> {
        let text = |document| -> Result<String> {
            Ok(self.lines(document)?.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n"))
        };
        let (a, b) = (text(a)?, text(b)?);
        if a.len().max(b.len()) > SIDE || a.len() + b.len() > *room || a.is_empty() || b.is_empty() {
            return Ok(None);
        }
        *room -= a.len() + b.len();
        let p = self.parameters;
        let words = p.document_sketch.shingle_words;
        Ok(Some(side_by_side(&a, &b, &explain(&a, &b, words, &p.thresholds, &p.data.alterations, p.simd))))
    }

    fn paragraphs(&self) -> Result<Shown<ParagraphView>> {
        let mut clusters: Vec<&Cluster> = self.teller.clusters(Unit::Paragraph).iter().collect();
        clusters.sort_by_key(|c| std::cmp::Reverse(c.members.len()));
        self.shown(&clusters, self.limit, |cluster| {
            let spot = self.survey.paragraphs.spot(cluster.kept)?;
            let place = |paragraph: u32| -> Result<Link> {
                let spot = self.survey.paragraphs.spot(paragraph)?;
                Ok(self.link(self.teller.document(Unit::Paragraph, paragraph), spot.line))
            };
            let places = [cluster.kept].into_iter().chain(cluster.members.iter().map(|m| m.0)).take(OF_ONE);
            let relations: BTreeSet<&str> = cluster.members.iter().map(|m| m.1.relation.name()).collect();
            let document = self.teller.document(Unit::Paragraph, cluster.kept);
            let lines = self.lines(document)?;
            let inside = lines.iter().filter(|(row, _)| spot.start <= row.start && row.end <= spot.end);
            Ok(ParagraphView {
                text: inside.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" "),
                places: Shown { rows: places.map(place).collect::<Result<_>>()?, all: cluster.members.len() + 1 },
                relations: relations.into_iter().collect::<Vec<_>>().join(", "),
                verdict: self
                    .teller
                    .cluster_row(Unit::Paragraph, cluster.kept, &cluster.members)?
                    .verdict
                    .name()
                    .replace('_', " "),
            })
        })
    }

    fn outlets(&self) -> Result<Shown<Outlet>> {
        let Some(furniture) = self.teller.boilerplate() else { return Ok(Shown::default()) };
        let d = &self.survey.documents;
        let mut figures: Vec<(u64, u64, u64)> = vec![(0, 0, 0); d.source_names.len()];
        for (document, &source) in (0..).zip(&d.sources) {
            let of = &mut figures[source as usize];
            (of.0, of.1, of.2) =
                (of.0 + 1, of.1 + u64::from(d.bytes[document as usize]), of.2 + furniture.bytes(document));
        }
        let mut order: Vec<usize> = (0..figures.len()).filter(|&source| figures[source].2 > 0).collect();
        order.sort_by(|&a, &b| figures[b].2.cmp(&figures[a].2).then_with(|| d.source_names[a].cmp(&d.source_names[b])));
        let groups = furniture.most_spread(self.survey);
        self.shown(&order, self.limit.min(100), |&source| {
            let groups = groups.get(&(source as u32)).map_or(&[][..], Vec::as_slice);
            let templates = self.shown(groups, OF_ONE, |group| {
                let first = &group.first;
                Ok(TemplateView {
                    text: group.text(self.survey)?,
                    class: group.class.name(),
                    action: group.action.name(),
                    articles: group.documents,
                    place: group.place,
                    reasons: group.reasons.join("; "),
                    example: self.link(first.0, first.1),
                })
            })?;
            let (articles, bytes, gone) = figures[source];
            Ok(Outlet {
                name: d.source_names[source].clone(),
                articles,
                permille: gone * 1000 / bytes.max(1),
                templates,
            })
        })
    }

    fn articles(&self, chosen: &[u32], told: &[&RepeatedQuote]) -> Result<Vec<ArticleView>> {
        // What is shown of each: quotes by first byte, other places of its paragraphs.
        let mut quotes: HashMap<u32, Vec<(u32, &str)>> = HashMap::new();
        if let Some(teller) = self.quotes {
            for quote in told.iter().take(self.limit) {
                for &mention in quote.variants.iter().flat_map(|v| &v.mentions) {
                    let (document, place) = teller.place_of(mention);
                    quotes.entry(document).or_default().push((place.start, &quote.id));
                }
            }
        }
        let mut copies: HashMap<u32, Vec<(Spot, Link)>> = HashMap::new();
        for cluster in self.teller.clusters(Unit::Paragraph) {
            let all = || cluster.members.iter().map(|m| m.0);
            let mut add = |paragraph: u32, other: u32| -> Result<()> {
                let document = self.teller.document(Unit::Paragraph, paragraph);
                if self.anchors.contains_key(&document) {
                    let line = self.survey.paragraphs.spot(other)?.line;
                    let link = self.link(self.teller.document(Unit::Paragraph, other), line);
                    copies.entry(document).or_default().push((self.survey.paragraphs.spot(paragraph)?, link));
                }
                Ok(())
            };
            if let Some(first) = all().next() {
                add(cluster.kept, first)?;
            }
            all().try_for_each(|paragraph| add(paragraph, cluster.kept))?;
        }
        (chosen.iter().enumerate())
            .map(|(i, &document)| {
                let furniture: HashMap<u32, &'static str> = (self.teller.boilerplate().into_iter())
                    .flat_map(|furniture| furniture.stripped(document).map(|line| (line.spot.line, line.class.name())))
                    .collect();
                let (quotes, copies) = (quotes.get(&document), copies.get(&document));
                let lines = self.lines(document)?.into_iter().map(|(row, text)| {
                    let within = |at: u32| row.start <= at && at < row.end;
                    let of_line: BTreeSet<&str> =
                        quotes.into_iter().flatten().filter(|q| within(q.0)).map(|q| q.1).collect();
                    let copy =
                        copies.into_iter().flatten().find(|(spot, _)| spot.start <= row.start && row.end <= spot.end);
                    LineView {
                        line: row.line,
                        text,
                        quotes: of_line.into_iter().map(str::to_owned).collect(),
                        copy: copy.map(|(_, link)| link.clone()),
                        furniture: furniture.get(&row.line).copied(),
                    }
                });
                Ok(ArticleView {
                    anchor: format!("a{i}"),
                    id: self.teller.id(document).to_owned(),
                    title: self.survey.documents.titles.get(document as usize).to_owned(),
                    source: self.teller.source(document).to_owned(),
                    date: self.date(document),
                    goes_for: self.teller.gone(document).map(|(kept, _)| self.article_link(kept)),
                    lines: lines.collect(),
                })
            })
            .collect()
    }

    /// The documents of each text that is told.
    fn texts(&self, told: &[&'a RepeatedQuote], clusters: &[&'a Cluster]) -> Vec<(String, String, Vec<u32>)> {
        let mut texts = Vec::new();
        for quote in told {
            if let Some(quotes) = self.quotes {
                texts.push((
                    format!("“{}”", label(quotes.row(quote).text)),
                    format!("q{}", quote.id),
                    quotes.documents_of(quote),
                ));
            }
        }
        for cluster in clusters {
            let documents: Vec<u32> = [cluster.kept].into_iter().chain(cluster.members.iter().map(|m| m.0)).collect();
            let title = self.survey.documents.titles.get(cluster.kept as usize);
            let title = if title.is_empty() { self.teller.id(cluster.kept) } else { title };
            texts.push((label(title), self.teller.cluster_name(cluster.kept), documents));
        }
        texts
    }

    fn matrix(&self, told: &[&'a RepeatedQuote], clusters: &[&'a Cluster]) -> Matrix {
        let d = &self.survey.documents;
        let day = |document: u32| d.dates[document as usize].map(|date| date.day());
        let mut cells: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
        let mut totals: BTreeMap<u32, u64> = BTreeMap::new();
        for (_, _, documents) in self.texts(told, clusters) {
            // The first day of each outlet, where it is known.
            let mut first: BTreeMap<u32, Option<i64>> = BTreeMap::new();
            for &document in &documents {
                let of = first.entry(d.sources[document as usize]).or_insert(None);
                *of = match (*of, day(document)) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            if first.len() < 2 || first.len() > 200 {
                continue;
            }
            for (&a, &day_a) in &first {
                *totals.entry(a).or_default() += first.len() as u64 - 1;
                for (&b, &day_b) in first.iter().filter(|(b, _)| **b != a) {
                    let cell = cells.entry((a, b)).or_default();
                    cell.0 += 1;
                    cell.1 += u64::from(matches!((day_a, day_b), (Some(a), Some(b)) if a < b));
                }
            }
        }
        let mut outlets: Vec<u32> = totals.keys().copied().collect();
        outlets.sort_by(|a, b| {
            totals[b].cmp(&totals[a]).then_with(|| d.source_names[*a as usize].cmp(&d.source_names[*b as usize]))
        });
        let all = outlets.len();
        outlets.truncate(OUTLETS);
        let most =
            cells.iter().filter(|((a, b), _)| outlets.contains(a) && outlets.contains(b)).map(|(_, c)| c.0).max();
        let rows = outlets.iter().map(|&a| {
            let cell = |&b: &u32| {
                let (shared, first) = cells.get(&(a, b)).copied().unwrap_or_default();
                let shade = if shared == 0 { 0 } else { 1 + (shared * 4 / most.unwrap_or(1).max(1)) as u8 };
                Cell { shared, first, shade }
            };
            outlets.iter().map(cell).collect()
        });
        Matrix {
            rows: rows.collect(),
            outlets: outlets.iter().map(|&o| d.source_names[o as usize].clone()).collect(),
            all,
        }
    }

    fn timeline(&self, told: &[&'a RepeatedQuote], clusters: &[&'a Cluster]) -> Timeline {
        let mut texts: Vec<(String, String, BTreeMap<i64, u32>)> = Vec::new();
        let some = |n: usize| n.min(TEXTS * 4);
        for (label, anchor, documents) in self.texts(&told[..some(told.len())], &clusters[..some(clusters.len())]) {
            let mut days: BTreeMap<i64, u32> = BTreeMap::new();
            for document in documents {
                if let Some(date) = self.survey.documents.dates[document as usize] {
                    *days.entry(date.day()).or_default() += 1;
                }
            }
            if days.values().sum::<u32>() > 1 {
                texts.push((label, anchor, days));
            }
        }
        texts.sort_by_key(|t| std::cmp::Reverse(t.2.values().sum::<u32>()));
        texts.truncate(TEXTS);
        let all = || texts.iter().flat_map(|t| t.2.keys().copied());
        let (Some(first), Some(last)) = (all().min(), all().max()) else { return Timeline::default() };
        let place = |day: i64| ((day - first) * 1000 / (last - first).max(1)) as u32;
        let told = |day: i64| crate::corpus::Date { seconds: day * 86_400, day_only: true }.to_string();
        let rows = texts.iter().map(|(label, anchor, days)| TimelineRow {
            label: label.clone(),
            anchor: anchor.clone(),
            dots: days.iter().map(|(&day, &count)| (place(day), count)).collect(),
        });
        Timeline { rows: rows.collect(), days: (told(first), told(last)) }
    }

    fn rejected(&self) -> Shown<RejectedView> {
        let found = self.teller.rejected_documents();
        let view = |&(pair, c): &(u64, crate::matching::Comparison)| {
            let (a, b) = unpack(pair);
            RejectedView {
                pair: (self.article_link(a), self.article_link(b)),
                figures: (format!("{:.3}", c.jaccard), format!("{:.3}", c.containment)),
                reason: self.teller.reason(Unit::Document, &c).into_owned(),
            }
        };
        Shown { rows: found.iter().take(self.limit.min(100)).map(view).collect(), all: found.len() }
    }
}

/// Puts the figures of the run on the page.
pub(super) fn figures(page: &mut Page, summary: &Summary) {
    let (read, found) = (&summary.read, &summary.findings);
    let told = |counts: &Counts| {
        let parts: Vec<String> =
            counts.iter().map(|(name, count)| format!("{count} {}", name.replace('_', " "))).collect();
        if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
    };
    page.figures = vec![
        ("Articles", read.documents.to_string()),
        ("Outlets", read.sources.to_string()),
        ("Articles with a date", read.dated.to_string()),
        ("Text", bytes(read.text_bytes)),
        ("Copies of articles", told(&found.documents)),
        ("Articles that would go", found.documents_dropped.to_string()),
        ("Families", format!("{} with {} articles", found.families, found.documents_in_families)),
        ("Repeated paragraphs", told(&found.paragraphs)),
    ];
    if let Some(quotes) = &found.quotes {
        page.figures.push(("Quotes", quotes.mentions.values().sum::<u64>().to_string()));
        page.figures.push(("Repeated quotes", told(&quotes.repeated)));
        page.figures.push(("Disputed speakers", quotes.disputed.to_string()));
    }
    if let Some(furniture) = &found.boilerplate {
        let lines = furniture.lines.values().sum::<u64>();
        page.figures.push(("Boilerplate", format!("{lines} lines, {}", bytes(furniture.bytes))));
    }
    if let Some(recall) = summary.recall.get("documents") {
        page.figures.push(("Expected recall at the threshold", recall.at_threshold.to_string()));
    }
    if let Some(audit) = &summary.audit {
        let measured = audit.recall.map_or_else(
            || format!("no near pair in a sample of {} articles", audit.sampled),
            |recall| format!("{recall}: {} of {} near pairs in a sample", audit.found, audit.pairs),
        );
        page.figures.push(("Measured recall", measured));
    }
    page.skipped = summary.skipped.iter().map(|(reason, count)| (reason.replace('_', " "), *count)).collect();
    page.parameters = summary
        .parameters
        .iter()
        .map(|(name, value)| (*name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
}

/// A label of a text.
fn label(text: &str) -> String {
    match text.char_indices().nth(LABEL) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A wording against the fullest one.
fn pieces(anchor: &str, text: &str, edits: &[crate::quotes::link::Edit]) -> Vec<Piece> {
    let piece = |kind, text: &str| Piece { kind, text: text.trim().to_owned() };
    if edits.is_empty() {
        return vec![piece(PieceKind::Same, text)];
    }
    let mut pieces = Vec::new();
    for edit in edits {
        let (from, to) = (&anchor[edit.anchor.clone()], &text[edit.variant.clone()]);
        if edit.kind == StepKind::Equal {
            pieces.push(piece(PieceKind::Same, to));
            continue;
        }
        pieces.push(piece(if edit.alters { PieceKind::Was } else { PieceKind::Deleted }, from));
        pieces.push(piece(if edit.alters { PieceKind::Altered } else { PieceKind::Inserted }, to));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Two texts with the passages that stand in both, numbered.
fn side_by_side(a: &str, b: &str, e: &Explanation) -> (Vec<Piece>, Vec<Piece>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut number = 0;
    // From the first word of a step to that of the next, so that nothing between the words is lost.
    let piece = |kind, text: &str, starts: &[u32], words: &std::ops::Range<usize>| {
        let at = |word: usize| if word == 0 { 0 } else { starts.get(word).map_or(text.len(), |s| *s as usize) };
        (!words.is_empty()).then(|| Piece { kind, text: text[at(words.start)..at(words.end)].to_owned() })
    };
    for step in &e.steps {
        match step {
            Step::Equal { a: x, b: y } => {
                let kind = if x.len() >= PASSAGE_WORDS {
                    number += 1;
                    PieceKind::Passage(number)
                } else {
                    PieceKind::Same
                };
                left.extend(piece(kind, a, &e.a.starts, x));
                right.extend(piece(kind, b, &e.b.starts, y));
            }
            Step::Changed { a: x, b: y } => {
                left.extend(piece(PieceKind::Deleted, a, &e.a.starts, x));
                right.extend(piece(PieceKind::Inserted, b, &e.b.starts, y));
            }
        }
    }
    (left, right)
}

/// Why a copy stays, in words.
fn why_kept(keep: &Keep) -> &'static str {
    match keep {
        Keep::Longest => "it has the most words",
        Keep::Earliest => "it is the earliest",
        Keep::Latest => "it is the latest",
        Keep::First => "it was read first",
        Keep::Source(_) => "its outlet comes first in the list",
    }
}
