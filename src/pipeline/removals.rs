//! What goes when a corpus is cleaned: a decision for each document, and for the lines of those that stay.
//!
//! Nothing goes as a copy but for one that stays and that it was compared with, and no copy that something went for goes itself.

use super::columns::Spot;
use super::parameters::Parameters;
use super::survey::Survey;
use super::tell::{Teller, round};
use crate::boilerplate::Class;
use crate::error::Result;
use crate::findings::{Relation, RemovalCounts, RemovalReason, Unit, Why};
use crate::matching::{Comparison, HashedMap};
use std::ops::Range;

/// What a cleaning is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Cleaning {
    /// Remove articles that are copies.
    pub documents: bool,
    /// Remove paragraphs that are copies.
    pub paragraphs: bool,
    /// Remove lines that are furniture.
    pub boilerplate: bool,
    /// Write Dolma attributes.
    pub dolma: bool,
    /// Write the lists of documents that datatrove filters by.
    pub datatrove: bool,
}

/// A stretch of lines that goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    pub spot: Spot,
    pub what: What,
}

/// Why it goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// Furniture: class and template.
    Furniture(Class, u64),
    /// A copy of this paragraph.
    Copy(u32, Comparison),
}

/// What goes.
#[derive(Debug)]
pub(super) struct Removals {
    /// Of each document that goes, the one that it goes for.
    gone: HashedMap<u32, (u32, Option<Comparison>)>,
    /// What goes of each document that stays, by place.
    cuts: HashedMap<u32, Vec<Cut>>,
    pub counts: RemovalCounts,
}

impl Removals {
    pub(super) fn new(
        survey: &Survey,
        teller: &Teller<'_>,
        wanted: &Cleaning,
        parameters: &Parameters,
    ) -> Result<Removals> {
        let mut removals =
            Removals { gone: HashedMap::default(), cuts: HashedMap::default(), counts: RemovalCounts::default() };
        let documents = 0..survey.documents.len() as u32;
        if wanted.documents {
            let gone = documents.clone().filter_map(|document| Some((document, teller.gone(document)?)));
            removals.gone = gone.collect();
        }
        if let Some(furniture) = teller.boilerplate().filter(|_| wanted.boilerplate) {
            for document in documents.filter(|document| !removals.gone.contains_key(document)) {
                let cuts: Vec<Cut> = furniture
                    .stripped(document)
                    .map(|line| Cut { spot: line.spot, what: What::Furniture(line.class, line.template) })
                    .collect();
                if !cuts.is_empty() {
                    removals.cuts.insert(document, cuts);
                }
            }
        }
        if wanted.paragraphs {
            removals.add_paragraphs(survey, teller, parameters)?;
        }
        removals.count(survey);
        Ok(removals)
    }

    /// The document that this one goes for.
    pub(super) fn gone(&self, document: u32) -> Option<(u32, Option<Comparison>)> {
        self.gone.get(&document).copied()
    }

    /// What goes of a document that stays.
    pub(super) fn cuts(&self, document: u32) -> &[Cut] {
        self.cuts.get(&document).map_or(&[], Vec::as_slice)
    }

    /// Copies of paragraphs. A copy goes for the one that stays in its cluster; where that one does not stay itself, its exact copies go for the first of them that does.
    fn add_paragraphs(&mut self, survey: &Survey, teller: &Teller<'_>, parameters: &Parameters) -> Result<()> {
        let mut more: HashedMap<u32, Vec<Cut>> = HashedMap::default();
        for cluster in teller.paragraph_clusters() {
            let stays = |paragraph: u32| -> Result<bool> {
                let document = teller.document(Unit::Paragraph, paragraph);
                let spot = survey.paragraphs.spot(paragraph)?;
                Ok(!self.gone.contains_key(&document) && !self.cuts(document).iter().any(|cut| meet(&cut.spot, &spot)))
            };
            let goes = |c: &Comparison| {
                c.relation.is_duplicate() || (c.relation == Relation::Altered && parameters.drop_altered)
            };
            let mut members = Vec::new();
            for &(member, comparison) in cluster.members.iter().filter(|(_, comparison)| goes(comparison)) {
                if stays(member)? {
                    members.push((member, comparison));
                }
            }
            let kept = if stays(cluster.kept)? {
                cluster.kept
            } else {
                members.retain(|(_, comparison)| comparison.relation == Relation::Exact);
                if members.is_empty() {
                    continue;
                }
                members.remove(0).0
            };
            for (member, comparison) in members {
                let cut = Cut { spot: survey.paragraphs.spot(member)?, what: What::Copy(kept, comparison) };
                more.entry(teller.document(Unit::Paragraph, member)).or_default().push(cut);
            }
        }
        for (document, mut copies) in more {
            let cuts = self.cuts.entry(document).or_default();
            let bytes = |cuts: &[Cut]| cuts.iter().map(|cut| u64::from(cut.spot.end - cut.spot.start)).sum::<u64>();
            let share = (bytes(cuts) + bytes(&copies)) as f64 / f64::from(survey.documents.bytes[document as usize]);
            if share > f64::from(parameters.judge.max_share) {
                self.counts.paragraphs_spared += copies.len() as u64;
            } else {
                cuts.append(&mut copies);
                cuts.sort_by_key(|cut| cut.spot.start);
            }
        }
        self.cuts.retain(|_, cuts| !cuts.is_empty());
        Ok(())
    }

    fn count(&mut self, survey: &Survey) {
        let counts = &mut self.counts;
        for (&document, (_, comparison)) in &self.gone {
            let relation = comparison.map_or(Relation::Derived, |c| c.relation);
            *counts.documents.entry(relation.name()).or_default() += 1;
            counts.document_bytes += u64::from(survey.documents.bytes[document as usize]);
        }
        for cut in self.cuts.values().flatten() {
            let bytes = u64::from(cut.spot.end - cut.spot.start);
            match cut.what {
                What::Furniture(class, _) => {
                    *counts.lines.entry(class.name()).or_default() += 1;
                    counts.line_bytes += bytes;
                }
                What::Copy(_, comparison) => {
                    *counts.paragraphs.entry(comparison.relation.name()).or_default() += 1;
                    counts.paragraph_bytes += bytes;
                }
            }
        }
        counts.trimmed = self.cuts.len() as u64;
    }
}

/// Whether two stretches have lines in common.
fn meet(a: &Spot, b: &Spot) -> bool {
    a.line <= b.line_end && b.line <= a.line_end
}

impl Cut {
    pub(super) fn bytes(&self) -> Range<u32> {
        self.spot.start..self.spot.end
    }
}

/// Why a document goes.
pub(super) fn of_document<'a>(teller: &Teller<'a>, (kept, comparison): (u32, Option<Comparison>)) -> RemovalReason<'a> {
    RemovalReason {
        why: Why::DuplicateDocument,
        class: None,
        kept: Some(teller.document_place(kept)),
        jaccard: comparison.map(|c| round(c.jaccard)),
        containment: comparison.map(|c| round(c.containment)),
        template: None,
    }
}

/// Why a stretch of lines goes.
pub(super) fn of_cut<'a>(teller: &Teller<'a>, cut: &Cut) -> Result<RemovalReason<'a>> {
    Ok(match cut.what {
        What::Furniture(class, template) => RemovalReason {
            why: Why::Boilerplate,
            class: Some(class.name()),
            kept: None,
            jaccard: None,
            containment: None,
            template: Some(format!("{template:016x}")),
        },
        What::Copy(kept, comparison) => RemovalReason {
            why: Why::DuplicateParagraph,
            class: None,
            kept: Some(teller.place(Unit::Paragraph, kept)?),
            jaccard: Some(round(comparison.jaccard)),
            containment: Some(round(comparison.containment)),
            template: None,
        },
    })
}
