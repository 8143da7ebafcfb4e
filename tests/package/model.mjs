// A model whose colours are known: a box, red to the front and the right, green to the back and the left, without light.

/** The box's corners by the signs of x, y and z, and its faces by their corners, seen from outside counter-clockwise. */
const CORNERS = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => [bits & 1 ? 1 : -1, bits & 2 ? 1 : -1, bits & 4 ? 1 : -1]);
const FACES = { right: [1, 3, 7, 5], left: [0, 4, 6, 2], top: [2, 6, 7, 3], bottom: [0, 1, 5, 4], front: [4, 5, 7, 6], back: [0, 2, 3, 1] };

const RED = [1, 0, 0, 1];
const GREEN = [0, 1, 0, 1];

/** The model as a GLB. */
export function box() {
  const positions = new Float32Array(CORNERS.flat());
  const indices = new Uint16Array(['front', 'right', 'top', 'back', 'left', 'bottom'].flatMap((name) => triangles(FACES[name])));
  const binary = Buffer.concat([Buffer.from(positions.buffer), Buffer.from(indices.buffer)]);
  const half = indices.length / 2;
  const primitive = (material) => ({ attributes: { POSITION: 0 }, indices: 1 + material, material });
  const material = (color) => ({ pbrMetallicRoughness: { baseColorFactor: color }, extensions: { KHR_materials_unlit: {} } });
  const part = (number) => ({ bufferView: 1, byteOffset: number * half * 2, componentType: 5123, count: half, type: 'SCALAR' });
  return glb(
    {
      asset: { version: '2.0' },
      extensionsUsed: ['KHR_materials_unlit'],
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      meshes: [{ primitives: [primitive(0), primitive(1)] }],
      materials: [material(RED), material(GREEN)],
      accessors: [{ bufferView: 0, componentType: 5126, count: 8, type: 'VEC3', min: [-1, -1, -1], max: [1, 1, 1] }, part(0), part(1)],
      bufferViews: [
        { buffer: 0, byteLength: positions.byteLength },
        { buffer: 0, byteOffset: positions.byteLength, byteLength: indices.byteLength },
      ],
      buffers: [{ byteLength: binary.length }],
    },
    binary,
  );
}

function triangles([a, b, c, d]) {
  return [a, b, c, a, c, d];
}

function glb(document, binary) {
  const text = Buffer.from(JSON.stringify(document));
  const chunks = [chunk('JSON', padded(text, ' ')), chunk('BIN\0', padded(binary, '\0'))];
  const body = Buffer.concat(chunks);
  const head = Buffer.alloc(12);
  head.write('glTF');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(12 + body.length, 8);
  return Buffer.concat([head, body]);
}

function chunk(kind, content) {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(content.length);
  head.write(kind, 4, 'latin1');
  return Buffer.concat([head, content]);
}

function padded(content, filling) {
  return Buffer.concat([content, Buffer.alloc(-content.length & 3, filling)]);
}
