//! Golden cases of the command line: `tests/cmd/*.toml`, each with what is typed and what comes back.

#[test]
fn cases_of_the_command_line() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}
