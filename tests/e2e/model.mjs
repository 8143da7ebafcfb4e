// Models that tests upload: a box of one colour as a GLB, and what only looks like one.

const GLB = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;

/** Bytes up to a multiple of four. */
const padded = (bytes, filler) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3, filler)]);

const chunk = (kind, bytes) => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(bytes.length, 0);
  head.writeUInt32LE(kind, 4);
  return Buffer.concat([head, bytes]);
};

/** A box of two metres in this colour, which no light changes. */
export function box(color) {
  const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => [x, y, z])));
  const sides = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]];
  const triangles = sides.flatMap(([a, b, c, d]) => [a, b, c, a, c, d]);
  const places = Buffer.from(new Float32Array(corners.flat()).buffer);
  const indices = Buffer.from(new Uint16Array(triangles).buffer);
  const document = {
    asset: { version: '2.0' },
    extensionsUsed: ['KHR_materials_unlit'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, material: 0 }] }],
    materials: [{
      doubleSided: true,
      extensions: { KHR_materials_unlit: {} },
      pbrMetallicRoughness: { baseColorFactor: [...color, 1] },
    }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 8, type: 'VEC3', min: [-1, -1, -1], max: [1, 1, 1] },
      { bufferView: 1, componentType: 5123, count: triangles.length, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: places.length },
      { buffer: 0, byteOffset: places.length, byteLength: indices.length },
    ],
    buffers: [{ byteLength: places.length + indices.length }],
  };
  const body = Buffer.concat([
    chunk(JSON_CHUNK, padded(Buffer.from(JSON.stringify(document)), ' ')),
    chunk(BINARY_CHUNK, padded(Buffer.concat([places, indices]), 0)),
  ]);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(GLB, 0);
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(head.length + body.length, 8);
  return Buffer.concat([head, body]);
}

/** As `setInputFiles` takes it. */
export const file = (name, buffer) => ({ name, mimeType: 'model/gltf-binary', buffer });
