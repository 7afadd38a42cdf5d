//! `.txt`: the whole file is one article.

use super::input::InputFile;
use super::parse::{Refusal, check_utf8};
use super::record::Record;
use crate::findings::SkipReason;

/// Reads a file into `record`. `text` is the file as UTF-8 where that is known already.
///
/// The text is taken as it is, with byte order mark and line ends, since findings point into it.
pub(super) fn read(
    bytes: &[u8],
    text: Option<&str>,
    file: &InputFile,
    record: &mut Record,
) -> Result<Option<String>, Refusal> {
    if let Some(at) = memchr::memchr(0, bytes) {
        let wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
        let hint = if wide { "; it looks like UTF-16, which has to be converted to UTF-8" } else { "" };
        return Err((SkipReason::BinaryFile, format!("NUL byte at offset {at}{hint}")));
    }
    let text = text.map_or_else(|| check_utf8(bytes), Ok)?;
    record.id.clear();
    record.id.push_str(&file.name);
    record.text.clear();
    record.text.push_str(text);
    record.source.clear();
    record.date = None;
    record.title = None;
    Ok(None)
}
