/** SHA-256 in hexadecimal, portable: what names units of work and results, whoever computes them. */
import { sha256 } from "../../results/report/sha256.ts";

/** A digest of a text; the platform's is as good as ours, and quicker. */
export type Digest = (text: string) => string;

const encoder = new TextEncoder();

/** 64 hexadecimal digits of a text's UTF-8 bytes. */
export const hexDigest: Digest = (text) => {
  let hex = "";
  for (const byte of sha256(encoder.encode(text))) hex += byte.toString(16).padStart(2, "0");
  return hex;
};
