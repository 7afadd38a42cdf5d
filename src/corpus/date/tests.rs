#![allow(clippy::unwrap_used)]
use super::*;
use proptest::prelude::*;

fn shown(text: &str) -> String {
    parse_date(text).map_or_else(|| "bad".into(), |date| date.to_string())
}

#[test]
fn plain_days() {
    for text in [
        "2016-09-20",
        " 2016-09-20\n",
        "2016/09/20",
        "2016.09.20",
        "2016/9/20",
        "20160920",
        "September 20, 2016",
        "september 20th 2016",
        "Sept. 20, 2016",
        "20 September 2016",
        "20 Sep 2016",
        "20-Sep-2016",
        "Tuesday, 20 September 2016",
        "Tue Sep 20 2016",
        "2016 Sep 20",
    ] {
        assert_eq!(shown(text), "2016-09-20", "{text}");
    }
}

#[test]
fn times_and_zones_become_utc() {
    for text in [
        "2016-09-20T08:30:15Z",
        "2016-09-20T08:30:15",
        "2016-09-20 08:30:15",
        "2016/09/20 08:30:15",
        "2016-09-20T08:30:15.123456Z",
        "2016-09-20T08:30:15,5+00:00",
        "2016-09-20T10:30:15+02:00",
        "2016-09-20T10:30:15+0200",
        "2016-09-20 10:30:15 +02",
        "2016-09-20T03:00:15-05:30",
        "2016-09-20 08:30:15 UTC",
        "2016-09-20 08:30:15 +0000 UTC",
        "2016-09-20T10:30:15+02:00[Europe/Paris]",
        "20160920T083015Z",
        "20160920083015",
        "2016-09-20 08:30:15 AM",
        "Tue, 20 Sep 2016 08:30:15 GMT",
        "Tue, 20 Sep 2016 08:30:15 +0000 (UTC)",
        "20 Sep 2016 04:30:15 EDT",
        "Tue Sep 20 08:30:15 +0000 2016",
        "Tue Sep 20 2016 04:30:15 GMT-0400 (Eastern Daylight Time)",
        "September 20, 2016 at 8:30:15 a.m.",
        "Sep 20, 2016, 4:30:15am EDT",
        "1474360215",
        "1474360215.7",
        "1474360215123",
        "1474360215123456",
        "1474360215123456789",
    ] {
        assert_eq!(shown(text), "2016-09-20T08:30:15Z", "{text}");
    }
    assert_eq!(shown("2016-09-20T08:30"), "2016-09-20T08:30:00Z");
    assert_eq!(shown("2016-09-20 12:05 am"), "2016-09-20T00:05:00Z");
    assert_eq!(shown("2016-09-20 12:05 PM"), "2016-09-20T12:05:00Z");
    assert_eq!(shown("2016-12-31T24:00:00Z"), "2017-01-01T00:00:00Z");
    assert_eq!(shown("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z");
    assert_eq!(shown("1600-01-01"), "1600-01-01");
    assert_eq!(shown("2200-12-31T23:59:59Z"), "2200-12-31T23:59:59Z");
}

#[test]
fn what_is_no_date_is_turned_down() {
    for text in [
        "",
        " ",
        "soon",
        "yesterday",
        "2016",
        "2016-09",
        "September 2016",
        "May",
        "0",
        "12345",
        "2016-13-01",
        "2016-02-30",
        "2015-02-29",
        "1900-02-29",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "1599-12-31",
        "2201-01-01",
        "2016-09-20T",
        "2016-09-20T25:00:00Z",
        "2016-09-20T08:61:00Z",
        "2016-09-20T08:30:15Zulu",
        "2016-09-20T08:30:15+99:00",
        "2016-09-20x",
        "2016-09/20",
        "09/10/2016",
        "20 Sep 2016 20 Sep 2016",
        "20 Sep 2016 pm",
        "32 September 2016",
        "September 20, 2016 by staff",
        "99999999999999999999999999",
        "1e9",
        "2016-09-2０",
        "п2016-09-20",
    ] {
        assert_eq!(shown(text), "bad", "{text}");
    }
}

#[test]
fn numbers() {
    let shown = |number| date_from_number(number).map_or_else(|| "bad".into(), |date| date.to_string());
    assert_eq!(shown(20_160_920), "2016-09-20");
    assert_eq!(shown(1_474_360_215), "2016-09-20T08:30:15Z");
    assert_eq!(shown(1_474_360_215_999), "2016-09-20T08:30:15Z");
    assert_eq!(shown(-1_000_000_000), "1938-04-24T22:13:20Z");
    for number in [0, -1, 5, 2016, 20_161_301, i64::MAX, 20_160_920_256_000, 99_999_999_999] {
        assert_eq!(shown(number), "bad", "{number}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,40}|[-+0-9:/.TZ a-zA-Z,()\\[\\]]{0,40}") {
        let _ = parse_date(&text);
    }

    #[test]
    fn any_number_is_read_without_panic(number: i64) {
        let _ = date_from_number(number);
    }

    #[test]
    fn agrees_with_jiff(seconds in FIRST..BEHIND, offset_minutes in -14 * 60i64..=14 * 60) {
        let there = jiff::Timestamp::from_second(seconds + offset_minutes * 60).unwrap();
        let sign = if offset_minutes < 0 { '-' } else { '+' };
        let zone = format!("{sign}{:02}:{:02}", offset_minutes.abs() / 60, offset_minutes.abs() % 60);
        prop_assume!((FIRST..BEHIND).contains(&there.as_second()));
        for shape in ["%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M:%S.250", "%Y%m%dT%H%M%S", "%a, %d %b %Y %H:%M:%S ", "%B %d, %Y %I:%M:%S %p "] {
            let text = format!("{}{zone}", there.strftime(shape));
            prop_assert_eq!(parse_date(&text), Some(Date { seconds, day_only: false }), "{}", text);
        }
    }
}
