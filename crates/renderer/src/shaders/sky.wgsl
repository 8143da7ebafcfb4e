// What is seen where nothing is.

struct Pixel {
    @builtin(position) place: vec4f,
    @location(0) direction: vec3f,
}

// One triangle around the whole picture, infinitely far away.
@vertex
fn vertex(@builtin(vertex_index) index: u32) -> Pixel {
    let corner = vec2f(f32(index & 1u), f32(index >> 1u)) * 4.0 - 1.0;
    let direction = frame.ray_x * corner.x + frame.ray_y * corner.y + frame.ray_forward;
    return Pixel(vec4f(corner, 0.0, 1.0), direction);
}

@fragment
fn fragment(pixel: Pixel) -> @location(0) vec4f {
    return vec4f(tone_mapped(sky_light(normalize(pixel.direction).y, 0.0)), 1.0);
}
