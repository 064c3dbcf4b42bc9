//! How to find out whether calls were done.

use super::Resolver;
use super::field::field_place;
use crate::diagnostic::Sink;
use crate::model::{AskedBy, ChapterId, EndpointId, ShapeId};
use crate::parse::{RawAskedBy, Text};
use crate::{Law, nearest};

impl Resolver<'_> {
    /// Resolves `asked_by:` once all calls are known, because the query may come later in the chapter. The items of a batch are looked up
    /// like single calls.
    pub(super) fn fill_asked_by(&mut self, sink: &mut Sink) {
        for (place, (chapter, raw)) in self.endpoints.clone().into_iter().enumerate() {
            let asked_by = raw.asked_by.as_ref().and_then(|asked_by| self.asked_by(place, chapter, asked_by, sink));
            self.model.endpoints[place].asked_by = asked_by;
        }
        for place in 0..self.model.endpoints.len() {
            if let Some(of) = self.model.endpoints[place].single() {
                if let Some(own) = &self.model.endpoints[place].asked_by {
                    let text = "a batch has the `asked_by:` of its single call; remove it here";
                    sink.report(&own.at, Law::AskedByForm, text);
                }
                self.model.endpoints[place].asked_by = self.model.endpoints[of.index()].asked_by.clone();
            }
        }
    }

    /// All names are looked up before the first failure ends the function, so that all mistakes are reported.
    fn asked_by(&self, place: usize, chapter: ChapterId, raw: &RawAskedBy, sink: &mut Sink) -> Option<AskedBy> {
        let request = self.model.endpoints[place].request;
        let call = raw.call.as_ref().and_then(|name| self.question(chapter, name, sink));
        let question = call.map(|call| &self.model.endpoints[call.index()]);
        let taken = |name: &Text, sink: &mut Sink| {
            let own = self.wire(request, name, sink);
            question.map_or(own, |question| self.wire(question.request, name, sink).and(own))
        };
        let name = raw.name.as_ref().and_then(|name| taken(name, sink));
        let with: Vec<Option<usize>> = raw.with.iter().map(|name| taken(name, sink)).collect();
        let made = raw.made.as_ref().zip(question).map(|(made, question)| self.wire(question.response.row, made, sink));
        raw.missing.iter().for_each(|code| self.is_code(code, sink));
        Some(AskedBy {
            call: call?,
            name: name?,
            with: with.into_iter().collect::<Option<_>>()?,
            missing: raw.missing.iter().map(|code| code.value.clone()).collect(),
            made: made.flatten(),
            remembered: raw.remembered.and_then(|seconds| u32::try_from(seconds).ok()),
            at: raw.at.clone(),
        })
    }

    fn question(&self, chapter: ChapterId, name: &Text, sink: &mut Sink) -> Option<EndpointId> {
        let endpoints = &self.endpoint_names[chapter.index()];
        if let Some(id) = endpoints.get(&name.value) {
            return Some(*id);
        }
        let right =
            nearest::suggestion(&name.value, endpoints.keys().map(String::as_str), "name a GET of this chapter");
        sink.report(&name.at, Law::UnknownEndpoint, format_args!("this chapter has no call `{}`; {right}", name.value));
        None
    }

    /// The place of a field of a shape.
    fn wire(&self, shape: ShapeId, name: &Text, sink: &mut Sink) -> Option<usize> {
        field_place(name, &self.model[shape].fields, sink)
    }
}
