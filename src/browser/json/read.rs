//! Types read from what `JSON.parse` made.

use std::{fmt, slice};

use js_sys::{Array, Number, Reflect};
use serde::{
    Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, Expected, SeqAccess, Unexpected, Visitor},
    forward_to_deserialize_any,
};
use wasm_bindgen::JsValue;

/// Why a value is not of a type's shape. What the value is it never tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mismatch {
    /// There is no value.
    Absent,
    /// A member is missing that has no default.
    Missing(&'static str),
    /// Anything else.
    Shape,
}

/// Reads a value that `JSON.parse` made.
///
/// A struct is visited as the sequence of its members: a visitor of a map would look each name up that the struct itself
/// has just told. Maps, tuples, bytes and enums are not read: no body has any.
pub(super) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Mismatch> {
    T::deserialize(Value(value))
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "missing field `{name}`"),
            Self::Absent | Self::Shape => f.write_str("JSON of another shape"),
        }
    }
}

impl std::error::Error for Mismatch {}

/// Each of serde's own messages would quote the value, and be formatted for nobody.
impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Shape
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Shape
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Shape
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::Shape
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::Shape
    }
}

/// A value; `undefined`, which no JSON has, stands for none.
struct Value(JsValue);

impl Value {
    fn mismatch(&self) -> Mismatch {
        if self.0.is_undefined() {
            Mismatch::Absent
        } else {
            Mismatch::Shape
        }
    }

    fn text(&self) -> Result<String, Mismatch> {
        self.0.as_string().ok_or_else(|| self.mismatch())
    }

    fn elements(&self) -> Result<Array, Mismatch> {
        if Array::is_array(&self.0) {
            Ok(Array::from(&self.0))
        } else {
            Err(self.mismatch())
        }
    }

    fn member(&self, name: &str) -> Result<Self, Mismatch> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name));
        value.map(Self).map_err(|_| Mismatch::Shape)
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
        Err(self.mismatch())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(|| self.mismatch())?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_f64(self.0.as_f64().ok_or_else(|| self.mismatch())?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let number = self.0.as_f64().ok_or_else(|| self.mismatch())?;
        if !Number::is_safe_integer(&self.0) {
            return Err(Mismatch::Shape);
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole, and within i64's range"
        )]
        visitor.visit_i64(number as i64)
    }

    // The visitors of the other whole numbers take an i64, and see to their own limits.
    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_undefined() || self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let (array, next) = (self.elements()?, 0);
        visitor.visit_seq(Elements { array, next })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        if !self.0.is_object() {
            return Err(self.mismatch());
        }
        let mut members = Members {
            object: self,
            names: names.iter(),
            missing: None,
        };
        let read = visitor.visit_seq(&mut members);
        read.map_err(|error| members.missing.map_or(error, Mismatch::Missing))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u8 f32 char bytes byte_buf unit unit_struct tuple tuple_struct map enum identifier ignored_any
    }
}

/// The elements of an array.
struct Elements {
    array: Array,
    next: u32,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        if self.next == self.array.length() {
            return Ok(None);
        }
        let element = self.array.get(self.next);
        self.next += 1;
        seed.deserialize(Value(element)).map(Some)
    }
}

/// The members of an object, in the order of a struct's.
struct Members {
    object: Value,
    names: slice::Iter<'static, &'static str>,
    /// The member asked for last, if it is missing: the visitor goes on only if it has a default.
    missing: Option<&'static str>,
}

impl<'de> SeqAccess<'de> for &mut Members {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mismatch> {
        self.missing = None;
        let Some(name) = self.names.next() else {
            return Ok(None);
        };
        match seed.deserialize(self.object.member(name)?) {
            Err(Mismatch::Absent) => {
                self.missing = Some(name);
                Ok(None)
            }
            read => read.map(Some),
        }
    }
}
