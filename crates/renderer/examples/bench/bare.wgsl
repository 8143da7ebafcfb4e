@group(0) @binding(0) var<uniform> clip: mat4x4f;

@vertex
fn vertex(@location(0) position: vec3f) -> @builtin(position) vec4f {
    return clip * vec4f(position, 1.0);
}

@fragment
fn fragment() -> @location(0) vec4f {
    return vec4f(0.2, 0.5, 0.3, 1.0);
}
