//! Field tables.

use okx_spec::model::{Form, OutcomeFields};
use proc_macro2::TokenStream;
use quote::quote;

use super::{option, place, rule};
use crate::plan::table::{Extra, TablePlan, TableRow};

/// The implementations that make a type's fields reachable by their places.
pub(crate) fn implementations(plan: &TablePlan) -> TokenStream {
    let TablePlan { name, shape, form, rows, extra, outcome, rules } = plan;
    let form = self::form(*form);
    let infos = rows.iter().map(info);
    let outcome = option(outcome.map(self::outcome));
    let rules = rules.iter().map(rule::expression);
    let slots = rows.iter().map(|TableRow { place, name, .. }| quote! { #place => __p::slot(&mut self.#name), });
    let values = rows.iter().map(|TableRow { place, name, .. }| quote! { #place => __p::value(&self.#name), });
    let extras = extras(extra);
    quote! {
        impl __p::Shaped for #name {
            const SHAPE: &'static __p::Shape = &__p::Shape {
                name: #shape,
                form: #form,
                fields: &[#(#infos),*],
                outcome: #outcome,
                rules: &[#(#rules),*],
            };
        }
        impl __p::Fields for #name {
            fn shape(&self) -> &'static __p::Shape {
                <Self as __p::Shaped>::SHAPE
            }
            fn slot(&mut self, index: usize) -> __p::Slot<'_> {
                match index { #(#slots)* _ => __p::no_such_field(index) }
            }
            fn value(&self, index: usize) -> __p::Value<'_> {
                match index { #(#values)* _ => __p::no_such_field(index) }
            }
            #extras
        }
    }
}

/// The same for a struct written by hand, which derives `Debug` and the like itself.
pub(crate) fn of_a_hand_written(plan: &TablePlan) -> TokenStream {
    let name = &plan.name;
    let implementations = implementations(plan);
    quote! {
        #implementations
        const _: () = __p::fits(<#name as __p::Shaped>::SHAPE);
        impl __p::FieldType for #name {
            fn slot(&mut self) -> __p::Slot<'_> {
                __p::Slot::Object(self)
            }
            fn value(&self) -> __p::Value<'_> {
                __p::Value::Object(self)
            }
        }
    }
}

fn form(form: Form) -> TokenStream {
    match form {
        Form::Object => quote!(__p::Form::Object),
        Form::Row => quote!(__p::Form::Row),
        Form::Bare => quote!(__p::Form::Bare),
    }
}

/// What the table says of one field.
pub(crate) fn info(row: &TableRow) -> TokenStream {
    let TableRow { wire, required, bare, precision, text_rule_of, .. } = row;
    let precision = option(precision.as_ref().map(|path| quote!(&#path)));
    let text = text_rule_of.as_ref().map_or_else(|| quote!(None), |kind| quote!(<#kind as __p::FieldType>::TEXT));
    quote! {
        __p::FieldInfo { wire: #wire, required: #required, bare: #bare, precision: #precision, text: #text }
    }
}

fn outcome(outcome: OutcomeFields) -> TokenStream {
    let OutcomeFields { code, message, sub_code } = outcome;
    let (code, message, sub_code) = (place(code), place(message), option(sub_code.map(place)));
    quote! { __p::OutcomeFields { code: #code, message: #message, sub_code: #sub_code } }
}

fn extras(extra: &Extra) -> TokenStream {
    let (read, written) = match extra {
        Extra::Kept(name) => (quote!(Some(&self.#name)), quote!(Some(&mut self.#name))),
        Extra::Dropped => (quote!(None), quote!(None)),
    };
    quote! {
        fn extra(&self) -> Option<&__p::Extra> {
            #read
        }
        fn extra_mut(&mut self) -> Option<&mut __p::Extra> {
            #written
        }
    }
}
