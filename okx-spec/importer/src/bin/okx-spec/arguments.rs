//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::screen::Format;

const EXAMPLES: &str = "\
Examples:
  okx-spec check                     every mistake in the description, with file:line:column
  okx-spec check --dir okx-spec/data the same for the files in a folder
  okx-spec list trade                the calls of a chapter
  okx-spec list --sockets            channels and operations of the WebSockets
  okx-spec show place_order          a call: parameters, limits, reply
  okx-spec show tickers              a channel: arguments, push
  okx-spec show OrdType              the values of an enum, the fields of an object
  okx-spec show 51008                what a result code means
  okx-spec diff guide.html           what differs between a saved page of OKX's guide and the description
  okx-spec diff old/ new/            what changed between two descriptions
  okx-spec coverage guide.html       how much of the guide is described
  okx-spec expand trade.place_order  the Rust that the macros make
  okx-spec show tickers --format json  any answer, for a script

Exit code 2 when there is no answer: a wrong flag, or something that does not exist or cannot be read.
With --format json the output is then an object with the key `error`.";

const CHECK_EXAMPLES: &str = "\
Examples:
  okx-spec check                                    every mistake in the description, with file:line:column
  okx-spec check --dir okx-spec/data                the same for the files in a folder
  okx-spec check --format json                      for a script

Exit code 0 when there are no mistakes and no TODOs, else 1.";

const LIST_EXAMPLES: &str = "\
Examples:
  okx-spec list                                     every call
  okx-spec list trade                               the calls of a chapter
  okx-spec list --sockets                           channels and operations of the WebSockets
  okx-spec list trade --format json                 for a script";

const SHOW_EXAMPLES: &str = "\
Examples:
  okx-spec show place_order                         a call: parameters, limits, reply
  okx-spec show tickers                             a channel: arguments, push
  okx-spec show OrdType                             the values of an enum, the fields of an object
  okx-spec show 51008                               what a result code means
  okx-spec show place_order --format json           for a script";

const DIFF_EXAMPLES: &str = "\
Examples:
  okx-spec diff guide.html                          the guide against the description compiled in
  okx-spec diff guide.html --dir okx-spec/data      against the one in a folder
  okx-spec diff guide.html --format json            for a script
  okx-spec diff v1/okx-spec/data okx-spec/data      two descriptions: what changed since a release

Exit code 0 when nothing differs, 1 when something does.
breaking: something that worked may fail; additive: something is new; wording: only texts changed.";

const COVERAGE_EXAMPLES: &str = "\
Examples:
  okx-spec coverage guide.html                      counts, shares and what is missing
  okx-spec coverage guide.html --format json        for a script

Exit code 0 when everything is covered, 1 when something is missing.
Mistakes of the guide are listed in guide/slips.yaml, each with a reason.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  okx-spec import guide.html --dry-run              print the changes as a patch
  okx-spec import guide.html --write                change the files in okx-spec/data
  okx-spec import guide.html --write --dir DIR      in another folder
  okx-spec import guide.html --write --format json  for a script

What the guide does not state is written as a text that begins with TODO; `okx-spec check` lists them.
Exit code 0 when everything could be written and the description has no mistakes, else 1.";

const OPENAPI_EXAMPLES: &str = "\
Examples:
  okx-spec openapi > okx.json                       the document, as JSON
  okx-spec openapi --dir okx-spec/data > okx.json   of the description in a folder";

const ASYNCAPI_EXAMPLES: &str = "\
Examples:
  okx-spec asyncapi > okx-sockets.json                       the document, as JSON
  okx-spec asyncapi --dir okx-spec/data > okx-sockets.json   of the description in a folder";

const LLMS_EXAMPLES: &str = "\
Examples:
  okx-spec llms > okx-client/llms.txt   how to use okx-client, for assistants; a test holds the file to it
  okx-spec llms --full                  and every call and channel in a line";

const TABLE_EXAMPLES: &str = "\
Examples:
  okx-spec table > table.md             every call and channel with its Rust type and its command, in Markdown
  okx-spec table --csv > table.csv      as comma-separated values
  okx-spec table --format json          for a script";

const EXPAND_EXAMPLES: &str = "\
Examples:
  okx-spec expand trade                             the whole module of a chapter
  okx-spec expand trade.place_order                 one call: its request and what it implements
  okx-spec expand ids                               or enums, objects, precision, budgets, errors, environments,
                                                    operations, calls, channels
  okx-spec expand ws public                         the channels of a socket
  okx-spec expand OrdType                           one enum, object, id or channel
  okx-spec expand trade --dir okx-spec/data         of the description in a folder

It is what the compiler gets; only the layout and the form of the comments are for reading.";

/// Checks the description of OKX's API and shows what it says.
#[derive(Debug, Parser)]
#[command(name = "okx-spec", after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Read the description in this folder instead of the one compiled in.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,

    /// How to print the answer: for people, or as JSON.
    #[arg(long, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the mistakes in the description, or how much it contains.
    #[command(after_help = CHECK_EXAMPLES)]
    Check,
    /// List the calls, all of them or those of one chapter.
    #[command(after_help = LIST_EXAMPLES)]
    List {
        /// A chapter such as `trade`.
        chapter: Option<String>,
        /// List channels and operations instead of calls.
        #[arg(long, conflicts_with = "chapter")]
        sockets: bool,
    },
    /// Show one call, channel, operation, object, enum or result code.
    #[command(after_help = SHOW_EXAMPLES)]
    Show {
        /// `place_order`, `trade.place_order`, `PlaceOrder`, a path, `tickers`, `OrderAck`, `OrdType`, `51008`.
        name: String,
    },
    /// Show what differs between OKX's guide and the description, or between two descriptions.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff {
        /// A saved page of the guide, or the folder of the older description.
        old: PathBuf,
        /// The folder of the newer description.
        new: Option<PathBuf>,
        /// Read a page even if it is incomplete; what is missing is then reported as removed.
        #[arg(long, conflicts_with = "new")]
        allow_incomplete: bool,
    },
    /// Show how much of OKX's guide the description covers.
    #[command(after_help = COVERAGE_EXAMPLES)]
    Coverage {
        /// A saved page of the guide.
        guide: PathBuf,
    },
    /// Write what OKX's guide says now into the description; only the lines concerned change.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// A saved page of the guide.
        guide: PathBuf,
        #[command(flatten)]
        mode: ImportMode,
        /// Read the page even if it is incomplete; what is missing is then marked as removed.
        #[arg(long)]
        allow_incomplete: bool,
    },
    /// Print the REST part of the description as `OpenAPI` 3.1.
    #[command(after_help = OPENAPI_EXAMPLES)]
    #[command(name = "openapi")]
    OpenApi,
    /// Print the sockets of the description as `AsyncAPI` 3.0.
    #[command(after_help = ASYNCAPI_EXAMPLES)]
    #[command(name = "asyncapi")]
    AsyncApi,
    /// Print a description of okx-client for assistants that write programs.
    #[command(after_help = LLMS_EXAMPLES)]
    Llms {
        /// Add every call and channel, in a line each.
        #[arg(long)]
        full: bool,
    },
    /// Print a table of calls and channels: OKX's names, the Rust types and the commands.
    #[command(after_help = TABLE_EXAMPLES)]
    Table {
        /// Print comma-separated values instead of Markdown.
        #[arg(long, conflicts_with = "format")]
        csv: bool,
    },
    /// Print the Rust that the macros make of a chapter, a call or a type.
    #[command(after_help = EXPAND_EXAMPLES)]
    Expand {
        /// `trade`, `trade.place_order`, `enums`, `ws public`, `tickers`, `OrdType`.
        #[arg(required = true, num_args = 1..=2, value_name = "WHAT")]
        what: Vec<String>,
    },
}

/// What an import does with what it found.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ImportMode {
    /// Change the files.
    #[arg(long)]
    pub(crate) write: bool,
    /// Print the changes as a unified diff; no file is changed.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
