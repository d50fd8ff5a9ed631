/** 48 bits of an alias's canonical text, as an exact number: two MurmurHash3-style lanes over UTF-16 units. */
export function aliasHash(key: string): number {
  let low = 0x9747b28c;
  let high = 0x3c6ef372;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    low = Math.imul(low ^ unit, 0xcc9e2d51);
    low = (low << 15) | (low >>> 17);
    high = Math.imul(high ^ unit, 0x1b873593);
    high = (high << 13) | (high >>> 19);
    high = (high + low) | 0;
  }
  return (mix(high ^ key.length) >>> 16) * 0x1_0000_0000 + (mix(low ^ high) >>> 0);
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
