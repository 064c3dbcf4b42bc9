//! Types of JSON shapes.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{field, table};
use crate::plan::field::FieldPlan;
use crate::plan::shape::{BuilderPlan, ExtraPlan, NamedPlan, ShapePlan};

pub(crate) fn item(plan: &ShapePlan) -> TokenStream {
    let ShapePlan { docs, name, fields, extra, table, builder } = plan;
    let fields = fields.iter().map(field::declared);
    let extra = extra.iter().map(|ExtraPlan { docs, name }| quote! { #[doc = #docs] pub #name: __p::Extra, });
    let table = table::implementations(table);
    let builder = builder.iter().map(self::builder);
    quote! {
        #[doc = #docs]
        #[derive(Default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #(#extra)*
        }
        #table
        __p::fields!(#name);
        #(#builder)*
    }
}

fn builder(plan: &BuilderPlan) -> TokenStream {
    let BuilderPlan { docs, name, fixed, required, optional, named } = plan;
    let named = named.iter().map(|plan| self::named(name, plan));
    let fixed = fixed.iter().map(|(name, text)| quote! { #name: #text.into(), });
    let arguments = required.iter().map(field::argument);
    let given = required.iter().map(|plan| {
        let (name, given) = (&plan.name, field::given(plan));
        quote!(#name: #given)
    });
    let setters = optional.iter().map(setter);
    quote! {
        impl #name {
            #[doc = #docs]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#fixed)* #(#given,)* ..Self::default() }
            }
            #(#setters)*
        }
        #(#named)*
    }
}

fn named(of: &Ident, plan: &NamedPlan) -> TokenStream {
    let NamedPlan { docs, name, fields } = plan;
    let declared = fields.iter().map(field::declared);
    let given = fields.iter().map(|FieldPlan { name, .. }| quote!(required.#name));
    quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name {
            #(#declared,)*
        }
        impl From<#name> for #of {
            fn from(required: #name) -> Self {
                Self::new(#(#given),*)
            }
        }
    }
}

fn setter(plan: &FieldPlan) -> TokenStream {
    let FieldPlan { docs, name, .. } = plan;
    let argument = field::argument(plan);
    let given = field::given(plan);
    quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = #given;
            self
        }
    }
}
