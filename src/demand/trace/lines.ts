/**
 * Cuts a stream of bytes into pieces that end with a whole line, so that parsers never meet half of one. Lines
 * end with LF, CR LF or CR, also mixed in one file; a line has a longest length, so that a file without line
 * breaks cannot fill the memory.
 */

/** Longest line, in bytes. */
export const MOST_LINE = 1_048_576;

/** Large chunks are taken in pieces, so that what is looked at in one go stays short. */
const PIECE = 262_144;

const LF = 10;
const CR = 13;

export type LineStream = {
  readonly push: (chunk: Uint8Array) => void;
  /** Hands out the last line, whether it has an end or not. */
  readonly finish: () => void;
};

/**
 * @param take - given whole lines, in order: `bytes[from..to)`; says how many bytes of it are done with, which is
 *   less than all when a record goes on in the next line. Bytes are valid only during the call.
 * @param tooLong - called once, when what is not done with has grown beyond the longest line; nothing more is read
 */
export const lineStream = (
  take: (bytes: Uint8Array, from: number, to: number, isLast: boolean) => number,
  tooLong: () => void,
): LineStream => {
  // what is not done with stands at the front of a buffer that is used again and again
  let buffer: Uint8Array = new Uint8Array(2 * PIECE);
  let length = 0;
  let isStopped = false;

  const add = (piece: Uint8Array): void => {
    if (length + piece.length > buffer.length) {
      const larger = new Uint8Array(2 * (length + piece.length));
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(piece, length);
    length += piece.length;
  };

  const takeLines = (from: number): void => {
    const end = afterLastBreak(buffer, from, length);
    const done = end === 0 ? 0 : take(buffer, 0, end, false);
    buffer.copyWithin(0, done, length);
    length -= done;
    // a CR that may be half of a line break is not part of the line
    if (length <= MOST_LINE + 1) return;
    isStopped = true;
    tooLong();
  };

  return {
    push: (chunk) => {
      for (let at = 0; at < chunk.length && !isStopped; at += PIECE) {
        // only what is new can end a line, or show that a CR before it did
        const from = Math.max(0, length - 1);
        add(chunk.subarray(at, at + PIECE));
        takeLines(from);
      }
    },
    finish: () => {
      if (!isStopped) take(buffer, 0, length, true);
    },
  };
};

/** Where the last line ends that ends after `from`, or 0. A CR as the very last byte may be half of a line break. */
const afterLastBreak = (bytes: Uint8Array, from: number, length: number): number => {
  for (let at = length - 1; at >= from; at--) {
    if (bytes[at] === LF || (bytes[at] === CR && at < length - 1)) return at + 1;
  }
  return 0;
};
