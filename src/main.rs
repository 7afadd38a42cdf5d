//! The `nearprint` program: all of it is in `nearprint::cli`.

fn main() -> std::process::ExitCode {
    nearprint::cli::run()
}
