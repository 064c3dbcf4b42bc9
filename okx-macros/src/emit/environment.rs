//! Regions and their hosts.

use okx_spec::model::Environment;
use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::environment::RegionPlan;

/// The regions, and the table of their hosts.
pub(crate) fn items(plan: &[RegionPlan<'_>]) -> TokenStream {
    let variants = plan.iter().map(|RegionPlan { docs, name, .. }| quote! { #[doc = #docs] #name, });
    let all = plan.iter().map(|region| &region.name);
    let hosts = plan.iter().map(|region| hosts(region.facts));
    let found = plan.iter().map(|RegionPlan { name, place, .. }| quote! { Self::#name => &HOSTS[#place], });
    quote! {
        /// A site of OKX. An account belongs to one of them, and its keys work nowhere else.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Region {
            #(#variants)*
        }
        impl Region {
            /// Every region.
            pub const ALL: &'static [Self] = &[#(Self::#all),*];
            /// Where the region's servers are.
            pub fn hosts(self) -> &'static __p::Hosts {
                match self { #(#found)* }
            }
            /// The region's name, as in `global`.
            pub fn name(self) -> &'static str {
                self.hosts().region
            }
        }
        /// The hosts of every region, in the order of [`Region::ALL`].
        pub static HOSTS: &[__p::Hosts] = &[#(#hosts),*];
    }
}

fn hosts(environment: &Environment) -> TokenStream {
    let Environment { name, rest, socket, demo_socket, .. } = environment;
    quote! { __p::Hosts { region: #name, rest: #rest, socket: #socket, demo_socket: #demo_socket } }
}
