// What is seen where nothing is: infinitely far away. Not the light that falls on the scene, but a backdrop before which
// what is bright and what is dark can both be seen.

const BELOW = vec3f(0.30, 0.32, 0.35);
const ABOVE = vec3f(0.88, 0.90, 0.92);

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
    return vec4f(vec2f(f32(index & 1u), f32(index >> 1u)) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn fragment(@builtin(position) place: vec4f) -> @location(0) vec4f {
    let color = mix(BELOW, ABOVE, 0.5 + 0.5 * unit(ray(place.xy)).y);
    // The steps of eight bits would show as bands. Less than one step of noise hides them; its
    // pattern (Jimenez 2014) stands still, so that it costs a video little.
    let noise = fract(52.9829189 * fract(dot(floor(place.xy), vec2f(0.06711056, 0.00583715))));
    return vec4f(color + sqrt(color) * ((noise - 0.5) * 2.2 / 255.0), 1.0);
}
