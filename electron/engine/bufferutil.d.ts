declare module 'bufferutil' {
  type Bufferutil = {
    /** Writes `length` bytes of `source`, masked by the four bytes of `mask`, into `output` from `offset` on. */
    readonly mask: (source: Uint8Array, mask: Uint8Array, output: Uint8Array, offset: number, length: number) => void;
  };
  const bufferutil: Bufferutil;
  // oxlint-disable-next-line import/no-default-export -- the package has no other
  export default bufferutil;
}
