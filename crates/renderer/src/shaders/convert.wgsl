// RGBA to I420: BT.709, limited range. Each invocation makes eight by two pixels, which are whole
// words of all three planes; rows are padded to that.

struct Order {
    // Of the picture, in pixels.
    size: vec2u,
    // Words from a row to the next, in the plane of Y; in the others it is half as many.
    stride: u32,
    // Words before the planes of U and of V.
    u: u32,
    v: u32,
}

@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var<storage, read_write> planes: array<u32>;
@group(0) @binding(2) var<uniform> order: Order;

const LUMA = vec3f(0.2126, 0.7152, 0.0722);

fn pixel(x: u32, y: u32) -> vec3f {
    return textureLoad(picture, min(vec2u(x, y), order.size - 1u), 0).rgb;
}

fn luma(color: vec3f) -> f32 {
    return 16.0 + 219.0 * dot(color, LUMA);
}

// Blue and red difference of the mean of four pixels.
fn chroma(sum: vec3f) -> vec2f {
    let mean = sum * 0.25;
    return 128.0 + 224.0 * (mean.br - dot(mean, LUMA)) / vec2f(1.8556, 1.5748);
}

fn word(bytes: vec4f) -> u32 {
    return pack4xU8(vec4u(bytes + 0.5));
}

@compute @workgroup_size(8, 8)
fn convert(@builtin(global_invocation_id) id: vec3u) {
    let x = id.x * 8u;
    let y = id.y * 2u;
    if x >= order.size.x || y >= order.size.y {
        return;
    }
    var blue: array<f32, 4>;
    var red: array<f32, 4>;
    for (var half = 0u; half < 2u; half++) {
        var above: array<f32, 4>;
        var below: array<f32, 4>;
        for (var pair = 0u; pair < 2u; pair++) {
            let left = x + half * 4u + pair * 2u;
            let a = pixel(left, y);
            let b = pixel(left + 1u, y);
            let c = pixel(left, y + 1u);
            let d = pixel(left + 1u, y + 1u);
            above[pair * 2u] = luma(a);
            above[pair * 2u + 1u] = luma(b);
            below[pair * 2u] = luma(c);
            below[pair * 2u + 1u] = luma(d);
            let difference = chroma(a + b + c + d);
            blue[half * 2u + pair] = difference.x;
            red[half * 2u + pair] = difference.y;
        }
        let place = y * order.stride + id.x * 2u + half;
        planes[place] = word(vec4f(above[0], above[1], above[2], above[3]));
        planes[place + order.stride] = word(vec4f(below[0], below[1], below[2], below[3]));
    }
    let place = id.y * (order.stride / 2u) + id.x;
    planes[order.u + place] = word(vec4f(blue[0], blue[1], blue[2], blue[3]));
    planes[order.v + place] = word(vec4f(red[0], red[1], red[2], red[3]));
}
