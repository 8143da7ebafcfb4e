// Models that tests upload, as GLB: a box of one colour, and more triangles than a Standard session shows.

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

/** A GLB of one node with this mesh's corners and indices, lit by nothing. */
function glb(color, corners, indices, copies = []) {
  const buffers = [new Float32Array(corners.flat()), new Uint16Array(indices), new Float32Array(copies.flat())]
    .map((numbers) => padded(Buffer.from(numbers.buffer), 0)).filter((bytes) => bytes.length > 0);
  const place = (number) => buffers.slice(0, number).reduce((sum, { length }) => sum + length, 0);
  const edge = (pick) => [0, 1, 2].map((axis) => pick(...corners.map((corner) => corner[axis])));
  const copied = copies.length > 0;
  const document = {
    asset: { version: '2.0' },
    extensionsUsed: ['KHR_materials_unlit', ...(copied ? ['EXT_mesh_gpu_instancing'] : [])],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{
      mesh: 0,
      ...(copied && { extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 2 } } } }),
    }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1, material: 0 }] }],
    materials: [{
      doubleSided: true,
      extensions: { KHR_materials_unlit: {} },
      pbrMetallicRoughness: { baseColorFactor: [...color, 1] },
    }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: corners.length, type: 'VEC3', min: edge(Math.min), max: edge(Math.max) },
      { bufferView: 1, componentType: 5123, count: indices.length, type: 'SCALAR' },
      ...(copied ? [{ bufferView: 2, componentType: 5126, count: copies.length, type: 'VEC3' }] : []),
    ],
    bufferViews: buffers.map(({ length }, at) => ({ buffer: 0, byteOffset: place(at), byteLength: length })),
    buffers: [{ byteLength: place(buffers.length) }],
  };
  const body = Buffer.concat([
    chunk(JSON_CHUNK, padded(Buffer.from(JSON.stringify(document)), ' ')),
    chunk(BINARY_CHUNK, Buffer.concat(buffers)),
  ]);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(GLB, 0);
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(head.length + body.length, 8);
  return Buffer.concat([head, body]);
}

/** A box of two metres in this colour, which no light changes. */
export function box(color) {
  const corners = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => [x, y, z])));
  const sides = [[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]];
  return glb(color, corners, sides.flatMap(([a, b, c, d]) => [a, b, c, a, c, d]));
}

/** 22 million triangles, 20,000 of them in each of 1,100 copies of a mesh: more than a Standard session shows. */
export function crowd() {
  const indices = Array.from({ length: 20_000 }, () => [0, 1, 2]).flat();
  const copies = Array.from({ length: 1_100 }, (_, number) => [number % 33, Math.floor(number / 33), 0]);
  return glb([1, 1, 1], [[0, 0, 0], [1, 0, 0], [0, 1, 0]], indices, copies);
}

/** As `setInputFiles` takes it. */
export const file = (name, buffer) => ({ name, mimeType: 'model/gltf-binary', buffer });
