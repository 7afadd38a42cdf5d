//! Escapes of JSON strings.
//!
//! serde_json copies an escaped string to a buffer of its own, which grows anew with every line, and hands that out to be copied again. An article is one long string full of
//! `\\n` and `\\"`, so this is done here, straight to where the text is wanted; the parser has checked the string by then.

use memchr::memchr;

/// Appends what a JSON string stands for to `out`, given what is between its quotes in valid JSON; `None` when it holds half of a surrogate pair.
pub(super) fn unescape(mut escaped: &str, out: &mut String) -> Option<()> {
    out.reserve(escaped.len());
    while let Some(at) = memchr(b'\\', escaped.as_bytes()) {
        out.push_str(&escaped[..at]);
        let (c, length) = escape(&escaped.as_bytes()[at + 1..])?;
        out.push(c);
        escaped = escaped.get(at + 1 + length..)?;
    }
    out.push_str(escaped);
    Some(())
}

/// Where these bytes of what a JSON string stands for stand in it: `places` ascend, and each becomes its place in `escaped`. A place inside a character becomes that of its end.
pub(super) fn find_places(escaped: &str, places: &mut [u64]) {
    let bytes = escaped.as_bytes();
    // So far in what the string stands for, and in it.
    let (mut read, mut at) = (0u64, 0usize);
    let mut places = places.iter_mut().peekable();
    while places.peek().is_some() {
        let plain = memchr(b'\\', &bytes[at..]).unwrap_or(bytes.len() - at) as u64;
        while let Some(place) = places.next_if(|place| **place <= read + plain) {
            *place = at as u64 + place.saturating_sub(read);
        }
        (read, at) = (read + plain, at + plain as usize);
        let Some((c, length)) = bytes.get(at + 1..).and_then(escape) else { break };
        at += 1 + length;
        read += c.len_utf8() as u64;
    }
    // What lies behind the end, which cannot be, becomes the end.
    for place in places {
        *place = bytes.len() as u64;
    }
}

/// The character of an escape, given what follows the backslash, and how many bytes it takes.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let c = match bytes.first()? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'u' => return unicode(bytes),
        &same => char::from(same),
    };
    Some((c, 1))
}

/// `uXXXX`, or a surrogate pair `uXXXX\uXXXX`.
fn unicode(bytes: &[u8]) -> Option<(char, usize)> {
    let unit = |from: usize| -> Option<u32> {
        let digits = std::str::from_utf8(bytes.get(from..from + 4)?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let first = unit(1)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 5));
    }
    let second = bytes.get(5..7).filter(|&next| next == b"\\u").and_then(|_| unit(7))?;
    let c = char::decode_utf16([first as u16, second as u16]).next()?.ok()?;
    Some((c, 11))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unescaped(json: &str) -> Option<String> {
        let mut out = String::new();
        unescape(&json[1..json.len() - 1], &mut out)?;
        Some(out)
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read(text in any::<String>()) {
            prop_assert_eq!(unescaped(&serde_json::to_string(&text).unwrap()), Some(text));
        }

        #[test]
        fn places_are_found(
            parts in prop::collection::vec(prop::sample::select(vec!["a", "ü", "漢", "\\n", "\\\"", "\\u00fC", "\\ud83d\\ude00", "bc"]), 0..14),
            ends in prop::collection::vec(any::<prop::sample::Index>(), 1..6)
        ) {
            let escaped = parts.concat();
            // The places between the parts.
            let mut between: Vec<(u64, u64)> = vec![(0, 0)];
            for part in &parts {
                let (text, raw) = between[between.len() - 1];
                between.push((text + unescaped(&format!("\"{part}\"")).unwrap().len() as u64, raw + part.len() as u64));
            }
            let mut chosen: Vec<(u64, u64)> = ends.iter().map(|end| between[end.index(between.len())]).collect();
            chosen.sort_unstable();
            let mut places: Vec<u64> = chosen.iter().map(|c| c.0).collect();
            find_places(&escaped, &mut places);
            prop_assert_eq!(places, chosen.iter().map(|c| c.1).collect::<Vec<_>>());
        }

        #[test]
        fn escapes_are_read_as_serde_json_does(
            parts in prop::collection::vec(prop::sample::select(vec![
                "a", "ü", "\\n", "\\\"", "\\\\", "\\/", "\\b", "\\f", "\\r", "\\t", "\\u0041", "\\u00fC", "\\u0000", "\\ud83d", "\\uDE00", "\\ud83d\\ude00", "u",
            ]), 0..12)
        ) {
            let json = format!("\"{}\"", parts.concat());
            prop_assert_eq!(unescaped(&json), serde_json::from_str::<String>(&json).ok());
        }
    }
}
