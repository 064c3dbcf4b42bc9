//! Calls: new ones, and what changes about old ones as a whole.

use okx_spec::model::{Access, Chapter, Endpoint, KeyPart, Method};
use okx_spec::names;
use okx_spec::yaml::Entry;

use super::entry::{quoted, todo, word};
use super::gone::Marked;
use super::limit::{StatedOf, limit_text, limit_value};
use super::new_field::Home;
use super::target::Travel;
use super::{Importer, Once};
use crate::finding::{CallName, Finding, GuideDifference, Part};
use crate::guide;

impl Importer<'_> {
    /// Writes what was found about a call.
    pub(super) fn call(&mut self, finding: &Finding, difference: &GuideDifference, name: &CallName) -> Option<()> {
        if matches!((difference, &finding.part), (GuideDifference::OnlyInGuide { .. }, Part::Whole)) {
            return self.new_call(self.stated_call(finding)?);
        }
        let described = self.described_call(name)?;
        match difference {
            GuideDifference::OnlyInDescription if finding.part == Part::Whole => {
                let (file, entry) = self.entry_of_call(described)?;
                self.files.get_mut(&file)?.mark_gone(&entry, "has this call; remove it", &Marked::Does).then_some(())
            }
            GuideDifference::MovedHeading { stated, described: _ } => {
                let rest = stated.strip_prefix(anchor_of(&self.model[described.chapter]))?.strip_prefix('-')?;
                self.set_of_call(described, "guide", &word(rest))
            }
            GuideDifference::MovedCall { to } => self.set_of_call(described, "call", &word(&to.to_string())),
            GuideDifference::Access { stated, described: _ } => {
                self.set_of_call(described, "access", stated.first()?.as_str())
            }
            GuideDifference::Deadline { is_accepted } => {
                self.set_of_call(described, "deadline", if *is_accepted { "true" } else { "false" })
            }
            GuideDifference::Limit { .. } => {
                let text = limit_text(StatedOf::call(self.stated_call(finding)?), described.access)?;
                self.set_of_call(described, "limit", &limit_value(&text))
            }
            GuideDifference::OnlyInGuide { .. }
            | GuideDifference::OnlyInDescription
            | GuideDifference::NewValue { .. }
            | GuideDifference::RenamedField { .. }
            | GuideDifference::Type { .. }
            | GuideDifference::IsRequired
            | GuideDifference::IsOptional => self.field(finding, difference),
            GuideDifference::ValueNotListed { .. }
            | GuideDifference::MovedSocket { .. }
            | GuideDifference::Login { .. }
            | GuideDifference::HttpStatus { .. }
            | GuideDifference::Reworded
            | GuideDifference::FewerTexts { .. }
            | GuideDifference::Unread(_) => None,
        }
    }

    /// The chapter's file, and the call's entry in it.
    pub(super) fn entry_of_call(&self, call: &Endpoint) -> Option<(String, Entry)> {
        let name = file_of(&self.model[call.chapter]);
        let entry = self.files.get(&name)?.tree.get("endpoints")?.entry(&call.name)?.clone();
        Some((name, entry))
    }

    pub(super) fn set_of_call(&mut self, call: &Endpoint, key: &str, text: &str) -> Option<()> {
        let (file, entry) = self.entry_of_call(call)?;
        self.files.get_mut(&file)?.set(&entry.node, key, text, "access").then_some(())
    }

    /// A new call goes into the chapter whose anchor its own begins with, after the call that the guide has before it.
    fn new_call(&mut self, call: &guide::Endpoint) -> Option<()> {
        let chapters = self.model.chapters.iter().filter(|one| rest_of(&call.anchor, one).is_some());
        let chapter = chapters.max_by_key(|one| anchor_of(one).len())?;
        let file = file_of(chapter);
        let lines = self.lines_of_call(call, chapter, &file)?;
        let after = self.call_before(call, chapter);
        self.new_entry(&file, "endpoints", after.as_deref(), lines)
    }

    /// Puts a call, a channel or an operation after the one that the guide has before it, or last.
    pub(super) fn new_entry(&mut self, file: &str, key: &str, after: Option<&str>, lines: Vec<String>) -> Option<()> {
        let entries = self.files.get(file)?.tree.get(key)?.clone();
        if entries.entries().is_empty() {
            self.pending.entries.entry(file.to_owned()).or_default().extend(lines);
            return Some(());
        }
        let after = after.and_then(|name| entries.entry(name)).or(entries.entries().last())?;
        (!entries.is_flow && self.files.get_mut(file)?.add_lines_after(after, &lines)).then_some(())
    }

    /// The first entries of files that had none.
    pub(super) fn put_entries(&mut self) {
        for (name, lines) in std::mem::take(&mut self.pending.entries) {
            let Some(file) = self.files.get_mut(&name) else { continue };
            let key = ["endpoints", "channels", "operations"].into_iter().find_map(|key| file.tree.entry(key));
            let Some(entries) = key.cloned() else { continue };
            file.fill(&entries, &lines);
        }
    }

    /// The name of the described call of this chapter that the guide has last before this one.
    fn call_before(&self, call: &guide::Endpoint, chapter: &Chapter) -> Option<String> {
        let described = |stated: &guide::Endpoint| {
            let described = self.described_call(&stated.into())?;
            (self.model[described.chapter].name == chapter.name).then(|| described.name.clone())
        };
        let before = self.guide.endpoints.iter().take_while(|one| (one.method, &one.path) != (call.method, &call.path));
        before.filter_map(described).last()
    }

    fn lines_of_call(&mut self, call: &guide::Endpoint, chapter: &Chapter, file: &str) -> Option<Vec<String>> {
        let name = self.name_of_call(call, chapter);
        let type_name = names::pascal(&name);
        let access = access(call);
        let home = Home { file, owner: &type_name, travel: Travel::of_request(call.method) };
        let request = self.new_fields(&call.parameters, home);
        let row = self.new_object("row", &call.fields, Home { travel: Travel::RECEIVED, ..home });
        let is_post = call.method == Method::Post;
        let what = if is_post { "say what it does, and whether it may be repeated" } else { "say what it does" };
        let limit = self.limit_line(StatedOf::call(call), &format!("{}.{name}", chapter.name), access);
        let mut lines = vec![
            format!("{name}:"),
            format!("  does: {}", quoted(&todo(what))),
            format!("  guide: {}", word(rest_of(&call.anchor, chapter)?)),
            format!("  call: {}", word(&format!("{} {}", call.method, call.path))),
            format!("  access: {}", access.as_str()),
            format!("  {limit}"),
        ];
        lines.extend(self.guide.deadlines.contains(&call.anchor).then(|| "  deadline: true".to_owned()));
        lines.extend(is_post.then(|| "  repeat: never".to_owned()));
        if !request.is_empty() {
            lines.push("  request:".to_owned());
            lines.extend(request.iter().map(|field| format!("    {}", field.text())));
        }
        lines.push(format!("  response: {row}[]"));
        lines.extend(self.pages_line(call, &request).map(|line| format!("  {line}")));
        Some(lines)
    }

    /// The guide's title without its method, or the end of the path where another call has that name.
    fn name_of_call(&mut self, call: &guide::Endpoint, chapter: &Chapter) -> String {
        let title = call.title.split_once(" / ").map_or(call.title.as_str(), |(_, title)| title);
        let method = call.method.to_string().to_lowercase();
        let path = call.path.rsplit('/').next().unwrap_or_default();
        let wishes = [names::snake(title), names::snake(path), names::snake(&format!("{method} {path}"))];
        let free = |name: &String| {
            let chapter = chapter.name.clone();
            let is_new = self.done.insert(Once::CallName { chapter, name: name.clone() });
            is_new && names::is_snake(name) && !self.model.endpoints.iter().any(|one| one.name == *name)
        };
        let fallback = names::snake(&format!("{method} {}", call.path));
        let name = wishes.into_iter().find(free).unwrap_or(fallback);
        self.type_names.insert(names::pascal(&name));
        name
    }
}

/// What the guide states, or what follows from the key of the limit: what is counted by user needs a login.
fn access(call: &guide::Endpoint) -> Access {
    let by_user =
        call.limit_rules.iter().flat_map(|rule| &rule.keys).any(|key| matches!(key, KeyPart::User | KeyPart::Master));
    let guessed = match call.method {
        _ if !by_user => Access::Public,
        Method::Get => Access::Read,
        Method::Post => Access::Trade,
    };
    call.permissions.first().copied().unwrap_or(guessed)
}

fn file_of(chapter: &Chapter) -> String {
    format!("rest/{}.yaml", chapter.name)
}

/// The anchor in a chapter's address.
fn anchor_of(chapter: &Chapter) -> &str {
    chapter.guide.split_once('#').map_or("", |(_, anchor)| anchor)
}

/// What a call's anchor adds to its chapter's.
fn rest_of<'t>(anchor: &'t str, chapter: &Chapter) -> Option<&'t str> {
    anchor.strip_prefix(anchor_of(chapter))?.strip_prefix('-')
}
