//! The toolbar's controls: their names, their keys, and which of them Tab leads to.

/// A control of the toolbar, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Opens the models.
    Models,
    /// Takes a file.
    Upload,
    /// Moves around what is looked at.
    Orbit,
    /// Walks through the scene.
    Walk,
    /// Shows all of the scene.
    Fit,
    /// Goes back to the first view.
    Reset,
    /// Lets what moves by itself do so, or holds it still.
    Play,
    /// Shows the figures.
    Statistics,
    /// Saves the picture.
    Screenshot,
    /// Takes the whole screen.
    FullScreen,
    /// Opens the keys and gestures.
    Help,
    /// Leaves the session's server.
    Disconnect,
}

/// A key: what the browser calls it, and what is printed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// Its `KeyboardEvent.key`, in small letters.
    pub key: &'static str,
    /// Whether Shift is held.
    pub shift: bool,
    /// As `aria-keyshortcuts` has it.
    pub name: &'static str,
}

impl Control {
    /// All of them, in the order in which they stand.
    pub const ALL: [Self; 12] = [
        Self::Models,
        Self::Upload,
        Self::Orbit,
        Self::Walk,
        Self::Fit,
        Self::Reset,
        Self::Play,
        Self::Statistics,
        Self::Screenshot,
        Self::FullScreen,
        Self::Help,
        Self::Disconnect,
    ];

    /// The message that names it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Models => "control-models",
            Self::Upload => "control-upload",
            Self::Orbit => "control-orbit",
            Self::Walk => "control-walk",
            Self::Fit => "control-fit",
            Self::Reset => "control-reset",
            Self::Play => "control-play",
            Self::Statistics => "control-statistics",
            Self::Screenshot => "control-screenshot",
            Self::FullScreen => "control-full-screen",
            Self::Help => "control-help",
            Self::Disconnect => "control-disconnect",
        }
    }

    /// The key that does the same wherever the focus is in the stage. Orbit and walk share one, which changes between them.
    pub const fn shortcut(self) -> Shortcut {
        let (key, name) = match self {
            Self::Models => ("o", "O"),
            Self::Upload => ("u", "U"),
            Self::Orbit | Self::Walk => ("m", "M"),
            Self::Fit => ("f", "F"),
            Self::Reset => ("home", "Home"),
            Self::Play => ("k", "K"),
            Self::Statistics => ("i", "I"),
            Self::Screenshot => ("p", "P"),
            Self::FullScreen => ("x", "X"),
            Self::Help => ("h", "H"),
            Self::Disconnect => ("delete", "Shift+Delete"),
        };
        Shortcut {
            key,
            shift: matches!(self, Self::Disconnect),
            name,
        }
    }

    /// Whether the viewer hears its key itself while the picture has the focus.
    pub const fn is_the_viewers(self) -> bool {
        matches!(self, Self::Orbit | Self::Walk | Self::Fit | Self::Reset)
    }

    /// Whether it needs a picture.
    pub const fn needs_picture(self) -> bool {
        !matches!(
            self,
            Self::Statistics | Self::FullScreen | Self::Help | Self::Disconnect
        )
    }

    /// What a key does, by what it writes, or by its place where it writes no Latin letter; orbit stands for the change between
    /// orbit and walk.
    pub fn of_key(key: &str, code: &str, shift: bool) -> Option<Self> {
        let latin = if key.is_ascii() {
            None
        } else {
            code.strip_prefix("Key")
        };
        let key = latin.unwrap_or(key).to_ascii_lowercase();
        let is_it = |control: &Self| {
            let shortcut = control.shortcut();
            shortcut.key == key && shortcut.shift == shift
        };
        // On many keyboards it is written with Shift.
        if key == "?" {
            return Some(Self::Help);
        }
        Self::ALL.into_iter().find(is_it)
    }
}

/// Where the focus goes within a toolbar of so many controls; none for other keys.
pub fn moved(place: usize, count: usize, key: &str) -> Option<usize> {
    if count == 0 {
        return None;
    }
    match key {
        "ArrowRight" => Some((place + 1) % count),
        "ArrowLeft" => Some((place + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_is_found_by_its_key() {
        for control in Control::ALL {
            let Shortcut { key, shift, .. } = control.shortcut();
            let found = Control::of_key(key, "", shift);
            let expected = match control {
                Control::Walk => Control::Orbit,
                other => other,
            };
            assert_eq!(found, Some(expected), "{key}");
        }
        assert_eq!(Control::of_key("O", "KeyO", false), Some(Control::Models));
        assert_eq!(Control::of_key("?", "Slash", true), Some(Control::Help));
        // A Cyrillic layout, and one with other places.
        assert_eq!(Control::of_key("щ", "KeyO", false), Some(Control::Models));
        assert_eq!(Control::of_key("o", "KeyS", false), Some(Control::Models));
    }

    /// They move the camera: `remote-rendering-viewer` has them.
    #[test]
    fn no_control_has_a_key_that_moves() {
        let moving = [
            "w",
            "a",
            "s",
            "d",
            "q",
            "e",
            "+",
            "-",
            "=",
            "arrowup",
            "arrowdown",
            "arrowleft",
            "arrowright",
            "pageup",
            "pagedown",
        ];
        for key in moving {
            for shift in [false, true] {
                assert_eq!(Control::of_key(key, "", shift), None, "{key}");
            }
        }
    }

    #[test]
    fn a_dangerous_key_needs_two_fingers() {
        assert_eq!(Control::of_key("Delete", "Delete", false), None);
        assert_eq!(
            Control::of_key("Delete", "Delete", true),
            Some(Control::Disconnect)
        );
    }

    #[test]
    fn arrows_go_round_and_the_ends_have_keys() {
        for (place, key, expected) in [
            (0, "ArrowRight", Some(1)),
            (2, "ArrowRight", Some(0)),
            (0, "ArrowLeft", Some(2)),
            (1, "Home", Some(0)),
            (1, "End", Some(2)),
            (1, "ArrowUp", None),
            (1, "x", None),
        ] {
            assert_eq!(moved(place, 3, key), expected, "{place} {key}");
        }
        assert_eq!(moved(0, 0, "End"), None);
    }
}
