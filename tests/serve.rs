//! `serve`: the verdicts of `filter` over HTTP, within limits, and nothing acknowledged that is lost.
#![cfg(all(unix, feature = "serve"))]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::contract::Contract;
use common::filtering::{filter, lines, replayed, stream, undisturbed};
use common::http::{Answer, Service};
use common::{Random, command, gzip, nearprint, stderr, zstandard};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const TEXT: &str = "The harbour board said on Monday that the crane would go, and that nobody had asked for it.";

fn record(id: &str) -> String {
    lines(&[json!({"id": id, "text": TEXT})])
}

#[test]
fn answers_keep_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path(), &["--max-body", "100k"]);
    let contract = Contract::of(&service);
    assert_eq!(contract.document()["info"]["version"], env!("CARGO_PKG_VERSION"));
    let said = "“There is no honest way to keep it standing in this wind,” said Marta Quill.";
    let body = lines(&[
        json!({"id": "a/1", "source": "elda.example", "date": "2031-05-06", "text": format!("{TEXT}\n{said}")}),
        json!({"id": "b", "text": format!("{TEXT}\n{said}\nNobody knew.")}),
        json!({"id": "c", "text": format!("{said} Late in the evening the board met once more.")}),
    ]) + "{\"id\": 7}\n";
    let get = |path: &str, as_path: &str, status: u16| {
        let answer = service.get(path);
        assert_eq!(answer.status, status, "{path}");
        contract.holds(as_path, "get", &answer);
        answer
    };
    let post = |path: &str, body: &str, status: u16| {
        let answer = service.post(path, body);
        assert_eq!(answer.status, status, "{path} {body}");
        contract.holds(path.split('?').next().unwrap(), "post", &answer);
        answer
    };
    for path in ["/v1/filter", "/v1/check", "/v1/filter?answers=verdicts", "/v1/check?answers=kept"] {
        let answer = post(path, &body, 400).lines();
        assert_eq!(
            answer.last().unwrap()["error"],
            json!({"line": 4, "reason": "missing_text", "detail": "no field `text` or `content` or `body` or `maintext`"})
        );
        assert_eq!(answer.len(), if path.ends_with("kept") { 3 } else { 4 }, "{answer:?}");
        post(path, body.trim_end_matches("{\"id\": 7}\n"), 200);
    }
    post("/v1/filter", "", 400);
    post("/v1/filter?answers=some", &body, 400);
    post("/v1/check", &"x".repeat(200_000), 413);
    let document = get("/v1/documents/a/1", "/v1/documents/{id}", 200).json();
    assert_eq!((&document["source"], &document["date"]), (&json!("elda.example"), &json!("2031-05-06T00:00:00Z")));
    assert_eq!(get("/v1/documents/a%2F1", "/v1/documents/{id}", 200).json(), document);
    get("/v1/documents/nobody", "/v1/documents/{id}", 404);
    get("/v1/documents/%ff", "/v1/documents/{id}", 400);
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        get(path, path, 200);
    }
    let metrics = get("/metrics", "/metrics", 200).text();
    for line in [
        "nearprint_records_total{decision=\"drop\"} ",
        "nearprint_rejected_lines_total{reason=\"missing_text\"} 4",
        "nearprint_requests_total{route=\"/v1/filter\",status=\"400\"} 4",
        "nearprint_index_articles 3",
        "nearprint_requests_in_progress 0",
        "nearprint_commit_failures_total 0",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    assert_eq!(service.get("/v1/filter").status, 405);
    assert_eq!((service.get("/nowhere").status, service.get("/v1/documents/").status), (404, 404));
    // Whatever is asked, no words of an article and no id get into the log.
    let log = service.log();
    assert!(log.lines().count() > 10, "{log}");
    for row in log.lines() {
        assert!(serde_json::from_str::<Value>(row).is_ok(), "{row}");
        assert!(!["harbour", "Quill", "a/1", "a%2F1", "nobody"].iter().any(|word| row.contains(word)), "{row}");
    }
}

#[test]
fn verdicts_are_those_of_the_filter() {
    let folder = tempfile::tempdir().unwrap();
    let records = stream(31, 300);
    let input = lines(&records);
    let run = filter(folder.path(), &["--annotate"], &input);
    fs::rename(folder.path().join("idx"), folder.path().join("other")).unwrap();
    let service = Service::start(folder.path(), &[]);
    let mut half = records.iter().position(|record| record["id"] == "a150").unwrap();
    half = lines(&records[..half]).len();
    let mut client = service.client();
    let mut answer = client.ask("POST", "/v1/filter", &[], &input.as_bytes()[..half]).unwrap();
    assert_eq!(answer.status, 200);
    // What is packed is unpacked.
    for pack in [gzip, zstandard] {
        let packed = pack(&input.as_bytes()[half..]);
        let again = client.ask("POST", "/v1/check", &[("content-encoding", "any")], &packed).unwrap();
        assert_eq!((again.status, again.lines().len()), (200, 150));
    }
    answer.body.extend(client.ask("POST", "/v1/filter", &[], &input.as_bytes()[half..]).unwrap().body);
    // A few bytes may unpack to many lines: they are not gathered until the end.
    let packed = zstandard(record("same").repeat(20_000).as_bytes());
    let many = client.ask("POST", "/v1/check", &[], &packed).unwrap();
    assert!(packed.len() < 20_000 && many.header("content-length").is_none());
    assert_eq!((many.status, many.lines().len()), (200, 20_000));
    assert_eq!(answer.text(), String::from_utf8(run.stdout).unwrap());
}

#[test]
fn a_long_body_is_answered_while_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path(), &["--max-record", "64k", "--timeout", "20s"]);
    let records = stream(3, 1400);
    let input = lines(&records);
    let parts: Vec<&str> = input.split_inclusive('\n').collect();
    assert!(input.len() > 2 << 20, "{}", input.len());
    let mut client = service.client();
    client.send(b"POST /v1/check?answers=verdicts HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    for part in &parts[..1300] {
        client.chunk(part.as_bytes()).unwrap();
    }
    let (status, _) = client.head().unwrap();
    assert_eq!(status, 200);
    let mut answers = client.part().unwrap().unwrap();
    assert!(!answers.is_empty());
    // A broken line, and one that is too long, after the status was sent: told in their places.
    client.chunk(b"no json\n").unwrap();
    client.chunk(format!("{{\"text\":\"{}\"}}\n", "x".repeat(100_000)).as_bytes()).unwrap();
    for part in &parts[1300..] {
        client.chunk(part.as_bytes()).unwrap();
    }
    client.send(b"0\r\n\r\n").unwrap();
    while let Some(part) = client.part().unwrap() {
        answers.extend(part);
    }
    let answers = Answer { status, headers: Vec::new(), body: answers }.lines();
    assert_eq!(answers.len(), 1402);
    for (answer, line) in answers.iter().zip(1u64..) {
        match line {
            1301 => assert_eq!(
                (&answer["error"]["reason"], &answer["error"]["line"]),
                (&json!("malformed_json"), &json!(1301))
            ),
            1302 => {
                assert_eq!((&answer["error"]["reason"], &answer["error"]["line"]), (&json!("too_large"), &json!(1302)))
            }
            _ => assert_eq!(answer["line"], line),
        }
    }
    // The connection is good for more.
    assert_eq!(client.ask("GET", "/healthz", &[], b"").unwrap().status, 200);
}

#[test]
fn limits_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path(), &["--queue", "1", "--timeout", "1s", "--max-body", "100k"]);
    let head = "POST /v1/filter HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    // One that dawdles holds the only place; others are turned away at once, and it is after a second.
    let mut slow = service.client();
    slow.send(head.as_bytes()).unwrap();
    slow.chunk(record("a").as_bytes()).unwrap();
    slow.chunk(b"{\"id\":\"b\",").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let busy = service.post("/v1/check", &record("x"));
    assert_eq!((busy.status, busy.header("retry-after")), (429, Some("1")));
    assert_eq!(busy.json()["error"]["reason"], "queue_full");
    assert_eq!(service.get("/v1/documents/a").status, 429);
    assert_eq!(service.get("/healthz").status, 200, "who looks after it is not turned away");
    let late = slow.answer().unwrap();
    assert_eq!(late.status, 408);
    let told = late.lines();
    assert_eq!((&told[0]["nearprint"]["decision"], told.len()), (&json!("keep"), 2), "{told:?}");
    assert_eq!((&told[1]["error"]["reason"], &told[1]["error"]["line"]), (&json!("timeout"), &json!(2)));
    // One that never sends its head is cut off.
    let start = Instant::now();
    let mut mute = service.client();
    mute.send(b"POST /v1/filter HTTP/1.1\r\nhos").unwrap();
    let _ = mute.answer();
    assert!(mute.answer().is_err() && start.elapsed() < Duration::from_secs(5));
    // So is one that says nothing at all.
    assert!(service.client().answer().is_err() && start.elapsed() < Duration::from_secs(10));
    // A body that grows too long is cut there; what came before is answered.
    let mut long = service.client();
    long.send(head.as_bytes()).unwrap();
    for i in 0..3000 {
        if long.chunk(record(&format!("long{i}")).as_bytes()).is_err() {
            break;
        }
    }
    if let Ok(answer) = long.answer() {
        assert_eq!(answer.status, 413);
        let told = answer.lines();
        let last = &told.last().unwrap()["error"];
        assert_eq!((&last["reason"], last["line"].as_u64()), (&json!("body_too_large"), Some(told.len() as u64)));
    }
    // A client that goes away in the middle leaves the place to others.
    let mut gone = service.client();
    gone.send(head.as_bytes()).unwrap();
    gone.chunk(b"{\"id\":").unwrap();
    drop(gone);
    let start = Instant::now();
    while service.post("/v1/check", &record("y")).status != 200 {
        assert!(start.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(20));
    }
    // Nonsense.
    let mut odd = service.client();
    odd.send(b"\x16\x03\x01\x02\x00 this is no HTTP\r\n\r\n").unwrap();
    assert_eq!(odd.answer().unwrap().status, 400);
    let broken = &gzip(record("z").as_bytes())[..40];
    let answer = service.client().ask("POST", "/v1/filter", &[], broken).unwrap();
    assert_eq!((answer.status, &answer.lines()[0]["error"]["reason"]), (400, &json!("truncated_file")));
}

#[test]
fn a_token_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("token"), "s3cret-word\n").unwrap();
    let service = Service::start(folder.path(), &["--token-file", "token"]);
    for (path, method) in
        [("/v1/filter", "POST"), ("/v1/check", "POST"), ("/v1/documents/a", "GET"), ("/metrics", "GET")]
    {
        let ask = |token: Option<&str>| {
            let headers: Vec<(&str, &str)> = token.map(|token| ("authorization", token)).into_iter().collect();
            service.client().ask(method, path, &headers, record("a").as_bytes()).unwrap()
        };
        for wrong in [None, Some("Bearer s3cret-wore"), Some("Basic s3cret-word")] {
            let turned_away = ask(wrong);
            assert_eq!((turned_away.status, turned_away.header("www-authenticate")), (401, Some("Bearer")));
            assert!(!turned_away.text().contains("harbour"));
        }
        assert_eq!(ask(Some("Bearer s3cret-word")).status, 200, "{path}");
    }
    for path in ["/healthz", "/readyz", "/openapi.json"] {
        assert_eq!(service.get(path).status, 200);
    }
    assert!(!service.log().contains("s3cret"));
}

#[test]
fn who_asks_wrongly_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty"), " \n").unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (arguments, says) in [
        (&["--listen", "0.0.0.0:0"][..], "lets in others than this machine"),
        (&["--listen", "[::]:0"], "lets in others than this machine"),
        (&["--listen", "7300"], "is no HOST:PORT"),
        (&["--listen", "127.0.0.1:0", "--token-file", "empty"], "holds no token"),
        (&["--listen", "127.0.0.1:0", "--token-file", "nowhere"], "cannot read `nowhere`"),
        (&["--listen", &taken], "cannot listen on"),
        (&["--queue", "0"], "must be 1 to 4096"),
        (&["--timeout", "0s"], "must be 1s or more"),
        (&["--max-body", "lots"], "is no size"),
        (&["--keep", "latest"], "an index keeps what came first"),
    ] {
        let run = nearprint(folder.path(), &[&["serve", "--index", "idx"], arguments].concat());
        let said = stderr(&run);
        assert_eq!(run.status.code(), Some(2), "{arguments:?} {said}");
        assert!(said.contains(says) && said.trim_end().lines().count() == 1, "{arguments:?} {said}");
    }
    // One that listens beyond this machine because it was told so.
    let mut service =
        Service::of(command(folder.path(), &["serve", "--index", "idx", "--listen", "0.0.0.0:0", "--insecure"]));
    service.address = service.address.replace("0.0.0.0", "127.0.0.1");
    assert_eq!(service.get("/readyz").status, 200);
    let second = nearprint(folder.path(), &["serve", "--index", "idx", "--listen", "127.0.0.1:0"]);
    assert!(stderr(&second).contains("is being written to by another process"), "{}", stderr(&second));
}

/// What was acknowledged: id and verdict.
fn acknowledged(answer: &Answer) -> BTreeMap<String, Value> {
    let judged = answer.lines().into_iter().filter(|row| row["nearprint"].is_object());
    judged.map(|row| (row["id"].as_str().unwrap().to_owned(), row["nearprint"].clone())).collect()
}

#[test]
fn killed_under_load_it_forgets_nothing() {
    let records = stream(9, 120);
    let expected = undisturbed(&records);
    let mut random = Random(78);
    let folder = tempfile::tempdir().unwrap();
    let kills = std::env::var("NEARPRINT_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8);
    for kill in 0..kills {
        if kill % 4 == 0 {
            let _ = fs::remove_dir_all(folder.path().join("idx"));
        }
        let mut service = Service::start(folder.path(), &[]);
        let mut client = service.client();
        let input = records.clone();
        let asking = std::thread::spawn(move || {
            let mut answered = BTreeMap::new();
            for group in input.chunks(3) {
                match client.ask("POST", "/v1/filter", &[], lines(group).as_bytes()) {
                    Ok(answer) => answered.extend(acknowledged(&answer)),
                    Err(_) => break,
                }
            }
            answered
        });
        std::thread::sleep(Duration::from_micros(random.between(0, 60_000) as u64));
        service.child.kill().unwrap();
        service.wait();
        replayed(folder.path(), &records, &asking.join().unwrap(), &expected);
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let records = stream(13, 200);
    let expected = undisturbed(&records);
    let folder = tempfile::tempdir().unwrap();
    // Files may grow to so many blocks of 512 bytes; the signal that comes with it is passed over, so that the write fails as on a full disk.
    let run = "trap '' XFSZ; ulimit -f 100; exec \"$0\" serve --index idx --listen 127.0.0.1:0";
    let mut bash = std::process::Command::new("bash");
    bash.args(["-c", run, env!("CARGO_BIN_EXE_nearprint")]).current_dir(folder.path());
    let service = Service::of(bash);
    let mut client = service.client();
    let (mut answered, mut failed) = (BTreeMap::new(), 0);
    for group in records.chunks(5) {
        let answer = client.ask("POST", "/v1/filter", &[], lines(group).as_bytes()).unwrap();
        match answer.status {
            200 => answered.extend(acknowledged(&answer)),
            503 => {
                assert_eq!((answer.header("retry-after"), answer.lines().len()), (Some("1"), 1), "{}", answer.text());
                assert!(!answer.text().contains("idx"));
                failed += 1;
            }
            status => panic!("{status}"),
        }
    }
    assert!(failed > 3 && answered.len() > 20, "{failed} {}", answered.len());
    assert_eq!((service.get("/readyz").status, service.get("/healthz").status), (503, 200));
    assert!(service.get("/metrics").text().contains(&format!("nearprint_commit_failures_total {failed}")));
    // It still answers who only asks, from what it knows.
    let (id, _) = answered.iter().next().unwrap();
    assert_eq!(service.get(&format!("/v1/documents/{id}")).status, 200);
    assert_eq!(service.post("/v1/check", &lines(&records[..3])).status, 200);
    drop(service);
    replayed(folder.path(), &records, &answered, &expected);
}

#[test]
fn it_ends_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let mut service = Service::start(folder.path(), &["--timeout", "10s"]);
    let mut client = service.client();
    client.send(b"POST /v1/filter HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    client.chunk(record("a").as_bytes()).unwrap();
    let mut idle = service.client();
    assert_eq!(idle.ask("GET", "/healthz", &[], b"").unwrap().status, 200);
    service.terminate();
    std::thread::sleep(Duration::from_millis(300));
    assert!(std::net::TcpStream::connect(&service.address).is_err(), "no new connections");
    assert!(idle.answer().is_err(), "connections without a request are closed");
    client.chunk(record("b").as_bytes()).unwrap();
    client.send(b"0\r\n\r\n").unwrap();
    let answer = client.answer().unwrap();
    assert_eq!((answer.status, acknowledged(&answer).len()), (200, 2));
    assert!(service.wait().success());
    let stats = nearprint(folder.path(), &["index", "stats", "idx", "--format", "json"]);
    let stats: Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!((&stats["articles"], &stats["dropped"]), (&json!(1), &json!(1)));
    // A request that would never end is waited for no longer than the limit.
    let mut service = Service::start(folder.path(), &["--timeout", "1s"]);
    let mut endless = service.client();
    endless.send(b"POST /v1/filter HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n").unwrap();
    service.terminate();
    let start = Instant::now();
    assert!(service.wait().success());
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

/// Many connections that send what they like, for `NEARPRINT_LOAD` seconds, 3 unless told.
#[test]
fn under_load_nothing_breaks() {
    let seconds = std::env::var("NEARPRINT_LOAD").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path(), &["--queue", "48", "--timeout", "2s", "--max-body", "3M"]);
    let records = stream(17, 400);
    let over = AtomicBool::new(false);
    let seen: Mutex<(BTreeMap<u16, u64>, BTreeMap<String, Value>)> = Mutex::default();
    std::thread::scope(|scope| {
        for connection in 0..64u64 {
            let (service, records, over, seen) = (&service, &records, &over, &seen);
            scope.spawn(move || {
                let mut random = Random(connection);
                let mut client = service.client();
                while !over.load(Ordering::Relaxed) {
                    let asked = one_request(&mut client, records, &mut random);
                    match asked {
                        Ok(answer) => {
                            let mut seen = seen.lock().unwrap();
                            *seen.0.entry(answer.status).or_default() += 1;
                            if answer.status != 429 && answer.header("content-type") == Some("application/x-ndjson") {
                                seen.1.extend(acknowledged(&answer));
                            }
                        }
                        // It closes a connection whose request it did not read to its end.
                        Err(_) => client = service.client(),
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_secs(seconds));
        over.store(true, Ordering::Relaxed);
    });
    let (statuses, answered) = seen.into_inner().unwrap();
    let allowed = [200, 400, 408, 413, 429];
    assert!(statuses.keys().all(|status| allowed.contains(status)), "{statuses:?}");
    assert!([200, 400, 429].iter().all(|status| statuses.contains_key(status)), "{statuses:?}");
    let peak = service.peak().unwrap_or_default();
    assert!(peak < 300 << 20, "{peak}");
    println!("{statuses:?}, {} records acknowledged, {} MiB at most", answered.len(), peak >> 20);
    acknowledged_is_known(&service, &answered);
    drop(service);
    let checked = nearprint(folder.path(), &["index", "check", "idx"]);
    assert!(checked.status.success(), "{}", stderr(&checked));
    known_on_disk(folder.path(), &answered);
}

/// A good batch, one with broken lines, one that is huge, one whose client goes away, or none at all.
fn one_request(client: &mut common::http::Client, records: &[Value], random: &mut Random) -> std::io::Result<Answer> {
    let some = |random: &mut Random| {
        let first = random.below(records.len() - 8);
        let lines = lines(&records[first..first + random.between(1, 8)]);
        // Now and then under ids that nobody used before.
        if random.chance(0.2) { lines.replace("\"id\":\"a", &format!("\"id\":\"{:x}-", random.next())) } else { lines }
    };
    match random.below(12) {
        0 => client.ask("POST", "/v1/filter", &[], format!("{}no json\n{{\"id\":", some(random)).as_bytes()),
        1 => {
            client.ask("POST", "/v1/filter", &[], format!("{{\"text\":\"{}\"}}\n", "word ".repeat(400_000)).as_bytes())
        }
        2 => client.ask("POST", "/v1/filter", &[], "x".repeat(4 << 20).as_bytes()),
        3 => {
            client.send(b"POST /v1/filter HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{\"id\"")?;
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        4 => client.ask("GET", "/v1/documents/a7", &[], b"").map(|mut answer| {
            // Not seen yet, perhaps.
            answer.status = if answer.status == 404 { 200 } else { answer.status };
            answer
        }),
        5 => client.ask("POST", "/v1/check", &[], some(random).as_bytes()).map(|mut answer| {
            // Nothing of it is remembered.
            answer.body.clear();
            answer
        }),
        _ => client.ask("POST", "/v1/filter", &[], some(random).as_bytes()),
    }
}

fn acknowledged_is_known(service: &Service, answered: &BTreeMap<String, Value>) {
    let mut client = service.client();
    for id in answered.keys() {
        assert_eq!(client.ask("GET", &format!("/v1/documents/{id}"), &[], b"").unwrap().status, 200, "{id}");
    }
}

fn known_on_disk(folder: &Path, answered: &BTreeMap<String, Value>) {
    let service = Service::start(folder, &[]);
    acknowledged_is_known(&service, answered);
}
