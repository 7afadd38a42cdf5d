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
