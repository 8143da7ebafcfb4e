// Instead of a picture: more polygons in view than the session's size shows.

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
    return vec4f(vec2f(f32(index & 1u), f32(index >> 1u)) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) place: vec4f) -> @location(0) vec4f {
    let cell = vec2u(place.xy) / 16u;
    return vec4f(vec3f(select(0.01, 0.8, ((cell.x + cell.y) & 1u) == 0u)), 1.0);
}
