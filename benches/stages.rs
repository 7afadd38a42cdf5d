//! One bench per stage, for work on a stage: `cargo bench --bench stages -- cut`.
//!
//! Times of one stage against itself, before and after a change; the figures that are quoted come from `ratios.rs`.

#![allow(
    missing_docs,
    clippy::expect_used,
    reason = "the macros of criterion make public items; a bench that cannot go on ends"
)]

mod common;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use nearprint::matching::{BandPlan, passages_between};
use nearprint::simd::Simd;
use nearprint::simd::intersection::intersection;
use nearprint::sketch::{SketchParameters, Sketcher, Winnower, shingle_hashes, shingle_set};
use nearprint::text::{Cutter, Prepared, Words};
use std::hint::black_box;

fn text() -> String {
    (0..20).map(common::made_article).collect()
}

fn words(c: &mut Criterion) {
    let text = text();
    let mut group = c.benchmark_group("text");
    group.throughput(Throughput::Bytes(text.len() as u64));
    for simd in Simd::available() {
        let (mut cutter, mut words, mut newlines) = (Cutter::new(simd), Words::default(), Vec::new());
        group.bench_function(BenchmarkId::new("cut", simd.tier().name()), |b| {
            b.iter(|| cutter.cut(black_box(&text), &mut words, &mut newlines));
        });
    }
    let mut prepared = Prepared::new(Simd::best());
    group.bench_function("prepare", |b| b.iter(|| prepared.prepare(black_box(&text))));
    group.finish();
}

fn sketches(c: &mut Criterion) {
    let mut prepared = Prepared::new(Simd::best());
    prepared.prepare_words(&text());
    let words = &prepared.words.hashes;
    let mut group = c.benchmark_group("sketch");
    group.throughput(Throughput::Elements(words.len() as u64));
    let mut shingles = Vec::new();
    for size in [3, 5, 8] {
        group.bench_function(BenchmarkId::new("shingles", size), |b| {
            b.iter(|| shingle_hashes(Simd::best(), black_box(words), size, &mut shingles));
        });
    }
    shingle_hashes(Simd::best(), words, 5, &mut shingles);
    for parameters in [SketchParameters::DOCUMENT, SketchParameters::PARAGRAPH] {
        for simd in Simd::available() {
            let sketcher = Sketcher::new(parameters, simd).expect("the parameters are right");
            let mut values = Vec::new();
            let name = format!("minhash {}", parameters.values);
            group.bench_function(BenchmarkId::new(name, simd.tier().name()), |b| {
                b.iter(|| {
                    sketcher.sketch_into(black_box(&shingles), &mut values);
                    black_box(&values);
                });
            });
        }
    }
    let (mut winnower, mut places) = (Winnower::new(12, Simd::best()), Vec::new());
    group.bench_function("winnow", |b| {
        b.iter(|| {
            winnower.select(black_box(&shingles), &mut places);
            black_box(&places);
        })
    });
    group.finish();
}

fn comparing(c: &mut Criterion) {
    let mut prepared = Prepared::new(Simd::best());
    let words = |prepared: &mut Prepared, seed| {
        prepared.prepare_words(&common::made_article(seed));
        prepared.words.hashes.clone()
    };
    let (a, b) = (words(&mut prepared, 1), words(&mut prepared, 2));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    shingle_set(Simd::best(), &a, 5, &mut left);
    shingle_set(Simd::best(), &b, 5, &mut right);
    let mut group = c.benchmark_group("compare");
    group.bench_function("shingle set", |bench| bench.iter(|| shingle_set(Simd::best(), black_box(&a), 5, &mut left)));
    for simd in Simd::available() {
        group.bench_function(format!("intersection, {}", simd.tier().name()), |bench| {
            bench.iter(|| intersection(simd, black_box(&left), black_box(&right)));
        });
    }
    group.bench_function("passages", |bench| {
        bench.iter(|| passages_between(Simd::best(), black_box(&a), black_box(&b)))
    });
    let plan = BandPlan::choose(0.8, 0.99, 128).expect("the parameters are right");
    let signature: Vec<u32> = (0..128).collect();
    group.bench_function("band keys", |bench| {
        bench.iter(|| plan.keys(black_box(&signature)).fold(0, |all, key| all ^ key))
    });
    group.finish();
}

criterion_group!(stages, words, sketches, comparing);
criterion_main!(stages);
