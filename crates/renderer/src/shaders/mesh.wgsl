// Surfaces. What a surface does not have is left out when its pipeline is made.

override VERTEX_COLOR: bool = false;
override BASE_COLOR_TEXTURE: bool = false;
override METALLIC_ROUGHNESS_TEXTURE: bool = false;
override NORMAL_TEXTURE: bool = false;
override OCCLUSION_TEXTURE: bool = false;
override EMISSIVE: bool = false;
override EMISSIVE_TEXTURE: bool = false;
// Whether a texture has the second set of coordinates.
override SECOND_UV: bool = false;
// Whether a texture has a transform of its own.
override MOVED: bool = false;
override MASK: bool = false;
override BLEND: bool = false;
override DOUBLE_SIDED: bool = false;
override UNLIT: bool = false;
// Whether a mask's edge is as smooth as the samples of a pixel make it.
override COVERAGE: bool = false;

// From the vertex's coordinates to a texture's.
struct Place {
    // The columns of the matrix.
    matrix: vec4f,
    offset: vec2f,
    // 1 for the second set, 0 for the first.
    second: f32,
}

struct Material {
    base_color: vec4f,
    emissive: vec3f,
    metallic: f32,
    roughness: f32,
    normal_scale: f32,
    occlusion_strength: f32,
    cutoff: f32,
    base_color_place: Place,
    metallic_roughness_place: Place,
    normal_place: Place,
    occlusion_place: Place,
    emissive_place: Place,
}

@group(1) @binding(0) var<uniform> material: Material;
@group(1) @binding(1) var base_color_texture: texture_2d<f32>;
@group(1) @binding(2) var base_color_sampler: sampler;
@group(1) @binding(3) var metallic_roughness_texture: texture_2d<f32>;
@group(1) @binding(4) var metallic_roughness_sampler: sampler;
@group(1) @binding(5) var normal_texture: texture_2d<f32>;
@group(1) @binding(6) var normal_sampler: sampler;
@group(1) @binding(7) var occlusion_texture: texture_2d<f32>;
@group(1) @binding(8) var occlusion_sampler: sampler;
@group(1) @binding(9) var emissive_texture: texture_2d<f32>;
@group(1) @binding(10) var emissive_sampler: sampler;

struct Vertex {
    @location(0) position: vec3f,
    @location(1) normal: vec3f,
    @location(2) tangent: vec4f,
    @location(3) uv: vec4f,
    @location(4) color: vec4f,
    // The rows of the matrix of where it is drawn.
    @location(5) row_x: vec4f,
    @location(6) row_y: vec4f,
    @location(7) row_z: vec4f,
}

// Which joints move the vertex, and how much of each.
struct Influence {
    @location(8) joints: vec4u,
    @location(9) weights: vec4f,
}

// The rows of the matrix from the mesh to where a joint takes it.
struct Joint {
    x: vec4f,
    y: vec4f,
    z: vec4f,
}

@group(2) @binding(0) var<storage, read> joints: array<Joint>;

struct Pixel {
    @builtin(position) place: vec4f,
    @location(0) normal: vec3f,
    @location(1) tangent: vec4f,
    @location(2) uv: vec2f,
    @location(3) second_uv: vec2f,
    @location(4) color: vec4f,
}

@vertex
fn vertex(vertex: Vertex) -> Pixel {
    return placed(vertex);
}

// What joints shape. Where its instance would have a matrix, it has the place of the first joint.
@vertex
fn skinned(vertex: Vertex, influence: Influence) -> Pixel {
    let named = influence.joints + u32(vertex.row_x.x);
    let a = joints[named.x];
    let b = joints[named.y];
    let c = joints[named.z];
    let d = joints[named.w];
    let weights = influence.weights;
    var moved = vertex;
    moved.row_x = a.x * weights.x + b.x * weights.y + c.x * weights.z + d.x * weights.w;
    moved.row_y = a.y * weights.x + b.y * weights.y + c.y * weights.z + d.y * weights.w;
    moved.row_z = a.z * weights.x + b.z * weights.y + c.z * weights.z + d.z * weights.w;
    return placed(moved);
}

fn placed(vertex: Vertex) -> Pixel {
    let position = vec4f(vertex.position, 1.0);
    let world = vec3f(
        dot(vertex.row_x, position),
        dot(vertex.row_y, position),
        dot(vertex.row_z, position),
    );
    let x = vertex.row_x.xyz;
    let y = vertex.row_y.xyz;
    let z = vertex.row_z.xyz;
    // Where the mesh is mirrored, its normals and bitangents would point the other way.
    let turned = select(1.0, -1.0, dot(x, cross(y, z)) < 0.0);
    // The cofactors, which turn normals also where the mesh is pressed flat.
    let normal = vec3f(
        dot(cross(y, z), vertex.normal),
        dot(cross(z, x), vertex.normal),
        dot(cross(x, y), vertex.normal),
    );
    let tangent = vec3f(
        dot(x, vertex.tangent.xyz),
        dot(y, vertex.tangent.xyz),
        dot(z, vertex.tangent.xyz),
    );
    var pixel: Pixel;
    pixel.place = frame.clip * vec4f(world - frame.eye, 1.0);
    pixel.normal = unit(normal * turned);
    pixel.tangent = vec4f(unit(tangent), vertex.tangent.w * turned);
    pixel.uv = vertex.uv.xy;
    pixel.second_uv = vertex.uv.zw;
    pixel.color = vertex.color;
    return pixel;
}

fn uv(pixel: Pixel, place: Place) -> vec2f {
    var own = pixel.uv;
    if SECOND_UV {
        own = select(own, pixel.second_uv, place.second > 0.5);
    }
    if !MOVED {
        return own;
    }
    return place.matrix.xy * own.x + place.matrix.zw * own.y + place.offset;
}

@fragment
fn fragment(pixel: Pixel, @builtin(front_facing) is_front: bool) -> @location(0) vec4f {
    var color = material.base_color;
    if VERTEX_COLOR {
        color *= pixel.color;
    }
    if BASE_COLOR_TEXTURE {
        let at = uv(pixel, material.base_color_place);
        color *= textureSample(base_color_texture, base_color_sampler, at);
    }
    if MASK {
        if COVERAGE {
            let edge = max(fwidth(color.a), 1e-4);
            color.a = clamp((color.a - material.cutoff) / edge + 0.5, 0.0, 1.0);
            if color.a <= 0.0 {
                discard;
            }
        } else {
            if color.a < material.cutoff {
                discard;
            }
            color.a = 1.0;
        }
    } else if !BLEND {
        color.a = 1.0;
    }
    if UNLIT {
        return color;
    }
    var light = lit(pixel, is_front, color.rgb);
    if EMISSIVE {
        var emissive = material.emissive;
        if EMISSIVE_TEXTURE {
            let at = uv(pixel, material.emissive_place);
            emissive *= textureSample(emissive_texture, emissive_sampler, at).rgb;
        }
        light += emissive;
    }
    return vec4f(tone_mapped(light), color.a);
}

fn normal_of(pixel: Pixel, is_front: bool) -> vec3f {
    var normal = unit(pixel.normal);
    if NORMAL_TEXTURE {
        let at = uv(pixel, material.normal_place);
        var within = textureSample(normal_texture, normal_sampler, at).xyz * 2.0 - 1.0;
        within = vec3f(within.xy * material.normal_scale, within.z);
        let bitangent = cross(normal, pixel.tangent.xyz) * pixel.tangent.w;
        normal = unit(pixel.tangent.xyz * within.x + bitangent * within.y + normal * within.z);
    }
    if DOUBLE_SIDED {
        normal = select(-normal, normal, is_front);
    }
    return normal;
}

// What of light from a direction a surface reflects: of white in x, of the colour in y. The fit of
// the integral over all directions by Karis, Physically Based Shading on Mobile, 2014.
fn reflectance(roughness: f32, facing: f32) -> vec2f {
    let r = roughness * vec4f(-1.0, -0.0275, -0.572, 0.022) + vec4f(1.0, 0.0425, 1.04, -0.04);
    let a = min(r.x * r.x, exp2(-9.28 * facing)) * r.x + r.y;
    return vec2f(-1.04, 1.04) * a + r.zw;
}

// glTF's metallic-roughness: light from all around, and from the sun.
fn lit(pixel: Pixel, is_front: bool, color: vec3f) -> vec3f {
    var metallic = material.metallic;
    var roughness = material.roughness;
    if METALLIC_ROUGHNESS_TEXTURE {
        let at = uv(pixel, material.metallic_roughness_place);
        let texel = textureSample(metallic_roughness_texture, metallic_roughness_sampler, at);
        roughness *= texel.g;
        metallic *= texel.b;
    }
    var open = 1.0;
    if OCCLUSION_TEXTURE {
        let at = uv(pixel, material.occlusion_place);
        let texel = textureSample(occlusion_texture, occlusion_sampler, at).r;
        open = 1.0 + material.occlusion_strength * (texel - 1.0);
    }
    let normal = normal_of(pixel, is_front);
    let to_eye = -unit(ray(pixel.place.xy));
    let facing = clamp(dot(normal, to_eye), 1e-4, 1.0);

    let matt = color * (1.0 - metallic);
    let mirror = mix(vec3f(0.04), color, metallic);
    let up = normal.y;
    let scattered = frame.scattered[0] + frame.scattered[1] * up + frame.scattered[2] * (up * up);
    let parts = reflectance(roughness, facing);
    let once = mirror * parts.x + parts.y;
    // What a rough surface reflects more than once is not lost (Fdez-Agüera 2019).
    let reflected = once * (1.0 + mirror * (1.0 / max(parts.x + parts.y, 0.1) - 1.0));
    let mirrored = reflect(-to_eye, normal);
    let around = matt * (1.0 - once) * scattered + reflected * sky_light(mirrored.y, roughness);

    return around * open + sunlit(normal, to_eye, facing, roughness, matt, mirror);
}

fn sunlit(
    normal: vec3f,
    to_eye: vec3f,
    facing: f32,
    roughness: f32,
    matt: vec3f,
    mirror: vec3f,
) -> vec3f {
    let sunny = dot(normal, frame.sun_direction);
    if sunny <= 0.0 {
        return vec3f(0.0);
    }
    let half = unit(frame.sun_direction + to_eye);
    let straight = clamp(dot(normal, half), 0.0, 1.0);
    // The sun is no point: a highlight is never smaller than it.
    let a = max(roughness * roughness, 0.004);
    let a2 = a * a;
    let spread = straight * straight * (a2 - 1.0) + 1.0;
    // GGX over pi, with the shadowing of Smith by Hammon's fit.
    let visible = 0.5 / mix(2.0 * facing * sunny, facing + sunny, a);
    let missed = 1.0 - clamp(dot(to_eye, half), 0.0, 1.0);
    let missed2 = missed * missed;
    let fresnel = mirror + (1.0 - mirror) * (missed2 * missed2 * missed);
    let glossy = min(a2 / (spread * spread) * visible, 100.0);
    return (matt * (1.0 - fresnel) + fresnel * glossy) * frame.sun * sunny;
}
