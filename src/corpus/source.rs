//! The outlet that a URL belongs to.
//!
//! The registrable domain by the public suffix list: `edition.cnn.com` and `www.cnn.com` are one outlet, `bbc.co.uk` and
//! `itv.co.uk` are two, and so are two blogs of one blog host. URLs of scraped news are often not quite URLs (no scheme, a
//! stray port, spaces), so the host is found by a small function that is lenient about what stands around the host
//! and strict about the host itself.

use std::net::{Ipv4Addr, Ipv6Addr};

/// The host of a URL in lower case: without scheme, user, port, path and trailing dot. IPv6 addresses keep their brackets.
///
/// Without a scheme there must be a dot in it, since any word could be a host otherwise. `None` for what is no URL.
///
/// ```
/// use nearprint::corpus::host_of;
/// assert_eq!(host_of("https://user@Edition.CNN.com:443/a?b#c").as_deref(), Some("edition.cnn.com"));
/// assert_eq!(host_of("www.bbc.co.uk/news").as_deref(), Some("www.bbc.co.uk"));
/// assert_eq!(host_of("not a url"), None);
/// ```
pub fn host_of(url: &str) -> Option<String> {
    let url = url.trim();
    let (rest, has_scheme) = match url.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (rest, true),
        _ => match url.strip_prefix("//") {
            Some(rest) => (rest, true),
            None => (url, false),
        },
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host_and_port = match authority.rsplit_once('@') {
        Some((_, after)) if has_scheme => after,
        Some(_) => return None, // a mail address
        None => authority,
    };
    if let Some(bracketed) = host_and_port.strip_prefix('[') {
        let (inside, port) = bracketed.split_once(']')?;
        let address: Ipv6Addr = inside.parse().ok()?;
        return is_port(port).then(|| format!("[{address}]"));
    }
    let (host, port) = match host_and_port.find(':') {
        Some(colon) => host_and_port.split_at(colon),
        None => (host_and_port, ""),
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let good = is_port(port) && is_host(host) && (has_scheme || host.contains('.'));
    good.then(|| host.to_lowercase())
}

/// The registrable domain of a URL's host by the public suffix list.
///
/// The host itself where the list knows no suffix of it (`intranet`, `news.localdomain`) or where it is an address;
/// `None` for what is no URL.
///
/// ```
/// use nearprint::corpus::registrable_domain;
/// assert_eq!(registrable_domain("https://www.bbc.co.uk/news/1").as_deref(), Some("bbc.co.uk"));
/// assert_eq!(registrable_domain("http://10.0.0.7:8080/").as_deref(), Some("10.0.0.7"));
/// ```
pub fn registrable_domain(url: &str) -> Option<String> {
    let mut host = host_of(url)?;
    if host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() {
        return Some(host);
    }
    let known = psl::domain(host.as_bytes()).filter(|domain| domain.suffix().is_known());
    if let Some(domain) = known {
        let cut = host.len() - domain.as_bytes().len();
        host.drain(..cut);
    }
    Some(host)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Nothing, or a colon and at most five digits.
fn is_port(text: &str) -> bool {
    text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit()))
}

/// Labels of letters, digits, hyphens and underscores (which some hosts do have), joined by single dots.
fn is_host(text: &str) -> bool {
    text.len() <= 253
        && text
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')))
        && text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(url: &str) -> String {
        registrable_domain(url).unwrap_or_else(|| "-".into())
    }

    #[test]
    fn hosts_of_urls_as_scrapers_leave_them() {
        for (url, host) in [
            ("http://www.CNN.com/2016/09/20/x.html", "www.cnn.com"),
            ("HTTPS://cnn.com", "cnn.com"),
            ("  https://cnn.com./x ", "cnn.com"),
            ("//cdn.example.org/x", "cdn.example.org"),
            ("cnn.com:8080/x", "cnn.com"),
            ("https://user:pass@cnn.com:443?x=http://a.b/", "cnn.com"),
            ("https://cnn.com#http://other.com", "cnn.com"),
            ("https://cnn.com:/x", "cnn.com"),
            ("http://[2001:DB8::1]:80/x", "[2001:db8::1]"),
            ("http://localhost:3000/", "localhost"),
            ("https://пример.рф/новости", "пример.рф"),
            ("https://sub_domain.example.com", "sub_domain.example.com"),
        ] {
            assert_eq!(host_of(url).as_deref(), Some(host), "{url}");
        }
    }

    #[test]
    fn garbage_has_no_host() {
        for url in [
            "",
            " ",
            "n/a",
            "unknown",
            "not a url",
            "http://",
            "http:///path",
            "file:///home/x",
            "mailto:a@b.com",
            "a@b.com",
            "javascript:void(0)",
            "http://a..b/",
            "http://./",
            "http://-/",
            "http://exa mple.com/",
            "http://cnn.com:http/",
            "http://[::1/",
            "http://[zz]/",
            "http://%41.com/",
            "tag:cnn.com,2016:1",
        ] {
            assert_eq!(host_of(url), None, "{url}");
        }
    }

    #[test]
    fn domains_by_the_public_suffix_list() {
        assert_eq!(domain("https://edition.cnn.com/x"), "cnn.com");
        assert_eq!(domain("https://www.bbc.co.uk/x"), "bbc.co.uk");
        assert_eq!(domain("https://news.com.au/x"), "news.com.au");
        assert_eq!(domain("https://some.blog.blogspot.com/x"), "blog.blogspot.com");
        assert_eq!(domain("https://a.b.localdomain/x"), "a.b.localdomain");
        assert_eq!(domain("https://intranet/x"), "intranet");
        assert_eq!(domain("https://co.uk/x"), "co.uk");
        assert_eq!(domain("http://192.168.0.1/x"), "192.168.0.1");
        assert_eq!(domain("http://[::1]/x"), "[::1]");
        assert_eq!(domain("https://новости.пример.рф/"), "пример.рф");
        assert_eq!(domain("nonsense"), "-");
    }
}
