//! Channels: new ones, new names of old ones, and what changes about them as a whole.

use okx_spec::model::{Channel, Socket};
use okx_spec::names;
use okx_spec::yaml::{Entry, Value};

use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::new_field::Home;
use super::target::Travel;
use super::{Importer, Once};
use crate::finding::{Finding, GuideDifference, Part, Side};
use crate::guide::{self, Field, under};

impl<'a> Importer<'a> {
    /// Writes what was found about a channel.
    pub(super) fn channel(&mut self, finding: &Finding, difference: &GuideDifference, name: &str) -> Option<()> {
        if matches!((difference, &finding.part), (GuideDifference::OnlyInGuide { .. }, Part::Whole)) {
            let stated = self.stated_channel(name)?;
            return match self.described_beside(stated) {
                Some(described) => self.new_name(described, name),
                None => self.new_channel(stated),
            };
        }
        let described = self.described_channel(name)?;
        match difference {
            GuideDifference::OnlyInDescription if finding.part == Part::Whole => self.names_gone(described),
            GuideDifference::MovedHeading { stated, described: _ } => {
                self.set_of_channel(described, "guide", &word(stated))
            }
            GuideDifference::Login { is_needed } => {
                self.set_of_channel(described, "login", if *is_needed { "true" } else { "false" })
            }
            GuideDifference::OnlyInGuide { .. } if described.beside.is_none() && is_beside(&finding.part) => {
                self.new_message(described, name)
            }
            GuideDifference::OnlyInGuide { .. }
            | GuideDifference::OnlyInDescription
            | GuideDifference::NewValue { .. }
            | GuideDifference::RenamedField { .. }
            | GuideDifference::Type { .. }
            | GuideDifference::IsRequired
            | GuideDifference::IsOptional => self.field(finding, difference),
            // Another socket means another file and other channels beside it: that is for a person to decide.
            GuideDifference::MovedSocket { .. }
            | GuideDifference::ValueNotListed { .. }
            | GuideDifference::MovedCall { .. }
            | GuideDifference::Limit { .. }
            | GuideDifference::Access { .. }
            | GuideDifference::Deadline { .. }
            | GuideDifference::HttpStatus { .. }
            | GuideDifference::Reworded
            | GuideDifference::FewerTexts { .. }
            | GuideDifference::Unread(_) => None,
        }
    }

    /// Marks a channel of which names are gone. The mark names them; the text about the other names follows it.
    fn names_gone(&mut self, described: &Channel) -> Option<()> {
        if !self.is_first(Once::NamesGone { socket: described.socket.as_str(), channel: described.name.clone() }) {
            return Some(());
        }
        let gone: Vec<&str> =
            described.channels.iter().filter(|name| self.stated_channel(name).is_none()).map(String::as_str).collect();
        let (what, them) = if gone.len() == 1 { ("channel", "it") } else { ("channels", "them") };
        let what = format!("has the {what} {}; remove {them}", gone.join(", "));
        let (file, entry) = self.entry_of_channel(described)?;
        self.files.get_mut(&file)?.mark_gone(&entry, &what, &Marked::Does).then_some(())
    }

    /// The described channel of the same section that has most of its names.
    fn described_beside(&self, stated: &guide::Channel) -> Option<&'a Channel> {
        let count = |described: &Channel| described.channels.iter().filter(|name| stated.names.contains(name)).count();
        self.model.channels.iter().filter(|one| count(one) > 0).max_by_key(|one| count(one))
    }

    pub(super) fn entry_of_channel(&self, channel: &Channel) -> Option<(String, Entry)> {
        let name = file_of(channel.socket);
        let entry = self.files.get(&name)?.tree.get("channels")?.entry(&channel.name)?.clone();
        Some((name, entry))
    }

    fn set_of_channel(&mut self, channel: &Channel, key: &str, text: &str) -> Option<()> {
        let (file, entry) = self.entry_of_channel(channel)?;
        self.files.get_mut(&file)?.set(&entry.node, key, text, "names").then_some(())
    }

    /// A new name is added to the end of the list of names.
    fn new_name(&mut self, described: &Channel, name: &str) -> Option<()> {
        let (file, entry) = self.entry_of_channel(described)?;
        let Value::List(names) = &entry.node.get("names")?.value else { return None };
        self.files.get_mut(&file)?.edited.insert(names.last()?.span.end, format!(", {}", word(name))).then_some(())
    }

    /// Writes the object for fields beside the rows of a channel that had none.
    fn new_message(&mut self, described: &Channel, name: &str) -> Option<()> {
        if !self.is_first(Once::Message { socket: described.socket.as_str(), channel: described.name.clone() }) {
            return Some(());
        }
        let (file, entry) = self.entry_of_channel(described)?;
        let object = self.message(&described.type_name, self.stated_channel(name)?, &file)?;
        self.files.get_mut(&file)?.set(&entry.node, "beside", &object, "push").then_some(())
    }

    fn message(&mut self, owner: &str, stated: &guide::Channel, file: &str) -> Option<String> {
        let beside = |field: &&Field| !matches!(field.name.as_str(), "arg" | "data");
        let fields: Vec<Field> = stated.push.iter().filter(beside).cloned().collect();
        let home = Home { file, owner, travel: Travel::RECEIVED };
        (!fields.is_empty()).then(|| self.new_object("message", &fields, home))
    }

    /// Writes one entry with all the names of a section of which the description has no channel.
    fn new_channel(&mut self, stated: &guide::Channel) -> Option<()> {
        if !self.is_first(Once::Channel { anchor: stated.anchor.clone() }) {
            return Some(());
        }
        let path = stated.socket.path.rsplit('/').next()?;
        let (_, socket) = Socket::ALL.iter().find(|(known, _)| *known == path)?;
        let file = file_of(*socket);
        self.files.get(&file)?;
        let name = self.name_of_channel(stated);
        let lines = self.lines_of_channel(&name, stated, *socket, &file);
        let after = self.channel_before(stated, *socket);
        self.new_entry(&file, "channels", after.as_deref(), lines)
    }

    fn lines_of_channel(&mut self, name: &str, stated: &guide::Channel, socket: Socket, file: &str) -> Vec<String> {
        let owner = names::pascal(name);
        let home = Home { file, owner: &owner, travel: Travel::RECEIVED };
        let given: Vec<Field> = stated.arguments.iter().filter(|field| field.name != "channel").cloned().collect();
        let arguments = self.new_fields(&given, Home { travel: Travel::PLAIN, ..home });
        let data = stated.push.iter().find(|field| field.name == "data").map(|data| data.data_type);
        let rows: Vec<Field> = under(&stated.push, "data").cloned().collect();
        // The rows of a list of lists are read by position.
        let form = if data.is_some_and(|data| data.lists > 1) { "row" } else { "fields" };
        let row = self.new_shape(form, "push", &rows, home);
        let many = if data.is_some_and(|data| data.lists == 0) { "" } else { "[]" };
        let message = self.message(&owner, stated, file);
        let channels: Vec<String> = stated.names.iter().map(|name| word(name)).collect();
        let mut lines = vec![
            format!("{name}:"),
            format!("  does: {}", quoted(&todo("say what it tells"))),
            format!("  guide: {}", word(&stated.anchor)),
            format!("  names: [{}]", channels.join(", ")),
        ];
        lines.extend((stated.socket.login || socket == Socket::Private).then(|| "  login: true".to_owned()));
        if !arguments.is_empty() {
            lines.push("  arguments:".to_owned());
            lines.extend(arguments.iter().map(|field| format!("    {}", field.text())));
        }
        lines.push(format!("  push: {row}{many}"));
        lines.extend(message.map(|message| format!("  beside: {message}")));
        lines
    }

    /// The guide's title without the word for what it is, or OKX's own name where another type has that one.
    fn name_of_channel(&mut self, stated: &guide::Channel) -> String {
        let title = stated.title.split_once(" / ").map_or(stated.title.as_str(), |(_, title)| title);
        let title = names::snake(title);
        let title = title.strip_suffix("_channel").unwrap_or(&title).to_owned();
        let known = stated.names.first().map(|name| names::snake(name)).unwrap_or_default();
        let wishes = [title, known.clone(), format!("{known}_channel")];
        let is_free = |name: &&String| names::is_snake(name) && !self.type_names.contains(&names::pascal(name));
        let name = wishes.iter().find(is_free).unwrap_or(&wishes[2]).clone();
        self.type_names.insert(names::pascal(&name));
        name
    }

    /// The name of the described channel of this socket that the guide has last before this one.
    fn channel_before(&self, stated: &guide::Channel, socket: Socket) -> Option<String> {
        let before = self.guide.channels.iter().take_while(|one| one.anchor != stated.anchor);
        let described = before.filter_map(|one| self.described_beside(one));
        described.filter(|one| one.socket == socket).last().map(|one| one.name.clone())
    }
}

/// Whether a part is a field beside the rows of a message.
fn is_beside(part: &Part) -> bool {
    let Some(path) = part.field() else { return false };
    let outermost = path.names.first().map(String::as_str);
    path.side == Side::Push && outermost != Some("data") && path.below(Side::Push, "arg").is_none()
}

fn file_of(socket: Socket) -> String {
    format!("ws/{socket}.yaml")
}
