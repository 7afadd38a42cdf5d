//! Any text is a date or is none; a date that was read is written and read again as the same one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearprint::corpus::{date_from_number, parse_date};

fuzz_target!(|text: &str| {
    let number = text.trim().parse().ok().and_then(date_from_number);
    for date in [parse_date(text), number].into_iter().flatten() {
        assert_eq!(parse_date(&date.to_string()), Some(date));
    }
});
