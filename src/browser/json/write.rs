//! Types as values that `JSON.stringify` takes.

use std::fmt;

use js_sys::{Array, Number, Object, Reflect};
use serde::{
    Serialize, Serializer,
    ser::{self, Impossible, SerializeSeq, SerializeStruct},
};
use wasm_bindgen::JsValue;

/// A type that no body has, or a number that JavaScript would round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unwritten;

/// Makes of a value what `JSON.stringify` takes.
///
/// Structs, lists, texts, numbers, truths and options are written: no body has anything else. `serde_wasm_bindgen`, which
/// remembers the names of members in a table, would weigh four times as much.
pub(super) fn write(value: &impl Serialize) -> Result<JsValue, Unwritten> {
    value.serialize(Writer)
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot be written as JSON")
    }
}

impl std::error::Error for Unwritten {}

impl ser::Error for Unwritten {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<JsValue, Unwritten>;

struct Writer;

/// Methods that refuse what no body has.
macro_rules! unwritten {
    ($($method:ident($($type:ty),*) -> $written:ty;)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<$written, Unwritten> {
            Err(Unwritten)
        })*
    };
}

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Unwritten;
    type SerializeSeq = Elements;
    type SerializeStruct = Members;
    type SerializeTuple = Impossible<JsValue, Unwritten>;
    type SerializeTupleStruct = Impossible<JsValue, Unwritten>;
    type SerializeTupleVariant = Impossible<JsValue, Unwritten>;
    type SerializeMap = Impossible<JsValue, Unwritten>;
    type SerializeStructVariant = Impossible<JsValue, Unwritten>;

    fn serialize_bool(self, value: bool) -> Written {
        Ok(value.into())
    }

    fn serialize_str(self, value: &str) -> Written {
        Ok(value.into())
    }

    fn serialize_i32(self, value: i32) -> Written {
        Ok(value.into())
    }

    fn serialize_i64(self, value: i64) -> Written {
        #[expect(clippy::cast_precision_loss, reason = "asked right after")]
        let number = JsValue::from(value as f64);
        // JavaScript would round it.
        Number::is_safe_integer(&number)
            .then_some(number)
            .ok_or(Unwritten)
    }

    fn serialize_u16(self, value: u16) -> Written {
        Ok(value.into())
    }

    fn serialize_f64(self, value: f64) -> Written {
        Ok(value.into())
    }

    fn serialize_none(self) -> Written {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements, Unwritten> {
        Ok(Elements(Array::new()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Unwritten> {
        Ok(Members(Object::new()))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unwritten)
    }

    unwritten! {
        serialize_i8(i8) -> JsValue;
        serialize_i16(i16) -> JsValue;
        serialize_u8(u8) -> JsValue;
        serialize_u32(u32) -> JsValue;
        serialize_u64(u64) -> JsValue;
        serialize_f32(f32) -> JsValue;
        serialize_char(char) -> JsValue;
        serialize_bytes(&[u8]) -> JsValue;
        serialize_unit() -> JsValue;
        serialize_unit_struct(&'static str) -> JsValue;
        serialize_unit_variant(&'static str, u32, &'static str) -> JsValue;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

/// A list that is being written.
struct Elements(Array);

impl SerializeSeq for Elements {
    type Ok = JsValue;
    type Error = Unwritten;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.0.push(&value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Written {
        Ok(self.0.into())
    }
}

/// An object that is being written.
struct Members(Object);

impl SerializeStruct for Members {
    type Ok = JsValue;
    type Error = Unwritten;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        // A member of an object of our own can be written.
        let _ = Reflect::set(&self.0, &name.into(), &value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Written {
        Ok(self.0.into())
    }
}
