//! Where the elements of lists came from, through several versions of a value.

use super::Value;

impl Value<'_> {
    /// Takes this value for a version of its own: each element's origin becomes its place.
    pub fn reset_origins(&mut self) {
        match self {
            Value::Map(map) => map.iter_mut().for_each(|(_, value)| value.reset_origins()),
            Value::List(list) => {
                for (index, element) in list.elements_mut().iter_mut().enumerate() {
                    element.origin = u32::try_from(index).ok();
                    element.moved = false;
                    element.value.reset_origins();
                }
            }
            _ => {}
        }
    }

    /// Origins that say where elements were in `version` become those that say where `version` had them from.
    pub fn follow_origins(&mut self, version: &Value<'_>) {
        match (self, version) {
            (Value::Map(map), Value::Map(version)) => {
                for (key, value) in map.iter_mut() {
                    match version.get(key) {
                        Some(version) => value.follow_origins(version),
                        None => value.forget_origins(),
                    }
                }
            }
            (Value::List(list), Value::List(version)) => {
                for element in list.elements_mut() {
                    match element.origin.and_then(|origin| version.elements().get(origin as usize)) {
                        Some(before) => {
                            element.value.follow_origins(&before.value);
                            element.origin = before.origin;
                        }
                        None => element.value.forget_origins(),
                    }
                }
            }
            (value, _) => value.forget_origins(),
        }
    }

    fn forget_origins(&mut self) {
        match self {
            Value::Map(map) => map.iter_mut().for_each(|(_, value)| value.forget_origins()),
            Value::List(list) => {
                for element in list.elements_mut() {
                    element.origin = None;
                    element.value.forget_origins();
                }
            }
            _ => {}
        }
    }
}
