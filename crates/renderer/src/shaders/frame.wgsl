// What all shaders of a frame share. Directions and places are the scene's; places are relative to the eye.

struct Frame {
    clip: mat4x4f,
    eye: vec3f,
    ray_x: vec3f,
    ray_y: vec3f,
    ray_forward: vec3f,
    // From pixels to clip space.
    pixel: vec2f,
    sun_direction: vec3f,
    sun: vec3f,
    scattered: array<vec3f, 3>,
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(0) @binding(1) var sky_table: texture_2d<f32>;
@group(0) @binding(2) var sky_sampler: sampler;

// A direction, also of what is too short to have one.
fn unit(vector: vec3f) -> vec3f {
    return vector * inverseSqrt(max(dot(vector, vector), 1e-30));
}

// From the eye through a place of the picture, in pixels.
fn ray(place: vec2f) -> vec3f {
    let clip = place * frame.pixel;
    return frame.ray_x * (clip.x - 1.0) + frame.ray_y * (1.0 - clip.y) + frame.ray_forward;
}

// The sky as a mirror of a roughness shows it, in a direction whose y is `elevation`.
fn sky_light(elevation: f32, roughness: f32) -> vec3f {
    let size = vec2f(textureDimensions(sky_table));
    let column = 0.5 + 0.5 * sign(elevation) * sqrt(abs(elevation));
    let place = (vec2f(column, roughness) * (size - 1.0) + 0.5) / size;
    return textureSampleLevel(sky_table, sky_sampler, place, 0.0).rgb;
}

// Khronos PBR Neutral. Colours up to 0.76 stay what they are, less the reflection that a dielectric
// adds; brighter ones lose saturation on their way to white.
fn tone_mapped(light: vec3f) -> vec3f {
    let start = 0.76;
    let least = min(light.r, min(light.g, light.b));
    let offset = select(0.04, least - 6.25 * least * least, least < 0.08);
    let color = light - offset;
    let peak = max(color.r, max(color.g, color.b));
    if peak < start {
        return color;
    }
    let room = 1.0 - start;
    let compressed = 1.0 - room * room / (peak + room - start);
    let kept = 1.0 / (0.15 * (peak - compressed) + 1.0);
    return mix(vec3f(compressed), color * (compressed / peak), kept);
}
