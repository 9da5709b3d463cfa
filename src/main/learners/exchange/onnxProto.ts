import protobuf from 'protobufjs/minimal.js'

/*
 * The part of ONNX's protobuf messages (onnx.proto, IR version 8) that a scoring graph needs. A message is a function that
 * writes its fields; numbers are those of the schema.
 */
const { Writer } = protobuf
type Message = (writer: protobuf.Writer) => void

const FLOAT = 1
const INT64 = 7
const DOUBLE = 11

export type Attribute =
  | { name: string; int: number }
  | { name: string; float: number }
  | { name: string; text: string }
  | { name: string; ints: ArrayLike<number> }
  | { name: string; floats: ArrayLike<number> }
  | { name: string; texts: string[] }

export interface OnnxNode {
  op: string
  /** `ai.onnx.ml`, or ONNX's own operators. */
  domain?: 'ai.onnx.ml'
  inputs: string[]
  outputs: string[]
  attributes?: Attribute[]
}

/** A constant: float32 or float64 by its array. */
export interface OnnxConstant {
  name: string
  dims: number[]
  values: Float32Array | Float64Array | BigInt64Array
}

/** A matrix that goes in or comes out; a name for the size of a dimension that is not fixed. */
export interface OnnxValue {
  name: string
  type: 'float' | 'int64' | 'double'
  dims: (number | string)[]
}

export interface OnnxGraph {
  name: string
  doc: string
  inputs: OnnxValue[]
  outputs: OnnxValue[]
  nodes: OnnxNode[]
  constants: OnnxConstant[]
  /** Name and value of what the file says of itself. */
  metadata: Record<string, string>
}

/** The bytes of an ONNX model (operator sets: ONNX 15, ai.onnx.ml 3). */
export function encodeOnnx(graph: OnnxGraph, producerVersion: string): Uint8Array {
  const writer = Writer.create()
  writer.uint32(tag(1, 0)).int64(8)
  writer.uint32(tag(2, 2)).string('arrest-workbench')
  writer.uint32(tag(3, 2)).string(producerVersion)
  writer.uint32(tag(6, 2)).string(graph.doc)
  put(writer, 7, graphMessage(graph))
  for (const [domain, version] of [['', 15] as const, ['ai.onnx.ml', 3] as const]) {
    put(writer, 8, (w) => {
      w.uint32(tag(1, 2)).string(domain)
      w.uint32(tag(2, 0)).int64(version)
    })
  }
  for (const [key, value] of Object.entries(graph.metadata)) {
    put(writer, 14, (w) => {
      w.uint32(tag(1, 2)).string(key)
      w.uint32(tag(2, 2)).string(value)
    })
  }
  return writer.finish()
}

function graphMessage({ name, nodes, constants, inputs, outputs }: OnnxGraph): Message {
  return (w) => {
    for (const node of nodes) put(w, 1, nodeMessage(node))
    w.uint32(tag(2, 2)).string(name)
    for (const constant of constants) put(w, 5, tensorMessage(constant))
    for (const value of inputs) put(w, 11, valueMessage(value))
    for (const value of outputs) put(w, 12, valueMessage(value))
  }
}

function nodeMessage({ op, domain, inputs, outputs, attributes = [] }: OnnxNode): Message {
  return (w) => {
    for (const input of inputs) w.uint32(tag(1, 2)).string(input)
    for (const output of outputs) w.uint32(tag(2, 2)).string(output)
    w.uint32(tag(4, 2)).string(op)
    for (const attribute of attributes) put(w, 5, attributeMessage(attribute))
    if (domain !== undefined) w.uint32(tag(7, 2)).string(domain)
  }
}

/** Fields of AttributeProto, with the number that its `type` has for each. */
function attributeMessage(attribute: Attribute): Message {
  return (w) => {
    w.uint32(tag(1, 2)).string(attribute.name)
    let type: number
    if ('float' in attribute) {
      type = 1
      w.uint32(tag(2, 5)).float(attribute.float)
    } else if ('int' in attribute) {
      type = 2
      w.uint32(tag(3, 0)).int64(attribute.int)
    } else if ('text' in attribute) {
      type = 3
      w.uint32(tag(4, 2)).string(attribute.text)
    } else if ('floats' in attribute) {
      type = 6
      put(w, 7, (packed) => {
        for (let k = 0; k < attribute.floats.length; k++) packed.float(attribute.floats[k]!)
      })
    } else if ('ints' in attribute) {
      type = 7
      put(w, 8, (packed) => {
        for (let k = 0; k < attribute.ints.length; k++) packed.int64(attribute.ints[k]!)
      })
    } else {
      type = 8
      for (const value of attribute.texts) w.uint32(tag(9, 2)).string(value)
    }
    w.uint32(tag(20, 0)).int32(type)
  }
}

function tensorMessage({ name, dims, values }: OnnxConstant): Message {
  const type = values instanceof Float32Array ? FLOAT : values instanceof Float64Array ? DOUBLE : INT64
  return (w) => {
    put(w, 1, (packed) => {
      for (const size of dims) packed.int64(size)
    })
    w.uint32(tag(2, 0)).int32(type)
    w.uint32(tag(8, 2)).string(name)
    // Little-endian, as every machine that runs this.
    w.uint32(tag(9, 2)).bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }
}

function valueMessage({ name, type, dims }: OnnxValue): Message {
  return (w) => {
    w.uint32(tag(1, 2)).string(name)
    put(w, 2, (typed) => {
      put(typed, 1, (tensor) => {
        tensor.uint32(tag(1, 0)).int32({ float: FLOAT, int64: INT64, double: DOUBLE }[type])
        put(tensor, 2, (shape) => {
          for (const size of dims) {
            put(shape, 1, (dim) => {
              if (typeof size === 'number') dim.uint32(tag(1, 0)).int64(size)
              else dim.uint32(tag(2, 2)).string(size)
            })
          }
        })
      })
    })
  }
}

/** Writes a message, or packed numbers, as a field. */
function put(writer: protobuf.Writer, field: number, message: Message): void {
  writer.uint32(tag(field, 2)).fork()
  message(writer)
  writer.ldelim()
}

function tag(field: number, wireType: 0 | 2 | 5): number {
  return (field << 3) | wireType
}
