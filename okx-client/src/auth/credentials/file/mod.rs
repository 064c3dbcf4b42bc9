//! Reads a credentials file: one that only its owner can read, and that has the same meaning to a shell.

mod line;

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use self::line::Line;
use super::{Names, invalid_character};
use crate::error::Error;

/// The largest file that is read. A file of environment variables is far smaller.
const LARGEST: u64 = 64 * 1024;

/// The values of these names.
pub(super) fn read(path: &Path, names: Names) -> Result<[Zeroizing<String>; 3], Error> {
    parse(&path.display().to_string(), &contents(path)?, names)
}

/// The contents of a file that only its owner can read.
fn contents(path: &Path) -> Result<Zeroizing<String>, Error> {
    let failed = |error| Error::setup(format!("failed to read {}: {error}", path.display())).caused_by(error);
    // Checked before opening, because opening a named pipe would block until another program writes to it.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(Error::setup(format!("{} is not a regular file", path.display())));
    }
    let file = File::open(path).map_err(failed)?;
    // Checked on the open file, because the path may lead to another one by now.
    let metadata = file.metadata().map_err(failed)?;
    check_permissions(path, &metadata)?;
    if metadata.len() > LARGEST {
        return Err(Error::setup(format!("{} is too large for a credentials file", path.display())));
    }
    // Allocated at its full size: a buffer that grows leaves copies of the secrets behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(LARGEST).unwrap_or_default()));
    file.take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    match str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Error::setup(format!("{} is not valid UTF-8", path.display()))),
    }
}

#[cfg(unix)]
fn check_permissions(path: &Path, metadata: &fs::Metadata) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;

    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        let shown = path.display();
        let quoted = shown.to_string().replace('\'', r"'\''");
        return Err(Error::setup(format!(
            "{shown} is accessible to users other than its owner (mode {mode:04o}); run `chmod 600 '{quoted}'`"
        )));
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
fn check_permissions(_: &Path, _: &fs::Metadata) -> Result<(), Error> {
    Ok(())
}

/// The values of these names in a text. `path` is used in errors.
pub(super) fn parse(path: &str, text: &str, names: Names) -> Result<[Zeroizing<String>; 3], Error> {
    let mut found: [Option<Zeroizing<String>>; 3] = [None, None, None];
    for (number, line) in (1..).zip(text.split('\n')) {
        let refuse = |why: &str| Error::setup(format!("{path}:{number}: {why}"));
        let Line::Assignment { name, value } = line::read(line).map_err(refuse)? else { continue };
        let Some(index) = names.iter().position(|known| *known == name) else { continue };
        let refuse = |why: &str| refuse(why).in_field(names[index]);
        let value = line::value(value).map_err(refuse)?;
        invalid_character::find(value).map_or(Ok(()), |why| Err(refuse(&why)))?;
        if found[index].replace(Zeroizing::new(value.to_owned())).is_some() {
            return Err(refuse("it is set twice"));
        }
    }
    let missing = |name: &str| Error::setup(format!("not set in {path}; add a line `{name}=…`")).in_field(name);
    let [key, secret, passphrase] = found;
    Ok([
        key.ok_or_else(|| missing(names[0]))?,
        secret.ok_or_else(|| missing(names[1]))?,
        passphrase.ok_or_else(|| missing(names[2]))?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::VARIABLES;

    const GOOD: &str = "\
# made for the tests
OKX_API_KEY=cb1b4c0e-0b37-4a06

  export OKX_API_SECRET=\"22582BD0 is not it\"
EDITOR=vi -e '
OKX_API_PASSPHRASE='Pa$$-\"phrase\"#1'";

    #[track_caller]
    fn refuses(text: &str, field: Option<&str>, expected: &str) {
        let error = parse("okx.env", text, VARIABLES).unwrap_err();
        assert_eq!((error.field(), error.is_setup()), (field, true));
        assert!(error.to_string().ends_with(expected), "{error}");
    }

    #[test]
    fn values_are_read_as_a_shell_reads_them() {
        let text = GOOD.replace("22582BD0 is not it", "22582BD0");
        let values = parse("okx.env", &text, VARIABLES).unwrap();
        assert_eq!(
            values.each_ref().map(|value| value.as_str()),
            ["cb1b4c0e-0b37-4a06", "22582BD0", "Pa$$-\"phrase\"#1"]
        );
    }

    #[test]
    fn every_error_names_file_line_and_variable() {
        refuses(
            GOOD,
            Some("OKX_API_SECRET"),
            "okx.env:4: character 9 is U+0020 (space), which is not allowed; copy the value again",
        );
        refuses("OKX_API_KEY=a\nOKX_API_KEY=b", Some("OKX_API_KEY"), "okx.env:2: it is set twice");
        refuses("OKX_API_KEY=a", Some("OKX_API_SECRET"), "not set in okx.env; add a line `OKX_API_SECRET=…`");
        refuses("OKX_API_KEY=", Some("OKX_API_KEY"), "okx.env:1: it is empty");
        refuses("\u{feff}OKX_API_KEY=a", None, "okx.env:1: expected `NAME=value` or a comment");
    }

    #[test]
    fn no_error_shows_a_value() {
        let lines = ["TopSecret", "OKX_API_KEY=TopSecret$", "OKX_API_KEY='TopSecret", "OKX_API_KEY=TopSecret\u{a0}"];
        for line in lines {
            let error = parse("okx.env", line, VARIABLES).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("TopSecret"), "{error}");
        }
    }
}
