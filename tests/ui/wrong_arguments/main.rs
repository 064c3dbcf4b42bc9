use okx_client::okx_api;

#[okx_api]
mod nothing {}

#[okx_api(colours)]
mod unknown {}

#[okx_api("trade")]
mod only_text {}

#[okx_api(chapter)]
mod no_chapter {}

#[okx_api(chapter = trade)]
mod not_text {}

#[okx_api(chapter = "trad")]
mod no_such_chapter {}

#[okx_api(socket = "publi")]
mod no_such_socket {}

#[okx_api(ids, enums)]
mod two_areas {}

#[okx_api(ids)]
struct NotAModule;

fn main() {}
