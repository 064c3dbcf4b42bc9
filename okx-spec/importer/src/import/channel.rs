//! Channels: new ones, new names of old ones, and what changes about them as a whole.

use okx_spec::model::{Channel, Socket};
use okx_spec::names;

use super::Importer;
use super::aim::Travel;
use super::choice::Home;
use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::layout::{Entry, Value};
use crate::finding::{Change, Finding};
use crate::guide::{self, Field, under};

impl<'a> Importer<'a> {
    /// Writes what was found about a channel.
    pub(super) fn channel(&mut self, finding: &Finding, name: &str) -> Option<()> {
        if finding.change == Change::Added && finding.part.is_empty() {
            let theirs = self.told_channel(name)?;
            return match self.described_beside(theirs) {
                Some(ours) => self.new_name(ours, name),
                None => self.new_channel(theirs),
            };
        }
        let ours = self.described_channel(name)?;
        match (finding.change, finding.part.as_str()) {
            (Change::Removed, "") => self.names_gone(ours),
            (Change::Moved, "") => self.set_of_channel(ours, "guide", &word(&self.told_channel(name)?.anchor)),
            (Change::Access, _) => {
                let login = self.told_channel(name)?.socket.login;
                self.set_of_channel(ours, "login", if login { "true" } else { "false" })
            }
            (Change::Added, part) if ours.beside.is_none() && is_beside(part) => self.new_message(ours, name),
            _ => self.field(finding),
        }
    }

    /// What is told about the names that are left stays behind what is to be done.
    fn names_gone(&mut self, ours: &Channel) -> Option<()> {
        if !self.is_first(format!("names gone {}.{}", ours.socket, ours.name)) {
            return Some(());
        }
        let gone: Vec<&str> =
            ours.channels.iter().filter(|name| self.told_channel(name).is_none()).map(String::as_str).collect();
        let (what, them) = if gone.len() == 1 { ("channel", "it") } else { ("channels", "them") };
        let what = format!("has the {what} {}; remove {them}", gone.join(", "));
        let (file, entry) = self.entry_of_channel(ours)?;
        self.files.get_mut(&file)?.mark_gone(&entry, &what, &Marked::Does).then_some(())
    }

    /// The described channel of the same section that has most of its names.
    fn described_beside(&self, theirs: &guide::Channel) -> Option<&'a Channel> {
        let count = |ours: &Channel| ours.channels.iter().filter(|name| theirs.names.contains(name)).count();
        self.model.channels.iter().filter(|ours| count(ours) > 0).max_by_key(|ours| count(ours))
    }

    pub(super) fn entry_of_channel(&self, channel: &Channel) -> Option<(String, Entry)> {
        let name = file_of(channel.socket);
        let entry = self.files.get(&name)?.layout.get("channels")?.entry(&channel.name)?.clone();
        Some((name, entry))
    }

    fn set_of_channel(&mut self, channel: &Channel, key: &str, text: &str) -> Option<()> {
        let (file, entry) = self.entry_of_channel(channel)?;
        self.files.get_mut(&file)?.set(&entry.value, key, text, "names").then_some(())
    }

    /// A name more stands last in the list of names.
    fn new_name(&mut self, ours: &Channel, name: &str) -> Option<()> {
        let (file, entry) = self.entry_of_channel(ours)?;
        let Value::List(names) = &entry.value.get("names")?.value else { return None };
        self.files.get_mut(&file)?.edited.insert(names.last()?.span.end, format!(", {}", word(name))).then_some(())
    }

    /// What stands beside the rows of a channel's messages for the first time.
    fn new_message(&mut self, ours: &Channel, name: &str) -> Option<()> {
        if !self.is_first(format!("message {}.{}", ours.socket, ours.name)) {
            return Some(());
        }
        let (file, entry) = self.entry_of_channel(ours)?;
        let object = self.message(&ours.type_name, self.told_channel(name)?, &file)?;
        self.files.get_mut(&file)?.set(&entry.value, "beside", &object, "push").then_some(())
    }

    fn message(&mut self, owner: &str, theirs: &guide::Channel, file: &str) -> Option<String> {
        let beside = |field: &&Field| !matches!(field.name.as_str(), "arg" | "data");
        let fields: Vec<Field> = theirs.push.iter().filter(beside).cloned().collect();
        let home = Home { file, owner, travel: Travel::RECEIVED };
        (!fields.is_empty()).then(|| self.new_object("message", &fields, home))
    }

    /// A section of which the description has no channel: one entry with all its names.
    fn new_channel(&mut self, theirs: &guide::Channel) -> Option<()> {
        if !self.is_first(format!("channel #{}", theirs.anchor)) {
            return Some(());
        }
        let path = theirs.socket.path.rsplit('/').next()?;
        let (_, socket) = Socket::ALL.iter().find(|(known, _)| *known == path)?;
        let file = file_of(*socket);
        self.files.get(&file)?;
        let name = self.name_of_channel(theirs);
        let lines = self.lines_of_channel(&name, theirs, *socket, &file);
        let after = self.channel_before(theirs, *socket);
        self.new_entry(&file, "channels", after.as_deref(), lines)
    }

    fn lines_of_channel(&mut self, name: &str, theirs: &guide::Channel, socket: Socket, file: &str) -> Vec<String> {
        let owner = names::pascal(name);
        let home = Home { file, owner: &owner, travel: Travel::RECEIVED };
        let given: Vec<Field> = theirs.arguments.iter().filter(|field| field.name != "channel").cloned().collect();
        let arguments = self.new_fields(&given, Home { travel: Travel::PLAIN, ..home });
        let data = theirs.push.iter().find(|field| field.name == "data").map(|data| data.data_type);
        let rows: Vec<Field> = under(&theirs.push, "data").cloned().collect();
        // A list of lists is rows that are read by position.
        let form = if data.is_some_and(|data| data.lists > 1) { "row" } else { "fields" };
        let row = self.new_shape(form, "push", &rows, home);
        let many = if data.is_some_and(|data| data.lists == 0) { "" } else { "[]" };
        let message = self.message(&owner, theirs, file);
        let channels: Vec<String> = theirs.names.iter().map(|name| word(name)).collect();
        let mut lines = vec![
            format!("{name}:"),
            format!("  does: {}", quoted(&todo("say what it tells"))),
            format!("  guide: {}", word(&theirs.anchor)),
            format!("  names: [{}]", channels.join(", ")),
        ];
        lines.extend((theirs.socket.login || socket == Socket::Private).then(|| "  login: true".to_owned()));
        if !arguments.is_empty() {
            lines.push("  arguments:".to_owned());
            lines.extend(arguments.iter().map(|field| format!("    {}", field.text())));
        }
        lines.push(format!("  push: {row}{many}"));
        lines.extend(message.map(|message| format!("  beside: {message}")));
        lines
    }

    /// The guide's title without the word for what it is, or OKX's own name where another type has that one.
    fn name_of_channel(&mut self, theirs: &guide::Channel) -> String {
        let title = theirs.title.split_once(" / ").map_or(theirs.title.as_str(), |(_, title)| title);
        let title = names::snake(title);
        let title = title.strip_suffix("_channel").unwrap_or(&title).to_owned();
        let known = theirs.names.first().map(|name| names::snake(name)).unwrap_or_default();
        let wishes = [title, known.clone(), format!("{known}_channel")];
        let is_free = |name: &&String| names::is_snake(name) && !self.type_names.contains(&names::pascal(name));
        let name = wishes.iter().find(is_free).unwrap_or(&wishes[2]).clone();
        self.type_names.insert(names::pascal(&name));
        name
    }

    /// The name of the described channel of this socket that the guide tells about last before this one.
    fn channel_before(&self, theirs: &guide::Channel, socket: Socket) -> Option<String> {
        let before = self.guide.channels.iter().take_while(|one| one.anchor != theirs.anchor);
        let described = before.filter_map(|one| self.described_beside(one));
        described.filter(|ours| ours.socket == socket).last().map(|ours| ours.name.clone())
    }
}

/// Whether a part is of what stands beside the rows of a message.
fn is_beside(part: &str) -> bool {
    part.strip_prefix("push.")
        .is_some_and(|part| part != "data" && !part.starts_with("data.") && !part.starts_with("arg."))
}

fn file_of(socket: Socket) -> String {
    format!("ws/{socket}.yaml")
}
