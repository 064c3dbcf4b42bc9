//! `okx man`: man pages.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_mangen::Man;

use crate::ending::{Ending, Failure};
use crate::output::{Output, message};
use crate::{arguments, call, spec};

/// Where the pages go.
#[derive(Debug, Args)]
pub(crate) struct ManArguments {
    /// The folder for the pages, such as ~/.local/share/man/man1
    folder: PathBuf,
    /// A page for each call as well
    #[arg(long)]
    calls: bool,
}

/// Writes a page for each command, and for each call if that is asked for.
pub(crate) fn run(arguments: &ManArguments, out: &mut Output) -> Result<Ending, Failure> {
    let folder = &arguments.folder;
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let mut command = arguments::complete();
    command.build();
    let mut pages = 0;
    write(&command, "okx", folder, &mut pages)?;
    if arguments.calls {
        let model = spec::model()?;
        for endpoint in &model.endpoints {
            let command = arguments::finished(call::command_of(model, endpoint));
            let title = format!("okx-call-{}", command.get_name());
            write(&command, &title, folder, &mut pages)?;
        }
    }
    message(format_args!("{pages} pages are in {}", folder.display()));
    out.line_if_any(None)?;
    Ok(Ending::Done)
}

/// Writes the page of a command and those of its subcommands.
fn write(command: &Command, title: &str, folder: &Path, pages: &mut usize) -> Result<(), Failure> {
    let path = folder.join(format!("{title}.1"));
    let mut page = Vec::new();
    let man = Man::new(command.clone().name(title.to_owned()).display_name(title.to_owned()));
    // A vector can always be written.
    man.render(&mut page).map_err(|error| failed(&path, &error))?;
    fs::write(&path, page).map_err(|error| failed(&path, &error))?;
    *pages += 1;
    for subcommand in command.get_subcommands() {
        write(subcommand, &format!("{title}-{}", subcommand.get_name()), folder, pages)?;
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Machine(format!("{} cannot be written: {error}", path.display()))
}
