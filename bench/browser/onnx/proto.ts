/** Protocol buffers, the part of them that an ONNX model needs: every message is its fields, one after the other. */
export type Field = Uint8Array;

const VARINT = 0;
const LENGTH = 2;
const FIXED32 = 5;

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param value A whole number from 0 to 2^53 - 1. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

const key = (number: number, wire: number): Uint8Array => varint(number * 8 + wire);

export const whole = (number: number, value: number): Field => concat([key(number, VARINT), varint(value)]);

export const float = (number: number, value: number): Field =>
  concat([key(number, FIXED32), new Uint8Array(Float32Array.of(value).buffer)]);

export const bytes = (number: number, value: Uint8Array): Field =>
  concat([key(number, LENGTH), varint(value.length), value]);

export const text = (number: number, value: string): Field => bytes(number, new TextEncoder().encode(value));

export const message = (number: number, fields: readonly Field[]): Field => bytes(number, concat(fields));
