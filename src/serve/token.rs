//! Who may ask.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use subtle::ConstantTimeEq;

/// A bearer token (RFC 6750). How long a comparison takes says nothing of it but its length.
#[derive(Clone)]
pub struct Token(Vec<u8>);

impl Token {
    /// A token as it stands in a file: white space around it is none of it. `None` when nothing is left, or something that cannot stand in a header.
    pub fn parse(text: &str) -> Option<Token> {
        let token = text.trim();
        let sendable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        sendable.then(|| Token(token.as_bytes().to_vec()))
    }

    /// Whether these headers show it.
    pub(super) fn is_shown(&self, headers: &HeaderMap) -> bool {
        let Some(value) = headers.get(AUTHORIZATION).map(|value| value.as_bytes()) else { return false };
        let Some((scheme, shown)) = value.split_at_checked("Bearer ".len()) else { return false };
        scheme.eq_ignore_ascii_case(b"Bearer ") && bool::from(shown.ct_eq(&self.0))
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_is_one() {
        let token = Token::parse(" s3cret-word\n").unwrap();
        let shown = |value: &'static [u8]| {
            let value = axum::http::HeaderValue::from_bytes(value).unwrap();
            token.is_shown(&[(AUTHORIZATION, value)].into_iter().collect())
        };
        assert!(shown(b"Bearer s3cret-word") && shown(b"bearer s3cret-word"));
        for wrong in [
            &b""[..],
            b"Bearer",
            b"Bearer ",
            b"Bearer s3cret-wor",
            b"Bearer s3cret-word ",
            b"Basic s3cret-word",
            b"\xff\xfe",
        ] {
            assert!(!shown(wrong), "{wrong:?}");
        }
        assert!(!token.is_shown(&HeaderMap::new()));
        assert!(["", " \n", "two words", "bell\u{7}", "é"].into_iter().all(|text| Token::parse(text).is_none()));
        assert!(!format!("{token:?}").contains("s3cret"));
    }
}
