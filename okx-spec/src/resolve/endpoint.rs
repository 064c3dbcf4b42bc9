//! Calls.

use super::Resolver;
use super::field::field_place;
use super::scope::Scope;
use crate::diagnostic::Sink;
use crate::model::{
    Access, Batch, BudgetId, ChapterId, Endpoint, EndpointId, Field, Kind, Method, Repeat, Response, ShapeId,
};
use crate::parse::{RawBatch, RawEndpoint, RawType, Text};
use crate::{Law, names, nearest};

impl Resolver<'_> {
    pub(super) fn fill_endpoints(&mut self, sink: &mut Sink) {
        let endpoints = self.endpoints.clone();
        // All requests first, because a batch needs the fields of its single call, which may come later in the file.
        for (place, (chapter, raw)) in endpoints.iter().enumerate() {
            if let Some(shape) = self.requests[place] {
                let fields = raw.request.as_deref().unwrap_or_default();
                self.model.shapes[shape.index()].fields = self.fields(Scope::Chapter(*chapter), fields, sink);
            }
        }
        for (place, (chapter, raw)) in endpoints.into_iter().enumerate() {
            let endpoint = self.endpoint(EndpointId(place), chapter, raw, sink);
            self.model.endpoints.push(endpoint);
        }
        self.copy_to_batches();
        self.fill_asked_by(sink);
    }

    /// The rules of a call apply to every item of its batch, and so does the number of requests about one order. The example and the codes are
    /// those of an item, too. They were resolved with the call, so that a mistake in them is reported once.
    fn copy_to_batches(&mut self) {
        for place in 0..self.model.endpoints.len() {
            if let Some(of) = self.model.endpoints[place].single() {
                let Endpoint { rules, codes, example, in_flight, .. } = self.model.endpoints[of.index()].clone();
                let batch = &mut self.model.endpoints[place];
                batch.rules.splice(0..0, rules);
                batch.codes.extend(codes);
                batch.example = example;
                batch.in_flight = in_flight;
            }
        }
    }

    fn endpoint(&mut self, id: EndpointId, chapter: ChapterId, raw: &RawEndpoint, sink: &mut Sink) -> Endpoint {
        let RawEndpoint {
            name,
            does,
            aka,
            guide,
            call,
            access,
            demo,
            deadline,
            reduces_risk,
            in_flight,
            rules,
            example,
            codes,
            response,
            // These are resolved by functions of their own.
            limit: _,
            draws: _,
            repeat: _,
            asked_by: _,
            request: _,
            batch: _,
            pages: _,
        } = raw;
        let batch = raw.batch.as_ref().and_then(|batch| self.batch(chapter, raw, batch, sink));
        let item = batch.as_ref().and_then(|batch| self.requests[batch.of?.index()]);
        let request = self.requests[id.index()].or(item).unwrap_or_else(|| self.empty_request(chapter, raw));
        let draws = self.draws(chapter, raw, sink);
        let response = self.response(Scope::Chapter(chapter), response.as_ref(), request, sink);
        let (pages, unpaged) = self.pages(raw, request, &response, sink);
        let fields = &self.model[request].fields;
        Endpoint {
            name: name.value.clone(),
            type_name: names::pascal(&name.value),
            chapter,
            does: does.clone(),
            aka: aka.clone(),
            guide: format!("{}-{guide}", self.model[chapter].guide),
            method: call.as_ref().map_or(Method::Post, |call| call.method),
            path: call.as_ref().map(|call| call.path.clone()).unwrap_or_default(),
            access: access.unwrap_or(Access::Trade),
            draws,
            demo: *demo,
            deadline: *deadline,
            reduces_risk: *reduces_risk,
            in_flight: in_flight.as_ref().map(|most| most.value),
            repeat: repeat(raw, fields, sink),
            asked_by: None,
            request,
            rules: self.rules(rules, fields, sink),
            example: self.example(example.as_ref(), fields, sink),
            codes: self.codes(codes, sink),
            response,
            pages,
            unpaged,
            batch,
            at: name.at.clone(),
        }
    }

    /// The result codes that users of a call should know.
    fn codes(&self, codes: &[Text], sink: &mut Sink) -> Vec<String> {
        for code in codes {
            self.is_code(code, sink);
        }
        codes.iter().map(|code| code.value.clone()).collect()
    }

    fn draws(&mut self, chapter: ChapterId, raw: &RawEndpoint, sink: &mut Sink) -> Vec<BudgetId> {
        let name = format!("{}.{}", self.model[chapter].name, raw.name.value);
        let call = (chapter, EndpointId(self.model.endpoints.len()));
        let own = raw.limit.as_ref().map(|limit| self.own_budget(name, call, limit));
        if raw.limit.is_none() && raw.draws.is_empty() {
            let text = "add `limit:`, `draws:` or both";
            sink.report(&raw.name.at, Law::Unlimited, format_args!("`{}` has no rate limit; {text}", raw.name.value));
        }
        own.into_iter().chain(self.drawn(Scope::Chapter(chapter), &raw.draws, sink)).collect()
    }

    fn batch(&self, chapter: ChapterId, raw: &RawEndpoint, batch: &RawBatch, sink: &mut Sink) -> Option<Batch> {
        size(batch, sink);
        if batch.of.is_some() && raw.request.is_some() {
            let text = "the items of this batch have the fields of the call that `of:` names; remove `request:`";
            sink.report(&raw.name.at, Law::BatchForm, text);
        }
        if raw.call.as_ref().is_some_and(|call| call.method == Method::Get) {
            sink.report(&batch.at, Law::BatchForm, "a batch is sent in a body, which only a POST has");
        }
        let of = match &batch.of {
            Some(name) => Some(self.batch_item(chapter, name, sink)?),
            None => None,
        };
        if of.is_some_and(|of| self.endpoints[of.index()].1.batch.is_some()) {
            sink.report_gap(&batch.at, Law::BatchForm, "`of:` must name a call for a single item, but this is a batch");
        }
        Some(Batch { of, up_to: batch.up_to.unwrap_or(2) })
    }

    fn batch_item(&self, chapter: ChapterId, name: &Text, sink: &mut Sink) -> Option<EndpointId> {
        let endpoints = &self.endpoint_names[chapter.index()];
        if let Some(id) = endpoints.get(&name.value) {
            return Some(*id);
        }
        let near = nearest::of(&name.value, endpoints.keys().map(String::as_str));
        let right = nearest::meant_or(near, "name the call of this chapter for a single item");
        sink.report(&name.at, Law::UnknownEndpoint, format_args!("this chapter has no call `{}`; {right}", name.value));
        near.and_then(|near| endpoints.get(near).copied())
    }

    /// A placeholder for the request of a batch of an unknown call.
    fn empty_request(&mut self, chapter: ChapterId, raw: &RawEndpoint) -> ShapeId {
        self.declare_request(chapter, raw, names::pascal(&raw.name.value))
    }

    /// The rows of a reply or a push. What is sent is the placeholder for an unknown object.
    pub(super) fn response(&self, scope: Scope, raw: Option<&RawType>, sent: ShapeId, sink: &mut Sink) -> Response {
        let Some(written) = raw else { return Response { row: sent, many: false } };
        let row = match self.kind(scope, written, sink) {
            Kind::Shape(row) if !written.optional && written.rule.is_none() => row,
            other => {
                let known = self.scopes.find(scope, |names| &names.types, &written.name.value).is_some();
                if known {
                    let text =
                        "a reply or a push must be an object: `Object` for one row, `Object[]` for any number of rows";
                    sink.report(&written.name.at, Law::ResponseShape, text);
                }
                if let Kind::Shape(row) = other { row } else { sent }
            }
        };
        Response { row, many: written.list }
    }
}

/// A batch of at most one item makes sense only where no other call takes a single item.
fn size(batch: &RawBatch, sink: &mut Sink) {
    let (least, text) = match batch.of {
        Some(_) => (2, "a batch of another call must take at least two items"),
        None => (1, "a batch must take at least one item"),
    };
    if batch.up_to.is_some_and(|up_to| up_to < least) {
        sink.report(&batch.at, Law::SmallBatch, text);
    }
}

/// When no reply arrives, nobody knows whether the call was done. For a GET this does not matter. For any other call the description must
/// say whether it may be sent again.
fn repeat(raw: &RawEndpoint, fields: &[Field], sink: &mut Sink) -> Repeat {
    let method = raw.call.as_ref().map(|call| call.method);
    let Some(written) = &raw.repeat else {
        if method == Some(Method::Post) {
            let right = "add `repeat: always`, `repeat: never` or `repeat: by FIELD`";
            let text = format_args!("`{}` does not say whether it is safe to send it twice; {right}", raw.name.value);
            sink.report(&raw.name.at, Law::RepeatUnsaid, text);
        }
        return Repeat::Always;
    };
    match &written.value {
        Repeat::Always => Repeat::Always,
        Repeat::Never => Repeat::Never,
        Repeat::By(field) => {
            let name = Text { value: field.clone(), at: written.at.clone() };
            field_place(&name, fields, sink).map_or(Repeat::Never, Repeat::By)
        }
    }
}
