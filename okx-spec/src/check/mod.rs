//! The laws about what a description means: each is a function, and its comment says what the law protects. Laws
//! about how a description is written are told where it is read (`parse`), laws about names that lead nowhere where
//! they are looked up (`resolve`).

mod asked_by;
mod calls;
mod conditions;
mod limits;
mod names;
mod pages;
mod precision;
mod reach;
mod repeat;
mod rules;
mod shapes;
mod sockets;
mod unused;

pub use self::pages::looks_paged;
use self::reach::Reach;
use crate::diagnostic::Sink;
use crate::resolve::Resolved;

/// Checks a model against every law.
pub(crate) fn check(resolved: &Resolved, sink: &mut Sink) {
    let model = &resolved.model;
    let reach = Reach::of(model);

    names::types_are_pascal_and_free(model, sink);
    names::modules_and_calls_are_snake(model, resolved.own, sink);
    names::channels_and_operations_are_snake(model, sink);
    names::rules_budgets_and_regions_are_snake(model, sink);
    names::statics_of_a_module_differ(model, sink);
    names::budgets_differ_from_those_of_calls(model, sink);
    names::channels_and_regions_differ(model, sink);
    names::wires_are_sendable(model, sink);
    names::fields_fit_and_differ(model, sink);
    names::types_of_required_fields_are_free(model, &reach, sink);
    names::values_fit_and_differ(model, sink);
    names::choices_of_a_channel_fit_and_differ(model, sink);
    names::errors_are_pascal_and_differ(model, sink);
    names::codes_are_digits(model, sink);

    shapes::required_comes_first(model, &reach, sink);
    shapes::bare_has_one_field(model, sink);
    shapes::fields_can_be_counted(model, sink);
    shapes::no_object_holds_itself(model, sink);
    shapes::only_plain_values_of_bodies_are_cleared(model, &reach, sink);

    calls::paths_differ(model, resolved.own, sink);
    calls::queries_are_flat(model, sink);
    calls::batches_give_a_list(model, sink);
    repeat::names_fit(model, sink);

    conditions::fields_are_plain(model, sink);
    conditions::values_are_named_once(model, sink);

    rules::rules_have_a_point(model, sink);
    rules::rules_are_about_what_is_sent(resolved, &reach, sink);
    rules::instruments_of_rules_are_named(model, sink);

    asked_by::questions_can_be_asked(model, sink);
    asked_by::names_agree(model, sink);
    asked_by::answers_say_something(model, sink);

    pages::lists_say_how_they_are_paged(model, sink);
    pages::bounds_fit_the_rows(model, sink);
    pages::numbers_and_sizes_are_whole(model, sink);
    pages::rows_are_told_apart(model, sink);
    pages::parameters_have_one_job(model, sink);

    sockets::channels_differ(model, sink);
    sockets::arguments_are_plain(model, sink);
    sockets::names_of_messages_are_free(model, sink);
    sockets::operations_have_names_of_their_own(model, sink);
    sockets::names_of_requests_are_kept(model, sink);
    sockets::private_channels_need_a_login(model, sink);
    sockets::operations_differ(model, sink);
    sockets::operations_are_posts(model, sink);
    sockets::additions_are_new_and_plain(model, sink);

    limits::keys_are_fields(model, sink);
    limits::keys_are_plain(model, sink);
    limits::refusals_are_about_limits(model, sink);
    limits::symbols_are_named(model, sink);
    limits::users_are_known(model, sink);
    limits::conditions_can_hold(model, sink);

    precision::replies_are_not_judged(model, &reach, sink);
    precision::attributes_are_decimals(model, sink);
    precision::lists_are_whole_and_name_their_rows(model, sink);
    precision::only_instruments_have_types_and_bands(model, sink);
    precision::only_plain_prices_are_signed(model, sink);
    precision::only_prices_have_bands(model, sink);
    precision::bands_have_a_step(model, sink);
    precision::instruments_are_texts(model, sink);
    precision::allowed_values_are_decimals(model, sink);
    precision::last_case_always_holds(model, sink);
    precision::every_case_can_be_reached(model, sink);
    precision::requests_name_the_instrument(model, sink);
    precision::conditions_can_hold(model, sink);

    unused::everything_is_used(resolved, &reach, sink);
}
