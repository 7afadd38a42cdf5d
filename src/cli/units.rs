//! Sizes and durations as people write them.

/// `512M`, `2G`, `1GiB`, `4096`: bytes, in powers of 1,024.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let (number, unit) = split(text);
    let power = match unit.to_ascii_lowercase().trim_end_matches('b').trim_end_matches('i') {
        "" => 0,
        "k" => 1,
        "m" => 2,
        "g" => 3,
        "t" => 4,
        _ => return Err(format!("`{text}` is no size: write 512M or 2G")),
    };
    let number: f64 = number.parse().map_err(|_| format!("`{text}` is no size: write 512M or 2G"))?;
    let bytes = number * 1024f64.powi(power);
    if bytes.is_finite() && bytes >= 1.0 {
        Ok(bytes as u64)
    } else {
        Err(format!("`{text}` is no size: write 512M or 2G"))
    }
}

/// `7d`, `12h`, `30m`, `45s`: seconds.
pub(super) fn duration(text: &str) -> Result<i64, String> {
    let (number, unit) = split(text);
    let seconds = match unit {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        "d" => 86_400.0,
        "w" => 604_800.0,
        _ => return Err(format!("`{text}` is no duration: write 7d, 12h or 30m")),
    };
    let number: f64 = number.parse().map_err(|_| format!("`{text}` is no duration: write 7d, 12h or 30m"))?;
    Ok((number * seconds) as i64)
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..end], text[end..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_durations() {
        assert_eq!(
            ["4096", "1k", "512M", "2G", "1.5GiB", "1GB"].map(size),
            [Ok(4096), Ok(1024), Ok(512 << 20), Ok(2 << 30), Ok(3 << 29), Ok(1 << 30)]
        );
        assert_eq!(
            ["45s", "30m", "12h", "7d", "2w"].map(duration),
            [Ok(45), Ok(1800), Ok(43_200), Ok(604_800), Ok(1_209_600)]
        );
        for wrong in ["", "x", "5y", "-3d", "1..2G", "0"] {
            assert!(size(wrong).is_err() && duration(wrong).is_err(), "{wrong}");
        }
    }
}
