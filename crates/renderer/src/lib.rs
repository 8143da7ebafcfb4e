//! Draws the models of a scene to pictures, on a GPU or in software, without a window.
