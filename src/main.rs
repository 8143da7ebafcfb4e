//! The console's entry: what `index.html` starts.

fn main() {
    remote_rendering::console::start();
}
