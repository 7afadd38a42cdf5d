//! As much of JSON as it takes to read our own tables and the scorers' figures, without a dependency.

use anyhow::{Result, bail};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads one value, and nothing after it.
    pub fn parse(text: &str) -> Result<Json> {
        let mut parser = Parser { bytes: text.as_bytes(), at: 0 };
        let value = parser.value()?;
        parser.space();
        if parser.at < text.len() {
            bail!("something follows the JSON at byte {}", parser.at);
        }
        Ok(value)
    }

    /// The member of an object.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.iter().find(|m| m.0 == name).map(|m| &m.1),
            _ => None,
        }
    }

    /// The number at `a.b.c`. A name may have a dot in it itself, as `recall_J0.82` has.
    pub fn figure(&self, path: &str) -> Option<f64> {
        match (self.get(path), self) {
            (Some(Json::Number(n)), _) => Some(*n),
            (_, Json::Object(members)) => members
                .iter()
                .find_map(|(name, value)| value.figure(path.strip_prefix(name.as_str())?.strip_prefix('.')?)),
            _ => None,
        }
    }

    /// The text of a member.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The elements of a member.
    pub fn list(&self, name: &str) -> &[Json] {
        match self.get(name) {
            Some(Json::List(list)) => list,
            _ => &[],
        }
    }
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn space(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    /// Skips `token` where it comes next, after white space.
    fn take(&mut self, token: &str) -> bool {
        self.space();
        let is = self.bytes[self.at..].starts_with(token.as_bytes());
        self.at += if is { token.len() } else { 0 };
        is
    }

    fn need(&mut self, token: &str) -> Result<()> {
        if !self.take(token) {
            bail!("no `{token}` at byte {} of the JSON", self.at);
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Json> {
        if self.take("{") {
            let mut members = Vec::new();
            while !self.take("}") {
                self.space();
                let name = self.string()?;
                self.need(":")?;
                members.push((name, self.value()?));
                if !self.take(",") {
                    self.need("}")?;
                    break;
                }
            }
            return Ok(Json::Object(members));
        }
        if self.take("[") {
            let mut list = Vec::new();
            while !self.take("]") {
                list.push(self.value()?);
                if !self.take(",") {
                    self.need("]")?;
                    break;
                }
            }
            return Ok(Json::List(list));
        }
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))] {
            if self.take(word) {
                return Ok(value);
            }
        }
        if self.bytes.get(self.at) == Some(&b'"') {
            return Ok(Json::Text(self.string()?));
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        Ok(Json::Number(std::str::from_utf8(&self.bytes[start..self.at])?.parse()?))
    }

    fn string(&mut self) -> Result<String> {
        self.need("\"")?;
        let mut out = Vec::new();
        loop {
            let byte = self.next()?;
            match byte {
                b'"' => return Ok(String::from_utf8(out)?),
                b'\\' => {
                    let c = match self.next()? {
                        b'n' => '\n',
                        b't' => '\t',
                        b'r' => '\r',
                        b'b' => '\u{8}',
                        b'f' => '\u{c}',
                        b'u' => {
                            let code = (0..4).try_fold(0, |code, _| -> Result<u32> {
                                let digit = (self.next()? as char).to_digit(16);
                                Ok(code * 16 + digit.ok_or_else(|| anyhow::anyhow!("a bad escape"))?)
                            })?;
                            // Half characters are of no use to anything we look at.
                            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                        }
                        other => other as char,
                    };
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                _ => out.push(byte),
            }
        }
    }

    fn next(&mut self) -> Result<u8> {
        let Some(&byte) = self.bytes.get(self.at) else { bail!("the JSON ends inside a string") };
        self.at += 1;
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_by_path() {
        let json =
            Json::parse(r#" {"a": {"recall_J0.82": 0.99, "l": [1, {"t": "x\u00e9\"\n"}]}, "b": null, "c": -1e2} "#)
                .unwrap();
        assert_eq!(json.figure("a.recall_J0.82"), Some(0.99));
        assert_eq!(json.figure("c"), Some(-100.0));
        assert_eq!(json.figure("a.l"), None);
        assert_eq!(json.get("a").unwrap().list("l")[1].text("t"), Some("xé\"\n"));
        for bad in ["", "{", "{\"a\"}", "[1 2]", "\"x", "{} {}", "nul"] {
            assert!(Json::parse(bad).is_err(), "{bad}");
        }
    }
}
