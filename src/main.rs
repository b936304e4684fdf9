//! The program: the command line over the library.

fn main() -> std::process::ExitCode {
    hotwash::cli::run()
}
