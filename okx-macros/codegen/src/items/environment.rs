//! Regions and their hosts.

use okx_spec::model::Environment;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Index;

use crate::{names, prose};

/// All regions.
pub(crate) struct RegionsPlan<'a>(Vec<RegionPlan<'a>>);

/// One region.
struct RegionPlan<'a> {
    docs: String,
    name: Ident,
    /// Its place in the table of hosts.
    place: Index,
    facts: &'a Environment,
}

pub(crate) fn plan<'a>(environments: &[&'a Environment]) -> RegionsPlan<'a> {
    RegionsPlan(environments.iter().enumerate().map(|(place, environment)| region(place, environment)).collect())
}

fn region(place: usize, environment: &Environment) -> RegionPlan<'_> {
    RegionPlan {
        docs: format!("{}\n\nHost: {}", prose::escaped(&environment.does), prose::code(&environment.rest)),
        name: names::fixed(&environment.type_name),
        place: place.into(),
        facts: environment,
    }
}

impl ToTokens for RegionsPlan<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(regions) = self;
        let variants = regions.iter().map(|RegionPlan { docs, name, .. }| quote! { #[doc = #docs] #name, });
        let all = regions.iter().map(|region| &region.name);
        let hosts = regions.iter().map(|region| hosts(region.facts));
        let found = regions.iter().map(|RegionPlan { name, place, .. }| quote! { Self::#name => &HOSTS[#place], });
        tokens.extend(quote! {
            /// A regional site of OKX. An account belongs to one region, and its keys work only there.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum Region {
                #(#variants)*
            }
            impl Region {
                /// Every region.
                pub const ALL: &'static [Self] = &[#(Self::#all),*];
                /// The hosts of the region's servers.
                pub fn hosts(self) -> &'static __p::Hosts {
                    match self { #(#found)* }
                }
                /// The region's name, such as `global`.
                pub fn name(self) -> &'static str {
                    self.hosts().region
                }
            }
            /// The hosts of every region, in the order of [`Region::ALL`].
            pub static HOSTS: &[__p::Hosts] = &[#(#hosts),*];
        });
    }
}

fn hosts(environment: &Environment) -> TokenStream {
    let Environment { name, type_name: _, does: _, rest, socket, demo_socket, at: _ } = environment;
    quote! { __p::Hosts { region: #name, rest: #rest, socket: #socket, demo_socket: #demo_socket } }
}
