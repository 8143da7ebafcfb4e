// A mipmap of the next larger one: each texel is the mean of those that it covers.

@group(0) @binding(0) var larger: texture_2d<f32>;
@group(0) @binding(1) var linear: sampler;

struct Pixel {
    @builtin(position) place: vec4f,
    @location(0) uv: vec2f,
}

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> Pixel {
    let corner = vec2f(f32(index & 1u), f32(index >> 1u)) * 2.0;
    return Pixel(vec4f(corner.x * 2.0 - 1.0, 1.0 - corner.y * 2.0, 0.0, 1.0), corner);
}

@fragment
fn fragment(pixel: Pixel) -> @location(0) vec4f {
    return textureSampleLevel(larger, linear, pixel.uv, 0.0);
}
