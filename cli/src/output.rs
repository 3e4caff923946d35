//! What is printed: data to standard output, everything for people to standard error.

use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Effects, Style};
use otel_inject::diagnostic::Diagnostic;
use otel_inject::render::repeated::said_once;
use otel_inject::render::text::{self, File};

use crate::exit::Outcome;
use crate::join::joined;

/// How many bytes are written at once.
const BUFFER: usize = 64 * 1024;

const ERROR: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
const WARNING: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);

/// What `--color` says.
pub(crate) fn set_color(choice: ColorChoice) {
    choice.write_global();
}

/// Says something to a person. Where nobody listens, that is no mistake.
pub(crate) fn say(message: &str) {
    let _ = anstream::stderr().lock().write_all(message.as_bytes());
}

/// An error without a place in a manifest.
pub(crate) fn error(error: &dyn std::fmt::Display) {
    say(&format!("{ERROR}error{ERROR:#}: {error:#}\n"));
}

/// A warning without a place in a manifest.
pub(crate) fn warning(message: &str) {
    say(&format!("{WARNING}warning{WARNING:#}: {message}\n"));
}

/// A bug of ours.
pub(crate) fn bug(what: &str) {
    say(&format!(
        "{ERROR}error{ERROR:#}: this is a bug of otel-inject {}: {what}\n\
         Nothing more was done. Please report it, with the input if you can: {}/issues\n",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    ));
}

/// What clap has to say: a mistake, or the help that was asked for.
pub(crate) fn usage(error: &clap::Error) -> Outcome {
    let _ = error.print();
    if error.use_stderr() { Outcome::WrongUsage } else { Outcome::Done }
}

/// What a run has to say, with the lines it is about.
pub(crate) fn diagnostics(diagnostics: &[Diagnostic], files: &[File<'_>]) {
    let style = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => text::Style::Plain,
        _ => text::Style::Styled,
    };
    say(&text::diagnostics(&said_once(diagnostics), files, style));
}

/// Prints what a person looks at, with its colours where those are wanted. Nobody reading on is no mistake.
pub(crate) fn show(text: &str) -> io::Result<()> {
    not_closed(anstream::stdout().lock().write_all(text.as_bytes()))
}

/// Diagnostics as a text to print, in colours where standard output shows them.
pub(crate) fn text(diagnostics: &[Diagnostic], files: &[File<'_>]) -> String {
    let style = match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => text::Style::Plain,
        _ => text::Style::Styled,
    };
    text::diagnostics(diagnostics, files, style)
}

/// Prints texts, each given in pieces, as one stream of documents. Nobody reading on is no mistake.
pub(crate) fn print(texts: &[Vec<&[u8]>]) -> io::Result<()> {
    // Pieces that are larger than the buffer pass it by.
    let mut stdout = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let printed = joined(texts).into_iter().try_for_each(|piece| stdout.write_all(&piece));
    not_closed(printed.and_then(|()| stdout.flush()))
}

fn not_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
