//! Round trips: written values are read again, and read values are written again.

use proptest::prelude::*;

use super::fixture::{Ack, ClOrdId, Detail, InstId, InstIdCode, Level, Sample, Side, Underlyings};
use super::texts::json;
use crate::facts::Fields;
use crate::fields::decode::decode;
use crate::fields::{Items, body};
use crate::value::{Extra, Json, Text, Timestamp};
use rust_decimal::Decimal;

fn written(fields: &dyn Fields) -> String {
    String::from_utf8(body(Items::One(fields))).unwrap()
}

fn read<T: Fields + Default>(text: &str) -> Result<T, String> {
    let mut fields = T::default();
    decode(text, &mut fields).map(|()| fields).map_err(|error| error.to_string())
}

fn decimal() -> impl Strategy<Value = Decimal> {
    let digits = prop_oneof![Just(1_i128 << 96), Just(1 << 64), Just(1 << 32), Just(1_000)];
    (digits.prop_flat_map(|bound| -bound + 1..bound), 0_u32..=28)
        .prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

/// Text that is not empty, because an empty text means absence.
fn text() -> impl Strategy<Value = Text> {
    "\\PC{1,30}|[a-z\"\\\\\n]{1,9}".prop_map(Text::from)
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell), text().prop_map(|text| Side::from(&*text))]
}

fn some_json() -> impl Strategy<Value = Json> {
    json()
        .prop_filter_map("not JSON", |text| Json::parse(&text).ok())
        .prop_filter("absence", |json| !matches!(json.get(), "null" | "\"\""))
}

fn extra(prefix: &'static str) -> impl Strategy<Value = Extra> {
    prop::collection::vec(("[a-z\"]{0,5}", some_json()), 0..3).prop_map(move |members| {
        let mut extra = Extra::default();
        for (name, value) in members {
            extra.push(format!("{prefix}{name}").into(), value);
        }
        extra
    })
}

fn detail() -> impl Strategy<Value = Detail> {
    let flat = (text(), prop::option::of(decimal()), extra("x"));
    let flat = flat.prop_map(|(ccy, eq, extra)| Detail { ccy, eq, extra, ..Detail::default() });
    flat.prop_recursive(2, 10, 3, |inner| {
        (inner.clone(), prop::collection::vec(inner, 0..3)).prop_map(|(detail, parts)| Detail { parts, ..detail })
    })
}

fn level() -> impl Strategy<Value = Level> {
    (decimal(), decimal(), prop::option::of(any::<i64>()), prop::collection::vec(some_json(), 0..3)).prop_map(
        |(px, sz, orders, more)| {
            let mut level = Level { px, sz, orders, ..Level::default() };
            more.into_iter()
                .enumerate()
                .for_each(|(place, value)| level.extra.push((place + 3).to_string().into(), value));
            level
        },
    )
}

prop_compose! {
    fn required()(inst_id in text(), side in side(), px in decimal(), count in any::<i64>(), done in any::<bool>(), ts in any::<i64>(), more in some_json()) -> Sample {
        let inst_id = InstId::from(inst_id);
        Sample { inst_id, side, px, count, done, ts: Timestamp::from_millis(ts), more, ..Sample::default() }
    }
}

prop_compose! {
    fn sample()(
        required in required(),
        texts in (prop::option::of(text()), prop::option::of(text()), prop::option::of(side())),
        numbers in (prop::option::of(any::<i64>()), prop::option::of(decimal()), prop::option::of(any::<i64>()), prop::option::of(any::<i64>())),
        auto in prop::option::of(any::<bool>()),
        shapes in (prop::option::of(detail()), prop::collection::vec(detail(), 0..3), prop::collection::vec(level(), 0..20), detail()),
        lists in (prop::collection::vec(text(), 0..20), prop::collection::vec(any::<i64>(), 0..3)),
        extra in extra("x"),
    ) -> Sample {
        let (note, cl_ord_id, pos_side) = texts;
        let (code, sz, level, u_time) = numbers;
        let (detail, details, levels, main) = shapes;
        let (tags, rungs) = lists;
        Sample {
            note, cl_ord_id: cl_ord_id.map(ClOrdId::from), pos_side, code: code.map(InstIdCode::from), sz, level, auto,
            u_time: u_time.map(Timestamp::from_millis), detail, details, levels, main, tags, rungs, extra, ..required
        }
    }
}

proptest! {
    // Generating a sample takes much longer than reading it.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn written_values_are_read_again(sample in sample()) {
        let text = written(&sample);
        let again: Sample = read(&text).unwrap();
        prop_assert_eq!(written(&sample.clone()), &*text);
        prop_assert_eq!(written(&again), text);
        prop_assert_eq!(again, sample);
    }
}

proptest! {
    #[test]
    fn rows_and_bare_shapes_round_trip(level in level(), tags in prop::collection::vec(text(), 0..4)) {
        let text = written(&level);
        let again: Level = read(&text).unwrap();
        prop_assert_eq!(written(&level.clone()), &*text);
        prop_assert_eq!(written(&again), text);
        prop_assert_eq!(again, level);

        let bare = Underlyings { underlyings: tags, ..Underlyings::default() };
        prop_assert_eq!(read::<Underlyings>(&written(&bare)).unwrap(), bare);
    }

    #[test]
    fn any_json_is_refused_or_stays_the_same(text in json()) {
        stays_the_same::<Sample>(&text)?;
        stays_the_same::<Detail>(&text)?;
        stays_the_same::<Level>(&text)?;
        stays_the_same::<Underlyings>(&text)?;
        stays_the_same::<Ack>(&text)?;
    }

    #[test]
    fn any_json_in_any_field_is_refused_or_stays_the_same(place in 0..21_usize, value in json()) {
        let shape = Sample::default().shape();
        let text = written(&Sample::default()).replacen('{', &format!("{{\"{}\":{value},\"x\":", shape.wire[place]), 1);
        let text = text.replacen("\"x\":\"instId\"", "\"instId\"", 1);
        stays_the_same::<Sample>(&text)?;
        stays_the_same::<Detail>(&format!("{{\"parts\":{value}}}"))?;
        stays_the_same::<Level>(&format!("[1,2,{value}]"))?;
    }
}

/// If a text can be read, writing and reading it again does not change it.
fn stays_the_same<T: Fields + Clone + Default + PartialEq + std::fmt::Debug>(text: &str) -> Result<(), TestCaseError> {
    let Ok(fields) = read::<T>(text) else { return Ok(()) };
    let again = written(&fields);
    let second: T = read(&again).map_err(|error| TestCaseError::fail(format!("{text} became {again}: {error}")))?;
    prop_assert_eq!(&second, &fields, "{} became {}", text, again);
    prop_assert_eq!(&written(&fields.clone()), &again);
    prop_assert_eq!(written(&second), again);
    Ok(())
}
